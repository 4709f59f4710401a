"""conversations.*: making channels and changing them."""

from bot.practice.answers import channel_json
from bot.practice.contract import Json
from bot.practice.methods import Call, Methods, channel_of, joined_channel, not_direct, user_of
from bot.practice.refusals import refuse
from bot.practice.team import BOT_USER, Channel, Kind, Team, User

MAX_NAME = 80
MAX_TOPIC = 250
MAX_INVITED = 100


def checked_name(team: Team, name: str) -> str:
    """A channel name as Slack takes it. Raises invalid_name_* or name_taken, by an archived channel too."""
    if not name:
        refuse("invalid_name_required")
    if len(name) > MAX_NAME:
        refuse("invalid_name_maxlength")
    if name != name.lower() or not all(sign.isalnum() or sign in "-_" for sign in name):
        refuse("invalid_name_specials")
    if not any(sign.isalnum() for sign in name):
        refuse("invalid_name_punctuation")
    if any(channel.name == name for channel in team.channels.values()):
        refuse("name_taken")
    return name


def create(call: Call) -> Json:
    """conversations.create."""
    name = checked_name(call.team, call.args.text("name"))
    kind = Kind.PRIVATE if call.args.flag("is_private") else Kind.PUBLIC
    return {"channel": channel_json(call.team.add_channel(name, kind, BOT_USER))}


def rename(call: Call) -> Json:
    """conversations.rename."""
    channel = not_direct(joined_channel(call))
    if channel.creator != BOT_USER:
        refuse("not_authorized")
    channel.name = checked_name(call.team, call.args.text("name"))
    call.team.touch()
    return {"channel": channel_json(channel)}


def _written(call: Call, name: str) -> tuple[Channel, str]:
    channel = not_direct(joined_channel(call))
    text = call.args.text(name)
    if len(text) > MAX_TOPIC:
        refuse("too_long")
    return channel, text


def set_topic(call: Call) -> Json:
    """conversations.setTopic."""
    channel, topic = _written(call, "topic")
    channel.topic = topic
    call.team.touch()
    return {"channel": channel_json(channel)}


def set_purpose(call: Call) -> Json:
    """conversations.setPurpose."""
    channel, purpose = _written(call, "purpose")
    channel.purpose = purpose
    call.team.touch()
    return {"purpose": channel.purpose, "channel": channel_json(channel)}


def _refused_guest(team: Team, channel: Channel, user_id: str) -> str | None:
    user = team.users.get(user_id)
    if user is None:
        return "user_not_found"
    if user_id == BOT_USER:
        return "cant_invite_self"
    if user_id in channel.members:
        return "already_in_channel"
    if user.deleted:
        return "cant_invite"
    return "user_is_restricted" if user.is_restricted else None


def invite(call: Call) -> Json:
    """conversations.invite: all or nobody, unless `force` lets the good ones in."""
    channel = not_direct(joined_channel(call))
    wanted = call.args.names("users")
    if not wanted:
        refuse("no_user")
    if len(wanted) > MAX_INVITED:
        refuse("invalid_arguments", ("no more than 100 items allowed [json-pointer:/users]",))
    refused = [(who, _refused_guest(call.team, channel, who)) for who in wanted]
    errors = [{"user": who, "ok": False, "error": error} for who, error in refused if error]
    if errors and (not call.args.flag("force") or len(errors) == len(wanted)):
        refuse(str(errors[0]["error"]), errors=errors)
    channel.members += [who for who, error in refused if not error]
    call.team.touch()
    return {"channel": channel_json(channel), **({"errors": errors} if errors else {})}


def join(call: Call) -> Json:
    """conversations.join: public channels only."""
    channel = not_direct(channel_of(call))
    if channel.kind is not Kind.PUBLIC:
        refuse("method_not_supported_for_channel_type")
    if channel.archived:
        refuse("is_archived")
    if BOT_USER in channel.members:
        return {"channel": channel_json(channel), "warning": "already_in_channel"}
    channel.members.append(BOT_USER)
    call.team.touch()
    return {"channel": channel_json(channel)}


def leave(call: Call) -> Json:
    """conversations.leave."""
    channel = not_direct(channel_of(call))
    if channel.archived:
        refuse("is_archived")
    if channel.is_general:
        refuse("cant_leave_general")
    if BOT_USER not in channel.members:
        return {"not_in_channel": True}
    channel.members.remove(BOT_USER)
    call.team.touch()
    return {}


def kick(call: Call) -> Json:
    """conversations.kick."""
    channel = not_direct(joined_channel(call))
    user = user_of(call)
    if user.id == BOT_USER:
        refuse("cant_kick_self")
    if channel.is_general:
        refuse("cant_kick_from_general")
    if user.id not in channel.members:
        refuse("not_in_channel")
    channel.members.remove(user.id)
    call.team.touch()
    return {}


def archive(call: Call) -> Json:
    """conversations.archive."""
    channel = not_direct(channel_of(call))
    if channel.is_general:
        refuse("cant_archive_general")
    if channel.archived:
        refuse("already_archived")
    if BOT_USER not in channel.members:
        refuse("not_in_channel")
    channel.archived = True
    call.team.touch()
    return {}


def unarchive(call: Call) -> Json:
    """conversations.unarchive."""
    channel = not_direct(channel_of(call))
    if not channel.archived:
        refuse("not_archived")
    channel.archived = False
    call.team.touch()
    return {}


def open_direct(call: Call) -> Json:
    """conversations.open: a person's direct messages with the bot, or a group's."""
    if call.args.maybe("channel"):
        return {"channel": channel_json(channel_of(call)), "no_op": True, "already_open": True}
    people = [_reachable(call.team, who) for who in call.args.names("users")]
    if not people:
        refuse("users_list_not_supplied")
    if len(people) > 8:
        refuse("too_many_users")
    channel = call.team.direct(people[0].id) if len(people) == 1 else _group(call.team, people)
    shown = channel_json(channel) if call.args.flag("return_im") else {"id": channel.id}
    return {"channel": shown}


def _reachable(team: Team, user_id: str) -> User:
    user = team.users.get(user_id)
    if user is None:
        refuse("user_not_found")
    if user.deleted:
        refuse("user_disabled")
    if user.is_bot:
        refuse("invalid_user_combination")
    return user


def _group(team: Team, people: list[User]) -> Channel:
    members = [BOT_USER, *(user.id for user in people)]
    for channel in team.channels.values():
        if channel.kind is Kind.GROUP and set(channel.members) == set(members):
            return channel
    name = "mpdm-" + "--".join(user.name for user in people)
    channel = team.add_channel(name, Kind.GROUP, BOT_USER)
    channel.members[:] = members
    return channel


METHODS: Methods = {
    "conversations.create": create,
    "conversations.rename": rename,
    "conversations.setTopic": set_topic,
    "conversations.setPurpose": set_purpose,
    "conversations.invite": invite,
    "conversations.join": join,
    "conversations.leave": leave,
    "conversations.kick": kick,
    "conversations.archive": archive,
    "conversations.unarchive": unarchive,
    "conversations.open": open_direct,
}
