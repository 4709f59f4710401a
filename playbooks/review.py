"""Looking back at an incident: what was planned against what was done, what was learned, what will be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from playbooks import events as e
from playbooks import refusals
from playbooks.commands import ActionId, AnswerReview, CompleteAction
from playbooks.incident import Call, CallState, Claim, Duty, Incident, Stance, StepInRun, StepStatus
from playbooks.playbook import StepKind, UserId
from playbooks.typed import one_line, paragraph

REST_OF_DAY: Final = timedelta(hours=15)  # an action falls due at nine, and its day ends at midnight


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The facts of a review, drawn from the incident's own log; what, never who to blame."""

    lasted: timedelta | None  # None: it still runs
    done: tuple[StepInRun, ...]
    late: tuple[tuple[StepInRun, timedelta], ...]  # done after their due time, and by how much
    skipped: tuple[StepInRun, ...]
    left_open: tuple[StepInRun, ...]
    improvised: tuple[StepInRun, ...]  # added on the way
    decisions: tuple[StepInRun, ...]
    calls: tuple[Call, ...]
    first_answer: timedelta | None  # from the opening to the first call taken
    broken_promises: int
    stances: tuple[
        Stance, ...
    ] = ()  # each decision about answering, with its answers, its advice and its end
    claims: tuple[Claim, ...] = ()  # in the order in which they were kept
    points_held: int = 0
    assessments: tuple[e.SeverityAssessed, ...] = ()
    duties: tuple[Duty, ...] = ()  # the legal clocks: met, missed or waived, with what was said


def look_back(incident: Incident, facts: Iterable[e.Event]) -> Review:
    """Draw the review's facts from the state and the log."""
    steps, log = incident.steps, tuple(facts)
    added = {step.id for step in incident.added}
    done = tuple(s for s in steps if s.progress.status is StepStatus.DONE)
    taken = [
        c.answered_at for c in incident.calls if c.state is CallState.TAKEN and c.answered_at is not None
    ]
    return Review(
        lasted=None if incident.closed_at is None else incident.closed_at - incident.opened_at,
        done=done,
        late=tuple((s, late) for s in done if (late := lateness(s)) is not None),
        skipped=tuple(s for s in steps if s.progress.status is StepStatus.SKIPPED),
        left_open=incident.open_steps,
        improvised=tuple(s for s in steps if s.step.id in added),
        decisions=tuple(s for s in done if s.step.kind is StepKind.DECISION),
        calls=incident.calls,
        first_answer=min(taken) - incident.opened_at if taken else None,
        broken_promises=sum(isinstance(fact, e.PromiseBroken) for fact in log),
        stances=incident.stances,
        claims=incident.claims,
        points_held=len(incident.points),
        assessments=tuple(fact for fact in log if isinstance(fact, e.SeverityAssessed)),
        duties=incident.duties,
    )


def lateness(step: StepInRun) -> timedelta | None:
    """How much later than planned a step was done; None when it was in time or had no time."""
    due_at, settled_at = step.progress.due_at, step.progress.settled_at
    if due_at is None or settled_at is None or settled_at <= due_at:
        return None
    return settled_at - due_at


def answer(incident: Incident, command: AnswerReview, *, by: UserId, now: datetime) -> tuple[e.Event, ...]:
    """Keep the answers that changed. Raises Conflict while the incident runs."""
    _must_be_closed(incident)
    known = {question.id for question in incident.playbook.review.questions}
    before = {a.question: a.text for a in incident.answers}
    kept = tuple((question, paragraph(text)) for question, text in command.answers)
    if any(question not in known for question, _ in kept):
        raise refusals.review.unknown_question()
    return tuple(
        e.ReviewAnswered(at=now, by=by, question=question, text=text)
        for question, text in kept
        if text and text != before.get(question)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Intended:
    """An action whose day has become a moment in its owner's time zone."""

    text: str
    owner: UserId
    due_at: datetime


def add_action(incident: Incident, intended: Intended, *, by: UserId, now: datetime) -> tuple[e.Event, ...]:
    """Note an action. Raises Conflict while the incident runs, BadRequest for no words or a day that has passed."""
    _must_be_closed(incident)
    text = one_line(intended.text)
    if not text:
        raise refusals.crisis.words_missing(field="text")
    if intended.due_at <= now - REST_OF_DAY:
        raise refusals.review.due_in_the_past()
    number = ActionId(f"a{len(incident.actions) + 1}")
    return (
        e.ActionAdded(at=now, by=by, action=number, text=text, owner=intended.owner, due_at=intended.due_at),
    )


def complete_action(
    incident: Incident, command: CompleteAction, *, by: UserId, now: datetime
) -> tuple[e.Event, ...]:
    """Say that an action is done. Raises NotFound, AlreadyDone."""
    action = incident.action(command.action)
    if action.done_at is not None:
        raise refusals.review.action_done_before(action.done_by, action.done_at)
    return (e.ActionCompleted(at=now, by=by, action=action.id),)


def _must_be_closed(incident: Incident) -> None:
    if incident.is_open:
        raise refusals.crisis.still_open(incident.ref)
