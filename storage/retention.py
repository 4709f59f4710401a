"""What is forgotten, a little at a time: nobody will ask for it again. The log is never touched."""

from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, select
from sqlmodel import col

from playbooks.incident import IncidentState
from playbooks.ports import CLAIMS_KEPT, DELIVERIES_KEPT, DeliveryState
from storage.tables import ClaimRow, IncidentRow, OutboxRow
from storage.types import UtcDateTime

AT_A_TIME: Final = 200  # rows, so that a writer who comes meanwhile waits for milliseconds


def forget(connection: Connection, now: datetime) -> int:
    """Remove some rows that are past their time; give how many."""
    claims = {"before": now - CLAIMS_KEPT, "most": AT_A_TIME}
    sent = {"before": now - DELIVERIES_KEPT, "most": AT_A_TIME}
    return connection.execute(_claims(), claims).rowcount + connection.execute(_sent(), sent).rowcount


@cache
def _claims() -> Any:
    old = select(col(ClaimRow.request)).where(col(ClaimRow.at) < bindparam("before"))
    oldest = old.order_by(col(ClaimRow.at)).limit(bindparam("most"))
    return delete(ClaimRow).where(col(ClaimRow.request).in_(oldest))


@cache
def _sent() -> Any:
    row, of = OutboxRow, IncidentRow
    past = bindparam("before", type_=UtcDateTime())
    over = (
        col(of.state) == IncidentState.CLOSED.value,
        col(of.opened_at) < past,  # It follows from the next one, and there is an index on it.
        col(of.closed_at) < past,
        col(row.settled_at) < past,
        col(row.state).in_((DeliveryState.SENT.value, DeliveryState.DROPPED.value)),
    )
    found = select(col(row.number)).join_from(of, row, col(row.incident_id) == col(of.id))
    return delete(row).where(col(row.number).in_(found.where(*over).limit(bindparam("most"))))
