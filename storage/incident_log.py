"""The log: facts, appended and chained, read back in order."""

from dataclasses import fields
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlmodel import col

from playbooks.commands import IncidentId
from playbooks.events import Event
from playbooks.ports import Entry
from playbooks.record import Line
from storage import codec
from storage.chain import Keyring, LogRow
from storage.statements import insert_many_into, of_many
from storage.tables import IncidentEventRow

Columns = dict[str, Any]
Numbered = tuple[int, Event, datetime]  # its number in the log, and when it is recorded


def chained(
    incident_id: IncidentId, facts: tuple[Numbered, ...], previous: str, keyring: Keyring
) -> tuple[Columns, ...]:
    """Make rows of facts, each chained to the one before; `previous` is the mac of the last fact kept so far."""
    rows: list[Columns] = []
    for number, fact, now in facts:
        row = LogRow(
            incident_id=incident_id,
            seq=number,
            kind=type(fact).__name__,
            body=codec.fact_body(fact),
            by=fact.by,
            occurred_at=fact.at,
            recorded_at=now,
        )
        previous = keyring.mac(row, previous, keyring.current)
        rows.append({**_columns(row), "key_id": keyring.current, "mac": previous})
    return tuple(rows)


def _columns(row: LogRow) -> Columns:
    return {field.name: getattr(row, field.name) for field in fields(row)}


def append(connection: Connection, rows: tuple[Columns, ...]) -> None:
    """Keep rows at the end of a log."""
    if rows:
        connection.execute(_appending(connection.dialect.name), of_many(connection, rows))


def entries(connection: Connection, incident_id: IncidentId, after: int, limit: int) -> tuple[Entry, ...]:
    """Give the log in order, from the fact numbered `after + 1`."""
    wanted = {"of": incident_id, "after": after, "most": limit}
    return tuple(
        Entry(seq=seq, fact=codec.read_fact(kind, body, at=at, by=by), recorded_at=recorded_at)
        for seq, kind, body, by, at, recorded_at in connection.execute(_reading(), wanted)
    )


def lines(connection: Connection, incident_id: IncidentId) -> tuple[Line, ...]:
    """Give a whole log as it was written and signed."""
    row = IncidentEventRow
    columns = (row.seq, row.kind, row.occurred_at, row.by, row.recorded_at, row.body, row.key_id, row.mac)
    wanted = select(*map(col, columns)).where(col(row.incident_id) == incident_id).order_by(col(row.seq))
    names = ("seq", "kind", "at", "by", "recorded_at", "body", "key", "mac")
    return tuple(Line(**dict(zip(names, found, strict=True))) for found in connection.execute(wanted))


@cache
def _appending(dialect: str) -> Any:
    return insert_many_into(dialect, IncidentEventRow, tuple(IncidentEventRow.model_fields))


@cache
def _reading() -> Any:
    row = IncidentEventRow
    columns = (row.seq, row.kind, row.body, row.by, row.occurred_at, row.recorded_at)
    return (
        select(*(col(column) for column in columns))
        .where(col(row.incident_id) == bindparam("of"), col(row.seq) > bindparam("after"))
        .order_by(col(row.seq))
        .limit(bindparam("most"))
    )
