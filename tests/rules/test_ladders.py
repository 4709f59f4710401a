"""Ladders of which several must answer, that are climbed again, whose answers expire, and more people by hand."""

from dataclasses import replace
from datetime import timedelta

import pytest

from playbooks import escalation
from playbooks import events as e
from playbooks.commands import (
    CallId,
    ChangeSeverity,
    DeclineCall,
    Errand,
    Escalate,
    KeepAnswer,
    PassCall,
    TakeCall,
    WriteLog,
)
from playbooks.dues import dues
from playbooks.errors import AlreadyDone, BadRequest, Conflict, NotAllowed
from playbooks.incident import CallState, ClimbState
from playbooks.moments import DueKind
from playbooks.playbook import LadderId, RoleId, Severity, UserId
from playbooks.routing import SLACK, Reach
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
    SOLENE,
    UNIT,
    Story,
    after,
    errands,
    kinds,
    minutes,
    opened,
)

PRESS_ROLE, LEGAL_ROLE = RoleId("press"), RoleId("legal")


def rung(*people: UserId, wait: float = 5, **more: object) -> e.PlannedRung:
    """A rung of these people."""
    return e.PlannedRung(people=people, wait=minutes(wait), **more)  # type: ignore[arg-type]  # Its own fields.


def both(press: tuple[UserId, ...], legal: tuple[UserId, ...]) -> e.PlannedRung:
    """A rung on which somebody of the press and somebody of the legal department must answer."""
    groups = (e.PlannedGroup(people=press, role=PRESS_ROLE), e.PlannedGroup(people=legal, role=LEGAL_ROLE))
    return rung(*dict.fromkeys((*press, *legal)), groups=groups)


def climbing(*rungs: e.PlannedRung, severity: Severity | None = None, **more: object) -> Story:
    """An incident with one ladder, and nothing else that falls due soon."""
    planned = e.PlannedLadder(ladder=PRESS, rungs=rungs, **more)  # type: ignore[arg-type]  # Its own fields.
    return opened(replace(BREACH, steps=(), severity=Severity.SEV4), planned=(planned,), severity=severity)


def called(story: Story) -> list[UserId]:
    """Who was called so far, in order."""
    return [call.person for call in story.incident.calls]


def call_of(story: Story, person: UserId) -> CallId:
    """The last call to somebody."""
    return next(call.id for call in reversed(story.incident.calls) if call.person == person)


def takes(story: Story, person: UserId) -> tuple[e.Event, ...]:
    """Somebody takes the last call to them."""
    return story.asks(TakeCall(incident=ID, call=call_of(story, person)), by=person)


def cannot(story: Story, person: UserId) -> tuple[e.Event, ...]:
    """Somebody declines the last call to them."""
    return story.asks(DeclineCall(incident=ID, call=call_of(story, person)), by=person)


def state(story: Story) -> ClimbState:
    """Where the ladder stands."""
    return story.incident.climbs[0].state


def missing(story: Story) -> list[RoleId | None]:
    """For which roles somebody must still answer."""
    return [group.role for group in escalation.missing(story.incident, story.incident.climbs[0])]


# All must answer.


def test_the_ladder_rests_when_each_group_has_answered() -> None:
    """Press alone is not enough, press and legal are."""
    story = climbing(both((BASILE, INES), (NADIA,)))
    assert [PRESS_ROLE, LEGAL_ROLE] == missing(story)

    takes(story, BASILE)
    assert (ClimbState.CALLING, [LEGAL_ROLE]) == (state(story), missing(story))
    takes(story, NADIA)

    assert (ClimbState.ANSWERED, []) == (state(story), missing(story))


def test_a_second_answer_of_the_same_group_is_not_needed() -> None:
    """Basile answers for the press: Inès is released and hears who was first, Nadia is still asked."""
    story = climbing(both((BASILE, INES), (NADIA,)))
    takes(story, BASILE)

    ended = {owed.subject for owed in story.last_owed if owed.errand is Errand.CALL_ENDED}
    assert {call_of(story, BASILE), call_of(story, INES)} == ended
    with pytest.raises(AlreadyDone) as refused:
        takes(story, INES)
    assert f"<@{BASILE}>" in refused.value.tell.en
    asked = [c.person for c in story.incident.calls if escalation.asks_on(story.incident, c)]
    assert [NADIA] == asked


