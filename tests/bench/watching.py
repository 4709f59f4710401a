"""What the product's memory and the slow Slack's journal tell together."""

import json
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, text

from playbooks.commands import Errand, IncidentId
from storage.engine import Database, connect
from storage.types import UtcDateTime
from tests.bench.machines import SlowSlack
from tests.bench.slow_slack import SECONDS

PATIENCE_SECONDS: Final = 60.0
CHECKLIST: Final = "step:done:"  # in the card's buttons
DueRows = frozenset[tuple[str, str, str, datetime]]  # incident, kind, subject, moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message that reached Slack: what it was, about which incident, and when all of it had come."""

    errand: Errand
    incident: IncidentId
    subject: str
    at: float
    words: str

    @property
    def accepted_at(self) -> float:
        """When Slack had answered."""
        return self.at + SECONDS


@contextmanager
def looking(url: str) -> Iterator[Database]:
    """Look into the product's database from outside."""
    database = connect(url)
    try:
        yield database
    finally:
        database.close()


def messages(database: Database, slack: SlowSlack) -> tuple[Said, ...]:
    """Every message that Slack was handed, in the order in which they came."""
    with database.reading() as look:
        rows = look.execute(text("SELECT id, incident_id, errand, subject FROM outbox"))
        owed = {row.id: (row.incident_id, row.errand, row.subject) for row in rows}
    said: list[Said] = []
    for call in slack.heard():
        reference = _reference(call["args"]) if call["method"] == "chat.postMessage" else ""
        if reference in owed:
            incident, errand, subject = owed[reference]
            words = str(call["args"].get("blocks", ""))
            one = Said(errand=Errand(errand), incident=incident, subject=subject, at=call["at"], words=words)
            said.append(one)
    return tuple(said)


def fully_open(said: tuple[Said, ...]) -> dict[IncidentId, float]:
    """When each incident had its card, with the checklist, and its first person called: both taken by Slack."""
    cards: dict[IncidentId, float] = {}
    calls: dict[IncidentId, list[float]] = defaultdict(list)
    for one in said:
        if one.errand is Errand.CARD and CHECKLIST in one.words:
            cards[one.incident] = one.accepted_at
        elif one.errand is Errand.CALL:
            calls[one.incident].append(one.accepted_at)
    return {incident: max(at, min(calls[incident])) for incident, at in cards.items() if calls[incident]}


def wait_until_quiet(database: Database, ahead_seconds: float = 0.0) -> None:
    """Wait until nothing is owed and nothing is due, by a clock so far ahead. Raises TimeoutError."""
    waiting = text(
        "SELECT (SELECT count(*) FROM outbox WHERE settled_at IS NULL) + (SELECT count(*) FROM due WHERE at <= :now)"
    ).bindparams(bindparam("now", type_=UtcDateTime()))
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        with database.reading() as look:
            if not look.execute(waiting, {"now": _now(ahead_seconds)}).scalar():
                return
        time.sleep(0.1)
    message = "the product still has something to do after a minute"
    raise TimeoutError(message)


def _now(ahead_seconds: float) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=ahead_seconds)


def rooms(database: Database) -> list[str]:
    """The channels of the incidents."""
    with database.reading() as look:
        return list(
            look.execute(text("SELECT channel_id FROM incident WHERE channel_id IS NOT NULL")).scalars()
        )


def due_rows(database: Database) -> DueRows:
    """Every due moment that is remembered."""
    wanted = text("SELECT incident_id, kind, subject, at FROM due").columns(at=UtcDateTime())
    with database.reading() as look:
        return frozenset((row.incident_id, row.kind, row.subject, row.at) for row in look.execute(wanted))


def _reference(args: dict[str, Any]) -> str:
    metadata = args.get("metadata") or {}
    kept = json.loads(metadata) if isinstance(metadata, str) else metadata
    return str(kept.get("event_payload", {}).get("reference", ""))
