"""
Whether everything is held back: of a copy of a database nothing is sent until somebody says so.

It is a row, so that it travels with the database and every process sees it: the rest of a lane that nothing is owed on
and that has no end. What claims errands, letters and due moments asks for it in the same statement.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, delete, exists, func, select, update
from sqlmodel import col

from playbooks.playbook import Words
from playbooks.ports import DeliveryState
from storage.statements import insert_into
from storage.tables import DueRow, IncidentRow, LanePauseRow, LetterRow, OutboxRow

EVERYTHING: Final = "*"  # every lane of the product has a name with letters
NO_END: Final = datetime.max.replace(tzinfo=UTC)
LEFT_UNSENT: Final = "restored"  # why something was dropped
PAUSED: Final = Words(
    en="this is a copy that is paused: nothing is kept or sent, and nobody is called. Whoever runs it decides with "
    "`crisis resume`",
    fr="ceci est une copie en pause : rien n’est enregistré ni envoyé, et personne n’est appelé. Qui l’exploite décide "
    "avec `crisis resume`",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What would go out, or fall due, as soon as nothing is held back any more."""

    owed: int  # messages: errands and letters
    old: int  # of these, owed since before a moment
    due: int  # moments that have passed
    refs: tuple[str, ...]  # of the incidents that any of it is about, the oldest first


def is_free() -> ColumnElement[bool]:
    """Give the condition, for a statement, that nothing is held back."""
    return ~exists().where(col(LanePauseRow.lane) == EVERYTHING)


@cache
def _asking() -> Any:
    return select(col(LanePauseRow.lane)).where(col(LanePauseRow.lane) == EVERYTHING)


def is_paused(connection: Connection) -> bool:
    """Whether everything is held back."""
    return connection.execute(_asking()).first() is not None


def pause(connection: Connection) -> None:
    """Hold everything back, until `resume`."""
    row = insert_into(connection.dialect.name, LanePauseRow).values(lane=EVERYTHING, until=NO_END)
    connection.execute(row.on_conflict_do_nothing())


def resume(connection: Connection) -> None:
    """Hold nothing back any more."""
    connection.execute(delete(LanePauseRow).where(col(LanePauseRow.lane) == EVERYTHING))


def waiting(connection: Connection, now: datetime, before: datetime) -> Waiting:
    """Count what is owed, how much of it since before a moment, and what has fallen due."""
    errand, letter, due = OutboxRow, LetterRow, DueRow
    owed = (col(errand.settled_at).is_(None), col(letter.settled_at).is_(None))
    old = (col(errand.owed_at) < before, col(letter.owed_at) < before)
    passed = col(due.at) <= now
    concerned = (
        select(col(errand.incident_id)).where(owed[0]).union(select(col(due.incident_id)).where(passed))
    )

    refs = (
        select(col(IncidentRow.ref)).where(col(IncidentRow.id).in_(concerned)).order_by(col(IncidentRow.id))
    )

    def number(*conditions: Any, of: Any) -> int:
        found: int = connection.execute(select(func.count()).select_from(of).where(*conditions)).scalar_one()
        return found

    return Waiting(
        owed=number(owed[0], of=errand) + number(owed[1], of=letter),
        old=number(owed[0], old[0], of=errand) + number(owed[1], old[1], of=letter),
        due=number(passed, of=due),
        refs=tuple(connection.execute(refs).scalars()),
    )


def drop(connection: Connection, now: datetime) -> None:
    """Settle everything owed as dropped: it is never sent, and stays to be seen."""
    outcome = {"state": DeliveryState.DROPPED.value, "settled_at": now, "reason": LEFT_UNSENT, "token": None}
    errands = update(OutboxRow).where(col(OutboxRow.settled_at).is_(None))
    connection.execute(errands.values(**outcome, lease_until=None))
    connection.execute(update(LetterRow).where(col(LetterRow.settled_at).is_(None)).values(**outcome))
