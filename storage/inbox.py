"""What listening and care tools have reported, and how much there was to report in each hour."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, select, update
from sqlmodel import col

from playbooks.commands import IncidentId
from playbooks.inbox import Report, ReportId
from playbooks.playbook import UnitId
from storage.statements import insert_into
from storage.tables_cases import ReportRow, VolumeRow

_REPORT = TypeAdapter(Report)


class InboxReading:
    """Looks reports up, on the connection of the whole unit."""

    _connection: Connection

    def report(self, report: ReportId) -> Report | None:
        """Give a report; None: there is none, or it was forgotten."""
        found = self._connection.execute(_reading().where(col(ReportRow.id) == report)).one_or_none()
        return None if found is None else _report(*found)

    def waiting_reports(self, limit: int) -> tuple[Report, ...]:
        """List the reports that nobody has taken, the latest first."""
        row = ReportRow
        waiting = _reading().where(col(row.taken_by).is_(None))
        latest = waiting.order_by(col(row.arrived_at).desc(), col(row.id).desc()).limit(limit)
        return tuple(_report(*found) for found in self._connection.execute(latest))

    def messages(self, unit: UnitId, hours: Sequence[datetime]) -> tuple[int, ...]:
        """Count the messages about a unit in each of some hours that had any."""
        row = VolumeRow
        counted = select(col(row.messages)).where(col(row.unit) == unit, col(row.hour).in_(hours))
        return tuple(self._connection.execute(counted).scalars())


class InboxWriting(InboxReading):
    """Keeps and takes them."""

    def keep_report(self, report: Report) -> bool:
        """Keep a report. False: its source has reported it before, and nothing was kept."""
        row = {
            "id": report.id,
            "source": report.source,
            "external": report.external,
            "grouped": report.group,
            "arrived_at": report.arrived_at,
            "body": _REPORT.dump_json(report, exclude={"taken_by"}).decode(),
            "taken_by": report.taken_by,
        }
        kept = self._connection.execute(_keeping(self._connection.dialect.name), row)
        return kept.scalar() is not None

    def is_grouped(self, report: Report, since: datetime) -> bool:
        """Whether another report of the same source and group has arrived since a moment."""
        if not report.group:
            return False
        wanted = {"source": report.source, "grouped": report.group, "since": since, "but": report.id}
        return self._connection.execute(_grouped(), wanted).scalar() is not None

    def count_message(self, unit: UnitId, hour: datetime) -> int:
        """Count one more message about a unit in an hour; give how many there are."""
        counted = _counting(self._connection.dialect.name)
        number: int = self._connection.execute(
            counted, {"unit": unit, "hour": hour, "messages": 1}
        ).scalar_one()
        return number

    def take_report(self, report: ReportId, incident: IncidentId) -> bool:
        """Note that an incident was opened for a report. False: another one was, or there is no such report."""
        row = ReportRow
        free = update(row).where(col(row.id) == report, col(row.taken_by).is_(None))
        return self._connection.execute(free.values(taken_by=incident)).rowcount == 1


def _report(body: str, taken_by: str | None) -> Report:
    report = _REPORT.validate_json(body)
    return report if taken_by is None else replace(report, taken_by=IncidentId(taken_by))


def _reading() -> Any:
    return select(col(ReportRow.body), col(ReportRow.taken_by))


@cache
def _keeping(dialect: str) -> Any:
    return insert_into(dialect, ReportRow).on_conflict_do_nothing().returning(col(ReportRow.id))


@cache
def _grouped() -> Any:
    row = ReportRow
    others = (
        col(row.source) == bindparam("source"),
        col(row.grouped) == bindparam("grouped"),
        col(row.arrived_at) >= bindparam("since"),
        col(row.id) != bindparam("but"),
    )
    return select(col(row.id)).where(*others).limit(1)


@cache
def _counting(dialect: str) -> Any:
    one = insert_into(dialect, VolumeRow)
    more = {"messages": VolumeRow.__table__.c.messages + 1}  # type: ignore[attr-defined]  # Made by SQLModel.
    return one.on_conflict_do_update(index_elements=["hour", "unit"], set_=more).returning(
        col(VolumeRow.messages)
    )