def test_only_the_groups_that_have_not_answered_climb_on() -> None:
    """Press has answered: the next rung calls the deputy of legal, not that of the press."""
    story = climbing(both((BASILE,), (NADIA,)), both((INES,), (CLAIRE,)))
    takes(story, BASILE)
    story.waits(5)

    assert [BASILE, NADIA, CLAIRE] == called(story)
    takes(story, CLAIRE)
    assert ClimbState.ANSWERED is state(story)


def test_a_late_answer_of_the_rung_before_counts_for_its_group() -> None:
    """Nadia answers after her deputy was called: legal has its answer."""
    story = climbing(both((BASILE,), (NADIA,)), both((INES,), (CLAIRE,)))
    story.waits(5)
    takes(story, INES)
    takes(story, NADIA)

    assert ClimbState.ANSWERED is state(story)
    assert CLAIRE not in [c.person for c in story.incident.calls if escalation.asks_on(story.incident, c)]


def test_one_answer_above_is_enough_for_all_who_are_missing() -> None:
    """The executive answers where anybody may: nobody else is missing."""
    story = climbing(both((BASILE,), (NADIA,)), rung(MAUD))
    takes(story, BASILE)
    story.waits(5)
    takes(story, MAUD)

    assert ClimbState.ANSWERED is state(story)


def test_an_answer_counts_on_a_rung_of_other_roles_for_its_own_role_alone() -> None:
    """The press has answered; above, an executive and the legal department are asked, and the press counts for neither."""
    executive = e.PlannedGroup(people=(CLAIRE,), role=RoleId("executive"))
    legal = e.PlannedGroup(people=(MAUD,), role=LEGAL_ROLE)
    above = rung(CLAIRE, MAUD, groups=(executive, legal))
    story = climbing(both((BASILE,), (NADIA,)), above)
    takes(story, BASILE)
    story.waits(5)

    assert [BASILE, NADIA, CLAIRE, MAUD] == called(story)
    assert [RoleId("executive"), LEGAL_ROLE] == missing(story)
    takes(story, MAUD)
    assert ClimbState.ANSWERED is state(story), "press and legal: what the first rung needed"


def test_two_groups_of_one_role_need_an_answer_each() -> None:
    """The press of two countries: one of them is not both."""
    groups = tuple(e.PlannedGroup(people=(person,), role=PRESS_ROLE) for person in (BASILE, NADIA))
    story = climbing(rung(BASILE, NADIA, groups=groups))
    takes(story, BASILE)
    assert ClimbState.CALLING is state(story)
    takes(story, NADIA)
    assert ClimbState.ANSWERED is state(story)


def test_somebody_of_two_groups_answers_for_both() -> None:
    """One person, one call, one answer."""
    story = climbing(both((BASILE,), (BASILE,)))
    assert [BASILE] == called(story)

    takes(story, BASILE)

    assert ClimbState.ANSWERED is state(story)


def test_i_can_t_of_the_last_of_a_group_goes_on_at_once() -> None:
    """Nobody of legal is left to wait for, although the press may still answer."""
    story = climbing(both((BASILE,), (NADIA,)), both((INES,), (CLAIRE,)))

    assert [e.CallDeclined, e.ContactCalled, e.ContactCalled] == kinds(cannot(story, NADIA))
    assert [BASILE, NADIA, INES, CLAIRE] == called(story)


def test_i_can_t_of_one_of_a_group_waits_for_the_other() -> None:
    """Inès may still answer for the press."""
    story = climbing(both((BASILE, INES), (NADIA,)), rung(MAUD))

    assert [e.CallDeclined] == kinds(cannot(story, BASILE))


def test_a_ladder_of_which_one_group_never_answers_is_exhausted() -> None:
    """The press answered, legal did not: the lead is told, and the press stays on it."""
    story = climbing(both((BASILE,), (NADIA,)))
    takes(story, BASILE)

    assert [e.LadderExhausted] == kinds(story.waits(5))
    assert [LEGAL_ROLE] == missing(story)
    assert CallState.TAKEN is story.incident.call(call_of(story, BASILE)).state
    takes(story, NADIA)
    assert ClimbState.ANSWERED is state(story)


