"""What a released playbook says: steps, prepared messages, ladders and the questions of its review."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NewType

from playbooks.audiences import Audience
from playbooks.blanks import placeholders

# Identifiers that must never be mixed are types of their own.
PlaybookId = NewType("PlaybookId", str)  # data-breach
StepId = NewType("StepId", str)  # holding-line, unique within its playbook
MessageId = NewType("MessageId", str)  # holding-line, unique within its playbook
RoleId = NewType("RoleId", str)  # press
LadderId = NewType("LadderId", str)  # unit
UnitId = NewType("UnitId", str)  # rail-fr
UserId = NewType("UserId", str)  # Slack's own user id, U0CLAIRE
ClockId = NewType("ClockId", str)  # gdpr-33, unique within its playbook


class Language(StrEnum):
    """A language in which the product speaks to people."""

    EN = "en"
    FR = "fr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The same words in both languages."""

    en: str
    fr: str

    def read(self, language: Language) -> str:
        """Give the words in the reader's language."""
        return self.fr if language is Language.FR else self.en


class Severity(StrEnum):
    """How serious an incident is; people only ever see its words."""

    SEV1 = "sev1"
    SEV2 = "sev2"
    SEV3 = "sev3"
    SEV4 = "sev4"

    @property
    def words(self) -> Words:
        """Name the severity for a person."""
        return _SEVERITY_WORDS[self]

    @property
    def rank(self) -> int:
        """Give 1 for a crisis up to 4 for a watch: the smaller, the more serious."""
        return tuple(Severity).index(self) + 1


_SEVERITY_WORDS: Final[Mapping[Severity, Words]] = {
    Severity.SEV1: Words(en="Crisis", fr="Crise"),
    Severity.SEV2: Words(en="Sensitive", fr="Sensible"),
    Severity.SEV3: Words(en="Incident", fr="Incident"),
    Severity.SEV4: Words(en="Watch", fr="Veille"),
}


class PlaybookKind(StrEnum):
    """Whether a playbook answers a crisis or one customer."""

    CRISIS = "crisis"
    REPLY = "reply"


class StepKind(StrEnum):
    """What a step asks for."""

    TASK = "task"  # work
    DECISION = "decision"  # a choice, with its reason
    MESSAGE = "message"  # words to approve and publish
    CALL = "call"  # somebody to call
    CLOCK = "clock"  # legal clocks to confirm, waive or meet
    FREEZE = "freeze"  # publishing to stop
    RESTART = "restart"  # publishing to start again


class Gate(StrEnum):
    """The questions behind a decision that the product knows how to advise on."""

    RESPOND_HOLD_SILENT = "respond-hold-silent"
    SEVERITY = "severity"


class Outcome(StrEnum):
    """What may be decided about answering in public."""

    RESPOND = "respond"
    PRIVATE = "private"
    HOLD = "hold"
    SILENT = "silent"

    @property
    def words(self) -> Words:
        """Name the outcome for a person."""
        return _OUTCOME_WORDS[self]


_OUTCOME_WORDS: Final[Mapping[Outcome, Words]] = {
    Outcome.RESPOND: Words(en="Answer in public", fr="Répondre en public"),
    Outcome.PRIVATE: Words(en="Answer in private", fr="Répondre en privé"),
    Outcome.HOLD: Words(en="Hold, for a set time", fr="Temporiser, pour un temps fixé"),
    Outcome.SILENT: Words(en="Stay silent and watch", fr="Garder le silence et surveiller"),
}


class Since(StrEnum):
    """The moment from which a legal clock counts."""

    AWARENESS = "awareness"  # when we first knew
    DECISION = "decision"  # when something was decided, such as a recall
    EVENT = "event"  # when it happened, such as a first publication


