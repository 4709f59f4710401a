"""What becomes of a lesson: found, accepted, taken into a released playbook, gone through by a later run."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final, assert_never

from playbooks import events as e
from playbooks import refusals
from playbooks.commands import AcceptLesson, ActionId, ProposeChange, Sort, Target, TargetKind
from playbooks.incident import Action, Draft, Incident, LessonState, StepStatus
from playbooks.moments import Due, DueKind
from playbooks.playbook import Cited, Playbook, UserId, Words
from playbooks.typed import one_line, paragraph

LessonOrder = AcceptLesson | ProposeChange
LONGEST_TITLE: Final = 150  # characters of a step, as a playbook's document allows
LONGEST_NOTE: Final = 400
SETTLED: Final = frozenset({LessonState.APPLIED, LessonState.PROVEN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a lesson changes of a playbook, to be drafted: which lesson, and how."""

    lesson: str  # INC-2026-0042/a1
    text: str
    draft: Draft


def name_of(incident: Incident, action: ActionId) -> str:
    """Name a lesson as a playbook cites it: INC-2026-0042/a1."""
    return f"{incident.ref}/{action}"


def parted(lesson: str) -> tuple[str, ActionId]:
    """Part a lesson's name into the incident's reference and the action."""
    ref, _, action = lesson.partition("/")
    return ref, ActionId(action)


def is_of_playbook(action: Action) -> bool:
    """Whether a version of the playbook is to take it up: of what is kept as it is, none needs to."""
    about = action.target is not None and action.target.kind in {TargetKind.STEP, TargetKind.TEMPLATE}
    return about and action.sort is not Sort.KEEP


def is_open(action: Action) -> bool:
    """Whether something is left to do about a lesson or an action."""
    return action.state not in SETTLED if is_of_playbook(action) else action.done_at is None


def must_be_there(playbook: Playbook, target: Target | None) -> None:
    """Refuse what the playbook does not have. Raises NotFound."""
    if target is None:
        return
    names = {
        TargetKind.STEP: {str(step.id) for step in playbook.steps},
        TargetKind.TEMPLATE: {str(message.id) for message in playbook.messages},
    }
    if target.name not in names.get(target.kind, {target.name}):
        raise refusals.review.no_such_target(target.name, playbook.title)


def may_accept(incident: Incident) -> tuple[UserId, ...]:
    """List who may say that a lesson holds: the lead, whose playbook it is, and who stands for the company."""
    return tuple(dict.fromkeys((incident.lead, incident.holder(incident.playbook.lead), *incident.above)))


def decide(incident: Incident, order: LessonOrder, *, by: UserId, now: datetime) -> tuple[e.Event, ...]:
    """Accept a lesson, or write what it changes. Raises NotFound, AlreadyDone, NotAllowed, BadRequest."""
    action = incident.action(order.action)
    match order:
        case AcceptLesson():
            return (_accepted(incident, action, by, now),)
        case ProposeChange():
            return _proposed(incident, action, order, by, now)
        case _:
            assert_never(order)


def _accepted(incident: Incident, action: Action, by: UserId, now: datetime) -> e.LessonAccepted:
    if action.state is not LessonState.FOUND:
        raise refusals.review.lesson_accepted_before(action.accepted_by, action.accepted_at)
    if by not in may_accept(incident):
        raise refusals.review.accepting_is_theirs(may_accept(incident))
    return e.LessonAccepted(at=now, by=by, action=action.id)


def _proposed(
    incident: Incident, action: Action, order: ProposeChange, by: UserId, now: datetime
) -> tuple[e.Event, ...]:
    if action.applied is not None:
        raise refusals.review.lesson_applied_before(action.applied.playbook, action.applied.version)
    must_be_there(incident.playbook, Target(kind=TargetKind.STEP, name=order.step))
    title, note = _both(order.title, partial(one_line, limit=LONGEST_TITLE), "title"), order.note
    changed = e.ChangeProposed(
        at=now,
        by=by,
        action=action.id,
        step=order.step,
        way=order.way,
        title=title,
        note=None
        if note is None or not (note.en or note.fr)
        else _both(note, partial(paragraph, limit=LONGEST_NOTE), "note"),
    )
    return (changed,)


def _both(words: Words, cleaned: Callable[[str], str], field: str) -> Words:
    both = Words(en=cleaned(words.en), fr=cleaned(words.fr))
    if not (both.en and both.fr):
        raise refusals.review.both_languages(field=f"{field}_{'fr' if both.en else 'en'}")
    return both


def dues(incident: Incident) -> Iterable[Due]:
    """Say when the lessons that the playbook cites are seen to: once it is over."""
    if incident.playbook.lessons and incident.passed is None and incident.closed_at is not None:
        yield Due(at=incident.closed_at, kind=DueKind.LESSONS)


def fallen(incident: Incident, reached: Iterable[Due], now: datetime) -> Iterable[e.LessonsPassed]:
    """Say which of the lessons that the playbook cites were gone through: their steps were done."""
    if any(due.kind is DueKind.LESSONS for due in reached):
        done = {s.step.id for s in incident.steps if s.progress.status is StepStatus.DONE}
        passed = (cited.lesson for cited in incident.playbook.lessons if cited.step in done)
        yield e.LessonsPassed(at=now, lessons=tuple(passed))


def applied(incident: Incident, cited: Cited, playbook: Playbook, now: datetime) -> tuple[e.Event, ...]:
    """Note that a released version cites a lesson; the first that does counts. Nothing where there is no such lesson."""
    action = _cited(incident, cited.lesson)
    if action is None or action.applied is not None:
        return ()
    fact = e.LessonApplied(
        at=now, action=action.id, playbook=playbook.id, version=playbook.version, step=cited.step
    )
    return (fact,)


def proven(incident: Incident, lesson: str, run: Incident, now: datetime) -> tuple[e.Event, ...]:
    """Note that a run went through the step of a lesson; the first that does counts, and never its own incident."""
    action = _cited(incident, lesson)
    if action is None or action.proven is not None or run.id == incident.id:
        return ()
    ref = "" if run.restricted else run.ref
    return (e.LessonProven(at=now, action=action.id, run=run.id, ref=ref, drill=run.drill),)


def _cited(incident: Incident, lesson: str) -> Action | None:
    _, action_id = parted(lesson)
    return next((action for action in incident.actions if action.id == action_id), None)
