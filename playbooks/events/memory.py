"""What ties an incident to those before it: that it was brought along from elsewhere, and which one was recalled."""

from dataclasses import dataclass

from playbooks.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryFact(Event):
    """Something about past incidents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentBrought(MemoryFact):
    """
    It was brought along from another tool, or from another installation of this product: it is over, and only read.

    From another installation it comes with its whole log, which stands before this fact.
    """

    external: str  # its name there
    cause: str
    summary: str
    lesson: str
    digest: str = ""  # of the file in which another installation gave it away; empty: another tool did


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRecalled(MemoryFact):
    """An incident like this one was there before; what was learned then, as it was when this one opened."""

    past: str  # the incident's id
    ref: str
    title: str
    cause: str
    lesson: str
    matched: tuple[str, ...] = ()  # the words that make them alike
    waiting: tuple[str, ...] = ()  # lessons of it about which something was still to be done
