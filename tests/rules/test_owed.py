"""What must be said, to whom and how urgently, because something has happened."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from playbooks import deciding
from playbooks import events as e
from playbooks.commands import (
    ActionId,
    AddStep,
    AssignStep,
    ChannelId,
    CloseIncident,
    CompleteStep,
    DeclineCall,
    Errand,
    GiveUpdate,
    NameLead,
    Sitting,
    StatementId,
    TakeCall,
    Verification,
    Way,
)
from playbooks.matching import Triage
from playbooks.owed import Owed, owed
from playbooks.playbook import Lane, Outcome, PlaybookId, PlaybookKind, RoleId, Severity, StepId, Words
from playbooks.routing import Act, MeansId
from tests.fakes.customers import a_case
from tests.fakes.statements import a_proposal, a_wording, an_ask, every_fact
from tests.fakes.surges import an_answer
from tests.rules.assessed import ASSESSED
from tests.rules.clocks import CLOCKED, NOOR, NOTIFY
from tests.rules.freezes import POSTS
from tests.rules.gated import AWAITED, EXPIRED, REMINDED, RENEWED, REPLACED, TRIGGERED, a_stance
from tests.rules.scene import (
    BASILE,
    BASILE_CALLED,
    BREACH,
    CLAIRE,
    DANA,
    FACTS,
    GAEL,
    GAEL_CALLED,
    ID,
    INES,
    INES_CALLED,
    MAUD,
    NADIA,
    NADIA_CALLED,
    NOON,
    OPEN,
    PAUL,
    PRESS,
    ROOM,
    SAOIRSE,
    SOLENE,
    SOLENE_CALLED,
    THANKS,
    Story,
    after,
    errands,
    minutes,
    opened,
    pinned,
)

CARE = ChannelId("C0CARE")  # a channel that was there before
REPLY = replace(BREACH, kind=PlaybookKind.REPLY)


def running(*, restricted: bool = False) -> Story:
    """A crisis in its own room, with its card posted."""
    story = opened(replace(BREACH, clocks=CLOCKED.clocks), restricted=restricted)
    story.room_opens()
    return story


def proposed() -> Story:
    """A crisis in which Basile has proposed words that Saoirse is asked to approve."""
    story = running()
    story.happens(a_proposal(BASILE), an_ask(SAOIRSE))
    return story


def reviewed() -> Story:
    """A crisis that is closed, with its review posted and one action noted."""
    story = running()
    story.closes()
    story.happens(e.ReviewPosted(at=NOON, channel=ROOM, ts="3.0"))
    story.plans("Train the night shift", after(60 * 24))
    return story


def surged() -> Story:
    """A surge in which Paul has answered."""
    story = proposed()
    story.happens(e.SurgeBegun(at=NOON, by=MAUD), an_answer(PAUL, at=NOON))
    return story


def holding() -> Story:
    """A crisis whose substance is held."""
    story = running()
    story.happens(a_stance())
    return story


def said(fact: e.Event, before: Callable[[], Story] = running) -> list[str]:
    """What a fact makes us owe, one word each: the errand, a person's name behind @, and ! for urgent."""
    story = before()
    story.happens(fact)
    return [_word(thing) for thing in story.last_owed]


def _word(thing: Owed) -> str:
    person = thing.lane.removeprefix("person:U0").lower() if thing.lane.startswith("person:") else ""
    return thing.errand + (f"@{person}" if person else "") + ("!" if thing.urgent else "")


