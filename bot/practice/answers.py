"""How Slack words the things it knows: messages, channels, people, views, as JSON."""

import copy
from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.practice.contract import Json
from bot.practice.team import (
    APP_ID,
    BOT_ID,
    BOT_USER,
    TEAM_ID,
    Channel,
    Kind,
    Message,
    Team,
    User,
    View,
)
from bot.practice.words import elements_of


def with_ids(team: Team, blocks: Iterable[Json]) -> list[Json]:
    """A copy of the blocks in which each block and each element has an id, as Slack gives them."""
    named = copy.deepcopy(list(blocks))
    taken = {block.get("block_id") for block in named}
    for block in named:
        while not block.get("block_id"):
            made = team.fresh("b")
            block["block_id"] = None if made in taken else made
        for element in elements_of(block):
            element.setdefault("action_id", team.fresh("a"))
    return named


def message_json(team: Team, message: Message, *, metadata: bool = False) -> Json:
    """A message as the Web API and the events carry it."""
    body: Json = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
    body["team"] = TEAM_ID
    if message.user == BOT_USER:
        body |= {"bot_id": BOT_ID, "app_id": APP_ID}
    if message.blocks:
        body["blocks"] = copy.deepcopy(list(message.blocks))
    if message.thread_ts:
        body["thread_ts"] = message.thread_ts
    if message.broadcast:
        body["subtype"] = "thread_broadcast"
    if message.edited:
        body["edited"] = {"user": message.user, "ts": message.edited}
    if message.reactions:
        body["reactions"] = [
            {"name": name, "users": list(users), "count": len(users)}
            for name, users in message.reactions.items()
        ]
    if metadata and message.metadata:
        body["metadata"] = message.metadata
    if message.only_for is None:
        body |= _place(team, message)
    return body


def _place(team: Team, message: Message) -> Json:
    channel = team.channels.get(message.channel)
    if channel is None:
        return {}
    more: Json = {"pinned_to": [channel.id]} if message.ts in channel.pins else {}
    replies = [
        other for other in channel.messages.values() if other.is_reply and other.thread_ts == message.ts
    ]
    if replies and not message.is_reply:
        more |= {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users": sorted({other.user for other in replies}),
            "latest_reply": replies[-1].ts,
        }
    return more


def channel_json(channel: Channel, *, count: bool = False) -> Json:
    """A conversation as `conversations.*` answers it."""
    direct = channel.kind is Kind.DIRECT
    body: Json = {
        "id": channel.id,
        "created": channel.created,
        "creator": channel.creator,
        "is_channel": channel.kind in (Kind.PUBLIC, Kind.PRIVATE),
        "is_group": channel.kind is Kind.PRIVATE,
        "is_im": direct,
        "is_mpim": channel.kind is Kind.GROUP,
        "is_private": channel.kind is not Kind.PUBLIC,
        "is_archived": channel.archived,
        "is_general": channel.is_general,
        "is_member": BOT_USER in channel.members,
        "context_team_id": TEAM_ID,
    }
    if direct:
        return {**body, "user": next((who for who in channel.members if who != BOT_USER), BOT_USER)}
    body |= {
        "name": channel.name,
        "name_normalized": channel.name,
        "topic": {"value": channel.topic, "creator": channel.creator, "last_set": channel.created},
        "purpose": {"value": channel.purpose, "creator": channel.creator, "last_set": channel.created},
    }
    return {**body, "num_members": len(channel.members)} if count else body


def user_json(user: User, now: datetime, *, locale: bool = False) -> Json:
    """A person as `users.info` answers."""
    body: Json = {
        "id": user.id,
        "team_id": TEAM_ID,
        "name": user.name,
        "deleted": user.deleted,
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": user.tz,
        "tz_offset": _offset_seconds(user.tz, now),
        "profile": {
            "real_name": user.real_name,
            "real_name_normalized": user.real_name,
            "display_name": user.name,
            "display_name_normalized": user.name,
            "email": user.email,
            "team": TEAM_ID,
        },
        "is_bot": user.is_bot,
        "is_app_user": False,
        "is_admin": False,
        "is_owner": False,
        "is_restricted": user.is_restricted,
        "is_ultra_restricted": False,
        "updated": 0,
    }
    return {**body, "locale": user.locale} if locale else body


def _offset_seconds(zone: str, now: datetime) -> int:
    try:
        offset = now.astimezone(ZoneInfo(zone)).utcoffset()
    except (ZoneInfoNotFoundError, ValueError):
        offset = now.astimezone(UTC).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def view_json(view: View) -> Json:
    """A form or Home tab as `views.*` answers it and as interactions carry it."""
    empty: Json = {
        "callback_id": "",
        "private_metadata": "",
        "external_id": "",
        "title": None,
        "submit": None,
        "close": None,
        "clear_on_close": False,
        "notify_on_close": False,
    }
    return {
        **empty,
        **copy.deepcopy(view.body),
        "id": view.id,
        "hash": view.hash,
        "team_id": TEAM_ID,
        "app_id": APP_ID,
        "app_installed_team_id": TEAM_ID,
        "bot_id": BOT_ID,
        "root_view_id": view.root,
        "previous_view_id": view.previous,
        "state": {"values": {}},
    }
