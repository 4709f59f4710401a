"""What people ask about publishing: to stop it, and to start it again, channel by channel."""

from dataclasses import dataclass
from typing import NewType

from playbooks.commands.order import Order

# A place where the brand publishes: people read “channel”, which in code is Slack's. c1, c2 ... within its incident.
OutletId = NewType("OutletId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezePublishing(Order):
    """Ask that publishing stop, how widely and where; asked again, it is widened or takes in more channels."""

    scope: str
    channels: tuple[str, ...]
    known: int | None = None  # how often it had been asked for when this was; None: it does not matter


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmFrozen(Order):
    """Say that nothing leaves by a channel any more."""

    outlet: OutletId


@dataclass(frozen=True, slots=True, kw_only=True)
class RestartOutlet(Order):
    """Order that a channel publish again."""

    outlet: OutletId


@dataclass(frozen=True, slots=True, kw_only=True)
class StopAgain(Order):
    """Say that a channel is not stopped after all, or was restarted by mistake; also after the close."""

    outlet: OutletId