EDITED, REACHED, ESTIMATED, LAPSED, APPROVED, OBJECTED, TAKEN_BACK, PUBLISHED, WITHDRAWN, RAISED = every_fact(
    BASILE, SAOIRSE
)
GREEN = a_wording(lane=Lane.GREEN, roles=(RoleId("comms"),))
OWED: dict[e.Event, list[str]] = {
    e.RoomOpened(at=NOON, channel=ROOM, name="inc-1"): ["invite", "topic", "announce", "card!"],
    e.CardPosted(at=NOON, channel=ROOM, ts="1.0"): ["pin"],
    e.StepCompleted(at=NOON, by=PAUL, step=FACTS, note=""): ["card"],
    e.StepReopened(at=NOON, by=PAUL, step=FACTS): ["card"],
    e.StepPartDone(at=NOON, by=PAUL, step=FACTS, note=""): ["card"],
    e.StepSkipped(at=NOON, by=PAUL, step=FACTS, reason="x"): ["card"],
    e.StepAssigned(at=NOON, by=DANA, step=FACTS, to=PAUL): ["invite", "nudge@paul", "card"],
    e.StepAssigned(at=NOON, by=PAUL, step=FACTS, to=PAUL): ["invite", "card"],
    e.StepAdded(at=NOON, by=DANA, step=StepId("added-1"), title="x", owner=PAUL, due_at=None): [
        "invite",
        "nudge@paul",
        "card",
    ],
    e.StepsLate(at=NOON, steps=(FACTS,), to=SAOIRSE, level=e.Nudged.OWNER): ["nudge@saoirse", "card"],
    e.ContactCalled(at=NOON, call=INES_CALLED, ladder=PRESS, rung=1, person=INES, due_at=NOON): [
        "call@ines!",
        "card",
    ],
    e.CallSent(at=NOON, call=BASILE_CALLED, channel=ChannelId("D0"), ts="2.0"): ["card"],
    e.CallHeldUp(at=NOON, call=BASILE_CALLED): [],
    e.CallFailed(at=NOON, call=BASILE_CALLED, reason="user_not_found"): ["card"],
    e.MeansUsed(at=NOON, call=BASILE_CALLED, means=MeansId("mail")): ["call_mail!", "card"],
    e.MeansUsed(at=NOON, call=BASILE_CALLED, means=MeansId("sms")): ["call_hook!", "card"],
    e.CallTaken(at=NOON, by=BASILE, call=BASILE_CALLED): ["invite", "call_ended@basile", "card"],
    e.CallDeclined(at=NOON, by=BASILE, call=BASILE_CALLED, reason=""): ["call_ended@basile", "card"],
    e.LadderExhausted(at=NOON, ladder=PRESS): ["notice!", "announce", "nudge@maud!", "card"],
    e.AnswerDoubted(at=NOON, call=BASILE_CALLED): ["nudge@basile!", "card"],
    e.AnswerConfirmed(at=NOON, by=BASILE, call=BASILE_CALLED): ["card"],
    e.AnswerExpired(at=NOON, call=BASILE_CALLED): ["notice!", "call_ended@basile", "card"],
    e.Escalated(at=NOON, by=PAUL, ladder=PRESS, reason="now"): ["notice!", "nudge@maud!", "card"],
    e.Escalated(at=NOON, by=MAUD, ladder=PRESS, reason="now"): ["notice!", "card"],
    e.Escalated(at=NOON, by=PAUL, ladder=PRESS, reason="now", joined=True): ["card"],
    e.SeverityChanged(at=NOON, by=PAUL, severity=Severity.SEV2, reason=""): ["topic", "notice", "card"],
    e.LeadNamed(at=NOON, by=DANA, lead=PAUL): ["invite", "topic", "notice", "nudge@paul", "card"],
    e.LeadNamed(at=NOON, by=PAUL, lead=PAUL): ["invite", "topic", "notice", "card"],
    e.LeadNamed(at=NOON, by=PAUL, lead=PAUL, former=MAUD): [
        "invite",
        "topic",
        "notice",
        "nudge@maud",
        "card",
    ],
    e.HoldingLineSet(at=NOON, by=PAUL, text="We know."): ["notice", "card"],
    e.UpdateGiven(at=NOON, by=PAUL, text="Contained.", next_at=None): ["notice", "announce", "card"],
    e.PromiseReminded(at=NOON, next_at=after(10)): ["nudge@maud"],
    e.PromiseBroken(at=NOON, next_at=NOON): ["notice!", "nudge@maud!", "card"],
    e.LogWritten(at=NOON, by=PAUL, text="x"): [],
    e.LogWritten(at=NOON, by=PAUL, text="x", status=Verification.TO_VERIFY, claim=1): ["card"],
    e.RiskLifted(at=NOON, by=MAUD, reason="x"): ["notice", "card"],
    e.ClaimSettled(at=NOON, by=PAUL, claim=1, true=True, words=""): ["notice", "card"],
    e.ClaimChecked(at=NOON, by=PAUL, claim=1): ["notice", "card"],
    e.MessageEdited(at=NOON, by=PAUL, entry=1, text="y"): [],
    e.MessageDeleted(at=NOON, entry=1): [],
    ASSESSED: ["notice!", "nudge@maud!", "card"],
    e.RiskFound(at=NOON, by=PAUL): ["notice!", "nudge@maud!", "card"],
    replace(ASSESSED, people_at_risk=False): ["card"],
    replace(ASSESSED, by=MAUD): ["notice!", "card"],
    e.PointDue(at=NOON, due_at=NOON, to=MAUD): ["nudge@maud", "card"],
    e.PointLapsed(at=NOON, due_at=NOON, to=CLAIRE): ["notice!", "nudge@claire!", "card"],
    e.PointHeld(at=NOON, by=PAUL): ["notice", "card"],
    e.AgendaShared(at=NOON, by=PAUL): ["notice"],
    e.HandedOver(at=NOON, by=MAUD, to=PAUL): ["invite", "topic", "notice", "nudge@paul", "card"],
    e.HandedOver(at=NOON, by=PAUL, to=PAUL): ["invite", "topic", "notice", "card"],
    e.HandedOver(at=NOON, by=PAUL, to=PAUL, former=MAUD): ["invite", "topic", "notice", "nudge@maud", "card"],
    e.LeadUnreached(at=NOON, lead=MAUD, to=PAUL, reason="user_disabled"): ["notice!", "nudge@paul!", "card"],
    e.IncidentClosed(at=NOON, by=MAUD, reason="", left_open=()): [
        "topic",
        "announce",
        "review",
        "call_ended@basile",
        "call_ended@gael",
        "card",
    ],
    e.DeliveryFailed(at=NOON, errand=Errand.ROOM, subject="", reason="restricted_action"): [
        "nudge@maud",
        "card",
    ],
    e.DeliveryFailed(at=NOON, errand=Errand.CARD, subject="", reason="is_archived"): ["nudge@maud"],
    e.DeliveryFailed(at=NOON, errand=Errand.PIN, subject="", reason="not_pinnable"): ["card"],
    e.DeliveryFailed(at=NOON, errand=Errand.ANNOUNCE, subject="9", reason="channel_not_found"): ["card"],
    e.ClockConfirmed(at=NOON, by=SAOIRSE, clock=NOTIFY, started_at=NOON): ["card"],
    e.ClockConfirmed(at=NOON, by=SAOIRSE, clock=NOTIFY, started_at=NOON, reason="x"): ["notice", "card"],
    e.DeliveryFailed(
        at=NOON, errand=Errand.NUDGE, subject="9", reason="user_not_found", to=SAOIRSE, instead=PAUL
    ): ["notice!", "nudge@paul!", "card"],
    e.ClockConfirmed(at=NOON, by=NOOR, clock=NOTIFY, started_at=NOON): ["nudge@saoirse", "card"],
    e.ClockWaived(at=NOON, by=SAOIRSE, clock=NOTIFY, reason="x"): ["notice", "card"],
    e.ClockMet(at=NOON, by=SAOIRSE, clock=NOTIFY, evidence="x"): ["card"],
    e.ClocksReminded(at=NOON, to=SAOIRSE, shares=((NOTIFY, 75),)): ["nudge@saoirse!", "card"],
    e.ClocksReminded(at=NOON, to=SAOIRSE, shares=((NOTIFY, 90),)): ["notice!", "nudge@saoirse!", "card"],
    e.ClocksReminded(at=NOON, to=MAUD, shares=((NOTIFY, 90),)): ["nudge@maud!", "card"],
    e.ClockMissed(at=NOON, clock=NOTIFY, limit_at=NOON): ["card"],
    e.PublishingFrozen(at=NOON, by=PAUL, scope="x", outlets=((POSTS, "Posts"),)): [
        "notice!",
        "nudge@maud!",  # nobody answers for social media here: the lead does
        "card",
    ],
    e.OutletFrozen(at=NOON, by=PAUL, outlet=POSTS): ["card"],
    e.OutletAskedAgain(at=NOON, by=PAUL, outlet=POSTS): ["notice!", "nudge@maud!", "card"],
    e.OutletRestarted(at=NOON, by=CLAIRE, outlet=POSTS): ["nudge@maud", "card"],
    e.OutletRestarted(at=NOON, by=MAUD, outlet=POSTS): ["card"],
    e.FreezeLate(at=NOON, outlets=(POSTS,), to=PAUL, level=e.Nudged.OWNER): ["nudge@paul!", "card"],
    e.RestartReminded(at=NOON, to=CLAIRE): ["nudge@claire", "card"],
    a_case(at=NOON, by=PAUL): ["card"],
    e.CustomerWrote(at=NOON, by=PAUL, text="x"): ["nudge@maud", "card"],
    e.CauseNamed(at=NOON, by=PAUL, cause="late parcels"): ["card"],
    e.CaseKept(at=NOON, by=PAUL, until=NOON): ["card"],
    e.ActRefused(at=NOON, who=PAUL, act=Act.CLOSE, to=MAUD): ["nudge@maud", "card"],
    e.LeadNamed(at=NOON, lead=PAUL, former=MAUD, turn_ended=NOON): ["invite", "topic", "notice", "card"],
    e.CaseTriaged(
        at=NOON,
        by=PAUL,
        signs=(),
        advised=Triage.RESPOND,
        choice=Triage.PRIVATE,
        reason="",
        review_at=None,
    ): ["card"],
    e.CaseReminded(at=NOON, clock=e.CaseClock.ANSWER, share=80, due_at=NOON, to=PAUL): ["nudge@paul", "card"],
    e.CaseLate(at=NOON, clock=e.CaseClock.ANSWER, due_at=NOON, to=(PAUL, MAUD)): [
        "nudge@paul!",
        "nudge@maud!",
        "card",
    ],
    e.VersionOffered(at=NOON, version=3, digest="e" * 64): ["nudge@maud", "card"],
    e.VersionAccepted(at=NOON, by=MAUD, version=BREACH.version, digest=BREACH.digest): ["notice", "card"],
    e.VersionDeclined(at=NOON, by=MAUD, version=3): ["card"],
}
# What comes in a surge that Maud leads, in which Paul has answered with words that were approved.
SURGED: dict[e.Event, list[str]] = {
    e.IncidentBrought(at=NOON, external="OLD-7", cause="phishing", summary="x", lesson="y"): [],
    e.PastRecalled(at=NOON, past="i-3", ref="INC-1", title="x", cause="", lesson="y"): ["card"],
    e.SurgeBegun(at=NOON, by=PAUL): ["card"],
    e.SurgeLinked(at=NOON, by=PAUL, surge=ID, ref="REP-1", lead=PAUL): ["card"],
    an_answer(PAUL, at=NOON, number=2, sampled=False): ["card"],
    an_answer(PAUL, at=NOON, number=51): ["nudge@maud", "card"],
    e.SampleRead(at=NOON, by=MAUD, number=1, right=True, words=""): ["card"],
    e.SurgeCounted(at=NOON, waiting=3, oldest_at=NOON, late=True, to=MAUD): ["nudge@maud", "card"],
    e.SurgeCounted(at=NOON, waiting=3, oldest_at=NOON, late=True): ["card"],
    e.VolunteersCalled(at=NOON, by=MAUD, people=(PAUL, DANA), words=""): ["nudge@paul", "nudge@dana", "card"],
    WITHDRAWN: ["approval@saoirse", "nudge@paul", "card"],
}
# What comes while words are in review.
ABOUT_WORDS: dict[e.Event, list[str]] = {
    a_proposal(PAUL, statement=StatementId("s2")): ["notice", "card"],
    a_proposal(PAUL, GREEN, statement=StatementId("s2")): ["nudge@claire", "notice", "card"],
    EDITED: ["approval@saoirse", "card"],
    an_ask(PAUL, "legal"): ["approval@paul!", "card"],
    REACHED: [],
    ESTIMATED: ["approval@saoirse", "card"],
    LAPSED: ["nudge@basile", "card"],
    replace(LAPSED, alone=(RoleId("legal"),)): ["nudge@basile", "nudge@maud", "notice", "card"],
    APPROVED: ["approval@saoirse", "nudge@basile", "card"],
    OBJECTED: ["approval@saoirse!", "nudge@basile!", "notice", "card"],
    TAKEN_BACK: ["approval@saoirse", "nudge@basile", "card"],
    PUBLISHED: ["approval@saoirse", "notice", "card"],
    WITHDRAWN: ["approval@saoirse", "card"],
    RAISED: ["approval@saoirse", "nudge@basile", "notice", "card"],
    e.AnswerHanded(at=NOON, by=PAUL, statement=StatementId("s1"), to=MeansId("tool"), digest="d"): [
        "answer",
        "card",
    ],
    e.AnswerArrived(at=NOON, statement=StatementId("s1"), to=MeansId("tool")): ["card"],
    e.AnswerRefused(at=NOON, statement=StatementId("s1"), to=MeansId("tool"), reason="x"): ["card"],
    replace(RAISED, alone=(RoleId("legal"),)): [
        "approval@saoirse",
        "nudge@basile",
        "nudge@maud",
        "notice",
        "card",
    ],
    e.IncidentClosed(at=NOON, by=MAUD, reason="", left_open=()): [
        "topic",
        "announce",
        "review",
        "call_ended@basile",
        "call_ended@gael",
        "approval@saoirse",
        "card",
    ],
}
# What comes after the close.
AFTERWARDS: dict[e.Event, list[str]] = {
    e.ReviewPosted(at=NOON, channel=ROOM, ts="3.0"): ["timeline"],
    e.ReviewAnswered(at=NOON, by=PAUL, question="planned", text="x"): ["review"],
    e.ReviewReminded(at=NOON): ["nudge@maud"],
    e.ReviewDated(at=NOON, by=MAUD, sitting=Sitting.COLD, day=NOON): ["notice", "review"],
    e.ReviewRemarked(at=NOON, by=MAUD, ts="9.1", text="too late"): ["review"],
    e.ReviewHeld(at=NOON, by=MAUD, sitting=Sitting.HOT): ["review"],
    e.LessonAccepted(at=NOON, by=MAUD, action=ActionId("a1")): ["review"],
    e.ChangeProposed(
        at=NOON, by=MAUD, action=ActionId("a1"), step=FACTS, way=Way.REWORD, title=Words(en="x", fr="y")
    ): ["review"],
    e.LessonApplied(
        at=NOON, action=ActionId("a1"), playbook=PlaybookId("data-breach"), version=2, step=FACTS
    ): ["review"],
    e.LessonProven(at=NOON, action=ActionId("a1"), run="i-2", ref="INC-2026-0002", drill=True): ["review"],
    e.LessonsPassed(at=NOON, lessons=("INC-2025-0001/a1",)): [],
    e.ActionAdded(at=NOON, by=DANA, action=ActionId("a2"), text="x", owner=PAUL, due_at=NOON): [
        "review",
        "nudge@paul",
    ],
    e.ActionAdded(at=NOON, by=PAUL, action=ActionId("a2"), text="x", owner=PAUL, due_at=NOON): ["review"],
    e.ActionReminded(at=NOON, action=ActionId("a1")): ["nudge@saoirse"],
    e.ActionCompleted(at=NOON, by=PAUL, action=ActionId("a1")): ["review"],
    e.LogWritten(at=NOON, by=PAUL, text="learned late"): [],
    e.ClockMet(at=NOON, by=SAOIRSE, clock=NOTIFY, evidence="x"): ["card"],
    e.OutletRestarted(at=NOON, by=MAUD, outlet=POSTS): ["card"],
    e.ClaimSettled(at=NOON, by=PAUL, claim=1, true=True, words=""): ["review", "nudge@maud", "card"],
    e.LogWritten(at=NOON, by=PAUL, text="x", status=Verification.TO_VERIFY, claim=1): ["review", "card"],
    e.LogWritten(at=NOON, by=PAUL, text="x"): [],
    e.ClaimChecked(at=NOON, by=PAUL, claim=1): ["review", "card"],
    e.MessageEdited(at=NOON, by=PAUL, entry=1, text="y"): [],
}


