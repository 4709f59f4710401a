"""
What is owed: remembered with the facts that made it owed, taken under a lease, settled once.

An order is kept within a lane, and one lane never waits for another. A row's state:

    owed -> sending -> sent | failed | dropped
      ^       |  ^|
      +-------+  ++  given back, its lane pausing; or taken again once its lease has run out
"""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    and_,
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
from playbooks.ports import Delivery, ErrandId, Ids, OwedErrand, Slowed
from storage.statements import insert_into, is_postgresql
from storage.tables import OWED, LanePauseRow, OutboxRow
from storage.types import UtcDateTime

CLAIMS_IN_TURN = 0x63_72_69_73  # the number of the lock under which replicas choose what to send


class SendState(StrEnum):
    """Where a thing owed stands."""

    OWED = "owed"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


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


def add(
    connection: Connection, incident_id: IncidentId, owed: tuple[Owed, ...], ids: Ids, now: datetime
) -> None:
    """
    Remember what is owed; what is owed already stays owed once, and becomes urgent if it is now.

    A row that stays is written to all the same: whoever wants to send it then waits for this transaction, and draws
    the state that it commits.
    """
    if not owed:
        return
    row = insert_into(connection, OutboxRow)
    more_urgent = case(
        (row.excluded.rank < col(OutboxRow.rank), row.excluded.rank), else_=col(OutboxRow.rank)
    )
    once = row.on_conflict_do_update(
        index_elements=["incident_id", "errand", "subject"], index_where=OWED, set_={"rank": more_urgent}
    )
    connection.execute(once, [_new(incident_id, thing, ids, now) for thing in owed])


def _new(incident_id: IncidentId, thing: Owed, ids: Ids, now: datetime) -> dict[str, Any]:
    return {
        "id": ids.fresh(),
        "incident_id": incident_id,
        "errand": thing.errand.value,
        "subject": thing.subject,
        "lane": thing.lane,
        "rank": (Rank.URGENT if thing.urgent else Rank.PLAIN).value,
        "state": SendState.OWED.value,
        "attempts": 0,
        "interrupted": False,
        "owed_at": now,
        "reason": "",
    }


def claim(connection: Connection, lease: Lease, limit: int) -> tuple[OwedErrand, ...]:
    """Take the head of each free lane, urgent ones first."""
    if is_postgresql(connection):
        # Two that choose at once could take two rows of one lane: they choose one after the other.
        connection.execute(select(func.pg_advisory_xact_lock(CLAIMS_IN_TURN)))
    row = OutboxRow
    heads = _heads(lease.now).limit(limit).with_for_update(skip_locked=True).cte("heads")
    again = col(row.state) == SendState.SENDING.value
    taken = (
        update(row)
        .where(col(row.number).in_(select(heads.c.number)))
        .where(col(row.settled_at).is_(None), or_(~again, col(row.lease_until) <= lease.now))
        .values(
            state=SendState.SENDING.value,
            token=lease.token,
            lease_until=lease.until,
            attempts=col(row.attempts) + 1,
            interrupted=case((again, true()), else_=col(row.interrupted)),
        )
        .returning(*_ERRAND)
    )
    found = connection.execute(taken).all()
    return tuple(_errand(one) for one in sorted(found, key=lambda one: (one.rank, one.number)))


def _heads(now: datetime) -> Select[Any]:
    """The first row of each lane that is neither being sent nor pausing, urgent ones first."""
    row, busy, ahead, pause = OutboxRow, aliased(OutboxRow), aliased(OutboxRow), LanePauseRow
    being_sent = exists().where(col(busy.lane) == col(row.lane), col(busy.lease_until) > now)
    before = tuple_(col(ahead.rank), col(ahead.number)) < tuple_(col(row.rank), col(row.number))
    not_first = exists().where(col(ahead.lane) == col(row.lane), col(ahead.settled_at).is_(None), before)
    pausing = exists().where(col(pause.lane) == col(row.lane), col(pause.until) > now)
    return (
        select(col(row.number))
        .where(col(row.settled_at).is_(None), ~being_sent, ~pausing, ~not_first)
        .order_by(col(row.rank), col(row.number))
    )


