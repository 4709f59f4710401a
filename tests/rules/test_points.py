"""Fixed points fall due by the severity, are told once and held with a severity; and what each goes through."""

from dataclasses import replace
from datetime import timedelta

import pytest

from playbooks import duties
from playbooks import events as e
from playbooks.briefs import agenda, handover
from playbooks.commands import (
    Assessed,
    ChangeSeverity,
    CompleteStep,
    Errand,
    GiveUpdate,
    HandOver,
    HoldPoint,
    NameLead,
    ReopenStep,
    SetHoldingLine,
    SettleClaim,
    ShareAgenda,
    TakeCall,
    Verification,
    WaiveClock,
    WriteLog,
)
from playbooks.dues import dues
from playbooks.errors import AlreadyDone, Conflict, NotFound
from playbooks.moments import DueKind
from playbooks.playbook import Clock, ClockId, PlaybookKind, RoleId, Severity, Since, UserId
from playbooks.rhythm import next_at
from tests.rules.assessed import answers
from tests.rules.gated import held
from tests.rules.scene import (
    BASILE,
    BASILE_CALLED,
    BREACH,
    CLAIRE,
    FACTS,
    GAEL_CALLED,
    ID,
    LINE,
    MAUD,
    NOON,
    PAUL,
    SAOIRSE,
    SUBSTANCE,
    Story,
    after,
    kinds,
    minutes,
    opened,
    words,
)

CLOCKS = tuple(
    Clock(
        id=ClockId(name),
        title=words(name),
        limit=timedelta(hours=hours),
        since=Since.AWARENESS,
        owner=RoleId("security"),
    )
    for name, hours in (("people", 96), ("authority", 72))
)
HELD = HoldPoint(incident=ID, assessed=Assessed(factors=answers(1), severity=Severity.SEV1))


def bare(severity: Severity = Severity.SEV1) -> Story:
    """An incident in which nothing else falls due."""
    return opened(replace(BREACH, steps=(), severity=severity), planned=())


def told(story: Story, until: int, every: float = 1) -> list[float]:
    """The minutes after the opening at which the lead is told, looking every so many minutes."""
    heard = []
    for _ in range(int(until / every)):
        facts = story.waits(every)
        heard += [(fact.at - NOON) / minutes(1) for fact in facts if isinstance(fact, e.PointDue)]
    return heard


def test_a_crisis_has_one_every_half_hour_then_hourly() -> None:
    """Nobody holds them: the lead is told of each, at its moment."""
    assert [30, 60, 90, 120, 180, 240, 300] == told(bare(), 300)


@pytest.mark.parametrize(
    ("severity", "hours"), [(Severity.SEV2, [2, 4, 6]), (Severity.SEV3, []), (Severity.SEV4, [])]
)
def test_the_milder_the_rarer(severity: Severity, hours: list[int]) -> None:
    """Every two hours where it is sensitive; an incident has one a day, a watch none."""
    assert [60 * hour for hour in hours] == told(bare(severity), 6 * 60, 10)


def test_an_incident_has_one_a_day() -> None:
    """From one to the next."""
    assert [24 * 60, 48 * 60] == told(bare(Severity.SEV3), 50 * 60, 30)


def test_a_watch_has_none_at_all() -> None:
    """Whoever watches is not called together."""
    assert None is next_at(bare(Severity.SEV4).incident)


def test_a_reply_to_a_customer_has_none() -> None:
    """It is one person's work."""
    story = opened(replace(BREACH, kind=PlaybookKind.REPLY, steps=()), planned=())

    assert () == dues(story.incident)


def test_the_next_counts_from_the_one_that_was_held() -> None:
    """Held at 12:35, the next is at 13:05."""
    story = bare()
    story.waits(35)
    story.asks(HELD, by=PAUL)

    assert after(65) == next_at(story.incident)


def test_p3_missed_ones_are_told_as_one() -> None:
    """After five hours without the product the lead hears once, and the next is an hour away."""
    story = bare()
    facts = story.waits(300)

    assert [e.PointDue] == kinds(facts)
    assert after(360) == next_at(story.incident)
    assert [e.PointLapsed] == kinds(story.waits(59))


def test_a_point_that_nobody_holds_is_told_to_others_once() -> None:
    """Half an interval later, in each span: to the room, and to who stands in for the lead."""
    story = bare()
    told_others = []
    for _ in range(100):
        told_others += [fact for fact in story.waits(1) if isinstance(fact, e.PointLapsed)]

    assert [after(45), after(75)] == [fact.at for fact in told_others]
    assert [(after(30), CLAIRE), (after(60), CLAIRE)] == [(fact.due_at, fact.to) for fact in told_others]


