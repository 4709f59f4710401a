"""How serious it is, by the six questions: what is advised, what a person keeps, and what follows from it."""

from collections.abc import Iterable
from datetime import datetime

from playbooks import deciding, escalation, holding, refusals
from playbooks import events as e
from playbooks.commands import Assessed, AssessSeverity, ChangeSeverity, EndStance, LiftRisk, Trigger
from playbooks.factors import Factor
from playbooks.incident import Incident, StepInRun
from playbooks.playbook import Gate, UserId
from playbooks.typed import paragraph


def decide(incident: Incident, command: AssessSeverity, *, by: UserId, now: datetime) -> tuple[e.Event, ...]:
    """Turn what was answered into facts. Raises a Refusal, also where the decision pressed is settled by now."""
    given = command.assessed
    if command.step is not None:
        deciding.must_be_open(incident, incident.step(command.step))
    if given.factors is None and command.step is None:
        return _without_questions(incident, given, by, now)
    return assessed(incident, given, by=by, now=now)


def assessed(incident: Incident, given: Assessed, *, by: UserId, now: datetime) -> tuple[e.Event, ...]:
    """
    Keep the answers; change the severity where another is kept than now; settle the decisions that ask for it.
    Where people are found to be at risk, a hold or a silence ends.

    Raises a Refusal where somebody else than the lead lowers it, nobody says why, or another changed it meanwhile. A
    severity is one decision, so that one answer settles a step of several owners.
    """
    factors = given.factors
    if factors is None:
        raise refusals.assessing.answer_all_six(field=next(iter(Factor)))
    at_risk = given.people_at_risk or factors.people_at_risk
    answered = e.SeverityAssessed(
        at=now,
        by=by,
        factors=factors,
        advised=factors.advised,
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


def _without_questions(incident: Incident, given: Assessed, by: UserId, now: datetime) -> tuple[e.Event, ...]:
    """Say in a hurry how serious it is, or that people may be at risk; the next fixed point asks the questions."""
    found = given.people_at_risk and not incident.people_at_risk
    risk = (e.RiskFound(at=now, by=by), *_freed(incident, by, now)) if found else ()
    facts = (*risk, *_changed(incident, given, by, now))
    if not facts:
        raise refusals.crisis.same_severity(incident.severity.words)
    return facts


def awaiting(incident: Incident) -> tuple[StepInRun, ...]:
    """List the open decisions that ask how serious it is."""
    return tuple(step for step in incident.open_steps if step.step.gate is Gate.SEVERITY)


def _freed(incident: Incident, by: UserId, now: datetime) -> tuple[e.Event, ...]:
    """End a hold or a silence: nothing is held back from people who may be at risk."""
    if incident.stance is None or not incident.stance.waits:
        return ()
    return holding.decide(incident, EndStance(incident=incident.id, trigger=Trigger.SAFETY), by=by, now=now)


def _changed(incident: Incident, given: Assessed, by: UserId, now: datetime) -> Iterable[e.Event]:
    """Change the severity where another is kept. What was asked before somebody else changed it is asked anew."""
    if given.severity is None or given.severity is incident.severity:
        return
    graded = incident.graded
    if given.known is not None and graded is not None and graded.seq > given.known:
        raise refusals.assessing.severity_changed_meanwhile(graded.by, incident.severity.words, graded.at)
    order = ChangeSeverity(incident=incident.id, severity=given.severity, reason=given.reason)
    changed = deciding.severity_changed(incident, order, by=by, now=now)
    yield changed
    yield from escalation.after_raise(incident, changed)


def _settled(incident: Incident, given: Assessed, by: UserId, now: datetime) -> Iterable[e.Event]:
    kept = given.severity or incident.severity
    words = kept.words.read(incident.language)
    for step in awaiting(incident):
        yield e.StepCompleted(at=now, by=by, step=step.step.id, note=words, choice=kept.value)
