"""What people ask of a customer's case."""

from dataclasses import dataclass

from playbooks.commands.order import Order
from playbooks.playbook import Network
from playbooks.routing.pledges import Urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomersWords:
    """What a customer wrote, and where, as it was typed; empty: not known."""

    text: str
    network: Network | None = None
    link: str = ""
    author: str = ""  # as the network names them
    reach: str = ""  # how many follow them, in digits
    urgency: Urgency | None = None  # None: the usual one for how serious it is
    agreed: bool = False  # with whoever answers the same customer already


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerWroteAgain(Order):
    """Keep what the customer wrote since; they wait for the next answer."""

    text: str
