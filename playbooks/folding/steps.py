"""The facts about steps, folded."""

from dataclasses import replace
from typing import assert_never

from playbooks import events as e
from playbooks.incident import Incident, Progress, StepStatus
from playbooks.playbook import Step, StepId, StepKind, Words

StepFact = (
    e.StepCompleted
    | e.StepReopened
    | e.StepSkipped
    | e.StepPartDone
    | e.StepAssigned
    | e.StepAdded
    | e.StepsLate
)


def _settled(incident: Incident, fact: e.StepCompleted | e.StepSkipped | e.StepReopened) -> Incident:
    match fact:
        case e.StepCompleted():
            status, words, choice = StepStatus.DONE, fact.note, fact.choice
        case e.StepSkipped():
            status, words, choice = StepStatus.SKIPPED, fact.reason, ""
        case e.StepReopened():
            return _with_step(
                incident,
                fact.step,
                status=StepStatus.OPEN,
                settled_by=None,
                settled_at=None,
                words="",
                choice="",
                parts=(),
            )
        case _:
            assert_never(fact)
    settled = {"settled_by": fact.by, "settled_at": fact.at}
    return _with_step(incident, fact.step, status=status, words=words, choice=choice, **settled)


def _counted_from(incident: Incident, fact: e.StepCompleted | e.StepSkipped | e.StepReopened) -> Incident:
    """Start the time of every open step that counts from the one that `fact` is about, or stop it again."""
    since = None if isinstance(fact, e.StepReopened) else fact.at
    for step in incident.plan:
        if step.step.after == fact.step and step.open and step.step.due is not None:
            due_at = None if since is None else since + step.step.due
            fresh = {"due_at": due_at, "owner_told": False, "lead_told": False}
            incident = _with_step(incident, step.step.id, **fresh)
    return incident


def after(incident: Incident, fact: StepFact) -> Incident:
    """Give the state after a fact about steps."""
    match fact:
        case e.StepCompleted() | e.StepSkipped() | e.StepReopened():
            return _counted_from(_settled(incident, fact), fact)
        case e.StepsLate():
            return _after_lateness(incident, fact)
        case e.StepPartDone():
            done = incident.step(fact.step).progress.parts
            return _with_step(incident, fact.step, parts=(*done, fact.by))
        case e.StepAssigned():
            return _with_step(incident, fact.step, owner=fact.to, owned_since=fact.at)
        case e.StepAdded():
            return _with_added(incident, fact)
        case _:
            assert_never(fact)


def _with_added(incident: Incident, fact: e.StepAdded) -> Incident:
    # A person's own words have one language: the same text stands for both readers.
    step = Step(
        id=fact.step,
        title=Words(en=fact.title, fr=fact.title),
        kind=StepKind.TASK,
        role=None,
        due=None if fact.due_at is None else fact.due_at - incident.opened_at,
        mandatory=False,
        note=None,
        message=None,
    )
    progress = Progress(step=fact.step, due_at=fact.due_at, owner=fact.owner)
    return replace(incident, added=(*incident.added, step), progress=(*incident.progress, progress))


def _with_step(incident: Incident, step: StepId, **changes: object) -> Incident:
    progress = tuple(
        replace(p, **changes) if p.step == step else p  # type: ignore[arg-type]  # Field names are checked by tests.
        for p in incident.progress
    )
    return replace(incident, progress=progress)


def _after_lateness(incident: Incident, fact: e.StepsLate) -> Incident:
    for step in fact.steps:
        # The lead hears of their own late steps and of other people's in one message.
        own = fact.level is e.Nudged.OWNER or fact.to in incident.waiting_on(incident.step(step))
        incident = _with_step(incident, step, **{"owner_told" if own else "lead_told": True})
    return incident