def test_a_point_held_in_time_is_told_to_nobody_else() -> None:
    """Ten minutes late is no silence."""
    story = bare()
    story.waits(30)
    story.waits(10)
    story.asks(HELD)

    assert () == story.waits(29)


def test_what_is_raised_late_is_called_together_one_span_later() -> None:
    """A watch of five hours becomes a crisis: its first point is an hour from then, never at once."""
    story = bare(Severity.SEV4)
    story.waits(300)
    story.asks(ChangeSeverity(incident=ID, severity=Severity.SEV1), by=PAUL)

    assert after(360) == next_at(story.incident)
    assert () == story.waits(59)
    assert [e.PointDue] == kinds(story.waits(1))
    assert after(420) == next_at(story.incident)


def test_a_raise_never_puts_a_point_off() -> None:
    """Sensitive, with a point due in ten minutes: the crisis that it becomes keeps that moment."""
    story = bare(Severity.SEV2)
    story.waits(110)
    story.asks(ChangeSeverity(incident=ID, severity=Severity.SEV1), by=PAUL)

    assert after(120) == next_at(story.incident)


def test_what_is_lowered_has_its_own_span_again() -> None:
    """Raised by mistake and lowered a minute later: as if nothing had been."""
    story = bare(Severity.SEV3)
    story.waits(300)
    story.asks(ChangeSeverity(incident=ID, severity=Severity.SEV1), by=PAUL)
    story.asks(ChangeSeverity(incident=ID, severity=Severity.SEV3, reason="a mistake"), by=MAUD)

    assert after(24 * 60) == next_at(story.incident)


EARLY = replace(BREACH, steps=(), outcomes=None)


def test_an_early_version_has_none() -> None:
    """An incident that was opened before there were any is not called together by a version that knows none."""
    assert () == dues(opened(EARLY, planned=()).incident)


def test_they_begin_with_the_version_that_has_them() -> None:
    """Accepted after five hours, the first is an hour from then."""
    story = opened(EARLY, planned=())
    newer = replace(BREACH, steps=(), version=EARLY.version + 1)
    story.shelf = (EARLY, newer)
    story.waits(300)
    story.happens(e.VersionAccepted(at=story.now, by=MAUD, version=newer.version, digest=newer.digest))

    assert after(360) == next_at(story.incident)


def test_the_lead_of_that_moment_is_told() -> None:
    """Whoever leads by then."""
    story = bare()
    story.asks(NameLead(incident=ID, lead=PAUL))
    (fact,) = story.waits(30)

    assert isinstance(fact, e.PointDue)
    assert (PAUL, after(30)) == (fact.to, fact.due_at)


def test_the_close_ends_them() -> None:
    """Nobody is told after it."""
    story = bare()
    story.closes()

    assert DueKind.POINT not in {due.kind for due in dues(story.incident)}


def test_holding_one_asks_the_severity_again() -> None:
    """One sending: the answers, the severity if it changed, and that the point was held."""
    story = bare()
    given = Assessed(factors=answers(1), severity=Severity.SEV3, reason="contained")
    facts = story.asks(HoldPoint(incident=ID, assessed=given))

    assert [e.SeverityAssessed, e.SeverityChanged, e.PointHeld] == kinds(facts)


def test_a_refused_severity_is_no_point_held() -> None:
    """Somebody else than the lead cannot lower it on the way."""
    story = bare()
    given = Assessed(factors=answers(1), severity=Severity.SEV3, reason="contained")

    with pytest.raises(Exception, match="lead"):
        story.asks(HoldPoint(incident=ID, assessed=given), by=PAUL)
    assert () == story.incident.points


def test_the_agenda_is_posted_once_for_each_point() -> None:
    """A second press says when it was; after the point was held, the next agenda can be posted."""
    story = bare()
    story.room_opens()
    story.asks(ShareAgenda(incident=ID), by=PAUL)

    with pytest.raises(AlreadyDone, match=f"already sent to the channel by <@{PAUL}>"):
        story.asks(ShareAgenda(incident=ID))
    story.waits(5)
    story.asks(HELD)
    story.waits(1)
    assert [e.AgendaShared] == kinds(story.asks(ShareAgenda(incident=ID)))


