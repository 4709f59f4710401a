"""Nothing that a fixed point goes through is missing where it is read: in the window, in the channel, on the page."""

from dataclasses import fields

import pytest

from bot.stage import Player, Stage
from playbooks.briefs import Agenda
from tests.stories.scene import (
    HARD,
    MAUD,
    POPPY,
    REF,
    RHYS,
    SAOIRSE,
    page,
    point_form,
    read,
    said_in_room,
    start,
    whispered,
)
from tests.stories.test_holding import RUMOUR, decides

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def busy(stage: Stage) -> Player:
    """Poppy leads a rumour in which everything happens: it is held, frozen, promised, late, called and claimed."""
    start(stage.player(RHYS), "rumour The power will be cut tonight")
    poppy = stage.player(POPPY)
    decides(poppy, {}, reason="we check first", line="We are checking.")
    for words in (
        "fact It is on a forum",
        "claim The minister knows",
        "claim A plant is closed",
        "refute 3",
        "update We are checking. next 90m",
    ):
        poppy.types(f"/crisis {words}", RUMOUR)
    poppy.types("/crisis freeze the whole brand", RUMOUR)
    poppy.submits(poppy.fills(poppy.opens_form(), {"channels": "Posts"}))
    stage.forward(minutes=40)
    return poppy


# How each list of the agenda is seen, in a window and on a page.
SEEN = {
    "since": ("no fixed point yet", "Not held yet"),
    "next_at": ("next one due", "Next one due"),
    "facts": ("It is on a forum", "It is on a forum"),
    "refuted": (
        "Found to be false since the opening",
        "Found to be false since the opening A plant is closed",
    ),
    "to_verify": ("The minister knows", "To verify The minister knows"),
    "late": ("Late steps*\n", "Late steps"),
    "held": ("Held back*\n", "Held back"),
    "stopped": ("Publishing freeze*\n", "Publishing freeze Posts"),
    "promise": ("🕑 promised", "Next public word"),
    "calls": ("Calls without an answer*", "Calls without an answer"),
}


def test_every_part_of_the_agenda_is_drawn_everywhere(stage: Stage, busy: Player) -> None:
    """A field that is added to the agenda is read by people, or this fails."""
    busy.types("/crisis point", RUMOUR)
    window = busy.opens_form().words
    busy.clicks(busy.opens_form(), "point:share")
    notice, panel = said_in_room(stage)[-1].words, read(page(stage))

    assert {field.name for field in fields(Agenda)} == SEEN.keys() | {
        "clocks"
    }  # A rumour has no legal clock.
    for part, (in_slack, on_page) in SEEN.items():
        assert in_slack in window, part
        assert in_slack in notice, part
        assert on_page in panel, part


def test_a_refuted_fact_is_in_the_agenda_and_in_the_brief(stage: Stage) -> None:
    """It was verified at the last point, and is false now."""
    start(stage.player(RHYS))
    saoirse = stage.player(SAOIRSE)
    saoirse.types(f"/crisis fact {REF} Only names are in it", "general")
    stage.forward(minutes=20)
    saoirse.submits(point_form(saoirse, HARD))
    stage.forward(minutes=5)
    saoirse.types(f"/crisis refute {REF} 1 found passports", "general")

    saoirse.types(f"/crisis point {REF}", "general")
    assert "Found to be false since the last fixed point*\n" in saoirse.opens_form().words
    assert "Only names are in it" in saoirse.opens_form().words
    saoirse.types(f"/crisis handover {REF}", "general")
    assert "Found to be false*\n" in whispered(saoirse)


def test_a_list_with_nothing_in_it_says_so_in_french_too(stage: Stage) -> None:
    """In the gender of what it counts."""
    start(stage.player(RHYS))
    maud = stage.player(MAUD)
    maud.types(f"/crise point {REF}", "general")

    for wanted in (
        "Étapes en retard*  aucune",
        "Gel des publications*  aucun",
        "Prochaine prise de parole*  aucune",
    ):
        assert wanted in maud.opens_form().words, wanted
