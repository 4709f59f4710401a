"""Whatever people press, in whatever order, and whatever Slack and time do: nothing illegal ever happens."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from playbooks import (
    deciding,
    duties,
    escalation,
    holding,
    points,
    publishing,
    review,
    rhythm,
    sittings,
    statements,
    versions,
)
from playbooks import events as e
from playbooks.briefs import agenda, handover
from playbooks.commands import (
    AcceptLesson,
    AcceptVersion,
    AddAction,
    AddStep,
    AnswerReview,
    ApproveStatement,
    Assessed,
    AssessSeverity,
    AssignStep,
    CallId,
    ChangeSeverity,
    ChannelId,
    CheckClaim,
    CloseIncident,
    CompleteAction,
    CompleteStep,
    ConfirmClock,
    ConfirmFrozen,
    CorrectEntry,
    DeclineCall,
    DeclineVersion,
    EditStatement,
    EndStance,
    EntryKind,
    Errand,
    Escalate,
    EstimateStatement,
    FreezePublishing,
    GiveUpdate,
    HandOver,
    HoldPoint,
    HoldReview,
    KeepAnswer,
    MeetClock,
    NameLead,
    NoteMessageDeletion,
    NoteMessageEdit,
    ObjectToStatement,
    Original,
    OutletId,
    PassCall,
    ProposeStatement,
    PublishStatement,
    RenewStance,
    ReopenStep,
    RestartOutlet,
    SetHoldingLine,
    SetReviewDay,
    SettleClaim,
    ShareAgenda,
    Sitting,
    SkipStep,
    Slots,
    StopAgain,
    TakeCall,
    TakeStance,
    Trigger,
    Verification,
    WaiveClock,
    WithdrawObjection,
    WithdrawStatement,
    WriteLog,
)
from playbooks.dues import dues, fallen
from playbooks.errors import Refusal
from playbooks.folding import apply, fold
from playbooks.gate import Answers, Truth
from playbooks.incident import (
    CallState,
    ClimbState,
    DutyState,
    Incident,
    IncidentState,
    OutletState,
    StatementState,
    StepStatus,
    is_settled,
    taken,
    unanswered,
)
from playbooks.moments import DueKind
from playbooks.owed import owed
from playbooks.playbook import (
    Clock,
    ClockId,
    Gate,
    HoldTerms,
    LadderId,
    Outcome,
    Outcomes,
    RoleId,
    Severity,
    Step,
    StepId,
    StepKind,
    Strategy,
    UserId,
)
from playbooks.reading import condition
from playbooks.routing import SLACK, Reach
from playbooks.seeing import admitted
from tests.rules.assessed import factors
from tests.rules.clocks import CLOCKED, CLOCKS, NOTIFY, RECALL, clock_step
from tests.rules.freezes import FROZEN
from tests.rules.scene import (
    BASILE,
    BREACH,
    CLAIRE,
    DANA,
    GAEL,
    ID,
    INES,
    MAUD,
    NADIA,
    PAUL,
    PRESS,
    ROOM,
    SAOIRSE,
    SOLENE,
    UNIT,
    Story,
    minutes,
    opened,
)
from tests.rules.scene import (
    step as planned_step,
)

PEOPLE = (DANA, MAUD, SAOIRSE, CLAIRE, BASILE, INES, NADIA, GAEL, SOLENE, PAUL)
ANSWER, WHILE_HELD = StepId("answer"), StepId("while-held")
PLAYBOOK = replace(
    BREACH,
    steps=(
        *BREACH.steps,
        replace(
            planned_step(ANSWER, "press", 15, mandatory=True),
            kind=StepKind.DECISION,
            gate=Gate.RESPOND_HOLD_SILENT,
        ),
        replace(planned_step(WHILE_HELD, "press", 20), when=condition("answer is hold")),
        # A step about the first two of three clocks, which go on after the close, and the two of publishing.
        clock_step(CLOCKS, NOTIFY, RECALL),
        *FROZEN.steps,
    ),
    clocks=CLOCKED.clocks,
    outcomes=Outcomes(
        private=True, hold=HoldTerms(most=minutes(90), renew=RoleId("comms")), silent=minutes(120)
    ),
)
STEPS = (*(step.id for step in PLAYBOOK.steps), StepId("added-1"), StepId("added-2"), StepId("none"))
# Press: somebody in turn, then two together, then one who counts in a crisis alone, then whoever is left.
PRESS_RUNGS = (
    e.PlannedRung(people=(BASILE, NADIA), wait=minutes(5), in_turn=True),
    e.PlannedRung(people=(INES, NADIA), wait=minutes(5)),
    e.PlannedRung(people=(CLAIRE,), wait=minutes(5), severities=(Severity.SEV1,)),
    e.PlannedRung(people=(DANA,), wait=minutes(10)),
)
# The unit: its owner, then both of two groups, who share a person, then their deputies, then one for all.
UNIT_RUNGS = (
    e.PlannedRung(people=(GAEL,), wait=minutes(5)),
    e.PlannedRung(
        people=(SOLENE, PAUL, INES),
        wait=minutes(5),
        groups=(e.PlannedGroup(people=(SOLENE, PAUL)), e.PlannedGroup(people=(PAUL, INES))),
    ),
    e.PlannedRung(
        people=(NADIA, CLAIRE),
        wait=minutes(5),
        groups=(e.PlannedGroup(people=(NADIA,)), e.PlannedGroup(people=(CLAIRE,))),
    ),
    e.PlannedRung(people=(MAUD,), wait=minutes(5)),
)
# What may still be written about an incident that is over.
AFTER_THE_CLOSE = (
    e.LogWritten,
    e.ClaimSettled,
    e.ClaimChecked,
    e.MessageEdited,
    e.MessageDeleted,
    e.RoomOpened,
    e.CardPosted,
    e.ReviewPosted,
    e.DeliveryFailed,
    e.CallSent,
    e.CallFailed,
    e.ReviewAnswered,
    e.LearningFact,
    e.ActionAdded,
    e.ActionReminded,
    e.ActionCompleted,
    e.ClockFact,
    e.OutletFrozen,
    e.OutletRestarted,
    e.OutletAskedAgain,
    e.FreezeLate,
    e.RestartReminded,
)

people = st.sampled_from(PEOPLE)
steps = st.sampled_from(STEPS)
which = st.integers(0, 6)
CallOrder = TakeCall | DeclineCall | KeepAnswer | PassCall
channels = st.sampled_from(["", "Posts", "Ads", "Mail"])
clocks = st.sampled_from([clock.id for clock in PLAYBOOK.clocks])
some_clocks = st.lists(
    st.builds(
        lambda clock, hours, owner: replace(clock, limit=timedelta(hours=hours), owner=owner),
        st.sampled_from(PLAYBOOK.clocks),
        st.sampled_from([12, 72, 2000]),
        st.sampled_from([RoleId("security"), RoleId("comms"), RoleId("legal")]),
    ),
    unique_by=lambda clock: clock.id,
).map(tuple)
words = st.sampled_from(["", "  ", "because", "\u202e"])
assessments = st.builds(
    Assessed,
    factors=st.none() | factors,
    severity=st.none() | st.sampled_from(Severity),
    people_at_risk=st.sampled_from([False, False, False, True]),
    reason=words,
    known=st.none() | st.integers(0, 40),
)


def learning_must_be_legal(before: Incident, fact: e.LearningFact) -> None:
    """A sitting that was held is asked for no more, and nothing is accepted twice."""
    match fact:
        case e.ReviewReminded():
            assert sittings.held_at(before, fact.sitting) is None
        case e.ReviewDated() | e.ReviewHeld():
            assert sittings.day_of(before, fact.sitting) is not None
            assert sittings.known(before, fact.sitting).held_at is None
        case e.LessonAccepted():
            assert before.action(fact.action).accepted_at is None
        case _:
            pass


def must_be_legal(before: Incident, fact: e.Event) -> None:
    """What no order of presses and no outage may ever lead to."""
    assert before.is_open or isinstance(fact, AFTER_THE_CLOSE), f"{type(fact).__name__} after the close"
    call_must_be_legal(before, fact)
    clock_must_be_legal(before, fact)
    channel_must_be_legal(before, fact)
    match fact:
        case e.StepsLate():
            assert fact.steps
            for step in fact.steps:
                lateness_must_be_news(before, fact, step)
        case e.StepCompleted() | e.StepSkipped() | e.StepAssigned():
            assert before.step(fact.step).open
        case e.PromiseReminded() | e.PromiseBroken():
            assert before.promise is not None
            assert (False, fact.next_at) == (before.promise.broken, before.promise.at)
        case e.StatementFact():
            words_must_be_legal(before, fact)
        case e.HoldingFact():
            decision_must_be_legal(before, fact)
        case e.LearningFact():
            learning_must_be_legal(before, fact)
        case e.PointFact() | e.ClaimFact():
            rhythm_must_be_legal(before, fact)
        case e.ActionReminded():
            assert before.action(fact.action).done_at is None
        case _:
            pass


def rhythm_must_be_legal(before: Incident, fact: e.PointFact | e.ClaimFact) -> None:
    """The lead is told of the fixed point that is due; a claim is there before it is settled."""
    match fact:
        case e.PointDue():
            assert rhythm.next_at(before) == fact.due_at
            assert (before.lead, True) == (fact.to, fact.due_at <= fact.at)
        case e.PointLapsed():
            assert (rhythm.pending_since(before), False) == (fact.due_at, rhythm.lapsed(before))
            assert fact.to != before.lead
        case e.ClaimFact():
            assert before.claims[fact.claim - 1].number == fact.claim
        case e.HandedOver():
            assert before.lead != fact.to
        case _:
            pass


def decision_must_be_legal(before: Incident, fact: e.HoldingFact) -> None:
    """Nothing is held back from people at risk, one decision stands at a time, and each reminder is news."""
    match fact:
        case e.StanceTaken():
            waits = fact.outcome in {Outcome.HOLD, Outcome.SILENT}
            assert not (waits and (before.people_at_risk or fact.answers.danger))
            assert before.stance is None
            assert before.step(fact.step).open
        case e.StanceReminded() | e.StanceExpired():
            assert before.stance is not None
            assert before.stance.told < getattr(fact, "share", 100)
        case e.DecisionAwaited():
            assert before.step(fact.step).open
        case _:
            pass


def words_must_be_legal(before: Incident, fact: e.StatementFact) -> None:
    """Nobody approves their own words or words that have changed; nothing goes out without every approval."""
    about = next((s for s in before.statements if s.id == fact.statement), None)
    match fact:
        case e.StatementProposed():
            assert about is None
        case e.ApproverAsked():
            assert about is not None
            assert fact.person not in about.writers
            known = {ask.id: ask for ask in about.asks}.get(fact.ask)  # Asked again once it is more serious.
            assert known is None or known.approved_at is None or not set(fact.roles) <= set(known.roles)
        case e.StatementApproved() | e.StatementObjected():
            assert about is not None
            assert fact.by not in about.writers
            assert (True, fact.digest) == (about.is_live, about.wording.digest)
        case e.StatementPublished():
            assert about is not None
            assert (StatementState.APPROVED, fact.digest) == (about.state, about.wording.digest)
        case e.EstimateLapsed():
            assert about is not None
            assert StatementState.IN_REVIEW is about.state
        case _:
            assert about is not None


def call_must_be_legal(before: Incident, fact: e.Event) -> None:
    """Nobody is called twice on a rung, for a ladder that rests, or in vain; the first to take it wins."""
    match fact:
        case e.ContactCalled():
            rung_must_be_legal(before, fact)
        case e.CallHeldUp():
            call = before.call(fact.call)
            climb = escalation.climb_of(before, call.ladder)
            assert (CallState.OWED, climb.rung, climb.round) == (call.state, call.rung, call.round)
            assert escalation.following(before, climb) is not None
        case e.CallSent() | e.CallFailed():
            assert before.call(fact.call).message is None
        case e.CallTaken():
            call = before.call(fact.call)
            assert fact.by == call.person
            assert escalation.released(before, call) is None
        case e.CallDeclined():
            assert before.call(fact.call).state not in {CallState.TAKEN, CallState.DECLINED}
        case e.AnswerDoubted() | e.AnswerConfirmed() | e.AnswerExpired():
            assert CallState.TAKEN is before.call(fact.call).state
        case e.LadderExhausted():
            climb = escalation.climb_of(before, fact.ladder)
            assert ClimbState.CALLING is climb.state
            assert escalation.following(before, climb) is None
        case e.Escalated():
            known = fact.ladder in {climb.ladder for climb in before.climbs}
            assert known is (fact.planned is None)
        case _:
            pass


def rung_must_be_legal(before: Incident, fact: e.ContactCalled) -> None:
    """The ladder does not rest, the rung counts, nobody is called twice on it, and somebody is still missing."""
    climb = escalation.climb_of(before, fact.ladder)
    rung = climb.rungs[fact.rung]
    beside = [c for c in before.calls if (c.ladder, c.round, c.rung) == (fact.ladder, fact.round, fact.rung)]
    assert ClimbState.ANSWERED is not climb.state
    assert fact.person not in {call.person for call in beside}
    assert fact.call not in {call.id for call in before.calls}
    assert fact.round <= climb.again
    assert fact.due_at <= fact.at
    if rung.groups:
        wanted = unanswered(climb, taken(before, fact.ladder), fact.rung)
        assert set(fact.groups) & set(wanted)


def channel_must_be_legal(before: Incident, fact: e.Event) -> None:
    """A channel stops and starts once each time; it starts on order; nobody is asked after what runs."""
    outlets = {} if before.freeze is None else {outlet.id: outlet for outlet in before.freeze.outlets}
    match fact:
        case e.PublishingFrozen():
            stopped = {outlet.id for outlet in publishing.stopped(before)}
            assert stopped.isdisjoint(outlet for outlet, _ in fact.outlets)
        case e.OutletFrozen():
            assert OutletState.ASKED is outlets[fact.outlet].state
        case e.OutletAskedAgain():
            assert OutletState.ASKED is not outlets[fact.outlet].state
        case e.OutletRestarted():
            assert OutletState.RUNNING is not outlets[fact.outlet].state
            assert fact.by in publishing.may_restart(before)
        case e.FreezeLate():
            assert fact.outlets
            assert all(OutletState.ASKED is outlets[outlet].state for outlet in fact.outlets)
        case e.RestartReminded():
            assert publishing.stopped(before)
        case _:
            pass


def clock_must_be_legal(before: Incident, fact: e.Event) -> None:
    """Only its own people decide about a clock; it reminds only while it runs, and its limit is missed once."""
    match fact:
        case e.ClockConfirmed() | e.ClockWaived() | e.ClockMet():
            duty = duties.duty_of(before, fact.clock)
            assert fact.by in duties.deciders(before, duty.clock)
        case e.ClocksReminded():
            for clock, share in fact.shares:
                duty = duties.duty_of(before, clock)
                assert duty.runs
                assert duty.progress.told <= share
                assert duty.share_at(share) <= fact.at
        case e.ClockMissed():
            duty = duties.duty_of(before, fact.clock)
            assert duty.runs
            assert duty.progress.missed_at is None or duty.progress.missed_at < duty.limit_at
            assert duty.limit_at <= fact.at
        case _:
            pass


def lateness_must_be_news(before: Incident, fact: e.StepsLate, step_id: StepId) -> None:
    """Only an open step that is late, only to its owner or the lead, and only once to each."""
    step = before.step(step_id)
    assert step.open
    assert step.progress.due_at is not None
    assert step.progress.due_at <= fact.at
    own = before.owner(step) == fact.to
    assert own or fact.to == before.lead
    assert not (step.progress.owner_told if own else step.progress.lead_told)


class Crisis(RuleBasedStateMachine):
    """One crisis, from its opening on."""

    story: Story

    @initialize(
        severity=st.sampled_from(Severity),
        empty=st.booleans(),
        again=st.integers(0, 2),
        quiet=st.none() | st.just(20),
    )
    def opens(self, severity: Severity, empty: bool, again: int, quiet: int | None) -> None:
        """It opens, with ladders that may be climbed again and whose answers may expire; one may have nobody."""
        asked_again = None if quiet is None else minutes(quiet)
        rungs = () if empty else UNIT_RUNGS
        self.story = opened(
            PLAYBOOK,
            severity=severity,
            planned=(
                e.PlannedLadder(ladder=PRESS, rungs=PRESS_RUNGS, again=again),
                e.PlannedLadder(ladder=UNIT, rungs=rungs, again=again, asked_again=asked_again),
            ),
        )
        self.posted = 0

    def happens(self, facts: tuple[e.Event, ...]) -> None:
        """Everything that happens is judged on the state right before it."""
        before = self.story.incident
        for fact in facts:
            must_be_legal(before, fact)
            before = apply(before, fact, self.story.released)
            nudged = [thing for thing in owed(fact, before) if thing.errand is Errand.NUDGE]
            assert fact.by not in {thing.lane.removeprefix("person:") for thing in nudged}
        late = [fact.to for fact in facts if isinstance(fact, e.StepsLate)]
        assert len(late) == len(set(late)), "somebody was told twice at once"
        self.story.happens(*facts)

    def tries(self, decided: Callable[[], tuple[e.Event, ...]]) -> None:
        """Somebody asks; a refusal changes nothing."""
        facts: tuple[e.Event, ...] = ()
        with suppress(Refusal):
            facts = decided()
        self.happens(facts)

    def asks(self, order: deciding.CrisisOrder, by: UserId) -> None:
        """Somebody asks something about the crisis."""
        self.tries(lambda: deciding.decide(self.story.incident, order, by=by, now=self.story.now))

    # What people press.

    @rule(step=steps, by=people, note=words)
    def completes(self, step: StepId, by: UserId, note: str) -> None:
        """A tick."""
        self.asks(CompleteStep(incident=ID, step=step, note=note), by)

    @rule(step=steps, by=people, reason=words)
    def skips(self, step: StepId, by: UserId, reason: str) -> None:
        """A skip."""
        self.asks(SkipStep(incident=ID, step=step, reason=reason), by)

    @rule(step=steps, by=people)
    def reopens(self, step: StepId, by: UserId) -> None:
        """An undo."""
        self.asks(ReopenStep(incident=ID, step=step), by)

    @rule(step=steps, by=people, to=people)
    def assigns(self, step: StepId, by: UserId, to: UserId) -> None:
        """A step is given."""
        self.asks(AssignStep(incident=ID, step=step, to=to), by)

    @rule(by=people, owner=st.none() | people, due=st.none() | st.integers(-5, 200))
    def adds(self, by: UserId, owner: UserId | None, due: int | None) -> None:
        """A step is added."""
        due_in = None if due is None else minutes(due)
        self.asks(AddStep(incident=ID, title="more", owner=owner, due_in=due_in), by)

    @rule(by=people, severity=st.sampled_from(Severity), reason=words)
    def rates(self, by: UserId, severity: Severity, reason: str) -> None:
        """The severity is changed."""
        before = self.story.incident
        self.asks(ChangeSeverity(incident=ID, severity=severity, reason=reason), by)
        lowered = self.story.incident.severity.rank > before.severity.rank
        assert not lowered or (by == before.lead and reason == "because")

    @rule(by=people, lead=people)
    def hands_over(self, by: UserId, lead: UserId) -> None:
        """Somebody else leads."""
        self.asks(NameLead(incident=ID, lead=lead), by)

    @rule(by=people, text=words, next_in=st.none() | st.integers(-10, 5000))
    def updates(self, by: UserId, text: str, next_in: int | None) -> None:
        """An update, with or without a promise."""
        self.asks(
            GiveUpdate(incident=ID, text=text, next_in=None if next_in is None else minutes(next_in)), by
        )

    @rule(by=people, text=words)
    def says(self, by: UserId, text: str) -> None:
        """A holding line."""
        self.asks(SetHoldingLine(incident=ID, text=text), by)

    @rule(by=people, text=words, status=st.sampled_from(Verification))
    def notes(self, by: UserId, text: str, status: Verification) -> None:
        """A line in the log, which may be a claim."""
        self.asks(WriteLog(incident=ID, text=text, status=status), by)

    @rule(by=people, claim=st.integers(0, 3), true=st.booleans(), text=words)
    def settles(self, by: UserId, claim: int, true: bool, text: str) -> None:
        """A claim is said to be so, or not."""
        self.goes_on(SettleClaim(incident=ID, claim=claim, true=true, words=text), by)

    @rule(by=people, claim=st.integers(0, 3))
    def checks(self, by: UserId, claim: int) -> None:
        """Somebody is verifying a claim."""
        self.goes_on(CheckClaim(incident=ID, claim=claim), by)

    @rule(by=people, entry=st.integers(0, 6), text=words)
    def corrects(self, by: UserId, entry: int, text: str) -> None:
        """Another entry takes the place of one."""
        self.asks(CorrectEntry(incident=ID, entry=entry, text=text), by)

    @rule(by=people, ts=st.sampled_from(("1.1", "2.2")), text=words)
    def keeps_a_message(self, by: UserId, ts: str, text: str) -> None:
        """A message is kept, once."""
        original = Original(channel=ROOM, ts=ts, author=by)
        self.asks(WriteLog(incident=ID, text=text, kind=EntryKind.MESSAGE, original=original), by)

    @rule(by=people, ts=st.sampled_from(("1.1", "2.2")), text=st.none() | words)
    def changes_a_message(self, by: UserId, ts: str, text: str | None) -> None:
        """A message is edited, or deleted, which was kept or was not."""
        if text is None:
            self.asks(NoteMessageDeletion(incident=ID, channel=ROOM, ts=ts), by)
        else:
            self.asks(NoteMessageEdit(incident=ID, channel=ROOM, ts=ts, text=text), by)

    @rule(by=people, given=assessments, held=st.booleans())
    def assesses(self, by: UserId, given: Assessed, held: bool) -> None:
        """The six questions are answered, at a fixed point or between two."""
        before = self.story.incident
        order = (
            HoldPoint(incident=ID, assessed=given) if held else AssessSeverity(incident=ID, assessed=given)
        )
        self.goes_on(order, by)
        lowered = self.story.incident.severity.rank > before.severity.rank
        assert not lowered or (by == before.lead and given.reason == "because")
        changed, known = self.story.incident.severity is not before.severity, given.known
        assert not (changed and known is not None and before.graded and before.graded.seq > known)
        assert self.story.incident.people_at_risk or not before.people_at_risk

    @rule(by=people, to=people, behind=st.integers(0, 5))
    def relieves(self, by: UserId, to: UserId, behind: int) -> None:
        """The lead is handed over with its brief."""
        known = self.story.incident.seq - behind
        before = self.story.incident
        self.goes_on(HandOver(incident=ID, to=to, known=known), by)
        assert before.lead == self.story.incident.lead or not before.named or before.named.seq <= known

    @rule(by=people)
    def shares_the_agenda(self, by: UserId) -> None:
        """The agenda goes into the room."""
        self.goes_on(ShareAgenda(incident=ID), by)

    def goes_on(self, order: points.PointOrder, by: UserId) -> None:
        """Somebody asks something about severity, claims, fixed points or the lead."""
        self.tries(lambda: points.decide(self.story.incident, order, by=by, now=self.story.now))

    @rule(number=which, by=people)
    def presses_another_s_call(self, number: int, by: UserId) -> None:
        """I take it, pressed by anybody."""
        self.about_a_call(number, lambda call: TakeCall(incident=ID, call=call), by)

    @rule(number=which)
    def takes_a_call(self, number: int) -> None:
        """I take it, pressed by the person who was called, the latest call first."""
        self.about_a_call(number, lambda call: TakeCall(incident=ID, call=call))

    @rule(number=which)
    def declines_a_call(self, number: int) -> None:
        """I can't."""
        self.about_a_call(number, lambda call: DeclineCall(incident=ID, call=call))

    @rule(number=which)
    def is_still_on_it(self, number: int) -> None:
        """I am still on it, whether or not anybody asked."""
        self.about_a_call(number, lambda call: KeepAnswer(incident=ID, call=call))

    @rule(number=which, to=people)
    def calls_someone_else(self, number: int, to: UserId) -> None:
        """I can't, call somebody else."""
        self.about_a_call(number, lambda call: PassCall(incident=ID, call=call, to=to))

    @rule(by=people, person=st.none() | people, reason=words, ladder=st.sampled_from([None, PRESS, UNIT]))
    def escalates(self, by: UserId, person: UserId | None, reason: str, ladder: LadderId | None) -> None:
        """More people, by hand."""
        order = Escalate(incident=ID, person=person, reason=reason, ladder=ladder)
        rungs = tuple(e.PlannedRung(people=(p,), wait=minutes(5)) for p in (person or CLAIRE, MAUD))
        number = len(self.story.incident.climbs)
        planned = e.PlannedLadder(ladder=LadderId(f"@{number}"), rungs=rungs)
        now = self.story.now
        self.tries(lambda: escalation.escalate(self.story.incident, order, planned, by=by, now=now))

    def about_a_call(
        self, number: int, order: Callable[[CallId], CallOrder], by: UserId | None = None
    ) -> None:
        """Somebody answers one of the calls."""
        calls = self.story.incident.calls
        if number < len(calls):
            call = calls[-1 - number]
            self.answers(order(call.id), by or call.person)

    def answers(self, order: CallOrder, by: UserId) -> None:
        """An answer to a call."""
        incident, now = self.story.incident, self.story.now
        if isinstance(order, PassCall):
            self.tries(lambda: escalation.pass_on(incident, order, (Reach(means=SLACK),), by=by, now=now))
        else:
            self.tries(lambda: escalation.decide(incident, order, by=by, now=now))

    @precondition(lambda self: self.story.incident.seq > 12)
    @rule(by=people, reason=words)
    def closes(self, by: UserId, reason: str) -> None:
        """It is closed, once enough has happened to it."""
        self.asks(CloseIncident(incident=ID, reason=reason), by)

    # Legal clocks.

    @rule(
        by=people,
        clock=clocks,
        text=words,
        hours=st.none() | st.sampled_from([-1.0, 0.0, 5.0, 70.0, 100.0, 800.0]),
    )
    def confirms(self, by: UserId, clock: ClockId, hours: float | None, text: str) -> None:
        """A clock runs, since the opening or since so many hours ago."""
        started_at = None if hours is None else self.story.now - timedelta(hours=hours)
        order = ConfirmClock(incident=ID, clock=clock, started_at=started_at, reason=text)
        self.rules_on(order, by)

    @rule(by=people, clock=clocks, text=words, met=st.booleans())
    def ends(self, by: UserId, clock: ClockId, text: str, met: bool) -> None:
        """A clock is met or waived."""
        meets = MeetClock(incident=ID, clock=clock, evidence=text)
        self.rules_on(meets if met else WaiveClock(incident=ID, clock=clock, reason=text), by)

    def rules_on(self, order: duties.ClockOrder, by: UserId) -> None:
        """An order about a clock."""
        self.tries(lambda: duties.decide(self.story.incident, order, by=by, now=self.story.now))

    # Publishing.

    @rule(by=people, scope=words, channels=st.lists(channels, max_size=3))
    def stops(self, by: UserId, scope: str, channels: list[str]) -> None:
        """Publishing must stop, or also elsewhere."""
        self.publishes(FreezePublishing(incident=ID, scope=scope, channels=tuple(channels)), by)

    @rule(
        by=people,
        number=st.integers(1, 4),
        kind=st.sampled_from([ConfirmFrozen, RestartOutlet, StopAgain]),
    )
    def settles_a_channel(
        self, by: UserId, number: int, kind: type[ConfirmFrozen | RestartOutlet | StopAgain]
    ) -> None:
        """A channel has stopped, must start again, or was not stopped after all."""
        self.publishes(kind(incident=ID, outlet=OutletId(f"c{number}")), by)

    def publishes(self, order: publishing.PublishingOrder, by: UserId) -> None:
        """An order about publishing."""
        self.tries(lambda: publishing.decide(self.story.incident, order, by=by, now=self.story.now))

    # Newer versions.

    @rule(
        order=st.permutations(PLAYBOOK.steps),
        kept=st.integers(1, len(PLAYBOOK.steps)),
        due=st.integers(1, 90),
        clocks=some_clocks,
    )
    def a_version_is_released(
        self, order: list[Step], kept: int, due: int, clocks: tuple[Clock, ...]
    ) -> None:
        """The next version drops, moves and adds steps, drops clocks and moves limits; it is offered."""
        fresh = replace(PLAYBOOK.steps[0], id=StepId(f"new-{len(self.story.shelf)}"), due=minutes(due))
        number = self.story.shelf[-1].version + 1
        steps = (*order[:kept], fresh)
        newest = replace(PLAYBOOK, version=number, digest=f"{number:064}", steps=steps, clocks=clocks)
        self.story.shelf = (*self.story.shelf, newest)
        before = self.story.incident
        self.happens(versions.offering(before, newest, now=self.story.now))
        assert before.playbook == self.story.incident.playbook
        assert () == versions.offering(self.story.incident, newest, now=self.story.now)

    @rule(by=people, accepts=st.booleans(), behind=st.sampled_from([0, 0, 1]))
    def decides_a_version(self, by: UserId, accepts: bool, behind: int) -> None:
        """It is accepted or declined, by whoever presses."""
        before = self.story.incident
        version = self.story.shelf[-1].version - behind
        order = (AcceptVersion if accepts else DeclineVersion)(incident=ID, version=version)
        self.tries(lambda: versions.decide(before, order, by=by, now=self.story.now))
        after = self.story.incident
        settled = {s.step.id: s.progress for s in before.plan if not s.open}
        assert settled == {s.step.id: s.progress for s in after.plan if s.step.id in settled}
        assert [s.id for s in before.added] == [s.id for s in after.added]
        for duty in before.duties:
            kept = duties.duty_of(after, duty.id)
            assert (duty.state, duty.since) == (kept.state, kept.since)
            # Whatever a newer version says, a limit that somebody answers for stays, with all that was said of it.
            assert duty.state is DutyState.PROPOSED or duty == kept

    # To answer, hold or stay silent.

    @rule(
        by=people,
        outcome=st.sampled_from(Outcome),
        danger=st.sampled_from([False, False, False, True]),
        truth=st.sampled_from(Truth),
        step=st.sampled_from([ANSWER, ANSWER, ANSWER, *STEPS]),
        reason=words,
        lasts=st.none() | st.integers(-5, 100),
        known=st.none() | st.integers(0, 2),
    )
    def decides(
        self,
        by: UserId,
        outcome: Outcome,
        danger: bool,
        truth: Truth,
        step: StepId,
        reason: str,
        lasts: int | None,
        known: int | None,
    ) -> None:
        """A decision, whether or not it is possible."""
        order = TakeStance(
            incident=ID,
            step=step,
            answers=Answers(danger=danger, truth=truth),
            outcome=outcome,
            reason=reason,
            lasts=None if lasts is None else minutes(lasts),
            line="We are checking.",
            known=known,
        )
        self.holds(order, by)

    @rule(by=people, reason=words, lasts=st.none() | st.integers(-5, 100))
    def prolongs(self, by: UserId, reason: str, lasts: int | None) -> None:
        """A renewal."""
        span = None if lasts is None else minutes(lasts)
        self.holds(RenewStance(incident=ID, reason=reason, lasts=span), by)

    @rule(by=people, trigger=st.sampled_from(Trigger))
    def something_happens(self, by: UserId, trigger: Trigger) -> None:
        """What ends a hold early."""
        self.holds(EndStance(incident=ID, trigger=trigger), by)

    def holds(self, order: holding.HoldingOrder, by: UserId) -> None:
        """Somebody asks something about the decision."""
        self.tries(lambda: holding.decide(self.story.incident, order, by=by, now=self.story.now))

    # The review.

    @rule(by=people, text=words, question=st.sampled_from(["planned", "happened", "who"]))
    def reviews(self, by: UserId, text: str, question: str) -> None:
        """An answer to the review."""
        order = AnswerReview(incident=ID, answers=((question, text),))
        self._reviews(order, by)

    def _reviews(self, order: review.ReviewOrder, by: UserId) -> None:
        zone = ZoneInfo("UTC")
        self.tries(lambda: review.decide(self.story.incident, order, by=by, now=self.story.now, zone=zone))

    @rule(by=people, sitting=st.sampled_from(Sitting), days=st.none() | st.integers(-1, 400))
    def sits(self, by: UserId, sitting: Sitting, days: int | None) -> None:
        """A day for a sitting of the review, or that it was held."""
        if days is None:
            self._reviews(HoldReview(incident=ID, sitting=sitting), by)
        else:
            day = self.story.now + timedelta(days=days)
            self._reviews(SetReviewDay(incident=ID, sitting=sitting, day=day), by)

    @precondition(lambda self: bool(self.story.incident.actions))
    @rule(by=people, which=st.integers(0, 3))
    def accepts_a_lesson(self, by: UserId, which: int) -> None:
        """A lesson holds."""
        actions = self.story.incident.actions
        self._reviews(AcceptLesson(incident=ID, action=actions[which % len(actions)].id), by)

    @rule(by=people, days=st.integers(-2, 20))
    def plans(self, by: UserId, days: int) -> None:
        """An action of the review."""
        due = (self.story.now + timedelta(days=days)).date()
        self._reviews(AddAction(incident=ID, text="train", owner=by, due=due), by)

    @precondition(lambda self: bool(self.story.incident.actions))
    @rule(by=people, which=st.integers(0, 3))
    def finishes(self, by: UserId, which: int) -> None:
        """An action is done."""
        actions = self.story.incident.actions
        order = CompleteAction(incident=ID, action=actions[which % len(actions)].id)
        self.tries(lambda: review.complete_action(self.story.incident, order, by=by, now=self.story.now))

    # Words for the public.

    @rule(
        by=people, strategy=st.sampled_from(Strategy), text=words, next_in=st.none() | st.integers(-10, 5000)
    )
    def proposes(self, by: UserId, strategy: Strategy, text: str, next_in: int | None) -> None:
        """Words of our own."""
        next_at = None if next_in is None else self.story.now + minutes(next_in)
        slots = Slots(known=text, next_at=next_at)
        self.writes(ProposeStatement(incident=ID, strategy=strategy, slots=slots), by)

    @precondition(lambda self: bool(self.story.incident.statements))
    @rule(by=people, which=st.integers(0, 3), stale=st.booleans(), text=words, verb=st.integers(0, 6))
    def answers_for_words(self, by: UserId, which: int, stale: bool, text: str, verb: int) -> None:
        """An answer, an edit or a publication, from anybody, perhaps about words that have changed."""
        statements_here = self.story.incident.statements
        about = statements_here[which % len(statements_here)]
        of: dict[str, Any] = {"incident": ID, "statement": about.id}
        seen = {**of, "digest": "old" if stale else about.wording.digest}
        slots = replace(
            about.wording.slots, known=f"{about.wording.slots.known}.", next_at=self.story.now + minutes(60)
        )
        orders: tuple[statements.StatementOrder, ...] = (
            ApproveStatement(**seen, remark=text),
            ObjectToStatement(**seen, text=text),
            WithdrawObjection(**of),
            EstimateStatement(**of, needs=minutes(30)),
            EditStatement(**of, slots=slots, strategy=about.wording.strategy),
            PublishStatement(**seen, where=text),
            WithdrawStatement(**of, reason=text),
        )
        self.writes(orders[verb], by)

    @precondition(lambda self: any(s.missing and s.is_live for s in self.story.incident.statements))
    @rule()
    def the_asked_approve(self) -> None:
        """Whoever is waited for says yes."""
        for about in self.story.incident.statements:
            for person in statements.awaited(about):
                order = ApproveStatement(incident=ID, statement=about.id, digest=about.wording.digest)
                self.writes(order, person)

    def writes(self, order: statements.StatementOrder, by: UserId) -> None:
        """Somebody asks something about words."""
        local = statements.Local(now=self.story.now, zone=UTC)
        self.tries(lambda: statements.decide(self.story.incident, order, by=by, local=local))

    # What time and Slack do.

    @rule(count=st.sampled_from([0.1, 1, 4.9, 5, 10, 31, 61, 600, 3 * 24 * 60, 10 * 24 * 60]))
    def time_passes(self, count: float) -> None:
        """So long nobody looks; then everything missed is made good, once."""
        self.story.now += minutes(count)
        rungs = [climb.ladder for climb in self.story.incident.climbs]
        before = len(self.story.incident.calls)
        self.happens(fallen(self.story.incident, self.story.now))
        assert all(len(self.called_since(ladder, before)) <= 1 for ladder in rungs)
        assert () == fallen(self.story.incident, self.story.now)
        stance = self.story.incident.stance
        assert stance is None or stance.until is None or self.story.now < stance.until

    @rule(number=which, kind=st.booleans())
    def slack_answers(self, number: int, kind: bool) -> None:
        """Slack takes or refuses one of the calls, the latest first."""
        calls = self.story.incident.calls
        if number < len(calls):
            self.slack_answers_a_call(calls[-1 - number].id, kind)

    def slack_answers_a_call(self, call: CallId, kind: bool) -> None:
        """Slack takes or refuses a call that was owed and never answered for by Slack."""
        found = next((c for c in self.story.incident.calls if c.id == call), None)
        if found is None or found.message is not None or found.state is CallState.FAILED:
            return
        if kind:
            self.posted += 1
            sent = e.CallSent(at=self.story.now, call=call, channel=ChannelId("D0"), ts=f"{self.posted}")
            self.happens((sent,))
        else:
            self.happens(escalation.failed(self.story.incident, call, "user_not_found", self.story.now))

    @rule()
    def nobody_answers(self) -> None:
        """Slack takes every call, and time goes on to the next moment of a ladder."""
        for call in self.story.incident.calls:
            self.slack_answers_a_call(call.id, kind=True)
        kinds = {DueKind.RUNG, DueKind.ANSWER_QUIET, DueKind.ANSWER_EXPIRES}
        moments = (due.at for due in dues(self.story.incident) if due.kind in kinds)
        passed = next(moments, self.story.now) - self.story.now
        self.time_passes(max(0.0, passed.total_seconds() / 60))

    @rule(number=which)
    def slack_holds_up_a_call(self, number: int) -> None:
        """Slack takes something else, and not yet this call."""
        calls, now = self.story.incident.calls, self.story.now
        tried = frozenset({calls[-1 - number].id}) if number < len(calls) else frozenset[CallId]()
        self.happens(escalation.held_up(self.story.incident, tried, now, now))

    @rule()
    def slack_makes_the_room(self) -> None:
        """The channel is made, early or late, once."""
        if self.story.incident.room is None:
            self.happens((e.RoomOpened(at=self.story.now, channel=ROOM, name="inc"),))

    @rule(errand=st.sampled_from(Errand))
    def slack_refuses(self, errand: Errand) -> None:
        """Something owed is refused for good."""
        if errand is not Errand.CALL:
            failed = e.DeliveryFailed(at=self.story.now, errand=errand, subject="", reason="is_archived")
            self.happens((failed,))

    # What always holds.

    @invariant()
    def the_log_is_the_truth(self) -> None:
        """Folding everything again gives the very state."""
        facts = tuple(self.story.facts)
        assert self.story.incident == fold(ID, facts, PLAYBOOK, self.story.released)
        assert len(facts) == self.story.incident.seq

    @invariant()
    def every_pending_moment_is_in_its_place(self) -> None:
        """Sorted, each once, and about something that still waits."""
        pending = dues(self.story.incident)
        assert list(pending) == sorted(pending)
        assert len(pending) == len(set(pending))
        closed = {
            DueKind.REVIEW,
            DueKind.ACTION,
            DueKind.CLOCK_SHARE,
            DueKind.CLOCK_LIMIT,
            DueKind.CLOCK_OVER,
            DueKind.FREEZE_OWNER,
            DueKind.FREEZE_LEAD,
            DueKind.PUBLISHING_STOPPED,
        }
        assert self.story.incident.is_open or {due.kind for due in pending} <= closed

    @invariant()
    def a_stopped_channel_is_never_forgotten(self) -> None:
        """While anything is stopped, a moment waits at which somebody is asked after its restart."""
        incident = self.story.incident
        asked = {due.kind for due in dues(incident)} & {DueKind.PUBLISHING_STOPPED}
        assert bool(asked) is bool(publishing.stopped(incident))

    @invariant()
    def a_running_clock_is_never_forgotten(self) -> None:
        """Until it is met or waived, its limit is a moment that waits, and past it the next day."""
        incident = self.story.incident
        ends = {DueKind.CLOCK_LIMIT, DueKind.CLOCK_OVER}
        waiting = [due.subject for due in dues(incident) if due.kind in ends]
        assert sorted(duty.id for duty in duties.running(incident)) == sorted(waiting)

    @invariant()
    def a_channel_that_nobody_confirmed_is_never_forgotten(self) -> None:
        """Until it is confirmed or runs again, a moment waits at which somebody hears of it."""
        incident = self.story.incident
        told = {due.kind for due in dues(incident)} & {DueKind.FREEZE_OWNER, DueKind.FREEZE_LEAD}
        assert bool(told) is bool(incident.freeze and incident.freeze.unconfirmed)

    @invariant()
    def a_done_step_of_publishing_is_what_it_says(self) -> None:
        """While it runs: nothing is left to confirm under a ticked freeze, nothing to restart under a ticked restart."""
        incident = self.story.incident
        done = [step for step in incident.plan if step.progress.status is StepStatus.DONE]
        assert not incident.is_open or not any(publishing.missing(incident, step) for step in done)

    @invariant()
    def whoever_may_decide_may_look(self) -> None:
        """A restricted incident is there for everybody who may decide something about it."""
        incident = self.story.incident
        deciders = {person for d in incident.duties for person in duties.deciders(incident, d.clock)}
        assert deciders <= set(admitted(incident))

    def called_since(self, ladder: LadderId, before: int) -> set[tuple[int, int]]:
        """The rungs of a ladder that were called since there were so many calls."""
        return {(c.round, c.rung) for c in self.story.incident.calls[before:] if c.ladder == ladder}

    @invariant()
    def an_open_ladder_is_never_forgotten(self) -> None:
        """While it calls, a moment waits for the next rung, or a call of the present one waits for Slack to take it."""
        incident = self.story.incident
        waiting = {due.subject for due in dues(incident) if due.kind is DueKind.RUNG}
        calling = {climb for climb in incident.climbs if climb.state is ClimbState.CALLING}
        untaken = {climb.ladder for climb in calling if climb.heard_at is None and climb.held_up_at is None}
        assert not incident.is_open or {climb.ladder for climb in calling} == waiting | untaken
        rungs = {(climb.ladder, climb.round, climb.rung) for climb in incident.climbs}
        owed = {
            call.ladder
            for call in incident.calls
            if call.state is CallState.OWED and (call.ladder, call.round, call.rung) in rungs
        }
        assert not incident.is_open or untaken <= owed

    @invariant()
    def an_answer_that_may_expire_is_never_forgotten(self) -> None:
        """While such a ladder rests, the moment at which its answer is doubted or expires is pending."""
        incident = self.story.incident
        kinds = {DueKind.ANSWER_QUIET, DueKind.ANSWER_EXPIRES}
        pending = [due.subject for due in dues(incident) if due.kind in kinds]
        rests = [c for c in incident.climbs if c.state is ClimbState.ANSWERED and c.asked_again is not None]
        assert pending == [climb.ladder for climb in rests if incident.is_open]

    @invariant()
    def nobody_is_called_twice_on_a_rung(self) -> None:
        """Each time a ladder is climbed, one call for each person and rung."""
        calls = [(c.ladder, c.round, c.rung, c.person) for c in self.story.incident.calls]
        assert len(calls) == len(set(calls))

    @invariant()
    def no_hold_lapses_quietly(self) -> None:
        """While one stands its end is pending; while its decision is open after it, the next word to the lead is."""
        incident = self.story.incident
        stands = incident.stance is not None and incident.stance.waits
        pending = [due.kind for due in dues(incident)]
        assert stands == (DueKind.HOLD_ENDS in pending)
        last = incident.stances[-1] if incident.stances else None
        ended = last is not None and last.waits and not last.stands
        asked = incident.is_open and any(one.step.id == ANSWER for one in incident.open_steps)
        assert (ended and asked) == (DueKind.DECISION_WAITS in pending)

    @invariant()
    def one_decision_stands_at_most(self) -> None:
        """And only while the incident runs; a person at risk is never kept waiting by one."""
        incident = self.story.incident
        standing = [stance for stance in incident.stances if stance.stands]
        assert len(standing) <= incident.is_open
        assert not (incident.people_at_risk and any(stance.waits for stance in standing))

    @invariant()
    def a_ladder_rests_once_everybody_has_answered_who_must(self) -> None:
        """Nothing that Slack says later takes an answer back, and no answer is given for what has one."""
        for climb in self.story.incident.climbs:
            answers = taken(self.story.incident, climb.ladder)
            assert is_settled(climb, answers) == (climb.state is ClimbState.ANSWERED)
            alone = [call for call in answers if not climb.rungs[call.rung].groups]
            assert len(alone) <= 1

    @invariant()
    def nothing_is_held_back_from_people_at_risk(self) -> None:
        """Whoever found them to be at risk, by the gate or by the six questions."""
        stance = self.story.incident.stance
        assert not (self.story.incident.people_at_risk and stance is not None and stance.waits)

    @invariant()
    def nobody_is_without_an_owner(self) -> None:
        """Every step has somebody, and every mandatory one that was left out has a reason."""
        for step in self.story.incident.steps:
            assert self.story.incident.owner(step)
            if step.step.mandatory and step.progress.status is StepStatus.SKIPPED:
                assert step.progress.words

    @invariant()
    def the_agenda_and_the_brief_are_always_there_to_be_read(self) -> None:
        """Whatever was decided, undone, dropped or refuted: whoever takes over is told."""
        story = self.story
        drawn = agenda(story.incident, story.now)
        assert {*drawn.facts, *drawn.refuted, *drawn.to_verify} <= {*story.incident.claims}
        for given in (None, *(fact for fact in story.facts[-3:] if isinstance(fact, e.HandedOver))):
            assert story.incident.lead == handover(story.incident, story.facts, story.now, given).lead

    def teardown(self) -> None:
        """In the end, with every action done, clock met and channel restarted, a closed incident falls silent."""
        if not hasattr(self, "story"):
            return
        story = self.story
        if story.incident.is_open:
            self.happens(
                deciding.decide(
                    story.incident,
                    CloseIncident(incident=ID, reason="over"),
                    by=story.incident.lead,
                    now=story.now,
                )
            )
        for call in story.incident.calls:
            self.slack_answers_a_call(call.id, kind=False)  # Slack refuses what was still on its way.
        for action in story.incident.actions:
            if action.done_at is None:
                order = CompleteAction(incident=ID, action=action.id)
                self.happens(review.complete_action(story.incident, order, by=MAUD, now=story.now))
        for duty in duties.running(story.incident):
            met = MeetClock(incident=ID, clock=duty.id, evidence="receipt")
            by = duties.owner(story.incident, duty.clock)
            self.happens(duties.decide(story.incident, met, by=by, now=story.now))
        for outlet in publishing.stopped(story.incident):
            again = RestartOutlet(incident=ID, outlet=outlet.id)
            by = publishing.may_restart(story.incident)[0]
            self.happens(publishing.decide(story.incident, again, by=by, now=story.now))
        for _ in range(3):
            self.time_passes(3 * 24 * 60)
        while (sitting := sittings.next_one(story.incident)) is not None:
            held = HoldReview(incident=ID, sitting=sitting)
            self.happens(sittings.decide(story.incident, held, by=MAUD, now=story.now))
        assert () == dues(story.incident)
        assert IncidentState.CLOSED is story.incident.state


TestCrisis = Crisis.TestCase
TestCrisis.settings = settings(max_examples=120, stateful_step_count=40)
