"""A ladder whose incident changes under it: it becomes a crisis, an answer lapses, somebody is asked for who is called."""

import copy
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.files import CompanyFiles
from bot.stage import Stage, with_database
from config.settings import read_settings
from playbooks.playbook import Severity, Words
from playbooks.routing import LadderPlan, Only
from tests.stories.scene import (
    API_TOKEN,
    BASILE,
    CLAIRE,
    DEREK,
    INES,
    POPPY,
    REF,
    RHYS,
    action_ids,
    api,
    calls_of,
    said_in_room,
    start,
    whispered,
)
from tests.stories.test_ladders import PRESS, UNIT, called, climbs, rung, sleeps, takes

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
MARC = "U0MARC"  # the only data protection officer
CRISIS_ALONE = Only(severities=(Severity.SEV1,))


@pytest.fixture
def files(company_files: CompanyFiles) -> CompanyFiles:
    """The example company's files, to be changed by one story."""
    return copy.copy(company_files)


@pytest.fixture
def stage(migrated_database_url: str, journal: Path, files: CompanyFiles) -> Iterator[Stage]:
    """The product with that company's files."""
    settings = with_database(read_settings({"CRISIS_API_TOKEN": API_TOKEN}), migrated_database_url)
    with Stage(settings, files=files) as standing:
        yield standing
        standing.workspace.write_journal(journal)


def becomes_a_crisis(stage: Stage) -> None:
    """Somebody raises it."""
    stage.player(RHYS).types(f"/crisis severity {REF} crisis people are hurt", "general")
    stage.settle()


def by_hand(stage: Stage) -> list[str]:
    """Whom the ladders that were asked for by hand have called."""
    return [call["person"] for call in api(stage)["calls"] if call["ladder"].startswith("@")]


def alarms(stage: Stage) -> list[str]:
    """What the room was told of the end of the press ladder."""
    return [m.words for m in said_in_room(stage) if "ladder Press" in m.words]


def passes_on(stage: Stage, person: str, to: str) -> None:
    """Somebody calls somebody else in their place."""
    player = stage.player(person)
    player.clicks(calls_of(player)[-1], "call:instead")
    player.submits(player.fills(player.opens_form(), {"person": to, "reason": "plane"}))


def declines(stage: Stage, person: str) -> None:
    """Somebody can't."""
    player = stage.player(person)
    player.clicks(calls_of(player)[-1], "call:decline")
    player.submits(player.fills(player.opens_form(), {"reason": "no"}))


def test_a_crisis_hurries_a_ladder_that_began_slowly(stage: Stage, files: CompanyFiles) -> None:
    """The wait is the one of the severity that it has now, where the company wrote none of its own."""
    climbs(files, rung(POPPY), rung(INES))
    start(stage.player(RHYS), severity="sev4")
    becomes_a_crisis(stage)
    stage.forward(minutes=6)

    assert [POPPY, INES] == called(stage)


def test_a_crisis_keeps_the_wait_that_the_company_wrote(stage: Stage, files: CompanyFiles) -> None:
    """Twenty minutes stay twenty minutes."""
    climbs(files, rung(POPPY, wait=timedelta(minutes=20)), rung(INES))
    start(stage.player(RHYS), severity="sev4")
    becomes_a_crisis(stage)
    stage.forward(minutes=19)

    assert [POPPY] == called(stage)


def test_a_crisis_wakes_who_was_left_to_sleep(stage: Stage, files: CompanyFiles) -> None:
    """On the rung that is being called at once, and on those ahead when their turn comes."""
    climbs(files, rung(POPPY, BASILE), rung(CLAIRE, INES))
    sleeps(files, POPPY, INES)
    start(stage.player(RHYS), severity="sev2")
    assert [BASILE] == called(stage)

    becomes_a_crisis(stage)
    assert [BASILE, POPPY] == called(stage)
    stage.forward(minutes=6)
    assert [BASILE, POPPY, CLAIRE, INES] == called(stage)


