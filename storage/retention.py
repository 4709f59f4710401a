"""What is forgotten, a little at a time: nobody will ask for it again. The log is never touched."""

from datetime import datetime
from functools import cache
from typing import Any, Final, get_args

from sqlalchemy import Connection, bindparam, delete, exists, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from playbooks.inbox import COUNTS_KEPT, REPORTS_KEPT
from playbooks.incident import IncidentState
from playbooks.letters import Matter
from playbooks.ports import CLAIMS_KEPT, DELIVERIES_KEPT, DeliveryState
from playbooks.templates import COUNTED_FOR
from storage import uses
from storage.tables import ClaimRow, IncidentRow, LetterRow, OutboxRow
from storage.tables_cases import ReportRow, VolumeRow
from storage.types import UtcDateTime

AT_A_TIME: Final = 200  # rows, so that a writer who comes meanwhile waits for milliseconds
_OVER: Final = (DeliveryState.SENT.value, DeliveryState.DROPPED.value)


def forget(connection: Connection, now: datetime) -> int:
    """Remove some rows that are past their time; give how many."""
    claims = {"before": now - CLAIMS_KEPT, "most": AT_A_TIME}
    sent = {"before": now - DELIVERIES_KEPT, "most": AT_A_TIME}
    return (
        connection.execute(_claims(), claims).rowcount
        + connection.execute(_sent(), sent).rowcount
        + connection.execute(_letters(), sent).rowcount
        + connection.execute(_reports(), {"before": now - REPORTS_KEPT, "most": AT_A_TIME}).rowcount
        + connection.execute(_counts(), {"before": now - COUNTS_KEPT}).rowcount
        + uses.forget(connection, now - COUNTED_FOR)
    )


@cache
def _reports() -> Any:
    row = ReportRow
    old = select(col(row.id)).where(col(row.arrived_at) < bindparam("before", type_=UtcDateTime()))
    some = old.order_by(col(row.arrived_at)).limit(bindparam("most")).with_for_update(skip_locked=True)
    return delete(row).where(col(row.id).in_(some))


@cache
def _counts() -> Any:
    # A row for each unit and hour: few, so that they need no limit.
    return delete(VolumeRow).where(col(VolumeRow.hour) < bindparam("before", type_=UtcDateTime()))


@cache
def _claims() -> Any:
    old = select(col(ClaimRow.request)).where(col(ClaimRow.at) < bindparam("before"))
    # What another replica is forgetting at this instant is left to it.
    oldest = old.order_by(col(ClaimRow.at)).limit(bindparam("most")).with_for_update(skip_locked=True)
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
        col(row.state).in_(_OVER),
    )
    found = select(col(row.number)).join_from(of, row, col(row.incident_id) == col(of.id))
    some = found.where(*over).limit(bindparam("most")).with_for_update(skip_locked=True, of=row)
    return delete(row).where(col(row.number).in_(some))


@cache
def _letters() -> Any:
    row, newer = LetterRow, aliased(LetterRow)
    past = bindparam("before", type_=UtcDateTime())
    over = (
        col(row.kind).in_([kind.__name__ for kind in get_args(Matter)]),
        col(row.owed_at) < past,  # It follows from the next one; with the kinds, there is an index on it.
        col(row.settled_at) < past,
        col(row.state).in_(_OVER),
        # The latest of a kind stays: it tells whether what was wrong was told before.
        exists().where(col(newer.kind) == col(row.kind), col(newer.owed_at) > col(row.owed_at)),
    )
    some = select(col(row.id)).where(*over).limit(bindparam("most")).with_for_update(skip_locked=True, of=row)
    return delete(row).where(col(row.id).in_(some))
