"""What falls due, when, and that a missed moment is made good once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from playbooks import events as e
from playbooks import review, sittings
from playbooks.commands import (
    ActionId,
    AnswerReview,
    AssignStep,
    CompleteAction,
    CompleteStep,
    GiveUpdate,
    HoldReview,
    NameLead,
    ReopenStep,
    SetReviewDay,
    Sitting,
    SkipStep,
)
from playbooks.dues import dues, fallen
from playbooks.errors import Conflict
from playbooks.moments import Due, DueKind
from playbooks.playbook import PlaybookKind, Severity, StepId, UserId
from tests.rules.scene import (
    BASILE,
    BASILE_CALLED,
    BREACH,
    BRIEF,
    CLAIRE,
    DANA,
    FACTS,
    GAEL_CALLED,
    ID,
    LINE,
    MAUD,
    NOON,
    PAUL,
    PRESS,
    SAOIRSE,
    SUBSTANCE,
    UNIT,
    Story,
    after,
    kinds,
    minutes,
    opened,
)

DAY = 24 * 60


def quiet() -> Story:
    """An incident without ladders and fixed points, so that only steps fall due."""
    return opened(replace(BREACH, severity=Severity.SEV4), planned=())


def calm() -> Story:
    """An incident without ladders, fixed points and steps."""
    return opened(replace(BREACH, steps=(), severity=Severity.SEV4), planned=())


def closed() -> Story:
    """A calm incident that is over."""
    story = calm()
    story.closes()
    return story


def told(facts: tuple[e.Event, ...]) -> dict[UserId, tuple[StepId, ...]]:
    """Who was told of which late steps; a person told twice at once would be lost here, so it is counted."""
    late = [fact for fact in facts if isinstance(fact, e.StepsLate)]
    assert len(late) == len({fact.to for fact in late})
    return {fact.to: fact.steps for fact in late}


def kept(story: Story) -> set[DueKind]:
    """What sort of moments still wait."""
    return {due.kind for due in dues(story.incident)}


# Steps.


def test_a_late_step_nudges_its_owner_then_the_lead() -> None:
    """The owner at the due time, the lead ten minutes later, and then nobody any more."""
    story = quiet()
    story.asks(CompleteStep(incident=ID, step=SUBSTANCE, note="respond"))
    story.asks(CompleteStep(incident=ID, step=BRIEF))

    assert {} == told(story.waits(29.9))
    assert {SAOIRSE: (FACTS,)} == told(story.waits(0.1))
    assert {} == told(story.waits(9.9))
    assert {MAUD: (FACTS,)} == told(story.waits(0.1))
    assert {} == told(story.waits(5))


def test_an_owner_who_is_the_lead_is_not_told_twice() -> None:
    """The lead's own late step is told once."""
    story = quiet()
    for step in (FACTS, SUBSTANCE, LINE):
        story.asks(SkipStep(incident=ID, step=step, reason="not needed"))

    assert {MAUD: (BRIEF,)} == told(story.waits(30))
    assert () == story.waits(DAY)


def test_p3_one_nudge_for_each_person_for_all_late_steps() -> None:
    """After an outage everybody hears once: the owners of theirs, the lead of all that is late in one message."""
    story = quiet()
    facts = story.waits(120)

    assert {
        SAOIRSE: (FACTS,),
        CLAIRE: (SUBSTANCE,),
        BASILE: (LINE,),
        MAUD: (FACTS, SUBSTANCE, BRIEF, LINE),
    } == told(facts)
    assert () == story.waits(DAY)


def test_one_person_with_two_late_steps_is_told_once() -> None:
    """Both stand in one message, in the order of the checklist."""
    story = quiet()
    for step in (SUBSTANCE, FACTS):
        story.asks(AssignStep(incident=ID, step=step, to=PAUL))

    assert (FACTS, SUBSTANCE) == told(story.waits(30))[PAUL]


def test_a_settled_step_is_not_late() -> None:
    """Done or skipped in time, nobody hears of it."""
    story = quiet()
    story.asks(CompleteStep(incident=ID, step=FACTS))
    story.asks(SkipStep(incident=ID, step=LINE))
    facts = story.waits(120)

    assert {SUBSTANCE, BRIEF} == {
        step for fact in facts if isinstance(fact, e.StepsLate) for step in fact.steps
    }


def test_a_step_without_a_time_is_never_late() -> None:
    """Nobody is nudged about what was never timed."""
    story = opened(replace(BREACH, steps=BREACH.steps[-1:], severity=Severity.SEV4), planned=())

    assert () == dues(story.incident)


