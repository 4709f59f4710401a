"""What happens to every incident: its opening, steps, calls, words, close and review."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from playbooks.commands import (
    ActionId,
    CallId,
    ChannelId,
    EntryKind,
    Errand,
    Original,
    Sort,
    Target,
    Verification,
)
from playbooks.events.event import Event
from playbooks.playbook import (
    ClockId,
    LadderId,
    Language,
    PlaybookId,
    PlaybookKind,
    RoleId,
    Severity,
    StepId,
    UnitId,
    UserId,
)
from playbooks.routing import SLACK, MeansId, Reach, Relaxed


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedGroup:
    """People of whom one must answer, whoever else of their rung does."""

    people: tuple[UserId, ...]
    role: RoleId | None = None  # for which they answer; None: the one person is meant by name
    asleep: tuple[UserId, ...] = ()  # who are called as well once it is a crisis


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRung:
    """One rung of a ladder as it was when the incident opened."""

    people: tuple[UserId, ...]
    wait: timedelta  # until the next rung is called
    paced: bool = False  # the wait is the severity's own, and follows it
    groups: tuple[PlannedGroup, ...] = ()  # each of which must answer; none: anybody's answer will do
    severities: tuple[Severity, ...] = ()  # at which it is called; none: at each
    in_turn: bool = False  # one of them alone, the next one each time the ladder is climbed anew
    asleep: tuple[
        UserId, ...
    ] = ()  # passed over in their quiet hours, and called as well once it is a crisis
    reach: tuple[
        tuple[UserId, tuple[Reach, ...]], ...
    ] = ()  # by what else than Slack alone people are called


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedLadder:
    """A ladder with its people found, pinned to the incident."""

    ladder: LadderId
    rungs: tuple[PlannedRung, ...]
    again: int = 0  # how often it is climbed anew from its first rung
    asked_again: timedelta | None = None  # work this quiet after an answer doubts it; None: never
    fallback_after: timedelta | None = None  # without Slack taking a call, until the next means is used


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentOpened(Event):
    """A playbook was started; everything that must not change under the incident is pinned here."""

    ref: str
    kind: PlaybookKind
    playbook: PlaybookId
    version: int
    digest: str
    title: str
    severity: Severity
    unit: UnitId
    country: str
    language: Language
    people_at_risk: bool
    drill: bool
    restricted: bool
    lead: UserId
    roster: tuple[tuple[RoleId, UserId], ...]
    ladders: tuple[PlannedLadder, ...]
    room: ChannelId | None  # the channel it was typed in, for a reply; None: one of its own
    deputies: tuple[tuple[RoleId, UserId], ...] = ()  # who stands in for a role, where somebody does
    relaxed: tuple[Relaxed, ...] = ()  # who was named for a role without meeting everything


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomOpened(Event):
    """Slack made the incident's channel."""

    channel: ChannelId
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPosted(Event):
    """Slack accepted the card."""

    channel: ChannelId
    ts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryFailed(Event):
    """Slack refused something that is owed, for good."""

    errand: Errand
    subject: str
    reason: str  # Slack's error name
    to: UserId | None = None  # whose reminder of a legal clock or of publishing it was
    instead: UserId | None = None  # who is told in their place
    clocks: tuple[ClockId, ...] = ()  # that it was about; none: about publishing


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCompleted(Event):
    """A step was ticked; `note` and `choice` say what was decided, where it is a decision."""

    step: StepId
    note: str
    choice: str = ""  # the id of one of the step's choices, or an outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPartDone(Event):
    """One of a step's several owners, `by`, has done their part; others have not yet."""

    step: StepId
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepReopened(Event):
    """A tick or a skip was taken back."""

    step: StepId


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSkipped(Event):
    """A step was left out on purpose."""

    step: StepId
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepAssigned(Event):
    """A step has an owner."""

    step: StepId
    to: UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class StepAdded(Event):
    """Somebody added what the playbook did not foresee."""

    step: StepId
    title: str
    owner: UserId | None
    due_at: datetime | None


