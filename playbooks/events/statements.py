"""What happens to statements."""

from dataclasses import dataclass
from datetime import datetime

from playbooks.commands import AskId, ChannelId, Slots, StatementId
from playbooks.events.event import Event
from playbooks.playbook import Lane, Language, MessageId, Network, RoleId, Strategy, UserId
from playbooks.routing import MeansId


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words of a statement, complete; approvals are bound to their digest."""

    message: MessageId | None  # the prepared message they come from
    strategy: Strategy
    lane: Lane
    roles: tuple[RoleId, ...]  # who approves; in the green lane, who is told
    slots: Slots
    blanks: tuple[tuple[str, str], ...]
    words: str  # a person's own, in place of the prepared ones; empty: as prepared
    text: str
    digest: str  # SHA-256 of `text`, hexadecimal
    without: tuple[Network, ...] = ()  # where it will not be read, though its message is meant for it
    language: Language | None = None  # None: the incident's
    alternative: int = 0  # which of the prepared message's wordings; 0 is the first


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFact(Event):
    """Something that has happened to one statement."""

    statement: StatementId


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementProposed(StatementFact):
    """Somebody proposes words for the public."""

    wording: Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementEdited(StatementFact):
    """The words are others; what was approved before is void."""

    wording: Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproverAsked(StatementFact):
    """Somebody is asked to approve the present words; the message to them is owed."""

    ask: AskId
    roles: tuple[RoleId, ...]
    person: UserId
    until: datetime
    instead_of: UserId | None = None  # who was asked before and did not answer


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneRaised(StatementFact):
    """It is more serious now: the same words need more approval; what was given to them stands."""

    lane: Lane
    roles: tuple[RoleId, ...]
    alone: tuple[RoleId, ...] = ()  # for which nobody but a writer could approve


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproverReached(StatementFact):
    """Slack accepted the message to an approver."""

    ask: AskId
    channel: ChannelId
    ts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateGiven(StatementFact):
    """An approver said until when they need."""

    ask: AskId
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateLapsed(StatementFact):
    """The time went by without an answer, or Slack could not reach the person; never an approval."""

    ask: AskId
    reason: str = ""  # Slack's error name; empty: silence
    alone: tuple[RoleId, ...] = ()  # for which nobody else is left to ask


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementApproved(StatementFact):
    """Somebody approved the text with this digest; a remark is shown to the author."""

    ask: AskId
    digest: str
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementObjected(StatementFact):
    """Somebody objected strongly to the text with this digest."""

    ask: AskId
    digest: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionWithdrawn(StatementFact):
    """Somebody took their objection back; their approval is still asked for."""

    ask: AskId


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPublished(StatementFact):
    """A person has published it, there and then."""

    digest: str
    where: str
    published_at: datetime
    next_at: datetime | None  # the next word that the text announces


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementWithdrawn(StatementFact):
    """It was dropped."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerHanded(StatementFact):
    """Somebody handed the approved text with this digest to a care tool."""

    to: MeansId
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerArrived(StatementFact):
    """The care tool has taken the text with this digest."""

    to: MeansId
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRefused(StatementFact):
    """The care tool refused the text with this digest for good, or did not get it."""

    to: MeansId
    reason: str
    digest: str = ""
