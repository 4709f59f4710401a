"""Legal clocks: who decides about them, when they remind, and that none lapses quietly."""

from datetime import timedelta

import pytest

from playbooks import deciding, duties
from playbooks import events as e
from playbooks.commands import CompleteStep, Errand, NameLead, SkipStep
from playbooks.dues import dues
from playbooks.errors import AlreadyDone, BadRequest, Conflict, NotAllowed, NotFound, Refusal
from playbooks.incident import DutyState, StepStatus
from playbooks.moments import Due, DueKind
from playbooks.playbook import ClockId, UserId
from playbooks.review import look_back
from tests.rules.clocks import (
    CHECK,
    CLOCKS,
    NOOR,
    NOTIFY,
    RECALL,
    REPORT,
    clocked,
    confirms,
    meets,
    orders,
    waives,
)
from tests.rules.scene import ID, MAUD, NOON, PAUL, SAOIRSE, Story, errands, kinds, opened

HOUR = 60
DAY = 24 * HOUR


def told(facts: tuple[e.Event, ...]) -> dict[UserId, tuple[tuple[ClockId, int], ...]]:
    """Who was reminded of which clocks; a person told twice at once would be lost here, so it is counted."""
    reminded = [fact for fact in facts if isinstance(fact, e.ClocksReminded)]
    assert len(reminded) == len({fact.to for fact in reminded})
    return {fact.to: fact.shares for fact in reminded}


def only(*clocks: ClockId) -> Story:
    """The incident in which only these clocks still run."""
    story = clocked()
    for duty in story.incident.duties:
        if duty.id not in clocks:
            orders(story, waives(duty.id), duties.owner(story.incident, duty.clock))
    return story


# As it opens.


def test_a_playbooks_clocks_are_proposed_when_it_opens() -> None:
    """Nobody has to do anything for them to count, from the opening."""
    incident = clocked().incident

    assert [NOTIFY, RECALL, REPORT] == [duty.id for duty in incident.duties]
    assert {DutyState.PROPOSED} == {duty.state for duty in incident.duties}
    assert {NOON} == {duty.since for duty in incident.duties}


def test_a_playbook_without_clocks_has_none() -> None:
    """An incident of an earlier playbook goes on as before."""
    incident = opened().incident

    assert () == incident.duties
    assert not {DueKind.CLOCK_SHARE, DueKind.CLOCK_LIMIT} & {due.kind for due in dues(incident)}


# Who decides.


@pytest.mark.parametrize("by", [SAOIRSE, NOOR])
def test_the_holder_of_the_role_and_its_deputy_decide(by: UserId) -> None:
    """The clock names security: Saoirse holds it, Noor stands in for her."""
    story = clocked()
    orders(story, confirms(NOTIFY), by)

    assert (DutyState.CONFIRMED, by) == (
        duties.duty_of(story.incident, NOTIFY).state,
        duties.duty_of(story.incident, NOTIFY).progress.by,
    )


@pytest.mark.parametrize("order", [confirms(NOTIFY), waives(NOTIFY), meets(NOTIFY)])
@pytest.mark.parametrize("by", [MAUD, PAUL])
def test_nobody_else_decides_not_even_the_lead(order: duties.ClockOrder, by: UserId) -> None:
    """The refusal names who can."""
    with pytest.raises(NotAllowed) as refused:
        orders(clocked(), order, by)

    assert "<@U0SAOIRSE>" in refused.value.tell.en
    assert "<@U0NOOR>" in refused.value.tell.fr


def test_whoever_takes_the_lead_takes_no_clock_with_it() -> None:
    """Anybody may take the lead: the clock of the lead's own role stays with whoever holds that role."""
    story = clocked(report_is="lead")
    story.asks(NameLead(incident=ID, lead=PAUL), by=PAUL)
    with pytest.raises(NotAllowed, match="U0MAUD"):
        orders(story, waives(REPORT), PAUL)
    orders(story, waives(REPORT), MAUD)

    assert DutyState.WAIVED is duties.duty_of(story.incident, REPORT).state


def test_the_clock_of_a_role_that_nobody_holds_is_the_leads() -> None:
    """So that no clock is nobody's."""
    story = clocked()
    orders(story, waives(REPORT), MAUD)

    assert DutyState.WAIVED is duties.duty_of(story.incident, REPORT).state


def test_an_owner_hears_what_their_deputy_decided() -> None:
    """Noor waives a duty of Saoirse's: Saoirse is told, and so is the room."""
    story = clocked()
    orders(story, waives(NOTIFY), NOOR)

    assert [Errand.NOTICE, Errand.NUDGE] == errands(story.last_owed)
    assert ["person:U0SAOIRSE"] == [o.lane for o in story.last_owed if o.errand is Errand.NUDGE]