# What comes once the substance is held: Dana watches over it.
HELD: dict[e.Event, list[str]] = {
    a_stance(): ["invite", "notice", "nudge@dana", "card"],
    a_stance(owner=CLAIRE): ["invite", "notice", "card"],
    a_stance(Outcome.RESPOND): ["invite", "notice", "card"],
    REMINDED: ["nudge@dana!", "card"],
    EXPIRED: ["notice!", "nudge@dana!", "nudge@maud!", "card"],
    AWAITED: ["nudge@maud!", "card"],
    RENEWED: ["notice", "nudge@dana", "card"],
    TRIGGERED: ["notice!", "nudge@dana!", "nudge@maud!", "card"],
    REPLACED: ["nudge@dana", "card"],
}


def named(table: dict[e.Event, list[str]]) -> list[str]:
    """A name for each line of a table."""
    return [f"{type(fact).__name__}-{number}" for number, fact in enumerate(table)]


@pytest.mark.parametrize(("fact", "expected"), OWED.items(), ids=named(OWED))
def test_what_a_fact_owes_while_the_incident_runs(fact: e.Event, expected: list[str]) -> None:
    """One line of the table for each sort of fact."""
    assert expected == said(fact)


@pytest.mark.parametrize(("fact", "expected"), ABOUT_WORDS.items(), ids=named(ABOUT_WORDS))
def test_what_a_fact_about_words_owes(fact: e.Event, expected: list[str]) -> None:
    """Approvers' messages are drawn anew, the author hears what matters, the room what everybody should know."""
    assert expected == said(fact, proposed)


