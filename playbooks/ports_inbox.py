"""What the desk needs of the memory for reports of other tools; the ports of reading and writing take it in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from playbooks.commands import IncidentId
from playbooks.inbox import Backlog, Place, Report, ReportId
from playbooks.playbook import UnitId, UserId
from playbooks.templates import Use


class InboxReading(Protocol):
    """Looks reports up."""

    def report(self, report: ReportId) -> Report | None:
        """Give a report; None: there is none, or it was forgotten."""
        ...

    def waiting_reports(self, limit: int, unit: UnitId | None = None) -> tuple[Report, ...]:
        """List the reports that nobody has taken or set aside, of one unit or of all: urgent ones, then the oldest."""
        ...

    def backlog(self, unit: UnitId | None = None) -> Backlog:
        """Count them, and say when the oldest came."""
        ...

    def messages(self, unit: UnitId, hours: Sequence[datetime]) -> tuple[int, ...]:
        """Count the messages about a unit in each of some hours that had any."""
        ...

    def uses(self, since: datetime) -> tuple[Use, ...]:
        """Count which prepared answers went out since a moment, and what came of them."""
        ...


class InboxWriting(InboxReading, Protocol):
    """Keeps and takes them."""

    def keep_report(self, report: Report) -> bool:
        """Keep a report. False: its source has reported it before, and nothing was kept."""
        ...

    def is_grouped(self, report: Report, since: datetime) -> bool:
        """Whether another report of the same source and group has arrived since a moment."""
        ...

    def count_message(self, unit: UnitId, hour: datetime) -> int:
        """Count one more message about a unit in an hour; give how many there are."""
        ...

    def same_causes(self, cause: str, unit: UnitId, since: datetime) -> int:
        """Count the cases of a unit with the same cause since a moment, however it was typed."""
        ...

    def take_report(self, report: ReportId, incident: IncidentId) -> bool:
        """Note that an incident is about a report. False: another one is, or there is no such report."""
        ...

    def hold_next(self, place: Place, by: UserId, until: datetime, now: datetime) -> Report | None:
        """
        Hold the report that goes first of those that nobody holds; whoever holds one already gets it again.

        Of a customer whom somebody else holds none is held. One that this person held before, and did not answer, comes
        after all others. One whose language is not known may be anybody's. None: nobody waits there.
        """
        ...

    def let_go(self, report: ReportId, by: UserId, now: datetime) -> None:
        """Hold a report no longer, if it is held by this person."""
        ...

    def holder(self, author: str, now: datetime) -> UserId | None:
        """Tell who is about to answer what a customer wrote; None: nobody, or nobody knows who the customer is."""
        ...

    def take_others(self, author: str, unit: UnitId, incident: IncidentId) -> int:
        """Note that an incident answers everything else that a customer wrote about a unit and that waits; count it."""
        ...

    def set_aside(self, report: ReportId, by: UserId) -> bool:
        """Note that nothing is to be done about a report. False: it does not wait."""
        ...
