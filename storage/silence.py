"""Whether Slack takes what it is offered, read from what is owed and what was sent."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select
from sqlmodel import col

from playbooks.commands import IncidentId
from playbooks.ports import DeliveryState
from playbooks.trouble import ASKED_TO_WAIT, Silence
from storage.tables import OutboxRow
from storage.types import UtcDateTime

NOT_SLACK = ("mail:", "hook:")  # how the lanes begin of what leaves by another means
MOST_WAITING = 100  # incidents that are named


class SilenceReading:
    """A look at whether Slack is there."""

    _connection: Connection

    def slack_silence(self, before: datetime) -> Silence | None:
        """Tell whether something offered to Slack has waited since before a moment, and nothing was taken since then."""
        return slack_silence(self._connection, before)


def slack_silence(connection: Connection, before: datetime) -> Silence | None:
    """Tell whether something offered to Slack has waited since before a moment, and nothing was taken since then."""
    waiting = tuple(IncidentId(found) for found in connection.execute(_offered(), {"at": before}).scalars())
    if not waiting:
        return None
    since = connection.execute(_taken()).scalar()
    return None if since is not None and since > before else Silence(since=since, waiting=waiting)


def _of_slack() -> tuple[Any, ...]:
    return tuple(~col(OutboxRow.lane).startswith(kind) for kind in NOT_SLACK)


@cache
def _offered() -> Select[Any]:
    row = OutboxRow
    waits = (col(row.settled_at).is_(None), col(row.attempts) > 0, col(row.reason) != ASKED_TO_WAIT)
    old = col(row.owed_at) <= bindparam("at", type_=UtcDateTime())
    found = select(col(row.incident_id)).where(*waits, old, *_of_slack()).distinct()
    return found.order_by(col(row.incident_id)).limit(MOST_WAITING)


@cache
def _taken() -> Select[Any]:
    taken = col(OutboxRow.state) == DeliveryState.SENT.value
    return select(func.max(col(OutboxRow.settled_at), type_=UtcDateTime())).where(taken, *_of_slack())
