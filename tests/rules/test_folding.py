"""Facts into state: the same facts always give the same incident, and no sort of fact is forgotten."""

from dataclasses import replace
from datetime import timedelta

import pytest

from playbooks import events as e
from playbooks.commands import (
    ActionId,
    ChannelId,
    EntryKind,
    Errand,
    GiveUpdate,
    IncidentId,
    Original,
    Sitting,
    StatementId,
    Verification,
    Way,
)
from playbooks.folding import apply, begin, fold
from playbooks.incident import CallState, Ending, Incident, Posted, StepStatus, digest_of
from playbooks.matching import Triage
from playbooks.playbook import Outcome, PlaybookId, RoleId, Severity, StepId, Words
from playbooks.routing import Act, MeansId
from playbooks.triage import Sign
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.customers import a_case
from tests.fakes.plans import an_incident
from tests.fakes.statements import S1, a_proposal, a_wording, an_ask, every_fact
from tests.fakes.surges import an_answer
from tests.rules.assessed import ASSESSED
from tests.rules.clocks import NOTIFY
from tests.rules.freezes import MAIL, POSTS
from tests.rules.gated import AWAITED, EXPIRED, REMINDED, RENEWED, TRIGGERED, a_stance
from tests.rules.scene import (
    BASILE,
    BASILE_CALLED,
    BREACH,
    FACTS,
    GAEL,
    GAEL_CALLED,
    ID,
    INES,
    INES_CALLED,
    MAUD,
    NOON,
    PAUL,
    PRESS,
    ROOM,
    SAOIRSE,
    Story,
    after,
    minutes,
    opened,
)


def reviewed() -> Story:
    """An incident that has been through most of what can happen."""
    story = opened()
    story.room_opens()
    story.asks(GiveUpdate(incident=ID, text="More soon.", next_in=minutes(30)))
    story.waits(5)
    story.closes()
    story.plans("Train the night shift", after(600))
    return story