# Again, and in turn.


def test_a_ladder_that_is_climbed_again_begins_with_its_first_rung() -> None:
    """Twice through, then the lead is told; each call of the second time is one of its own."""
    story = climbing(rung(BASILE), rung(INES), again=1)
    for _ in range(3):
        story.waits(5)

    assert [BASILE, INES, BASILE, INES] == called(story)
    assert 4 == len({call.id for call in story.incident.calls})
    assert [e.LadderExhausted] == kinds(story.waits(5))


def test_the_second_time_only_who_is_missing_is_called() -> None:
    """Press has answered in the first round: the second one calls legal alone."""
    story = climbing(both((BASILE,), (NADIA,)), again=1)
    takes(story, BASILE)
    story.waits(5)

    assert [BASILE, NADIA, NADIA] == called(story)


def test_one_of_a_rung_is_called_in_turn() -> None:
    """One person alone; the next one when the ladder is climbed anew."""
    story = climbing(rung(BASILE, INES, in_turn=True), again=1)
    story.waits(5)

    assert [BASILE, INES] == called(story)


# Conditions on the severity.


def test_a_rung_for_a_crisis_alone_is_passed_over_in_lesser_matters() -> None:
    """The executive sleeps: from the press straight to the lead."""
    story = climbing(
        rung(BASILE), rung(CLAIRE, severities=(Severity.SEV1,)), rung(MAUD), severity=Severity.SEV3
    )
    story.waits(5)

    assert [BASILE, MAUD] == called(story)


def test_a_raise_brings_a_passed_rung_in_at_once() -> None:
    """It becomes a crisis: who was passed over is called now, and the rung after the present one is not repeated."""
    crisis_only = rung(CLAIRE, severities=(Severity.SEV1,))
    story = climbing(rung(BASILE), crisis_only, rung(INES), rung(MAUD), severity=Severity.SEV3)
    story.waits(5)
    story.asks(ChangeSeverity(incident=ID, severity=Severity.SEV1, reason="people hurt"))

    assert [BASILE, INES, CLAIRE] == called(story)
    story.waits(5)
    assert [BASILE, INES, CLAIRE, MAUD] == called(story)


def test_a_raise_before_its_turn_lets_a_rung_wait_for_its_turn() -> None:
    """The ladder will come to it by itself."""
    story = climbing(rung(BASILE), rung(CLAIRE, severities=(Severity.SEV1,)), severity=Severity.SEV3)
    story.asks(ChangeSeverity(incident=ID, severity=Severity.SEV1, reason="people hurt"))

    assert [BASILE] == called(story)
    story.waits(5)
    assert [BASILE, CLAIRE] == called(story)


def test_a_raise_wakes_a_ladder_that_had_nobody_left() -> None:
    """Exhausted, and now somebody more counts: they are called, and their silence is told again."""
    story = climbing(rung(BASILE), rung(CLAIRE, severities=(Severity.SEV1,)), severity=Severity.SEV3)
    story.waits(5)
    assert ClimbState.EXHAUSTED is state(story)

    story.asks(ChangeSeverity(incident=ID, severity=Severity.SEV1, reason="people hurt"))

    assert (ClimbState.CALLING, [BASILE, CLAIRE]) == (state(story), called(story))
    assert [e.LadderExhausted] == kinds(story.waits(5))


def test_a_raise_leaves_a_ladder_that_rests_alone() -> None:
    """Somebody has it."""
    story = climbing(rung(BASILE), rung(CLAIRE, severities=(Severity.SEV1,)), severity=Severity.SEV3)
    takes(story, BASILE)

    facts = story.asks(ChangeSeverity(incident=ID, severity=Severity.SEV1, reason="people hurt"))

    assert [e.SeverityChanged] == kinds(facts)


# Call someone else.


