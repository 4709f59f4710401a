"""
What people have changed of the rotas: the log of it, and what it makes true.

Absences and covers that are over stay where they are: a few hundred a year, passed by through their index.
"""

from datetime import datetime
from typing import Any, Final, assert_never

from sqlalchemy import Connection, and_, delete, insert, or_, select, text, update
from sqlmodel import col

from playbooks.playbook import UserId
from playbooks.routing import Away, Cover, Duty, RotaId
from playbooks.routing.changes import (
    CameBack,
    CoverMade,
    DutyChange,
    Swap,
    SwapAsked,
    SwapId,
    SwapSettled,
    SwapState,
    WentAway,
)
from playbooks.routing.coverage import Gap, Hole
from storage import codec
from storage.statements import insert_into, is_postgresql
from storage.tables_rotas import DutyChangeRow, DutyRow, LackRow, SwapRow

AWAY: Final = "away"
COVER: Final = "cover"
LOCK: Final = 0x726F7461  # “rota”: one changer at a time, in the whole database


def known(connection: Connection, at: datetime) -> Duty:
    """Give every absence and cover that ends after a moment, the later made last."""
    row = DutyRow
    columns = (row.kind, row.rota, row.person, row.since, row.until)
    wanted = select(*(col(column) for column in columns)).where(_ends_after(at)).order_by(col(row.number))
    away, covers = list[Away](), list[tuple[RotaId, Cover]]()
    for one in connection.execute(wanted):
        person = UserId(one.person)
        if one.kind == AWAY:
            away.append(Away(person=person, since=one.since, until=one.until))
        else:
            covers.append((RotaId(one.rota), Cover(person=person, since=one.since, until=one.until)))
    return Duty(away=tuple(away), covers=tuple(covers))


def lock(connection: Connection) -> None:
    """Keep other changers off until the end; SQLite has one writer as it is."""
    if is_postgresql(connection):
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": LOCK})


def change(connection: Connection, fact: DutyChange) -> None:
    """Append to the log, and have it count."""
    log = insert(DutyChangeRow).values(
        kind=type(fact).__name__, body=codec.change_body(fact), by=fact.by, at=fact.at
    )
    connection.execute(log)
    match fact:
        case WentAway():
            if fact.instead:
                _end(connection, fact.away.person, fact.away.since)
            _add(connection, AWAY, fact.away)
        case CameBack():
            _end(connection, fact.person, fact.at)
            if fact.planned:
                _call_off(connection, fact.person, fact.at)
        case CoverMade():
            _add(connection, COVER, fact.cover, fact.rota)
        case SwapAsked() | SwapSettled():
            _keep_swap(connection, fact.swap)
        case _:
            assert_never(fact)


def changes(connection: Connection, limit: int) -> tuple[DutyChange, ...]:
    """Give the log, the latest first. Raises Unreadable."""
    row = DutyChangeRow
    columns = (row.kind, row.body, row.by, row.at)
    wanted = select(*(col(column) for column in columns)).order_by(col(row.number).desc()).limit(limit)
    found = connection.execute(wanted).all()
    return tuple(codec.read_change(one.kind, one.body, at=one.at, by=one.by) for one in found)


def swap(connection: Connection, swap_id: SwapId) -> Swap | None:
    """Find a wish to swap. Raises Unreadable."""
    body = connection.execute(select(col(SwapRow.body)).where(col(SwapRow.id) == swap_id)).scalar()
    return None if body is None else codec.read_swap(body)


def waiting(connection: Connection, now: datetime) -> tuple[Swap, ...]:
    """List the wishes without an answer whose turn has not begun, the oldest first. Raises Unreadable."""
    row = SwapRow
    open_ones = (col(row.state) == SwapState.ASKED.value, col(row.since) > now)
    wanted = select(col(row.body)).where(*open_ones).order_by(col(row.id))
    return tuple(codec.read_swap(body) for body in connection.execute(wanted).scalars())


def lacks(connection: Connection) -> frozenset[str]:
    """Give the keys of what was told to lack."""
    return frozenset(connection.execute(select(col(LackRow.key))).scalars())


def keep_lacks(connection: Connection, found: tuple[Gap | Hole, ...], now: datetime) -> None:
    """Remember these as told, and no others."""
    keys = {lack.key for lack in found}
    before = lacks(connection)
    if before - keys:
        connection.execute(delete(LackRow).where(col(LackRow.key).in_(sorted(before - keys))))
    for key in sorted(keys - before):
        connection.execute(insert(LackRow).values(key=key, at=now))


def _ends_after(at: datetime) -> Any:
    return or_(col(DutyRow.until).is_(None), col(DutyRow.until) > at)


def _of(person: UserId) -> Any:
    return and_(col(DutyRow.kind) == AWAY, col(DutyRow.person) == person)


def _add(connection: Connection, kind: str, span: Away | Cover, rota: str = "") -> None:
    row = {"kind": kind, "rota": rota, "person": span.person, "since": span.since, "until": span.until}
    connection.execute(insert(DutyRow).values(row))


def _end(connection: Connection, person: UserId, at: datetime) -> None:
    running = (_of(person), col(DutyRow.since) <= at, _ends_after(at))
    connection.execute(update(DutyRow).where(*running).values(until=at))


def _call_off(connection: Connection, person: UserId, at: datetime) -> None:
    connection.execute(delete(DutyRow).where(_of(person), col(DutyRow.since) > at))


def _keep_swap(connection: Connection, wish: Swap) -> None:
    kept = {"state": wish.state.value, "since": wish.given.since, "body": codec.swap_body(wish)}
    row = insert_into(connection.dialect.name, SwapRow).values(id=wish.id, **kept)
    connection.execute(row.on_conflict_do_update(index_elements=["id"], set_=kept))
