"""Due moments, kept equal to what an incident's state says is due."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select
from sqlmodel import col

from playbooks.commands import IncidentId
from playbooks.dues import Due, DueKind
from storage.tables import DueRow


def remembered(connection: Connection, incident_id: str) -> tuple[Due, ...]:
    """Give an incident's due moments, the earliest first."""
    columns = select(col(DueRow.at), col(DueRow.kind), col(DueRow.subject))
    rows = connection.execute(columns.where(col(DueRow.incident_id) == incident_id))
    return tuple(sorted(Due(at=at, kind=DueKind(kind), subject=subject) for at, kind, subject in rows))


def make_equal(connection: Connection, incident_id: str, expected: tuple[Due, ...]) -> bool:
    """Remove what is no longer due and add what has come to be. True: something differed."""
    return replace(connection, incident_id, remembered(connection, incident_id), expected)


def replace(connection: Connection, incident_id: str, known: Iterable[Due], expected: Iterable[Due]) -> bool:
    """Turn the known due moments into the expected ones. True: they differed."""
    gone, come = set(known) - set(expected), set(expected) - set(known)
    if gone:
        ended = delete(DueRow).where(
            col(DueRow.incident_id) == bindparam("of"),
            col(DueRow.at) == bindparam("when"),
            col(DueRow.kind) == bindparam("what"),
            col(DueRow.subject) == bindparam("about"),
        )
        rows = [
            {"of": incident_id, "when": due.at, "what": due.kind.value, "about": due.subject} for due in gone
        ]
        connection.execute(ended, rows)
    if come:
        added = [
            {"incident_id": incident_id, "at": due.at, "kind": due.kind.value, "subject": due.subject}
            for due in come
        ]
        connection.execute(insert(DueRow), added)
    return bool(gone or come)


def reached(connection: Connection, now: datetime, limit: int) -> tuple[IncidentId, ...]:
    """List incidents with a due moment reached, the longest waiting first."""
    waiting = (
        select(col(DueRow.incident_id))
        .where(col(DueRow.at) <= now)
        .group_by(col(DueRow.incident_id))
        .order_by(func.min(col(DueRow.at)), col(DueRow.incident_id))
        .limit(limit)
    )
    return tuple(IncidentId(incident_id) for incident_id in connection.execute(waiting).scalars())


def earliest(connection: Connection) -> datetime | None:
    """Give the earliest due moment of all."""
    return connection.execute(select(func.min(col(DueRow.at)))).scalar()
