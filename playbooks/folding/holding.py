"""The facts of the decision to answer, hold or stay silent, folded."""

from dataclasses import replace
from typing import Any

from playbooks import events as e
from playbooks.incident import Ending, Incident, Renewal, Stance
from playbooks.playbook import StepId


def after(incident: Incident, fact: e.HoldingFact) -> Incident:
    """Give the state after one fact about the decision."""
    match fact:
        case e.StanceTaken():
            danger = incident.people_at_risk or fact.answers.danger
            taken = (*incident.stances, _taken(incident, fact))
            return replace(incident, stances=taken, people_at_risk=danger)
        case e.StanceReminded():
            return _last(incident, fact.step, told=fact.share)
        case e.StanceExpired():
            return _expired(incident, fact)
        case e.DecisionAwaited():
            return _last(incident, fact.step, chased_at=fact.at)
        case e.StanceRenewed():
            return _renewed(incident, fact)
        case e.StanceEnded():
            ending = Ending.REPLACED if fact.trigger is None else Ending.TRIGGER
            ended = {"ending": ending, "ended_at": fact.at, "ended_by": fact.by}
            after = _last(incident, fact.step, **ended, trigger=fact.trigger, note=fact.note)
            return after if fact.trigger is None else _chased_as_a_decision(after, fact.step)
        case _:
            message = f"no rule for {type(fact).__name__}"
            raise TypeError(message)


def beside(incident: Incident, fact: e.Event) -> Incident:
    """Let a stance end with what ends it without being said: its step undone, the incident closed."""
    stance = incident.stance
    match fact:
        case e.StepReopened() if stance is not None and stance.step == fact.step:
            ending = Ending.TAKEN_BACK
        case e.IncidentClosed() if stance is not None:
            ending = Ending.CLOSED
        case _:
            return incident
    return _last(incident, stance.step, ending=ending, ended_at=fact.at, ended_by=fact.by)


def _taken(incident: Incident, fact: e.StanceTaken) -> Stance:
    return Stance(
        step=fact.step,
        outcome=fact.outcome,
        by=fact.by or incident.lead,
        at=fact.at,
        owner=fact.owner,
        reason=fact.reason,
        answers=fact.answers,
        advice=fact.advice,
        since=fact.at,
        until=fact.until,
        line=fact.line,
        triggers=fact.triggers,
    )


def _expired(incident: Incident, fact: e.StanceExpired) -> Incident:
    lapsed = next(s.lapsed_at for s in reversed(incident.stances) if s.step == fact.step)
    ended = {"ending": Ending.EXPIRED, "ended_at": fact.at, "told": 100, "lapsed_at": (*lapsed, fact.at)}
    return _chased_as_a_decision(_last(incident, fact.step, **ended), fact.step)


def _chased_as_a_decision(incident: Incident, step: StepId) -> Incident:
    """Whoever waits for the decision is told so; that its step is late besides would be the same news twice."""
    progress = tuple(
        replace(p, owner_told=True, lead_told=True) if p.step == step else p for p in incident.progress
    )
    return replace(incident, progress=progress)


def _renewed(incident: Incident, fact: e.StanceRenewed) -> Incident:
    """Also one whose time was over: it stands again, and what happened meanwhile stays in it."""
    earlier = next(s.renewals for s in reversed(incident.stances) if s.step == fact.step)
    renewal = Renewal(by=fact.by, at=fact.at, until=fact.until, reason=fact.reason)
    again = {"ending": None, "ended_at": None, "chased_at": None, "told": 0}
    span = {"since": fact.at, "until": fact.until, "renewals": (*earlier, renewal)}
    return _last(incident, fact.step, **again, **span)


def _last(incident: Incident, step: StepId, **changes: Any) -> Incident:
    """Change the latest stance of a step."""
    number = max(n for n, stance in enumerate(incident.stances) if stance.step == step)
    changed = replace(incident.stances[number], **changes)
    return replace(incident, stances=(*incident.stances[:number], changed, *incident.stances[number + 1 :]))
