"""What the desk needs of the world: a memory, a clock, fresh ids, a way to send. Each is implemented elsewhere."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Final, NewType, Protocol

from playbooks.cases import Answering
from playbooks.commands import ChannelId, Errand, IncidentId, RequestId
from playbooks.events import Event
from playbooks.incident import Incident, Ref
from playbooks.letters import OwedLetter
from playbooks.moments import Due
from playbooks.owed import Owed
from playbooks.playbook import Language, Playbook, PlaybookId, PlaybookKind, Severity, UnitId, UserId
from playbooks.ports_inbox import InboxReading, InboxWriting
from playbooks.ports_lessons import LessonsReading
from playbooks.ports_library import LibraryReading, LibraryWriting
from playbooks.ports_record import RecordReading, RecordWriting
from playbooks.ports_rotas import RotaReading, RotaWriting
from playbooks.ports_search import SearchKeeping, SearchReading
from playbooks.trouble import Silence

OPERATOR: Final = UserId("operator")  # whoever runs the machine: reads all there is; Slack's ids are capitals
FAULT: Final = "fault:"  # before the reason of a refusal that is our own, followed by what failed
LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)
CLAIMS_KEPT: Final = timedelta(days=7)  # Slack sends a request again within the hour
DELIVERIES_KEPT: Final = timedelta(days=30)  # once an incident is closed, of what was sent; never of refusals

ErrandId = NewType("ErrandId", str)  # UUIDv7 text: the reference that every message carries


class Haste(IntEnum):
    """Who writes first where only one can write at a time."""

    AWAITED = 0  # somebody waits for it, or a moment has come
    PATIENT = 1  # an outcome: Slack has it already, and nobody waits


class DeliveryState(StrEnum):
    """Where a thing owed stands; the last three are outcomes, and final."""

    OWED = "owed"
    SENDING = "sending"
    SENT = "sent"  # the receiver accepted it, nothing more
    FAILED = "failed"  # it was refused for good
    DROPPED = "dropped"  # it had lost its object before it was sent


OUTCOMES: Final = frozenset({DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.DROPPED})


class Clock(Protocol):
    """The one source of the present moment."""

    def now(self) -> datetime:
        """Give the present moment, aware and in UTC."""
        ...


class Ids(Protocol):
    """The one source of fresh identifiers."""

    def fresh(self) -> str:
        """Give a UUIDv7 as text: sortable by when it was made."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One fact as it stands in the log."""

    seq: int  # 1 is the opening
    fact: Event
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLine:
    """One line of a list of incidents; enough to draw it without loading any of them."""

    id: IncidentId
    ref: Ref
    kind: PlaybookKind
    playbook: PlaybookId
    version: int
    title: str
    severity: Severity
    unit: UnitId
    lead: UserId
    state: str
    drill: bool
    restricted: bool
    channel: ChannelId | None
    opened_at: datetime
    closed_at: datetime | None
    steps_settled: int  # done or skipped
    steps_total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which incidents a list shows; `reader` sees restricted ones where they have a part, OPERATOR all, None none."""

    reader: UserId | None
    state: str | None = "open"  # open, closed, or None for both
    kind: PlaybookKind | None = None
    limit: int = 50
    before: datetime | None = None  # opened before: the next page


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedErrand:
    """A thing owed, as remembered."""

    id: ErrandId
    incident: IncidentId
    errand: Errand
    subject: str
    lane: str
    owed_at: datetime
    attempts: int  # earlier tries whose outcome was recorded or never known
    token: str  # of the lease: whoever lost it may not record an outcome
    interrupted: bool  # an earlier try ended without an outcome: Slack may already have it


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How one owed thing stands, for people who look at what was sent and what waits."""

    errand: Errand
    subject: str
    lane: str
    state: DeliveryState
    attempts: int
    owed_at: datetime
    settled_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Everything that one transaction writes about one incident."""

    after: Incident
    facts: tuple[Event, ...]  # numbered up to `after.seq`
    dues: tuple[Due, ...]
    owed: tuple[Owed, ...]
    now: datetime
    recorded: tuple[datetime, ...] = ()  # when each of the first facts was recorded, where that was elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Accepted. `channel` and `ts` name the message; `name` the channel that was made."""

    channel: ChannelId | None = None
    ts: str | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slowed:
    """
    Not now; try again after a while.

    `unsure`: the receiver may have it all the same. `answered`: it is there, and itself asks to wait with this lane.
    """

    wait: timedelta
    reason: str
    unsure: bool = False
    answered: bool = False
    mend: bool = False  # it refuses everything of this kind until somebody mends what `reason` names


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Never; `reason` is the receiver's own word for why."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointless:
    """The errand has lost its object meanwhile; nothing was sent."""

    reason: str = ""