@pytest.mark.parametrize(("fact", "expected"), AFTERWARDS.items(), ids=named(AFTERWARDS))
def test_what_a_fact_owes_after_the_close(fact: e.Event, expected: list[str]) -> None:
    """The card rests but for its legal clocks and what is learned late; the review is drawn anew."""
    assert expected == said(fact, reviewed)


@pytest.mark.parametrize(("fact", "expected"), SURGED.items(), ids=named(SURGED))
def test_what_each_fact_of_a_surge_owes(fact: e.Event, expected: list[str]) -> None:
    """Whoever helps hears what is withdrawn, the lead what is to be read and who waits too long."""
    assert expected == said(fact, surged)


@pytest.mark.parametrize(("fact", "expected"), HELD.items(), ids=named(HELD))
def test_what_a_fact_about_the_decision_owes(fact: e.Event, expected: list[str]) -> None:
    """Whoever waits for the decision hears of it; nobody is told what they did themselves."""
    assert expected == said(fact, holding)


def test_every_sort_of_fact_stands_in_a_table() -> None:
    """A new fact is not forgotten: somebody has to say what it owes, if only nothing."""
    known = {type(fact) for fact in (*OWED, *ABOUT_WORDS, *AFTERWARDS, *HELD, *SURGED)} | {e.IncidentOpened}
    all_kinds = {kind for kind in vars(e).values() if isinstance(kind, type) and issubclass(kind, e.Event)}
    all_kinds = {kind for kind in all_kinds if not kind.__name__.endswith("Fact")}  # what several share

    happening = {kind for kind in all_kinds if not any(kind in other.__bases__ for other in all_kinds)}

    assert happening == known


