"""Looking back at an incident: what was planned against what was done, what was learned, what will be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, assert_never
from zoneinfo import ZoneInfo

from playbooks import events as e
from playbooks import lessons, refusals, sittings
from playbooks.commands import (
    AcceptLesson,
    ActionId,
    AddAction,
    AnswerReview,
    CompleteAction,
    HoldReview,
    RemarkOnReview,
    SetReviewDay,
    Verification,
)
from playbooks.incident import Call, CallState, Claim, Duty, Incident, Stance, StepInRun, StepStatus
from playbooks.playbook import StepId, StepKind, UserId
from playbooks.preparedness import Preparedness, preparedness
from playbooks.sittings import SittingOrder
from playbooks.typed import one_line, paragraph

ReviewOrder = AnswerReview | AddAction | CompleteAction | RemarkOnReview | SittingOrder | AcceptLesson

MORNING: Final = time(9)  # an action due on a day falls due at nine, where its owner lives
REST_OF_DAY: Final = timedelta(hours=15)  # an action falls due at nine, and its day ends at midnight


def _remarked(incident: Incident, order: RemarkOnReview, by: UserId, now: datetime) -> tuple[e.Event, ...]:
    _must_be_closed(incident)
    text = paragraph(order.text)
    before = next((one.text for one in incident.remarks if one.ts == order.ts), "")
    return () if text == before else (e.ReviewRemarked(at=now, by=by, ts=order.ts, text=text),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was known when a decision was taken."""

    step: StepId
    at: datetime
    verified: tuple[str, ...]
    to_verify: tuple[str, ...]
    refuted: tuple[str, ...]


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
    prepared: Preparedness | None = None
    known: tuple[Known, ...] = ()  # what was known at each decision, in the order of the decisions


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
        prepared=preparedness(incident),
        known=tuple(_known_at(decided, log) for decided in _decided(incident, done)),
    )


def _decided(incident: Incident, done: Iterable[StepInRun]) -> tuple[tuple[datetime, StepId], ...]:
    """List when which decision was taken, about answering or otherwise."""
    steps = ((s.progress.settled_at, s.step.id) for s in done if s.step.kind is StepKind.DECISION)
    stances = ((stance.at, stance.step) for stance in incident.stances)
    taken = ((at, step) for at, step in (*steps, *stances) if at is not None)
    return tuple(sorted(dict.fromkeys(taken)))


def _known_at(decided: tuple[datetime, StepId], log: Iterable[e.Event]) -> Known:
    """Go through the log up to a decision: which claims were there, and how far each was known to be so."""
    at, step = decided
    texts, stands = dict[int, str](), dict[int, Verification]()
    for fact in log:
        if fact.at > at:
            break
        if isinstance(fact, e.LogWritten) and fact.claim:
            texts[fact.claim], stands[fact.claim] = fact.text, fact.status
        elif isinstance(fact, e.ClaimSettled):
            stands[fact.claim] = Verification.VERIFIED if fact.true else Verification.FALSE

    def those(status: Verification) -> tuple[str, ...]:
        return tuple(texts[number] for number, stood in stands.items() if stood is status)

    return Known(
        step=step,
        at=at,
        verified=those(Verification.VERIFIED),
        to_verify=those(Verification.TO_VERIFY),
        refuted=those(Verification.FALSE),
    )


def decide(
    incident: Incident, order: ReviewOrder, *, by: UserId, now: datetime, zone: ZoneInfo
) -> tuple[e.Event, ...]:
    """Decide on an order about the review; `zone` is where the owner of an action lives. Raises a Refusal."""
    match order:
        case AnswerReview():
            return answer(incident, order, by=by, now=now)
        case AddAction():
            return add_action(incident, order, by=by, now=now, zone=zone)
        case CompleteAction():
            return complete_action(incident, order, by=by, now=now)
        case RemarkOnReview():
            return _remarked(incident, order, by, now)
        case SetReviewDay() | HoldReview():
            return sittings.decide(incident, order, by=by, now=now)
        case AcceptLesson():
            return lessons.decide(incident, order, by=by, now=now)
        case _:
            assert_never(order)


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


def add_action(
    incident: Incident, command: AddAction, *, by: UserId, now: datetime, zone: ZoneInfo
) -> tuple[e.Event, ...]:
    """
    Note an action, due in the morning of its day where its owner lives.

    Raises Conflict while the incident runs, BadRequest for no words or a day that has passed, NotFound.
    """
    _must_be_closed(incident)
    text = one_line(command.text)
    if not text:
        raise refusals.crisis.words_missing(field="text")
    due_at = _morning(command.due, zone)
    if due_at <= now - REST_OF_DAY:
        raise refusals.review.due_in_the_past()
    lessons.must_be_there(incident.playbook, command.target)
    added = e.ActionAdded(
        at=now,
        by=by,
        action=ActionId(f"a{len(incident.actions) + 1}"),
        text=text,
        owner=command.owner,
        due_at=due_at,
        sort=command.sort,
        target=command.target,
    )
    return (added,)


def _morning(day: date, zone: ZoneInfo) -> datetime:
    try:
        return datetime.combine(day, MORNING, zone).astimezone(UTC)
    except OverflowError as exc:  # East of Greenwich the first day of the calendar began before it.
        raise refusals.review.due_in_the_past() from exc


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
