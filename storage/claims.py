"""Requests that were carried out, so that one that arrives again is answered and not carried out again."""

from datetime import datetime

from sqlalchemy import Connection, func, select
from sqlmodel import col

from playbooks.commands import RequestId
from storage import refusals
from storage.statements import insert_into, is_postgresql
from storage.tables import ClaimRow


def answer(connection: Connection, request: RequestId) -> str | None:
    """Give what a request was answered; waits for another transaction that has asked the same and is not done."""
    if is_postgresql(connection):
        # Whoever asks first goes on alone; the second then reads what the first has committed.
        turn = func.pg_advisory_xact_lock(func.hashtextextended(request, 0))
        connection.execute(select(turn))
    asked = select(col(ClaimRow.answer)).where(col(ClaimRow.request) == request)
    return connection.execute(asked).scalar()


def remember(connection: Connection, request: RequestId, answered: str, now: datetime) -> None:
    """Claim a request. Raises Conflict if another transaction has claimed it meanwhile."""
    claim = insert_into(connection, ClaimRow).values(request=request, answer=answered, at=now)
    new = claim.on_conflict_do_nothing().returning(col(ClaimRow.request))
    if connection.execute(new).scalar() is None:
        raise refusals.request_claimed()
