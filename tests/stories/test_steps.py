"""The checklist is worked: from the card, from the full list and by command; and what is late is told."""

from contextlib import suppress
from datetime import timedelta

import pytest

from bot.practice.refusals import FormRefused
from bot.stage import Player, Stage
from tests.stories.scene import (
    CLAIRE,
    DEREK,
    IMOGEN,
    MAUD,
    POPPY,
    RHYS,
    ROOM,
    SAOIRSE,
    action_ids,
    api,
    card,
    close,
    incident,
    page,
    read,
    start,
    told_last,
    whispered,
)

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def saoirse(stage: Stage) -> Player:
    """The lead, once the crisis that Rhys opened runs."""
    start(stage.player(RHYS))
    return stage.player(SAOIRSE)


def step(stage: Stage, number: int = 1) -> dict[str, object]:
    """A step as the API tells it."""
    found: dict[str, object] = api(stage)["steps"][number - 1]
    return found


def late_messages(player: Player) -> list[str]:
    """What somebody was told of their own late steps, oldest first."""
    return [m.words for m in player.direct_messages() if "Late, and yours to do" in m.words]


def test_done_and_undone_by_card_by_list_and_by_command(stage: Stage, saoirse: Player) -> None:
    """Three ways, one effect each, and always undone again."""
    value = incident(stage).id

    saoirse.clicks(card(stage), "step:done:source")
    assert ("done", SAOIRSE) == (step(stage)["status"], step(stage)["settled_by"])
    saoirse.clicks(card(stage), "step:undo:source")
    assert "open" == step(stage)["status"]

    saoirse.clicks(card(stage), "ask:steps")
    saoirse.selects(saoirse.opens_form(), "step:more:source", f"done|{value}")
    assert "done" == step(stage)["status"]
    saoirse.selects(saoirse.opens_form(), "step:more:source", f"undo|{value}")
    assert "open" == step(stage)["status"]

    saoirse.types("/crisis done 1", ROOM)
    assert "done" == step(stage)["status"]
    saoirse.types("/crisis undo 1", ROOM)
    assert "open" == step(stage)["status"]


def test_skipped_with_a_reason_by_card_by_list_and_by_command(stage: Stage, saoirse: Player) -> None:
    """The reason is kept with the step and shown on the card."""
    value = incident(stage).id
    saoirse.selects(card(stage), "step:more:source", f"skip|{value}")
    saoirse.submits(saoirse.fills(saoirse.opens_form(), {"reason": "the police have it"}))
    assert ("skipped", "the police have it") == (step(stage)["status"], step(stage)["words"])
    assert "the police have it" in card(stage).words

    saoirse.clicks(card(stage), "ask:steps")
    saoirse.selects(saoirse.opens_form(), "step:more:severity", f"skip|{value}")
    saoirse.submits(saoirse.fills(saoirse.opens_form(), {"reason": "decided by the board"}))
    saoirse.types("/crisis skip 3 we are all in one room", ROOM)

    reasons = [step(stage, number)["words"] for number in (2, 3)]
    assert ["decided by the board", "we are all in one room"] == reasons
    assert "3 skipped" in card(stage).words


@pytest.mark.parametrize("reason", [None, "   ", "\u200b"])
def test_a_mandatory_step_is_not_skipped_without_a_reason(
    stage: Stage, saoirse: Player, reason: str | None
) -> None:
    """No word, only spaces, only what nobody can see: the step stays open and the form asks."""
    saoirse.types("/crisis skip 1", ROOM)
    form = saoirse.fills(saoirse.opens_form(), {"reason": reason})

    with suppress(FormRefused):  # A client refuses the empty field itself.
        saoirse.submits(form)

    assert ["reason"] == list(saoirse.opens_form().errors)
    assert "open" == step(stage)["status"]


def test_a_step_that_is_not_mandatory_may_be_skipped_without_a_word(stage: Stage, saoirse: Player) -> None:
    """Step 14, the complaint to the police, is not mandatory."""
    saoirse.types("/crisis skip 14", ROOM)

    assert ("skipped", "") == (step(stage, 14)["status"], step(stage, 14)["words"])


def test_taken_by_card_by_list_and_by_command(stage: Stage, saoirse: Player) -> None:
    """Whoever takes a step owns it, and the card says so."""
    saoirse.clicks(card(stage), "step:take:source")
    saoirse.types("/crisis steps", ROOM)
    saoirse.selects(saoirse.opens_form(), "step:more:facts", f"take|{incident(stage).id}")
    saoirse.types("/crisis take 8", ROOM)

    assert [SAOIRSE] * 3 == [step(stage, number)["owner"] for number in (1, 7, 8)]


