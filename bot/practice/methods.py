"""What every method of the Web API has at hand, and the ways they all look things up."""

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.practice.arguments import Arguments
from bot.practice.contract import Json
from bot.practice.refusals import refuse
from bot.practice.team import BOT_USER, Channel, Kind, Team, User

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call: the team it is about, its arguments, and the bot's granted scopes (None: all)."""

    team: Team
    method: str
    args: Arguments
    scopes: frozenset[str] | None
    home: str  # The workspace's own web address, without a slash at its end.

    def may(self, scope: str) -> bool:
        """Whether the bot was granted this scope."""
        return self.scopes is None or scope in self.scopes


Method = Callable[[Call], Json]
Methods = Mapping[str, Method]


def channel_of(call: Call, name: str = "channel") -> Channel:
    """The conversation an argument names. Raises SlackRefusal(channel_not_found)."""
    wanted = call.args.text(name)
    channel = call.team.channels.get(wanted)
    if channel is None or (channel.kind is not Kind.PUBLIC and BOT_USER not in channel.members):
        refuse("channel_not_found")
    return channel


def joined_channel(call: Call, name: str = "channel") -> Channel:
    """A living conversation in which the bot is. Raises channel_not_found, is_archived, not_in_channel."""
    channel = channel_of(call, name)
    if channel.archived:
        refuse("is_archived")
    if BOT_USER not in channel.members:
        refuse("not_in_channel")
    return channel


def not_direct(channel: Channel) -> Channel:
    """The same conversation, if it is a channel. Raises method_not_supported_for_channel_type."""
    if channel.kind in (Kind.DIRECT, Kind.GROUP):
        refuse("method_not_supported_for_channel_type")
    return channel


def user_of(call: Call, name: str = "user") -> User:
    """The person an argument names. Raises SlackRefusal(user_not_found)."""
    user = call.team.users.get(call.args.text(name))
    if user is None:
        refuse("user_not_found")
    return user


def page_of(call: Call, items: Sequence[Item], most: int = 1000) -> tuple[list[Item], str]:
    """One page of a list and the cursor of the next, "" at the end. Raises invalid_limit, invalid_cursor."""
    limit = call.args.number("limit", 100)
    if not 0 <= limit <= most:
        refuse("invalid_limit")
    limit = limit or 100
    start = _start(call.args.text("cursor"))
    end = start + limit
    cursor = base64.b64encode(f"from:{end}".encode()).decode() if end < len(items) else ""
    return list(items[start:end]), cursor


def _start(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        word, _, number = base64.b64decode(cursor, validate=True).decode().partition(":")
        return int(number) if word == "from" else int("not a cursor")
    except (ValueError, binascii.Error):
        refuse("invalid_cursor")


def following(cursor: str) -> Json:
    """The part of an answer that says where the next page begins."""
    return {"response_metadata": {"next_cursor": cursor}}