class Nudged(StrEnum):
    """Whom lateness is told to: first the owner; later the lead, who then hears of steps of their own as well."""

    OWNER = "owner"
    LEAD = "lead"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepsLate(Event):
    """Steps passed their due time and `to` is told, once for all of them."""

    steps: tuple[StepId, ...]
    to: UserId
    level: Nudged


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCalled(Event):
    """A call to somebody is owed; whether Slack took it is another fact."""

    call: CallId
    ladder: LadderId
    rung: int
    person: UserId
    due_at: datetime  # when it should have been made; later than that, it is late
    reach: tuple[Reach, ...] = ()  # the means, in their order; none: Slack alone
    groups: tuple[int, ...] = ()  # of the rung's groups, those the person answers for
    round: int = 0  # how often the ladder had been climbed before


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSent(Event):
    """Whatever carries the call's message accepted it; Slack's own is named by `channel` and `ts`."""

    call: CallId
    channel: ChannelId | None = None
    ts: str | None = None
    means: MeansId = SLACK


@dataclass(frozen=True, slots=True, kw_only=True)
class CallHeldUp(Event):
    """Slack takes other things of this incident but not yet this call, the first of its rung to be noticed."""

    call: CallId


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFailed(Event):
    """Whatever carries the call's message refused it for good."""

    call: CallId
    reason: str
    means: MeansId = SLACK


class Why(StrEnum):
    """Why a call goes on by another means."""

    TIME = "time"  # the person has not answered in the time that their order of means leaves
    NOT_TAKEN = "not_taken"  # the one before has not taken the call
    FAILED = "failed"  # the one before refused it for good
    BLOCKED = "blocked"  # the one before refuses everything until somebody mends it


@dataclass(frozen=True, slots=True, kw_only=True)
class MeansUsed(Event):
    """A call is owed by another means as well: the time of the one before is over, or it failed for good."""

    call: CallId
    means: MeansId
    why: Why = Why.TIME
    reason: str = ""  # by which the one before refuses, in its own word
    due_at: datetime | None = None  # when it should have been used; None: at that very moment


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTaken(Event):
    """The person takes it; the ladder rests once nobody else must answer."""

    call: CallId
    means: MeansId = SLACK  # through which they answered


@dataclass(frozen=True, slots=True, kw_only=True)
class CallDeclined(Event):
    """The person can't; `to` is whom they have called in their place."""

    call: CallId
    reason: str
    to: UserId | None = None  # whom they have called in their place
    means: MeansId = SLACK  # through which they answered


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderExhausted(Event):
    """Nobody on the ladder answered, or not everybody who must; the lead and the room are told."""

    ladder: LadderId


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityChanged(Event):
    """It is more, or less, serious than it was."""

    severity: Severity
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadNamed(Event):
    """Somebody leads from now on."""

    lead: UserId
    former: UserId | None = None  # who led until then
    turn_ended: datetime | None = None  # the turn of whoever led until then; None: somebody named the lead


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingLineSet(Event):
    """What we say for now."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateGiven(Event):
    """How things stand, and the moment promised for the next word."""

    text: str
    next_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseReminded(Event):
    """The lead was reminded of a promised update."""

    next_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseBroken(Event):
    """A promised update did not come in time."""

    next_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LogWritten(Event):
    """
    Somebody kept a sentence; as a claim, it is settled later by its number, which is that of the entry.

    `at` is when it was kept, `happened` when it was so.
    """

    text: str
    status: Verification = Verification.NOTE
    claim: int = 0  # 0: no claim
    entry: int = 0  # 0: kept before entries had numbers
    kind: EntryKind = EntryKind.NOTE  # of a claim kept before entries had kinds it says nothing
    source: str = ""
    happened: datetime | None = None  # None: as it was kept
    original: Original | None = None  # the message it was kept from
    corrects: int = 0  # the entry in whose place it stands; 0: none


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentClosed(Event):
    """It is over; `left_open` names the steps that were neither done nor skipped."""

    reason: str
    left_open: tuple[StepId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPosted(Event):
    """Slack accepted the review's first message."""

    channel: ChannelId
    ts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewAnswered(Event):
    """Somebody answered one of the review's questions."""

    question: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionAdded(Event):
    """Something will be done by somebody until a day."""

    action: ActionId
    text: str
    owner: UserId
    due_at: datetime  # nine in the morning of that day, where the owner lives
    sort: Sort | None = None  # None: an action of the time before lessons were told apart
    target: Target | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionReminded(Event):
    """The owner was told that an action is due."""

    action: ActionId


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionCompleted(Event):
    """An action is done."""

    action: ActionId
