"""Due moments, kept equal to what an incident's state says is due."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, Select, bindparam, delete, exists, func, select, tuple_, update
from sqlalchemy.orm import aliased
from sqlmodel import col

from playbooks.commands import IncidentId
from playbooks.moments import IN_ORDER, Due, DueKind
from storage.pausing import is_free
from storage.statements import insert_many_into, of_many
from storage.tables import DueRow
from storage.types import UtcDateTime

COLUMNS: Final = ("incident_id", "at", "kind", "subject")


def remembered(connection: Connection, incident_id: str) -> tuple[Due, ...]:
    """Give an incident's due moments, the earliest first."""
    rows = connection.execute(_of_one(), {"of": incident_id})
    found = (Due(at=at, kind=DueKind(kind), subject=subject) for at, kind, subject in rows)
    return tuple(sorted(found, key=IN_ORDER))


@cache
def _of_one() -> Any:
    columns = select(col(DueRow.at), col(DueRow.kind), col(DueRow.subject))
    return columns.where(col(DueRow.incident_id) == bindparam("of"))


def make_equal(connection: Connection, incident_id: str, expected: tuple[Due, ...]) -> bool:
    """Remove what is no longer due and add what has come to be. True: something differed."""
    return replace(connection, incident_id, remembered(connection, incident_id), expected)


def replace(connection: Connection, incident_id: str, known: Iterable[Due], expected: Iterable[Due]) -> bool:
    """
    Turn the known due moments into the expected ones. True: they differed.

    A row that is there against all knowledge stays: the auditor, who looks at the rows, makes them equal.
    """
    gone, come = set(known) - set(expected), set(expected) - set(known)
    if gone:
        rows = [
            {"of": incident_id, "when": due.at, "what": due.kind.value, "about": due.subject} for due in gone
        ]
        connection.execute(_ending(), rows)
    if come:
        added = [
            {"incident_id": incident_id, "at": due.at, "kind": due.kind.value, "subject": due.subject}
            for due in come
        ]
        connection.execute(_adding(connection.dialect.name), of_many(connection, added))
    return bool(gone or come)


@cache
def _ending() -> Any:
    return delete(DueRow).where(
        col(DueRow.incident_id) == bindparam("of"),
        col(DueRow.at) == bindparam("when"),
        col(DueRow.kind) == bindparam("what"),
        col(DueRow.subject) == bindparam("about"),
    )


@cache
def _adding(dialect: str) -> Any:
    return insert_many_into(dialect, DueRow, COLUMNS).on_conflict_do_nothing()


def reached(connection: Connection, now: datetime, limit: int) -> tuple[IncidentId, ...]:
    """List incidents with a due moment reached, the longest waiting first."""
    waiting = connection.execute(_waiting(), {"now": now, "most": limit})
    return tuple(IncidentId(incident_id) for incident_id in waiting.scalars())


@cache
def _waiting() -> Select[Any]:
    # Grouped by an expression: by the column itself, SQLite would rather read all that is pending in its order.
    whose = col(DueRow.incident_id).concat("")
    return (
        select(whose)
        .where(col(DueRow.at) <= bindparam("now"))
        .group_by(whose)
        .order_by(func.min(col(DueRow.at)), whose)
        .limit(bindparam("most"))
    )


def waiting(connection: Connection, now: datetime) -> bool:
    """Whether a due moment is reached that nobody has taken."""
    return connection.execute(_first_head(), {"now": now}).first() is not None


@cache
def _first_head() -> Any:
    return _heads().limit(1)


def take(connection: Connection, now: datetime, until: datetime, limit: int) -> tuple[IncidentId, ...]:
    """
    Take the moments that wait longest, and list their incidents; until then nobody else takes any of theirs.

    What others are changing or taking at this instant is passed over, and costs no wait.
    """
    taken = connection.execute(_taking(), {"now": now, "until": until, "most": limit}).all()
    ordered = sorted(taken, key=lambda one: (one.at, one.incident_id))
    return tuple(dict.fromkeys(IncidentId(one.incident_id) for one in ordered))


def _heads() -> Any:
    row, busy, now = DueRow, aliased(DueRow), bindparam("now", type_=UtcDateTime())
    # All that is reached of an incident falls together, so nobody need look at the rest of it meanwhile.
    free = ~exists().where(col(busy.incident_id) == col(row.incident_id), col(busy.taken_until) > now)
    key = (col(row.incident_id), col(row.at), col(row.kind), col(row.subject))
    return select(*key).where(col(row.at) <= now, free, is_free()).order_by(col(row.at))


@cache
def _taking() -> Any:
    row = DueRow
    heads = _heads().limit(bindparam("most")).with_for_update(skip_locked=True).cte("heads")
    mine = tuple_(col(row.incident_id), col(row.at), col(row.kind), col(row.subject))
    return (
        update(row)
        .where(mine.in_(select(heads.c.incident_id, heads.c.at, heads.c.kind, heads.c.subject)))
        .values(taken_until=bindparam("until", type_=UtcDateTime()))
        .returning(col(row.incident_id), col(row.at))
    )


def earliest(connection: Connection, after: datetime) -> datetime | None:
    """Give the earliest due moment later than `after`."""
    return connection.execute(_earliest(), {"after": after}).scalar()


@cache
def _earliest() -> Select[Any]:
    return select(func.min(col(DueRow.at))).where(col(DueRow.at) > bindparam("after"))
