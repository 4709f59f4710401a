"""
What is owed: remembered with the facts that made it owed, taken under a lease, settled once.

An order is kept within a lane, and one lane never waits for another. A row's state:

    owed -> sending -> sent | failed | dropped
      ^       |  ^|
      +-------+  ++  given back, its lane pausing; or taken again once its lease has run out
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    true,
    tuple_,
    update,
)
from sqlalchemy.orm import aliased
from sqlmodel import col

from playbooks.commands import Errand, IncidentId
from playbooks.owed import Owed
from playbooks.ports import OUTCOMES, Delivery, DeliveryState, ErrandId, Ids, OwedErrand, Slowed
from storage.pausing import is_free
from storage.statements import insert_into, insert_many_into, is_postgresql, of_many
from storage.tables import OWED, LanePauseRow, OutboxRow
from storage.types import UtcDateTime

CLAIMS_IN_TURN = 0x63_72_69_73  # the number of the lock under which replicas choose what to send


class Rank(IntEnum):
    """What goes first in its lane."""

    URGENT = 0
    PLAIN = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """How long what is taken now stays taken, and by whom."""

    now: datetime
    until: datetime
    token: str


def token(holder: str, ids: Ids) -> str:
    """Make a lease's token, which begins with the replica that holds it."""
    return f"{holder}/{ids.fresh()}" if holder else ids.fresh()


def add(
    connection: Connection, incident_id: IncidentId, owed: tuple[Owed, ...], ids: Ids, now: datetime
) -> None:
    """
    Remember what is owed; what is owed already stays owed once, and becomes urgent if it is now.

    A row that stays is written to all the same: whoever wants to send it then waits for this transaction, and draws
    the state that it commits.
    """
    if owed:
        rows = [_new(incident_id, thing, ids, now) for thing in _each_once(owed)]
        connection.execute(_adding(connection.dialect.name, tuple(rows[0])), of_many(connection, rows))


def _each_once(owed: tuple[Owed, ...]) -> Iterable[Owed]:
    """Join what is the same thing; the first one keeps its place."""
    once: dict[tuple[Errand, str], Owed] = {}
    for thing in owed:
        same = once.setdefault((thing.errand, thing.subject), thing)
        if thing.urgent and not same.urgent:
            once[thing.errand, thing.subject] = replace(same, urgent=True)
    return once.values()


@cache
def _adding(dialect: str, names: tuple[str, ...]) -> Any:
    row = insert_many_into(dialect, OutboxRow, names)
    more_urgent = case(
        (row.excluded.rank < col(OutboxRow.rank), row.excluded.rank), else_=col(OutboxRow.rank)
    )
    return row.on_conflict_do_update(
        index_elements=["incident_id", "errand", "subject"], index_where=OWED, set_={"rank": more_urgent}
    )


def _new(incident_id: IncidentId, thing: Owed, ids: Ids, now: datetime) -> dict[str, Any]:
    return {
        "id": ids.fresh(),
        "incident_id": incident_id,
        "errand": thing.errand.value,
        "subject": thing.subject,
        "lane": thing.lane,
        "rank": (Rank.URGENT if thing.urgent else Rank.PLAIN).value,
        "state": DeliveryState.OWED.value,
        "attempts": 0,
        "interrupted": False,
        "owed_at": now,
        "reason": "",
    }


def claim(connection: Connection, lease: Lease, limit: int) -> tuple[OwedErrand, ...]:
    """Take the head of each free lane, urgent ones first."""
    if is_postgresql(connection):
        # Two that choose at once could take two rows of one lane: they choose one after the other.
        connection.execute(_choosing_alone())
    taken = {"at": lease.now, "until": lease.until, "by": lease.token, "most": limit}
    found = connection.execute(_taking(), taken).all()
    return tuple(_errand(one) for one in sorted(found, key=lambda one: (one.rank, one.number)))