class Network(StrEnum):
    """Where a message is meant to be read; each has a longest text."""

    X = "x"
    BLUESKY = "bluesky"
    THREADS = "threads"
    MASTODON = "mastodon"
    INSTAGRAM = "instagram"
    FACEBOOK = "facebook"
    LINKEDIN = "linkedin"
    SMS = "sms"
    PRIVATE_MESSAGE = "private-message"
    EMAIL = "email"
    SITE = "site"
    INTRANET = "intranet"
    PRESS = "press"

    @property
    def longest(self) -> int:
        """Give how many characters a text may have there: the free account's limit, or the form's own."""
        return _LONGEST.get(self, LONGEST_BODY)


LONGEST_BODY: Final = 2500  # characters of a prepared message
_LONGEST: Final[Mapping[Network, int]] = {
    Network.X: 280,
    Network.BLUESKY: 300,
    Network.THREADS: 500,
    Network.MASTODON: 500,
    Network.INSTAGRAM: 2200,
    Network.SMS: 306,  # two joined text messages of 153
    Network.PRIVATE_MESSAGE: 1000,
}


class Strategy(StrEnum):
    """What a message tries to do (Coombs' situational crisis communication theory, and holding)."""

    INFORM = "inform"
    ADJUST = "adjust"
    DENY = "deny"
    DIMINISH = "diminish"
    REBUILD = "rebuild"
    BOLSTER = "bolster"
    HOLD = "hold"


class Lane(StrEnum):
    """How much approval a message needs: none, one person, or several in parallel."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Cluster(StrEnum):
    """How much responsibility the public will attribute to the company."""

    VICTIM = "victim"
    ACCIDENTAL = "accidental"
    PREVENTABLE = "preventable"
    NONE = "none"  # the question does not arise, as for a customer's reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """When a step is there at all: what must have been decided, or that people are at risk."""

    step: StepId | None  # the decision; None: people are at risk
    words: tuple[str, ...] = ()  # any one of these outcomes or choices
    negated: bool = False  # decided, and none of these


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of the answers that a decision step offers."""

    id: str
    title: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of the checklist."""

    id: StepId
    title: Words
    kind: StepKind
    role: RoleId | None  # None: the lead's; never None for a mandatory step
    due: timedelta | None  # after the opening; None: no fixed time; never None for a mandatory step
    mandatory: bool
    note: Words | None  # one sentence for somebody woken at 3 a.m.
    message: MessageId | None  # the prepared message that this step sends
    roles: tuple[RoleId, ...] = ()  # several owners, each of whom has a part; none: `role` alone
    after: StepId | None = None  # `due` counts from when that step is settled, not from the opening
    when: Condition | None = None  # None: always there
    gate: Gate | None = None  # the questions of a decision
    choices: tuple[Choice, ...] = ()  # the answers of a decision without a gate; none: free words
    clocks: tuple[ClockId, ...] = ()  # the legal clocks that a clock step is about

    def named(self, choice: str) -> Words | None:
        """Name one of the step's choices, or an outcome, by its id; None: it is neither."""
        titles = {known.id: known.title for known in self.choices}
        outcomes = {outcome.value: outcome.words for outcome in Outcome}
        return titles.get(choice) or outcomes.get(choice)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A prepared text, with the approval that it needs."""

    id: MessageId
    strategy: Strategy
    lane: Lane
    approvers: tuple[RoleId, ...]
    body: Words
    networks: tuple[Network, ...] = ()  # where it is meant to be read
    alternatives: tuple[Words, ...] = ()  # other wordings of the same, with the same blanks
    intent: Words | None = None  # what whoever gets it wants
    owner: RoleId | None = None  # who keeps it right; None: the playbook's lead
    reviewed_by: RoleId | None = None  # who looked at it for the law
    valid_until: date | None = None  # the last day on which it goes out as it is; None: until further notice

    @property
    def bodies(self) -> tuple[Words, ...]:
        """Give the text, then its other wordings."""
        return (self.body, *self.alternatives)

    @property
    def variables(self) -> tuple[str, ...]:
        """Name the blanks to fill in, in the order in which the English text first uses them."""
        return placeholders(self.body.en)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of the review: about what, never about who."""

    id: str
    text: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPlan:
    """What the review asks, and how soon after the close it is held."""

    questions: tuple[Question, ...]
    hot_within: timedelta
    cold_after: timedelta | None = None  # the second look, weeks later


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A lesson of a past incident that a version took up, and the step that says it now."""

    lesson: str  # INC-2026-0042/a1
    step: StepId


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldTerms:
    """How long the substance may be held back, and who may prolong it."""

    most: timedelta
    renew: RoleId | None  # None: the lead


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """What this playbook allows to be decided; answering in public always is."""

    private: bool = False
    hold: HoldTerms | None = None  # None: may not be held
    silent: timedelta | None = None  # until the silence is looked at again; None: silence is no option

    @property
    def allowed(self) -> tuple[Outcome, ...]:
        """List what may be decided, the most open first."""
        held = (Outcome.HOLD,) if self.hold is not None else ()
        quiet = (Outcome.SILENT,) if self.silent is not None else ()
        return (Outcome.RESPOND, *((Outcome.PRIVATE,) if self.private else ()), *held, *quiet)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A legal duty with a limit: proposed by the playbook, confirmed or waived by the role it names."""

    id: ClockId
    title: Words
    limit: timedelta
    since: Since
    owner: RoleId