def test_whoever_has_the_step_now_is_told() -> None:
    """It was the press officer's by role and was given to Paul: Paul hears."""
    story = quiet()
    story.asks(AssignStep(incident=ID, step=LINE, to=PAUL))

    assert (LINE,) == told(story.waits(60))[PAUL]


def test_an_undone_step_that_is_late_is_told() -> None:
    """Ticked by mistake and taken back after its time: its owner hears at once."""
    story = quiet()
    story.asks(CompleteStep(incident=ID, step=FACTS))
    story.waits(60)
    story.asks(ReopenStep(incident=ID, step=FACTS))

    assert (FACTS,) == told(story.waits(0))[SAOIRSE]


def test_a_new_lead_hears_of_what_the_old_one_owed() -> None:
    """A lead who owned a late step by name hands over; the step stays theirs and the new lead hears of it."""
    story = quiet()
    for step in (FACTS, SUBSTANCE, LINE):
        story.asks(SkipStep(incident=ID, step=step, reason="not needed"))
    story.asks(AssignStep(incident=ID, step=BRIEF, to=MAUD), by=DANA)
    story.waits(60)
    story.asks(NameLead(incident=ID, lead=PAUL))

    assert {PAUL: (BRIEF,)} == told(story.waits(0))


# Promises.


def test_a_promise_is_reminded_and_then_broken() -> None:
    """The lead hears ten minutes before; at the moment itself, the promise is broken, once."""
    story = calm()
    story.asks(GiveUpdate(incident=ID, text="More soon.", next_in=minutes(30)))

    assert [] == kinds(story.waits(19.9))
    assert [e.PromiseReminded] == kinds(story.waits(0.1))
    assert [] == kinds(story.waits(9.9))
    assert [e.PromiseBroken] == kinds(story.waits(0.1))
    assert [] == kinds(story.waits(DAY))


def test_a_near_promise_is_not_reminded() -> None:
    """Whoever promised a word in fifteen minutes has it in mind."""
    story = calm()
    story.asks(GiveUpdate(incident=ID, text="More soon.", next_in=minutes(15)))

    assert [] == kinds(story.waits(14.9))
    assert [e.PromiseBroken] == kinds(story.waits(0.1))


def test_a_kept_promise_is_not_broken() -> None:
    """The next word came in time, and promised another."""
    story = calm()
    story.asks(GiveUpdate(incident=ID, text="More at one.", next_in=minutes(60)))
    story.waits(55)
    story.asks(GiveUpdate(incident=ID, text="More at two.", next_in=minutes(60)))

    assert [] == kinds(story.waits(49.9))
    assert [e.PromiseReminded] == kinds(story.waits(0.1))


def test_a_broken_promise_can_be_renewed() -> None:
    """A new update begins a new promise, reminded and broken like the first."""
    story = calm()
    for _ in range(2):
        story.asks(GiveUpdate(incident=ID, text="More soon.", next_in=minutes(30)))
        assert [e.PromiseBroken] == kinds(story.waits(60))


def test_p3_a_promise_missed_during_an_outage_is_broken_without_a_reminder() -> None:
    """A reminder that comes after the fact would be noise."""
    story = calm()
    story.asks(GiveUpdate(incident=ID, text="More soon.", next_in=minutes(30)))

    assert [e.PromiseBroken] == kinds(story.waits(DAY))


def test_the_close_ends_a_promise() -> None:
    """The close is the next word."""
    story = calm()
    story.asks(GiveUpdate(incident=ID, text="More soon.", next_in=minutes(30)))
    story.closes()

    assert {DueKind.REVIEW} == kept(story)


# The close, the review and its actions.


def test_a_closed_incident_nudges_nobody_about_its_steps_or_ladders() -> None:
    """Only the review is still waited for."""
    story = opened()
    story.closes()

    hot = Due(at=NOON + timedelta(hours=48), kind=DueKind.REVIEW)
    cold = Due(at=NOON + timedelta(days=21), kind=DueKind.REVIEW, subject="cold")
    assert [hot, cold] == list(dues(story.incident))


def test_the_review_is_reminded_until_it_was_held() -> None:
    """Nobody answered within the playbook's time: the lead hears every three days, until somebody says it was held."""
    story = closed()

    assert [] == kinds(story.waits(48 * 60 - 0.1))
    assert [e.ReviewReminded] == kinds(story.waits(0.1))
    assert [] == kinds(story.waits(3 * DAY - 1))
    assert [e.ReviewReminded] == kinds(story.waits(1))
    story.happens(*held(story, Sitting.HOT))
    assert [Due(at=NOON + timedelta(days=21), kind=DueKind.REVIEW, subject="cold")] == list(
        dues(story.incident)
    )