Outcome = Sent | Slowed | Refused | Pointless


class Reading(
    RotaReading, LibraryReading, InboxReading, SearchReading, LessonsReading, RecordReading, Protocol
):
    """Looking something up; never waits for a writer."""

    def incident(self, incident_id: IncidentId) -> Incident | None:
        """Give an incident's present state."""
        ...

    def by_ref(self, ref: str) -> IncidentId | None:
        """Find an incident by the reference people use, in any case of letters."""
        ...

    def in_room(self, channel: ChannelId) -> Incident | None:
        """Find the latest incident worked in a channel, the open ones first."""
        ...

    def lines(self, wanted: Wanted) -> tuple[IncidentLine, ...]:
        """List incidents, the latest opened first. A constant number of queries, whatever the number of lines."""
        ...

    def log(self, incident_id: IncidentId, *, after: int = 0, limit: int = 10_000) -> tuple[Entry, ...]:
        """Give the log in order, from the fact numbered `after + 1`."""
        ...

    def dues(self, incident_id: IncidentId) -> tuple[Due, ...]:
        """Give the remembered due moments, the earliest first."""
        ...

    def deliveries(self, incident_id: IncidentId) -> tuple[Delivery, ...]:
        """Give everything owed and sent for an incident, in the order in which it was owed."""
        ...

    def released(self, playbook: PlaybookId, version: int) -> Playbook | None:
        """Give a released version as it was remembered when it was first used."""
        ...

    def slack_silence(self, before: datetime) -> Silence | None:
        """Tell whether something offered to Slack has waited since before a moment, and nothing was taken since then."""
        ...

    def language(self, person: UserId) -> Language | None:
        """Give the language a person is known to read; None if that was never learned."""
        ...


class Transaction(Reading, RotaWriting, LibraryWriting, InboxWriting, RecordWriting, Protocol):
    """One unit of writing: all of it is on disk after the block, or none of it. Nobody else commits."""

    @property
    def leaves_work(self) -> bool:
        """Whether what was written of incidents leaves the worker something to do, or changes when."""
        ...

    def claim(self, request: RequestId, answer: str, now: datetime) -> str | None:
        """
        Claim a request; give what an earlier arrival of it was answered, if there was one.

        Waits for an earlier arrival that is still being carried out.
        """
        ...

    def locked(self, incident_id: IncidentId) -> Incident:
        """Give an incident's state and keep other writers off it until the end. Raises NotFound."""
        ...

    def next_ref(self, series: str, year: int) -> Ref:
        """Give the next reference, INC-2026-0042; a rolled-back one is given again."""
        ...

    def answering(self, author: str, thread: str, now: datetime) -> tuple[Answering, ...]:
        """
        List who is on a customer or a thread, the earliest first; an empty name is nobody's.

        Asked after `next_ref`, it knows of everybody who opened a case before.
        """
        ...

    def release(self, playbook: Playbook, now: datetime) -> None:
        """Remember a playbook's version; does nothing if it is. Raises Conflict if its content differs."""
        ...

    def write(self, change: Change) -> None:
        """Append the facts to the chained log, save the state, make the due moments equal, add what is owed."""
        ...

    def learn_language(self, person: UserId, language: Language, now: datetime) -> None:
        """Remember which language a person reads."""
        ...

    def settle(self, errand: OwedErrand, state: DeliveryState, now: datetime, reason: str = "") -> bool:
        """Record which of the OUTCOMES an errand had. False: the lease was lost. Raises ValueError for no outcome."""
        ...


