"""
What an incident is after its last fact.

`deciding` turns what somebody asks into facts or a refusal; `folding` turns facts into this state.
"""

from playbooks.incident.claims import Claim
from playbooks.incident.holding import (
    WAITING_OUTCOMES,
    Ending,
    Renewal,
    Stance,
)
from playbooks.incident.incident import (
    Action,
    Answer,
    Call,
    CallState,
    Climb,
    ClimbState,
    Failure,
    Incident,
    IncidentState,
    Posted,
    Progress,
    Promise,
    Ref,
    Room,
    Said,
    StepInRun,
    StepStatus,
)
from playbooks.incident.points import Assessment, Point
from playbooks.incident.statements import (
    Ask,
    Objection,
    Publication,
    Statement,
    StatementState,
)
from playbooks.incident.versions import Offer

__all__ = [
    "WAITING_OUTCOMES",
    "Action",
    "Answer",
    "Ask",
    "Assessment",
    "Call",
    "CallState",
    "Claim",
    "Climb",
    "ClimbState",
    "Ending",
    "Failure",
    "Incident",
    "IncidentState",
    "Objection",
    "Offer",
    "Point",
    "Posted",
    "Progress",
    "Promise",
    "Publication",
    "Ref",
    "Renewal",
    "Room",
    "Said",
    "Stance",
    "Statement",
    "StatementState",
    "StepInRun",
    "StepStatus",
]
