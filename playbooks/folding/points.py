"""The facts about severity by its factors and fixed points, folded."""

from dataclasses import replace

from playbooks import events as e
from playbooks.folding.crisis import led_by
from playbooks.incident import Assessment, Incident, Point, Turn

RhythmFact = e.AssessingFact | e.PointFact


def after(incident: Incident, fact: RhythmFact) -> Incident:
    """Give the state after one of these facts."""
    return _rated(incident, fact) if isinstance(fact, e.AssessingFact) else _beaten(incident, fact)


def _rated(incident: Incident, fact: e.AssessingFact) -> Incident:
    match fact:
        case e.SeverityAssessed():
            given = Assessment(factors=fact.factors, advised=fact.advised, by=fact.by, at=fact.at)
            at_risk = incident.people_at_risk or fact.people_at_risk
            return replace(incident, assessment=given, people_at_risk=at_risk)
        case e.RiskLifted():
            return replace(incident, people_at_risk=False)
        case e.RiskFound():
            return replace(incident, people_at_risk=True)
        case _:
            message = f"no rule for {type(fact).__name__}"
            raise TypeError(message)


def _beaten(incident: Incident, fact: e.PointFact) -> Incident:
    match fact:
        case e.PointDue():
            return replace(incident, point_told_at=fact.at, point_due_at=fact.due_at, point_by=None)
        case e.PointLapsed():
            return replace(incident, point_lapsed_at=fact.at)
        case e.PointHeld():
            return replace(incident, points=(*incident.points, _held(incident, fact)), point_by=None)
        case e.AgendaShared():
            return replace(incident, agenda=Turn(by=fact.by, at=fact.at, seq=incident.seq + 1))
        case e.HandedOver():
            return led_by(incident, fact, fact.to)
        case e.LeadUnreached():
            return replace(incident, unreached=fact.lead)
        case _:
            message = f"no rule for {type(fact).__name__}"
            raise TypeError(message)


def _held(incident: Incident, fact: e.PointHeld) -> Point:
    return Point(at=fact.at, by=fact.by, seq=incident.seq + 1)
