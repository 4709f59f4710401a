"""To answer, hold or stay silent: who may decide what, and that no hold ever lapses quietly."""

from dataclasses import replace
from typing import Any

import pytest

from playbooks import events as e
from playbooks import holding
from playbooks.commands import (
    CompleteStep,
    EndStance,
    Errand,
    RenewStance,
    ReopenStep,
    SetHoldingLine,
    SkipStep,
    TakeStance,
    Trigger,
)
from playbooks.dues import dues, fallen
from playbooks.errors import AlreadyDone, BadRequest, Conflict, NotAllowed, NotFound, Refusal
from playbooks.gate import Answers, Reason, Truth
from playbooks.incident import Ending, StepStatus
from playbooks.moments import Due, DueKind
from playbooks.playbook import HoldTerms, Outcome, Outcomes, StepId, UserId
from tests.rules.gated import (
    ANTOINE,
    DANGER,
    DRAFT,
    HUGO,
    ODILE,
    SAID,
    asks,
    choosing,
    gated,
    held,
    last,
)
from tests.rules.scene import (
    CLAIRE,
    DANA,
    FACTS,
    ID,
    MAUD,
    PAUL,
    SUBSTANCE,
    Story,
    after,
    kinds,
    minutes,
    opened,
)

RESPOND, PRIVATE, HOLD, SILENT = Outcome
RENEW = RenewStance(incident=ID, reason="the facts are not in")
LEAKED = EndStance(incident=ID, trigger=Trigger.LEAK, note="on a forum")


def nudged(story: Story, kind: type[e.Event]) -> set[str]:
    """Who is told urgently, in a direct message, of the last fact of a kind."""
    owing = next(owing for fact, owing in reversed(story.said) if isinstance(fact, kind))
    return {
        thing.lane.removeprefix("person:") for thing in owing if thing.errand is Errand.NUDGE and thing.urgent
    }


def there(story: Story) -> list[str]:
    """Name the steps that are on the checklist now."""
    return [one.step.id for one in story.incident.steps]


# Deciding.


@pytest.mark.parametrize("outcome", Outcome)
def test_a_decision_keeps_what_was_answered_advised_and_chosen(outcome: Outcome) -> None:
    """All in one fact, and the step is done with that choice."""
    story = gated()
    asks(story, choosing(outcome))

    stance, progress = last(story), story.incident.step(SUBSTANCE).progress
    assert (outcome, CLAIRE, "we do not know yet") == (stance.outcome, stance.by, stance.reason)
    assert (HOLD, Reason.UNVERIFIED) == (stance.advice.outcome, stance.advice.reason)
    assert (StepStatus.DONE, outcome.value) == (progress.status, progress.choice)
    assert (outcome is HOLD) == stance.followed


def test_steps_that_depend_on_the_decision_come_and_go_with_it() -> None:
    """The step of the hold is there while the hold is, and gone when its time is over."""
    story = held()
    assert DRAFT in there(story)

    story.waits(60)
    assert DRAFT not in there(story)


@pytest.mark.parametrize(
    ("outcome", "most", "asked", "until"),
    [
        (HOLD, 90, None, 60),
        (HOLD, 20, None, 20),
        (HOLD, 90, 90, 90),
        (HOLD, 90, 15, 15),
        (SILENT, 90, None, 120),
        (RESPOND, 90, None, None),
        (PRIVATE, 90, None, None),
    ],
)
def test_how_long_it_lasts(outcome: Outcome, most: int, asked: int | None, until: int | None) -> None:
    """An hour, or the playbook's most where that is shorter; a silence as long as the playbook says."""
    hold = HoldTerms(most=minutes(most), renew=None)
    story = gated(Outcomes(private=True, hold=hold, silent=minutes(120)))
    asks(story, choosing(outcome, lasts=None if asked is None else minutes(asked)))

    assert (None if until is None else after(until)) == last(story).until


@pytest.mark.parametrize("asked", [0, -5, 91, 60 * 24 * 400])
def test_no_longer_than_the_playbook_allows(asked: int) -> None:
    """And never for no time at all."""
    with pytest.raises(BadRequest, match="up to 90 minutes") as refused:
        asks(gated(), choosing(HOLD, lasts=minutes(asked)))

    assert "lasts" == refused.value.field


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"reason": " \u200b"}, "reason"),
        ({"line": ""}, "line"),
        ({"line": "We have found {{fait}}."}, "line"),
        ({"owner": UserId("USLACKBOT")}, "person"),
        ({"owner": UserId("nobody")}, "person"),
    ],
)
def test_a_hold_lacks_nothing(more: dict[str, Any], field: str) -> None:
    """A reason, a line that can be said as it stands, and a person who watches over it."""
    with pytest.raises(Refusal) as refused:
        asks(gated(), choosing(HOLD, **more))

    assert field == refused.value.field


