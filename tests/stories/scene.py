"""What the stories share: who plays, how a crisis starts, and where each thing is seen."""

import html
import re
from typing import Any

import httpx

from bot.practice.person import Person
from bot.practice.team import BOT_USER, Channel, Message, View
from bot.practice.words import elements_of
from bot.stage import Player, Stage
from playbooks.incident import Incident
from playbooks.ports import OPERATOR

PLAINLY: dict[str, Any] = {
    "trust_env": False,
    "verify": False,
}  # no certificate stands on loopback; reading them costs
API_TOKEN = "an-api-token-of-some-length"
REF = "INC-2026-0001"
ROOM = "inc-2026-0001-data-breach"
ANNOUNCEMENTS = "crisis-announcements"
TITLE = "Customer file on a forum"

# The unit energy-uk: Rhys opens, Imogen answers for the unit, Poppy for the press, then Inès, then Claire.
RHYS, IMOGEN, POPPY, INES, CLAIRE, MAUD = "U0RHYS", "U0IMOGEN", "U0POPPY", "U0INES", "U0CLAIRE", "U0MAUD"
SAOIRSE = "U0SAOIRSE"  # leads a data breach
BASILE, GAEL, SOLENE, NADIA = "U0BASILE", "U0GAEL", "U0SOLENE", "U0NADIA"
DEREK, ETIENNE, FARID = "U0DEREK", "U0ETIENNE", "U0FARID"  # of other units: no part in it

# Answers to the six questions.
MILD = {"harm": "0", "volume": "1", "source": "1", "spread": "1", "legal": "0", "business": "0"}  # 3 points
HARD = {"harm": "2", "volume": "2", "source": "2", "spread": "2", "legal": "0", "business": "0"}  # 8 points


def start(player: Player, words: str = f"data-breach {TITLE}", **answers: object) -> None:
    """Start a crisis of the unit energy-uk through its form."""
    player.types(f"/crisis start {words}")
    player.submits(player.fills(player.opens_form(), {"unit": "energy-uk", **answers}))


def start_unsettled(player: Player, words: str = f"data-breach {TITLE}", **answers: object) -> None:
    """Start a crisis and stop at the acknowledgement: nothing that is owed has been sent."""
    player.types(f"/crisis start {words}")
    Person.submits(player, player.fills(player.opens_form(), {"unit": "energy-uk", **answers}))


def close(player: Player, reason: str = "over", ref: str = REF) -> None:
    """Close a crisis through its form."""
    player.types(f"/crisis close {ref} {reason}", "general")
    player.submits(player.opens_form())


def fill(player: Player, answers: dict[str, str], **more: object) -> View:
    """Answer the six questions of the form that is open."""
    return player.fills(player.opens_form(), {**answers, **more})


def point_form(player: Player, answers: dict[str, str], **more: object) -> View:
    """Open the form that ends a fixed point, and fill it; it is not sent yet."""
    player.types(f"/crisis point {REF}", "general")
    player.clicks(player.opens_form(), "ask:held")
    return fill(player, answers, **more)


def incident(stage: Stage, ref: str = REF) -> Incident:
    """The incident as the desk knows it."""
    return stage.bot.desk.looking.named(ref, OPERATOR)


def room(stage: Stage, ref: str = REF) -> Channel:
    """The incident's channel."""
    opened = incident(stage, ref).room
    assert opened is not None
    return stage.workspace.channel(opened.channel)


def said_in_room(stage: Stage, ref: str = REF) -> list[Message]:
    """What the bot has said in the incident's channel, oldest first."""
    return [m for m in room(stage, ref).messages.values() if m.user == BOT_USER]


def card(stage: Stage, ref: str = REF) -> Message:
    """The pinned card, as it is now."""
    channel = room(stage, ref)
    return channel.messages[channel.pins[0]]


def calls_of(player: Player) -> list[Message]:
    """The calls that somebody got, as they read now, oldest first."""
    return [m for m in player.direct_messages() if "☎" in m.words]


def whispered(player: Player) -> str:
    """The last thing that only this person was told."""
    return player.ephemerals()[-1].words


def told_last(player: Player) -> str:
    """The last direct message."""
    return player.direct_messages()[-1].words


def action_ids(message: Message) -> set[str]:
    """What can be pressed or chosen in a message."""
    return {str(element.get("action_id")) for block in message.blocks for element in elements_of(block)}


def everything_said(stage: Stage) -> list[Message]:
    """Every message of the bot's, wherever it stands."""
    with stage.workspace.team.lock:
        channels = tuple(stage.workspace.team.channels.values())
        return [m for channel in channels for m in channel.messages.values() if m.user == BOT_USER]


def get(address: str, headers: dict[str, str] | None = None) -> httpx.Response:
    """Ask an address of ours; reading the certificates of the world for that would take longer than the answer."""
    return httpx.get(address, headers=headers, trust_env=False, verify=False)  # noqa: S501 - loopback.


def api(stage: Stage, path: str = f"/api/incidents/{REF}") -> dict[str, Any]:
    """What the JSON API answers."""
    token = {"Authorization": f"Bearer {API_TOKEN}"}
    answer = get(f"{stage.address}{path}", headers=token)
    assert 200 == answer.status_code, answer.text
    found: dict[str, Any] = answer.json()
    return found


def log_lines(stage: Stage, kind: str = "log_written") -> list[dict[str, Any]]:
    """The facts of one kind in the log, as the API tells them."""
    entries = api(stage, f"/api/incidents/{REF}/log")["entries"]
    return [entry["body"] for entry in entries if entry["kind"] == kind]


def page(stage: Stage, path: str = f"/incidents/{REF}", language: str = "en") -> str:
    """A page as source."""
    answer = get(f"{stage.address}{path}?lang={language}")
    assert 200 == answer.status_code, answer.text
    return answer.text


def read(source: str) -> str:
    """A page's words as people read them."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", source)).split())


def deliveries(stage: Stage, errand: str, ref: str = REF) -> list[dict[str, Any]]:
    """How the owed things of one kind stand, told by the API."""
    found = api(stage, f"/api/incidents/{ref}")["deliveries"]
    return [one for one in found if one["errand"] == errand]
