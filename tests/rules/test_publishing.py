"""Publishing stops at once, is seen to have stopped, and its restart is never forgotten."""

from dataclasses import replace

import pytest

from playbooks import deciding, publishing
from playbooks import events as e
from playbooks.commands import CompleteStep, Errand, FreezePublishing, NameLead, OutletId
from playbooks.dues import dues
from playbooks.errors import AlreadyDone, BadRequest, Conflict, NotAllowed, NotFound, Refusal
from playbooks.incident import OutletState, StepStatus
from playbooks.moments import DueKind
from playbooks.playbook import Severity, StepId, UserId
from tests.rules.freezes import (
    ADS,
    EVE,
    FREEZE,
    IVO,
    MAIL,
    NADIA,
    POSTS,
    RESTART,
    STOP,
    adds,
    again,
    confirms,
    frozen,
    orders,
    restarts,
    running,
)
from tests.rules.scene import CLAIRE, ID, MAUD, NOON, PAUL, Story, errands, kinds

DAY = 24 * 60


def states(story: Story) -> dict[OutletId, OutletState]:
    """How each channel stands."""
    assert story.incident.freeze is not None
    return {outlet.id: outlet.state for outlet in story.incident.freeze.outlets}


def status(story: Story, step: StepId) -> StepStatus:
    """How a step stands."""
    return story.incident.step(step).progress.status


def reminded(facts: tuple[e.Event, ...]) -> list[UserId]:
    """Who is asked after the restart."""
    return [fact.to for fact in facts if isinstance(fact, e.RestartReminded)]


def late(facts: tuple[e.Event, ...]) -> list[tuple[UserId, tuple[OutletId, ...]]]:
    """Who is told of which channels that nobody confirmed."""
    return [(fact.to, fact.outlets) for fact in facts if isinstance(fact, e.FreezeLate)]


# Stopping.


def test_anybody_stops_publishing_and_says_how_widely() -> None:
    """Each channel is then to be confirmed."""
    story = running()
    orders(story, STOP, PAUL)

    assert story.incident.freeze is not None
    assert ("the whole brand", PAUL) == (story.incident.freeze.scope, story.incident.freeze.by)
    assert {POSTS: OutletState.ASKED, ADS: OutletState.ASKED} == states(story)


def test_the_room_and_whoever_stops_it_are_told_at_once() -> None:
    """Nadia has to do it: she hears directly, before anything that is only drawn anew."""
    story = frozen()

    assert [(Errand.NOTICE, True), (Errand.NUDGE, True)] == [(o.errand, o.urgent) for o in story.last_owed]
    assert "person:U0NADIA" == story.last_owed[-1].lane


def test_a_channel_written_twice_is_one() -> None:
    """In any letters, with any spaces; empty lines are none."""
    story = running()
    orders(story, replace(STOP, channels=("Posts", " posts ", "", "ADS", "\u200b", "Ads")))

    assert story.incident.freeze is not None
    assert ["Posts", "ADS"] == [outlet.name for outlet in story.incident.freeze.outlets]