@cache
def _choosing_alone() -> Select[Any]:
    return select(func.pg_advisory_xact_lock(CLAIMS_IN_TURN))


@cache
def _taking() -> Any:
    row, now = OutboxRow, bindparam("at", type_=UtcDateTime())
    heads = _heads(now).limit(bindparam("most")).with_for_update(skip_locked=True).cte("heads")
    again = col(row.state) == DeliveryState.SENDING.value
    return (
        update(row)
        .where(col(row.number).in_(select(heads.c.number)))
        .where(col(row.settled_at).is_(None), or_(~again, col(row.lease_until) <= now))
        .values(
            state=DeliveryState.SENDING.value,
            token=bindparam("by"),
            lease_until=bindparam("until"),
            attempts=col(row.attempts) + 1,
            interrupted=case((again, true()), else_=col(row.interrupted)),
        )
        .returning(*_ERRAND)
    )


def _heads(now: Any) -> Select[Any]:
    """The first row of each lane that is neither being sent nor pausing, urgent ones first; none of a paused copy."""
    row, busy, ahead, pause = OutboxRow, aliased(OutboxRow), aliased(OutboxRow), LanePauseRow
    being_sent = exists().where(col(busy.lane) == col(row.lane), col(busy.lease_until) > now)
    before = tuple_(col(ahead.rank), col(ahead.number)) < tuple_(col(row.rank), col(row.number))
    not_first = exists().where(col(ahead.lane) == col(row.lane), col(ahead.settled_at).is_(None), before)
    pausing = exists().where(col(pause.lane) == col(row.lane), col(pause.until) > now)
    return (
        select(col(row.number))
        .where(col(row.settled_at).is_(None), ~being_sent, ~pausing, ~not_first, is_free())
        .order_by(col(row.rank), col(row.number))
    )


def shorten_leases(connection: Connection, until: datetime) -> None:
    """Let no lease outlast a moment."""
    connection.execute(_shortening(), {"moment": until})


@cache
def _shortening() -> Any:
    moment = bindparam("moment", type_=UtcDateTime())
    return update(OutboxRow).where(col(OutboxRow.lease_until) > moment).values(lease_until=moment)


def calling_since(connection: Connection) -> datetime | None:
    """Give when the longest waiting of the urgent errands came to be owed."""
    return connection.execute(_calling()).scalar()


@cache
def _calling() -> Select[Any]:
    waits = col(OutboxRow.settled_at).is_(None), col(OutboxRow.rank) == Rank.URGENT.value
    return select(func.min(col(OutboxRow.owed_at))).where(*waits)


def settle(
    connection: Connection, errand: OwedErrand, state: DeliveryState, now: datetime, reason: str
) -> bool:
    """Record an outcome. False: the lease was lost, and nothing was recorded. Raises ValueError for none."""
    if state not in OUTCOMES:
        message = f"{state} is no outcome"
        raise ValueError(message)
    outcome = {"to": state.value, "at": now, "why": reason}
    return connection.execute(_settling(), outcome | _lease_of(errand)).rowcount == 1


@cache
def _settling() -> Any:
    outcome: dict[str, Any] = {
        "state": bindparam("to"),
        "settled_at": bindparam("at"),
        "reason": bindparam("why"),
    }
    return update(OutboxRow).where(_LEASED).values(**outcome, lease_until=None, token=None)


def give_back(connection: Connection, errand: OwedErrand, slowed: Slowed) -> bool:
    """
    Owe an errand again. False: the lease was lost, and nothing was changed.

    The same thing owed anew meanwhile joins it, not the other way round: the older one may have left a trace in Slack.
    """
    row = OutboxRow
    leased = select(col(row.rank)).where(_LEASED).with_for_update()
    mine = connection.execute(leased, _lease_of(errand)).scalar()
    if mine is None:
        return False
    newer = delete(row).where(
        col(row.incident_id) == errand.incident,
        col(row.errand) == errand.errand.value,
        col(row.subject) == errand.subject,
        col(row.state) == DeliveryState.OWED.value,
    )
    ranks = (mine, *connection.execute(newer.returning(col(row.rank))).scalars())
    back = {
        "state": DeliveryState.OWED.value,
        "token": None,
        "lease_until": None,
        "rank": min(ranks),
        "interrupted": errand.interrupted or slowed.unsure,
        "reason": slowed.reason,
    }
    connection.execute(update(row).where(_LEASED).values(**back), _lease_of(errand))
    return True


