"""What happens to an entry of the log after it was kept: the message that it was kept from is edited or deleted."""

from dataclasses import dataclass

from playbooks.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFact(Event):
    """A fact about one entry; the entry itself is never edited."""

    entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageEdited(EntryFact):
    """The message that it was kept from says something else by now; `by` is who edited it."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDeleted(EntryFact):
    """The message that it was kept from is gone. Slack does not say who deleted it."""