def test_without_a_channel_no_agenda_counts_as_posted() -> None:
    """It is refused, and can be posted once there is one."""
    story = bare()
    with pytest.raises(Conflict, match="not there yet"):
        story.asks(ShareAgenda(incident=ID))
    story.room_opens()

    assert [e.AgendaShared] == kinds(story.asks(ShareAgenda(incident=ID)))


def test_an_agenda_that_slack_refused_can_be_posted_again() -> None:
    """Nobody is told that it is there when it is not."""
    story = bare()
    story.room_opens()
    story.asks(ShareAgenda(incident=ID))
    number = str(story.incident.seq)
    story.happens(e.DeliveryFailed(at=NOON, errand=Errand.NOTICE, subject=number, reason="is_archived"))

    assert [e.AgendaShared] == kinds(story.asks(ShareAgenda(incident=ID)))


def test_a_watch_posts_its_agenda_again_once_anything_has_changed() -> None:
    """No fixed point ever ends the one before."""
    story = bare(Severity.SEV4)
    story.room_opens()
    story.asks(ShareAgenda(incident=ID))
    with pytest.raises(AlreadyDone):
        story.asks(ShareAgenda(incident=ID))
    story.asks(WriteLog(incident=ID, text="new", status=Verification.TO_VERIFY))

    assert [e.AgendaShared] == kinds(story.asks(ShareAgenda(incident=ID)))


@pytest.mark.parametrize("order", [HELD, ShareAgenda(incident=ID)])
def test_a_reply_holds_no_point_and_posts_no_agenda(order: HoldPoint | ShareAgenda) -> None:
    """Its channel may be other people's."""
    story = opened(replace(BREACH, kind=PlaybookKind.REPLY, steps=()), planned=())
    story.room_opens()

    with pytest.raises(Conflict, match="no fixed points"):
        story.asks(order)


def test_a_closed_incident_holds_no_point() -> None:
    """Nor posts its agenda, nor hands over."""
    story = bare()
    story.closes()

    for order in (HELD, ShareAgenda(incident=ID), HandOver(incident=ID, to=PAUL)):
        with pytest.raises(Conflict):
            story.asks(order)


# The agenda.


def worked() -> Story:
    """An hour's work: a point held after half of it, claims before and since, calls, a promise."""
    story = opened()
    story.asks(WriteLog(incident=ID, text="on a forum", status=Verification.VERIFIED))
    story.asks(WriteLog(incident=ID, text="passports", status=Verification.TO_VERIFY))
    story.asks(WriteLog(incident=ID, text="bank details", status=Verification.TO_VERIFY))
    story.waits(1)
    story.asks(HELD)
    story.waits(30)
    story.asks(SettleClaim(incident=ID, claim=2, true=True, words="seen"))
    story.asks(SetHoldingLine(incident=ID, text="We are checking."))
    story.asks(GiveUpdate(incident=ID, text="More soon.", next_in=minutes(45)))
    story.asks(TakeCall(incident=ID, call=GAEL_CALLED), by=UserId("U0GAEL"))
    story.asks(CompleteStep(incident=ID, step=SUBSTANCE, note="hold"))
    return story


def test_the_agenda_shows_what_was_verified_since_the_last_point() -> None:
    """What was known before is not read out again."""
    drawn = agenda(worked().incident, after(31))

    assert ["passports"] == [claim.text for claim in drawn.facts]
    assert ["bank details"] == [claim.text for claim in drawn.to_verify]
    assert (after(1), after(61)) == (drawn.since, agenda(worked().incident, after(31)).next_at)


def test_the_agenda_shows_what_is_late_and_who_has_not_answered() -> None:
    """And when the public was promised the next word."""
    story = worked()
    drawn = agenda(story.incident, after(31))

    assert [FACTS] == [step.step.id for step in drawn.late if step.step.id == FACTS]
    assert SUBSTANCE not in [step.step.id for step in drawn.late]
    assert BASILE in [call.person for call in drawn.calls]
    assert drawn.promise is not None
    assert after(76) == drawn.promise.at


def test_before_the_first_point_the_agenda_counts_from_the_opening() -> None:
    """Everything verified so far is new."""
    story = opened()
    story.asks(WriteLog(incident=ID, text="on a forum", status=Verification.VERIFIED))

    assert ["on a forum"] == [claim.text for claim in agenda(story.incident, NOON).facts]


def test_a_hold_stands_on_the_agenda_and_in_the_brief() -> None:
    """With the decision that led to it among those of the shift."""
    story = held()
    brief = handover(story.incident, story.facts, NOON)

    assert story.incident.stance is not None
    assert story.incident.stance == agenda(story.incident, NOON).held == brief.held
    assert [e.StanceTaken] == kinds(brief.decisions)