# What is decided.


def test_a_clock_from_awareness_starts_at_the_opening_unless_told_otherwise() -> None:
    """The form proposes it, and one press keeps it."""
    story = clocked()
    (fact, *_) = orders(story, confirms(NOTIFY))

    assert e.ClockConfirmed(at=NOON, by=SAOIRSE, clock=NOTIFY, started_at=NOON) == fact


def test_a_confirmed_start_moves_the_limit() -> None:
    """We knew two days before the incident was opened: one day is left of three."""
    story = clocked()
    orders(story, confirms(NOTIFY, 48))

    assert NOON + timedelta(hours=24) == duties.duty_of(story.incident, NOTIFY).limit_at


@pytest.mark.parametrize(
    ("order", "refusal", "field"),
    [
        (confirms(RECALL), BadRequest, "started"),  # it counts from a decision, whose moment nobody has given
        (confirms(NOTIFY, -0.1), BadRequest, "started"),  # in the future
        (confirms(NOTIFY, 30 * 24 + 1), BadRequest, "started"),  # more than thirty days ago
        (waives(NOTIFY, " \u200b "), BadRequest, "reason"),
        (meets(NOTIFY, "\n"), BadRequest, "evidence"),
        (confirms(ClockId("none")), NotFound, None),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    order: duties.ClockOrder, refusal: type[Refusal], field: str | None
) -> None:
    """And nothing changes."""
    story = clocked()
    before = story.incident

    with pytest.raises(refusal) as refused:
        orders(story, order)

    assert field == refused.value.field
    assert before == story.incident


def test_the_oldest_start_is_thirty_days_ago() -> None:
    """To the minute."""
    story = clocked()
    orders(story, confirms(NOTIFY, 30 * 24))

    assert DutyState.CONFIRMED is duties.duty_of(story.incident, NOTIFY).state


def test_a_longer_clock_may_have_started_as_long_ago_as_it_lasts() -> None:
    """Three months for an answer: Legal learns of the request on the day before the last."""
    story = clocked(report=timedelta(days=90))
    orders(story, confirms(REPORT, 89 * 24), MAUD)

    assert NOON + timedelta(days=1) == duties.duty_of(story.incident, REPORT).limit_at
    with pytest.raises(BadRequest) as refused:
        orders(story, confirms(REPORT, 90 * 24 + 1), MAUD)
    assert (
        "A clock cannot have started more than 90 days ago. If this one did, its limit has passed: call Legal now."
        == refused.value.tell.en
    )
    assert (
        "Un délai ne peut pas avoir commencé il y a plus de 90 jours. Si c’est le cas, sa limite est passée : "
        "appelez le juridique maintenant."
    ) == refused.value.tell.fr


def test_the_same_decision_twice_is_refused_with_who_was_first() -> None:
    """Two people press: the second hears of the first."""
    story = clocked()
    orders(story, confirms(NOTIFY))
    with pytest.raises(AlreadyDone, match="U0SAOIRSE"):
        orders(story, confirms(NOTIFY), NOOR)
    orders(story, meets(NOTIFY))
    for order in (meets(NOTIFY), waives(NOTIFY)):
        with pytest.raises(AlreadyDone, match="U0SAOIRSE"):
            orders(story, order, NOOR)


def test_a_wrong_waiver_is_taken_back_by_confirming() -> None:
    """It runs again, from its start, and reminds again."""
    story = clocked()
    orders(story, waives(NOTIFY))
    assert NOTIFY not in {due.subject for due in dues(story.incident)}
    orders(story, confirms(NOTIFY))

    assert duties.duty_of(story.incident, NOTIFY).runs
    assert NOTIFY in {due.subject for due in dues(story.incident)}


# Reminders.


def test_the_owner_is_told_at_half_and_three_quarters_the_lead_and_the_room_near_the_end() -> None:
    """Of 72 hours: 36, 54, 64.8 and 72; a clock that nobody confirmed counts from the opening."""
    story = only(NOTIFY)

    assert {} == told(story.waits(36 * HOUR - 1))
    assert {SAOIRSE: ((NOTIFY, 50),)} == told(story.waits(1))
    assert [Errand.NUDGE] == errands(story.last_owed)
    assert {SAOIRSE: ((NOTIFY, 75),)} == told(story.waits(18 * HOUR))
    near = {SAOIRSE: ((NOTIFY, 90),), MAUD: ((NOTIFY, 90),)}
    assert near == told(story.waits(10.8 * HOUR))
    assert [[Errand.NOTICE, Errand.NUDGE], [Errand.NUDGE]] == [errands(owed) for _, owed in story.said[-2:]]
    over = story.waits(7.2 * HOUR)
    assert [e.ClockMissed, e.ClocksReminded, e.ClocksReminded] == kinds(over)
    assert {SAOIRSE: ((NOTIFY, 100),), MAUD: ((NOTIFY, 100),)} == told(over)


def test_past_its_limit_it_is_told_every_day_until_it_is_met() -> None:
    """To its owner and the lead, at the hour of the limit; the room and the log hear of the miss once."""
    story = only(NOTIFY)
    story.waits(72 * HOUR)

    assert () == story.waits(DAY - 1)
    again = story.waits(1)
    assert [e.ClocksReminded, e.ClocksReminded] == kinds(again)
    assert {SAOIRSE: ((NOTIFY, 100),), MAUD: ((NOTIFY, 100),)} == told(again)
    assert [[Errand.NUDGE], [Errand.NUDGE]] == [errands(owed) for _, owed in story.said[-2:]]
    assert {SAOIRSE, MAUD} == set(told(story.waits(DAY)))
    orders(story, meets(NOTIFY))
    assert () == story.waits(90 * DAY)


def test_days_past_a_limit_on_which_nobody_looked_come_as_one() -> None:
    """Down for three and a half days; then again at the hour of the limit. The close changes nothing."""
    story = only(NOTIFY)
    story.waits(72 * HOUR)
    story.closes()

    assert {SAOIRSE, MAUD} == set(told(story.waits(3.5 * DAY)))
    assert {} == told(story.waits(0.5 * DAY - 1))
    assert {SAOIRSE, MAUD} == set(told(story.waits(1)))


def test_past_its_limit_the_next_day_is_a_moment_that_waits() -> None:
    """Nothing that is over its limit is forgotten, whatever is restarted meanwhile."""
    story = only(NOTIFY)
    story.waits(72 * HOUR)

    assert [Due(at=NOON + timedelta(days=4), kind=DueKind.CLOCK_OVER, subject=NOTIFY)] == list(
        dues(story.incident)
    )


def test_each_reminder_is_urgent() -> None:
    """It goes before whatever is only drawn anew."""
    story = only(NOTIFY)
    story.waits(36 * HOUR)

    assert [True] == [owed.urgent for owed in story.last_owed]


def test_missed_reminders_come_as_one_with_the_latest_share() -> None:
    """Down for four days: one message each, and the limit that passed meanwhile is in the log."""
    story = clocked()
    facts = story.waits(4 * DAY)

    assert {SAOIRSE: ((RECALL, 100), (NOTIFY, 100)), MAUD: ((RECALL, 100), (NOTIFY, 100))} == told(facts)
    assert [RECALL, NOTIFY] == [fact.clock for fact in facts if isinstance(fact, e.ClockMissed)]


def test_clocks_of_one_person_that_come_together_are_one_message() -> None:
    """At 36 hours, half of one clock and, after a night without anybody, all of another."""
    story = only(NOTIFY, RECALL)
    story.waits(12 * HOUR)

    assert {SAOIRSE: ((RECALL, 100), (NOTIFY, 50))} == {
        person: shares for person, shares in told(story.waits(24 * HOUR)).items() if person == SAOIRSE
    }


def test_a_confirmed_start_in_the_past_tells_only_what_others_must_hear() -> None:
    """Who confirms that half is over knows it; that nine tenths are, the lead and the room must hear at once."""
    story = only(NOTIFY)
    orders(story, confirms(NOTIFY, 40))
    assert {} == told(story.waits(0))
    orders(story, confirms(NOTIFY, 66))

    assert {SAOIRSE: ((NOTIFY, 90),), MAUD: ((NOTIFY, 90),)} == told(story.waits(0))


def test_confirming_the_opening_tells_nothing_twice() -> None:
    """What was told while it was proposed is not told again."""
    story = only(NOTIFY)
    story.waits(65 * HOUR)
    orders(story, confirms(NOTIFY))

    assert () == story.waits(0)


def test_a_clock_met_or_waived_reminds_nobody() -> None:
    """It is over."""
    story = only(NOTIFY)
    orders(story, meets(NOTIFY))

    assert () == story.waits(90 * DAY)


def test_the_clocks_go_on_after_the_close() -> None:
    """A report is due a month later: its owner hears of it, and may say that it is met."""
    story = clocked()
    for clock in (NOTIFY, RECALL):
        orders(story, waives(clock))
    story.closes()
    story.waits(3 * DAY)

    assert {MAUD: ((REPORT, 50),)} == told(story.waits(12 * DAY))
    assert Due(at=NOON + timedelta(days=30), kind=DueKind.CLOCK_LIMIT, subject=REPORT) in dues(story.incident)
    assert [e.ClockMet] == kinds(orders(story, meets(REPORT), MAUD))
    assert {DueKind.REVIEW} == {due.kind for due in dues(story.incident)}


# Steps.


def status(story: Story, step: object) -> StepStatus:
    """How a step stands."""
    return next(s.progress.status for s in story.incident.plan if s.step.id == step)


def test_a_clock_step_is_done_once_each_of_its_clocks_is_decided() -> None:
    """Confirmed, waived or met: the last decision ticks it, and its author is who ticked."""
    story = clocked()
    assert [e.ClockConfirmed] == kinds(orders(story, confirms(NOTIFY)))
    assert [e.ClockWaived, e.StepCompleted] == kinds(orders(story, waives(RECALL), NOOR))

    assert StepStatus.DONE is status(story, CLOCKS)
    assert NOOR == story.incident.step(CLOCKS).progress.settled_by


def test_a_later_step_about_the_same_clocks_waits_until_they_are_met_or_waived() -> None:
    """The check at the end is not done by what was confirmed at the beginning."""
    story = clocked()
    for order in (confirms(NOTIFY), waives(RECALL)):
        orders(story, order)
    orders(story, waives(REPORT), MAUD)
    assert StepStatus.OPEN is status(story, CHECK)
    orders(story, meets(NOTIFY))

    assert StepStatus.DONE is status(story, CHECK)


def test_ticking_a_clock_step_by_hand_is_refused_with_what_is_missing() -> None:
    """While a clock is only proposed; what is missing is named, and whose it is."""
    story = clocked()
    orders(story, confirms(NOTIFY))
    with pytest.raises(Conflict) as refused:
        deciding.decide(story.incident, CompleteStep(incident=ID, step=CLOCKS), by=MAUD, now=NOON)

    assert "“recall” (<@U0SAOIRSE>)" in refused.value.tell.en
    assert "notify" not in refused.value.tell.en


def test_the_check_at_the_end_cannot_be_ticked_by_hand_while_a_clock_runs() -> None:
    """Confirmed is not met: what it still waits for is named, and whose it is."""
    story = clocked()
    for order in (confirms(NOTIFY), waives(RECALL)):
        orders(story, order)
    orders(story, waives(REPORT), MAUD)
    with pytest.raises(Conflict) as refused:
        deciding.decide(story.incident, CompleteStep(incident=ID, step=CHECK), by=MAUD, now=NOON)

    assert (
        "“check” is done once each of its legal clocks is met or waived. Still running: “notify” (<@U0SAOIRSE>). "
        "`/crisis clocks` opens them."
    ) == refused.value.tell.en
    assert (
        "« check » est faite dès que chacun de ses délais légaux est tenu ou écarté. "
        "Encore en cours : « notify (fr) » (<@U0SAOIRSE>). `/crise délais` les ouvre."
    ) == refused.value.tell.fr


def test_a_clock_met_by_mistake_opens_its_check_again() -> None:
    """Confirmed again it runs: the check at the end is no longer done, the confirmation still is."""
    story = clocked()
    for order in (meets(NOTIFY), waives(RECALL)):
        orders(story, order)
    orders(story, waives(REPORT), MAUD)
    assert StepStatus.DONE is status(story, CHECK)
    assert [e.ClockConfirmed, e.StepReopened] == kinds(orders(story, confirms(NOTIFY)))

    assert StepStatus.OPEN is status(story, CHECK)
    assert StepStatus.DONE is status(story, CLOCKS)
    assert [e.ClockMet, e.StepCompleted] == kinds(orders(story, meets(NOTIFY)))


def test_a_clock_step_may_still_be_left_out_with_a_reason() -> None:
    """The clocks themselves go on."""
    story = clocked()
    story.asks(SkipStep(incident=ID, step=CLOCKS, reason="done by the group"))

    assert StepStatus.SKIPPED is status(story, CLOCKS)
    assert NOTIFY in {due.subject for due in dues(story.incident)}


def test_a_decision_after_the_close_ticks_no_step() -> None:
    """The list of a closed incident no longer changes."""
    story = clocked()
    orders(story, confirms(NOTIFY))
    story.closes()

    assert [e.ClockWaived] == kinds(orders(story, waives(RECALL)))


# The review.


def test_the_review_knows_what_became_of_each_clock() -> None:
    """Met, missed or waived, with what was said."""
    story = clocked()
    orders(story, meets(NOTIFY))
    orders(story, waives(RECALL))
    story.closes()
    story.waits(31 * DAY)
    found = {duty.id: duty for duty in look_back(story.incident, story.facts).duties}

    assert (DutyState.MET, "receipt 42") == (found[NOTIFY].state, found[NOTIFY].progress.words)
    assert (DutyState.WAIVED, "no personal data") == (found[RECALL].state, found[RECALL].progress.words)
    assert NOON + timedelta(days=31) == found[REPORT].progress.missed_at
