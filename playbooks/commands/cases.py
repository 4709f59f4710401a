"""What people ask of a customer's case."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from playbooks.commands.order import Order
from playbooks.matching import Triage
from playbooks.playbook import Network
from playbooks.routing.pledges import Urgency
from playbooks.triage import Sign


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomersWords:
    """What a customer wrote, and where, as it was typed; empty: not known."""

    text: str
    network: Network | None = None
    link: str = ""
    author: str = ""  # as the network names them
    reach: str = ""  # how many follow them, in digits
    urgency: Urgency | None = None  # None: the usual one for how serious it is
    report: str = ""  # the report of a tool that it answers; empty: none
    agreed: bool = False  # with whoever answers the same customer already


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerWroteAgain(Order):
    """Keep what the customer wrote since; they wait for the next answer."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageCase(Order):
    """Decide what is done with a customer's message, by what it shows; a silence has a time to look again."""

    signs: tuple[Sign, ...]
    choice: Triage
    reason: str = ""
    review_in: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepCase(Order):
    """Stay on a case past the end of one's turn, the one that ends at `until`."""

    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NameCause(Order):
    """Say what made the customer write, as they would name it: the same cause in many cases is one thing to mend."""

    cause: str