# One fact of each sort, as it may come after an opening; what it must leave in the state is beside it.
EDITED, REACHED, ESTIMATED, LAPSED, APPROVED, OBJECTED, TAKEN_BACK, PUBLISHED, WITHDRAWN, RAISED = every_fact(
    MAUD, SAOIRSE
)
TOOL = MeansId("care-tool")
ORIGINAL = Original(channel=ROOM, ts="7.7", author=PAUL)
CHANGES: dict[e.Event, tuple[str, object]] = {
    e.RoomOpened(at=NOON, channel=ROOM, name="inc-1"): ("room.name", "inc-1"),
    e.CardPosted(at=NOON, channel=ROOM, ts="1.0"): ("card", Posted(channel=ROOM, ts="1.0")),
    e.ReviewPosted(at=NOON, channel=ROOM, ts="3.0"): ("review", Posted(channel=ROOM, ts="3.0")),
    e.DeliveryFailed(at=NOON, errand=Errand.PIN, subject="", reason="x"): ("failures.0.reason", "x"),
    e.StepCompleted(at=NOON, by=PAUL, step=FACTS, note="n"): ("progress.0.status", StepStatus.DONE),
    e.StepSkipped(at=NOON, by=PAUL, step=FACTS, reason="r"): ("progress.0.words", "r"),
    e.StepReopened(at=NOON, by=PAUL, step=FACTS): ("progress.0.status", StepStatus.OPEN),
    e.StepPartDone(at=NOON, by=PAUL, step=FACTS, note=""): ("progress.0.parts", (PAUL,)),
    e.StepAssigned(at=NOON, by=PAUL, step=FACTS, to=PAUL): ("progress.0.owner", PAUL),
    e.StepAdded(at=NOON, by=PAUL, step=StepId("added-1"), title="x", owner=None, due_at=after(9)): (
        "progress.5.due_at",
        after(9),
    ),
    e.StepsLate(at=NOON, steps=(FACTS,), to=SAOIRSE, level=e.Nudged.OWNER): ("progress.0.owner_told", True),
    e.ContactCalled(at=after(5), call=INES_CALLED, ladder=PRESS, rung=1, person=INES, due_at=after(5)): (
        "climbs.0.called_at",
        after(5),
    ),
    e.CallSent(at=NOON, call=BASILE_CALLED, channel=ChannelId("D0"), ts="2.0"): (
        "calls.0.state",
        CallState.SENT,
    ),
    e.CallHeldUp(at=after(1), call=BASILE_CALLED): ("climbs.0.held_up_at", after(1)),
    e.CallFailed(at=NOON, call=BASILE_CALLED, reason="x"): ("calls.0.state", CallState.FAILED),
    e.MeansUsed(at=NOON, call=BASILE_CALLED, means=MeansId("sms")): ("calls.0.tries.1.means", "sms"),
    e.CallTaken(at=NOON, by=GAEL, call=GAEL_CALLED): ("climbs.1.state", "answered"),
    e.CallDeclined(at=NOON, by=GAEL, call=GAEL_CALLED, reason="away"): ("calls.1.reason", "away"),
    e.LadderExhausted(at=NOON, ladder=PRESS): ("climbs.0.state", "exhausted"),
    e.AnswerDoubted(at=after(1), call=BASILE_CALLED): ("climbs.0.doubted_at", after(1)),
    e.AnswerConfirmed(at=NOON, by=BASILE, call=BASILE_CALLED): ("climbs.0.doubted_at", None),
    e.AnswerExpired(at=NOON, call=BASILE_CALLED): ("calls.0.state", CallState.EXPIRED),
    e.Escalated(at=NOON, by=PAUL, ladder=PRESS, reason="now"): ("escalations.0.reason", "now"),
    e.SeverityChanged(at=NOON, by=PAUL, severity=Severity.SEV3, reason=""): ("severity", Severity.SEV3),
    e.LeadNamed(at=NOON, by=PAUL, lead=PAUL): ("lead", PAUL),
    e.HoldingLineSet(at=NOON, by=PAUL, text="We know."): ("holding_line.text", "We know."),
    e.UpdateGiven(at=NOON, by=PAUL, text="Contained.", next_at=after(30)): ("promise.at", after(30)),
    e.PromiseReminded(at=NOON, next_at=NOON): ("promise.reminded", True),
    e.PromiseBroken(at=NOON, next_at=NOON): ("promise.broken", True),
    a_proposal(PAUL, statement=StatementId("s2")): ("statements.1.id", "s2"),
    EDITED: ("statements.0.wording.text", "We know more."),
    an_ask(PAUL, "legal"): ("statements.0.asks.1.roles", (RoleId("legal"),)),
    REACHED: ("statements.0.asks.0.ts", "5.000005"),
    ESTIMATED: ("statements.0.asks.0.estimated", True),
    LAPSED: ("statements.0.asks.0.lapsed", True),
    APPROVED: ("statements.0.asks.0.remark", "Say “file”"),
    OBJECTED: ("statements.0.objections.1.text", "Not proven"),
    TAKEN_BACK: ("statements.0.objections.0.withdrawn_at", MONDAY_MORNING),
    PUBLISHED: ("statements.0.publication.where", "the site"),
    WITHDRAWN: ("statements.0.reason", "overtaken"),
    replace(RAISED, roles=(RoleId("press"),)): ("statements.0.wording.roles", (RoleId("press"),)),
    a_stance(Outcome.RESPOND): ("stances.1.outcome", Outcome.RESPOND),
    REMINDED: ("stances.0.told", 50),
    EXPIRED: ("stances.0.ending", Ending.EXPIRED),
    AWAITED: ("stances.0.chased_at", after(90)),
    RENEWED: ("stances.0.until", after(110)),
    TRIGGERED: ("stances.0.ending", Ending.TRIGGER),
    e.LogWritten(at=NOON, by=PAUL, text="x", status=Verification.TO_VERIFY, claim=2): ("claims.1.text", "x"),
    e.ClaimSettled(at=NOON, by=PAUL, claim=1, true=False, words="a fake"): (
        "claims.0.status",
        Verification.FALSE,
    ),
    e.ClaimChecked(at=NOON, by=PAUL, claim=1): ("claims.0.checked_by", PAUL),
    e.MessageEdited(at=NOON, by=PAUL, entry=2, text="y"): ("logbook.messages.0.digest", digest_of("y")),
    e.MessageDeleted(at=NOON, entry=2): ("logbook.messages.0.digest", ""),
    ASSESSED: ("people_at_risk", True),
    e.RiskLifted(at=NOON, by=MAUD, reason="empty"): ("people_at_risk", False),
    e.RiskFound(at=NOON, by=PAUL): ("people_at_risk", True),
    e.PointDue(at=after(31), due_at=after(30), to=MAUD): ("point_told_at", after(31)),
    e.PointLapsed(at=after(45), due_at=after(30), to=PAUL): ("point_lapsed_at", after(45)),
    e.PointHeld(at=after(30), by=PAUL): ("points.0.by", PAUL),
    e.AgendaShared(at=after(30), by=PAUL): ("agenda.at", after(30)),
    e.HandedOver(at=NOON, by=MAUD, to=PAUL): ("lead", PAUL),
    e.LeadUnreached(at=NOON, lead=MAUD, to=PAUL, reason="user_disabled"): ("unreached", MAUD),
    e.IncidentClosed(at=after(9), by=MAUD, reason="", left_open=()): ("closed_at", after(9)),
    e.ReviewAnswered(at=NOON, by=PAUL, question="planned", text="x"): ("answers.0.text", "x"),
    e.ReviewReminded(at=NOON): ("sittings.0.reminded_at", NOON),
    e.ReviewDated(at=NOON, by=MAUD, sitting=Sitting.COLD, day=after(9)): ("sittings.0.day", after(9)),
    e.ReviewRemarked(at=NOON, by=MAUD, ts="9.1", text="too late"): ("remarks.0.text", "too late"),
    e.ReviewHeld(at=NOON, by=MAUD, sitting=Sitting.HOT): ("sittings.0.held_by", MAUD),
    e.LessonAccepted(at=NOON, by=MAUD, action=ActionId("a1")): ("actions.0.accepted_by", MAUD),
    e.ChangeProposed(
        at=NOON, by=MAUD, action=ActionId("a1"), step=FACTS, way=Way.REWORD, title=Words(en="x", fr="y")
    ): ("actions.0.draft.title.fr", "y"),
    e.LessonApplied(
        at=NOON, action=ActionId("a1"), playbook=PlaybookId("data-breach"), version=2, step=FACTS
    ): ("actions.0.applied.version", 2),
    e.LessonProven(at=NOON, action=ActionId("a1"), run="i-2", ref="INC-2026-0002", drill=True): (
        "actions.0.proven.ref",
        "INC-2026-0002",
    ),
    e.LessonsPassed(at=NOON, lessons=("INC-2025-0001/a1",)): ("passed", ("INC-2025-0001/a1",)),
    e.ActionAdded(at=NOON, by=PAUL, action=ActionId("a2"), text="x", owner=PAUL, due_at=NOON): (
        "actions.1.id",
        "a2",
    ),
    e.ActionReminded(at=after(1), action=ActionId("a1")): ("actions.0.reminded_at", after(1)),
    e.ActionCompleted(at=NOON, by=PAUL, action=ActionId("a1")): ("actions.0.done_by", PAUL),
    e.ClockConfirmed(at=NOON, by=SAOIRSE, clock=NOTIFY, started_at=NOON): (
        "clocks_kept.0.state",
        "confirmed",
    ),
    e.ClockWaived(at=NOON, by=SAOIRSE, clock=NOTIFY, reason="r"): ("clocks_kept.0.words", "r"),
    e.ClockMet(at=NOON, by=SAOIRSE, clock=NOTIFY, evidence="42"): ("clocks_kept.0.words", "42"),
    e.ClocksReminded(at=NOON, to=SAOIRSE, shares=((NOTIFY, 50),)): ("clocks_kept.0.told", 50),
    e.ClockMissed(at=after(1), clock=NOTIFY, limit_at=NOON): ("clocks_kept.0.missed_at", after(1)),
    e.PublishingFrozen(at=NOON, by=PAUL, scope="brand", outlets=((MAIL, "Mail"),)): ("freeze.scope", "brand"),
    e.OutletFrozen(at=NOON, by=PAUL, outlet=POSTS): ("freeze.outlets.0.frozen_by", PAUL),
    e.OutletAskedAgain(at=after(1), by=PAUL, outlet=POSTS): ("freeze.outlets.0.asked_at", after(1)),
    e.OutletRestarted(at=NOON, by=PAUL, outlet=POSTS): ("freeze.outlets.0.state", "running"),
    e.FreezeLate(at=NOON, outlets=(POSTS,), to=PAUL, level=e.Nudged.LEAD): (
        "freeze.outlets.0.lead_told_at",
        NOON,
    ),
    e.RestartReminded(at=after(1), to=PAUL): ("freeze.reminded_at", after(1)),
    a_case(at=NOON, by=PAUL, author="K7Q2"): ("case.author", "K7Q2"),
    e.CustomerWrote(at=after(1), by=PAUL, text="And now?"): ("case.again", ("And now?",)),
    e.CauseNamed(at=NOON, by=PAUL, cause="late parcels"): ("case.cause", "late parcels"),
    e.CaseTriaged(
        at=NOON,
        by=PAUL,
        signs=(Sign.TROLL,),
        advised=Triage.SILENT,
        choice=Triage.SILENT,
        reason="noise",
        review_at=after(2),
    ): ("case.review_at", after(2)),
    e.CaseReminded(at=NOON, clock=e.CaseClock.ANSWER, share=80, due_at=after(1), to=PAUL): (
        "case.answer_told",
        80,
    ),
    e.CaseLate(at=NOON, clock=e.CaseClock.SETTLED, due_at=NOON, to=(PAUL,)): ("case.settled_told", 100),
    e.CaseKept(at=NOON, by=PAUL, until=after(1)): ("case.kept_until", after(1)),
    e.AnswerHanded(at=NOON, by=PAUL, statement=S1, to=TOOL, digest=a_wording().digest): (
        "statements.0.handed.0.by",
        PAUL,
    ),
    e.ActRefused(at=NOON, who=PAUL, act=Act.CLOSE): ("refused.0.0", PAUL),
    e.AnswerArrived(at=after(1), statement=S1, to=TOOL): ("statements.0.handed.0.arrived_at", after(1)),
    e.AnswerRefused(at=NOON, statement=S1, to=TOOL, reason="x"): ("statements.0.handed.0.reason", "x"),
    e.SurgeBegun(at=NOON, by=PAUL, parent_ref="INC-1"): ("surge.parent_ref", "INC-1"),
    e.SurgeLinked(at=NOON, by=PAUL, surge=IncidentId("i-2"), ref="REP-1", lead=PAUL): (
        "surges.0.ref",
        "REP-1",
    ),
    an_answer(MAUD, at=after(1), number=2, waiting=7): ("surge.waiting", 7),
    e.SampleRead(at=NOON, by=MAUD, number=1, right=False, words="x"): ("surge.wrong", 1),
    e.SurgeCounted(at=after(1), waiting=3, oldest_at=NOON, late=True, to=MAUD): ("surge.told_late", True),
    e.VolunteersCalled(at=NOON, by=MAUD, people=(PAUL,), words=""): ("surge.called", (PAUL,)),
    e.IncidentBrought(at=NOON, external="OLD-7", cause="phishing", summary="x", lesson="y"): (
        "brought.external",
        "OLD-7",
    ),
    e.PastRecalled(at=NOON, past="i-3", ref="INC-1", title="x", cause="", lesson="y"): (
        "recalled.lesson",
        "y",
    ),
    e.VersionOffered(at=NOON, version=4, digest="e"): ("offer.version", 4),
    e.VersionDeclined(at=NOON, by=PAUL, version=3): ("offer.declined_by", PAUL),
    e.VersionAccepted(at=NOON, by=PAUL, version=2, digest=BREACH.digest): ("offer", None),
}


