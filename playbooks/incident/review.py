"""What the review answered and decided to do, and what became of its lessons."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from playbooks.commands import ActionId, Sitting, Sort, Target, Way
from playbooks.playbook import PlaybookId, StepId, UserId, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody answered to a question of the review."""

    question: str
    text: str
    by: UserId | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What somebody said in the review's thread, as it reads now."""

    ts: str
    text: str
    by: UserId | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is known of one sitting of the review."""

    sitting: Sitting
    day: datetime | None = None  # None: when the playbook says
    reminded_at: datetime | None = None  # when the lead was last told that it still waits
    held_at: datetime | None = None
    held_by: UserId | None = None


class LessonState(StrEnum):
    """How far a lesson has come."""

    FOUND = "found"
    ACCEPTED = "accepted"  # something is to change by it
    APPLIED = "applied"  # a released version of a playbook cites it
    PROVEN = "proven"  # a later run went through the step that it changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a lesson changes of a playbook's step, as somebody wrote it for the next version."""

    step: StepId
    way: Way
    title: Words
    note: Words | None
    by: UserId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """Which released version of a playbook cites a lesson, at which step."""

    playbook: PlaybookId
    version: int
    step: StepId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """Which later run went through the step of a lesson."""

    ref: str  # empty: a restricted one
    drill: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something the review decided to do, and the lesson in it."""

    id: ActionId
    text: str
    owner: UserId
    due_at: datetime
    sort: Sort | None = None
    target: Target | None = None
    reminded_at: datetime | None = None
    done_at: datetime | None = None
    done_by: UserId | None = None
    accepted_at: datetime | None = None
    accepted_by: UserId | None = None
    draft: Draft | None = None
    applied: Applied | None = None
    proven: Proven | None = None

    @property
    def state(self) -> LessonState:
        """Say how far it has come."""
        if self.proven is not None:
            return LessonState.PROVEN
        if self.applied is not None:
            return LessonState.APPLIED
        return LessonState.FOUND if self.accepted_at is None else LessonState.ACCEPTED
