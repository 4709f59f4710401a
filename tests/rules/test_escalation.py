"""Ladders: who is called next, when, what an answer means, and that a ladder never falls silent."""

from dataclasses import replace
from datetime import timedelta

import pytest

from playbooks import escalation
from playbooks import events as e
from playbooks.commands import CallId, DeclineCall, Errand, TakeCall
from playbooks.dues import dues
from playbooks.errors import AlreadyDone, Conflict, NotAllowed, NotFound
from playbooks.incident import CallState, ClimbState, Incident
from playbooks.moments import DueKind
from playbooks.playbook import LadderId, Severity, UserId
from tests.rules.scene import (
    BASILE,
    BASILE_CALLED,
    BREACH,
    CLAIRE,
    CLAIRE_CALLED,
    GAEL,
    GAEL_CALLED,
    ID,
    INES,
    INES_CALLED,
    MAUD,
    NADIA,
    NADIA_CALLED,
    NOON,
    PAUL,
    PRESS,
    SOLENE,
    SOLENE_CALLED,
    UNIT,
    Story,
    after,
    errands,
    kinds,
    ladders,
    minutes,
    opened,
)


def called(story: Story) -> list[UserId]:
    """Who was called so far, in order."""
    return [call.person for call in story.incident.calls]


def climb(incident: Incident, ladder: LadderId = PRESS) -> ClimbState:
    """Where a ladder stands."""
    return escalation.climb_of(incident, ladder).state


def alone() -> Story:
    """An incident with the press ladder only, and nothing else that could fall due."""
    return opened(replace(BREACH, steps=(), severity=Severity.SEV4), planned=ladders()[:1])


def test_opening_calls_the_first_rung_of_every_ladder() -> None:
    """Press and business unit are called at once, and nobody else."""
    story = opened()

    assert [BASILE, GAEL] == called(story)
    assert {CallState.OWED} == {call.state for call in story.incident.calls}


def test_a_ladder_without_anybody_is_exhausted_at_once() -> None:
    """The directory knows nobody for it: the lead and the room hear so at the opening, not after a silence."""
    story = opened(planned=(escalation.planned(PRESS, [], Severity.SEV1), ladders()[1]))

    assert ClimbState.EXHAUSTED is climb(story.incident)
    assert [GAEL] == called(story)
    told = next(owed for fact, owed in story.said if isinstance(fact, e.LadderExhausted))
    assert {Errand.NOTICE, Errand.NUDGE} <= set(errands(told))


def test_a_rung_without_anybody_is_left_out() -> None:
    """Nobody waits for a silence of nobody."""
    planned = escalation.planned(PRESS, [((), None), ((BASILE,), None)], Severity.SEV1)

    assert [(BASILE,)] == [rung.people for rung in planned.rungs]


@pytest.mark.parametrize(
    ("severity", "wait"), [(Severity.SEV1, 5), (Severity.SEV2, 10), (Severity.SEV3, 30), (Severity.SEV4, 60)]
)
def test_silence_climbs_after_the_severity_s_wait(severity: Severity, wait: int) -> None:
    """Nobody answers: a moment before the wait is over nothing happens, then the next rung is called."""
    ground = replace(BREACH, steps=(), severity=Severity.SEV4)
    story = opened(ground, planned=ladders(severity)[:1])

    assert () == story.waits(wait - 0.01)
    assert [e.ContactCalled, e.ContactCalled] == kinds(story.waits(0.01))
    assert [BASILE, INES, NADIA] == called(story)


def test_a_ladder_s_own_wait_goes_before_the_severity_s() -> None:
    """The company says two minutes for its press officer: two minutes it is."""
    rungs = [((BASILE,), minutes(2)), ((INES,), None)]
    story = opened(planned=(escalation.planned(PRESS, rungs, Severity.SEV1),))

    story.waits(2)

    assert [BASILE, INES] == called(story)