def test_what_the_playbook_does_not_allow_is_refused() -> None:
    """Whatever is advised; answering in public is always possible."""
    story = gated(Outcomes())

    for outcome in (PRIVATE, HOLD, SILENT):
        with pytest.raises(NotAllowed, match="does not allow"):
            asks(story, choosing(outcome))
    asks(story, choosing(RESPOND))


@pytest.mark.parametrize("outcome", [HOLD, SILENT])
def test_people_at_risk_are_never_left_without_a_word(outcome: Outcome) -> None:
    """Neither where the incident knows of them, nor where somebody has just said so."""
    for story, order in (
        (gated(people_at_risk=True), choosing(outcome)),
        (gated(), choosing(outcome, answers=DANGER)),
    ):
        with pytest.raises(NotAllowed, match="People are at risk"):
            asks(story, order)
        assert outcome not in holding.possible(story.incident, order.answers)


def test_an_incident_that_knows_of_danger_advises_to_answer() -> None:
    """Also when the person answers that nobody is in danger; their answers are kept as given."""
    story = gated(people_at_risk=True)
    asks(story, choosing(RESPOND))

    assert (RESPOND, Reason.DANGER) == (last(story).advice.outcome, last(story).advice.reason)
    assert not last(story).answers.danger


def test_a_danger_that_is_answered_puts_people_at_risk() -> None:
    """The whole incident knows from then on."""
    story = gated()
    asks(story, choosing(RESPOND, answers=DANGER))

    assert story.incident.people_at_risk


def test_the_line_of_a_hold_is_what_we_say_for_now() -> None:
    """There is one such line; a hold that takes it as it is does not set it again."""
    story = held()
    assert story.incident.holding_line is not None
    assert SAID == story.incident.holding_line.text

    facts = asks(story, choosing(SILENT, line=SAID))
    assert e.HoldingLineSet not in kinds(facts)


def test_the_line_is_proposed_from_what_is_there() -> None:
    """What we say for now goes before what was prepared."""
    story = gated()
    assert "" == holding.suggested_line(story.incident)

    story.asks(SetHoldingLine(incident=ID, text="We look into it."))
    assert "We look into it." == holding.suggested_line(story.incident)


def test_the_questions_alone_complete_their_step() -> None:
    """A tick with some words would be a decision without its answers."""
    with pytest.raises(BadRequest, match="crisis decide"):
        gated().asks(CompleteStep(incident=ID, step=SUBSTANCE, note="hold"))


def test_only_a_step_with_the_questions_is_decided_by_them() -> None:
    """Not another step, not one that is not there, and none in a playbook of old."""
    story = gated()
    with pytest.raises(BadRequest, match="does not ask"):
        asks(story, _about(FACTS))
    with pytest.raises(NotFound):
        asks(story, _about(StepId("gone")))
    with pytest.raises(BadRequest, match="does not ask"):
        holding.gated_step(opened().incident)


def _about(step: StepId) -> TakeStance:
    return TakeStance(incident=ID, step=step, answers=Answers(truth=Truth.FALSE), outcome=RESPOND, reason="x")


def test_who_decided_meanwhile_is_named() -> None:
    """A form that was opened before does not overrule somebody else unawares."""
    story = gated()
    asks(story, choosing(HOLD, known=0))

    with pytest.raises(Conflict, match="<@U0CLAIRE> has decided meanwhile"):
        asks(story, choosing(RESPOND, known=0), by=PAUL)
    asks(story, choosing(RESPOND, known=1), by=PAUL)


def test_a_new_decision_ends_the_one_before() -> None:
    """Both stay in the incident, and only the last stands."""
    story = held()
    facts = asks(story, choosing(RESPOND))

    assert [e.StanceEnded, e.StepReopened, e.StanceTaken, e.StepCompleted] == kinds(facts)
    assert [Ending.REPLACED, None] == [stance.ending for stance in story.incident.stances]
    assert RESPOND == story.incident.step(SUBSTANCE).progress.choice


