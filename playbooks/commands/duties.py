"""What people ask of a legal clock: each an order that `duties` decides."""

from dataclasses import dataclass
from datetime import datetime

from playbooks.commands.order import Order
from playbooks.playbook import ClockId


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmClock(Order):
    """
    Say that a duty applies, and since when; also what takes a waiver, or a duty met by mistake, back.

    `started_at` None: since the opening, which only a duty that counts from awareness allows.
    """

    clock: ClockId
    started_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiveClock(Order):
    """Say that a duty does not apply, and why."""

    clock: ClockId
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetClock(Order):
    """Say that a duty is met, and what shows it: a receipt, a reference, a link."""

    clock: ClockId
    evidence: str
