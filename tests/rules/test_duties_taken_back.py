"""What is said of a legal clock later than it happened, by somebody else, or from a form that has aged."""

from dataclasses import replace
from datetime import timedelta

import pytest

from playbooks import duties
from playbooks import events as e
from playbooks.commands import Errand
from playbooks.dues import dues
from playbooks.errors import BadRequest, Conflict, NotAllowed
from playbooks.incident import DutyState
from playbooks.playbook import RoleId
from tests.rules.clocks import NOOR, NOTIFY, RECALL, clocked, confirms, meets, orders, waives
from tests.rules.scene import GAEL, NOON, PAUL, Story, errands, kinds

HOUR = 60


def missed(story: Story) -> int:
    """How many clocks stand as missed."""
    return sum(duty.progress.missed_at is not None for duty in story.incident.duties)


# A start that is moved.


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_start_is_moved_later_only_with_a_reason_and_the_room_is_told(confirmed: bool) -> None:
    """Also from the opening, which a clock of what we knew counts from before anybody confirms it."""
    story = clocked()
    if confirmed:
        orders(story, confirms(NOTIFY))
    story.now += timedelta(hours=10)
    later = confirms(NOTIFY, 2, story)
    with pytest.raises(BadRequest) as refused:
        orders(story, later)
    assert "reason" == refused.value.field
    (fact, *_) = orders(story, replace(later, reason="known at eight"))

    assert isinstance(fact, e.ClockConfirmed)
    assert "known at eight" == fact.reason
    assert "known at eight" == duties.duty_of(story.incident, NOTIFY).progress.words
    assert Errand.NOTICE in errands(next(owed for said, owed in story.said if said is fact))


def test_a_start_that_was_never_known_needs_no_reason() -> None:
    """What counts from a decision is confirmed once it is taken; an earlier start hides nothing either."""
    story = clocked()
    story.now += timedelta(hours=10)

    assert e.ClockConfirmed in kinds(orders(story, confirms(RECALL, 1, story)))
    assert e.ClockConfirmed in kinds(orders(story, confirms(NOTIFY, 20, story)))


def test_a_miss_stays_counted_when_the_start_is_moved() -> None:
    """And the new limit is missed in its turn."""
    story = clocked()
    orders(story, confirms(NOTIFY))
    story.waits(73 * HOUR)
    before = missed(story)
    orders(story, replace(confirms(NOTIFY, 1, story), reason="the first was a rumour"))

    assert before == missed(story)
    again = [fact.clock for fact in story.waits(72 * HOUR) if isinstance(fact, e.ClockMissed)]
    assert [NOTIFY] == again


# A form that has aged.


@pytest.mark.parametrize("order", [confirms(NOTIFY), waives(NOTIFY), meets(NOTIFY, "receipt 7")])
def test_a_form_from_before_a_decision_changes_nothing(order: duties.ClockOrder) -> None:
    """Noor met it while Saoirse's form was open: her press undoes nothing, and says who was first."""
    story = clocked()
    orders(story, meets(NOTIFY), NOOR)
    with pytest.raises(Conflict) as refused:
        orders(story, replace(order, known=0))

    assert "Since you opened this form, the clock was met by <@U0NOOR>" in refused.value.tell.en
    assert "Depuis que vous avez ouvert ce formulaire, le délai a été dit tenu par <@U0NOOR>" in (
        refused.value.tell.fr
    )
    assert DutyState.MET is duties.duty_of(story.incident, NOTIFY).state


def test_a_form_from_after_it_takes_it_back() -> None:
    """Saoirse has seen that it was met, and confirms it again."""
    story = clocked()
    orders(story, meets(NOTIFY), NOOR)

    assert e.ClockConfirmed in kinds(orders(story, replace(confirms(NOTIFY), known=1)))


# Said later than done.


def test_what_was_met_in_time_and_said_later_was_not_missed() -> None:
    """The authority was told in the evening; Crisis Desk hears of it the day after the limit."""
    story = clocked()
    story.waits(80 * HOUR)
    before = missed(story)
    orders(story, replace(meets(NOTIFY), met_at=NOON + timedelta(hours=70)))

    assert before - 1 == missed(story)
    assert NOON + timedelta(hours=70) == duties.duty_of(story.incident, NOTIFY).progress.met_at


def test_what_was_met_too_late_stays_missed() -> None:
    """Whenever it is said."""
    story = clocked()
    story.waits(80 * HOUR)
    before = missed(story)
    orders(story, replace(meets(NOTIFY), met_at=NOON + timedelta(hours=73)))

    assert before == missed(story)


@pytest.mark.parametrize("hours", [1, -1])
def test_nothing_is_met_in_the_future_or_before_it_started(hours: int) -> None:
    """A slip of the hand is told beside its field."""
    with pytest.raises(BadRequest) as refused:
        orders(clocked(), replace(meets(NOTIFY), met_at=NOON + timedelta(hours=hours)))

    assert "met" == refused.value.field


# Whoever holds the role today.


def test_whoever_holds_the_role_today_decides_in_the_place_of_somebody_who_left() -> None:
    """Saoirse left; the directory names Paul for security now."""
    story = clocked()
    with pytest.raises(NotAllowed):
        orders(story, meets(NOTIFY), PAUL)
    today = ((RoleId("security"), PAUL),)
    facts = duties.decide(story.incident, meets(NOTIFY), by=PAUL, now=NOON, today=today)

    assert e.ClockMet in kinds(facts)
    with pytest.raises(NotAllowed, match="<@U0SAOIRSE> or <@U0NOOR> or <@U0PAUL>"):
        duties.refuse(story.incident, NOTIFY, GAEL, today)


# An exercise.


def test_the_clocks_of_an_exercise_end_with_it() -> None:
    """Nobody is reminded of a duty that nobody has."""
    story = clocked()
    story.incident = replace(story.incident, drill=True)
    assert any(due.subject == NOTIFY for due in dues(story.incident))
    story.closes()

    assert not any(due.subject == NOTIFY for due in dues(story.incident))