def test_a_step_given_to_somebody_reaches_them_with_its_buttons(stage: Stage, saoirse: Player) -> None:
    """By card, by list and by command; each hears of it by direct message and can do it there."""
    value = incident(stage).id
    saoirse.selects(card(stage), "step:more:source", f"assign|{value}")
    saoirse.submits(saoirse.fills(saoirse.opens_form(), {"person": DEREK}))
    saoirse.types("/crisis steps", ROOM)
    saoirse.selects(saoirse.opens_form(), "step:more:facts", f"assign|{value}")
    saoirse.submits(saoirse.fills(saoirse.opens_form(), {"person": CLAIRE}))
    saoirse.types("/crisis assign 8 to @Maud Tessier", ROOM)

    assert [DEREK, CLAIRE, MAUD] == [step(stage, number)["owner"] for number in (1, 7, 8)]
    derek = stage.player(DEREK)
    assert "1. Capture the source" in told_last(derek)
    derek.clicks(derek.direct_messages()[-1], "step:done:source")
    assert ("done", DEREK) == (step(stage)["status"], step(stage)["settled_by"])


def test_a_step_is_added_by_card_by_list_and_by_command(stage: Stage, saoirse: Player) -> None:
    """It stands on the list with its owner and its time, and its owner hears of it."""
    saoirse.types("/crisis add Call the mayor in 30m", ROOM)
    saoirse.clicks(card(stage), "ask:add")
    form = saoirse.fills(saoirse.opens_form(), {"title": "Tell the union", "person": DEREK, "due": "60"})
    saoirse.submits(form)
    saoirse.types("/crisis steps", ROOM)
    saoirse.clicks(saoirse.opens_form(), "ask:add")
    saoirse.submits(saoirse.fills(saoirse.opens_form(), {"title": "Feed the night shift"}))

    added = [one for one in api(stage)["steps"] if one["added"]]
    titles = ["Call the mayor", "Tell the union", "Feed the night shift"]
    assert titles == [one["title"]["en"] for one in added]
    assert [SAOIRSE, DEREK, SAOIRSE] == [one["owner"] for one in added]
    half_past = (stage.clock.now() + timedelta(minutes=30)).strftime("%Y-%m-%dT%H:%M")
    assert added[0]["due_at"].startswith(half_past)
    assert "Tell the union" in told_last(stage.player(DEREK))
    assert "Feed the night shift" in saoirse.opens_form().words


def test_a_late_step_is_told_to_its_owner_then_to_the_lead(stage: Stage, saoirse: Player) -> None:
    """Step 1 is due after five minutes: Poppy hears then, Saoirse ten minutes later, each once."""
    poppy = stage.player(POPPY)
    stage.forward(minutes=5)
    assert "Late, and yours to do" in told_last(poppy)
    assert "1. Capture the source" in told_last(poppy)
    assert not any("1. Capture the source" in m.words for m in saoirse.direct_messages())

    stage.forward(minutes=10)
    assert "Still late" in told_last(saoirse)
    assert "1. Capture the source" in told_last(saoirse)

    stage.forward(minutes=90)
    about = [m for m in poppy.direct_messages() if "1. Capture the source" in m.words]
    assert 1 == len(about)


def test_a_step_in_time_is_nobodys_reminder(stage: Stage, saoirse: Player) -> None:
    """What is done or skipped before its time is never told as late."""
    saoirse.types("/crisis done 1", ROOM)
    saoirse.types("/crisis skip 3 we are all in one room", ROOM)

    stage.forward(minutes=20)

    late = "\n".join(m.words for m in (*stage.player(POPPY).direct_messages(), *saoirse.direct_messages()))
    assert "1. Capture the source" not in late
    assert "3. Open the room" not in late


def test_late_steps_of_one_person_come_in_one_message(stage: Stage, saoirse: Player) -> None:
    """The facts sheet and another step of the lead are both due after half an hour: one message names both."""
    saoirse.types("/crisis assign 6 me", ROOM)
    stage.forward(minutes=29)
    before = late_messages(saoirse)

    stage.forward(minutes=1)

    *earlier, latest = late_messages(saoirse)
    assert before == earlier
    assert "6. Confirm or waive the legal clocks" in latest
    assert "7. Write the facts sheet" in latest


def test_a_reopened_step_can_be_worked_again(stage: Stage, saoirse: Player) -> None:
    """Undone, it stands on the card as before, with its buttons."""
    saoirse.clicks(card(stage), "step:done:source")
    assert "step:done:source" not in action_ids(card(stage))

    saoirse.types("/crisis undo 1", ROOM)

    assert "step:done:source" in action_ids(card(stage))
    assert "0 of 22 steps" in card(stage).words


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("done 99", "99"),
        ("done", "Which step?"),
        ("undo 1", "Capture the source"),
        ("assign 1 @nobody", "nobody"),
    ],
)
def test_an_order_that_fits_nothing_is_explained(
    stage: Stage, saoirse: Player, words: str, told: str
) -> None:
    """Only its author hears why, and nothing changes."""
    before = incident(stage)

    saoirse.types(f"/crisis {words}", ROOM)

    assert told in whispered(saoirse)
    assert before == incident(stage)


