"""A surge: one customer after the other for whoever is trained to answer, each answered once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from playbooks import refusals, surge
from playbooks.cases import thread_of
from playbooks.commands import AnswerInSurge, Asked
from playbooks.desk.ledger import Ledger
from playbooks.inbox import Backlog, Place, Report, ReportId
from playbooks.incident import Incident
from playbooks.playbook import UserId
from playbooks.ports import Transaction
from playbooks.routing import Availability, Contact, Directory, Training, presence
from playbooks.surge import HELD, Taken

LOOKED_THROUGH: Final = 10  # customers whom somebody answers already, in one look for the next


@dataclass(frozen=True, slots=True, kw_only=True)
class SurgeDesk:
    """Hands out customers, and keeps who was answered with which wording."""

    ledger: Ledger
    directory: Callable[[], Directory]

    def next_customer(self, incident: Incident, by: UserId) -> Report | None:
        """
        Give the customer whom somebody answers next, and keep them for that person for a while.

        Whom somebody answers in a case of their own is passed over. None: nobody waits, or it is an exercise, which
        answers no real customer. Raises NotAllowed, BadRequest, Conflict where the surge is closed.
        """
        surge.of(incident)
        if not incident.is_open:
            raise refusals.crisis.is_closed(incident.ref)
        place = Place(unit=incident.unit, languages=self._trained(incident, by))
        now = self.ledger.clock.now()
        if incident.drill:
            return None
        with self.ledger.memory.transaction() as tx:
            for _ in range(LOOKED_THROUGH):
                report = tx.hold_next(place, by, now + HELD, now)
                if report is None:
                    return None
                on_it = next(iter(tx.answering(report.author, thread_of(report.link), now)), None)
                if on_it is None:
                    return report
                tx.take_report(report.id, on_it.incident)
        return None

    def let_go(self, report: ReportId, by: UserId) -> None:
        """Leave a customer to somebody else."""
        with self.ledger.memory.transaction() as tx:
            tx.let_go(report, by, self.ledger.clock.now())

    def answer(self, order: AnswerInSurge, asked: Asked) -> Incident:
        """Keep an answer, once. Raises a Refusal: the wording was withdrawn, somebody else has answered ..."""
        return self.ledger.once(asked, order.incident, partial(self._answered, order, asked.by))

    def volunteers(self, incident: Incident) -> tuple[Contact, ...]:
        """List whom one could call: trained to answer, awake, neither away nor here."""
        known = surge.of(incident)
        now = self.ledger.clock.now()
        with self.ledger.memory.reading() as look:
            availability = look.availability(now)
        here = {*known.called, *(one.person for one in known.helpers), incident.lead}
        return tuple(
            contact
            for contact in self.directory().contacts
            if contact.training >= Training.RESPONDER
            and contact.user not in here
            and self._can_be_asked(contact.user, availability, now)
        )

    def _can_be_asked(self, person: UserId, availability: Availability, now: datetime) -> bool:
        stands = presence(self.directory(), person, availability, now)
        return not (stands.away or stands.asleep)

    def _answered(self, order: AnswerInSurge, by: UserId, tx: Transaction) -> Incident:
        incident, now = tx.locked(order.incident), self.ledger.clock.now()
        self._trained(incident, by)
        # Words that may not go out are said to be so first, whatever has become of the customer.
        surge.fit_text(incident, order, now)
        others = self._settled(tx, incident, order, by, now) if order.report else 0
        backlog = Backlog(waiting=0) if incident.drill else tx.backlog(incident.unit)
        taken = Taken(others=others, backlog=backlog)
        fact = surge.answered(incident, order, taken, by=by, now=now)
        return self.ledger.keep(tx, incident, (fact,))

    def _settled(
        self, tx: Transaction, incident: Incident, order: AnswerInSurge, by: UserId, now: datetime
    ) -> int:
        """Note that a customer is answered, with everything else they wrote. Raises NotFound, Conflict."""
        report = tx.report(ReportId(order.report))
        if report is None or report.unit != incident.unit or incident.drill:
            raise refusals.cases.report_forgotten()
        if not tx.take_report(report.id, incident.id):
            raise refusals.cases.report_settled(None)
        holder = report.holder(now)
        if holder not in {None, by}:
            raise refusals.surge.overtaken(holder)
        return tx.take_others(report.author, incident.unit, incident.id)

    def _trained(self, incident: Incident, by: UserId) -> tuple[str, ...]:
        """Give the languages of whoever may answer here. Raises NotAllowed for whoever is not trained to."""
        contact = self.directory().contact(by)
        if contact is None or contact.training < Training.RESPONDER:
            if by != incident.lead:
                raise refusals.surge.not_trained(incident.lead)
            return (incident.language.value,) if contact is None else contact.speaks
        return contact.speaks
