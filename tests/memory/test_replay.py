"""The log is the truth: whatever people order, folding the log gives what is remembered beside it."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from playbooks import duties, escalation, holding, points, publishing, review, statements, versions
from playbooks.commands import (
    AboutStatement,
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
    CompleteStep,
    ConfirmClock,
    ConfirmFrozen,
    CorrectEntry,
    DeclineCall,
    DeclineVersion,
    EditStatement,
    EndStance,
    EntryKind,
    Escalate,
    EstimateStatement,
    FreezePublishing,
    GiveUpdate,
    HandOver,
    HoldPoint,
    IncidentId,
    KeepAnswer,
    MeetClock,
    NameLead,
    NoteMessageDeletion,
    NoteMessageEdit,
    ObjectToStatement,
    Order,
    Original,
    OutletId,
    PassCall,
    ProposeStatement,
    PublishStatement,
    RenewStance,
    ReopenStep,
    RestartOutlet,
    SetHoldingLine,
    SettleClaim,
    ShareAgenda,
    SkipStep,
    Slots,
    StatementId,
    StopAgain,
    TakeCall,
    TakeStance,
    Trigger,
    Verification,
    WaiveClock,
    WithdrawObjection,
    WithdrawStatement,
    Worded,
    WriteLog,
)
from playbooks.deciding import CrisisOrder, decide
from playbooks.dues import dues, fallen
from playbooks.errors import Refusal
from playbooks.events import Event, PlannedGroup, PlannedLadder, PlannedRung
from playbooks.folding import apply
from playbooks.gate import Answers, Sensitive, Truth
from playbooks.incident import Incident
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
    Since,
    StepKind,
    Strategy,
    Words,
)
from playbooks.routing import SLACK, Reach
from storage.audit import strayed, verify
from storage.engine import Database
from storage.refolding import refold
from storage.transaction import SqlMemory
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.plans import (
    CLAIRE,
    DANA,
    FACTS,
    HOLDING,
    OMAR,
    PRESS,
    SAM,
    SUBSTANCE,
    a_change,
    a_playbook,
    a_step,
    a_version,
    an_opened_change,
)
from tests.memory.conftest import KEY, remember
from tests.rules.assessed import factors

NOTIFY = ClockId("notify")
A_CLOCK = Clock(
    id=NOTIFY,
    title=Words(en="Tell the authority", fr="Prévenir l’autorité"),
    limit=timedelta(hours=1),
    since=Since.AWARENESS,
    owner=RoleId("security"),
)
DECIDED = ClockId("decided")
CLOCKS = (A_CLOCK, replace(A_CLOCK, id=DECIDED, since=Since.DECISION, limit=timedelta(hours=2)))
NOBODY_YET = IncidentId("")  # The incident's own id is put in when it is ordered.
words = some.text(min_size=1, max_size=40)
HERE = ChannelId("C0HERE")
stamps = some.sampled_from(["1.1", "2.2"])
originals = some.builds(
    Original, channel=some.just(HERE), ts=stamps, author=some.sampled_from([DANA, SAM]), link=some.just("")
)
people = some.sampled_from([DANA, SAM, CLAIRE, OMAR])
steps = some.sampled_from([FACTS, SUBSTANCE, HOLDING])
waits = some.none() | some.timedeltas(timedelta(seconds=1), timedelta(hours=80))
clocks = some.sampled_from([NOTIFY, DECIDED])
starts = some.none() | some.sampled_from([MONDAY_MORNING + timedelta(hours=n) for n in (-90, -1, 0, 1)])
outlets = some.sampled_from([OutletId("c1"), OutletId("c2")])
calls = some.sampled_from([CallId(f"{PRESS}.0.{CLAIRE}"), CallId(f"{PRESS}.1.{OMAR}")])
numbered = some.sampled_from([2, 3])
of = {"incident": some.just(NOBODY_YET)}
first = {**of, "statement": some.just(StatementId("s1"))}
as_it_is = {"digest": some.just("")}  # The present text's own digest is put in when it is ordered.

assessments = some.builds(
    Assessed,
    factors=factors,
    severity=some.sampled_from(Severity),
    people_at_risk=some.booleans(),
    reason=words,
)

orders: some.SearchStrategy[Order] = some.one_of(
    some.builds(CompleteStep, **of, step=steps, note=words),
    some.builds(ReopenStep, **of, step=steps),
    some.builds(SkipStep, **of, step=steps, reason=words),
    some.builds(AssignStep, **of, step=steps, to=people),
    some.builds(AddStep, **of, title=words, owner=some.none() | people, due_in=waits),
    some.builds(ChangeSeverity, **of, severity=some.sampled_from(Severity), reason=words),
    some.builds(NameLead, **of, lead=people),
    some.builds(SetHoldingLine, **of, text=words),
    some.builds(GiveUpdate, **of, text=words, next_in=waits),
    some.builds(WriteLog, **of, text=words, status=some.sampled_from(Verification)),
    some.builds(WriteLog, **of, text=words, kind=some.sampled_from(EntryKind), original=originals),
    some.builds(CheckClaim, **of, claim=some.integers(1, 3)),
    some.builds(CorrectEntry, **of, entry=some.integers(1, 6), text=words),
    some.builds(NoteMessageEdit, **of, channel=some.just(HERE), ts=stamps, text=words),
    some.builds(NoteMessageDeletion, **of, channel=some.just(HERE), ts=stamps),
    some.builds(SettleClaim, **of, claim=some.integers(1, 3), true=some.booleans(), words=words),
    some.builds(AssessSeverity, **of, assessed=assessments),
    some.builds(HoldPoint, **of, assessed=assessments),
    some.builds(ShareAgenda, **of),
    some.builds(HandOver, **of, to=people),
    some.builds(TakeCall, **of, call=calls),
    some.builds(DeclineCall, **of, call=calls, reason=words),
    some.builds(ConfirmClock, **of, clock=clocks, started_at=starts, reason=words),
    some.builds(WaiveClock, **of, clock=clocks, reason=words),
    some.builds(MeetClock, **of, clock=clocks, evidence=words, met_at=some.none() | starts),
    some.builds(
        FreezePublishing, **of, scope=words, channels=some.sampled_from([("Posts",), ("Posts", "Ads")])
    ),
    some.builds(ConfirmFrozen, **of, outlet=outlets),
    some.builds(RestartOutlet, **of, outlet=outlets),
    some.builds(StopAgain, **of, outlet=outlets),
    some.builds(PassCall, **of, call=calls, to=people, reason=words),
    some.builds(KeepAnswer, **of, call=calls),
    some.builds(Escalate, **of, person=some.none() | people, reason=words),
    some.builds(
        TakeStance,
        **of,
        step=some.just(SUBSTANCE),
        answers=some.builds(Answers, truth=some.sampled_from(Truth), sensitive=some.just(tuple(Sensitive))),
        outcome=some.sampled_from(Outcome),
        reason=words,
        owner=some.none() | people,
        line=words,
    ),
    some.builds(RenewStance, **of, reason=words),
    some.builds(EndStance, **of, trigger=some.sampled_from(Trigger), note=words),
    some.builds(CloseIncident, **of, reason=words),
    some.builds(
        ProposeStatement,
        **of,
        strategy=some.sampled_from(Strategy),
        slots=some.builds(Slots, known=words, next_at=some.just(MONDAY_MORNING + timedelta(hours=9))),
    ),
    some.builds(
        EditStatement, **first, strategy=some.sampled_from(Strategy), slots=some.builds(Slots, known=words)
    ),
    some.builds(ApproveStatement, **first, **as_it_is, remark=words),
    some.builds(ObjectToStatement, **first, **as_it_is, text=words),
    some.builds(WithdrawObjection, **first),
    some.builds(EstimateStatement, **first, needs=some.just(timedelta(minutes=30))),
    some.builds(PublishStatement, **first, **as_it_is, where=words),
    some.builds(WithdrawStatement, **first, reason=words),
    some.builds(AnswerReview, **of, answers=some.just((("next", "Call sooner."),))),
    some.builds(AcceptVersion, **of, version=numbered),
    some.builds(DeclineVersion, **of, version=numbered),
    some.builds(AddAction, **of, text=words, owner=people, due=some.just(MONDAY_MORNING.date())),
)
PLAYBOOK = a_playbook(
    clocks=CLOCKS,
    steps=(
        a_step(FACTS, mandatory=True),
        a_step(SUBSTANCE, kind=StepKind.DECISION, gate=Gate.RESPOND_HOLD_SILENT),
        a_step(HOLDING),
        a_step("confirm", kind=StepKind.CLOCK, clocks=(NOTIFY,)),
        a_step("met", kind=StepKind.CLOCK, clocks=(NOTIFY, DECIDED)),
        a_step("freeze", kind=StepKind.FREEZE),
        a_step("restart", kind=StepKind.RESTART),
        a_step("severity", kind=StepKind.DECISION, gate=Gate.SEVERITY),
    ),
    outcomes=Outcomes(
        private=True, hold=HoldTerms(most=timedelta(minutes=60), renew=None), silent=timedelta(hours=1)
    ),
)
# Climbed twice, with an answer that expires; the second rung needs one of each of its groups.
CLAIRE_THEN_BOTH = PlannedLadder(
    ladder=PRESS,
    rungs=(
        PlannedRung(people=(CLAIRE,), wait=timedelta(minutes=5)),
        PlannedRung(
            people=(OMAR, CLAIRE),
            wait=timedelta(minutes=5),
            groups=(PlannedGroup(people=(OMAR,)), PlannedGroup(people=(CLAIRE,), role=RoleId("comms"))),
        ),
    ),
    again=1,
    asked_again=timedelta(minutes=10),
)
Turn = tuple[Order, timedelta]
POSTS, ADS = OutletId("c1"), OutletId("c2")
# What a person might do in two days, and how many hours after the last.
STORY: tuple[tuple[Order, float], ...] = (
    (ConfirmClock(incident=NOBODY_YET, clock=NOTIFY, started_at=MONDAY_MORNING), 0.1),
    (FreezePublishing(incident=NOBODY_YET, scope="everything", channels=("Posts", "Ads")), 0.1),
    (ConfirmFrozen(incident=NOBODY_YET, outlet=POSTS), 0.1),
    (ConfirmFrozen(incident=NOBODY_YET, outlet=ADS), 1),
    (RestartOutlet(incident=NOBODY_YET, outlet=POSTS), 0.1),
    (StopAgain(incident=NOBODY_YET, outlet=POSTS), 0.1),
    (ConfirmClock(incident=NOBODY_YET, clock=DECIDED, started_at=MONDAY_MORNING + timedelta(hours=1)), 0.1),
    (
        MeetClock(
            incident=NOBODY_YET, clock=NOTIFY, evidence="receipt", met_at=MONDAY_MORNING + timedelta(hours=1)
        ),
        26,
    ),
    (AcceptVersion(incident=NOBODY_YET, version=2), 0.1),
    (MeetClock(incident=NOBODY_YET, clock=DECIDED, evidence="receipt"), 30),
    (ConfirmFrozen(incident=NOBODY_YET, outlet=POSTS), 0.1),
    (RestartOutlet(incident=NOBODY_YET, outlet=POSTS), 0.1),
    (RestartOutlet(incident=NOBODY_YET, outlet=ADS), 0.1),
    (CloseIncident(incident=NOBODY_YET, reason="over"), 24),
)
waits_between = some.timedeltas(timedelta(0), timedelta(minutes=40))
turns = some.lists(some.tuples(orders, waits_between), max_size=12)
openings = some.fixed_dictionaries(
    {"restricted": some.booleans()}, optional={"ladders": some.just((CLAIRE_THEN_BOTH,))}
)
numbers = itertools.count(1)


def of_incident(order: Order, incident: Incident) -> Order:
    """Put in which incident an order is about."""
    return replace(order, incident=incident.id)


def facts_of(incident: Incident, order: Order, now: datetime) -> tuple[Event, ...]:
    """Ask the rules, as whoever may do it; a refusal makes no facts."""
    try:
        match order:
            case TakeCall() | DeclineCall() | KeepAnswer() | PassCall() | Escalate():
                return _facts_of_calls(incident, order, now)
            case Worded() | AboutStatement():
                return facts_of_words(incident, order, now)
            case AcceptVersion() | DeclineVersion():
                return _about_version(incident, order, now)
            case TakeStance() | RenewStance() | EndStance():
                return holding.decide(incident, order, by=incident.lead, now=now)
            case AnswerReview() | AddAction():
                return _about_review(incident, order, now)
            case AssessSeverity() | SettleClaim() | CheckClaim() | HoldPoint() | ShareAgenda() | HandOver():
                return points.decide(incident, order, by=incident.lead, now=now)
            case _:
                return _facts_of_duties(incident, order, now)
    except Refusal:
        return ()


def _facts_of_calls(
    incident: Incident, order: TakeCall | DeclineCall | KeepAnswer | PassCall | Escalate, now: datetime
) -> tuple[Event, ...]:
    """Whoever was called answers, somebody else is called, or more people are, as the directory would give them."""
    if not isinstance(order, Escalate):
        person = incident.call(order.call).person
        if isinstance(order, PassCall):
            return escalation.pass_on(incident, order, (Reach(means=SLACK),), by=person, now=now)
        return escalation.decide(incident, order, by=person, now=now)
    rungs = (PlannedRung(people=(order.person or SAM,), wait=timedelta(minutes=5)),)
    planned = PlannedLadder(ladder=LadderId(f"@{len(incident.climbs)}"), rungs=rungs)
    return escalation.escalate(incident, order, planned, by=DANA, now=now)


def _facts_of_duties(incident: Incident, order: Order, now: datetime) -> tuple[Event, ...]:
    match order:
        case ConfirmClock() | WaiveClock() | MeetClock():
            return duties.decide(incident, order, by=incident.holder(A_CLOCK.owner), now=now)
        case FreezePublishing() | ConfirmFrozen() | RestartOutlet() | StopAgain():
            by = publishing.may_restart(incident)[0]
            return publishing.decide(incident, order, by=by, now=now)
        case _:
            return decide(incident, as_crisis(order), by=incident.lead, now=now)


def facts_of_words(incident: Incident, order: Worded | AboutStatement, now: datetime) -> tuple[Event, ...]:
    """Ask about words, as whoever is waited for if anybody is, about the text as it stands."""
    about = incident.statements[0] if incident.statements else None
    pending = () if about is None else (*statements.awaited(about), *(o.by for o in about.blocking))
    if about is not None and isinstance(order, ApproveStatement | ObjectToStatement | PublishStatement):
        order = replace(order, digest=about.wording.digest)
    assert isinstance(order, statements.StatementOrder)
    local = statements.Local(now=now, zone=UTC)
    return statements.decide(incident, order, by=pending[0] if pending else DANA, local=local)


def _about_review(incident: Incident, order: AnswerReview | AddAction, now: datetime) -> tuple[Event, ...]:
    """An answer, or an action that is due the day after."""
    if isinstance(order, AnswerReview):
        return review.answer(incident, order, by=SAM, now=now)
    order = replace(order, due=(now + timedelta(days=1)).date())
    return review.add_action(incident, order, by=SAM, now=now, zone=ZoneInfo("UTC"))


def _about_version(
    incident: Incident, order: AcceptVersion | DeclineVersion, now: datetime
) -> tuple[Event, ...]:
    """The version is released, offered, and decided about at once."""
    newest = a_version(incident.playbook.id, order.version)
    facts = versions.offering(incident, newest, now=now)
    for fact in facts:
        incident = apply(incident, fact)
    return (*facts, *versions.decide(incident, order, by=incident.lead, now=now))


def as_crisis(order: Order) -> CrisisOrder:
    assert isinstance(order, CrisisOrder)
    return order


def test_clocks_and_channels_are_remembered_as_the_log_tells_them(
    database: Database, memory: SqlMemory
) -> None:
    """Confirmed, lost by a newer version, missed, met; frozen, widened, restarted, stopped again, all running again."""
    now = MONDAY_MORNING
    state = remember(memory, an_opened_change(next(numbers), PLAYBOOK))
    seen = set[str]()
    for order, hours in STORY:
        now += timedelta(hours=hours)
        for facts in (fallen(state, now), facts_of(state, of_incident(order, state), now)):
            seen |= {type(fact).__name__ for fact in facts}
            if facts:
                state = remember(memory, a_change(state, *facts, now=now))

    assert {"ClockConfirmed", "ClockMissed", "ClocksReminded", "ClockMet", "VersionAccepted"} <= seen
    assert {"PublishingFrozen", "OutletFrozen", "OutletRestarted", "OutletAskedAgain", "FreezeLate"} <= seen
    assert {"StepCompleted", "StepReopened"} <= seen
    assert {NOTIFY, DECIDED} == {duty.id for duty in state.duties}
    assert () == publishing.stopped(state)
    with memory.reading() as look:
        assert state == refold(look, state.id)
        assert state == look.incident(state.id)
        assert dues(state) == look.dues(state.id)
    assert [] == list(strayed(database))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(turns=turns, pinned=openings)
def test_folding_the_log_gives_what_is_remembered(
    database: Database, memory: SqlMemory, turns: list[Turn], pinned: dict[str, Any]
) -> None:
    """After any orders, with time passing between them, the log alone gives the same incident."""
    now = MONDAY_MORNING
    state = remember(memory, an_opened_change(next(numbers), PLAYBOOK, **pinned))
    for order, wait in turns:
        now += wait
        for facts in (fallen(state, now), facts_of(state, of_incident(order, state), now)):
            if facts:
                state = remember(memory, a_change(state, *facts, now=now))

    with memory.reading() as look:
        assert state == refold(look, state.id)
        assert state == look.incident(state.id)
        assert dues(state) == look.dues(state.id)
    assert [] == list(strayed(database))
    assert verify(database, (KEY,)).fault is None