class Memory(SearchKeeping, Protocol):
    """Where everything is remembered."""

    def transaction(self, haste: Haste = Haste.AWAITED) -> AbstractContextManager[Transaction]:
        """Begin one unit of writing. Raises NotSaved if the memory cannot be written."""
        ...

    def reading(self, *, once: bool = False) -> AbstractContextManager[Reading]:
        """
        Begin a look at one consistent state. Raises NotSaved if the memory cannot be reached.

        `once`: only one thing is asked, which is of one state by itself; on a server that is quicker.
        """
        ...

    def claim(
        self, *, now: datetime, lease: timedelta, limit: int, holder: str = ""
    ) -> tuple[OwedErrand, ...]:
        """
        Take what can be sent now: the head of each free lane, urgent ones first.

        A lane is free when nothing of it is being sent and it is not paused. An errand whose lease has run out, or
        whose `holder` has gone, is taken again, marked `interrupted`.
        """
        ...

    def postpone(self, errand: OwedErrand, slowed: Slowed, now: datetime) -> None:
        """
        Give an errand back and pause its whole lane for `slowed.wait`.

        An unsure one comes back marked `interrupted`, as does one that already was. Does nothing if the lease
        was lost.
        """
        ...

    def claim_letters(
        self, *, now: datetime, lease: timedelta, limit: int, holder: str = ""
    ) -> tuple[OwedLetter, ...]:
        """Take letters that can be sent now, the oldest first; as `claim` does, under a lease."""
        ...

    def settle_letter(self, letter: OwedLetter, outcome: Outcome, now: datetime) -> bool:
        """Keep what became of a letter, or owe it again after a while. False: the lease was lost, nothing is kept."""
        ...

    def write_something(self, now: datetime) -> None:
        """Write what nobody will miss, to see whether anything can be written. Raises NotSaved."""
        ...

    def shorten_leases(self, until: datetime) -> None:
        """Let no lease outlast a moment: whoever held them before this process started sends nothing after it."""
        ...

    def calling_since(self) -> datetime | None:
        """Give when the longest waiting of the urgent errands came to be owed; None when none waits."""
        ...

    def due_incidents(self, now: datetime, limit: int) -> tuple[IncidentId, ...]:
        """List incidents with a due moment reached, the longest waiting first."""
        ...

    def take_due(self, *, now: datetime, lease: timedelta, limit: int) -> tuple[IncidentId, ...]:
        """List incidents with a due moment reached, the longest waiting first, and keep other replicas off them."""
        ...

    def next_moment(self, after: datetime = LONG_AGO) -> datetime | None:
        """Give the earliest moment later than `after` at which something falls due or a lane or a lease comes free."""
        ...

    def every_open(self) -> Iterable[IncidentId]:
        """List what the auditor goes through: every incident that is open or still has a due moment."""
        ...

    def forget(self, now: datetime) -> int:
        """
        Forget some of what is past its time; give how much, 0 when all of it is.

        Claims go after CLAIMS_KEPT, what was sent or lost its object DELIVERIES_KEPT after its incident was closed;
        a letter is of no incident, and the latest of each kind stays.
        """
        ...

    def mend_dues(self, incident_id: IncidentId, expected: tuple[Due, ...]) -> bool:
        """
        Make the remembered due moments equal to `expected`. True: they were not.

        Does nothing where the incident has changed since `expected` was computed: its writer has kept them equal.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What a sender draws from: the latest state, the fact the errand is about, and the log where it is asked for."""

    incident: Incident
    fact: Event | None = None
    log: tuple[Entry, ...] = ()


class Sender(Protocol):
    """What leaves the house."""

    def send(self, errand: OwedErrand, situation: Situation) -> Outcome:
        """Send one errand, drawn from the latest state; after an interruption, look for it first."""
        ...

    def send_letter(self, letter: OwedLetter) -> Outcome:
        """Send one letter; after an interruption, look for it first."""
        ...