def test_somebody_else_is_called_on_the_same_rung() -> None:
    """Basile can't and names Paul: Paul has his whole wait, and then the ladder goes on as it would have."""
    story = climbing(rung(BASILE), rung(INES))
    story.waits(4)
    facts = story.asks(
        PassCall(incident=ID, call=call_of(story, BASILE), to=PAUL, reason="in a plane"), by=BASILE
    )

    assert [e.CallDeclined, e.ContactCalled] == kinds(facts)
    passed = story.incident.calls[0]
    assert (CallState.DECLINED, "in a plane", PAUL) == (passed.state, passed.reason, passed.passed_to)
    assert () == story.waits(4.9)
    story.waits(0.1)
    assert [BASILE, PAUL, INES] == called(story)


def test_whoever_is_named_answers_for_the_same_group() -> None:
    """Nadia calls Paul in her place: with his answer and the press's, the ladder rests."""
    story = climbing(both((BASILE,), (NADIA,)))
    story.asks(PassCall(incident=ID, call=call_of(story, NADIA), to=PAUL), by=NADIA)
    takes(story, BASILE)
    assert ClimbState.CALLING is state(story)

    takes(story, PAUL)

    assert ClimbState.ANSWERED is state(story)


def test_whoever_is_named_for_a_rung_that_is_past_leaves_the_ladder_where_it_is() -> None:
    """Basile says late that he can't and names Paul: Inès keeps her wait, and the rung after hers comes in its time."""
    story = climbing(rung(BASILE), rung(INES), rung(CLAIRE))
    story.waits(5)
    story.now = after(7)
    story.asks(PassCall(incident=ID, call=call_of(story, BASILE), to=PAUL), by=BASILE)

    assert 1 == story.incident.climbs[0].rung
    story.waits(5)
    assert [BASILE, INES, PAUL, CLAIRE] == called(story)
    takes(story, PAUL)
    assert ClimbState.ANSWERED is state(story)


def test_whoever_is_named_is_reached_by_their_own_means() -> None:
    """The means that the directory gives for them, at that moment."""
    story = climbing(rung(BASILE))
    reach = (Reach(means=SLACK), Reach(means=SLACK, after=timedelta(minutes=1)))
    order = PassCall(incident=ID, call=call_of(story, BASILE), to=PAUL)
    story.happens(*escalation.pass_on(story.incident, order, reach, by=BASILE, now=story.now))

    assert reach == story.incident.call(call_of(story, PAUL)).reach


def test_nobody_is_named_twice_on_a_rung() -> None:
    """Inès is asked already, or said no, and oneself is nobody else: each is told, and the call stays."""
    story = climbing(rung(BASILE, INES, NADIA))
    cannot(story, NADIA)
    for person in (INES, NADIA):
        with pytest.raises(Conflict):
            story.asks(PassCall(incident=ID, call=call_of(story, BASILE), to=person), by=BASILE)
    with pytest.raises(BadRequest):
        story.asks(PassCall(incident=ID, call=call_of(story, BASILE), to=BASILE), by=BASILE)
    with pytest.raises(NotAllowed):
        story.asks(PassCall(incident=ID, call=call_of(story, BASILE), to=PAUL), by=INES)

    assert CallState.OWED is story.incident.call(call_of(story, BASILE)).state


def test_a_rung_goes_on_when_whoever_is_named_is_refused_by_slack() -> None:
    """Inès has her message for long and Paul does not exist: her silence still counts."""
    story = climbing(rung(BASILE, INES), rung(MAUD))
    story.waits(1)
    story.asks(PassCall(incident=ID, call=call_of(story, BASILE), to=PAUL), by=BASILE)
    story.refused(call_of(story, PAUL))

    assert [DueKind.RUNG] == [due.kind for due in dues(story.incident) if due.subject == PRESS]
    story.waits(5)
    assert MAUD == called(story)[-1]


# Answers that expire.


def quiet() -> Story:
    """Basile took it; work that is quiet for half an hour is doubted."""
    story = climbing(rung(BASILE), rung(INES), asked_again=minutes(30))
    takes(story, BASILE)
    return story


def test_work_that_goes_quiet_is_asked_after() -> None:
    """Half an hour without a human fact: whoever took it is asked, urgently, and the ladder still rests."""
    story = quiet()
    assert () == story.waits(29)

    assert [e.AnswerDoubted] == kinds(story.waits(1))
    nudge = next(owed for owed in story.last_owed if owed.errand is Errand.NUDGE)
    assert (f"person:{BASILE}", True) == (nudge.lane, nudge.urgent)
    assert ClimbState.ANSWERED is state(story)


