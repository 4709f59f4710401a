"""Orders about what is learned: when a review is held, and what becomes of its lessons."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from playbooks.commands.order import ActionId, Order
from playbooks.playbook import StepId, Words


class Sitting(StrEnum):
    """The two times at which an incident is looked back at."""

    HOT = "hot"  # within days, while everybody remembers
    COLD = "cold"  # weeks later, with a cool head


class Sort(StrEnum):
    """What a lesson asks for."""

    KEEP = "keep"
    START = "start"
    STOP = "stop"
    CHANGE = "change"


class TargetKind(StrEnum):
    """What a lesson is about."""

    STEP = "step"
    TEMPLATE = "template"
    CONTACT = "contact"
    TRAINING = "training"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a lesson is about; of a step or a template of the playbook, which."""

    kind: TargetKind
    name: str = ""  # the id of the step or of the message


class Way(StrEnum):
    """How a proposed change touches a playbook's step."""

    REWORD = "reword"  # it says something else
    AFTER = "after"  # a new one comes after it


@dataclass(frozen=True, slots=True, kw_only=True)
class SetReviewDay(Order):
    """Say when a review is held."""

    sitting: Sitting
    day: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldReview(Order):
    """Say that a review was held."""

    sitting: Sitting


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkOnReview(Order):
    """Take an answer in the review's thread into the review, as it reads now; an empty text takes it out again."""

    ts: str  # by which Slack names the message
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptLesson(Order):
    """Say that a lesson holds: the playbook, the contacts or the training are to change by it."""

    action: ActionId


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeChange(Order):
    """Write what a lesson changes of a step, for the next version of the playbook."""

    action: ActionId
    step: StepId
    way: Way
    title: Words
    note: Words | None = None  # what the step says beside its title; None: nothing, or as before