@pytest.mark.parametrize(
    ("order", "refusal", "field"),
    [
        (replace(STOP, scope=" \n"), BadRequest, "scope"),
        (replace(STOP, channels=("", " ")), BadRequest, "channels"),
        (replace(STOP, channels=tuple(f"account {n}" for n in range(41))), BadRequest, "channels"),
        (confirms(POSTS), NotFound, None),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    order: publishing.PublishingOrder, refusal: type[Refusal], field: str | None
) -> None:
    """And nothing changes."""
    story = running()
    before = story.incident
    with pytest.raises(refusal) as refused:
        orders(story, order)

    assert field == refused.value.field
    assert before == story.incident


def test_frozen_again_it_is_widened() -> None:
    """What was stopped stays stopped and confirmed; the new channel and the new scope are added."""
    story = frozen()
    orders(story, confirms(POSTS), NADIA)
    orders(story, replace(STOP, scope="every country", channels=("Posts", "Ads", "Mail")))

    assert {POSTS: OutletState.FROZEN, ADS: OutletState.ASKED, MAIL: OutletState.ASKED} == states(story)
    assert story.incident.freeze is not None
    assert "every country" == story.incident.freeze.scope


def test_the_same_freeze_twice_is_refused_with_who_was_first() -> None:
    """The second hears of the first."""
    story = frozen()
    with pytest.raises(AlreadyDone, match="U0CLAIRE"):
        orders(story, STOP, MAUD)
    with pytest.raises(AlreadyDone):
        orders(story, adds("ads"))


def test_a_further_channel_is_asked_for_by_the_same_order_and_told_as_loudly() -> None:
    """As widely as before, in one place more: the room and Nadia hear at once that it must stop too."""
    story = frozen()
    assert [e.PublishingFrozen] == kinds(orders(story, adds("Mail")))

    assert OutletState.ASKED is states(story)[MAIL]
    assert [(Errand.NOTICE, True), (Errand.NUDGE, True)] == [(o.errand, o.urgent) for o in story.last_owed]


def test_a_channel_is_confirmed_once_by_anybody() -> None:
    """Who and when are kept; the second press hears it."""
    story = frozen()
    orders(story, confirms(POSTS), NADIA)
    with pytest.raises(AlreadyDone, match="U0NADIA"):
        orders(story, confirms(POSTS), PAUL)

    assert story.incident.freeze is not None
    outlet = story.incident.freeze.outlets[0]
    assert (OutletState.FROZEN, NADIA, NOON) == (outlet.state, outlet.frozen_by, outlet.frozen_at)


def test_nothing_more_is_stopped_after_the_close() -> None:
    """What is stopped may still be confirmed."""
    story = frozen()
    story.closes()
    with pytest.raises(Conflict):
        orders(story, adds("Mail"))

    assert [e.OutletFrozen] == kinds(orders(story, confirms(POSTS)))


def test_a_form_from_before_another_freeze_narrows_nothing() -> None:
    """Maud's form was open while Claire asked for the whole brand: its scope is not signed with anybody's name."""
    story = frozen()
    with pytest.raises(Conflict) as refused:
        orders(story, replace(STOP, scope="France", known=0), MAUD)
    assert "the freeze was asked for anew by <@U0CLAIRE>" in refused.value.tell.en
    assert "le gel a de nouveau été demandé par <@U0CLAIRE>" in refused.value.tell.fr
    orders(story, replace(STOP, scope="France", known=1), MAUD)

    assert story.incident.freeze is not None
    assert ("France", MAUD) == (story.incident.freeze.scope, story.incident.freeze.by)


def test_two_long_names_that_begin_alike_never_become_one() -> None:
    """A name that is too long is refused beside its field instead of being cut off."""
    long = "The brand’s account that the agency of the region looks after, which is a long name, number"
    with pytest.raises(BadRequest) as refused:
        orders(running(), replace(STOP, channels=(f"{long} 1", f"{long} 2")))

    assert "channels" == refused.value.field
    assert "80 characters at most" in refused.value.tell.en


# Taken back.


@pytest.mark.parametrize("order", [confirms(POSTS), restarts(POSTS)])
def test_a_slip_of_the_thumb_is_taken_back_by_anybody(order: publishing.PublishingOrder) -> None:
    """Confirmed or restarted by mistake: it is to be stopped and confirmed, the room and Nadia hear at once."""
    story = frozen()
    orders(story, order)
    assert [e.OutletAskedAgain] == kinds(orders(story, again(POSTS), PAUL))

    assert OutletState.ASKED is states(story)[POSTS]
    assert [(Errand.NOTICE, True), (Errand.NUDGE, True)] == [(o.errand, o.urgent) for o in story.last_owed]
    with pytest.raises(AlreadyDone):
        orders(story, again(POSTS), PAUL)


def test_a_restart_by_mistake_is_taken_back_after_the_close_too() -> None:
    """The last channel: its restart is asked after again, from then on."""
    story = frozen()
    for outlet in (POSTS, ADS):
        orders(story, confirms(outlet), NADIA)
        orders(story, restarts(outlet))
    story.closes()
    story.waits(60)
    assert {DueKind.REVIEW} == {due.kind for due in dues(story.incident)}
    orders(story, again(ADS))

    assert OutletState.ASKED is states(story)[ADS]
    assert {DueKind.FREEZE_OWNER, DueKind.FREEZE_LEAD, DueKind.PUBLISHING_STOPPED} <= {
        due.kind for due in dues(story.incident)
    }


def test_what_was_confirmed_by_mistake_opens_its_step_again() -> None:
    """The tick said that everything had stopped."""
    story = frozen()
    for outlet in (POSTS, ADS):
        orders(story, confirms(outlet), NADIA)
    assert StepStatus.DONE is status(story, FREEZE)
    orders(story, again(ADS))

    assert StepStatus.OPEN is status(story, FREEZE)


def test_what_an_exercise_stopped_ends_with_it() -> None:
    """Nothing was really stopped: nobody is asked after it every day."""
    story = frozen()
    story.incident = replace(story.incident, drill=True)
    story.closes()

    assert not {DueKind.PUBLISHING_STOPPED, DueKind.FREEZE_OWNER} & {due.kind for due in dues(story.incident)}


# Not confirmed in time.


@pytest.mark.parametrize(
    ("severity", "wait"), [(Severity.SEV1, 10), (Severity.SEV2, 30), (Severity.SEV3, 30), (Severity.SEV4, 30)]
)
def test_what_is_not_confirmed_in_time_is_told_to_nadia_then_to_the_lead(
    severity: Severity, wait: int
) -> None:
    """Ten minutes in a crisis, thirty otherwise; the lead ten minutes later; only what is missing."""
    story = frozen(severity)
    orders(story, confirms(POSTS), NADIA)

    assert [] == late(story.waits(wait - 0.1))
    assert [(NADIA, (ADS,))] == late(story.waits(0.1))
    assert [] == late(story.waits(9.9))
    assert [(MAUD, (ADS,))] == late(story.waits(0.1))


def test_the_lead_is_told_every_hour_until_each_channel_is_confirmed() -> None:
    """What may still be going out to the public does not fall silent after one message."""
    story = frozen()
    orders(story, confirms(POSTS), NADIA)
    story.waits(20)

    assert [] == late(story.waits(59))
    assert [(MAUD, (ADS,))] == late(story.waits(1))
    assert [(MAUD, (ADS,))] == late(story.waits(3 * 60))
    orders(story, confirms(ADS), NADIA)
    assert [] == late(story.waits(5 * DAY))


def test_the_close_does_not_end_what_nobody_confirmed() -> None:
    """Closed a minute after the freeze: Nadia and Maud still hear, Maud then every day."""
    story = frozen()
    story.waits(1)
    story.closes()

    assert [(NADIA, (POSTS, ADS)), (MAUD, (POSTS, ADS))] == late(story.waits(19))
    assert [] == late(story.waits(DAY - 1))
    assert [(MAUD, (POSTS, ADS))] == late(story.waits(1))
    for outlet in (POSTS, ADS):
        orders(story, confirms(outlet), NADIA)
    assert [] == late(story.waits(3 * DAY))


def test_a_lead_who_stops_it_is_told_once_and_then_every_hour() -> None:
    """Nadia leads: she is not told the same twice at once, also not after an outage."""
    story = frozen()
    story.asks(NameLead(incident=ID, lead=NADIA))

    assert [(NADIA, (POSTS, ADS))] == late(story.waits(10))
    assert [] == late(story.waits(59))
    assert [(NADIA, (POSTS, ADS))] == late(story.waits(1))
    orders(story, adds("Mail"))
    assert [(NADIA, (POSTS, ADS, MAIL))] == late(story.waits(3 * 60))


def test_a_confirmed_freeze_is_told_to_nobody() -> None:
    """Both channels have stopped in time."""
    story = frozen()
    for outlet in (POSTS, ADS):
        orders(story, confirms(outlet), NADIA)

    assert [] == late(story.waits(60))


def test_a_channel_added_later_has_its_own_time() -> None:
    """It is not late because the others were asked earlier."""
    story = frozen()
    for outlet in (POSTS, ADS):
        orders(story, confirms(outlet), NADIA)
    story.waits(60)
    orders(story, adds("Mail"))

    assert [] == late(story.waits(9))
    assert [(NADIA, (MAIL,))] == late(story.waits(1))


def test_after_an_outage_each_hears_once() -> None:
    """Down for an hour: Nadia and Maud get one message each, with both channels."""
    story = frozen()

    assert [(NADIA, (POSTS, ADS)), (MAUD, (POSTS, ADS))] == late(story.waits(60))


# Restarting.


@pytest.mark.parametrize("by", [CLAIRE, IVO, EVE])
def test_a_channel_restarts_on_order(by: UserId) -> None:
    """The communications director's, their deputy's, or the executive's; who and when are kept, and Nadia hears of it."""
    story = frozen()
    orders(story, confirms(POSTS), NADIA)
    orders(story, restarts(POSTS), by)

    assert {POSTS: OutletState.RUNNING, ADS: OutletState.ASKED} == states(story)
    assert story.incident.freeze is not None
    assert by == story.incident.freeze.outlets[0].restarted_by
    assert [Errand.NUDGE] == errands(story.last_owed)


@pytest.mark.parametrize("by", [NADIA, PAUL, MAUD])
def test_nobody_else_restarts_it(by: UserId) -> None:
    """Not even whoever stopped it, nor the lead, since anybody may take it: the refusal names on whose order it starts."""
    with pytest.raises(NotAllowed) as refused:
        orders(frozen(), restarts(POSTS), by)

    for person in ("U0CLAIRE", "U0IVO", "U0EVE"):
        assert f"<@{person}>" in refused.value.tell.en


def test_a_restarted_channel_is_neither_restarted_nor_confirmed_again() -> None:
    """It says who restarted it."""
    story = frozen()
    orders(story, restarts(POSTS))
    for order in (restarts(POSTS), confirms(POSTS)):
        with pytest.raises(AlreadyDone, match="U0CLAIRE"):
            orders(story, order, IVO)


def test_a_restarted_channel_can_be_stopped_again() -> None:
    """A second freeze asks for it anew, and its reminders count from then."""
    story = frozen()
    for outlet in (POSTS, ADS):
        orders(story, restarts(outlet))
    story.waits(DAY)
    orders(story, replace(STOP, channels=("Posts",)))

    assert {POSTS: OutletState.ASKED, ADS: OutletState.RUNNING} == states(story)
    assert [] == reminded(story.waits(DAY - 1))
    assert [NADIA, CLAIRE] == reminded(story.waits(1))


# Never forgotten.


def test_every_day_somebody_is_asked_after_the_restart() -> None:
    """Nadia and Claire, every 24 hours after the freeze, until every channel runs again."""
    story = frozen()

    assert [] == reminded(story.waits(DAY - 1))
    assert [NADIA, CLAIRE] == reminded(story.waits(1))
    orders(story, restarts(POSTS))
    assert [NADIA, CLAIRE] == reminded(story.waits(DAY))
    orders(story, restarts(ADS))
    assert [] == reminded(story.waits(10 * DAY))
    assert DueKind.PUBLISHING_STOPPED not in {due.kind for due in dues(story.incident)}


def test_at_the_close_and_every_day_after_it() -> None:
    """The incident is over, its publishing is not."""
    story = frozen()
    story.waits(60)
    story.closes()

    assert [NADIA, CLAIRE] == reminded(story.waits(0))
    assert [] == reminded(story.waits(DAY - 1))
    assert [NADIA, CLAIRE] == reminded(story.waits(1))
    assert [NADIA, CLAIRE] == reminded(story.waits(DAY))
    for outlet in (POSTS, ADS):
        orders(story, restarts(outlet))
    assert [] == reminded(story.waits(10 * DAY))


def test_missed_days_come_as_one_reminder_and_the_next_keeps_its_hour() -> None:
    """Down for three and a half days: one each; then again at the hour of the freeze."""
    story = frozen()

    assert [NADIA, CLAIRE] == reminded(story.waits(3.5 * DAY))
    assert [] == reminded(story.waits(0.5 * DAY - 1))
    assert [NADIA, CLAIRE] == reminded(story.waits(1))


# Steps.


def test_the_step_that_stops_publishing_is_done_when_every_channel_is_confirmed() -> None:
    """By the last confirmation, in the name of its author."""
    story = frozen()
    orders(story, confirms(POSTS), NADIA)
    assert StepStatus.OPEN is status(story, FREEZE)
    assert [e.OutletFrozen, e.StepCompleted] == kinds(orders(story, confirms(ADS), PAUL))

    assert (StepStatus.DONE, PAUL) == (
        status(story, FREEZE),
        story.incident.step(FREEZE).progress.settled_by,
    )
    assert StepStatus.OPEN is status(story, RESTART)


def test_the_step_that_starts_it_again_is_done_when_every_channel_runs() -> None:
    """Also where a channel never was confirmed frozen."""
    story = frozen()
    orders(story, restarts(POSTS))
    orders(story, restarts(ADS))

    assert StepStatus.DONE is status(story, RESTART)


def test_a_restart_is_no_word_that_anything_had_stopped() -> None:
    """Nobody ever confirmed a channel: the step that stops publishing stays open, for a person to answer for."""
    story = frozen()
    orders(story, restarts(POSTS))
    orders(story, restarts(ADS))

    assert StepStatus.OPEN is status(story, FREEZE)


@pytest.mark.parametrize(
    ("step", "en", "fr"),
    [
        (
            FREEZE,
            "“freeze” is done once every channel is confirmed frozen. Still missing: “Ads”. `/crisis freeze` opens them.",
            (
                "« freeze » est faite dès que chaque canal est confirmé gelé. Il manque : « Ads ». "
                "`/crise geler` les ouvre."
            ),
        ),
        (
            RESTART,
            (
                "“restart” is done once every channel runs again. Still frozen: “Posts”. Not confirmed frozen: “Ads”. "
                "`/crisis restart` opens them."
            ),
            (
                "« restart » est faite dès que chaque canal est relancé. Encore gelés : « Posts ». "
                "Gel non confirmé : « Ads ». `/crise reprendre` les ouvre."
            ),
        ),
    ],
)
def test_ticking_either_by_hand_is_refused_with_what_is_missing(step: StepId, en: str, fr: str) -> None:
    """A tick must not hide a channel that still runs, or one that is still stopped; neither is called what it is not."""
    story = frozen()
    orders(story, confirms(POSTS), NADIA)
    with pytest.raises(Conflict) as refused:
        deciding.decide(story.incident, CompleteStep(incident=ID, step=step), by=MAUD, now=NOON)

    assert (en, fr) == (refused.value.tell.en, refused.value.tell.fr)


def test_what_is_stopped_again_opens_both_steps_again() -> None:
    """Stopped, confirmed, restarted: both are done. Stopped once more, neither is what it says."""
    story = frozen()
    for outlet in (POSTS, ADS):
        orders(story, confirms(outlet), NADIA)
    for outlet in (POSTS, ADS):
        orders(story, restarts(outlet))
    assert {StepStatus.DONE} == {status(story, FREEZE), status(story, RESTART)}
    again = orders(story, replace(STOP, channels=("Posts",)))

    assert [e.PublishingFrozen, e.StepReopened, e.StepReopened] == kinds(again)
    assert {StepStatus.OPEN} == {status(story, FREEZE), status(story, RESTART)}


def test_a_wider_freeze_opens_the_done_step_again_until_it_is_confirmed() -> None:
    """One more channel must stop: the step is done again by its confirmation."""
    story = frozen()
    for outlet in (POSTS, ADS):
        orders(story, confirms(outlet), NADIA)
    orders(story, adds("Mail"))
    assert StepStatus.OPEN is status(story, FREEZE)

    assert [e.OutletFrozen, e.StepCompleted] == kinds(orders(story, confirms(MAIL), NADIA))


@pytest.mark.parametrize("step", [FREEZE, RESTART])
def test_without_a_freeze_the_steps_are_ticked_by_hand(step: StepId) -> None:
    """Somebody stopped everything by telephone before Crisis Desk was opened."""
    story = running()
    story.asks(CompleteStep(incident=ID, step=step))

    assert StepStatus.DONE is status(story, step)


def test_a_freeze_of_everything_known_only_moves_the_scope() -> None:
    """No channel is asked twice."""
    story = frozen()
    (fact,) = orders(story, FreezePublishing(incident=ID, scope="France", channels=("ads", "posts")))

    assert isinstance(fact, e.PublishingFrozen)
    assert () == fact.outlets