def pause(connection: Connection, lane: str, until: datetime) -> None:
    """Let a lane rest until a moment."""
    row = insert_into(connection.dialect.name, LanePauseRow).values(lane=lane, until=until)
    connection.execute(row.on_conflict_do_update(index_elements=["lane"], set_={"until": until}))


def next_moment(connection: Connection, after: datetime) -> datetime | None:
    """Give the earliest moment later than `after` at which a lane with something owed, or a lease, comes free."""
    return connection.execute(_coming_free(), {"after": after}).scalar()


@cache
def _coming_free() -> Select[Any]:
    row, busy, rest = OutboxRow, aliased(OutboxRow), LanePauseRow
    being_sent = exists().where(col(busy.lane) == col(row.lane), col(busy.lease_until).is_not(None))
    free_at = func.coalesce(col(row.lease_until), col(row.owed_at), type_=UtcDateTime())
    rested = case((col(rest.until) > free_at, col(rest.until)), else_=free_at)
    return (
        select(func.min(rested, type_=UtcDateTime()))
        .select_from(row)
        .outerjoin(rest, col(rest.lane) == col(row.lane))
        .where(col(row.settled_at).is_(None), or_(col(row.lease_until).is_not(None), ~being_sent))
        .where(rested > bindparam("after", type_=UtcDateTime()))
    )


def deliveries(connection: Connection, incident_id: IncidentId) -> tuple[Delivery, ...]:
    """Give everything owed and sent for an incident, in the order in which it was owed."""
    row = OutboxRow
    wanted = select(*_DELIVERY).where(col(row.incident_id) == incident_id).order_by(col(row.number))
    return tuple(
        Delivery(
            errand=Errand(found.errand),
            subject=found.subject,
            lane=found.lane,
            state=DeliveryState(found.state),
            attempts=found.attempts,
            owed_at=found.owed_at,
            settled_at=found.settled_at,
            reason=found.reason,
        )
        for found in connection.execute(wanted)
    )


def _lease_of(errand: OwedErrand) -> dict[str, str]:
    return {"leased": errand.id, "under": errand.token}


def _errand(row: Any) -> OwedErrand:
    return OwedErrand(
        id=ErrandId(row.id),
        incident=IncidentId(row.incident_id),
        errand=Errand(row.errand),
        subject=row.subject,
        lane=row.lane,
        owed_at=row.owed_at,
        attempts=row.attempts - 1,
        token=row.token,
        interrupted=row.interrupted,
    )


_LEASED = and_(
    col(OutboxRow.id) == bindparam("leased"),
    col(OutboxRow.token) == bindparam("under"),
    col(OutboxRow.state) == DeliveryState.SENDING.value,
)
_ERRAND = (
    *(col(OutboxRow.id), col(OutboxRow.number), col(OutboxRow.rank), col(OutboxRow.incident_id)),
    *(col(OutboxRow.errand), col(OutboxRow.subject), col(OutboxRow.lane), col(OutboxRow.owed_at)),
    *(col(OutboxRow.attempts), col(OutboxRow.token), col(OutboxRow.interrupted)),
)
_DELIVERY = (
    *(col(OutboxRow.errand), col(OutboxRow.subject), col(OutboxRow.lane), col(OutboxRow.state)),
    *(col(OutboxRow.attempts), col(OutboxRow.owed_at), col(OutboxRow.settled_at), col(OutboxRow.reason)),
)
