"""The methods that only read: conversations, their history, people, the team."""

import re

from bot.practice.answers import channel_json, message_json, user_json
from bot.practice.contract import Json
from bot.practice.methods import Call, Methods, channel_of, following, page_of, user_of
from bot.practice.refusals import refuse
from bot.practice.team import (
    APP_ID,
    BOT_ID,
    BOT_USER,
    TEAM_DOMAIN,
    TEAM_ID,
    Channel,
    Kind,
    Message,
)

_TS = re.compile(r"\d{1,12}(\.\d{1,6})?")


def info(call: Call) -> Json:
    """conversations.info."""
    return {"channel": channel_json(channel_of(call), count=call.args.flag("include_num_members"))}


def _listed(call: Call, member: str) -> list[Channel]:
    wanted = call.args.names("types") or (Kind.PUBLIC.value,)
    if unknown := set(wanted) - set(Kind):
        refuse("invalid_types", types=sorted(unknown))
    return [
        channel
        for channel in call.team.channels.values()
        if channel.kind in wanted
        and (channel.kind is Kind.PUBLIC or BOT_USER in channel.members)
        and (not member or member in channel.members)
        and not (channel.archived and call.args.flag("exclude_archived"))
    ]


def list_channels(call: Call) -> Json:
    """conversations.list."""
    page, cursor = page_of(call, _listed(call, ""))
    return {"channels": [channel_json(channel, count=True) for channel in page], **following(cursor)}


def channels_of_user(call: Call) -> Json:
    """users.conversations."""
    page, cursor = page_of(call, _listed(call, call.args.text("user", BOT_USER)))
    return {"channels": [channel_json(channel) for channel in page], **following(cursor)}


def members(call: Call) -> Json:
    """conversations.members."""
    page, cursor = page_of(call, channel_of(call).members)
    return {"members": page, **following(cursor)}


def _between(call: Call, messages: list[Message]) -> list[Message]:
    for name in ("oldest", "latest"):
        if name in call.args and not _TS.fullmatch(call.args.text(name)):
            refuse(f"invalid_ts_{name}")
    oldest = float(call.args.text("oldest", "0"))
    latest = float(call.args.text("latest", "inf"))
    if call.args.flag("inclusive"):
        return [message for message in messages if oldest <= float(message.ts) <= latest]
    return [message for message in messages if oldest < float(message.ts) < latest]


def _readable(call: Call) -> Channel:
    channel = channel_of(call)
    if BOT_USER not in channel.members:
        refuse("not_in_channel")
    return channel


def _page_of_messages(call: Call, messages: list[Message]) -> Json:
    page, cursor = page_of(call, messages, most=999)
    metadata = call.args.flag("include_all_metadata")
    shown = [message_json(call.team, message, metadata=metadata) for message in page]
    return {"messages": shown, "has_more": bool(cursor), **following(cursor)}


def history(call: Call) -> Json:
    """conversations.history: newest first, replies only where they were also sent to the channel."""
    channel = _readable(call)
    top = [m for m in channel.messages.values() if not m.is_reply or m.broadcast]
    answer = _page_of_messages(call, _between(call, top)[::-1])
    return {**answer, "pin_count": len(channel.pins)}


def replies(call: Call) -> Json:
    """conversations.replies: the message and its thread, oldest first."""
    channel = _readable(call)
    first = channel.messages.get(call.args.text("ts"))
    if first is None:
        refuse("thread_not_found")
    root = first.thread_ts or first.ts
    thread = [m for m in channel.messages.values() if root in (m.ts, m.thread_ts)]
    return _page_of_messages(call, _between(call, thread))


def user_info(call: Call) -> Json:
    """users.info."""
    locale = call.args.flag("include_locale")
    return {"user": user_json(user_of(call), call.team.now(), locale=locale)}


def list_users(call: Call) -> Json:
    """users.list."""
    page, cursor = page_of(call, list(call.team.users.values()))
    locale = call.args.flag("include_locale")
    shown = [user_json(user, call.team.now(), locale=locale) for user in page]
    return {"members": shown, "cache_ts": int(call.team.now().timestamp()), **following(cursor)}


def user_by_email(call: Call) -> Json:
    """users.lookupByEmail."""
    wanted = call.args.text("email").casefold()
    known = {user.email.casefold(): user for user in call.team.users.values() if not user.deleted}
    user = known.get(wanted) if wanted else None
    return {"user": user_json(user or refuse("users_not_found"), call.team.now())}


def list_usergroups(call: Call) -> Json:
    """usergroups.list."""
    names = call.args.flag("include_users")
    groups = [{k: v for k, v in group.items() if names or k != "users"} for group in call.team.usergroups]
    return {"usergroups": groups}


def usergroup_members(call: Call) -> Json:
    """usergroups.users.list."""
    wanted = call.args.text("usergroup")
    group = next((group for group in call.team.usergroups if group["id"] == wanted), None)
    return {"users": list((group or refuse("no_such_subteam")).get("users", []))}


def team_info(call: Call) -> Json:
    """team.info."""
    return {
        "team": {
            "id": TEAM_ID,
            "name": "Practice",
            "domain": TEAM_DOMAIN,
            "email_domain": "",
            "url": f"{call.home}/",
        }
    }


def bot_info(call: Call) -> Json:
    """bots.info."""
    if call.args.text("bot", BOT_ID) != BOT_ID:
        refuse("bot_not_found")
    name = call.team.users[BOT_USER].name
    return {"bot": {"id": BOT_ID, "app_id": APP_ID, "user_id": BOT_USER, "name": name, "deleted": False}}


def api_test(call: Call) -> Json:
    """api.test: says back what it was told."""
    error = call.args.maybe("error")
    if error:
        refuse(error, args={"error": error})
    return {}


METHODS: Methods = {
    "api.test": api_test,
    "bots.info": bot_info,
    "conversations.history": history,
    "conversations.info": info,
    "conversations.list": list_channels,
    "conversations.members": members,
    "conversations.replies": replies,
    "team.info": team_info,
    "usergroups.list": list_usergroups,
    "usergroups.users.list": usergroup_members,
    "users.conversations": channels_of_user,
    "users.info": user_info,
    "users.list": list_users,
    "users.lookupByEmail": user_by_email,
}
