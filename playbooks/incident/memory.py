"""What ties an incident to those before it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What is known of an incident that was brought along from another tool, or from another installation."""

    external: str  # its name there
    cause: str
    summary: str
    lesson: str
    digest: str = ""  # of the file in which another installation gave it away; empty: another tool did


@dataclass(frozen=True, slots=True, kw_only=True)
class Caused:
    """What an incident came from, and how often the same was there in the twelve months before."""

    cause: str
    before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """The past incident that was most like this one when it opened."""

    ref: str
    title: str
    cause: str
    lesson: str
    matched: tuple[str, ...]
    waiting: tuple[str, ...] = ()  # lessons of it about which something was still to be done
