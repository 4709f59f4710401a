"""The checklist: who has each step, when it was planned and when it was settled."""

from dataclasses import dataclass

from handlers.web.drawing.reader import Reader
from handlers.web.moments import Moment
from handlers.web.words import STATUS, STEP_KIND
from playbooks.incident import Incident, StepInRun, StepStatus
from playbooks.playbook import StepKind
from playbooks.review import lateness


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """One line of the checklist."""

    number: int
    title: str
    marks: tuple[str, ...]  # mandatory, decision, added on the way
    note: str  # empty once it is settled
    owner: str
    role: str
    planned: Moment | None
    settled: Moment | None
    settled_by: str
    status: str  # open, late, done or skipped: the line's look
    status_words: str
    late_words: str
    words_label: str  # decision, reason or note
    words: str


def step_rows(incident: Incident, reader: Reader) -> tuple[StepRow, ...]:
    """Draw every step in order."""
    return tuple(_row(incident, step, reader) for step in incident.steps)


def _row(incident: Incident, step: StepInRun, reader: Reader) -> StepRow:
    how = step.progress
    late = _late(incident, step, reader)
    return StepRow(
        number=step.number,
        title=reader.read(step.step.title),
        marks=_marks(incident, step, reader),
        note=reader.read(step.step.note) if step.step.note is not None and step.open else "",
        owner=", ".join(reader.name(owner) for owner in incident.owners(step)),
        role=reader.role(step.step.role),
        planned=reader.at_or_none(how.due_at),
        settled=reader.at_or_none(how.settled_at),
        settled_by=reader.say("settled_by", name=reader.name(how.settled_by)) if how.settled_by else "",
        status="late" if late and step.open else how.status.value,
        status_words=reader.read(STATUS[how.status]),
        late_words=late,
        words_label=reader.say(_label(step)),
        words=" · ".join(part for part in (_decided(step, reader), how.words) if part),
    )


def _decided(step: StepInRun, reader: Reader) -> str:
    return "" if step.decided is None else reader.read(step.decided)


def _marks(incident: Incident, step: StepInRun, reader: Reader) -> tuple[str, ...]:
    kind = reader.read(STEP_KIND[step.step.kind])
    mandatory = reader.say("mandatory") if step.step.mandatory else ""
    added = reader.say("added") if step.step in incident.added else ""
    return tuple(mark for mark in (kind, mandatory, added) if mark)


def _late(incident: Incident, step: StepInRun, reader: Reader) -> str:
    """Say by how much a step is late: now while the incident runs, then if it was done too late."""
    due_at = step.progress.due_at
    if step.open:
        over = due_at is not None and incident.is_open and reader.now > due_at
        return reader.say("late_now", length=reader.length(reader.now - due_at)) if over and due_at else ""
    late = lateness(step) if step.progress.status is StepStatus.DONE else None
    return "" if late is None else reader.say("late_then", length=reader.length(late))


def _label(step: StepInRun) -> str:
    if step.progress.status is StepStatus.SKIPPED:
        return "reason"
    return "decision" if step.step.kind is StepKind.DECISION else "note"
