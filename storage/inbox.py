"""What listening and care tools have reported, and how much there was to report in each hour."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import BindParameter, Connection, and_, bindparam, case, func, or_, select, update
from sqlmodel import col

from playbooks.commands import IncidentId
from playbooks.inbox import Backlog, Place, Report, ReportId
from playbooks.playbook import UnitId, UserId
from playbooks.templates import Use
from storage import uses
from storage.statements import insert_into
from storage.tables_cases import ReportRow, VolumeRow
from storage.types import UtcDateTime

_REPORT = TypeAdapter(Report)
# What stands beside the report, since it changes or is looked for.
_CHANGING: Final = ("waits", "urgent", "taken_by", "held_by", "held_until", "set_aside_by")


class InboxReading:
    """Looks reports up, on the connection of the whole unit."""

    _connection: Connection

    def report(self, report: ReportId) -> Report | None:
        """Give a report; None: there is none, or it was forgotten."""
        found = self._connection.execute(_reading().where(col(ReportRow.id) == report)).one_or_none()
        return None if found is None else _report(*found)

    def waiting_reports(self, limit: int, unit: UnitId | None = None) -> tuple[Report, ...]:
        """List the reports that nobody has taken or set aside, of one unit or of all: urgent ones, then the oldest."""
        row = ReportRow
        first = (col(row.urgent).desc(), col(row.arrived_at), col(row.id))
        waiting = _reading().where(*_waiting(unit)).order_by(*first).limit(limit)
        return tuple(_report(*found) for found in self._connection.execute(waiting))

    def backlog(self, unit: UnitId | None = None) -> Backlog:
        """Count them, and say when the oldest came."""
        counted = select(func.count(), func.min(col(ReportRow.arrived_at))).where(*_waiting(unit))
        waiting, oldest_at = self._connection.execute(counted).one()
        return Backlog(waiting=waiting, oldest_at=oldest_at)

    def messages(self, unit: UnitId, hours: Sequence[datetime]) -> tuple[int, ...]:
        """Count the messages about a unit in each of some hours that had any."""
        row = VolumeRow
        counted = select(col(row.messages)).where(col(row.unit) == unit, col(row.hour).in_(hours))
        return tuple(self._connection.execute(counted).scalars())

    def uses(self, since: datetime) -> tuple[Use, ...]:
        """Count which prepared answers went out since a moment, and what came of them."""
        return uses.since(self._connection, since)


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
            "body": _REPORT.dump_json(report, exclude=set(_CHANGING)).decode(),
            "unit": report.unit,
            "language": report.language,
            "author": report.author,
            **{name: getattr(report, name) for name in _CHANGING},
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
        """Note that an incident is about a report. False: another one is, or there is no such report."""
        free = (col(ReportRow.id) == report, col(ReportRow.taken_by).is_(None))
        taken = update(ReportRow).where(*free).values(taken_by=incident, waits=False)
        return self._connection.execute(taken).rowcount == 1

    def hold_next(self, place: Place, by: UserId, until: datetime, now: datetime) -> Report | None:
        """Hold the report that goes first of those that nobody holds; whoever holds one already gets it again."""
        wanted = {
            "at_unit": place.unit,
            "by": by,
            "until": until,
            "now": now,
            "spoken": ("", *place.languages),
        }
        held = self._connection.execute(_holding(), wanted).one_or_none()
        return None if held is None else _report(*held)

    def let_go(self, report: ReportId, by: UserId, now: datetime) -> None:
        """Hold a report no longer, if it is held by this person."""
        row = ReportRow
        held = update(row).where(col(row.id) == report, col(row.held_by) == by)
        # Who it was stays known, so that they are given another one first.
        self._connection.execute(held.values(held_until=now))

    def holder(self, author: str, now: datetime) -> UserId | None:
        """Tell who is about to answer what a customer wrote; None: nobody."""
        row = ReportRow
        theirs = (col(row.author) == author, col(row.author) != "", col(row.waits).is_(True))
        holds = select(col(row.held_by)).where(*theirs, col(row.held_until) > now).limit(1)
        found = self._connection.execute(holds).scalar()
        return None if found is None else UserId(found)

    def take_others(self, author: str, unit: UnitId, incident: IncidentId) -> int:
        """Note that an incident answers everything else that a customer wrote about a unit and that waits; count it."""
        row = ReportRow
        theirs = (col(row.author) == author, col(row.author) != "", col(row.unit) == unit)
        taken = update(row).where(*theirs, *_waiting(None)).values(taken_by=incident, waits=False)
        return self._connection.execute(taken).rowcount

    def set_aside(self, report: ReportId, by: UserId) -> bool:
        """Note that nothing is to be done about a report. False: it does not wait."""
        waiting = update(ReportRow).where(col(ReportRow.id) == report, *_waiting(None))
        return self._connection.execute(waiting.values(set_aside_by=by, waits=False)).rowcount == 1


def _report(body: str, *changing: Any) -> Report:
    return replace(_REPORT.validate_json(body), **dict(zip(_CHANGING, changing, strict=True)))


def _reading() -> Any:
    return select(col(ReportRow.body), *_beside())


def _beside() -> tuple[Any, ...]:
    return tuple(getattr(ReportRow, name) for name in _CHANGING)


def _waiting(unit: UnitId | None) -> tuple[Any, ...]:
    row = ReportRow
    # What an earlier version takes is only said to be taken.
    waits = (col(row.waits).is_(True), col(row.taken_by).is_(None))
    return waits if unit is None else (*waits, col(row.unit) == unit)


@cache
def _holding() -> Any:
    row, now = ReportRow, bindparam("now", type_=UtcDateTime())
    me: BindParameter[str] = bindparam("by")
    free = or_(col(row.held_until).is_(None), col(row.held_until) <= now, col(row.held_by) == me)
    spoken = col(row.language).in_(bindparam("spoken", expanding=True))
    wanted = (*_waiting(None), col(row.unit) == bindparam("at_unit"), free, spoken, _of_nobody_elses(now, me))
    mine, left = and_(col(row.held_by) == me, col(row.held_until) > now), col(row.held_by) == me
    order = (case((mine, 0), (left, 2), else_=1), col(row.urgent).desc(), col(row.arrived_at), col(row.id))
    first = select(col(row.id)).where(*wanted).order_by(*order).limit(1).with_for_update(skip_locked=True)
    held = update(row).where(col(row.id).in_(first.scalar_subquery()))
    until = bindparam("until", type_=UtcDateTime())
    return held.values(held_by=me, held_until=until).returning(col(row.body), *_beside())


def _of_nobody_elses(now: BindParameter[datetime], me: BindParameter[str]) -> Any:
    """Leave out every message of a customer whom somebody else holds under another of theirs."""
    row = ReportRow
    theirs = (
        col(row.author) != "",
        col(row.waits).is_(True),
        col(row.held_until) > now,
        col(row.held_by) != me,
    )
    return col(row.author).not_in(select(col(row.author)).where(*theirs))


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