def test_a_crisis_after_the_end_of_a_ladder_is_answered_or_told(stage: Stage, files: CompanyFiles) -> None:
    """The rung that only a crisis calls is called, and its silence is told like any other."""
    climbs(files, rung(CLAIRE, only=CRISIS_ALONE), rung(POPPY))
    start(stage.player(RHYS), severity="sev2")
    stage.forward(minutes=15)
    told = len(alarms(stage))
    becomes_a_crisis(stage)

    assert CLAIRE in called(stage)
    stage.forward(minutes=6)
    assert told < len(alarms(stage))


def test_somebody_named_after_the_end_who_cannot_either_is_told(stage: Stage, files: CompanyFiles) -> None:
    """The room hears again that nobody is left."""
    climbs(files, rung(POPPY), rung(INES))
    start(stage.player(RHYS))
    stage.forward(minutes=15)
    told = len(alarms(stage))
    passes_on(stage, POPPY, BASILE)
    declines(stage, BASILE)
    stage.settle()

    assert told < len(alarms(stage))


def test_an_answer_that_lapses_asks_whom_it_had_let_go(stage: Stage, files: CompanyFiles) -> None:
    """They are called once more before anybody is told that nobody is left; and then it says what has lapsed."""
    climbs(files, rung(POPPY, INES), asked_again=timedelta(minutes=30))
    start(stage.player(RHYS))
    takes(stage.player(POPPY))
    stage.forward(minutes=36)

    assert [POPPY, INES, INES] == called(stage)
    last = calls_of(stage.player(INES))[-1]
    assert last.buttons
    assert [] == alarms(stage)
    stage.forward(minutes=6)
    assert any("*The answer on the ladder Press lapsed*" in words for words in alarms(stage))


def test_somebody_who_has_a_call_is_not_called_again_for_a_wish(stage: Stage, files: CompanyFiles) -> None:
    """One message; their answer to it is the answer, and whoever asked is told by what they are called."""
    climbs(files, rung(POPPY), rung(INES))
    start(stage.player(RHYS))
    derek = stage.player(DEREK)
    derek.types(f"/crisis escalate {REF} @poppy come", "general")
    stage.settle()

    assert 1 == len(calls_of(stage.player(POPPY)))
    assert f"<@{POPPY}> has a call already, by the ladder Press" in whispered(derek)
    takes(stage.player(POPPY))
    stage.forward(minutes=15)
    assert [] == alarms(stage)


def test_one_answer_counts_for_all_the_calls_that_somebody_has(stage: Stage, files: CompanyFiles) -> None:
    """Asked for once more minutes later, she has two messages; her yes to one ends both."""
    climbs(files, rung(POPPY), rung(INES))
    start(stage.player(RHYS))
    stage.forward(minutes=2)
    stage.player(DEREK).types(f"/crisis escalate {REF} @poppy now", "general")
    stage.settle()
    assert 2 == len(calls_of(stage.player(POPPY)))
    takes(stage.player(POPPY))
    stage.forward(minutes=15)

    assert [POPPY] == called(stage)
    assert [] == alarms(stage)
    assert not any("call:take" in str(call.blocks) for call in calls_of(stage.player(POPPY)))


def test_somebody_who_is_on_it_by_a_wish_is_not_called_by_a_ladder(stage: Stage, files: CompanyFiles) -> None:
    """Whoever took one call of an incident is at work on it."""
    climbs(files, rung(POPPY), rung(INES, BASILE))
    start(stage.player(RHYS))
    stage.player(DEREK).types(f"/crisis escalate {REF} @ines we need", "general")
    stage.settle()
    takes(stage.player(INES))
    stage.forward(minutes=6)

    assert 1 == len(calls_of(stage.player(INES)))
    assert [POPPY, BASILE] == called(stage)


def test_somebody_who_is_on_it_and_is_asked_for_by_name_hears_of_it(
    stage: Stage, files: CompanyFiles
) -> None:
    """Not their deputy in their place, as if they had not answered."""
    climbs(files, rung(POPPY), rung(INES))
    start(stage.player(RHYS))
    takes(stage.player(POPPY))
    stage.player(DEREK).types(f"/crisis escalate {REF} @poppy and read this", "general")
    stage.settle()

    assert [POPPY] == by_hand(stage)