def seen(incident: Incident, path: str) -> object:
    """Follow a dotted path into the state."""
    found: object = incident
    for name in path.split("."):
        found = found[int(name)] if isinstance(found, tuple) else getattr(found, name)
    return found


def prepared() -> Incident:
    """An incident with a promise, an action, a channel that must stop and a statement that is objected to."""
    story = opened()
    story.happens(
        e.UpdateGiven(at=NOON, by=MAUD, text="x", next_at=after(20)),
        e.ActionAdded(at=NOON, by=MAUD, action=ActionId("a1"), text="x", owner=PAUL, due_at=after(9)),
        a_proposal(MAUD),
        an_ask(SAOIRSE),
        OBJECTED,
        e.VersionOffered(at=NOON, version=3, digest="d"),
        a_stance(),
        e.LogWritten(at=NOON, by=MAUD, text="x", status=Verification.TO_VERIFY, claim=1),
        e.LogWritten(at=NOON, by=MAUD, text="x", entry=2, kind=EntryKind.MESSAGE, original=ORIGINAL),
        e.PublishingFrozen(at=NOON, by=MAUD, scope="x", outlets=((POSTS, "Posts"),)),
        a_case(at=NOON, by=MAUD),
        e.SurgeBegun(at=NOON, by=MAUD),
        an_answer(PAUL, at=NOON),
        e.AnswerHanded(at=NOON, by=MAUD, statement=S1, to=TOOL, digest=a_wording().digest),
    )
    return story.incident


