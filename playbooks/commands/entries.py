"""What people ask about the log: keep something, correct it, and follow the messages that were kept."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from playbooks.commands.claims import Verification
from playbooks.commands.order import ChannelId, Order
from playbooks.playbook import UserId


class EntryKind(StrEnum):
    """What an entry of the log is about."""

    INFORMATION = "information"  # to verify, being verified, verified or false
    DECISION = "decision"
    ACTION = "action"
    MESSAGE = "message"
    CONTACT = "contact"
    SEVERITY = "severity"
    HOLD = "hold"
    HANDOVER = "hand-over"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The message that an entry was kept from."""

    channel: ChannelId
    ts: str  # Slack's own name for it, unique in its channel
    author: UserId
    link: str = ""  # nothing: Slack gave none


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteLog(Order):
    """
    Keep a sentence in the log; `status` says whether it is a claim, and how far it is known to be so.

    `happened` is when it was so, where that is not the moment at which it is kept.
    """

    text: str
    status: Verification = Verification.NOTE
    kind: EntryKind = EntryKind.NOTE
    source: str = ""
    happened: datetime | None = None
    original: Original | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectEntry(Order):
    """Keep a new entry in the place of an earlier one, which stands as it was."""

    entry: int
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteMessageEdit(Order):
    """Keep what a message says by now that was kept in the log before."""

    channel: ChannelId
    ts: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteMessageDeletion(Order):
    """Keep that a message which was kept in the log before was deleted; Slack does not say by whom."""

    channel: ChannelId
    ts: str