def settle(connection: Connection, errand: OwedErrand, state: SendState, now: datetime, reason: str) -> bool:
    """Record an outcome. False: the lease was lost, and nothing was recorded."""
    settled = (
        update(OutboxRow)
        .where(_leased(errand))
        .values(state=state.value, settled_at=now, lease_until=None, token=None, reason=reason)
    )
    return connection.execute(settled).rowcount == 1


def give_back(connection: Connection, errand: OwedErrand, slowed: Slowed) -> bool:
    """
    Owe an errand again. False: the lease was lost, and nothing was changed.

    The same thing owed anew meanwhile joins it, not the other way round: the older one may have left a trace in Slack.
    """
    row = OutboxRow
    mine = connection.execute(select(col(row.rank)).where(_leased(errand)).with_for_update()).scalar()
    if mine is None:
        return False
    newer = delete(row).where(
        col(row.incident_id) == errand.incident,
        col(row.errand) == errand.errand.value,
        col(row.subject) == errand.subject,
        col(row.state) == SendState.OWED.value,
    )
    ranks = (mine, *connection.execute(newer.returning(col(row.rank))).scalars())
    back = {
        "state": SendState.OWED.value,
        "token": None,
        "lease_until": None,
        "rank": min(ranks),
        "interrupted": errand.interrupted or slowed.unsure,
        "reason": slowed.reason,
    }
    connection.execute(update(row).where(_leased(errand)).values(**back))
    return True


def pause(connection: Connection, lane: str, until: datetime) -> None:
    """Let a lane rest until a moment."""
    row = insert_into(connection, LanePauseRow).values(lane=lane, until=until)
    connection.execute(row.on_conflict_do_update(index_elements=["lane"], set_={"until": until}))


def next_moment(connection: Connection) -> datetime | None:
    """Give the earliest moment at which a lane with something owed, or a lease, comes free."""
    row, busy, rest = OutboxRow, aliased(OutboxRow), LanePauseRow
    being_sent = exists().where(col(busy.lane) == col(row.lane), col(busy.lease_until).is_not(None))
    free_at = func.coalesce(col(row.lease_until), col(row.owed_at), type_=UtcDateTime())
    rested = case((col(rest.until) > free_at, col(rest.until)), else_=free_at)
    return connection.execute(
        select(func.min(rested, type_=UtcDateTime()))
        .select_from(row)
        .outerjoin(rest, col(rest.lane) == col(row.lane))
        .where(col(row.settled_at).is_(None), or_(col(row.lease_until).is_not(None), ~being_sent))
    ).scalar()


def deliveries(connection: Connection, incident_id: IncidentId) -> tuple[Delivery, ...]:
    """Give everything owed and sent for an incident, in the order in which it was owed."""
    row = OutboxRow
    wanted = select(*_DELIVERY).where(col(row.incident_id) == incident_id).order_by(col(row.number))
    return tuple(
        Delivery(
            errand=Errand(found.errand),
            subject=found.subject,
            lane=found.lane,
            state=found.state,
            attempts=found.attempts,
            owed_at=found.owed_at,
            settled_at=found.settled_at,
            reason=found.reason,
        )
        for found in connection.execute(wanted)
    )


def _leased(errand: OwedErrand) -> Any:
    row = OutboxRow
    return and_(
        col(row.id) == errand.id, col(row.token) == errand.token, col(row.state) == SendState.SENDING.value
    )


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


_ERRAND = (
    *(col(OutboxRow.id), col(OutboxRow.number), col(OutboxRow.rank), col(OutboxRow.incident_id)),
    *(col(OutboxRow.errand), col(OutboxRow.subject), col(OutboxRow.lane), col(OutboxRow.owed_at)),
    *(col(OutboxRow.attempts), col(OutboxRow.token), col(OutboxRow.interrupted)),
)
_DELIVERY = (
    *(col(OutboxRow.errand), col(OutboxRow.subject), col(OutboxRow.lane), col(OutboxRow.state)),
    *(col(OutboxRow.attempts), col(OutboxRow.owed_at), col(OutboxRow.settled_at), col(OutboxRow.reason)),
)
