"""
The Slack app's manifest, made from what the product calls and hears.

A test keeps METHODS equal to the calls in the code, and commands, shortcuts and events equal to what the doors
listen for; a scope that nothing needs is not asked for.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

EXAMPLE_ADDRESS: Final = "https://crisis.example.com"
DOOR: Final = "/slack/events"

# Each Web API method that is called, and the scopes chosen for it: of those that Slack accepts, one for each kind
# of conversation that the product touches.
METHODS: Final[Mapping[str, tuple[str, ...]]] = {
    "apps.connections.open": (),  # It goes with the app-level token, whose one scope is connections:write.
    "auth.test": (),
    "chat.getPermalink": (),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.create": ("channels:manage", "groups:write"),
    "conversations.history": ("channels:history", "groups:history", "im:history"),
    "conversations.info": ("channels:read", "groups:read"),
    "conversations.invite": ("channels:manage", "groups:write"),
    "conversations.list": ("channels:read", "groups:read"),
    "conversations.open": ("im:write",),
    "conversations.replies": ("channels:history", "groups:history", "im:history"),
    "conversations.setTopic": ("channels:manage", "groups:write"),
    "pins.add": ("pins:write",),
    "users.info": ("users:read",),
    "views.open": (),
    "views.publish": (),
    "views.push": (),
    "views.update": (),
}

# Each event that the app subscribes to, and the scopes without which Slack does not send it.
EVENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "app_home_opened": (),
    # Only to hear that a message which was kept in a log is edited or deleted, and what is said in the thread of a
    # review; all others are dropped at once.
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "reaction_added": ("reactions:read",),
}

COMMANDS: Final = (
    {
        "command": "/crisis",
        "description": "Open a crisis, and work it: the checklist, the people, the words",
        "usage_hint": "start data-breach Customer file on a forum | help",
    },
    {
        "command": "/crise",
        "description": "Ouvrir une crise et la conduire : la liste, les personnes, les mots",
        "usage_hint": "démarrer fuite de données | aide",
    },
    {
        "command": "/reply",
        "description": "Answer a customer with prepared words · Répondre à un client",
        "usage_hint": "unhappy-customer | help | aide",
    },
)

SHORTCUTS: Final = (
    {
        "name": "Start · Démarrer",
        "type": "global",
        "callback_id": "start_crisis",
        "description": "Open a crisis · Ouvrir une crise",
    },
    {
        "name": "Start crisis · Crise",
        "type": "message",
        "callback_id": "start_crisis_from_message",
        "description": "Open a crisis from this message · Ouvrir une crise à partir de ce message",
    },
    {
        "name": "Answer · Répondre",
        "type": "message",
        "callback_id": "reply_from_message",
        "description": "Answer this message with a playbook · Répondre à ce message avec une fiche",
    },
    {
        "name": "Add to log · Consigner",
        "type": "message",
        "callback_id": "add_to_log",
        "description": "Keep this message in the incident’s log · Consigner ce message au journal de l’incident",
    },
)

HEADER: Final = """\
# The Slack app of Crisis Desk, as `crisis manifest` prints it. docs/connect-to-slack.md says where it goes.
"""


def scopes() -> tuple[str, ...]:
    """Name every bot scope that is needed, and no other."""
    needed = {scope for chosen in (*METHODS.values(), *EVENTS.values()) for scope in chosen}
    return tuple(sorted({"commands", *needed}))


def as_mapping(address: str | None = EXAMPLE_ADDRESS) -> dict[str, Any]:
    """
    Give the manifest.

    `address` is the one under which Slack reaches the bot, such as https://crisis.example.com; None: the app uses
    Socket Mode, and Slack reaches nobody.
    """
    request_url = {} if address is None else {"request_url": address.rstrip("/") + DOOR}
    command_url = {} if address is None else {"url": address.rstrip("/") + DOOR}
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": "Crisis Desk",
            "description": "Prepared words and people who answer · Des mots prêts et des gens qui répondent",
            "background_color": "#1f3a4d",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                # Slack refuses slash commands in a conversation that is read-only.
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "crisis", "always_online": True},
            "shortcuts": [dict(shortcut) for shortcut in SHORTCUTS],
            # Escaped: whom somebody names with @ arrives as an id.
            "slash_commands": [{**command, **command_url, "should_escape": True} for command in COMMANDS],
        },
        "oauth_config": {"scopes": {"bot": list(scopes())}},
        "settings": {
            "event_subscriptions": {**request_url, "bot_events": sorted(EVENTS)},
            "interactivity": {"is_enabled": True, **request_url},
            "org_deploy_enabled": False,
            "socket_mode_enabled": address is None,
            # The bot keeps one token; rotated ones end after twelve hours.
            "token_rotation_enabled": False,
        },
    }


def as_json(address: str | None = EXAMPLE_ADDRESS) -> str:
    """Give the manifest as JSON."""
    return json.dumps(as_mapping(address), ensure_ascii=False, indent=2) + "\n"


def as_yaml(address: str | None = EXAMPLE_ADDRESS) -> str:
    """Give the manifest as YAML."""
    return HEADER + "".join(f"{line}\n" for line in _lines(as_mapping(address)))


def _lines(value: Mapping[str, Any]) -> Iterator[str]:
    for key, inner in value.items():
        match inner:
            case dict():
                yield f"{key}:"
                yield from (f"  {line}" for line in _lines(inner))
            case list():
                yield f"{key}:"
                yield from (f"  {line}" for item in inner for line in _item(item))
            case _:
                yield f"{key}: {_scalar(inner)}"


def _item(item: Any) -> Iterator[str]:
    lines = list(_lines(item)) if isinstance(item, dict) else [_scalar(item)]
    for number, line in enumerate(lines):
        yield f"{'  ' if number else '- '}{line}"


def _scalar(value: Any) -> str:
    # Words that YAML cannot take for something else stand bare; JSON's way of quoting is YAML's too.
    if isinstance(value, str) and re.fullmatch(r"[a-z/][a-z_]+([.:]{1,3}[a-zA-Z_/.:]+)*", value):
        return value
    return json.dumps(value, ensure_ascii=False)
