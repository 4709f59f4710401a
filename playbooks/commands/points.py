"""What people ask about fixed points, and handing over: orders that `points` decides."""

from dataclasses import dataclass

from playbooks.commands.assessing import Assessed
from playbooks.commands.order import Order
from playbooks.playbook import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldPoint(Order):
    """Say that a fixed point was held, with the severity that it came to."""

    assessed: Assessed


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareAgenda(Order):
    """Post the agenda of the fixed point in the incident's channel, once for each point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver(Order):
    """Hand the lead to somebody, who gets the brief of the shift."""

    to: UserId
    known: int | None = None  # how many facts there were when it was asked; None: it does not matter
