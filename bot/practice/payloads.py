"""The bodies that Slack sends when a person does something: commands, interactions, events."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from bot.practice.answers import message_json, view_json
from bot.practice.contract import Json
from bot.practice.team import (
    APP_ID,
    BOT_USER,
    TEAM_DOMAIN,
    TEAM_ID,
    Channel,
    Kind,
    Message,
    Team,
    User,
    View,
)

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
# Slack still sends its old verification token; nobody checks it any more.
OLD_TOKEN = "practice"  # noqa: S105


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One request body, ready to be signed: what kind of deed it tells, and its bytes."""

    kind: str
    body: bytes
    content_type: str


def _channel_name(channel: Channel) -> str:
    match channel.kind:
        case Kind.DIRECT:
            return "directmessage"
        case Kind.PRIVATE | Kind.GROUP:
            return "privategroup"
        case Kind.PUBLIC:
            return channel.name


def _who(user: User) -> Json:
    return {"id": user.id, "username": user.name, "name": user.name, "team_id": TEAM_ID}


def _common(user: User, kind: str) -> Json:
    return {
        "type": kind,
        "team": {"id": TEAM_ID, "domain": TEAM_DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
        "user": _who(user),
        "api_app_id": APP_ID,
        "token": OLD_TOKEN,
    }


def command(user: User, channel: Channel, words: tuple[str, str], more: Mapping[str, str]) -> Parcel:
    """A slash command: `words` is the command and the rest of the line, `more` its trigger and address."""
    fields = {
        "token": OLD_TOKEN,
        "team_id": TEAM_ID,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": _channel_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": words[0],
        "text": words[1],
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        **more,
    }
    return Parcel(kind="command", body=urlencode(fields).encode(), content_type=FORM)


def interaction(payload: Json) -> Parcel:
    """An interaction: a form whose one field is JSON."""
    body = urlencode({"payload": json.dumps(payload, ensure_ascii=False)}).encode()
    return Parcel(kind=str(payload["type"]), body=body, content_type=FORM)


def message_actions(team: Team, user: User, message: Message, actions: list[Json]) -> Json:
    """A click in a message, without its trigger and address. An ephemeral message is not sent along."""
    channel = team.channels[message.channel]
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.only_for is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload = {
        **_common(user, "block_actions"),
        "container": container,
        "channel": {"id": channel.id, "name": _channel_name(channel)},
        "state": {"values": {}},
        "actions": actions,
    }
    if message.only_for is None:
        payload["message"] = message_json(team, message, metadata=True)
    return payload


def view_actions(user: User, view: View, actions: list[Json]) -> Json:
    """A click in a form or a Home tab, without its trigger."""
    return {
        **_common(user, "block_actions"),
        "container": {"type": "view", "view_id": view.id},
        "view": view_json(view),
        "actions": actions,
    }


def view_submission(user: User, view: View, values: Json) -> Json:
    """A form sent off, with the state of every input."""
    shown = {**view_json(view), "state": {"values": values}}
    return {**_common(user, "view_submission"), "view": shown, "response_urls": []}


def view_closed(user: User, view: View) -> Json:
    """A form closed without sending it."""
    return {**_common(user, "view_closed"), "view": view_json(view), "is_cleared": False}


def shortcut(user: User, callback_id: str, stamp: str) -> Json:
    """A global shortcut, without its trigger."""
    return {**_common(user, "shortcut"), "callback_id": callback_id, "action_ts": stamp}


def message_shortcut(team: Team, user: User, callback_id: str, message: Message) -> Json:
    """A shortcut used on a message, without its trigger and address."""
    channel = team.channels[message.channel]
    return {
        **_common(user, "message_action"),
        "callback_id": callback_id,
        "action_ts": message.ts,
        "message_ts": message.ts,
        "channel": {"id": channel.id, "name": _channel_name(channel)},
        "message": message_json(team, message, metadata=True),
    }


def event(event_id: str, event_time: int, inner: Json) -> Parcel:
    """An Events API delivery."""
    body = {
        "token": OLD_TOKEN,
        "team_id": TEAM_ID,
        "api_app_id": APP_ID,
        "event": inner,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": event_time,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM_ID,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }
    return Parcel(kind="event", body=json.dumps(body, ensure_ascii=False).encode(), content_type=JSON)
