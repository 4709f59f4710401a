"""What is remembered of the log's entries beside the log itself: as little as their numbers and fates need."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from playbooks.commands import ChannelId, EntryKind
from playbooks.playbook import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMessage:
    """A message that was kept as an entry."""

    channel: ChannelId
    ts: str
    entry: int
    digest: str  # of the text that is known last; nothing: it was deleted


@dataclass(frozen=True, slots=True, kw_only=True)
class Logbook:
    """The numbers of the entries; their texts stand in the log alone, but for claims."""

    last: int = 0  # the number given last; claims and all other entries are numbered in one row
    kinds: tuple[tuple[int, EntryKind], ...] = ()  # of each entry that is neither a note nor a claim
    latest: tuple[tuple[UserId, int], ...] = ()  # the entry that each person kept last
    messages: tuple[KeptMessage, ...] = ()
    corrected: tuple[tuple[int, int], ...] = ()  # an entry, and the one that stands in its place

    def kind(self, entry: int) -> EntryKind:
        """Tell the kind of an entry that is no claim."""
        return dict(self.kinds).get(entry, EntryKind.NOTE)

    def latest_of(self, person: UserId) -> int:
        """Give the number of the entry that somebody kept last; 0: none."""
        return dict(self.latest).get(person, 0)

    def message(self, channel: ChannelId, ts: str) -> KeptMessage | None:
        """Find a message that was kept."""
        return next((kept for kept in self.messages if (kept.channel, kept.ts) == (channel, ts)), None)

    def successor(self, entry: int) -> int:
        """Give the number of the entry that stands in the place of another one; 0: none does."""
        return dict(self.corrected).get(entry, 0)


NO_ENTRIES: Final = Logbook()


def digest_of(text: str) -> str:
    """Tell one text of a message from another without keeping either."""
    return sha256(text.encode()).hexdigest()[:16]
