"""What people ask of a legal clock: each an order that `duties` decides."""

from dataclasses import dataclass
from datetime import datetime

from playbooks.commands.order import Order
from playbooks.playbook import ClockId


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmClock(Order):
    """
    Say that a duty applies, and since when; also what takes a waiver, or a duty met by mistake, back.

    `started_at` None: since the opening, which only a duty that counts from awareness allows. `reason` is needed where
    a start that was confirmed becomes a later one.
    """

    clock: ClockId
    started_at: datetime | None = None
    reason: str = ""
    known: int | None = None  # how often it had been decided on when this was asked; None: it does not matter


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiveClock(Order):
    """Say that a duty does not apply, and why."""

    clock: ClockId
    reason: str
    known: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetClock(Order):
    """Say that a duty is met, and what shows it: a receipt, a reference, a link. `met_at` None: now."""

    clock: ClockId
    evidence: str
    met_at: datetime | None = None
    known: int | None = None
