"""A moment at which something must happen, and what happens then."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Final


class DueKind(StrEnum):
    """What happens at a due moment."""

    RUNG = "rung"  # the next rung of the ladder `subject` is called
    ANSWER_QUIET = "answer_quiet"  # whoever took the ladder `subject` is asked whether they are still on it
    ANSWER_EXPIRES = "answer_expires"  # nobody did anything since, and the ladder goes on
    MEANS = "means"  # the call `subject` goes on by the person's next means
    STEP_OWNER = "step_owner"  # the owner of the step `subject` hears that it is late
    STEP_LEAD = "step_lead"  # the lead hears it too
    PROMISE_SOON = "promise_soon"  # the lead is reminded of the promised update
    PROMISE = "promise"  # the promised update is broken
    REVIEW = "review"  # the lead is told that the review still waits; with `subject`, the cold one
    LESSONS = "lessons"  # it is over, and the lessons that its playbook cites are seen to
    ESTIMATE = "estimate"  # whoever was asked to approve, in the ask `subject`, has not answered
    ACTION = "action"  # the owner of the action `subject` is told that it is due
    HOLD_SOON = "hold_soon"  # `subject` per cent of a hold or a silence are over; its owner is told
    HOLD_ENDS = "hold_ends"  # its time is over, and the decision of the step `subject` is open again
    DECISION_WAITS = (
        "decision_waits"  # the decision of the step `subject` is still open; the lead is told again
    )
    POINT = "point"  # the lead is told that a fixed point is due
    POINT_LAPSED = "point_lapsed"  # nobody held it; the room and who stands in for the lead are told
    CLOCK_SHARE = "clock_share"  # so much of the legal clock `subject` is over; its owner is told
    CLOCK_LIMIT = "clock_limit"  # the time of the legal clock `subject` is over
    CLOCK_OVER = "clock_over"  # the legal clock `subject` still runs past its limit; its owner is told again
    FREEZE_OWNER = "freeze_owner"  # whoever stops publishing hears that a channel is not confirmed frozen
    FREEZE_LEAD = "freeze_lead"  # the lead hears it too, again and again
    CASE_CLOCK = "case_clock"  # of the customer's time, by the clock `subject`: whoever answers is told
    SURGE_COUNT = "surge_count"  # it is counted how many customers wait, and since when
    PUBLISHING_STOPPED = "publishing_stopped"  # somebody is asked after the restart


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Due:
    """One pending moment (UTC)."""

    at: datetime
    kind: DueKind
    subject: str = ""


IN_ORDER: Final = attrgetter("at", "kind", "subject")  # as they compare, at a fraction of the cost
