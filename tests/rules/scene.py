"""A small company, one playbook and the incident it opens: the ground on which the rules are tried."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from playbooks import deciding, escalation, points, review, statements
from playbooks import events as e
from playbooks.commands import (
    AddAction,
    CallId,
    ChannelId,
    CloseIncident,
    DeclineCall,
    Errand,
    Escalate,
    IncidentId,
    KeepAnswer,
    OpenIncident,
    PassCall,
    TakeCall,
)
from playbooks.deciding import CrisisOrder, Pinned
from playbooks.dues import fallen
from playbooks.folding import apply, begin
from playbooks.incident import CallState, Incident, Ref
from playbooks.owed import Owed, owed
from playbooks.playbook import (
    Cluster,
    Keywords,
    LadderId,
    Language,
    Outcomes,
    Playbook,
    PlaybookId,
    PlaybookKind,
    Question,
    ReviewPlan,
    RoleId,
    Severity,
    Step,
    StepId,
    StepKind,
    UnitId,
    UserId,
    Words,
)

NOON: Final = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ID: Final = IncidentId("0195-incident")
ROOM: Final = ChannelId("C0ROOM")

DANA: Final = UserId("U0DANA")  # opens
MAUD: Final = UserId("U0MAUD")  # leads
SAOIRSE: Final = UserId("U0SAOIRSE")  # security
CLAIRE: Final = UserId("U0CLAIRE")  # communications director, last rung of the press ladder
BASILE: Final = UserId("U0BASILE")  # press
INES: Final = UserId("U0INES")  # press, second rung
NADIA: Final = UserId("U0NADIA")  # press, second rung too
GAEL: Final = UserId("U0GAEL")  # business unit
SOLENE: Final = UserId("U0SOLENE")  # business unit, second rung
PAUL: Final = UserId("U0PAUL")  # has no part in it

FACTS: Final = StepId("facts")  # mandatory, security, 30 minutes
SUBSTANCE: Final = StepId("substance")  # mandatory decision, communications, 30 minutes
BRIEF: Final = StepId("brief")  # optional, the lead's own, 30 minutes
LINE: Final = StepId("line")  # optional, press, 60 minutes
THANKS: Final = StepId("thanks")  # optional, nobody's, at no time

PRESS: Final = LadderId("press")
UNIT: Final = LadderId("unit")
BASILE_CALLED: Final = CallId("press.0.U0BASILE")
INES_CALLED: Final = CallId("press.1.U0INES")
NADIA_CALLED: Final = CallId("press.1.U0NADIA")
CLAIRE_CALLED: Final = CallId("press.2.U0CLAIRE")
GAEL_CALLED: Final = CallId("unit.0.U0GAEL")
SOLENE_CALLED: Final = CallId("unit.1.U0SOLENE")

ROSTER: Final = (
    (RoleId("lead"), MAUD),
    (RoleId("security"), SAOIRSE),
    (RoleId("comms"), CLAIRE),
    (RoleId("press"), BASILE),
)
PRESS_PEOPLE: Final = ((BASILE,), (INES, NADIA), (CLAIRE,))
UNIT_PEOPLE: Final = ((GAEL,), (SOLENE,))


def minutes(count: float) -> timedelta:
    """So many minutes."""
    return timedelta(minutes=count)


def after(count: float) -> datetime:
    """The moment so many minutes after the opening."""
    return NOON + minutes(count)


def words(text: str) -> Words:
    """The same words, told apart by language."""
    return Words(en=text, fr=f"{text} (fr)")


def step(step_id: StepId, role: str | None, due: int | None, *, mandatory: bool = False) -> Step:
    """A task of the checklist; `due` is in minutes after the opening."""
    return Step(
        id=step_id,
        title=words(step_id),
        kind=StepKind.DECISION if step_id == SUBSTANCE else StepKind.TASK,
        role=None if role is None else RoleId(role),
        due=None if due is None else minutes(due),
        mandatory=mandatory,
        note=None,
        message=None,
    )


STEPS: Final = (
    step(FACTS, "security", 30, mandatory=True),
    step(SUBSTANCE, "comms", 30, mandatory=True),
    step(BRIEF, "lead", 30),
    step(LINE, "press", 60),
    step(THANKS, None, None),
)

BREACH: Final = Playbook(
    id=PlaybookId("data-breach"),
    version=2,
    digest="d" * 64,
    kind=PlaybookKind.CRISIS,
    title=words("Data breach"),
    changes=words("first"),
    severity=Severity.SEV1,
    cluster=Cluster.VICTIM,
    objective="trust",
    lead=RoleId("lead"),
    keywords=Keywords(en=("leak",), fr=("fuite",)),
    trigger=words("data has left the house"),
    do=(words("say what is known"),),
    dont=(words("guess"),),
    steps=STEPS,
    messages=(),
    ladders=(PRESS, UNIT),
    review=ReviewPlan(
        questions=(
            Question(id="planned", text=words("What was planned?")),
            Question(id="happened", text=words("What happened?")),
        ),
        hot_within=timedelta(hours=48),
    ),
    outcomes=Outcomes(),
)

OPEN: Final = OpenIncident(
    kind=PlaybookKind.CRISIS,
    playbook=BREACH.id,
    title="Customer file on a forum",
    unit=UnitId("rail-fr"),
    country="FR",
    language=Language.EN,
)

Ladders = tuple[e.PlannedLadder, ...]
Order = CrisisOrder | TakeCall | DeclineCall | KeepAnswer | PassCall | Escalate | points.PointOrder


def ladders(severity: Severity = Severity.SEV1) -> Ladders:
    """Both ladders, waiting as long as the severity says."""
    return (
        escalation.planned(PRESS, ((people, None) for people in PRESS_PEOPLE), severity),
        escalation.planned(UNIT, ((people, None) for people in UNIT_PEOPLE), severity),
    )


def pinned(playbook: Playbook = BREACH, planned: Ladders | None = None) -> Pinned:
    """What the incident keeps, whatever changes later."""
    return Pinned(
        ref=Ref("INC-2026-0001"),
        playbook=playbook,
        roster=ROSTER,
        deputies=(),
        ladders=ladders(playbook.severity) if planned is None else planned,
    )


@dataclass(slots=True, kw_only=True)
class Story:
    """An incident with everything that happened to it and everything that was owed because of it."""

    incident: Incident
    now: datetime = NOON
    facts: list[e.Event] = field(default_factory=list)
    said: list[tuple[e.Event, tuple[Owed, ...]]] = field(default_factory=list)
    away: bool = False  # Slack: nothing is taken while it is
    shelf: tuple[Playbook, ...] = (BREACH,)  # what was ever released

    def happens(self, *facts: e.Event) -> tuple[e.Event, ...]:
        """Fold facts in, and note what each makes us owe."""
        for fact in facts:
            self.incident = apply(self.incident, fact, self.released)
            self.facts.append(fact)
            self.said.append((fact, owed(fact, self.incident)))
        return facts

    def released(self, playbook: PlaybookId, version: int) -> Playbook | None:
        """Find a released version, as the memory does."""
        return next((p for p in self.shelf if (p.id, p.version) == (playbook, version)), None)

    def asks(self, order: Order, by: UserId = MAUD) -> tuple[e.Event, ...]:
        """Somebody asks; what is refused changes nothing."""
        if isinstance(order, PassCall):
            facts = escalation.pass_on(self.incident, order, (), by=by, now=self.now)
            return self.happens(*facts)
        if isinstance(order, Escalate):
            return self.escalates(order, by)
        if isinstance(order, TakeCall | DeclineCall | KeepAnswer):
            return self.happens(*escalation.decide(self.incident, order, by=by, now=self.now))
        if isinstance(order, points.PointOrder):
            facts = points.decide(self.incident, order, by=by, now=self.now)
        else:
            facts = deciding.decide(self.incident, order, by=by, now=self.now)
        return self.happens(*facts, *statements.following(self.incident, facts, self.now))

    def escalates(self, order: Escalate, by: UserId) -> tuple[e.Event, ...]:
        """Somebody asks for more people by hand: whom they name, else Claire, and then Maud."""
        named = LadderId(f"@{1 + sum(c.ladder.startswith('@') for c in self.incident.climbs)}")
        people = (order.person or CLAIRE, MAUD)
        rungs = tuple(e.PlannedRung(people=(person,), wait=minutes(5)) for person in people)
        planned = e.PlannedLadder(ladder=named, rungs=rungs)
        return self.happens(*escalation.escalate(self.incident, order, planned, by=by, now=self.now))

    def waits(self, count: float) -> tuple[e.Event, ...]:
        """Slack takes the calls; so many minutes go by and nobody looks until then, as when the product was down."""
        for call in self.incident.calls:
            if call.state is CallState.OWED and not self.away:
                self.accepted(call.id)
        self.now += minutes(count)
        return self.happens(*fallen(self.incident, self.now))

    def room_opens(self, name: str = "inc-2026-0001-data-breach") -> None:
        """Slack makes the channel and takes the card."""
        self.happens(
            e.RoomOpened(at=self.now, channel=ROOM, name=name),
            e.CardPosted(at=self.now, channel=ROOM, ts="1.0"),
        )

    def accepted(self, call: CallId, ts: str = "2.0") -> None:
        """Slack takes a call's message."""
        self.happens(e.CallSent(at=self.now, call=call, channel=ChannelId("D0"), ts=ts))

    def refused(self, call: CallId, reason: str = "user_not_found") -> tuple[e.Event, ...]:
        """Slack refuses a call's message for good."""
        return self.happens(*escalation.failed(self.incident, call, reason, self.now))

    def holds_up(self, call: CallId) -> tuple[e.Event, ...]:
        """Slack takes something else, and not yet this call, which was tried."""
        return self.happens(*escalation.held_up(self.incident, frozenset({call}), self.now, self.now))

    def closes(self) -> None:
        """The lead closes it, with a reason."""
        self.asks(CloseIncident(incident=ID, reason="handled elsewhere"))

    def plans(self, text: str, due_at: datetime, owner: UserId = SAOIRSE) -> tuple[e.Event, ...]:
        """The review decides on an action."""
        order = AddAction(incident=ID, text=text, owner=owner, due=due_at.date())
        (added,) = review.decide(self.incident, order, by=MAUD, now=self.now, zone=ZoneInfo("UTC"))
        assert isinstance(added, e.ActionAdded)
        return self.happens(replace(added, due_at=due_at))

    @property
    def last_owed(self) -> tuple[Owed, ...]:
        """What the last fact made us owe."""
        return self.said[-1][1]


def opened(
    playbook: Playbook = BREACH,
    *,
    planned: Ladders | None = None,
    room: ChannelId | None = None,
    restricted: bool = False,
    severity: Severity | None = None,
) -> Story:
    """An incident that Dana has just opened and Maud leads, with its first calls owed."""
    command = replace(OPEN, kind=playbook.kind, room=room, restricted=restricted, severity=severity)
    first = deciding.opening(command, pinned(playbook, planned), by=DANA, now=NOON)
    incident = begin(ID, first, playbook)
    story = Story(incident=incident, facts=[first], said=[(first, owed(first, incident))])
    story.happens(*escalation.begin(incident, NOON))
    return story


def kinds(facts: tuple[e.Event, ...]) -> list[type[e.Event]]:
    """What sort of facts these are."""
    return [type(fact) for fact in facts]


def errands(things: tuple[Owed, ...]) -> list[Errand]:
    """What sort of things are owed."""
    return [thing.errand for thing in things]