def test_the_last_rung_s_silence_exhausts_the_ladder() -> None:
    """The lead hears it directly and the room reads it, before anything cosmetic."""
    story = alone()
    for _ in range(2):
        story.waits(5)
    story.accepted(CLAIRE_CALLED)
    (fact,) = story.waits(5)

    assert isinstance(fact, e.LadderExhausted)
    assert ClimbState.EXHAUSTED is climb(story.incident)
    notice, announced, nudge, *_ = story.last_owed
    assert (Errand.ANNOUNCE, "announcements") == (announced.errand, announced.lane)
    assert (Errand.NOTICE, f"room:{ID}", True) == (notice.errand, notice.lane, notice.urgent)
    assert (Errand.NUDGE, f"person:{MAUD}", True) == (nudge.errand, nudge.lane, nudge.urgent)
    assert () == story.waits(600)


def test_everybody_of_the_last_rung_has_time_to_answer() -> None:
    """The ladder is exhausted a whole wait after Slack took its last rung's call, not when it was owed."""
    story = alone()
    story.waits(5)
    story.waits(5)
    story.away = True

    assert CLAIRE == called(story)[-1]
    assert ClimbState.CALLING is climb(story.incident)
    assert PRESS not in {due.subject for due in dues(story.incident)}, "nobody was asked yet"

    story.waits(20)
    assert ClimbState.CALLING is climb(story.incident)
    story.accepted(CLAIRE_CALLED)
    assert after(35) == next(due.at for due in dues(story.incident) if due.subject == PRESS)


def test_while_slack_is_away_nobody_further_is_called() -> None:
    """Three hours in which nothing is taken: whoever were called in them would all be called at once afterwards."""
    story = opened(replace(BREACH, steps=(), severity=Severity.SEV4))
    story.away = True

    assert () == story.waits(180)
    assert [BASILE, GAEL] == called(story)
    assert not [due for due in dues(story.incident) if due.kind is DueKind.RUNG], "nobody was asked yet"


def test_silence_is_counted_from_when_slack_took_the_first_call_of_the_rung() -> None:
    """Slack is back after twenty minutes: the first rung has its whole wait from there."""
    story = alone()
    story.away = True
    story.waits(20)
    story.accepted(BASILE_CALLED)

    assert () == story.waits(4.9)
    assert [e.ContactCalled, e.ContactCalled] == kinds(story.waits(0.1))
    assert minutes(20) == escalation.late_by(story.incident.call(BASILE_CALLED))
    assert escalation.late_by(story.incident.call(INES_CALLED)) is None


def test_one_of_two_whom_slack_took_is_enough_to_count_from() -> None:
    """Nadia was asked, Ines's lane is slow: the rung is silent a wait after Nadia's call was taken."""
    story = alone()
    story.waits(5)
    story.away = True
    story.accepted(NADIA_CALLED)

    assert [e.ContactCalled] == kinds(story.waits(5))


def test_n1_a_call_that_is_held_up_alone_leads_on() -> None:
    """Slack takes other things, not this call: whoever may be reached sooner is called a whole wait later."""
    story = alone()
    story.away = True
    story.waits(2)
    story.holds_up(BASILE_CALLED)

    assert () == story.waits(4.9)
    assert [e.ContactCalled, e.ContactCalled] == kinds(story.waits(0.1))


def test_a_held_up_call_that_slack_takes_has_its_whole_wait() -> None:
    """Taken three minutes later, the person has five from there."""
    story = alone()
    story.holds_up(BASILE_CALLED)
    story.away = True
    story.waits(3)
    story.accepted(BASILE_CALLED)

    assert () == story.waits(4.9)
    assert [e.ContactCalled, e.ContactCalled] == kinds(story.waits(0.1))


def test_a_call_is_held_up_once() -> None:
    """However often it is tried; and never once Slack took one of its rung, or somebody took it."""
    story = alone()
    assert [e.CallHeldUp] == kinds(story.holds_up(BASILE_CALLED))
    assert () == story.holds_up(BASILE_CALLED)
    story.waits(5)
    story.accepted(INES_CALLED)

    assert () == story.holds_up(NADIA_CALLED)