def test_any_human_fact_counts_as_work() -> None:
    """A note of anybody's: quiet is counted from there."""
    story = quiet()
    story.waits(29)
    story.asks(WriteLog(incident=ID, text="called the host"), by=PAUL)

    assert () == story.waits(29)
    assert [e.AnswerDoubted] == kinds(story.waits(1))


def test_still_on_it_lets_the_ladder_rest() -> None:
    """One press, and half an hour is given again."""
    story = quiet()
    story.waits(30)
    story.now = after(33)

    assert [e.AnswerConfirmed] == kinds(
        story.asks(KeepAnswer(incident=ID, call=call_of(story, BASILE)), by=BASILE)
    )
    assert () == story.waits(29)
    assert [e.AnswerDoubted] == kinds(story.waits(1))


def test_without_a_word_the_ladder_resumes_with_the_next_rung() -> None:
    """The rung's own wait after the question: the answer has expired, and Inès is called."""
    story = quiet()
    story.waits(30)
    assert () == story.waits(4.9)

    assert [e.AnswerExpired, e.ContactCalled] == kinds(story.waits(0.1))
    assert [BASILE, INES] == called(story)
    assert CallState.EXPIRED is story.incident.calls[0].state
    assert ClimbState.CALLING is state(story)


def test_whoever_comes_back_after_that_takes_it_again() -> None:
    """Late, but welcome: the ladder rests, and Inès is released."""
    story = quiet()
    story.waits(30)
    story.waits(5)
    facts = story.asks(KeepAnswer(incident=ID, call=call_of(story, BASILE)), by=BASILE)

    assert [e.CallTaken] == kinds(facts)
    assert ClimbState.ANSWERED is state(story)


def test_whoever_comes_back_once_another_has_it_hears_who() -> None:
    """Inès took it meanwhile."""
    story = quiet()
    story.waits(30)
    story.waits(5)
    takes(story, INES)

    with pytest.raises(AlreadyDone) as refused:
        story.asks(KeepAnswer(incident=ID, call=call_of(story, BASILE)), by=BASILE)
    assert f"<@{INES}>" in refused.value.tell.en


def test_the_last_answer_s_expiry_exhausts_the_ladder() -> None:
    """Nobody is left to resume with: the lead is told."""
    story = climbing(rung(BASILE), asked_again=minutes(30))
    takes(story, BASILE)
    story.waits(30)

    assert [e.AnswerExpired, e.LadderExhausted] == kinds(story.waits(5))


def test_who_was_told_that_nothing_more_is_asked_is_asked_by_another_message() -> None:
    """Basile was released by Inès's answer; when it expires his message stays as it is, and he is called beside Maud."""
    story = climbing(rung(BASILE), rung(INES), rung(MAUD), asked_again=minutes(30))
    story.waits(5)
    takes(story, INES)
    story.waits(30)
    story.waits(5)

    asked = [c for c in story.incident.calls if escalation.asks_on(story.incident, c)]
    assert [(MAUD, 2), (BASILE, 2)] == [(c.person, c.rung) for c in asked]


def test_an_answer_of_a_ladder_without_such_a_time_never_expires() -> None:
    """As it always was."""
    story = climbing(rung(BASILE), rung(INES))
    takes(story, BASILE)

    assert () == story.waits(600)


# By hand.


def test_somebody_named_is_called_at_once_and_their_ladder_ends_with_the_lead() -> None:
    """Paul asks for Solène: a ladder of its own; nobody answers, and the lead is told as of any other."""
    story = climbing(rung(BASILE))
    takes(story, BASILE)
    facts = story.asks(Escalate(incident=ID, person=SOLENE, reason="needs a decision"), by=PAUL)

    assert [e.Escalated, e.ContactCalled] == kinds(facts)
    assert SOLENE == called(story)[-1]
    story.waits(5)
    assert MAUD == called(story)[-1]
    assert [e.LadderExhausted] == kinds(story.waits(5))


