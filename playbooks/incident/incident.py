"""The state of an incident, and of its steps, calls, ladders and review."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Final, NewType

from playbooks import refusals
from playbooks.commands import ActionId, CallId, ChannelId, Errand, IncidentId
from playbooks.incident.calls import Call, Climb, Posted
from playbooks.incident.cases import Case
from playbooks.incident.claims import Claim
from playbooks.incident.duties import Duty, DutyProgress, clocks_of, duties_of
from playbooks.incident.holding import Stance
from playbooks.incident.ladders import Escalation
from playbooks.incident.logbook import NO_ENTRIES, Logbook
from playbooks.incident.memory import Brought, Caused, Recalled
from playbooks.incident.points import Assessment, Point, Turn
from playbooks.incident.publishing import Freeze
from playbooks.incident.review import Action, Answer, Held, Remark
from playbooks.incident.statements import Statement
from playbooks.incident.surge import LEFT_OPEN, Linked, Surge
from playbooks.incident.versions import Offer
from playbooks.playbook import (
    Clock,
    ClockId,
    Condition,
    Language,
    Playbook,
    PlaybookKind,
    RoleId,
    Severity,
    Step,
    StepId,
    UnitId,
    UserId,
    Words,
)
from playbooks.routing.rights import Act

# Whoever may approve for the whole company, when a role's own people cannot.
STAND_IN_ROLES: Final = (RoleId("comms"), RoleId("executive"))

Ref = NewType("Ref", str)  # INC-2026-0042: for people, never reused


class IncidentState(StrEnum):
    """Whether it still runs."""

    OPEN = "open"
    CLOSED = "closed"


class StepStatus(StrEnum):
    """Where a step stands."""

    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The channel in which an incident is worked."""

    channel: ChannelId
    name: str | None  # None: a channel that was there before, used for a reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How one step of the plan goes."""

    step: StepId
    due_at: datetime | None
    status: StepStatus = StepStatus.OPEN
    owner: UserId | None = None  # None: the role's person, or the lead
    owned_since: datetime | None = None  # when that owner was given it
    settled_by: UserId | None = None
    settled_at: datetime | None = None
    words: str = ""  # the decision taken, or the reason for skipping
    choice: str = ""  # the outcome or choice that was decided, by its id
    parts: tuple[UserId, ...] = ()  # of several owners, who has done their part
    owner_told: bool = False  # that it is late
    lead_told: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StepInRun:
    """A step of the plan beside how it goes."""

    number: int  # 1 is the first line of the checklist
    step: Step
    progress: Progress

    @property
    def open(self) -> bool:
        """Neither done nor skipped."""
        return self.progress.status is StepStatus.OPEN

    @property
    def decided(self) -> Words | None:
        """Name the outcome or the choice that was decided; None: nothing yet, or in free words."""
        return self.step.named(self.progress.choice)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Words somebody set, and when."""

    text: str
    by: UserId | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """The announced moment of the next word."""

    at: datetime
    given_at: datetime
    reminded: bool = False
    broken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Something owed that Slack refused for good."""

    errand: Errand
    subject: str
    reason: str
    at: datetime


