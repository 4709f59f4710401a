"""What becomes of a review and of its lessons: held, accepted, taken into a playbook, gone through once more."""

from dataclasses import dataclass
from datetime import datetime

from playbooks.commands import ActionId, Sitting, Way
from playbooks.events.event import Event
from playbooks.playbook import PlaybookId, StepId, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningFact(Event):
    """A fact about what is learned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDated(LearningFact):
    """Somebody said when a review is held."""

    sitting: Sitting
    day: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewHeld(LearningFact):
    """A review was held."""

    sitting: Sitting


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewReminded(LearningFact):
    """A review was not held in time; the lead was told."""

    sitting: Sitting = Sitting.HOT


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRemarked(LearningFact):
    """Somebody said something in the review's thread, or says it otherwise now; an empty text: they took it back."""

    ts: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonAccepted(LearningFact):
    """A lesson holds: something is to change by it."""

    action: ActionId


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeProposed(LearningFact):
    """What a lesson changes of a playbook's step was written down, for its next version."""

    action: ActionId
    step: StepId
    way: Way
    title: Words
    note: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonApplied(LearningFact):
    """A released version of a playbook cites a lesson."""

    action: ActionId
    playbook: PlaybookId
    version: int
    step: StepId


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonProven(LearningFact):
    """A later run went through the step that a lesson had changed."""

    action: ActionId
    run: str  # the incident's id
    ref: str  # empty: a restricted one
    drill: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonsPassed(LearningFact):
    """Of a run that is over: it went through the steps of these lessons."""

    lessons: tuple[str, ...]  # INC-2026-0042/a1