def test_the_same_wish_within_a_minute_joins_the_first() -> None:
    """Two people want Solène at the same time: she is called once, and both reasons are kept."""
    story = climbing(rung(BASILE))
    story.asks(Escalate(incident=ID, person=SOLENE, reason="first"), by=PAUL)
    story.now = after(1)
    assert [e.Escalated] == kinds(story.asks(Escalate(incident=ID, person=SOLENE, reason="second"), by=DANA))

    assert 1 == called(story).count(SOLENE)
    assert [False, True] == [one.joined for one in story.incident.escalations]
    assert ["first", "second"] == [one.reason for one in story.incident.escalations]

    story.now = after(1.1)
    story.asks(Escalate(incident=ID, person=SOLENE, reason="again"), by=DANA)
    assert 2 == called(story).count(SOLENE)


def test_a_wish_for_somebody_who_has_just_said_no_calls_again() -> None:
    """Solène can't, and somebody else wants her half a minute later: that is another call, and no word in the air."""
    story = climbing(rung(BASILE))
    story.asks(Escalate(incident=ID, person=SOLENE, reason="first"), by=PAUL)
    cannot(story, SOLENE)
    while any(call.state in escalation.WAITING and call.ladder != PRESS for call in story.incident.calls):
        waiting = next(c for c in story.incident.calls if c.state in escalation.WAITING and c.ladder != PRESS)
        cannot(story, waiting.person)
    story.now = after(0.5)
    story.asks(Escalate(incident=ID, person=SOLENE, reason="second"), by=DANA)

    assert 2 == called(story).count(SOLENE)
    assert [False, False] == [one.joined for one in story.incident.escalations]


def test_the_next_rung_of_a_running_ladder_is_called_before_its_time() -> None:
    """Nobody waits for a silence that somebody does not want to wait for."""
    story = climbing(rung(BASILE), rung(INES))
    facts = story.asks(Escalate(incident=ID, reason="now"), by=PAUL)

    assert [e.Escalated, e.ContactCalled] == kinds(facts)
    assert [BASILE, INES] == called(story)
    assert PRESS == story.incident.escalations[0].ladder


def test_where_no_ladder_has_a_next_rung_somebody_is_called_all_the_same() -> None:
    """The last rung is being called: asking for more never ends in nothing."""
    story = climbing(rung(BASILE))
    story.asks(Escalate(incident=ID, reason="now"), by=PAUL)

    assert [BASILE, CLAIRE] == called(story)
    assert ClimbState.CALLING is state(story), "the last rung keeps its time"


def test_a_closed_incident_says_what_to_do_instead() -> None:
    """Nobody is called for what is over; a new incident calls people at once."""
    story = climbing(rung(BASILE))
    story.closes()

    with pytest.raises(Conflict) as refused:
        story.asks(Escalate(incident=ID, person=SOLENE, reason="x"), by=PAUL)
    assert "/crisis start" in refused.value.tell.en


def test_a_reason_is_kept_without_hidden_signs_and_not_endlessly() -> None:
    """Whatever is typed."""
    story = climbing(rung(BASILE))
    story.asks(Escalate(incident=ID, person=SOLENE, reason="a\u202eb\n\n\n\nc" + "x" * 5000), by=PAUL)

    kept = story.incident.escalations[0].reason
    assert kept.startswith("ab\n\nc")
    assert 2000 == len(kept)


def test_the_room_and_the_lead_hear_of_it_once() -> None:
    """What everybody should know; the same wish a moment later is no news."""
    story = opened()
    story.room_opens()
    story.asks(Escalate(incident=ID, person=SOLENE, reason="x"), by=PAUL)
    told = [errands(owed) for fact, owed in story.said if isinstance(fact, e.Escalated)]
    story.asks(Escalate(incident=ID, person=SOLENE, reason="x"), by=PAUL)

    assert [[Errand.NOTICE, Errand.NUDGE, Errand.CARD]] == told
    assert [Errand.CARD] == errands(story.last_owed)


def test_a_ladder_by_hand_never_meets_one_of_the_directory() -> None:
    """Its name begins with a sign that no ladder of a directory has."""
    story = opened()
    story.asks(Escalate(incident=ID, person=SOLENE, reason="x"), by=PAUL)

    assert [PRESS, UNIT, LadderId("@1")] == [climb.ladder for climb in story.incident.climbs]
    assert [BASILE, GAEL, SOLENE] == called(story)
