"""What happens without anybody asking: due moments fall, and what was sent comes back as a fact."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from playbooks import cases, escalation, means, points, surge, trouble, unheard
from playbooks import events as e
from playbooks.commands import AskId, Errand, IncidentId
from playbooks.desk.learning import prove
from playbooks.desk.ledger import Ledger
from playbooks.dues import dues, fallen
from playbooks.incident import Incident
from playbooks.owed import TO
from playbooks.playbook import Playbook, UserId
from playbooks.ports import (
    OPERATOR,
    DeliveryState,
    Haste,
    Outcome,
    OwedErrand,
    Pointless,
    Refused,
    Sent,
    Situation,
    Slowed,
    Transaction,
    Wanted,
)
from playbooks.routing import Directory, Need, find
from playbooks.routing.pledges import Urgency
from playbooks.shelf import Shelf
from playbooks.statements import asking, handing
from playbooks.versions import offering

OUTCOME: Final = {
    Sent: DeliveryState.SENT,
    Refused: DeliveryState.FAILED,
    Pointless: DeliveryState.DROPPED,
}
# Once sent, it may make a fact.
TELLING = frozenset({Errand.ANSWER, Errand.ROOM, Errand.CARD, *means.CALLS, Errand.APPROVAL, Errand.REVIEW})
MOST_OFFERED = 2000  # open incidents that are looked through for a newer version
NAMED_AFTER_A_FACT = frozenset({Errand.NOTICE, Errand.NUDGE, Errand.ANNOUNCE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Clockwork:
    """Lets time pass over incidents and keeps the outcome of every delivery."""

    ledger: Ledger
    company: Callable[[], Directory]

    def pass_time(self, incident_id: IncidentId) -> Incident:
        """Let every moment that has come fall; harmless when none has. Raises NotFound."""
        with self.ledger.memory.transaction() as tx:
            incident = tx.locked(incident_id)
            now = self.ledger.clock.now()
            facts = (*fallen(incident, now), *self._counted(tx, incident, now))
            after = self.ledger.keep(tx, incident, (*facts, *self._passed_on(tx, incident, facts)))
            prove(self.ledger, tx, after, facts)
        if facts:
            self.ledger.woken()
        else:
            # A moment is remembered that the state does not know: left there, it would be due for ever.
            self.audit(incident_id)
        return after

    def _passed_on(self, tx: Transaction, incident: Incident, facts: Iterable[e.Event]) -> Iterable[e.Event]:
        """Give a customer who was not answered in time to somebody who answers there now."""
        if not any(isinstance(fact, e.CaseLate) for fact in facts):
            return ()
        need = Need(
            role=incident.playbook.lead,
            unit=incident.unit,
            language=incident.language.value,
            severity=incident.severity,
        )
        now = self.ledger.clock.now()
        found = find(self.company(), need, now, tx.availability(now))
        return cases.passed_on(incident, facts, found.people)

    def _counted(self, tx: Transaction, incident: Incident, now: datetime) -> Iterable[e.Event]:
        """Count who waits in a surge, now and then."""
        if surge.is_to_be_counted(incident, now):
            promised = self.company().pledges[Urgency.P2].first
            yield surge.counted(incident, tx.backlog(incident.unit), promised, now)

    def audit(self, incident_id: IncidentId) -> bool:
        """Make an incident's remembered due moments equal to those of its state. True: they were not."""
        with self.ledger.memory.reading() as look:
            incident = look.incident(incident_id)
            astray = incident is not None and look.dues(incident_id) != dues(incident)
        return incident is not None and astray and self.ledger.memory.mend_dues(incident_id, dues(incident))

    def outdated(self, shelf: Shelf) -> tuple[tuple[IncidentId, Playbook], ...]:
        """List open incidents with a newer version of their playbook on the shelf; the latest first, and not endlessly."""
        newest = {playbook.id: playbook for playbook in shelf.latest()}
        with self.ledger.memory.reading() as look:
            lines = look.lines(Wanted(reader=OPERATOR, limit=MOST_OFFERED))
        pairs = ((line, newest.get(line.playbook)) for line in lines)
        return tuple((line.id, found) for line, found in pairs if found and found.version > line.version)

    def offer(self, incident_id: IncidentId, newest: Playbook) -> None:
        """Offer an incident a newer version of its playbook, once; harmless when it was offered before."""
        now = self.ledger.clock.now()
        with self.ledger.memory.reading() as look:
            incident = look.incident(incident_id)
        if incident is None or not offering(incident, newest, now=now):
            return
        with self.ledger.memory.transaction() as tx:
            locked = tx.locked(incident_id)
            facts = offering(locked, newest, now=now)
            tx.release(newest, now)
            self.ledger.keep(tx, locked, facts)
        self.ledger.woken()

    def watch(self) -> None:
        """Write to the leads and the administrators when Slack has taken nothing for a while; each outage once."""
        company = self.company()
        now, lasting = self.ledger.clock.now(), company.routing.fallback_after
        with self.ledger.memory.reading() as look:
            silence = look.slack_silence(now - lasting)
            waiting = () if silence is None else tuple(look.incident(one) for one in silence.waiting)
        if silence is None:
            return
        with self.ledger.memory.transaction() as tx:
            known = tuple(incident for incident in waiting if incident is not None and incident.is_open)
            ended = (one for i in known for one in trouble.exhausted(i, company.administrators))
            for letter in (*trouble.silence(known, silence.since, lasting, company.administrators), *ended):
                tx.owe_letter(letter, now)

    def situation(self, errand: OwedErrand) -> Situation:
        """Give what a sender draws an errand from, as it is now. Raises LookupError for an incident that is gone."""
        with self.ledger.memory.reading() as look:
            incident = look.incident(errand.incident)
            if incident is None:
                message = f"no incident {errand.incident}"
                raise LookupError(message)
            if errand.errand in {Errand.TIMELINE, Errand.REVIEW}:
                return Situation(incident=incident, log=look.log(errand.incident))
            if errand.errand in NAMED_AFTER_A_FACT:
                fact = look.log(errand.incident, after=_number(errand) - 1, limit=1)[0].fact
                briefed = errand.errand is Errand.NUDGE and isinstance(fact, e.HandedOver)
                log = look.log(errand.incident) if briefed else ()
                return Situation(incident=incident, fact=fact, log=log)
        return Situation(incident=incident)

    def settle(self, errand: OwedErrand, outcome: Outcome) -> None:
        """Keep what became of an errand, and the fact that it makes, in one transaction."""
        if isinstance(outcome, Slowed):
            self.ledger.memory.postpone(errand, outcome, self.ledger.clock.now())
            if errand.errand in means.CALLS or outcome.mend:
                self._slowed(errand, outcome)
        else:
            self._settled(errand, outcome)
        self.ledger.woken()

    def _settled(self, errand: OwedErrand, outcome: Sent | Refused | Pointless) -> None:
        now = self.ledger.clock.now()
        reason = "" if isinstance(outcome, Sent) else outcome.reason
        lost = errand.errand is Errand.NUDGE and isinstance(outcome, Refused)
        about = self.situation(errand).fact if lost else None
        with self.ledger.memory.transaction(Haste.PATIENT) as tx:
            # Most outcomes make no fact, and keep no other writer waiting.
            incident = tx.locked(errand.incident) if self._tells(tx, errand, outcome) else None
            if tx.settle(errand, OUTCOME[type(outcome)], now, reason) and incident is not None:
                after = self.ledger.keep(tx, incident, tuple(self._facts(incident, errand, outcome, about)))
                if isinstance(outcome, Refused):
                    self._tell(tx, incident, errand, outcome)
                self._hold_up(tx, after)

    def _tells(self, tx: Transaction, errand: OwedErrand, outcome: Sent | Refused | Pointless) -> bool:
        """Whether an outcome may make a fact: by itself, or because a rung waits to hear that Slack is there."""
        if isinstance(outcome, Refused) or errand.errand in TELLING:
            return True
        incident = tx.incident(errand.incident)
        return incident is not None and _waits(incident)

    def _slowed(self, errand: OwedErrand, slowed: Slowed) -> None:
        with self.ledger.memory.transaction(Haste.PATIENT) as tx:
            incident = tx.locked(errand.incident)
            if slowed.mend:
                self._tell(tx, incident, errand, slowed)
                facts = tuple(self._blocked(incident, errand, slowed))
                incident = self.ledger.keep(tx, incident, facts)
            by_slack = errand.errand not in means.BESIDE_SLACK
            self._hold_up(tx, incident, answered=slowed.answered and by_slack)

    def _hold_up(self, tx: Transaction, incident: Incident, *, answered: bool = False) -> None:
        """Note which calls Slack holds up, if any rung still waits for it: seldom, so the outbox is seldom read."""
        if not _waits(incident):
            return
        now, owed = self.ledger.clock.now(), tx.deliveries(incident.id)
        by_slack = (d for d in owed if d.errand not in means.BESIDE_SLACK and d.state is DeliveryState.SENT)
        taken = [d.settled_at for d in by_slack if d.settled_at is not None]
        tried = frozenset(
            means.named_in(d.subject)[0]
            for d in owed
            if d.errand is Errand.CALL and d.state is DeliveryState.OWED and d.attempts > 0
        )
        last_taken_at = now if answered else max(taken, default=None)
        self.ledger.keep(tx, incident, escalation.held_up(incident, tried, last_taken_at, now))

    def _blocked(self, incident: Incident, errand: OwedErrand, slowed: Slowed) -> Iterable[e.Event]:
        if errand.errand not in means.CALLS:
            return ()
        return means.blocked(
            incident, *means.named_in(errand.subject), slowed.reason, self.ledger.clock.now()
        )

    def _tell(
        self, tx: Transaction, incident: Incident, errand: OwedErrand, outcome: Refused | Slowed
    ) -> None:
        """Write to whom it concerns that something is refused; each hears of it once."""
        now = self.ledger.clock.now()
        refusal = trouble.Trouble(
            errand=errand.errand,
            subject=errand.subject,
            lane=errand.lane,
            reason=outcome.reason,
            everything=isinstance(outcome, Slowed),
        )
        for letter in trouble.undelivered(incident, refusal, self.company().administrators, now):
            tx.owe_letter(letter, now)

    def _facts(
        self,
        incident: Incident,
        errand: OwedErrand,
        outcome: Sent | Refused | Pointless,
        about: e.Event | None,
    ) -> Iterable[e.Event]:
        match outcome:
            case Sent():
                return self._accepted(incident, errand, outcome)
            case Refused():
                return self._refused(incident, errand, outcome, about)
            case Pointless() if errand.errand is Errand.ANSWER:
                # Whoever handed it over waits to hear that it is out.
                return handing.not_taken(errand.subject, handing.HELD, self.ledger.clock.now())
            case Pointless():
                return ()

    def _accepted(self, incident: Incident, errand: OwedErrand, sent: Sent) -> Iterable[e.Event]:
        now, channel, ts = self.ledger.clock.now(), sent.channel, sent.ts
        if errand.errand is Errand.ROOM and channel is not None:
            yield e.RoomOpened(at=now, channel=channel, name=sent.name)
        elif errand.errand is Errand.ANSWER:
            yield from handing.taken(errand.subject, now)
        elif errand.errand in means.CALLS:
            call, by = means.named_in(errand.subject)
            yield e.CallSent(at=now, call=call, channel=channel, ts=ts, means=by)
        elif channel is None or ts is None:
            return
        elif errand.errand is Errand.APPROVAL:
            yield from asking.reached(incident, AskId(errand.subject), (channel, ts), now)
        elif errand.errand is Errand.CARD and (incident.card is None or incident.card.ts != ts):
            yield e.CardPosted(at=now, channel=channel, ts=ts)
        elif errand.errand is Errand.REVIEW and (incident.review is None or incident.review.ts != ts):
            yield e.ReviewPosted(at=now, channel=channel, ts=ts)

    def _refused(
        self, incident: Incident, errand: OwedErrand, refused: Refused, about: e.Event | None
    ) -> Iterable[e.Event]:
        now = self.ledger.clock.now()
        if errand.errand in means.CALLS:
            return means.failed(incident, *means.named_in(errand.subject), refused.reason, now)
        if errand.errand is Errand.HOOK_ENDED:
            return ()  # What was sent stays as it is; nobody is missed.
        if errand.errand is Errand.ANSWER:
            return handing.not_taken(errand.subject, refused.reason, now)
        if errand.errand is Errand.APPROVAL:
            return asking.unreached(incident, AskId(errand.subject), refused.reason, now)
        failed = e.DeliveryFailed(at=now, errand=errand.errand, subject=errand.subject, reason=refused.reason)
        if about is None:
            return (failed,)
        person = UserId(errand.lane.removeprefix("person:"))
        others = points.unheard(incident, about, failed, person)
        return (unheard.refused(incident, about, person, failed), *others)


def _number(errand: OwedErrand) -> int:
    """Give the number of the fact that an errand is about."""
    return int(errand.subject.partition(TO)[0])


def _waits(incident: Incident) -> bool:
    return any(escalation.waits_for_slack(incident, climb) for climb in incident.climbs)
