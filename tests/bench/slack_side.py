"""What Slack sends to the product: signed commands, and forms sent back as they were opened."""

import json
import time
from collections.abc import Mapping
from itertools import count
from typing import Any, Final
from urllib.parse import urlencode

from bot.practice.forms import state_values
from bot.practice.signing import signature
from tests.bench.bare import SECRET

PERSON: Final = "U0CLAIRE"  # of the company that comes with the product
_triggers = count(1)


def command(text: str, channel: str = "C0GENERAL") -> bytes:
    """`/crisis` and the rest of the line, as one signed HTTP request."""
    fields = {
        "command": "/crisis",
        "text": text,
        "user_id": PERSON,
        "user_name": "claire",
        "team_id": "T0TEAM",
        "channel_id": channel,
        "channel_name": "general",
        "api_app_id": "A0APP",
        "trigger_id": trigger(),
        "response_url": "http://127.0.0.1:9/none",
    }
    return signed(urlencode(fields).encode())


def submission(view: Mapping[str, Any], chosen: Mapping[str, str]) -> bytes:
    """An opened form, sent as it is but for what is `chosen`: the value of an option, by the block's id."""
    values = state_values(view["blocks"], {})
    for block in view["blocks"]:
        if block.get("block_id") in chosen:
            element = block["element"]
            wanted = chosen[block["block_id"]]
            option = next(o for o in element["options"] if o["value"] == wanted)
            values[block["block_id"]][element["action_id"]]["selected_option"] = option
    payload = {
        "type": "view_submission",
        "team": {"id": "T0TEAM", "domain": "bench"},
        "user": {"id": PERSON, "username": "claire", "name": "claire", "team_id": "T0TEAM"},
        "api_app_id": "A0APP",
        "trigger_id": trigger(),
        "view": {**view, "state": {"values": values}},
        "response_urls": [],
    }
    return signed(urlencode({"payload": json.dumps(payload)}).encode())


def trigger() -> str:
    """A trigger that comes once."""
    return f"{next(_triggers)}.bench.trigger"


def signed(body: bytes) -> bytes:
    """A whole request to Slack's door, signed now."""
    moment = int(time.time())
    lines = (
        "POST /slack/events HTTP/1.1",
        "Host: 127.0.0.1",
        "Connection: close",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        f"X-Slack-Request-Timestamp: {moment}",
        f"X-Slack-Signature: {signature(SECRET, moment, body)}",
    )
    return "\r\n".join((*lines, "", "")).encode() + body


def plain(path: str) -> bytes:
    """A request for a page."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()
