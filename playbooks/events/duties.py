"""What happens to the legal clocks of an incident."""

from dataclasses import dataclass
from datetime import datetime

from playbooks.events.event import Event
from playbooks.playbook import ClockId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFact(Event):
    """A fact about legal clocks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockConfirmed(ClockFact):
    """The duty applies, since `started_at`."""

    clock: ClockId
    started_at: datetime
    reason: str = ""  # why it starts later than was confirmed before


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockWaived(ClockFact):
    """The duty does not apply."""

    clock: ClockId
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockMet(ClockFact):
    """The duty was met; `evidence` shows it."""

    clock: ClockId
    evidence: str
    met_at: datetime | None = None  # None: when it was said


@dataclass(frozen=True, slots=True, kw_only=True)
class ClocksReminded(ClockFact):
    """So much of their limits is over, in per cent, and `to` is told, once for all of them."""

    to: UserId
    shares: tuple[tuple[ClockId, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockMissed(ClockFact):
    """The limit passed and the duty was neither met nor waived."""

    clock: ClockId
    limit_at: datetime
