"""A fixed point that is due is heard of once, by whom it concerns, and only as long as it is still so."""

from datetime import timedelta

import pytest

from bot.practice.team import Message
from bot.stage import Player, Stage
from tests.stories.scene import (
    HARD,
    RHYS,
    SAOIRSE,
    action_ids,
    close,
    deliveries,
    incident,
    point_form,
    said_in_room,
    start,
)

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def saoirse(stage: Stage) -> Player:
    """The lead, once the crisis that Rhys opened runs."""
    start(stage.player(RHYS))
    return stage.player(SAOIRSE)


def about_points(player: Player) -> list[Message]:
    """What somebody was told of fixed points."""
    return [message for message in player.direct_messages() if "fixed point" in message.words]


def lapsed(stage: Stage) -> list[str]:
    """What the channel was told of fixed points that nobody held."""
    return [m.words for m in said_in_room(stage) if "Nobody has held the fixed point" in m.words]


def stands_in(stage: Stage) -> Player:
    """Whoever stands in for the lead."""
    now = incident(stage)
    person = now.stands_in(now.playbook.lead, for_=now.lead)
    assert person is not None
    return stage.player(person)


def test_a_point_that_nobody_holds_is_heard_in_the_room_and_by_the_deputy(
    stage: Stage, saoirse: Player
) -> None:
    """Half an interval later: who leads, and that anybody may hold it; the deputy gets its button."""
    stage.forward(minutes=44)
    assert [] == lapsed(stage)
    stage.forward(minutes=1)

    (told,) = lapsed(stage)
    assert f"<@{SAOIRSE}> leads; whoever is here can hold it now: `/crisis point held`" in told
    deputy = next(
        m for m in stands_in(stage).direct_messages() if "point fixe" in m.words or "fixed point" in m.words
    )
    assert f"<@{SAOIRSE}>" in deputy.words
    assert "ask:point" in action_ids(deputy)


def test_each_span_is_told_of_once(stage: Stage, saoirse: Player) -> None:
    """The lead is gone for two hours: four points, four lines, no more."""
    stage.forward(minutes=125)

    assert 3 == len(lapsed(stage))
    assert 4 == len(about_points(saoirse))


def test_the_agenda_opened_from_the_message_shows_the_point_that_is_due(
    stage: Stage, saoirse: Player
) -> None:
    """Not only the next one."""
    due = int(stage.clock.now().timestamp()) + 30 * 60
    stage.forward(minutes=30)
    saoirse.clicks(about_points(saoirse)[-1], "ask:point")

    assert f"*due now* (<!date^{due}^" in saoirse.opens_form().words


# After an outage.


def test_p3_a_slack_that_was_away_brings_one_fixed_point_not_eight(stage: Stage, saoirse: Player) -> None:
    """Only the last is told; those before have lost their object."""
    stage.workspace.faults.next("*", status=503, times=1_000_000)
    stage.forward(hours=6)
    stage.workspace.faults.clear()
    stage.forward(minutes=10)

    assert 1 == len(about_points(saoirse))
    assert 1 >= len(lapsed(stage))


def test_p3_a_point_told_late_says_by_how_much(stage: Stage, saoirse: Player) -> None:
    """The product was down for seven hours: it is not “due”, it is late."""
    stage.stop_bot()
    stage.clock.moment += timedelta(hours=7)
    stage.start_bot()
    stage.settle()

    (told,) = about_points(saoirse)
    assert "is late by 6\u00a0h\u00a030" in told.words


def test_a_point_that_was_held_meanwhile_is_not_due(stage: Stage, saoirse: Player) -> None:
    """Slack took no message for the lead, who held it all the same."""
    stage.workspace.faults.next("chat.postMessage", channel=SAOIRSE, status=503, times=100_000)
    stage.forward(minutes=31)
    saoirse.submits(point_form(saoirse, HARD))
    stage.workspace.faults.clear()
    stage.forward(minutes=10)

    assert [] == about_points(saoirse)
    assert "dropped" in {one["state"] for one in deliveries(stage, "nudge")}


def test_after_the_close_no_point_is_due(stage: Stage, saoirse: Player) -> None:
    """It waited for Slack until it was over."""
    stage.workspace.faults.next("chat.postMessage", channel=SAOIRSE, status=503, times=100_000)
    stage.forward(minutes=31)
    close(stage.player(RHYS))
    stage.workspace.faults.clear()
    stage.forward(minutes=10)

    assert [] == about_points(saoirse)