def test_a_crisis_opens_with_a_channel_of_its_own_and_calls() -> None:
    """Nothing can be drawn before the channel exists; people are called all the same."""
    things = [_word(thing) for _, owing in opened().said for thing in owing]

    assert ["room!", "call@basile!", "call@gael!"] == things


def test_nothing_is_drawn_in_a_room_that_is_not_there_yet() -> None:
    """Slack is slow to make the channel: ten ticks owe no card; the channel's opening brings it."""
    story = opened()
    story.asks(CompleteStep(incident=ID, step=FACTS))

    assert () == story.last_owed


def test_the_room_owed_at_the_opening_is_owed_only_once() -> None:
    """Each thing that one fact owes is named once."""
    for things in (owing for _, owing in (*reviewed().said, *opened(REPLY, room=CARE).said)):
        assert len(things) == len({(thing.errand, thing.subject) for thing in things})


def test_many_clicks_owe_one_card() -> None:
    """Errand and subject are the same each time, so that ten ticks before the sender looks are one edit."""
    story = running()
    cards = set()
    for step in BREACH.steps:
        story.asks(CompleteStep(incident=ID, step=step.id, note="done"))
        cards |= {thing for thing in story.last_owed if thing.errand is Errand.CARD}

    assert {Owed(errand=Errand.CARD, subject="", lane=f"room:{ID}")} == cards