def test_nobody_is_held_up_while_slack_takes_nothing() -> None:
    """Tried and not taken says little as long as nothing else is taken: Slack may be away as a whole."""
    story = alone()
    story.now = after(3)
    before = NOON - minutes(1)

    assert () == escalation.held_up(story.incident, frozenset({BASILE_CALLED}), before, story.now)
    assert () == escalation.held_up(story.incident, frozenset({BASILE_CALLED}), None, story.now)
    assert () == escalation.held_up(story.incident, frozenset(), after(3), story.now)


def test_the_last_rung_is_not_left_because_slack_is_slow() -> None:
    """Nobody can be said not to have answered before the last ones were asked."""
    story = alone()
    story.waits(5)
    story.waits(5)

    assert () == story.holds_up(CLAIRE_CALLED)


def test_i_can_t_climbs_at_once() -> None:
    """The only person of the rung declines: the next is called in the same breath."""
    story = alone()
    story.now = after(1)
    facts = story.asks(DeclineCall(incident=ID, call=BASILE_CALLED, reason="on a train"), by=BASILE)

    assert [e.CallDeclined, e.ContactCalled, e.ContactCalled] == kinds(facts)
    declined = story.incident.call(BASILE_CALLED)
    assert (CallState.DECLINED, "on a train", after(1)) == (
        declined.state,
        declined.reason,
        declined.answered_at,
    )


def test_one_of_two_declining_waits_for_the_other() -> None:
    """A rung of two is not left while one of them may still take it."""
    story = alone()
    story.waits(5)

    assert [e.CallDeclined] == kinds(story.asks(DeclineCall(incident=ID, call=INES_CALLED), by=INES))
    assert [e.CallDeclined, e.ContactCalled] == kinds(
        story.asks(DeclineCall(incident=ID, call=NADIA_CALLED), by=NADIA)
    )


def test_the_last_of_all_declining_exhausts_the_ladder_at_once() -> None:
    """Nobody is left to wait for."""
    story = alone()
    story.waits(5)
    story.waits(5)
    facts = story.asks(DeclineCall(incident=ID, call=CLAIRE_CALLED), by=CLAIRE)

    assert [e.CallDeclined, e.LadderExhausted] == kinds(facts)


def test_declining_an_earlier_rung_does_not_climb() -> None:
    """The ladder has moved on: the present rung keeps its time."""
    story = alone()
    story.waits(5)

    assert [e.CallDeclined] == kinds(story.asks(DeclineCall(incident=ID, call=BASILE_CALLED), by=BASILE))
    assert [BASILE, INES, NADIA] == called(story)


def test_a_call_that_slack_refuses_climbs_at_once() -> None:
    """An account that is gone is not waited for; the call says why it failed."""
    story = alone()

    assert [e.CallFailed, e.ContactCalled, e.ContactCalled] == kinds(story.refused(BASILE_CALLED))
    failed = story.incident.call(BASILE_CALLED)
    assert (CallState.FAILED, "user_not_found") == (failed.state, failed.reason)


def test_a_refused_call_waits_for_the_rung_s_other_person() -> None:
    """Ines cannot be reached; Nadia may still answer."""
    story = alone()
    story.waits(5)

    assert [e.CallFailed] == kinds(story.refused(INES_CALLED))
    assert [e.CallFailed, e.ContactCalled] == kinds(story.refused(NADIA_CALLED))


def test_a_whole_ladder_that_cannot_be_reached_ends_in_a_notice() -> None:
    """Never silence: the last refusal exhausts the ladder, whatever the time."""
    story = alone()
    for call in (BASILE_CALLED, INES_CALLED, NADIA_CALLED, CLAIRE_CALLED):
        facts = story.refused(call)

    assert [e.CallFailed, e.LadderExhausted] == kinds(facts)


def test_taking_it_stops_the_ladder() -> None:
    """Nobody else is called, however long it lasts."""
    story = alone()
    story.asks(TakeCall(incident=ID, call=BASILE_CALLED), by=BASILE)
    calls = story.incident.calls
    story.waits(600)

    assert ClimbState.ANSWERED is climb(story.incident)
    assert calls == story.incident.calls


def test_taking_one_ladder_leaves_the_other_climbing() -> None:
    """The press officer's answer is not the business unit's."""
    story = opened()
    story.asks(TakeCall(incident=ID, call=BASILE_CALLED), by=BASILE)
    story.waits(5)

    assert [BASILE, GAEL, SOLENE] == called(story)


