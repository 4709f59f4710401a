"""Requests that were carried out, so that one that arrives again is answered and not carried out again."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select
from sqlmodel import col

from playbooks.commands import RequestId
from storage import refusals
from storage.statements import insert_into, is_postgresql
from storage.tables import ClaimRow


def answer(connection: Connection, request: RequestId) -> str | None:
    """Give what a request was answered; waits for another transaction that has asked the same and is not done."""
    if is_postgresql(connection):
        # Whoever asks first goes on alone; the second then reads what the first has committed.
        connection.execute(_going_on_alone(), {"asked": request})
    return connection.execute(_answered(), {"asked": request}).scalar()


def remember(connection: Connection, request: RequestId, answered: str, now: datetime) -> None:
    """Claim a request. Raises Conflict if another transaction has claimed it meanwhile."""
    claim = {"request": request, "answer": answered, "at": now}
    if connection.execute(_claiming(connection.dialect.name), claim).scalar() is None:
        raise refusals.request_claimed()


@cache
def _going_on_alone() -> Select[Any]:
    return select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("asked"), 0)))


@cache
def _answered() -> Select[Any]:
    return select(col(ClaimRow.answer)).where(col(ClaimRow.request) == bindparam("asked"))


@cache
def _claiming(dialect: str) -> Any:
    return insert_into(dialect, ClaimRow).on_conflict_do_nothing().returning(col(ClaimRow.request))