@pytest.mark.parametrize(
    ("fact", "left"), CHANGES.items(), ids=[f"{type(fact).__name__}" for fact in CHANGES]
)
def test_each_fact_leaves_its_mark(fact: e.Event, left: tuple[str, object]) -> None:
    """One line of the table for each sort of fact."""
    path, expected = left
    before = prepared()
    incident = apply(before, fact, Story(incident=before).released)

    assert expected == seen(incident, path)
    assert before.seq + 1 == incident.seq


def test_every_sort_of_fact_is_folded() -> None:
    """A new fact without a rule fails here, not in somebody's crisis."""
    all_kinds = {kind for kind in vars(e).values() if isinstance(kind, type) and issubclass(kind, e.Event)}
    all_kinds = {kind for kind in all_kinds if not kind.__name__.endswith("Fact")}  # what several share

    happening = {kind for kind in all_kinds if not any(kind in other.__bases__ for other in all_kinds)}

    assert happening - {e.IncidentOpened} == {type(fact) for fact in CHANGES}


def test_a_fact_that_nobody_knows_is_a_fault() -> None:
    """It is never dropped without a word."""

    class Unheard(e.Event):
        pass

    with pytest.raises(TypeError, match="no rule for Unheard"):
        apply(prepared(), Unheard(at=NOON))