def test_a_closed_incident_decides_nothing() -> None:
    """And its hold has ended with it."""
    story = held()
    story.closes()

    assert (Ending.CLOSED, None) == (last(story).ending, story.incident.stance)
    assert () == tuple(holding.dues(story.incident))
    for order in (choosing(RESPOND), RENEW, LEAKED):
        with pytest.raises(Conflict):
            asks(story, order)


# Its time.


@pytest.mark.parametrize(("outcome", "at"), [(HOLD, (30, 48, 60)), (SILENT, (60, 96, 120))])
def test_half_four_fifths_and_the_end_are_moments(outcome: Outcome, at: tuple[int, int, int]) -> None:
    """Of a hold and of a silence alike."""
    half, four_fifths, end = at

    assert {
        Due(at=after(half), kind=DueKind.HOLD_SOON, subject="50"),
        Due(at=after(four_fifths), kind=DueKind.HOLD_SOON, subject="80"),
        Due(at=after(end), kind=DueKind.HOLD_ENDS, subject=SUBSTANCE),
    } == set(holding.dues(held(outcome).incident))


def test_an_answer_has_no_end() -> None:
    """Nothing falls due because of it."""
    story = gated()
    asks(story, choosing(RESPOND))

    assert () == tuple(holding.dues(story.incident))


def test_the_owner_is_called_at_each_share() -> None:
    """Urgently, once each."""
    story = held(owner=DANA)
    told = []
    for _ in range(60):
        told += [fact.share for fact in story.waits(1) if isinstance(fact, e.StanceReminded)]

    assert [50, 80] == told
    assert {DANA} == nudged(story, e.StanceReminded)


def test_missed_reminders_are_made_good_once() -> None:
    """After an outage over both, only the last is told."""
    story = held()
    shares = [fact.share for fact in story.waits(50) if isinstance(fact, e.StanceReminded)]

    assert [80] == shares


def test_a_hold_that_expires_opens_the_decision_again_and_escalates() -> None:
    """The owner, the lead, who may renew, the executive and who decides hear of it at once, and the room too."""
    story = held(owner=DANA)
    facts = story.waits(60)

    assert [e.StanceExpired, e.StepReopened] == kinds(facts)[:2]
    assert {DANA, MAUD, ODILE, ANTOINE, CLAIRE} == nudged(story, e.StanceExpired)
    assert story.incident.step(SUBSTANCE).open
    assert (Ending.EXPIRED, None) == (last(story).ending, story.incident.stance)
    owing = next(owing for fact, owing in story.said if isinstance(fact, e.StanceExpired))
    assert 5 == len({thing.subject for thing in owing if thing.errand is Errand.NUDGE}), (
        "each their own message"
    )
    assert [True] == [thing.urgent for thing in owing if thing.errand is Errand.NOTICE]


def test_an_outage_does_not_swallow_the_end() -> None:
    """Whenever the product looks again, the hold is over and people are told, once."""
    story = held()
    story.waits(60 * 30)

    assert Ending.EXPIRED is last(story).ending
    assert () == fallen(story.incident, story.now)


def test_while_it_stays_open_the_lead_is_told_every_half_hour() -> None:
    """Until somebody decides, however long that takes."""
    story = held()
    story.waits(60)
    told = [fact.to for _ in range(4) for fact in story.waits(30) if isinstance(fact, e.DecisionAwaited)]
    assert [MAUD] * 4 == told
    assert {MAUD} == nudged(story, e.DecisionAwaited)

    asks(story, choosing(RESPOND))
    assert e.DecisionAwaited not in kinds(story.waits(300))


def test_an_outage_tells_the_lead_once_and_goes_on() -> None:
    """Not once for each half-hour missed."""
    story = held()
    story.waits(60)
    facts = story.waits(200)

    assert 1 == sum(isinstance(fact, e.DecisionAwaited) for fact in facts)
    assert after(290) == next(due.at for due in dues(story.incident) if due.kind is DueKind.DECISION_WAITS)


def test_a_decision_left_out_with_a_reason_is_awaited_no_more() -> None:
    """That too is a decision, and it is in the log."""
    story = held()
    story.waits(60)
    story.asks(SkipStep(incident=ID, step=SUBSTANCE, reason="the other team answers"))

    assert e.DecisionAwaited not in kinds(story.waits(300))


def test_a_decision_that_is_undone_does_not_lapse_quietly_either() -> None:
    """Its owner and the lead hear of it, and the lead again until something is decided."""
    story = held(owner=DANA)
    story.asks(ReopenStep(incident=ID, step=SUBSTANCE), by=PAUL)

    assert Ending.TAKEN_BACK is last(story).ending
    assert {DANA, MAUD, CLAIRE} == nudged(story, e.StepReopened)
    assert e.DecisionAwaited in kinds(story.waits(30))


