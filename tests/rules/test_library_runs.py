"""Every playbook of the library, played from its opening to its review with the clock moving."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Final

import pytest

from config.directory import load_directory
from config.playbook_files import load_playbooks
from handlers.sentences import sentence
from handlers.slack.blocks.card import card
from playbooks import duties, sittings
from playbooks.blanks import placeholders
from playbooks.commands import (
    AnswerReview,
    ApproveStatement,
    Asked,
    Assessed,
    AssessSeverity,
    CloseIncident,
    CompleteStep,
    ConfirmClock,
    ConfirmFrozen,
    FreezePublishing,
    HoldReview,
    MeetClock,
    OpenIncident,
    ProposeStatement,
    PublishStatement,
    RequestId,
    RestartOutlet,
    Sitting,
    Slots,
    TakeCall,
    TakeStance,
    WaiveClock,
)
from playbooks.desk import Desk, Office, set_up
from playbooks.desk.crisis import AnyOrder
from playbooks.dues import dues
from playbooks.errors import AlreadyDone
from playbooks.factors import Factors, Level
from playbooks.gate import Answers, Truth
from playbooks.incident import CallState, DutyState, Incident, StepInRun
from playbooks.playbook import (
    Gate,
    Language,
    Message,
    Outcome,
    Playbook,
    PlaybookKind,
    StepKind,
    UnitId,
    UserId,
)
from playbooks.ports import Entry
from tests.fakes.clock import MovableClock
from tests.fakes.files import FakeFiles
from tests.fakes.ids import CountingIds
from tests.fakes.memory import FakeMemory

DIRECTORY: Final = load_directory(None)
SHELF: Final = load_playbooks(None, DIRECTORY.vocabulary)
BLOCKS: Final = 50  # of one Slack message
ROUNDS: Final = 200  # of work; a run that needs more goes round in circles
EARLY: Final = timedelta(minutes=1)
MEANWHILE: Final = "We are looking into it. Next word within the hour."


def runs() -> Iterator[tuple[Playbook, Outcome]]:
    """Name each playbook in its newest version with each thing that it lets be decided."""
    for playbook in SHELF.latest():
        outcomes = playbook.outcomes
        yield from ((playbook, outcome) for outcome in (outcomes.allowed if outcomes else (Outcome.RESPOND,)))


@dataclass(slots=True, kw_only=True)
class Run:
    """One incident, played by whoever each step belongs to."""

    playbook: Playbook
    outcome: Outcome  # decided the first time; after that we answer
    language: Language
    clock: MovableClock = field(default_factory=MovableClock)
    memory: FakeMemory = field(default_factory=FakeMemory)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    desk: Desk = field(init=False)
    incident: Incident = field(init=False)

    def __post_init__(self) -> None:
        office = Office(
            memory=self.memory,
            clock=self.clock,
            ids=CountingIds(5000),
            files=FakeFiles(here=DIRECTORY, at_hand=SHELF),
            language=lambda: self.language,
            woken=lambda: None,
        )
        self.desk = set_up(office)
        opening = OpenIncident(
            kind=self.playbook.kind,
            playbook=self.playbook.id,
            title="It has begun",
            unit=UnitId("rail-fr"),
            country="FR",
            language=self.language,
        )
        self.incident = self.desk.crisis.open(opening, self.asked(UserId("U0NADIA")))

    def asked(self, by: UserId) -> Asked:
        return Asked(by=by, request=RequestId(f"run:{next(self.numbers)}"))

    def does(self, order: AnyOrder, by: UserId) -> None:
        """Somebody asks; the state and its moments must agree after each order."""
        self.incident = self.desk.crisis.carry_out(order, self.asked(by))
        with self.memory.reading() as look:
            assert dues(self.incident) == look.dues(self.incident.id)

    def waits_until_just_before(self, step: StepInRun) -> None:
        """Let time pass to a minute before a step is due, moment by moment."""
        due_at = step.progress.due_at
        if due_at is not None and due_at - EARLY > self.clock.now():
            self.passes(due_at - EARLY - self.clock.now())

    def passes(self, span: timedelta) -> None:
        """Let every moment of the next `span` fall when it comes."""
        end = self.clock.now() + span
        while (moment := min((due.at for due in dues(self.incident)), default=end)) <= end:
            self.clock.forward(seconds=max(0.0, (moment - self.clock.now()).total_seconds()))
            before = self.incident.seq
            self.incident = self.desk.clockwork.pass_time(self.incident.id)
            assert self.incident.seq > before, f"{dues(self.incident)[0]} fell and nothing happened"
        self.clock.forward(seconds=max(0.0, (end - self.clock.now()).total_seconds()))

    def answers_its_calls(self) -> None:
        """The first person called on each ladder takes it."""
        for call in self.incident.calls:
            if self.incident.call(call.id).state is CallState.OWED:
                self.takes(call.id)

    def takes(self, call: str) -> None:
        found = next(c for c in self.incident.calls if c.id == call)
        try:
            self.does(TakeCall(incident=self.incident.id, call=found.id), found.person)
        except AlreadyDone:
            return  # Somebody on the same rung took it.

    def works_through(self) -> None:
        """Do every step that is called for, the most urgent first, each in its own way."""
        for _ in range(ROUNDS):
            pending = self.incident.open_steps
            if not pending:
                return
            last = self.clock.now() + timedelta(days=365)
            step = min(pending, key=lambda s: (s.progress.due_at or last, s.number))
            self.waits_until_just_before(step)
            if self.incident.step(step.step.id).open:
                WAYS.get(step.step.kind, ticks)(self, self.incident.step(step.step.id))
            self.is_shown()
        raise AssertionError([step.step.id for step in self.incident.open_steps])

    def is_shown(self) -> None:
        """The card fits into one message, in both languages."""
        for language in Language:
            assert len(card(self.incident, DIRECTORY, language, self.clock.now()).blocks) <= BLOCKS

    def log(self) -> tuple[Entry, ...]:
        with self.memory.reading() as look:
            return look.log(self.incident.id)


def ticks(run: Run, step: StepInRun) -> None:
    """Each owner does their part; a decision takes its first answer."""
    choice = step.step.choices[0].id if step.step.choices else ""
    note = "because it is so" if step.step.kind is StepKind.DECISION else ""
    for owner in run.incident.owners(step):
        if run.incident.step(step.step.id).open:
            order = CompleteStep(incident=run.incident.id, step=step.step.id, note=note, choice=choice)
            run.does(order, owner)


def decides(run: Run, step: StepInRun) -> None:
    """The first time as this run is told to, and once that has expired, to answer."""
    if step.step.gate is Gate.SEVERITY:
        assesses(run, step)
        return
    if step.step.gate is None:
        ticks(run, step)
        return
    decided_before = bool(run.incident.stances)
    outcome = Outcome.RESPOND if decided_before else run.outcome
    run.does(
        TakeStance(
            incident=run.incident.id,
            step=step.step.id,
            answers=Answers(truth=Truth.TRUE_PUBLIC if decided_before else Truth.UNKNOWN),
            outcome=outcome,
            reason="as the facts stand",
            line=MEANWHILE if outcome is Outcome.HOLD else "",
        ),
        run.incident.owner(step),
    )


def assesses(run: Run, step: StepInRun) -> None:
    """Six answers, and the severity stays what it is."""
    low = Level(1)
    factors = Factors(harm=Level(0), volume=low, source=low, spread=low, legal=low, business=low)
    kept = Assessed(factors=factors, severity=run.incident.severity)
    order = AssessSeverity(incident=run.incident.id, assessed=kept, step=step.step.id)
    run.does(order, run.incident.owner(step))


def writes(run: Run, step: StepInRun) -> None:
    """The owner writes it from the prepared words, everybody asked approves, and it is published."""
    message = run.incident.playbook.message(step.step.message) if step.step.message else None
    if message is None or run.incident.kind is not PlaybookKind.CRISIS:
        ticks(run, step)
        return
    author = run.incident.owner(step)
    run.does(proposal(run, message), author)
    statement = run.incident.statements[-1]
    for ask in statement.present_asks:
        if run.incident.statements[-1].approved_at is None:
            digest = run.incident.statements[-1].wording.digest
            run.does(
                ApproveStatement(incident=run.incident.id, statement=statement.id, digest=digest), ask.person
            )
    digest = run.incident.statements[-1].wording.digest
    run.does(
        PublishStatement(incident=run.incident.id, statement=statement.id, digest=digest, where="the site"),
        author,
    )


def proposal(run: Run, message: Message) -> ProposeStatement:
    """Fill every slot and every blank that no slot fills."""
    slots = Slots(
        known="part of the service is down",
        doing="looking into it",
        ask="please wait",
        empathy="we are with those it touches",
        contact="help@meridian.example",
        next_at=run.clock.now() + timedelta(hours=1),
    )
    names = placeholders(message.body.read(run.language))
    return ProposeStatement(
        incident=run.incident.id,
        message=message.id,
        slots=slots,
        blanks=tuple((name, "so") for name in names),
    )


def settles_clocks(run: Run) -> None:
    """A clock whose step was not called for still runs: whoever it belongs to says that it does not apply."""
    for duty in run.incident.duties:
        if duty.state is DutyState.PROPOSED:
            owner = duties.owner(run.incident, duty.clock)
            run.does(WaiveClock(incident=run.incident.id, clock=duty.id, reason="does not apply"), owner)


def clears(run: Run, step: StepInRun) -> None:
    """Whoever each clock belongs to confirms it and meets it; the step is then done by itself."""
    for duty in run.incident.duties:
        if duty.id in step.step.clocks and duty.state is DutyState.PROPOSED:
            owner = duties.owner(run.incident, duty.clock)
            began = run.clock.now() - timedelta(minutes=5)
            why = "nobody knew before"  # it counted from the opening until then
            confirms = ConfirmClock(incident=run.incident.id, clock=duty.id, started_at=began, reason=why)
            run.does(confirms, owner)
            run.does(MeetClock(incident=run.incident.id, clock=duty.id, evidence="receipt 42"), owner)
    if run.incident.step(step.step.id).open:
        ticks(run, step)


def stops(run: Run, step: StepInRun) -> None:
    """Two channels are asked to stop and confirmed; the step is then done by itself."""
    if run.incident.freeze is None:
        order = FreezePublishing(incident=run.incident.id, scope="the brand", channels=("Posts", "Ads"))
        run.does(order, run.incident.owner(step))
    freeze = run.incident.freeze
    for outlet in freeze.unconfirmed if freeze else ():
        run.does(ConfirmFrozen(incident=run.incident.id, outlet=outlet.id), run.incident.owner(step))


def starts_again(run: Run, step: StepInRun) -> None:
    """The director orders each channel to run; where nothing was frozen, the step is ticked."""
    freeze = run.incident.freeze
    for outlet in freeze.stopped if freeze else ():
        run.does(RestartOutlet(incident=run.incident.id, outlet=outlet.id), UserId("U0CLAIRE"))
    if run.incident.step(step.step.id).open:
        ticks(run, step)


WAYS: Final[Mapping[StepKind, Callable[[Run, StepInRun], None]]] = {
    StepKind.DECISION: decides,
    StepKind.MESSAGE: writes,
    StepKind.CLOCK: clears,
    StepKind.FREEZE: stops,
    StepKind.RESTART: starts_again,
}


def as_id(case: tuple[Playbook, Outcome]) -> str:
    playbook, outcome = case
    return f"{playbook.id}-{outcome.value}"


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("case", list(runs()), ids=as_id)
def test_a_playbook_can_be_played_from_its_opening_to_its_review(
    case: tuple[Playbook, Outcome], language: Language
) -> None:
    """
    Each step is done by whoever it belongs to just before it is due, every moment falls, and nothing is stuck.

    A hold or a silence runs out and the decision is taken again. Then it is closed and its questions answered; no
    mandatory step was left, the log reads in both languages, and nothing is due any more.
    """
    playbook, outcome = case
    run = Run(playbook=playbook, outcome=outcome, language=language)
    run.answers_its_calls()
    run.works_through()
    while run.incident.stances and run.incident.stances[-1].waits:
        run.passes(timedelta(hours=1))
        run.works_through()
    settles_clocks(run)
    run.does(CloseIncident(incident=run.incident.id, reason="it is over"), run.incident.lead)
    answers = tuple((question.id, "As planned, for once.") for question in playbook.review.questions)
    run.does(AnswerReview(incident=run.incident.id, answers=answers), run.incident.lead)
    if sittings.next_one(run.incident) is not None:
        run.does(HoldReview(incident=run.incident.id, sitting=Sitting.COLD), run.incident.lead)

    assert not [step for step in run.incident.open_steps if step.step.mandatory]
    assert () == dues(run.incident)
    for entry in run.log():
        for spoken in Language:
            assert sentence(entry.fact, run.incident, str, str, str, spoken)
