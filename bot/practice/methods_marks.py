"""pins.*, reactions.* and bookmarks.*: what is marked in a channel."""

import re
from dataclasses import replace
from types import MappingProxyType

from bot.practice.answers import message_json
from bot.practice.contract import Json
from bot.practice.methods import Call, Methods, channel_of, joined_channel
from bot.practice.refusals import refuse
from bot.practice.team import BOT_USER, Channel, Message

MAX_PINS = 100
MAX_BOOKMARKS = 100
_EMOJI = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?")


def _marked(call: Call, channel: Channel) -> Message:
    ts = call.args.text("timestamp")
    if not ts:
        refuse("no_item_specified")
    if not re.fullmatch(r"\d+\.\d+", ts):
        refuse("bad_timestamp")
    if ts not in channel.messages:
        refuse("message_not_found")
    return channel.messages[ts]


def add_pin(call: Call) -> Json:
    """pins.add."""
    channel = joined_channel(call)
    message = _marked(call, channel)
    if message.ts in channel.pins:
        refuse("already_pinned")
    if len(channel.pins) >= MAX_PINS:
        refuse("too_many_pins")
    channel.pins.append(message.ts)
    call.team.touch()
    return {}


def remove_pin(call: Call) -> Json:
    """pins.remove."""
    channel = channel_of(call)
    message = _marked(call, channel)
    if message.ts not in channel.pins:
        refuse("no_pin")
    channel.pins.remove(message.ts)
    call.team.touch()
    return {}


def list_pins(call: Call) -> Json:
    """pins.list."""
    channel = channel_of(call)
    pinned = [channel.messages[ts] for ts in channel.pins]
    return {
        "items": [
            {"type": "message", "channel": channel.id, "message": message_json(call.team, message)}
            for message in pinned
        ]
    }


def add_reaction(call: Call) -> Json:
    """reactions.add."""
    channel = channel_of(call)
    if channel.archived:
        refuse("is_archived")
    message, name = _marked(call, channel), call.args.text("name").strip(":")
    if not _EMOJI.fullmatch(name):
        refuse("invalid_name")
    so_far = message.reactions.get(name, ())
    if BOT_USER in so_far:
        refuse("already_reacted")
    reactions = MappingProxyType({**message.reactions, name: (*so_far, BOT_USER)})
    call.team.keep(replace(message, reactions=reactions))
    return {}


def remove_reaction(call: Call) -> Json:
    """reactions.remove."""
    channel = channel_of(call)
    message, name = _marked(call, channel), call.args.text("name").strip(":")
    left = tuple(who for who in message.reactions.get(name, ()) if who != BOT_USER)
    if left == message.reactions.get(name, ()):
        refuse("no_reaction")
    others = {other: users for other, users in message.reactions.items() if other != name}
    reactions = MappingProxyType({**others, name: left} if left else others)
    call.team.keep(replace(message, reactions=reactions))
    return {}


def add_bookmark(call: Call) -> Json:
    """bookmarks.add: links only."""
    channel = channel_of(call, "channel_id")
    if call.args.text("type") != "link":
        refuse("invalid_bookmark_type")
    link = call.args.text("link")
    if not re.match(r"https?://\S+", link):
        refuse("invalid_link")
    if len(channel.bookmarks) >= MAX_BOOKMARKS:
        refuse("too_many_bookmarks")
    bookmark: Json = {
        "id": call.team.fresh("Bk"),
        "channel_id": channel.id,
        "title": call.args.text("title"),
        "link": link,
        "type": "link",
        "emoji": call.args.text("emoji"),
    }
    channel.bookmarks.append(bookmark)
    call.team.touch()
    return {"bookmark": dict(bookmark)}


def _bookmark(call: Call) -> tuple[Channel, Json]:
    channel = channel_of(call, "channel_id")
    wanted = call.args.text("bookmark_id")
    bookmark = next((bookmark for bookmark in channel.bookmarks if bookmark["id"] == wanted), None)
    return channel, bookmark or refuse("not_found")


def edit_bookmark(call: Call) -> Json:
    """bookmarks.edit."""
    _, bookmark = _bookmark(call)
    bookmark |= {name: call.args.text(name) for name in ("title", "link", "emoji") if name in call.args}
    call.team.touch()
    return {"bookmark": dict(bookmark)}


def remove_bookmark(call: Call) -> Json:
    """bookmarks.remove."""
    channel, bookmark = _bookmark(call)
    channel.bookmarks.remove(bookmark)
    call.team.touch()
    return {}


def list_bookmarks(call: Call) -> Json:
    """bookmarks.list."""
    channel = channel_of(call, "channel_id")
    return {"bookmarks": [dict(bookmark) for bookmark in channel.bookmarks]}


METHODS: Methods = {
    "bookmarks.add": add_bookmark,
    "bookmarks.edit": edit_bookmark,
    "bookmarks.list": list_bookmarks,
    "bookmarks.remove": remove_bookmark,
    "pins.add": add_pin,
    "pins.list": list_pins,
    "pins.remove": remove_pin,
    "reactions.add": add_reaction,
    "reactions.remove": remove_reaction,
}