def test_an_answer_that_is_undone_alarms_nobody() -> None:
    """Nothing was held back."""
    story = gated()
    asks(story, choosing(RESPOND))
    story.asks(ReopenStep(incident=ID, step=SUBSTANCE), by=PAUL)

    assert set() == nudged(story, e.StepReopened)
    assert e.DecisionAwaited not in kinds(story.waits(300))


# Ending it early.


@pytest.mark.parametrize("trigger", Trigger)
@pytest.mark.parametrize("outcome", [HOLD, SILENT])
def test_what_happens_ends_it_and_opens_the_decision_again(outcome: Outcome, trigger: Trigger) -> None:
    """Anybody may say so; the owner, the lead and who decides hear of it at once."""
    story = held(outcome, owner=DANA)
    story.now = after(10)
    facts = asks(story, EndStance(incident=ID, trigger=trigger, note="seen by the night shift"), by=PAUL)

    assert [e.StanceEnded, e.StepReopened] == kinds(facts)
    assert (Ending.TRIGGER, trigger, PAUL) == (last(story).ending, last(story).trigger, last(story).ended_by)
    assert {DANA, MAUD, CLAIRE} == nudged(story, e.StanceEnded)
    assert e.DecisionAwaited in kinds(story.waits(30))


def test_only_what_waits_can_be_ended_or_renewed() -> None:
    """An answer is no hold, and nothing is none either."""
    story = gated()
    for _ in range(2):
        for order in (RENEW, LEAKED):
            with pytest.raises(AlreadyDone, match="Nothing is held"):
                asks(story, order)
        asks(story, choosing(RESPOND))


# Renewing it.


def test_only_the_role_that_the_playbook_names_renews() -> None:
    """Its holder or their deputy; the refusal says whom to ask."""
    for person in (ODILE, HUGO):
        asks(held(), RENEW, by=person)
    for person in (CLAIRE, MAUD, ANTOINE):
        with pytest.raises(NotAllowed, match="<@U0ODILE>"):
            asks(held(), RENEW, by=person)


def test_without_a_role_the_lead_renews() -> None:
    """And so for a silence, of which the playbook names no role."""
    terms = Outcomes(hold=HoldTerms(most=minutes(60), renew=None), silent=minutes(60))
    for outcome in (HOLD, SILENT):
        story = gated(terms)
        asks(story, choosing(outcome))
        with pytest.raises(NotAllowed, match="<@U0MAUD>"):
            asks(story, RENEW, by=ODILE)
        asks(story, RENEW, by=MAUD)


def test_a_renewed_hold_begins_its_time_anew() -> None:
    """From now, with its reminders, and the renewal is kept."""
    story = held()
    story.waits(50)
    asks(story, RenewStance(incident=ID, reason="labs are late", lasts=minutes(30)), by=ODILE)

    assert (after(80), 0) == (last(story).until, last(story).told)
    assert after(65) == min(due.at for due in holding.dues(story.incident))
    assert ["labs are late"] == [renewal.reason for renewal in last(story).renewals]


def test_renewing_needs_a_reason() -> None:
    """The review will ask for it."""
    with pytest.raises(BadRequest) as refused:
        asks(held(), RenewStance(incident=ID, reason="  "), by=ODILE)

    assert "reason" == refused.value.field


def test_a_hold_whose_time_is_just_over_can_be_renewed() -> None:
    """The decision is then taken again, and the review still knows that its end was reached."""
    story = held()
    story.waits(70)
    facts = asks(story, RENEW, by=ODILE)

    assert [e.StanceRenewed, e.StepCompleted] == kinds(facts)
    assert (None, (after(70),)) == (last(story).ending, last(story).lapsed_at)
    assert HOLD == story.incident.step(SUBSTANCE).progress.choice


def test_a_hold_that_something_ended_is_decided_anew_not_renewed() -> None:
    """What was true when it was decided is true no more."""
    story = held()
    asks(story, LEAKED)

    with pytest.raises(AlreadyDone):
        asks(story, RENEW, by=ODILE)


def test_no_hold_is_renewed_while_people_are_at_risk() -> None:
    """Whoever asks."""
    story = gated()
    asks(story, choosing(HOLD))
    asks(story, choosing(RESPOND, answers=DANGER))

    with pytest.raises(Refusal):
        asks(story, RENEW, by=ODILE)