@pytest.mark.parametrize("verb", ["done", "undo", "skip", "take", "assign"])
@pytest.mark.parametrize("number", ["-1", "0", "99", "1.5", "+2", "١", "1-3"])
def test_a_number_that_is_not_of_the_list_is_told_which_are(
    stage: Stage, saoirse: Player, verb: str, number: str
) -> None:
    """What was typed and the numbers there are, in one answer; no step is done by half of a number."""
    before = incident(stage)

    saoirse.types(f"/crisis {verb} {number} because", ROOM)

    assert f"no step “{number}”" in whispered(saoirse)
    assert f"to {before.steps[-1].number}. " in whispered(saoirse)
    assert before == incident(stage)


@pytest.mark.parametrize("verb", ["fait", "annuler", "passer", "prendre", "confier"])
def test_a_number_that_is_not_of_the_list_is_told_which_are_in_french(
    stage: Stage, saoirse: Player, verb: str
) -> None:
    """Claire reads French: each verb of the French command tells her the numbers in it."""
    saoirse.types(f"/crisis lead <@{CLAIRE}>", ROOM)
    claire = stage.player(CLAIRE)

    claire.types(f"/crise {verb} -1 parce que", ROOM)

    assert "pas d’étape «\u00a0-1\u00a0»" in whispered(claire)
    assert f"à {incident(stage).steps[-1].number}. " in whispered(claire)


def test_zeros_before_a_number_change_nothing(stage: Stage, saoirse: Player) -> None:
    """However many there are, it is step 11 that is meant."""
    saoirse.types("/crisis done 0000011 sent by the works council", ROOM)

    assert ["open", "done"] == [step(stage, number)["status"] for number in (1, 11)]


def test_a_closed_crisis_takes_no_more_steps(stage: Stage, saoirse: Player) -> None:
    """The list is still shown; an order is refused with its reason."""
    close(saoirse)
    before = incident(stage)

    stage.player(IMOGEN).types("/crisis done 1", ROOM)

    assert "is closed" in whispered(stage.player(IMOGEN))
    assert before.steps == incident(stage).steps


def test_several_steps_are_ticked_at_once_and_each_is_told(stage: Stage, saoirse: Player) -> None:
    """Two tasks are done with one note; the decision between them, and a number of no step, say what they need."""
    decision = next(n for n, s in enumerate(api(stage)["steps"], 1) if s["kind"] == "decision")
    tasks = [n for n, s in enumerate(api(stage)["steps"], 1) if s["kind"] == "task"][:2]
    saoirse.types(f"/crisis done {tasks[0]}, {decision} {tasks[1]}: on the phone", ROOM)

    told = whispered(saoirse)
    assert [("done", "on the phone")] * 2 == [
        (step(stage, n)["status"], step(stage, n)["words"]) for n in tasks
    ]
    assert "open" == step(stage, decision)["status"]
    assert f"/crisis done {decision}" in told
    saoirse.types(f"/crise fait {tasks[0]} 99", ROOM)
    assert "99." in whispered(saoirse)


def test_a_number_that_is_no_step_begins_the_note(stage: Stage, saoirse: Player) -> None:
    """“done 1 300 letters sent” is one step, and what was done."""
    saoirse.types("/crisis done 1 300 letters sent", ROOM)

    assert ("done", "300 letters sent") == (step(stage)["status"], step(stage)["words"])


def test_the_lead_takes_people_at_risk_back_with_a_reason(stage: Stage) -> None:
    """By command and by the form of the severity; the card, the room and the page say so, and nobody else may."""
    rhys, saoirse = stage.player(RHYS), stage.player(SAOIRSE)
    start(rhys, about=["risk"])
    assert "People may be at risk" in card(stage).words
    rhys.types("/crisis safe the building was empty", ROOM)
    assert "only the lead takes it back" in whispered(rhys)

    saoirse.clicks(card(stage), "ask:severity")
    saoirse.clicks(saoirse.opens_form(), "ask:safe")
    saoirse.submits(saoirse.fills(saoirse.opens_form(), {"reason": "The building was empty."}))

    assert "People may be at risk" not in card(stage).words
    assert "nobody is at risk any more: The building was empty." in read(page(stage))
    saoirse.types("/crise hors danger vide", ROOM)
    assert "Nobody is held to be at risk" in whispered(saoirse)