def test_a_turn_that_names_somebody_does_not_keep_a_later_rung_from_calling_them(
    stage: Stage, files: CompanyFiles
) -> None:
    """Of a rung in turn one is called: the others stay where they stand further up."""
    press = LadderPlan(id=PRESS, title=Words(en="Press", fr="Presse"), rungs=(rung(POPPY),))
    turns = (rung(CLAIRE, BASILE, in_turn=True), rung(BASILE, CLAIRE))
    unit = LadderPlan(id=UNIT, title=Words(en="Unit", fr="Unité"), rungs=turns)
    files.keep(replace(files.directory(), ladders=(press, unit), rotas=()), files.shelf())
    start(stage.player(RHYS))
    stage.player(DEREK).types(f"/crisis escalate {REF} @ines we need", "general")
    stage.forward(minutes=60)

    assert {INES, CLAIRE, BASILE} <= set(by_hand(stage))


@pytest.mark.parametrize(
    ("typed", "asks"), [("next of kin are at the door", True), ("next", False), ("next: hurry", False)]
)
def test_a_reason_that_begins_with_next_hurries_nobody(
    stage: Stage, files: CompanyFiles, typed: str, asks: bool
) -> None:
    """The next rung is asked for by that word alone, or with a sign after it; else the form asks whom to call."""
    climbs(files, rung(POPPY), rung(CLAIRE))
    start(stage.player(RHYS))
    derek = stage.player(DEREK)
    derek.types(f"/crisis escalate {REF} {typed}", "general")
    stage.settle()

    assert asks is (CLAIRE not in called(stage))
    assert asks is bool(derek.forms())


def test_whoever_said_no_may_take_it_after_all_while_nobody_has(stage: Stage, files: CompanyFiles) -> None:
    """The button stands under their no, also once the ladder has ended; after somebody's yes it is refused."""
    climbs(files, rung(POPPY), rung(INES))
    start(stage.player(RHYS))
    poppy, ines = stage.player(POPPY), stage.player(INES)
    declines(stage, POPPY)
    stage.settle()
    stage.forward(minutes=6)
    (mine,) = calls_of(poppy)
    assert {"call:take"} == {action for action in action_ids(mine) if action.startswith("call:")}
    poppy.clicks(mine, "call:take")
    stage.settle()

    (taken, _) = [call["state"] for call in api(stage)["calls"] if call["ladder"] == PRESS]
    assert "taken" == taken
    assert not calls_of(ines)[-1].buttons


def test_somebody_who_is_away_is_not_called_in_anothers_place(stage: Stage, files: CompanyFiles) -> None:
    """The form says so, and the first keeps the call."""
    climbs(files, rung(POPPY), rung(INES))
    stage.player(BASILE).types("/crisis away until 2026-03-20", "general")
    start(stage.player(RHYS))
    poppy = stage.player(POPPY)
    poppy.clicks(calls_of(poppy)[-1], "call:instead")
    answer = poppy.submits(poppy.fills(poppy.opens_form(), {"person": BASILE, "reason": "plane"}))

    assert b"away" in answer.body
    assert [POPPY] == called(stage)


def test_a_role_whose_holders_are_all_away_is_told(stage: Stage, files: CompanyFiles) -> None:
    """Whoever asks learns that somebody else is called, and in whose place."""
    climbs(files, rung(POPPY))
    directory = files.directory()
    contacts = tuple(replace(contact, deputy=None) for contact in directory.contacts)
    files.keep(replace(directory, contacts=contacts), files.shelf())
    start(stage.player(RHYS))
    stage.player(MARC).types("/crisis away until 2026-03-20", "general")
    derek = stage.player(DEREK)
    derek.types(f"/crisis escalate {REF} dpo help", "general")

    assert f"<@{MARC}> would answer for it and is away" in whispered(derek)