def test_beyond_a_day_only_the_executive_goes_on_holding() -> None:
    """Counted from the decision, whatever was renewed since."""
    story = held()
    for _ in range(17):
        story.waits(80)
        asks(story, RenewStance(incident=ID, reason="not yet", lasts=minutes(80)), by=ODILE)
    assert after(24 * 60) == last(story).until

    story.waits(79)
    with pytest.raises(NotAllowed, match="Beyond 24 hours"):
        asks(story, RENEW, by=ODILE)
    asks(story, RENEW, by=ANTOINE)


@pytest.mark.parametrize("waited", [10, 60])
def test_holding_again_after_a_hold_is_renewing_it(waited: int) -> None:
    """The same people are needed, whether it still stands or its time is over: no form goes round them."""
    story = held()
    story.waits(waited)

    with pytest.raises(NotAllowed, match="<@U0ODILE>"):
        asks(story, choosing(HOLD), by=CLAIRE)
    asks(story, choosing(HOLD), by=ODILE)


def test_after_something_happened_a_hold_is_a_decision_like_any_other() -> None:
    """The questions have new answers; a day in all still counts from the first hold."""
    story = held()
    asks(story, LEAKED)
    asks(story, choosing(HOLD), by=CLAIRE)

    assert story.incident.stance is not None


def test_a_silence_right_after_a_silence_is_the_leads() -> None:
    """Deciding it again is prolonging it by another name: nobody else keeps an incident silent for days."""
    story = held(SILENT)
    story.waits(120)
    with pytest.raises(NotAllowed):
        asks(story, choosing(SILENT), by=CLAIRE)
    asks(story, choosing(SILENT), by=MAUD)

    assert after(240) == last(story).until


def test_a_silence_between_two_holds_does_not_begin_the_day_anew() -> None:
    """To hold, stay silent for a minute and hold again is to have held all along."""
    story = held(lasts=minutes(60))
    for hour in range(1, 24):
        story.now = after(60 * hour)
        asks(story, choosing(Outcome.SILENT), by=MAUD)
        asks(story, choosing(Outcome.HOLD, lasts=minutes(60)), by=MAUD)
    story.now = after(60 * 24)
    asks(story, choosing(Outcome.SILENT), by=MAUD)

    with pytest.raises(NotAllowed, match=str(ANTOINE)):
        asks(story, choosing(Outcome.HOLD, lasts=minutes(60)), by=MAUD)


def test_only_the_lead_leaves_a_lapsed_decision_out() -> None:
    """A bystander would end the chasing by skipping the step; the lead may, with a reason."""
    story = held()
    story.waits(60)

    with pytest.raises(NotAllowed, match=str(MAUD)):
        story.asks(SkipStep(incident=ID, step=SUBSTANCE, reason="boring"), by=PAUL)


def test_an_incident_without_the_questions_is_as_before() -> None:
    """No decision, no moment, nobody told."""
    incident = opened().incident

    assert (None, ()) == (incident.stance, tuple(holding.dues(incident)))
    assert holding.awaited(incident) is None


def test_who_watches_over_a_hold_has_a_part_in_the_incident() -> None:
    """They are let into its channel, and see it where it is restricted."""
    story = held(owner=PAUL)

    assert PAUL in story.incident.people


def test_a_silence_is_prolonged_by_the_lead_as_often_as_it_lasts() -> None:
    """A playbook may look again at a silence after a day: going on with it is the lead's, not the executive's."""
    story = gated(Outcomes(silent=minutes(60 * 24)))
    story.room_opens()
    asks(story, choosing(Outcome.SILENT))
    story.now = after(60 * 23)

    asks(story, RenewStance(incident=ID, reason="still noise"), by=story.incident.lead)

    assert after(60 * 47) == last(story).until


def test_a_newer_version_without_the_question_does_not_end_the_chasing() -> None:
    """The hold is over and the decision open when the lead accepts a version that no longer asks: it is still asked."""
    story = held()
    story.waits(60)
    without = tuple(one for one in story.incident.playbook.steps if one.id != SUBSTANCE)
    newer = replace(story.incident.playbook, version=9, digest="9" * 64, steps=without, outcomes=None)
    story.shelf = (*story.shelf, newer)
    story.happens(e.VersionAccepted(at=story.now, by=MAUD, version=9, digest="9" * 64))

    assert e.DecisionAwaited in kinds(story.waits(30))
    asks(story, choosing(Outcome.RESPOND), by=MAUD)
    assert () == tuple(holding.dues(story.incident))
