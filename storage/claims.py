"""Requests that were carried out, so that one that arrives again is answered and not carried out again."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select
from sqlmodel import col

from playbooks.commands import RequestId
from storage.statements import insert_into
from storage.tables import ClaimRow


def claim(connection: Connection, request: RequestId, answered: str, now: datetime) -> str | None:
    """
    Claim a request; give what an earlier arrival was answered, if there was one.

    Waits for another transaction that has claimed the same and is not done.
    """
    claimed = {"request": request, "answer": answered, "at": now}
    if connection.execute(_claiming(connection.dialect.name), claimed).scalar() is not None:
        return None
    earlier: str = connection.execute(_answered(), {"asked": request}).scalar_one()
    return earlier


@cache
def _answered() -> Select[Any]:
    return select(col(ClaimRow.answer)).where(col(ClaimRow.request) == bindparam("asked"))


@cache
def _claiming(dialect: str) -> Any:
    return insert_into(dialect, ClaimRow).on_conflict_do_nothing().returning(col(ClaimRow.request))