def test_each_notice_is_about_its_own_fact() -> None:
    """Two updates are two lines, each named after the number of its fact in the log."""
    story = running()
    subjects = []
    for text in ("one", "two"):
        story.asks(GiveUpdate(incident=ID, text=text))
        subjects += [thing.subject for thing in story.last_owed if thing.errand is Errand.NOTICE]

    assert [str(story.incident.seq - 1), str(story.incident.seq)] == subjects
    assert isinstance(story.facts[int(subjects[0]) - 1], e.UpdateGiven)


def test_a_nudge_names_the_fact_it_is_about() -> None:
    """The number counts from the opening, which is one."""
    story = running()
    (fact,) = story.asks(AssignStep(incident=ID, step=FACTS, to=PAUL), by=DANA)
    (nudge,) = (thing for thing in story.last_owed if thing.errand is Errand.NUDGE)

    assert fact == story.facts[int(nudge.subject) - 1]


def test_every_lane_is_a_room_a_person_or_the_announcements() -> None:
    """What slows one person or channel down delays no other."""
    story = reviewed()
    lanes = {thing.errand: thing.lane for _, things in story.said for thing in things}

    assert f"room:{ID}" == lanes[Errand.CARD] == lanes[Errand.TOPIC] == lanes[Errand.REVIEW]
    assert "announcements" == lanes[Errand.ANNOUNCE]
    assert f"person:{GAEL}" == lanes[Errand.CALL] == lanes[Errand.CALL_ENDED]


