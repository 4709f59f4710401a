"""What tools report comes in: kept once, told to whoever answers, counted. Nothing is opened by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from playbooks import refusals
from playbooks.cases import link_or_none, thread_of
from playbooks.commands import Asked
from playbooks.inbox import (
    GROUPED_FOR,
    Backlog,
    Report,
    ReportId,
    goes_first,
    hour_of,
    is_spike,
    same_hours,
    usual,
)
from playbooks.incoming import MessageReport, SpikeReport
from playbooks.letters import CustomerReported, Letter, Matter, SpikeSeen
from playbooks.matching import Advice
from playbooks.playbook import Network, RoleId, UnitId, UserId, Words
from playbooks.ports import Clock, Ids, Memory, Transaction
from playbooks.pseudonyms import pseudonym
from playbooks.routing import Directory, Need, find
from playbooks.shelf import Shelf
from playbooks.templates import COUNTED_FOR, Uses, by_answer

CARE: Final = RoleId("care")  # answers customers
COMMS: Final = RoleId("comms")  # hears that it may be a crisis
SHOWN: Final = 600  # characters of a message in a letter; the form has all of them


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxDesk:
    """Takes in what tools report."""

    memory: Memory
    clock: Clock
    ids: Ids
    directory: Callable[[], Directory]
    shelf: Callable[[], Shelf]
    advise: Callable[[str], Advice | None]
    woken: Callable[[], None]
    customer_key: bytes

    def arrived(self, source: str, title: Words, told: MessageReport | SpikeReport) -> bool:
        """Take in what a source has told. False: it had told so before, and nothing was done."""
        now = self.clock.now()
        # What it may be is asked before the database is held for it.
        advice = self.advise(told.text)
        with self.memory.transaction() as tx:
            report = self._report(source, told, advice, now)
            if not tx.keep_report(report):
                return False
            if isinstance(told, SpikeReport):
                self._tell_spike(tx, report, told.count, told.usual)
            else:
                self._tell_message(tx, report, title, advice)
                self._count(tx, report)
        self.woken()
        return True

    def report(self, report: ReportId) -> Report | None:
        """Give a report; None: there is none, or it was forgotten."""
        with self.memory.reading(once=True) as look:
            return look.report(report)

    def waiting(self, limit: int) -> tuple[Backlog, tuple[Report, ...]]:
        """Count what nobody has taken or set aside, and list what goes first of it."""
        with self.memory.reading() as look:
            return look.backlog(), look.waiting_reports(limit)

    def backlog(self, unit: UnitId | None = None) -> Backlog:
        """Count what nobody has taken or set aside, of one unit or of all."""
        with self.memory.reading(once=True) as look:
            return look.backlog(unit)

    def uses(self) -> Uses:
        """Count which prepared answers went out lately, and what came of them."""
        with self.memory.reading(once=True) as look:
            return by_answer(look.uses(self.clock.now() - COUNTED_FOR))

    def set_aside(self, report: ReportId, asked: Asked) -> None:
        """Note that nothing is to be done about a report. Raises NotFound, and Conflict where it does not wait."""
        now = self.clock.now()
        with self.memory.transaction() as tx:
            found = tx.report(report)
            holder = None if found is None else found.holder(now)
            if holder not in {None, asked.by}:
                raise refusals.surge.held_in_the_list(holder)
            if tx.set_aside(report, asked.by):
                return
        if found is None:
            raise refusals.cases.report_forgotten()
        if found.set_aside_by != asked.by:  # Pressed twice, or sent again by Slack: it is done.
            raise refusals.cases.report_settled(found.set_aside_by)

    def _report(
        self, source: str, told: MessageReport | SpikeReport, advice: Advice | None, now: datetime
    ) -> Report:
        directory = self.directory()
        unit = directory.unit(UnitId(told.unit))
        network = next((one for one in Network if one.value == told.network), None)
        written = isinstance(told, MessageReport)
        author, reach = (told.author, told.reach) if isinstance(told, MessageReport) else ("", None)
        triage = None if advice is None else advice.triage
        return Report(
            id=ReportId(self.ids.fresh()),
            source=source,
            external=told.id,
            group=told.group,
            unit=directory.units[0].id if unit is None else unit.id,
            arrived_at=now,
            text=told.text,
            network=network,
            link=link_or_none(told.link),
            author=pseudonym(self.customer_key, network, author),
            reach=reach,
            language=told.language,
            waits=written,
            urgent=written and goes_first(told.text, network, triage),
        )

    def _tell_message(self, tx: Transaction, report: Report, title: Words, advice: Advice | None) -> None:
        """Tell whoever is on the customer already, else whoever answers there now; of a group, the first alone."""
        on_it = next(iter(tx.answering(report.author, thread_of(report.link), report.arrived_at)), None)
        if on_it is not None:
            tx.take_report(report.id, on_it.incident)  # It waits for nobody else.
        if tx.is_grouped(report, report.arrived_at - GROUPED_FOR):
            return
        language = report.language or ("" if advice is None else advice.language)
        matter = CustomerReported(
            report=report.id,
            title=title,
            text=report.text[:SHOWN],
            network=report.network,
            link=report.link,
            reach=report.reach,
            suggested=self._titles(advice),
            triage=None if advice is None else advice.triage,
            answering="" if on_it is None else str(on_it.ref or ""),
            on_it=on_it is not None,
        )
        person = self._answers(tx, report, language) if on_it is None else on_it.who
        group = (
            f"{report.group}@{hour_of(report.arrived_at):%Y-%m-%dT%H}" if report.group else report.external
        )
        tx.owe_letter(
            Letter(person=person, subject=f"{report.source}:{group}", matter=matter), report.arrived_at
        )

    def _titles(self, advice: Advice | None) -> tuple[Words, ...]:
        shelf = self.shelf()
        found = (shelf.find(one.playbook) for one in (() if advice is None else advice.suggestions))
        return tuple(playbook.title for playbook in found if playbook is not None)

    def _answers(self, tx: Transaction, report: Report, language: str) -> UserId:
        need = Need(role=CARE, unit=report.unit, language=language or None)
        return find(self.directory(), need, report.arrived_at, tx.availability(report.arrived_at)).person

    def _count(self, tx: Transaction, report: Report) -> None:
        """Count a message, and tell once a day where an hour has far more of them than it usually has."""
        hour = hour_of(report.arrived_at)
        count, before = tx.count_message(report.unit, hour), tx.messages(report.unit, same_hours(hour))
        if is_spike(count, before):
            self._tell_spike(tx, report, count, usual(before))

    def _tell_spike(self, tx: Transaction, report: Report, count: int | None, normal: float | None) -> None:
        directory, now = self.directory(), report.arrived_at
        need = Need(role=COMMS, unit=report.unit)
        person = find(directory, need, now, tx.availability(now)).person
        matter: Matter = SpikeSeen(
            report=report.id,
            unit=report.unit,
            text=report.text[:SHOWN],
            count=count,
            usual=None if normal is None else round(normal),
            hour=hour_of(now),
        )
        # Whoever tells of it first: our own count and several tools see the same spike.
        tx.owe_letter(Letter(person=person, subject=f"{report.unit}:{now:%Y-%m-%d}", matter=matter), now)
