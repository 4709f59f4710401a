"""A reply that is about to go out, and what may be found in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from playbooks.playbook import Network, Words


class Weight(StrEnum):
    """What a finding means for the reply, the gravest first."""

    BLOCKS = "blocks"  # must be mended before it can go out
    APPROVAL = "approval"  # may go out once somebody else has approved it
    ADVICE = "advice"  # may go out as it is


class Kind(StrEnum):
    """What is wrong, the gravest first; findings come in this order."""

    UNRESOLVED = "unresolved"  # a blank that nobody filled
    PERSONAL = "personal"  # what nobody else may read about the customer
    ASKS_PERSONAL = "asks-personal"  # a request to give it where everybody reads
    LENGTH = "length"
    SIGNATURE = "signature"
    DETAIL = "detail"  # nothing of what the customer wrote is taken up
    PROMISE = "promise"  # words that promise too much
    BLAME = "blame"
    EXCUSE_IF = "excuse-if"  # an apology that doubts that there was anything to apologise for
    SHOUTING = "shouting"

    @property
    def weight(self) -> Weight:
        """Tell what a finding of this kind means for the reply."""
        return _WEIGHT.get(self, Weight.BLOCKS)


_WEIGHT: Final[Mapping[Kind, Weight]] = {
    Kind.PROMISE: Weight.APPROVAL,
    Kind.BLAME: Weight.ADVICE,
    Kind.EXCUSE_IF: Weight.ADVICE,
    Kind.SHOUTING: Weight.ADVICE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A reply as it would go out, and what is known of where it goes."""

    text: str
    language: str  # of the reply: fr, en, or any other
    public: bool  # seen by everybody; False: a private message or an e-mail
    asked: str = ""  # the customer's own words; empty: unknown
    signature: str = ""  # what must stand at its end; empty: none is required
    network: Network | None = None  # None: no limit of length is known
    banned: tuple[str, ...] = ()  # the company's own words that promise too much, taken literally
    brands: tuple[str, ...] = ()  # the company's own names: repeating one takes up no detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong with a reply."""

    kind: Kind
    weight: Weight
    found: str  # the exact piece of the text; empty: it is about the whole of it, or about what is missing
    says: Words  # what is wrong and what to do, in one sentence


def finding(kind: Kind, found: str, says: Words) -> Finding:
    """Make a finding with the weight of its kind."""
    return Finding(kind=kind, weight=kind.weight, found=found, says=says)