@dataclass(frozen=True, kw_only=True)  # no slots: what is drawn from it again and again is kept beside it
class Incident:
    """Everything that is true of one incident after its last fact."""

    id: IncidentId
    seq: int  # how many facts made it
    ref: Ref
    kind: PlaybookKind
    playbook: Playbook  # the pinned version, whatever was released since
    title: str
    severity: Severity
    unit: UnitId
    country: str
    language: Language
    people_at_risk: bool
    drill: bool
    restricted: bool
    opened_at: datetime
    opened_by: UserId
    lead: UserId
    roster: tuple[tuple[RoleId, UserId], ...]
    progress: tuple[Progress, ...]
    added: tuple[Step, ...] = ()
    climbs: tuple[Climb, ...] = ()
    calls: tuple[Call, ...] = ()
    escalations: tuple[Escalation, ...] = ()  # by hand, in their order
    state: IncidentState = IncidentState.OPEN
    room: Room | None = None
    card: Posted | None = None
    holding_line: Said | None = None
    update: Said | None = None
    promise: Promise | None = None
    failures: tuple[Failure, ...] = ()
    closed_at: datetime | None = None
    closed_by: UserId | None = None
    review: Posted | None = None
    remarks: tuple[Remark, ...] = ()  # in the thread of its review
    sittings: tuple[Held, ...] = ()  # of its review: what is known of the hot one and of the cold one
    passed: tuple[str, ...] | None = None  # lessons whose steps it went through; None: not looked at
    deputies: tuple[tuple[RoleId, UserId], ...] = ()
    answers: tuple[Answer, ...] = ()
    actions: tuple[Action, ...] = ()
    statements: tuple[Statement, ...] = ()
    retired: tuple[Step, ...] = ()  # settled under an earlier version, no longer asked for by this one
    offer: Offer | None = None  # a newer version to look at; None: none, or it was accepted
    stances: tuple[Stance, ...] = ()  # every decision about answering, in their order
    assessment: Assessment | None = None  # the six answers as they were last given
    named: Turn | None = None  # the last change of the lead; None: whoever led at the opening
    led: tuple[UserId, ...] = ()  # who led before, in their order
    unreached: UserId | None = None  # the present lead, where Slack took nothing for them
    graded: Turn | None = None  # the last change of the severity; None: it is as it was opened
    claims: tuple[Claim, ...] = ()
    logbook: Logbook = NO_ENTRIES
    points: tuple[Point, ...] = ()  # the fixed points that were held
    point_told_at: datetime | None = None  # when the lead was last told that one is due
    point_due_at: datetime | None = None  # when that one was due
    point_lapsed_at: datetime | None = None  # when the room was last told that nobody held it
    agenda: Turn | None = None  # when it was last sent; None: never, or Slack refused it
    point_by: datetime | None = None  # when the next is due because of a raise; None: its usual moment
    clocks_kept: tuple[DutyProgress, ...] = ()  # of the legal clocks that something happened to
    clocks_before: tuple[Clock, ...] = ()  # of an earlier version: lost by this one, or decided on by then
    freeze: Freeze | None = None  # of publishing; kept once everything runs again
    case: Case | None = None  # of a reply: the customer who is answered
    surge: Surge | None = None  # the same question, from many customers at once
    surges: tuple[Linked, ...] = ()  # that come from this incident
    caused: Caused | None = None  # of what is no customer's case: what it came from
    closing_words: str = ""  # how it ended, in the words of whoever closed it
    brought: Brought | None = None  # from another tool: it is over, and only read
    recalled: Recalled | None = None  # what was like it before
    refused: tuple[tuple[UserId, Act], ...] = ()  # who asked for what is left to others

    @property
    def is_open(self) -> bool:
        """It still runs."""
        return self.state is IncidentState.OPEN

    @property
    def left_open(self) -> frozenset[str]:
        """Name the blanks that its words may keep: those that are filled anew for each customer of a surge."""
        return frozenset() if self.surge is None else LEFT_OPEN

    @property
    def goes_on(self) -> bool:
        """What is left open is still asked after: until the close, and after it unless it was an exercise."""
        return self.is_open or not self.drill

    @cached_property
    def plan(self) -> tuple[StepInRun, ...]:
        """Every step in order, called for or not: the playbook's, those settled under an earlier version, those added."""
        pairs = zip((*self.playbook.steps, *self.retired, *self.added), self.progress, strict=True)
        return tuple(StepInRun(number=n, step=s, progress=p) for n, (s, p) in enumerate(pairs, 1))

    @cached_property
    def steps(self) -> tuple[StepInRun, ...]:
        """The checklist as it stands. A step that is not called for counts neither as done nor as open."""
        plan = self.plan
        if all(step.step.when is None for step in plan):
            return plan
        chosen = {step.step.id: step.progress.choice for step in plan if not step.open}
        return tuple(step for step in plan if not step.open or self._called_for(step.step.when, chosen))

    def _called_for(self, when: Condition | None, chosen: Mapping[StepId, str]) -> bool:
        if when is None:
            return True
        if when.step is None:
            return self.people_at_risk
        choice = chosen.get(when.step, "")
        return bool(choice) and (choice in when.words) is not when.negated

    @cached_property
    def open_steps(self) -> tuple[StepInRun, ...]:
        """What is neither done nor skipped."""
        return tuple(step for step in self.steps if step.open)

    @property
    def stance(self) -> Stance | None:
        """What was decided about answering, as far as it stands."""
        return next((stance for stance in reversed(self.stances) if stance.stands), None)

    @property
    def clocks(self) -> tuple[Clock, ...]:
        """The legal clocks in the playbook's order, then those that a newer version of it no longer has."""
        return clocks_of(self.playbook, self.clocks_before)

    def clock(self, clock_id: ClockId) -> Clock | None:
        """Find a legal clock by its identifier, also one of an earlier version."""
        return next((clock for clock in self.clocks if clock.id == clock_id), None)

    @property
    def duties(self) -> tuple[Duty, ...]:
        """The legal clocks and how they go; each counts from the opening until confirmed."""
        return duties_of(self.clocks, self.clocks_kept, self.opened_at)

    def step(self, step_id: StepId) -> StepInRun:
        """Find a step, called for or not; raises NotFound."""
        for step in self.plan:
            if step.step.id == step_id:
                return step
        raise refusals.steps.no_such_step(step_id, tuple(shown.number for shown in self.steps))

    def call(self, call_id: CallId) -> Call:
        """Find a call; raises NotFound."""
        for call in self.calls:
            if call.id == call_id:
                return call
        raise refusals.calls.no_such_call()

    def action(self, action_id: ActionId) -> Action:
        """Find an action of the review; raises NotFound."""
        for action in self.actions:
            if action.id == action_id:
                return action
        raise refusals.review.no_such_action(action_id)

    @cached_property
    def _holders(self) -> Mapping[RoleId, UserId]:
        return dict(reversed(self.roster))  # the first who holds a role counts

    def holder(self, role: RoleId | None) -> UserId:
        """Who holds a role here; the lead where nobody does, so that no step is nobody's."""
        return self.lead if role is None else self._holders.get(role, self.lead)

    def deputy(self, role: RoleId) -> tuple[UserId, ...]:
        """Name the first who stands in for a role, and has its rights; none where nobody does."""
        return tuple(user for held, user in self.deputies if held == role)[:1]

    def holding(self, role: RoleId | None) -> UserId:
        """Who answers for a role now: for the playbook's own lead role whoever leads by now."""
        return self.lead if role == self.playbook.lead else self.holder(role)

    def stands_in(self, role: RoleId, *, for_: UserId, besides: Collection[UserId] = ()) -> UserId | None:
        """
        Who acts for a role when `for_`, and those `besides`, may not or do not answer.

        Its deputies in their order, else who may approve for the whole company, else the lead; None: nobody is left.
        """
        deputies = (user for held, user in self.deputies if held == role)
        others = (
            user for user in (*deputies, *self.above, self.lead) if user != for_ and user not in besides
        )
        return next(others, None)

    @property
    def above(self) -> tuple[UserId, ...]:
        """Who stands for the whole company here."""
        return tuple(user for held, user in self.roster if held in STAND_IN_ROLES)

    def owners(self, step: StepInRun) -> tuple[UserId, ...]:
        """Who is to do a step: the person it was given to, else those of its roles, each once; else the lead."""
        if step.progress.owner is not None:
            return (step.progress.owner,)
        roles = step.step.roles or (step.step.role,)
        return tuple(dict.fromkeys(self.holding(role) for role in roles))

    def waiting_on(self, step: StepInRun) -> tuple[UserId, ...]:
        """Which of a step's owners have not done their part."""
        return tuple(owner for owner in self.owners(step) if owner not in step.progress.parts)

    def owner(self, step: StepInRun) -> UserId:
        """Who is to do a step next: of several owners the first who has not done their part."""
        return next(iter(self.waiting_on(step)), self.owners(step)[0])

    @property
    def cause(self) -> str:
        """Give what it came from, as far as anybody said; of what was brought along, as it was there."""
        case = "" if self.case is None else self.case.cause
        named = case if self.caused is None else self.caused.cause
        return named or ("" if self.brought is None else self.brought.cause)

    @property
    def people(self) -> tuple[UserId, ...]:
        """
        Everybody with a part in it, each once: who opened it, leads or led, holds a role, was called, owns a step.

        Whoever was asked to approve has one too, unless it is restricted: there being asked is no part.
        """
        owners = (p.owner for p in self.progress if p.owner is not None)
        held, called = (user for _, user in self.roster), (call.person for call in self.calls)
        wrote, asked = (s.author for s in self.statements), () if self.restricted else self._asked
        everyone = (self.lead, self.opened_by, *self.led, *held, *called, *owners, *wrote, *asked)
        more = (*(a.owner for a in self.actions), *(s.owner for s in self.stances))
        return tuple(dict.fromkeys((*everyone, *more)))

    @property
    def readers(self) -> tuple[UserId, ...]:
        """Everybody who may read it where it is restricted: who has a part in it, or was asked to approve words of it."""
        return tuple(dict.fromkeys((*self.people, *self._asked)))

    @property
    def _asked(self) -> tuple[UserId, ...]:
        return tuple(ask.person for s in self.statements for ask in s.asks)
