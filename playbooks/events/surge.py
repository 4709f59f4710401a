"""What happens in a surge: the same question, from many customers at once."""

from dataclasses import dataclass
from datetime import datetime

from playbooks.commands import IncidentId, StatementId
from playbooks.events.event import Event
from playbooks.playbook import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class SurgeFact(Event):
    """A fact about a surge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurgeBegun(SurgeFact):
    """Many ask the same; `parent` is the incident that it comes from."""

    parent: IncidentId | None = None
    parent_ref: str = ""  # empty: none, or a restricted one


@dataclass(frozen=True, slots=True, kw_only=True)
class SurgeLinked(SurgeFact):
    """Of the incident that it comes from: a surge was opened, and its lead hears when its facts change."""

    surge: IncidentId
    ref: str
    lead: UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class SurgeAnswered(SurgeFact):
    """A person has answered a customer with an approved wording."""

    number: int  # 1 is the first answer of this surge
    wording: StatementId
    text: str  # as the customer got it
    report: str  # of a tool; empty: none
    others: int  # further messages of the same customer that this answers
    where: str  # a link to the answer; empty: not said
    sampled: bool  # somebody else reads it again
    waiting: int  # customers who wait after it
    oldest_at: datetime | None  # since when the first of them does


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRead(SurgeFact):
    """Somebody has read an answer again."""

    number: int
    right: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SurgeCounted(SurgeFact):
    """How many customers wait, and since when the first of them does."""

    waiting: int
    oldest_at: datetime | None
    late: bool  # the first of them waits far longer than promised
    to: UserId | None = None  # None: it was told before, or nobody waits too long


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteersCalled(SurgeFact):
    """People who are trained to answer are asked to help."""

    people: tuple[UserId, ...]
    words: str