@dataclass(frozen=True, slots=True, kw_only=True)
class Keywords:
    """The words that make somebody think of this playbook, in each language."""

    en: tuple[str, ...]
    fr: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extends:
    """What a local variant stands on, and where it is taken in its parent's place."""

    parent: PlaybookId
    version: int  # of the parent, the newest when the variant was read
    own: str  # the digest of the variant's own document, without its parent
    country: str | None = None
    unit: UnitId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook:
    """One released version of what to do; its content never changes once released."""

    id: PlaybookId
    version: int
    digest: str  # SHA-256, hexadecimal, of the document's canonical JSON
    kind: PlaybookKind
    title: Words
    changes: Words  # what this version changed, and why
    severity: Severity
    cluster: Cluster
    objective: str  # a key of the company's own list of objectives
    lead: RoleId
    keywords: Keywords
    trigger: Words
    do: tuple[Words, ...]
    dont: tuple[Words, ...]
    steps: tuple[Step, ...]
    messages: tuple[Message, ...]
    ladders: tuple[LadderId, ...]
    review: ReviewPlan
    outcomes: Outcomes | None = None  # None: an early document, whose decisions are free words
    clocks: tuple[Clock, ...] = ()
    raise_when: tuple[Words, ...] = ()  # signs that it is more serious than it was
    credits: tuple[str, ...] = ()  # whose proposals this version took up
    lessons: tuple[Cited, ...] = ()  # that this version took up
    audiences: tuple[Audience, ...] = ()  # none: an early document, which says nothing of it
    extends: Extends | None = None  # None: no local variant
    # Of a reply, how soon a customer is answered: p1, p2 or p3; None: by the severity.
    urgency: str | None = None

    @property
    def has_points(self) -> bool:
        """Whether it has fixed points: an early document, which asks no gate and names no outcome, has none."""
        return self.outcomes is not None or any(step.gate is not None for step in self.steps)

    def step(self, step_id: StepId) -> Step | None:
        """Find a step by its id."""
        return next((step for step in self.steps if step.id == step_id), None)

    def message(self, message_id: MessageId) -> Message | None:
        """Find a prepared message by its id."""
        return next((message for message in self.messages if message.id == message_id), None)

    def message_title(self, message_id: MessageId) -> Words:
        """Name a prepared message as people know it: by the step that sends it, else by its id."""
        sends = (step.title for step in self.steps if step.message == message_id)
        return next(sends, Words(en=message_id, fr=message_id))

    def clock(self, clock_id: ClockId) -> Clock | None:
        """Find a legal clock by its id."""
        return next((clock for clock in self.clocks if clock.id == clock_id), None)
