"""How serious it is, by the six questions: what is advised, what a person keeps, and what follows from it."""

from collections.abc import Iterable
from datetime import datetime

from playbooks import deciding, holding, refusals
from playbooks import events as e
from playbooks.commands import Assessed, AssessSeverity, ChangeSeverity, EndStance, LiftRisk, Trigger
from playbooks.incident import Incident, StepInRun
from playbooks.playbook import Gate, UserId
from playbooks.typed import paragraph


def decide(incident: Incident, command: AssessSeverity, *, by: UserId, now: datetime) -> tuple[e.Event, ...]:
    """Turn six answers into facts. Raises a Refusal, also where the decision that was pressed is settled by now."""
    if command.step is not None:
        deciding.must_be_open(incident, incident.step(command.step))
    return assessed(incident, command.assessed, by=by, now=now)


def assessed(incident: Incident, given: Assessed, *, by: UserId, now: datetime) -> tuple[e.Event, ...]:
    """
    Keep the answers; change the severity where another is kept than now; settle the decisions that ask for it.
    Where people are found to be at risk, a hold or a silence ends.

    Raises a Refusal where somebody else than the lead lowers it, or nobody says why. A severity is one decision, so
    that one answer settles a step of several owners.
    """
    at_risk = given.people_at_risk or given.factors.people_at_risk
    answered = e.SeverityAssessed(
        at=now,
        by=by,
        factors=given.factors,
        advised=given.factors.advised,
        people_at_risk=at_risk and not incident.people_at_risk,
    )
    freed = _freed(incident, by, now) if answered.people_at_risk else ()
    return (answered, *freed, *_changed(incident, given, by, now), *_settled(incident, given, by, now))


def lifted(incident: Incident, command: LiftRisk, *, by: UserId, now: datetime) -> e.RiskLifted:
    """Say that nobody is at risk any more. Raises a Refusal where nobody was, for others than the lead, without a reason."""
    if not incident.people_at_risk:
        raise refusals.assessing.nobody_at_risk()
    if by != incident.lead:
        raise refusals.assessing.lifting_is_the_leads(incident.lead)
    reason = paragraph(command.reason)
    if not reason:
        raise refusals.assessing.lifting_needs_a_reason()
    return e.RiskLifted(at=now, by=by, reason=reason)


def awaiting(incident: Incident) -> tuple[StepInRun, ...]:
    """List the open decisions that ask how serious it is."""
    return tuple(step for step in incident.open_steps if step.step.gate is Gate.SEVERITY)


def _freed(incident: Incident, by: UserId, now: datetime) -> tuple[e.Event, ...]:
    """End a hold or a silence: nothing is held back from people who may be at risk."""
    if incident.stance is None or not incident.stance.waits:
        return ()
    return holding.decide(incident, EndStance(incident=incident.id, trigger=Trigger.SAFETY), by=by, now=now)


def _changed(incident: Incident, given: Assessed, by: UserId, now: datetime) -> Iterable[e.Event]:
    if given.severity is not incident.severity:
        order = ChangeSeverity(incident=incident.id, severity=given.severity, reason=given.reason)
        yield deciding.severity_changed(incident, order, by=by, now=now)


def _settled(incident: Incident, given: Assessed, by: UserId, now: datetime) -> Iterable[e.Event]:
    words = given.severity.words.read(incident.language)
    for step in awaiting(incident):
        yield e.StepCompleted(at=now, by=by, step=step.step.id, note=words, choice=given.severity.value)
