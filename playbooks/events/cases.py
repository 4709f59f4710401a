"""What happens to a customer's case: what they wrote, and how soon they are answered."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from playbooks.events.event import Event
from playbooks.matching import Triage
from playbooks.playbook import Network, UserId
from playbooks.routing.pledges import Pledges, Urgency, Week
from playbooks.triage import Sign


class CaseClock(StrEnum):
    """What a customer waits for."""

    ANSWER = "answer"  # the first one, or the next
    SETTLED = "settled"  # that all is done
    REVIEW = "review"  # that somebody looks again at what was left unanswered


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFact(Event):
    """A fact about a customer's case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened(CaseFact):
    """A customer wrote; what they are promised, and in which hours, is pinned here."""

    text: str
    network: Network | None
    link: str  # to what they wrote; empty: unknown
    author: str  # a pseudonym: the same customer of the same network has the same one; empty: unknown
    reach: int | None  # how many follow them
    urgency: Urgency
    pledges: Pledges
    week: Week | None  # None: all hours count
    source: str = ""  # the tool that reported it; empty: none did
    external: str = ""  # the tool's own name for the message


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerWrote(CaseFact):
    """The customer wrote again, and waits for the next answer."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReminded(CaseFact):
    """So much of the customer's time is over, in per cent, and `to` is told."""

    clock: CaseClock
    share: int
    due_at: datetime
    to: UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLate(CaseFact):
    """The customer was not answered in time; `to` are told."""

    clock: CaseClock
    due_at: datetime
    to: tuple[UserId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTriaged(CaseFact):
    """Somebody decided what is done with the customer's message, by what it shows."""

    signs: tuple[Sign, ...]
    advised: Triage
    choice: Triage
    reason: str
    review_at: datetime | None  # of a silence


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseKept(CaseFact):
    """Whoever answers stays on the case past the end of their turn, the one that ends at `until`."""

    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseNamed(CaseFact):
    """Somebody said what made the customer write, or what the incident came from."""

    cause: str
    before: int = 0  # incidents of the twelve months before it with the same cause; restricted ones and exercises count not
