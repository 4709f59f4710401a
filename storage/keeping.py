"""
Incidents whose time is over, deleted whole; and those that somebody had kept, whatever their age.

What is left of one is a tombstone: its reference and the end of its log, sealed, and nothing of what it said.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, delete, or_, select, true
from sqlmodel import col

from playbooks.commands import IncidentId
from playbooks.errors import NotFound
from playbooks.incident import Incident, IncidentState
from playbooks.keeping import Retention, is_past, kept_as
from playbooks.playbook import PlaybookKind
from playbooks.ports import Haste, Ids
from playbooks.routing import KeptKind
from storage import audit, redactions, search
from storage.chain import Keyring, Tombstone
from storage.engine import Database
from storage.recent import InMind
from storage.statements import insert_into
from storage.tables import (
    ClaimRow,
    DueRow,
    IncidentEventRow,
    IncidentLoadRow,
    IncidentPersonRow,
    IncidentRow,
    OutboxRow,
)
from storage.tables_cases import CaseCauseRow, CaseClaimRow, ReportRow, TemplateUseRow
from storage.tables_erased import LegalHoldRow, RedactionRow
from storage.tables_lessons import LessonRow
from storage.transaction import SqlTransaction, reached, writing

_OF_ONE: Final[tuple[type[Any], ...]] = (
    *(DueRow, OutboxRow, IncidentPersonRow, IncidentLoadRow, CaseClaimRow, CaseCauseRow, TemplateUseRow),
    *(LessonRow, RedactionRow, IncidentEventRow),
)


class Stays(StrEnum):
    """Why an incident whose time is over stays."""

    HELD = "held"  # somebody had it kept
    BROKEN = "broken"  # its log does not hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """An incident whose time is over; `stays` is None where it goes."""

    ref: str
    kind: KeptKind
    closed_at: datetime
    stays: Stays | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """What a run deleted, or would have."""

    incidents: tuple[Past, ...]
    reports: int = 0


class Keeper:
    """Deletes incidents in their time; `keys` sign the log, the first one from now on."""

    def __init__(self, database: Database, ids: Ids, keys: tuple[bytes, ...]) -> None:
        self._database = database
        self._ids = ids
        self._keyring = Keyring(keys)

    def delete(self, retention: Retention, now: datetime) -> Gone:
        """Delete what is past its time, an incident in a transaction of its own. Raises NotSaved."""
        found = list[Past]()
        for incident_id in self._old(retention, now):
            with writing(self._database, Haste.PATIENT) as connection:
                found += self._delete(connection, incident_id, retention, now)
        with writing(self._database, Haste.PATIENT) as connection:
            reports = _reports(connection, retention, now)
            if any(one.stays is None for one in found):
                search.sweep(connection)
        return Gone(incidents=tuple(found), reports=reports)

    def look(self, retention: Retention, now: datetime) -> Gone:
        """Say what would be deleted, and keep everything. Raises NotSaved."""
        found = list[Past]()
        for incident_id in self._old(retention, now):
            with writing(self._database, Haste.PATIENT) as connection:
                found += self._delete(connection, incident_id, retention, now)
                connection.rollback()
        with writing(self._database, Haste.PATIENT) as connection:
            reports = _reports(connection, retention, now)
            connection.rollback()
        return Gone(incidents=tuple(found), reports=reports)

    def hold(self, incident_id: IncidentId, reason: str, now: datetime) -> None:
        """Keep an incident, whatever its age, and nobody is erased from it."""
        kept = {"reason": reason, "at": now}
        with writing(self._database) as connection:
            row = insert_into(connection.dialect.name, LegalHoldRow).values(incident_id=incident_id, **kept)
            connection.execute(row.on_conflict_do_update(index_elements=["incident_id"], set_=kept))

    def let_go(self, incident_id: IncidentId) -> bool:
        """Keep an incident no longer than others of its kind. False: nobody had it kept."""
        with writing(self._database) as connection:
            held = delete(LegalHoldRow).where(col(LegalHoldRow.incident_id) == incident_id)
            return connection.execute(held).rowcount == 1

    def _old(self, retention: Retention, now: datetime) -> tuple[IncidentId, ...]:
        """List closed incidents that may be past their time, the oldest first; only these are locked for a look."""
        past = tuple(_may_be_past(retention, now))
        if not past:
            return ()
        of = IncidentRow
        old = select(col(of.id)).where(col(of.state) == IncidentState.CLOSED.value, or_(*past))
        with reached(), self._database.reading() as connection:
            found = connection.execute(old.order_by(col(of.closed_at), col(of.id))).scalars()
            return tuple(IncidentId(one) for one in found)

    def _delete(
        self, connection: Connection, incident_id: IncidentId, retention: Retention, now: datetime
    ) -> Iterator[Past]:
        tx = SqlTransaction(connection, InMind(), self._ids, self._keyring)
        try:
            incident = tx.locked(incident_id)
        except NotFound:
            return  # Another process was here first.
        if incident.closed_at is None or not is_past(incident, retention, now):
            return
        stays = self._stays(connection, incident)
        if stays is None:
            self._bury(connection, incident, now)
            _remove(connection, incident_id)
        yield Past(ref=incident.ref, kind=kept_as(incident), closed_at=incident.closed_at, stays=stays)

    def _stays(self, connection: Connection, incident: Incident) -> Stays | None:
        if redactions.is_held(connection, incident.id):
            return Stays.HELD
        # Of a log that does not hold, a tombstone would say that it did.
        return None if audit.fault_in(connection, incident.id, self._keyring) is None else Stays.BROKEN

    def _bury(self, connection: Connection, incident: Incident, now: datetime) -> None:
        row = IncidentEventRow
        log = select(col(row.recorded_at), col(row.mac)).where(col(row.incident_id) == incident.id)
        macs = connection.execute(log.order_by(col(row.seq))).all()
        stone = Tombstone(
            ref=incident.ref,
            incident_id=incident.id,
            kind=kept_as(incident).value,
            seq=incident.seq,
            mac=macs[-1].mac,
            days=redactions.days(macs),
            closed_at=incident.closed_at or now,
            at=now,
        )
        redactions.bury(connection, stone, self._keyring)


def _may_be_past(retention: Retention, now: datetime) -> Iterator[ColumnElement[bool]]:
    """Give, for each kind that is kept for a time, which incidents may be past it, as far as their rows say."""
    of = IncidentRow
    is_drill, is_reply = col(of.drill).is_(true()), col(of.kind) == PlaybookKind.REPLY.value
    kinds = {
        KeptKind.DRILL: is_drill,
        KeptKind.REPLY: and_(~is_drill, is_reply),
        KeptKind.CRISIS: and_(~is_drill, ~is_reply),
        KeptKind.IMPORTED: ~is_drill,  # of either kind: that it was brought along stands in its log
    }
    for kind, is_kind in kinds.items():
        if kind in retention:
            yield and_(is_kind, col(of.closed_at) < now - retention[kind])


def _remove(connection: Connection, incident_id: IncidentId) -> None:
    if connection.dialect.name == "sqlite":
        # What was there is overwritten, not only passed over.
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
    search.leave(connection, incident_id)
    for table in _OF_ONE:
        connection.execute(delete(table).where(col(table.incident_id) == incident_id))
    connection.execute(delete(ReportRow).where(col(ReportRow.taken_by) == incident_id))
    connection.execute(delete(ClaimRow).where(col(ClaimRow.answer) == incident_id))
    connection.execute(delete(IncidentRow).where(col(IncidentRow.id) == incident_id))


def _reports(connection: Connection, retention: Retention, now: datetime) -> int:
    kept = retention.get(KeptKind.REPORT)
    if kept is None:
        return 0
    return connection.execute(delete(ReportRow).where(col(ReportRow.arrived_at) < now - kept)).rowcount
