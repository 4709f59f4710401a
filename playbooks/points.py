"""The rhythm of the work: severity asked again, claims settled, fixed points held, the lead handed over."""

from collections.abc import Iterable
from datetime import datetime
from typing import assert_never

from playbooks import assessing, claims, deciding, refusals, rhythm
from playbooks import events as e
from playbooks.commands import AssessSeverity, HandOver, HoldPoint, LiftRisk, SettleClaim, ShareAgenda
from playbooks.incident import Incident
from playbooks.moments import Due, DueKind
from playbooks.playbook import UserId

PointOrder = AssessSeverity | LiftRisk | SettleClaim | HoldPoint | ShareAgenda | HandOver


def decide(incident: Incident, command: PointOrder, *, by: UserId, now: datetime) -> tuple[e.Event, ...]:
    """Turn an order into facts. Raises a Refusal."""
    if isinstance(command, SettleClaim):  # The log stays open after the close, and so does what it claims.
        return claims.settle(incident, command, by=by, now=now)
    if not incident.is_open:
        raise refusals.crisis.is_closed(incident.ref)
    match command:
        case AssessSeverity():
            return assessing.decide(incident, command, by=by, now=now)
        case LiftRisk():
            return (assessing.lifted(incident, command, by=by, now=now),)
        case HoldPoint():
            _must_not_be_held(incident, command)
            answered = assessing.assessed(incident, command.assessed, by=by, now=now)
            return (*answered, e.PointHeld(at=now, by=by))
        case ShareAgenda():
            if incident.agenda_shared_at is not None and incident.agenda_shared_at >= rhythm.began(incident):
                raise refusals.points.agenda_shared_before(incident.agenda_shared_at)
            return (e.AgendaShared(at=now, by=by),)
        case HandOver():
            deciding.must_not_lead(incident, command.to)
            return (e.HandedOver(at=now, by=by, to=command.to),)
        case _:
            assert_never(command)


def _must_not_be_held(incident: Incident, command: HoldPoint) -> None:
    """Refuse a fixed point that somebody else has held since the form was opened."""
    known, last = command.assessed.known, incident.points[-1] if incident.points else None
    if known is not None and last is not None and last.seq > known:
        raise refusals.points.point_held_before(last.by, last.at)


def dues(incident: Incident) -> Iterable[Due]:
    """Give the moment of the next fixed point."""
    at = rhythm.next_at(incident)
    if at is not None:
        yield Due(at=at, kind=DueKind.POINT)


def fallen(incident: Incident, reached: tuple[Due, ...], now: datetime) -> Iterable[e.Event]:
    """Tell the lead that a fixed point is due; several that were missed are told as one."""
    for due in reached:
        if due.kind is DueKind.POINT:
            yield e.PointDue(at=now, due_at=due.at, to=incident.lead)


def endangers(fact: e.Event) -> bool:
    """Whether people are found to be at risk who were not before: an alarm."""
    return isinstance(fact, e.RiskFound) or (isinstance(fact, e.SeverityAssessed) and fact.people_at_risk)


def noticed(fact: e.Event, incident: Incident) -> bool:
    """Whether the incident's channel is told of a fact."""
    match fact:
        case e.ClaimSettled() | e.RiskLifted() | e.PointHeld() | e.AgendaShared() | e.HandedOver():
            return incident.is_open
        case _:
            return endangers(fact)
