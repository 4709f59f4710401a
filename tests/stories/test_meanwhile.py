"""What was true when a form opened and is so no longer when it is sent: nobody undoes what they did not know of."""

import pytest

from bot.stage import Player, Stage
from tests.stories.scene import (
    HARD,
    MILD,
    POPPY,
    RHYS,
    ROOM,
    SAOIRSE,
    api,
    fill,
    point_form,
    said_in_room,
    start,
    told_last,
)

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def saoirse(stage: Stage) -> Player:
    """The lead, once the crisis that Rhys opened runs."""
    start(stage.player(RHYS))
    return stage.player(SAOIRSE)


def says_at_risk(player: Player, **more: object) -> None:
    """Tick the box of the plain form, and answer none of its questions."""
    player.types("/crisis severity", ROOM)
    player.submits(player.fills(player.opens_form(), {"risk": ["risk"], **more}))


# People at risk, said without the six questions.


def test_people_at_risk_ticked_alone_are_an_alarm(stage: Stage, saoirse: Player) -> None:
    """The box alone is enough: the card, the channel and the lead have it at once."""
    says_at_risk(stage.player(POPPY))

    assert api(stage)["people_at_risk"]
    assert any("🚑" in message.words for message in said_in_room(stage))
    assert "🚑" in told_last(saoirse)
    assert "sev1" == api(stage)["severity"]


def test_people_at_risk_ticked_with_another_severity_are_not_lost(stage: Stage) -> None:
    """A watch is raised and the box ticked in one sending: both are kept."""
    start(stage.player(RHYS), severity="sev4")
    says_at_risk(stage.player(RHYS), severity="sev2")

    assert (True, "sev2") == (api(stage)["people_at_risk"], api(stage)["severity"])


# The severity changed while a form lay open.


def test_a_form_of_before_does_not_raise_again_what_the_lead_lowered(stage: Stage, saoirse: Player) -> None:
    """Poppy left the menu alone: her answers are kept, the point is held, and the severity stays the lead's."""
    poppy = stage.player(POPPY)
    form = point_form(poppy, MILD)
    saoirse.types("/crisis severity incident names only, no passports", ROOM)

    poppy.submits(form)

    assert ("sev3", [POPPY]) == (api(stage)["severity"], [point["by"] for point in api(stage)["points"]])


def test_a_form_of_before_does_not_lower_what_was_raised_since(stage: Stage) -> None:
    """Not even the lead's own form, which has a reason in it: whoever raised it knew something new."""
    start(stage.player(RHYS), severity="sev2")
    saoirse = stage.player(SAOIRSE)
    form = point_form(saoirse, HARD, reason="it stays as it is")
    stage.player(RHYS).types("/crisis severity crisis the minister called", ROOM)

    saoirse.submits(form)

    assert "sev1" == api(stage)["severity"]


def test_a_severity_chosen_before_somebody_changed_it_is_asked_again(stage: Stage) -> None:
    """Beside the menu stand who changed it and to what; nothing that was answered is lost."""
    start(stage.player(RHYS), severity="sev2")
    saoirse = stage.player(SAOIRSE)
    form = point_form(saoirse, HARD, severity="sev3", reason="contained")
    stage.player(RHYS).types("/crisis severity crisis the minister called", ROOM)

    saoirse.submits(form)

    told = saoirse.opens_form().errors["severity"]
    assert "“Crisis” meanwhile" in told
    assert "Rhys" in told
    assert "sev1" == api(stage)["severity"]
    assert [] == api(stage)["points"]


def test_a_form_that_is_filled_on_shows_the_severity_of_now(stage: Stage, saoirse: Player) -> None:
    """Each answer draws it anew: who chose nothing by hand is not refused for what they have just been shown."""
    poppy = stage.player(POPPY)
    point_form(poppy, {"harm": "0"})
    saoirse.types("/crisis severity incident names only", ROOM)

    poppy.submits(fill(poppy, HARD, severity="sev2"))

    assert "sev2" == api(stage)["severity"]


def test_n11_a_fixed_point_is_held_once(stage: Stage, saoirse: Player) -> None:
    """Both filled the form; the second hears who was first."""
    stage.forward(minutes=30)
    poppy = stage.player(POPPY)
    forms = [(player, point_form(player, HARD)) for player in (saoirse, poppy)]
    for player, form in forms:
        player.submits(form)

    assert [SAOIRSE] == [point["by"] for point in api(stage)["points"]]
    assert "Saoirse" in " ".join(poppy.opens_form().errors.values())
