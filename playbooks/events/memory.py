"""What ties an incident to those before it: that it was brought along from elsewhere, and which one was recalled."""

from dataclasses import dataclass

from playbooks.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryFact(Event):
    """Something about past incidents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentBrought(MemoryFact):
    """It happened before this product was there and was brought along from another tool: it is over, and only read."""

    external: str  # its name there
    cause: str
    summary: str
    lesson: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRecalled(MemoryFact):
    """An incident like this one was there before; what was learned then, as it was when this one opened."""

    past: str  # the incident's id
    ref: str
    title: str
    cause: str
    lesson: str
    matched: tuple[str, ...] = ()  # the words that make them alike
