"""Ladders: who is called next, when, what an answer means, and who is asked for by hand."""

from playbooks.escalation.answering import (
    WAITING,
    asks_on,
    decide,
    failed,
    late_by,
    pass_on,
    released,
    taken_by,
)
from playbooks.escalation.by_hand import BY_HAND, JOINED_WITHIN, after_raise, escalate, planned_by_hand
from playbooks.escalation.climbing import (
    LATE_AFTER,
    begin,
    climb_of,
    following,
    held_up,
    is_present,
    missing,
    next_rung,
    passed_over,
    silent_at,
    waits_for_slack,
    who_follows,
)
from playbooks.escalation.expiring import dues, expires_at, fallen
from playbooks.escalation.planning import DEFAULT_WAIT, pinned, planned

__all__ = [
    "BY_HAND",
    "DEFAULT_WAIT",
    "JOINED_WITHIN",
    "LATE_AFTER",
    "WAITING",
    "after_raise",
    "asks_on",
    "begin",
    "climb_of",
    "decide",
    "dues",
    "escalate",
    "expires_at",
    "failed",
    "fallen",
    "following",
    "held_up",
    "is_present",
    "late_by",
    "missing",
    "next_rung",
    "pass_on",
    "passed_over",
    "pinned",
    "planned",
    "planned_by_hand",
    "released",
    "silent_at",
    "taken_by",
    "waits_for_slack",
    "who_follows",
]
