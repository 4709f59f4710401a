"""The rhythm of the work: severity asked again, claims settled, fixed points held, the lead handed over."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, assert_never

from playbooks import assessing, claims, deciding, refusals, rhythm
from playbooks import events as e
from playbooks.commands import (
    AssessSeverity,
    CheckClaim,
    HandOver,
    HoldPoint,
    LiftRisk,
    SettleClaim,
    ShareAgenda,
)
from playbooks.incident import Incident
from playbooks.moments import Due, DueKind
from playbooks.playbook import PlaybookKind, UserId

PointOrder = AssessSeverity | LiftRisk | SettleClaim | CheckClaim | HoldPoint | ShareAgenda | HandOver

_FOR_THE_LEAD: Final = (e.HandedOver, e.LeadNamed, e.PointDue)


def decide(incident: Incident, command: PointOrder, *, by: UserId, now: datetime) -> tuple[e.Event, ...]:
    """Turn an order into facts. Raises a Refusal."""
    if isinstance(command, SettleClaim):  # The log stays open after the close, and so does what it claims.
        return claims.settle(incident, command, by=by, now=now)
    if isinstance(command, CheckClaim):
        return claims.check(incident, command, by=by, now=now)
    if not incident.is_open:
        raise refusals.crisis.is_closed(incident.ref)
    match command:
        case AssessSeverity():
            return assessing.decide(incident, command, by=by, now=now)
        case LiftRisk():
            return (assessing.lifted(incident, command, by=by, now=now),)
        case HoldPoint():
            must_have_points(incident)
            _must_not_be_held(incident, command)
            answered = assessing.assessed(incident, command.assessed, by=by, now=now)
            return (*answered, e.PointHeld(at=now, by=by))
        case ShareAgenda():
            must_have_points(incident)
            _must_be_news(incident)
            return (e.AgendaShared(at=now, by=by),)
        case HandOver():
            deciding.must_lead_next(incident, command.to, command.known)
            return (e.HandedOver(at=now, by=by, to=command.to, former=incident.lead),)
        case _:
            assert_never(command)


def _must_not_be_held(incident: Incident, command: HoldPoint) -> None:
    """Refuse a fixed point that somebody else has held since the form was opened."""
    known, last = command.assessed.known, incident.points[-1] if incident.points else None
    if known is not None and last is not None and last.seq > known:
        raise refusals.points.point_held_before(last.by, last.at)


def must_have_points(incident: Incident) -> None:
    """Refuse the agenda of a reply: it is one person's work, often in a channel of others."""
    if incident.kind is not PlaybookKind.CRISIS:
        raise refusals.points.reply_has_none()


def _must_be_news(incident: Incident) -> None:
    """Refuse an agenda that nobody could read, or that was asked for since the last point and is no other by now."""
    if incident.room is None:
        raise refusals.points.no_channel_yet()
    sent, spaced = incident.agenda, rhythm.next_at(incident) is not None
    if sent is None or sent.at < rhythm.began(incident):
        return
    if spaced or sent.seq == incident.seq:
        raise refusals.points.agenda_shared_before(sent.by, sent.at)


def dues(incident: Incident) -> Iterable[Due]:
    """Give the moment of the next fixed point, and when the room hears that the last one was not held."""
    at, told_at = rhythm.next_at(incident), incident.point_told_at
    if at is None:
        return
    yield Due(at=at, kind=DueKind.POINT)
    if told_at is not None and rhythm.pending_since(incident) is not None and not rhythm.lapsed(incident):
        yield Due(at=told_at + (at - told_at) / 2, kind=DueKind.POINT_LAPSED)


def fallen(incident: Incident, reached: tuple[Due, ...], now: datetime) -> Iterable[e.Event]:
    """
    Tell the lead that a fixed point is due, and others when nobody holds it half an interval later.

    Several that were missed are told as one: where the next is due already, it alone is told of.
    """
    moments = {due.kind: due.at for due in reached}
    if DueKind.POINT in moments:
        yield e.PointDue(at=now, due_at=moments[DueKind.POINT], to=incident.lead)
    elif DueKind.POINT_LAPSED in moments:
        stands_in = incident.stands_in(incident.playbook.lead, for_=incident.lead)
        yield e.PointLapsed(at=now, due_at=rhythm.pending_since(incident) or now, to=stands_in)


def unheard(
    incident: Incident, fact: e.Event, failed: e.DeliveryFailed, person: UserId
) -> Iterable[e.LeadUnreached]:
    """Tell others that what the lead had to be told was refused; once for each lead, and only while they lead."""
    reached = not isinstance(fact, _FOR_THE_LEAD) or person != incident.lead
    if reached or not incident.is_open or incident.unreached == person:
        return
    handed_by = None if isinstance(fact, e.PointDue) else fact.by
    to = handed_by or incident.stands_in(incident.playbook.lead, for_=person)
    yield e.LeadUnreached(at=failed.at, lead=person, to=to, reason=failed.reason)


def hearers(fact: e.Event, incident: Incident) -> tuple[UserId, ...]:
    """Name who hears of a fact in a direct message. `incident` is the state right after it."""
    match fact:
        case e.HandedOver():
            return _lead_and_former(fact.to, fact.former, fact.by)
        case e.LeadNamed():
            # At the end of a turn they hear it in one message of all their cases.
            at_the_end = fact.turn_ended is not None
            return () if at_the_end else _lead_and_former(fact.lead, fact.former, fact.by)
        case e.LeadUnreached():
            return () if fact.to is None else (fact.to,)
        case e.PointDue():
            return (fact.to,)
        case e.PointLapsed():
            return () if fact.to is None else (fact.to,)
        case e.SeverityAssessed() | e.RiskFound() if endangers(fact):
            return (incident.lead,)
        case e.ClaimSettled() if not incident.is_open:  # The review is read by now.
            return (incident.lead,)
        case _:
            return ()


def is_news(fact: e.Event, incident: Incident, to: UserId | None = None) -> bool:
    """
    Whether what is told of the rhythm is still so when it is sent, which may be hours later: of several, the last.

    `to` is who is told; None: the room, which reads who led and when in any case.
    """
    match fact:
        case e.HandedOver(to=lead) | e.LeadNamed(lead=lead) if to is not None:
            return incident.is_open and (incident.lead == to) is (lead == to)
        case e.PointDue():
            pending = rhythm.pending_since(incident) is not None and incident.point_told_at == fact.at
            return pending and incident.lead == to
        case e.AgendaShared():
            return incident.is_open
        case e.PointLapsed():
            return rhythm.pending_since(incident) is not None and incident.point_lapsed_at == fact.at
        case e.LeadUnreached():
            return incident.is_open and incident.lead == fact.lead
        case _:
            return True


def _lead_and_former(lead: UserId, former: UserId | None, by: UserId | None) -> tuple[UserId, ...]:
    return (lead,) if former in {None, by} else (lead, former)


def endangers(fact: e.Event) -> bool:
    """Whether people are found to be at risk who were not before: an alarm."""
    return isinstance(fact, e.RiskFound) or (isinstance(fact, e.SeverityAssessed) and fact.people_at_risk)


def noticed(fact: e.Event, incident: Incident) -> bool:
    """Whether the incident's channel is told of a fact."""
    match fact:
        case e.ClaimFact() | e.RiskLifted() | e.PointHeld() | e.AgendaShared() | e.HandedOver():
            return incident.is_open
        case e.PointLapsed() | e.LeadUnreached():
            return incident.is_open
        case _:
            return endangers(fact)