def test_taking_it_ends_the_other_called_people_s_messages() -> None:
    """Whoever still had two buttons in front of them reads that nothing more is asked."""
    story = alone()
    story.waits(5)
    story.accepted(INES_CALLED)
    story.asks(TakeCall(incident=ID, call=NADIA_CALLED), by=NADIA)
    ended = {owed.subject: owed.lane for owed in story.last_owed if owed.errand is Errand.CALL_ENDED}

    assert {
        BASILE_CALLED: f"person:{BASILE}",
        INES_CALLED: f"person:{INES}",
        NADIA_CALLED: f"person:{NADIA}",
    } == ended


def test_a_call_needs_no_answer_once_somebody_took_the_ladder() -> None:
    """Neither a call that waits in a slow lane, nor one that was delivered."""
    story = opened()
    story.waits(5)
    story.asks(TakeCall(incident=ID, call=NADIA_CALLED), by=NADIA)
    asked = {call.id for call in story.incident.calls if escalation.asks_on(story.incident, call)}

    assert {GAEL_CALLED, SOLENE_CALLED} == asked


def test_no_call_needs_an_answer_after_the_close() -> None:
    """Nobody is woken for what is over."""
    story = opened()
    story.closes()

    assert not [call for call in story.incident.calls if escalation.asks_on(story.incident, call)]


def test_an_earlier_rung_may_still_take_it() -> None:
    """A late answer is an answer."""
    story = alone()
    story.waits(5)
    story.asks(TakeCall(incident=ID, call=BASILE_CALLED), by=BASILE)

    assert ClimbState.ANSWERED is climb(story.incident)
    assert BASILE_CALLED == getattr(escalation.taken_by(story.incident, PRESS), "id", None)


def test_an_exhausted_ladder_may_still_be_taken() -> None:
    """After the alarm, whoever comes back is welcome."""
    story = alone()
    for _ in range(3):
        story.waits(5)
    story.asks(TakeCall(incident=ID, call=INES_CALLED), by=INES)

    assert ClimbState.ANSWERED is climb(story.incident)


def test_only_the_called_person_answers() -> None:
    """Anybody else is told whose call it is, for either button."""
    story = opened()
    for order in (TakeCall(incident=ID, call=BASILE_CALLED), DeclineCall(incident=ID, call=BASILE_CALLED)):
        with pytest.raises(NotAllowed, match=f"<@{BASILE}>"):
            story.asks(order, by=MAUD)


def test_n11_the_first_to_take_it_wins() -> None:
    """The second is told who answered and when; nothing changes."""
    story = alone()
    story.waits(5)
    story.now = after(6)
    story.asks(TakeCall(incident=ID, call=INES_CALLED), by=INES)

    for person, call in ((NADIA, NADIA_CALLED), (INES, INES_CALLED), (BASILE, BASILE_CALLED)):
        with pytest.raises(AlreadyDone) as refusal:
            story.asks(TakeCall(incident=ID, call=call), by=person)
        assert f"<@{INES}>" in refusal.value.tell.fr
        assert f"<!date^{int(after(6).timestamp())}^" in refusal.value.tell.fr


def test_n11_declining_twice_is_told() -> None:
    """A second press of I can't calls nobody further."""
    story = alone()
    story.asks(DeclineCall(incident=ID, call=BASILE_CALLED), by=BASILE)
    before = story.incident

    with pytest.raises(AlreadyDone, match=r"You said that you can’t, <!date\^"):
        story.asks(DeclineCall(incident=ID, call=BASILE_CALLED), by=BASILE)

    assert before == story.incident


def test_nobody_answers_a_closed_incident() -> None:
    """The message in somebody's hand is older than the close."""
    story = opened()
    story.closes()

    with pytest.raises(Conflict, match="closed"):
        story.asks(TakeCall(incident=ID, call=BASILE_CALLED), by=BASILE)


