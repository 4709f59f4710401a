"""What happens around fixed points, and when one person hands over to the next."""

from dataclasses import dataclass
from datetime import datetime

from playbooks.events.event import Event
from playbooks.playbook import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class PointFact(Event):
    """A fact about the rhythm of the work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointDue(PointFact):
    """A fixed point is due and `to` is told, once, however many were missed."""

    due_at: datetime
    to: UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class PointLapsed(PointFact):
    """Nobody held the fixed point that was due; the room and `to` are told, once for each."""

    due_at: datetime
    to: UserId | None  # who stands in for the lead; None: nobody else is left


@dataclass(frozen=True, slots=True, kw_only=True)
class PointHeld(PointFact):
    """The fixed point was held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaShared(PointFact):
    """Somebody posted the agenda in the incident's channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver(PointFact):
    """Somebody leads from now on, and gets the brief of the shift."""

    to: UserId
    former: UserId | None = None  # who led until then


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadUnreached(PointFact):
    """What `lead` had to be told as lead was refused for good: `to` and the room hear of it, once for each lead."""

    lead: UserId
    to: UserId | None  # who handed over, or stands in; None: nobody else is left
    reason: str  # Slack's own word for why, or ours