def test_the_cold_review_comes_three_weeks_after_the_close() -> None:
    """An answered review is looked at once more with a cool head, every week until it was held."""
    story = closed()
    order = AnswerReview(incident=ID, answers=(("planned", "to call within five minutes"),))
    story.happens(*review.answer(story.incident, order, by=PAUL, now=story.now))

    assert [] == kinds(story.waits(21 * DAY - 1))
    assert [e.ReviewReminded(at=after(21 * DAY), sitting=Sitting.COLD)] == list(story.waits(1))
    assert [] == kinds(story.waits(7 * DAY - 1))
    assert [e.ReviewReminded] == kinds(story.waits(1))
    story.happens(*held(story, Sitting.COLD))
    assert () == dues(story.incident)


def test_a_day_that_was_set_is_waited_for() -> None:
    """Moved to the next week, nobody is reminded before, even where they had been reminded already."""
    story = closed()
    story.waits(2 * DAY)
    order = SetReviewDay(incident=ID, sitting=Sitting.HOT, day=after(9 * DAY))
    story.happens(*sittings.decide(story.incident, order, by=MAUD, now=story.now))

    assert [] == kinds(story.waits(7 * DAY - 1))
    assert [e.ReviewReminded] == kinds(story.waits(1))


def test_an_exercise_has_no_cold_review() -> None:
    """It is looked back at once, right after it."""
    story = closed()
    story.incident = replace(story.incident, drill=True)

    assert [DueKind.REVIEW] == [due.kind for due in dues(story.incident)]
    with pytest.raises(Conflict):
        held(story, Sitting.COLD)


def held(story: Story, sitting: Sitting) -> tuple[e.Event, ...]:
    """Somebody says that it was held."""
    order = HoldReview(incident=ID, sitting=sitting)
    return sittings.decide(story.incident, order, by=MAUD, now=story.now)


def test_a_reply_has_no_review_to_remind_of() -> None:
    """A customer's answer is not followed by a review."""
    story = opened(replace(BREACH, kind=PlaybookKind.REPLY, steps=()), planned=())
    story.closes()

    assert () == dues(story.incident)


def test_an_action_is_reminded_weekly_until_it_is_done() -> None:
    """At its day, then every seven days; done, it is left in peace."""
    story = closed()
    story.happens(*held(story, Sitting.HOT), *held(story, Sitting.COLD))
    story.plans("Train the night shift", after(3 * DAY))

    assert [] == kinds(story.waits(3 * DAY - 1))
    assert [e.ActionReminded] == kinds(story.waits(1))
    assert [] == kinds(story.waits(7 * DAY - 1))
    assert [e.ActionReminded] == kinds(story.waits(1))
    order = CompleteAction(incident=ID, action=ActionId("a1"))
    story.happens(*review.complete_action(story.incident, order, by=SAOIRSE, now=story.now))
    assert () == dues(story.incident)


def test_p3_weeks_of_missed_reminders_become_one() -> None:
    """After a month's outage the owner hears once, and again a week later."""
    story = closed()
    story.happens(*held(story, Sitting.HOT), *held(story, Sitting.COLD))
    story.plans("Train the night shift", after(DAY))

    assert [e.ActionReminded] == kinds(story.waits(30 * DAY))
    assert [] == kinds(story.waits(7 * DAY - 1))
    assert [e.ActionReminded] == kinds(story.waits(1))


# All of them.


def test_an_open_incident_waits_for_every_moment_it_has() -> None:
    """Ladders, owners, leads and both ends of a promise, the earliest first."""
    story = opened()
    story.accepted(BASILE_CALLED)
    story.accepted(GAEL_CALLED)
    story.asks(GiveUpdate(incident=ID, text="More soon.", next_in=minutes(45)))
    pending = dues(story.incident)

    assert [
        Due(at=after(5), kind=DueKind.RUNG, subject=PRESS),
        Due(at=after(5), kind=DueKind.RUNG, subject=UNIT),
    ] == list(pending[:2])
    assert list(pending) == sorted(pending)
    assert Due(at=after(35), kind=DueKind.PROMISE_SOON) in pending
    assert Due(at=after(45), kind=DueKind.PROMISE) in pending
    assert Due(at=after(40), kind=DueKind.STEP_LEAD, subject=FACTS) in pending
    assert len(pending) == len(set(pending))


@pytest.mark.parametrize("count", [0, 5, 30, 45, 60, 3 * DAY])
def test_passing_the_same_time_twice_does_nothing_the_second_time(count: float) -> None:
    """The worker may look twice, or two of them at once: everything that was due has fallen the first time."""
    story = opened()
    story.asks(GiveUpdate(incident=ID, text="More soon.", next_in=minutes(45)))
    story.waits(count)

    assert () == fallen(story.incident, story.now)
    assert all(due.at > story.now for due in dues(story.incident))