def test_nobody_is_nudged_about_their_own_deed() -> None:
    """Whoever takes a step, adds their own, or takes the lead knows it already."""
    story = running()
    story.asks(AssignStep(incident=ID, step=FACTS, to=PAUL), by=PAUL)
    story.asks(AddStep(incident=ID, title="x", owner=PAUL), by=PAUL)
    story.asks(NameLead(incident=ID, lead=PAUL), by=PAUL)

    nudged = [t.lane for _, things in story.said for t in things if t.errand is Errand.NUDGE]
    assert [f"person:{MAUD}"] == nudged  # who led until then, and did not do it


def test_the_lead_hears_of_an_exhausted_ladder_even_if_they_were_its_last_rung() -> None:
    """That nobody answered is no deed of anybody's."""
    story = running()
    for call, person in ((GAEL_CALLED, GAEL), (SOLENE_CALLED, SOLENE)):
        story.asks(NameLead(incident=ID, lead=person), by=DANA)
        story.asks(DeclineCall(incident=ID, call=call), by=person)

    assert isinstance(story.facts[-1], e.LadderExhausted)
    assert f"person:{SOLENE}" in [t.lane for t in story.last_owed if t.errand is Errand.NUDGE]


def test_a_restricted_incident_announces_nothing() -> None:
    """From its opening to its close not a line goes to the announcements channel."""
    story = running(restricted=True)
    story.asks(GiveUpdate(incident=ID, text="Contained."))
    story.closes()

    assert Errand.ANNOUNCE not in [thing.errand for _, things in story.said for thing in things]


def test_a_reply_announces_nothing_and_has_no_review() -> None:
    """A customer's answer is nobody else's business."""
    story = opened(REPLY)
    story.room_opens()
    story.asks(GiveUpdate(incident=ID, text="Called back."))
    story.closes()
    owing = {thing.errand for _, things in story.said for thing in things}

    assert set() == owing & {Errand.ANNOUNCE, Errand.REVIEW, Errand.TIMELINE}


def test_a_crisis_announces_its_start_its_updates_and_its_end() -> None:
    """Three lines, and none for what only its own people need."""
    story = running()
    story.asks(GiveUpdate(incident=ID, text="Contained."))
    story.closes()
    announced = [type(fact) for fact, things in story.said if Errand.ANNOUNCE in errands(things)]

    assert [e.RoomOpened, e.UpdateGiven, e.IncidentClosed] == announced


def test_a_reply_begins_with_its_card_where_it_was_asked_for() -> None:
    """No channel is made; the card goes to the one that is there, once."""
    things = opened(REPLY, planned=(), room=CARE).said[0][1]

    assert ["card!"] == [_word(thing) for thing in things]


