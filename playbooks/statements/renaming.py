"""Statements that a newer version parts from their step: its prepared message has another name, or is gone."""

from playbooks.incident import Incident, Statement, StepInRun
from playbooks.playbook import Playbook, Step, StepKind
from playbooks.statements.asking import step_for


def parted_by(incident: Incident, newest: Playbook) -> tuple[tuple[Statement, Step, int], ...]:
    """List what is written and would settle its open step no more, with that step of the newer version and its number."""
    numbered = {step.id: (step, number) for number, step in enumerate(newest.steps, 1)}
    pairs = ((s, step_for(incident, s.wording.message)) for s in incident.statements if s.is_live)
    linked = ((s, *numbered[p.step.id]) for s, p in pairs if p is not None and p.step.id in numbered)
    return tuple(link for link in linked if link[1].message != link[0].wording.message)


def parted(incident: Incident) -> tuple[Statement, ...]:
    """List the statements not yet published whose prepared message the present version does not have."""
    known = {None, *(message.id for message in incident.playbook.messages)}
    return tuple(s for s in incident.statements if s.is_live and s.wording.message not in known)


def unwritten(incident: Incident) -> tuple[StepInRun, ...]:
    """List the open steps that send words of which nothing is written."""
    written = {s.wording.message for s in incident.statements if s.is_live}
    sends = (step for step in incident.open_steps if step.step.kind is StepKind.MESSAGE)
    return tuple(step for step in sends if step.step.message not in written)
