"""
Letters: direct messages about no incident, remembered before they are sent, settled once.

They are few, and no order is kept between them: each waits by itself where Slack asks to wait.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, case, func, or_, select, true, update
from sqlmodel import col

from playbooks.letters import Letter, Matter, OwedLetter
from playbooks.playbook import UserId
from playbooks.ports import DeliveryState, Ids, Outcome, Pointless, Refused, Sent, Slowed
from storage import codec
from storage.pausing import is_free
from storage.statements import insert_into
from storage.tables import LetterRow

STATES: Final = {
    Sent: DeliveryState.SENT,
    Refused: DeliveryState.FAILED,
    Pointless: DeliveryState.DROPPED,
}


def owe(connection: Connection, letter: Letter, ids: Ids, now: datetime) -> None:
    """Owe a letter, unless the same matter was told to the same person before."""
    row = insert_into(connection.dialect.name, LetterRow).values(
        id=ids.fresh(),
        person=letter.person,
        kind=type(letter.matter).__name__,
        subject=letter.subject,
        body=codec.matter_body(letter.matter),
        state=DeliveryState.OWED.value,
        attempts=0,
        interrupted=False,
        owed_at=now,
        free_at=now,
        reason="",
    )
    connection.execute(row.on_conflict_do_nothing())


def latest(connection: Connection, kinds: tuple[type[Matter], ...]) -> tuple[str, Letter] | None:
    """Give the letter of some kinds that came to be owed last."""
    row = LetterRow
    wanted = (
        select(*(col(c) for c in (row.id, row.person, row.kind, row.subject, row.body)))
        .where(col(row.kind).in_([kind.__name__ for kind in kinds]))
        .order_by(col(row.owed_at).desc(), col(row.id).desc())
        .limit(1)
    )
    found = connection.execute(wanted).one_or_none()
    if found is None:
        return None
    matter = codec.read_matter(found.kind, found.body)
    return str(found.id), Letter(person=UserId(found.person), subject=found.subject, matter=matter)


def waiting(connection: Connection, now: datetime) -> bool:
    """Whether a letter can be sent now."""
    row = LetterRow
    free = select(col(row.id)).where(col(row.settled_at).is_(None), col(row.free_at) <= now, is_free())
    return connection.execute(free.limit(1)).scalar() is not None


def claim(
    connection: Connection, now: datetime, lease: timedelta, token: str, limit: int
) -> tuple[OwedLetter, ...]:
    """Take letters under a lease; one whose lease has run out is taken again, marked `interrupted`."""
    row = LetterRow
    free = (
        select(col(row.id))
        .where(col(row.settled_at).is_(None), col(row.free_at) <= now, is_free())
        .order_by(col(row.owed_at), col(row.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taking = (
        update(row)
        .where(col(row.id).in_(free))
        .values(
            state=DeliveryState.SENDING.value,
            token=token,
            free_at=now + lease,
            attempts=col(row.attempts) + 1,
            interrupted=or_(col(row.interrupted), col(row.state) == DeliveryState.SENDING.value),
        )
        .returning(*(col(c) for c in (row.id, row.person, row.kind, row.body, row.attempts, row.interrupted)))
    )
    found = connection.execute(taking).all()
    return tuple(
        OwedLetter(
            id=one.id,
            person=UserId(one.person),
            matter=codec.read_matter(one.kind, one.body),
            attempts=one.attempts - 1,
            token=token,
            interrupted=bool(one.interrupted),
        )
        for one in sorted(found, key=lambda one: one.id)
    )


def settle(connection: Connection, letter: OwedLetter, outcome: Outcome, now: datetime) -> bool:
    """Record an outcome, or owe the letter again. False: the lease was lost, and nothing was recorded."""
    row = LetterRow
    held = (
        col(row.id) == letter.id,
        col(row.token) == letter.token,
        col(row.state) == DeliveryState.SENDING.value,
    )
    return connection.execute(update(row).where(*held).values(**_after(outcome, now))).rowcount == 1


def _after(outcome: Outcome, now: datetime) -> dict[str, Any]:
    if isinstance(outcome, Slowed):
        again = {
            "state": DeliveryState.OWED.value,
            "token": None,
            "free_at": now + outcome.wait,
            "reason": outcome.reason,
        }
        unsure = case((col(LetterRow.interrupted), true()), else_=outcome.unsure)
        return {**again, "interrupted": unsure}
    reason = "" if isinstance(outcome, Sent) else outcome.reason
    return {"state": STATES[type(outcome)].value, "token": None, "settled_at": now, "reason": reason}


def shorten_leases(connection: Connection, until: datetime) -> None:
    """Let no lease outlast a moment; a letter that merely waits goes on waiting."""
    row = LetterRow
    held = (col(row.settled_at).is_(None), col(row.state) == DeliveryState.SENDING.value)
    connection.execute(update(row).where(*held, col(row.free_at) > until).values(free_at=until))


def next_moment(connection: Connection, after: datetime) -> datetime | None:
    """Give the earliest moment later than `after` at which a letter comes free."""
    row = LetterRow
    wanted = select(func.min(col(row.free_at))).where(col(row.settled_at).is_(None), col(row.free_at) > after)
    return connection.execute(wanted).scalar()