def test_a_reply_leaves_somebody_s_channel_as_it_is() -> None:
    """No topic is set, nobody is invited and nothing pinned in a channel that is not ours."""
    story = opened(REPLY, room=CARE)
    story.happens(e.CardPosted(at=NOON, channel=CARE, ts="1.0"))
    story.asks(AssignStep(incident=ID, step=FACTS, to=PAUL), by=DANA)
    story.asks(NameLead(incident=ID, lead=PAUL), by=DANA)
    story.asks(TakeCall(incident=ID, call=GAEL_CALLED), by=GAEL)
    story.asks(CloseIncident(incident=ID, reason="answered"), by=PAUL)
    owing = {thing.errand for _, things in story.said for thing in things}

    assert set() == owing & {Errand.TOPIC, Errand.INVITE, Errand.PIN, Errand.ROOM}


def test_a_reply_whose_channel_is_closed_to_us_gets_its_own() -> None:
    """Slack refuses the card there: a channel is made, and the card goes into it."""
    story = opened(REPLY, room=CARE)
    story.happens(e.DeliveryFailed(at=NOON, errand=Errand.CARD, subject="", reason="not_in_channel"))

    assert ["room!", "nudge@maud"] == [_word(thing) for thing in story.last_owed]
    story.happens(e.RoomOpened(at=NOON, channel=ROOM, name="rep-1"))
    assert ["invite", "topic", "card!"] == [_word(thing) for thing in story.last_owed]


def test_n9_a_card_that_slack_refuses_is_told_to_the_lead_once() -> None:
    """The channel was archived: every further tick fails the same way, and the lead is not told each time."""
    story = running()
    refused = e.DeliveryFailed(at=NOON, errand=Errand.CARD, subject="", reason="is_archived")
    story.happens(refused, refused)

    assert () == story.last_owed
    story.happens(replace(refused, reason="not_in_channel"))
    assert [Errand.NUDGE] == errands(story.last_owed)


def test_somebody_who_is_given_an_added_step_is_invited() -> None:
    """Whoever has a step can see the room in which it is worked."""
    story = running()
    story.asks(AddStep(incident=ID, title="Call the host", owner=PAUL), by=DANA)

    assert Errand.INVITE in errands(story.last_owed)
    assert PAUL in story.incident.people


def test_closing_ends_every_call_that_still_asks() -> None:
    """Ladders nobody took; the people of a ladder that was taken were told then."""
    story = running()
    story.waits(5)
    story.asks(TakeCall(incident=ID, call=NADIA_CALLED), by=NADIA)
    story.closes()
    ended = {thing.subject for thing in story.last_owed if thing.errand is Errand.CALL_ENDED}

    assert {GAEL_CALLED, SOLENE_CALLED} == ended


def test_what_is_owed_depends_on_the_fact_and_the_state_alone() -> None:
    """Asked twice, it is the same."""
    story = running()
    (fact,) = story.asks(GiveUpdate(incident=ID, text="x", next_in=minutes(30)))

    assert story.last_owed == owed(fact, story.incident)


def test_a_room_that_was_refused_is_asked_for_again_at_the_next_change() -> None:
    """Once the scope is mended, any step or update brings the channel; a refusal by itself asks for nothing."""
    story = opened()
    story.happens(e.DeliveryFailed(at=NOON, errand=Errand.ROOM, subject="", reason="missing_scope"))
    assert Errand.ROOM not in {thing.errand for thing in story.said[-1][1]}

    story.asks(CompleteStep(incident=ID, step=FACTS))
    assert Errand.ROOM in {thing.errand for thing in story.said[-1][1]}

    story.room_opens()
    story.asks(CompleteStep(incident=ID, step=THANKS))
    assert Errand.ROOM not in {thing.errand for thing in story.said[-1][1]}


def test_a_restricted_reply_is_worked_in_a_channel_of_its_own() -> None:
    """Asked for in a public channel, it must not show its title there."""
    asked = replace(OPEN, kind=PlaybookKind.REPLY, restricted=True, room=ROOM)
    fact = deciding.opening(asked, pinned(), by=MAUD, now=NOON)

    assert fact.room is None
    assert ROOM == deciding.opening(replace(asked, restricted=False), pinned(), by=MAUD, now=NOON).room