def test_a_log_begins_with_its_opening() -> None:
    """Anything else cannot be rebuilt."""
    with pytest.raises(TypeError, match="begins with its opening"):
        fold(ID, (e.LogWritten(at=NOON, text="x"),), BREACH)


def test_the_log_gives_the_state() -> None:
    """Folding everything that happened gives what was kept beside it."""
    story = reviewed()

    assert story.incident == fold(ID, tuple(story.facts), BREACH)
    assert len(story.facts) == story.incident.seq


def test_folding_goes_on_from_any_point() -> None:
    """A state kept half-way and the rest of the log give the same incident."""
    facts = reviewed().facts
    half = fold(ID, tuple(facts[:6]), BREACH)
    for fact in facts[6:]:
        half = apply(half, fact)

    assert fold(ID, tuple(facts), BREACH) == half


def test_an_opened_incident_has_called_nobody_yet() -> None:
    """The calls are facts of their own."""
    first = opened().facts[0]
    assert isinstance(first, e.IncidentOpened)
    incident = begin(ID, first, BREACH)

    assert () == incident.calls
    assert {-1} == {climb.rung for climb in incident.climbs}
    assert all(climb.called_at is None for climb in incident.climbs)


def test_an_answer_given_again_replaces_the_earlier_one() -> None:
    """The review shows the latest words to each question."""
    incident = prepared()
    for text in ("one", "two"):
        incident = apply(incident, e.ReviewAnswered(at=NOON, by=PAUL, question="planned", text=text))

    assert ["two"] == [answer.text for answer in incident.answers]


def test_the_lead_s_late_steps_are_marked_beside_those_of_others() -> None:
    """One message for the lead: their own step is told as an owner's, the other one as a lead's."""
    story = opened()
    story.happens(
        e.StepsLate(at=NOON, steps=(FACTS, StepId("brief")), to=MAUD, level=e.Nudged.LEAD),
    )
    facts, brief = story.incident.step(FACTS).progress, story.incident.step(StepId("brief")).progress

    assert (False, True) == (facts.owner_told, facts.lead_told)
    assert (True, False) == (brief.owner_told, brief.lead_told)


def test_a_promise_s_fact_without_a_promise_is_harmless() -> None:
    """A reminder recorded after the promise was taken back changes nothing."""
    story = opened()
    story.happens(e.PromiseReminded(at=NOON, next_at=NOON), e.PromiseBroken(at=NOON, next_at=NOON))

    assert story.incident.promise is None


def test_what_comes_from_another_installation_ended_when_it_was_closed_there() -> None:
    """What was open there is over at the moment at which it was taken over; of another tool only the day is known."""
    closed = e.IncidentClosed(at=NOON + timedelta(hours=1), by=MAUD, reason="over", left_open=())
    moved = e.IncidentBrought(
        at=NOON + timedelta(days=9), external="i-9", cause="", summary="", lesson="", digest="sha256:12ab"
    )
    opened = an_incident()

    assert closed.at == apply(apply(opened, closed), moved).closed_at
    assert moved.at == apply(opened, moved).closed_at
    assert opened.opened_at == apply(opened, replace(moved, digest="")).closed_at
