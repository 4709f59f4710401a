"""
What an incident is after its last fact.

`deciding` turns what somebody asks into facts or a refusal; `folding` turns facts into this state.
"""

from playbooks.incident.answered import is_settled, lapsed, released_by, taken, unanswered
from playbooks.incident.calls import Call, CallState, Climb, ClimbState, Posted, Try
from playbooks.incident.cases import Case
from playbooks.incident.claims import Claim
from playbooks.incident.duties import (
    Duty,
    DutyProgress,
    DutyState,
)
from playbooks.incident.holding import (
    WAITING_OUTCOMES,
    Ending,
    Renewal,
    Stance,
)
from playbooks.incident.incident import (
    Failure,
    Incident,
    IncidentState,
    Progress,
    Promise,
    Ref,
    Room,
    Said,
    StepInRun,
    StepStatus,
)
from playbooks.incident.ladders import Escalation
from playbooks.incident.logbook import KeptMessage, Logbook, digest_of
from playbooks.incident.memory import Brought, Caused, Recalled
from playbooks.incident.points import Assessment, Point, Turn
from playbooks.incident.publishing import (
    Freeze,
    Outlet,
    OutletState,
)
from playbooks.incident.review import Action, Answer, Applied, Draft, Held, LessonState, Proven, Remark
from playbooks.incident.statements import (
    Ask,
    Handed,
    Objection,
    Publication,
    Statement,
    StatementState,
)
from playbooks.incident.surge import LEFT_OPEN, Helper, Linked, Sample, Surge
from playbooks.incident.versions import Offer

__all__ = [
    "LEFT_OPEN",
    "WAITING_OUTCOMES",
    "Action",
    "Answer",
    "Applied",
    "Ask",
    "Assessment",
    "Brought",
    "Call",
    "CallState",
    "Case",
    "Caused",
    "Claim",
    "Climb",
    "ClimbState",
    "Draft",
    "Duty",
    "DutyProgress",
    "DutyState",
    "Ending",
    "Escalation",
    "Failure",
    "Freeze",
    "Handed",
    "Held",
    "Helper",
    "Incident",
    "IncidentState",
    "KeptMessage",
    "LessonState",
    "Linked",
    "Logbook",
    "Objection",
    "Offer",
    "Outlet",
    "OutletState",
    "Point",
    "Posted",
    "Progress",
    "Promise",
    "Proven",
    "Publication",
    "Recalled",
    "Ref",
    "Remark",
    "Renewal",
    "Room",
    "Said",
    "Sample",
    "Stance",
    "Statement",
    "StatementState",
    "StepInRun",
    "StepStatus",
    "Surge",
    "Try",
    "Turn",
    "digest_of",
    "is_settled",
    "lapsed",
    "released_by",
    "taken",
    "unanswered",
]
