"""The part of the memory in dictionaries that is about reports of other tools."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from playbooks.commands import IncidentId
from playbooks.events import CauseNamed, CustomerWrote, Event, StatementPublished
from playbooks.inbox import Backlog, Place, Report, ReportId, same_name
from playbooks.incident import Incident
from playbooks.playbook import MessageId, PlaybookId, UnitId, UserId
from playbooks.templates import Use


@dataclass(slots=True, kw_only=True)
class InboxBooks:
    """What is remembered of reports."""

    reports: dict[ReportId, Report] = field(default_factory=dict)
    counts: dict[tuple[UnitId, datetime], int] = field(default_factory=dict)
    causes: dict[IncidentId, tuple[str, UnitId, datetime]] = field(default_factory=dict)
    sent: dict[tuple[IncidentId, str], "Went"] = field(default_factory=dict)

    def copy(self) -> "InboxBooks":
        """The same books, in which somebody else may write."""
        return InboxBooks(
            reports=dict(self.reports),
            counts=dict(self.counts),
            causes=dict(self.causes),
            sent=dict(self.sent),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Went:
    """A prepared answer that went out."""

    playbook: PlaybookId
    message: MessageId
    at: datetime
    edited: bool
    again: bool = False


class FakeInboxReading:
    """Keeps the port `InboxReading`."""

    _inbox: InboxBooks

    def report(self, report: ReportId) -> Report | None:
        return self._inbox.reports.get(report)

    def waiting_reports(self, limit: int, unit: UnitId | None = None) -> tuple[Report, ...]:
        waiting = [one for one in self._inbox.reports.values() if one.waits and unit in {None, one.unit}]
        return tuple(sorted(waiting, key=lambda one: (not one.urgent, one.arrived_at, one.id))[:limit])

    def backlog(self, unit: UnitId | None = None) -> Backlog:
        waiting = self.waiting_reports(len(self._inbox.reports), unit)
        return Backlog(waiting=len(waiting), oldest_at=min((one.arrived_at for one in waiting), default=None))

    def messages(self, unit: UnitId, hours: Sequence[datetime]) -> tuple[int, ...]:
        return tuple(self._inbox.counts[unit, hour] for hour in hours if (unit, hour) in self._inbox.counts)

    def uses(self, since: datetime) -> tuple[Use, ...]:
        late = [one for one in self._inbox.sent.values() if one.at >= since]
        names = sorted({(one.playbook, one.message) for one in late})
        of_each = {name: [one for one in late if (one.playbook, one.message) == name] for name in names}
        return tuple(
            Use(
                playbook=playbook,
                message=message,
                times=len(sent),
                edited=sum(one.edited for one in sent),
                again=sum(one.again for one in sent),
            )
            for (playbook, message), sent in of_each.items()
        )


class FakeInboxWriting(FakeInboxReading):
    """Keeps the port `InboxWriting`."""

    def keep_report(self, report: Report) -> bool:
        named = {(one.source, one.external) for one in self._inbox.reports.values()}
        if (report.source, report.external) in named:
            return False
        self._inbox.reports[report.id] = report
        return True

    def is_grouped(self, report: Report, since: datetime) -> bool:
        others = (one for one in self._inbox.reports.values() if one.id != report.id)
        same = (one for one in others if (one.source, one.group) == (report.source, report.group))
        return bool(report.group) and any(one.arrived_at >= since for one in same)

    def count_message(self, unit: UnitId, hour: datetime) -> int:
        self._inbox.counts[unit, hour] = self._inbox.counts.get((unit, hour), 0) + 1
        return self._inbox.counts[unit, hour]

    def same_causes(self, cause: str, unit: UnitId, since: datetime) -> int:
        named = self._inbox.causes.values()
        wanted = (same_name(cause), unit)
        return sum((name, where) == wanted and at >= since for name, where, at in named)

    def note_causes(self, incident: Incident, facts: Iterable[Event]) -> None:
        """Remember what facts name, as `write` does."""
        for fact in facts:
            if isinstance(fact, CauseNamed) and not (incident.drill or incident.restricted):
                self._inbox.causes[incident.id] = (same_name(fact.cause), incident.unit, fact.at)

    def note_uses(self, incident: Incident, facts: Iterable[Event]) -> None:
        """Remember what went out and what came of it, as `write` does."""
        counted = incident.case is not None and not (incident.drill or incident.restricted)
        for fact in facts if counted else ():
            if isinstance(fact, CustomerWrote):
                for key in [key for key in self._inbox.sent if key[0] == incident.id]:
                    self._inbox.sent[key] = replace(self._inbox.sent[key], again=True)
            if isinstance(fact, StatementPublished):
                statement = next(one for one in incident.statements if one.id == fact.statement)
                if statement.wording.message is not None:
                    self._inbox.sent[incident.id, statement.id] = Went(
                        playbook=incident.playbook.id,
                        message=statement.wording.message,
                        at=fact.at,
                        edited=statement.edited,
                    )

    def take_report(self, report: ReportId, incident: IncidentId) -> bool:
        found = self._inbox.reports.get(report)
        if found is None or found.taken_by is not None:
            return False
        self._inbox.reports[report] = replace(found, waits=False, taken_by=incident)
        return True

    def hold_next(self, place: Place, by: UserId, until: datetime, now: datetime) -> Report | None:
        waiting = self.waiting_reports(len(self._inbox.reports), place.unit)
        held = [one for one in self._inbox.reports.values() if one.holder(now) not in {None, by}]
        theirs = {one.author for one in held if one.waits}
        free = [one for one in waiting if not one.author or one.author not in theirs]
        spoken = [one for one in free if one.language in {"", *place.languages}]
        mine = [one for one in spoken if one.holder(now) == by]
        free = sorted((one for one in spoken if one.holder(now) is None), key=lambda one: one.held_by == by)
        first = next(iter((*mine, *free)), None)
        if first is None:
            return None
        self._inbox.reports[first.id] = replace(first, held_by=by, held_until=until)
        return self._inbox.reports[first.id]

    def let_go(self, report: ReportId, by: UserId, now: datetime) -> None:
        found = self._inbox.reports.get(report)
        if found is not None and found.held_by == by:
            self._inbox.reports[report] = replace(found, held_until=now)

    def holder(self, author: str, now: datetime) -> UserId | None:
        theirs = (one for one in self._inbox.reports.values() if author and one.author == author)
        return next((who for one in theirs if one.waits and (who := one.holder(now))), None)

    def take_others(self, author: str, unit: UnitId, incident: IncidentId) -> int:
        waiting = self.waiting_reports(len(self._inbox.reports), unit)
        theirs = [one for one in waiting if author and one.author == author]
        return sum(self.take_report(one.id, incident) for one in theirs)

    def set_aside(self, report: ReportId, by: UserId) -> bool:
        found = self._inbox.reports.get(report)
        if found is None or not found.waits:
            return False
        self._inbox.reports[report] = replace(found, waits=False, set_aside_by=by)
        return True
