"""chat.*: what the bot says, changes and takes back."""

from dataclasses import replace

from bot.practice.answers import message_json, with_ids
from bot.practice.blocks import judged_message
from bot.practice.contract import Json
from bot.practice.methods import Call, Methods, channel_of
from bot.practice.refusals import refuse
from bot.practice.team import BOT_ID, BOT_USER, TEAM_ID, Channel, Kind, Message

MAX_UPDATE_TEXT = 4_000
MAX_TEXT = 40_000
MAX_ATTACHMENTS = 100


def _destination(call: Call) -> Channel:
    """Where a message goes: a conversation by id, a channel by name, or a person's direct messages."""
    wanted = call.args.text("channel")
    person = call.team.users.get(wanted)
    if person is not None:
        if person.deleted:
            refuse("channel_not_found")
        if person.is_bot:
            refuse("cannot_dm_bot")
        return call.team.direct(person.id)
    named = [c.id for c in call.team.channels.values() if c.name and c.name == wanted.removeprefix("#")]
    channel = call.team.channels[named[0]] if named else channel_of(call)
    if channel.archived:
        refuse("is_archived")
    if BOT_USER not in channel.members and not _may_write_outside(call, channel):
        refuse("not_in_channel")
    return channel


def _may_write_outside(call: Call, channel: Channel) -> bool:
    # A workspace that grants everything must not hide a forgotten invitation: the scope is asked by name.
    return channel.kind is Kind.PUBLIC and "chat:write.public" in (call.scopes or ())


def content(call: Call) -> tuple[str, tuple[Json, ...]]:
    """The text and the blocks of a message to be. Raises invalid_blocks*, no_text, too_many_attachments."""
    given = call.args
    blocks = judged_message(given.decoded("blocks", "invalid_blocks_format"))
    attachments = given.decoded("attachments", "invalid_attachments")
    if isinstance(attachments, list) and len(attachments) > MAX_ATTACHMENTS:
        refuse("too_many_attachments")
    text, markdown = given.text("text"), given.text("markdown_text")
    if markdown and (text or blocks):
        refuse("markdown_text_conflict")
    if markdown and len(markdown) > 12_000:
        refuse("msg_too_long")
    if not (text.strip() or markdown.strip() or blocks or attachments):
        refuse("no_text")
    return text or markdown, tuple(with_ids(call.team, blocks))


def _metadata(call: Call) -> Json | None:
    metadata = call.args.decoded("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    if not isinstance(metadata, dict):
        refuse("invalid_metadata_format")
    if not metadata:
        return None
    if not isinstance(metadata.get("event_type"), str) or not isinstance(metadata.get("event_payload"), dict):
        refuse("invalid_metadata_schema")
    return metadata


def _thread(call: Call, channel: Channel) -> str | None:
    wanted = call.args.maybe("thread_ts")
    if wanted is None:
        return None
    parent = channel.messages.get(wanted)
    if parent is None:
        refuse("cannot_reply_to_message")
    return parent.thread_ts or parent.ts


def post(call: Call) -> Json:
    """chat.postMessage."""
    channel = _destination(call)
    text, blocks = content(call)
    message = call.team.keep(
        Message(
            channel=channel.id,
            ts=call.team.stamp(),
            user=BOT_USER,
            text=text[:MAX_TEXT],
            blocks=blocks,
            thread_ts=_thread(call, channel),
            metadata=_metadata(call),
            broadcast=call.args.flag("reply_broadcast"),
        )
    )
    shown = message_json(call.team, message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def post_ephemeral(call: Call) -> Json:
    """chat.postEphemeral."""
    channel = _destination(call)
    reader = call.args.text("user")
    if reader not in call.team.users or reader not in channel.members:
        refuse("user_not_in_channel")
    text, blocks = content(call)
    if len(text) > MAX_TEXT:
        refuse("msg_too_long")
    message = call.team.keep(
        Message(
            channel=channel.id,
            ts=call.team.stamp(),
            user=BOT_USER,
            text=text,
            blocks=blocks,
            thread_ts=_thread(call, channel),
            only_for=reader,
        )
    )
    return {"message_ts": message.ts}


def own_message(call: Call, name: str, refusal: str) -> tuple[Channel, Message]:
    """One of the bot's messages. Raises channel_not_found, message_not_found, or `refusal` for another's."""
    channel = channel_of(call)
    message = channel.messages.get(call.args.text(name))
    if message is None:
        refuse("message_not_found")
    if message.user != BOT_USER:
        refuse(refusal)
    return channel, message


def update(call: Call) -> Json:
    """chat.update: text without blocks takes the blocks away; metadata stays unless a new one is given."""
    channel, message = own_message(call, "ts", "cant_update_message")
    if channel.archived:
        refuse("is_inactive")
    text, blocks = content(call)
    if len(text) > MAX_UPDATE_TEXT:
        refuse("msg_too_long")
    metadata = _metadata(call) if "metadata" in call.args else message.metadata
    changed = replace(message, text=text, blocks=blocks, metadata=metadata, edited=call.team.stamp())
    call.team.keep(changed)
    shown = message_json(call.team, changed, metadata=True)
    return {"channel": channel.id, "ts": changed.ts, "text": text, "message": shown}


def delete(call: Call) -> Json:
    """chat.delete."""
    channel, message = own_message(call, "ts", "cant_delete_message")
    call.team.drop(message)
    return {"channel": channel.id, "ts": message.ts}


def permalink(call: Call) -> Json:
    """chat.getPermalink: an address that the workspace's own page answers."""
    channel = channel_of(call)
    ts = call.args.text("message_ts")
    if ts not in channel.messages:
        refuse("message_not_found")
    address = f"{call.home}/archives/{channel.id}/p{ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": address}


def auth_test(call: Call) -> Json:
    """auth.test."""
    return {
        "url": f"{call.home}/",
        "team": "Practice",
        "user": call.team.users[BOT_USER].name,
        "team_id": TEAM_ID,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


METHODS: Methods = {
    "auth.test": auth_test,
    "chat.postMessage": post,
    "chat.postEphemeral": post_ephemeral,
    "chat.update": update,
    "chat.delete": delete,
    "chat.getPermalink": permalink,
}
