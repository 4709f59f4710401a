"""What happens to a claim after it was kept in the log."""

from dataclasses import dataclass

from playbooks.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFact(Event):
    """A fact about one claim; the entry that made it is never edited."""

    claim: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimSettled(ClaimFact):
    """Somebody says that it is so, or that it is not."""

    true: bool
    words: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimChecked(ClaimFact):
    """Somebody is verifying it."""