def test_the_legal_clocks_that_run_stand_on_the_agenda_and_in_the_brief() -> None:
    """The nearest limit first; one that was waived is a decision of the shift and runs no more."""
    story = opened(replace(BREACH, clocks=CLOCKS), planned=())
    waived = WaiveClock(incident=ID, clock=CLOCKS[1].id, reason="no data")
    assert [CLOCKS[1].id, CLOCKS[0].id] == [duty.id for duty in agenda(story.incident, NOON).clocks]

    story.happens(*duties.decide(story.incident, waived, by=SAOIRSE, now=NOON))
    brief = handover(story.incident, story.facts, NOON)

    assert [CLOCKS[0].id] == [duty.id for duty in brief.clocks]
    assert [e.ClockWaived] == kinds(brief.decisions)


def test_an_answered_call_is_not_open() -> None:
    """Its ladder rests."""
    story = opened()
    story.asks(TakeCall(incident=ID, call=BASILE_CALLED), by=BASILE)

    assert BASILE not in [call.person for call in agenda(story.incident, NOON).calls]


# Handing over.


def test_handing_over_names_the_lead() -> None:
    """One fact: who leads from now on."""
    story = opened()

    assert [e.HandedOver] == kinds(story.asks(HandOver(incident=ID, to=PAUL), by=MAUD))
    assert PAUL == story.incident.lead


@pytest.mark.parametrize(
    ("to", "refusal"), [(MAUD, AlreadyDone), ("USLACKBOT", NotFound), ("paul", NotFound)]
)
def test_only_a_person_who_does_not_lead_yet_takes_over(to: str, refusal: type[Exception]) -> None:
    """Slack's own bot answers nobody."""
    with pytest.raises(refusal):
        opened().asks(HandOver(incident=ID, to=UserId(to)))


def test_the_brief_says_how_things_stand() -> None:
    """Severity and since when, who leads and answered, what we say, what is late and what comes."""
    story = worked()
    brief = handover(story.incident, story.facts, after(40))

    assert (Severity.SEV1, NOON, MAUD) == (brief.severity, brief.severity_since, brief.lead)
    assert (UserId("U0GAEL"),) == brief.taken
    assert brief.holding_line is not None
    assert "We are checking." == brief.holding_line.text
    assert [FACTS] == [step.step.id for step in brief.late if step.step.id == FACTS]
    assert [LINE] == [step.step.id for step in brief.soon]
    assert ["bank details"] == [claim.text for claim in brief.to_verify]


def test_the_brief_looks_four_hours_ahead() -> None:
    """What is due tomorrow is not this shift's."""
    far = replace(BREACH, steps=tuple(replace(s, due=timedelta(hours=5)) for s in BREACH.steps))
    story = opened(far, planned=())

    assert () == handover(story.incident, story.facts, after(59)).soon
    assert handover(story.incident, story.facts, after(60)).soon


def test_the_brief_tells_since_when_the_severity_holds() -> None:
    """The last change, else the opening."""
    story = opened()
    story.now = after(10)
    story.asks(ChangeSeverity(incident=ID, severity=Severity.SEV2, reason="contained"))

    assert after(10) == handover(story.incident, story.facts, after(20)).severity_since


def test_the_brief_holds_the_decisions_since_the_last_hand_over() -> None:
    """The one who takes over now is told what was decided on the shift that ends, not before it."""
    story = opened()
    story.asks(ChangeSeverity(incident=ID, severity=Severity.SEV2, reason="contained"))
    story.now = after(10)
    story.asks(HandOver(incident=ID, to=PAUL))
    story.now = after(20)
    story.asks(CompleteStep(incident=ID, step=SUBSTANCE, note="hold"))
    (given,) = story.asks(HandOver(incident=ID, to=MAUD), by=PAUL)
    assert isinstance(given, e.HandedOver)
    brief = handover(story.incident, story.facts, after(21), given)

    assert [e.StepCompleted] == kinds(brief.decisions)
    assert after(10) == brief.since


def test_a_decision_that_was_undone_is_not_in_the_brief() -> None:
    """It does not hold any more."""
    story = opened()
    story.asks(CompleteStep(incident=ID, step=SUBSTANCE, note="hold"))
    story.asks(ReopenStep(incident=ID, step=SUBSTANCE))

    assert () == handover(story.incident, story.facts, NOON).decisions