def test_a_call_that_does_not_exist_is_refused() -> None:
    """A button from elsewhere finds nothing."""
    with pytest.raises(NotFound):
        opened().asks(TakeCall(incident=ID, call=CallId("press.9.U0PAUL")), by=PAUL)


def test_slack_s_late_acceptance_keeps_the_person_s_answer() -> None:
    """The answer was recorded before Slack's own: taken stays taken, declined stays declined."""
    story = opened()
    story.asks(TakeCall(incident=ID, call=BASILE_CALLED), by=BASILE)
    story.asks(DeclineCall(incident=ID, call=GAEL_CALLED), by=GAEL)
    story.accepted(BASILE_CALLED, ts="8.8")
    story.accepted(GAEL_CALLED, ts="9.9")
    taken, declined = story.incident.call(BASILE_CALLED), story.incident.call(GAEL_CALLED)

    assert (CallState.TAKEN, CallState.DECLINED) == (taken.state, declined.state)
    assert ["8.8", "9.9"] == [call.message.ts for call in (taken, declined) if call.message]


def test_slack_s_late_refusal_keeps_the_person_s_answer() -> None:
    """Slack says no after the person has said yes: nothing is recorded and nobody further is called."""
    story = alone()
    story.asks(TakeCall(incident=ID, call=BASILE_CALLED), by=BASILE)

    assert () == story.refused(BASILE_CALLED)


def test_a_refusal_after_the_close_calls_nobody() -> None:
    """The incident ended while the call was on its way."""
    story = alone()
    story.closes()

    assert [e.CallFailed] == kinds(story.refused(BASILE_CALLED))
    assert [BASILE] == called(story)


def test_a_call_says_called_only_once_slack_took_it() -> None:
    """Owed until Slack accepts, then sent, with the moment."""
    story = opened()
    story.now = after(1)

    assert CallState.OWED is story.incident.call(BASILE_CALLED).state
    story.accepted(BASILE_CALLED)
    sent = story.incident.call(BASILE_CALLED)
    assert (CallState.SENT, after(1)) == (sent.state, sent.sent_at)


def test_p3_after_an_outage_a_ladder_climbs_one_rung_only() -> None:
    """Down for an hour across three silences: one call, then its full wait; nobody is skipped in a burst."""
    story = alone()
    facts = story.waits(60)

    assert [INES, NADIA] == [fact.person for fact in facts if isinstance(fact, e.ContactCalled)]
    assert () == story.waits(0)
    assert () == story.waits(4.9)
    assert [e.ContactCalled] == kinds(story.waits(0.1))


def test_p3_a_late_call_says_by_how_much() -> None:
    """It was due after five minutes and went out after sixty: late by fifty-five."""
    story = alone()
    story.waits(60)

    assert minutes(55) == escalation.late_by(story.incident.call(INES_CALLED))


def test_a_call_in_time_is_not_called_late() -> None:
    """A few seconds of work are no lateness."""
    story = alone()
    story.now = NOON + timedelta(seconds=15)
    story.accepted(BASILE_CALLED)

    assert escalation.late_by(story.incident.call(BASILE_CALLED)) is None


def test_a_call_that_slack_took_late_is_late_too() -> None:
    """Owed in time and accepted after ten minutes of 429: the person had it late."""
    story = opened()
    story.now = after(10)
    story.accepted(BASILE_CALLED)

    assert minutes(10) == escalation.late_by(story.incident.call(BASILE_CALLED))


def test_no_call_has_the_name_of_another() -> None:
    """One person on two rungs, or on two ladders, is called under different names."""
    rungs = [((BASILE,), None), ((INES,), None), ((BASILE,), None)]
    story = opened(
        planned=(
            escalation.planned(PRESS, rungs, Severity.SEV1),
            escalation.planned(UNIT, rungs, Severity.SEV1),
        )
    )
    story.waits(5)
    story.waits(5)
    names = [call.id for call in story.incident.calls]

    assert 6 == len(names) == len(set(names))


def test_a_person_named_twice_on_a_rung_is_called_once() -> None:
    """By role and by name: one message."""
    story = opened(planned=(escalation.planned(PRESS, [((BASILE, BASILE), None)], Severity.SEV1),))

    assert [BASILE] == called(story)
