"""To answer, hold or stay silent: the questions, the advice, the choice, and a hold that never lapses quietly."""

import json
from contextlib import suppress
from typing import Any

import pytest

from bot.practice.refusals import FormRefused
from bot.practice.team import Message, View
from bot.stage import Player, Stage
from playbooks.incident import Ending
from tests.stories.scene import (
    BASILE,
    DEREK,
    INES,
    POPPY,
    RHYS,
    action_ids,
    api,
    card,
    close,
    incident,
    page,
    read,
    said_in_room,
    start,
    told_last,
    whispered,
)

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

RUMOUR = "inc-2026-0001-rumour"
ANTOINE = "U0ANTOINE"  # executive
SAID = "We are checking this, and will speak again within the hour."
HOLD = {"reason": "nobody knows yet", "line": SAID}


@pytest.fixture
def poppy(stage: Stage) -> Player:
    """The press officer who leads a rumour about the unit energy-uk, and may prolong a hold of it."""
    start(stage.player(RHYS), "rumour The power will be cut tonight")
    return stage.player(POPPY)


def answers(player: Player, **given: object) -> View:
    """Answer the questions that are open, and give the form with the advice."""
    player.submits(player.fills(player.opens_form(), {"truth": "unknown", **given}))
    return player.opens_form()


def decides(player: Player, given: dict[str, Any], **chosen: object) -> None:
    """Open the questions by command, answer them and choose."""
    player.types("/crisis decide", RUMOUR)
    form = answers(player, **given)
    if "outcome" in chosen:
        form = player.fills(form, {"outcome": chosen.pop("outcome")})
    player.submits(player.fills(form, chosen))


def offered(form: View, field: str = "outcome") -> list[str]:
    """The choices of a menu, by their values."""
    block = next(block for block in form.blocks if block.get("block_id") == field)
    return [option["value"] for option in block["element"]["options"]]


def fields(form: View) -> set[str]:
    """The fields that a form asks for."""
    return {str(block["block_id"]) for block in form.blocks if block["type"] == "input"}


def stance(stage: Stage) -> dict[str, Any]:
    """The latest decision, as the API tells it."""
    found: dict[str, Any] = api(stage)["stances"][-1]
    return found


def last_about(player: Player, words: str) -> Message:
    """The last direct message that says something."""
    return next(m for m in reversed(player.direct_messages()) if words in plain(m.words))


def plain(text: str) -> str:
    """French as it is typed."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def substance(stage: Stage) -> dict[str, Any]:
    """The step that asks whether to answer, as the API tells it."""
    return next(step for step in api(stage)["steps"] if step["id"] == "substance")


# Deciding.


def test_the_advice_is_read_before_anything_is_chosen(stage: Stage, poppy: Player) -> None:
    """Two forms, the second in the place of the first: its reason stands above the choice, which it has filled."""
    poppy.types("/crisis decide", RUMOUR)
    assert {"danger", "sensitive", "truth", "source", "weight", "spread"} == fields(poppy.opens_form())
    with pytest.raises(FormRefused):
        poppy.submits(poppy.opens_form())  # Whether it is true is asked of everybody.

    form = answers(poppy)

    assert "Advice: Hold, for a set time" in form.words
    assert "Check first, and say that you are checking." in form.words
    assert ["respond", "private", "hold", "silent"] == offered(form)
    assert {"outcome", "reason", "person", "lasts", "line", "triggers"} == fields(form)
    assert None is incident(stage).stance


@pytest.mark.parametrize("way", ["card", "list", "command", "number"])
def test_a_hold_is_decided_from_wherever_one_stands(stage: Stage, poppy: Player, way: str) -> None:
    """From the card or the full list by the step's button, and by command, with or without its number."""
    number = substance(stage)["number"]
    match way:
        case "card":
            for done in range(1, number):
                poppy.types(f"/crisis skip {done} not this time", RUMOUR)
            poppy.clicks(card(stage), "step:done:substance")
        case "list":
            poppy.types("/crisis steps", RUMOUR)
            poppy.selects(poppy.opens_form(), "step:more:substance", f"done|{incident(stage).id}")
        case "number":
            poppy.types(f"/crisis done {number} nobody knows yet", RUMOUR)
        case _:
            poppy.types("/crisis decide nobody knows yet", RUMOUR)

    form = answers(poppy)
    poppy.submits(poppy.fills(form, {"line": SAID, **({} if way in {"command", "number"} else HOLD)}))

    told = stance(stage)
    assert ("hold", POPPY, "nobody knows yet") == (told["outcome"], told["by"], told["reason"])
    assert ("done", "nobody knows yet") == (substance(stage)["status"], substance(stage)["words"])


def test_a_hold_stands_on_the_card_in_the_log_and_on_the_page(stage: Stage, poppy: Player) -> None:
    """What, until when, who watches over it, why, and the line; with its three buttons."""
    decides(poppy, {}, person=DEREK, **HOLD)

    until = int(stage.clock.now().timestamp()) + 3600
    words = card(stage).words
    assert "Hold until" in words
    assert f"<!date^{until}^" in words
    for wanted in (f"owner <@{DEREK}>", "Why: nobody knows yet", SAID, "Ends early if: a fact is confirmed"):
        assert wanted in words, wanted
    assert {"hold:decide", "hold:renew", "hold:end"} <= action_ids(card(stage))
    assert "in force now" in read(page(stage))
    assert "The advice was the same." in read(page(stage))
    assert "not known whether it is true" in read(page(stage))
    assert "hold_ends" in {due["kind"] for due in api(stage)["dues"]}
    assert DEREK in incident(stage).people
    assert "you watch over it" in told_last(stage.player(DEREK))


def test_what_is_chosen_may_differ_from_the_advice(stage: Stage, poppy: Player) -> None:
    """Both are kept, with every answer; an answer asks for no owner and no time."""
    poppy.types("/crisis decide", RUMOUR)
    form = poppy.fills(
        answers(poppy, sensitive=["inside-information"], weight=["power"]), {"outcome": "private"}
    )
    assert {"outcome", "reason"} == fields(form)
    assert "Ask first: Investor relations" in form.words
    poppy.submits(poppy.fills(form, {"reason": "only two people asked"}))

    told = stance(stage)
    assert ("private", "hold", "sensitive") == (
        told["outcome"],
        told["advice"]["outcome"],
        told["advice"]["reason"],
    )
    assert (["inside-information"], True, False) == (
        told["answers"]["sensitive"],
        told["answers"]["power"],
        told["answers"]["urgency"],
    )
    assert "Answer in private" in card(stage).words
    assert "hold:end" not in action_ids(card(stage))


def test_the_answers_can_be_changed_before_choosing(stage: Stage, poppy: Player) -> None:
    """The first form comes back as it was answered; its new answers give a new advice."""
    poppy.types("/crisis decide", RUMOUR)
    poppy.clicks(answers(poppy, weight=["power"]), "gate:again")
    assert "See the advice" in json.dumps(poppy.opens_form().body)

    form = answers(poppy, truth="false")

    assert "Advice: Stay silent and watch" in form.words
    assert "lasts" not in fields(form)
    assert "looked at again after 1\u00a0h" in form.words


def test_people_in_danger_are_answered(stage: Stage, poppy: Player) -> None:
    """Neither holding nor silence is offered, and the whole incident knows that people are at risk."""
    poppy.types("/crisis decide", RUMOUR)
    form = answers(poppy, danger=["yes"])
    assert ["respond", "private"] == offered(form)
    assert "holding and staying silent are not offered" in form.words

    poppy.submits(poppy.fills(form, {"reason": "they must leave the building"}))

    assert "People may be at risk" in card(stage).words
    assert api(stage)["people_at_risk"]


@pytest.mark.parametrize("line", [None, "We have found {{fait}}."])
def test_a_hold_needs_a_line_that_can_be_said(stage: Stage, poppy: Player, line: str | None) -> None:
    """The form stays open and filled, and says what is missing beside the field."""
    poppy.types("/crisis decide", RUMOUR)
    with suppress(FormRefused):  # A client refuses the empty field itself.
        poppy.submits(poppy.fills(answers(poppy), {**HOLD, "line": line}))

    assert ["line"] == list(poppy.opens_form().errors)
    assert None is incident(stage).stance


def test_the_prepared_line_is_proposed(stage: Stage, poppy: Player) -> None:
    """With its blanks, in the language of the incident; what we say for now goes before it."""
    poppy.types("/crisis decide", RUMOUR)
    line = next(block for block in answers(poppy).blocks if block.get("block_id") == "line")
    assert "{{" in line["element"]["initial_value"]

    poppy.types(f"/crisis line {SAID}", RUMOUR)
    poppy.closes(poppy.opens_form())
    poppy.types("/crisis decide", RUMOUR)
    line = next(block for block in answers(poppy).blocks if block.get("block_id") == "line")
    assert SAID == line["element"]["initial_value"]


def test_who_decided_meanwhile_is_not_overruled_unawares(stage: Stage, poppy: Player) -> None:
    """The second sender hears who decided what; their form stays as it is."""
    rhys = stage.player(RHYS)
    rhys.types("/crisis decide", RUMOUR)
    form = rhys.fills(answers(rhys), HOLD)
    decides(poppy, {}, **HOLD)

    rhys.submits(form)

    assert "has decided meanwhile" in str(rhys.opens_form().errors["outcome"])
    assert 1 == len(incident(stage).stances)


# Its time.


def test_the_owner_is_called_and_the_end_escalates(stage: Stage, poppy: Player) -> None:
    """At half, at four fifths, and at the end everybody who can decide; the decision is then open again."""
    derek = stage.player(DEREK)
    decides(poppy, {}, person=DEREK, **HOLD)

    stage.forward(minutes=30)
    half = last_about(derek, "50% of the time of your hold is over")
    assert {"hold:decide", "hold:renew", "hold:end"} <= action_ids(half)
    stage.forward(minutes=18)
    assert "hold:renew" in action_ids(last_about(derek, "80% of the time of your hold is over"))

    stage.forward(minutes=12)
    for person in (DEREK, POPPY, ANTOINE):
        told = next(
            m for m in reversed(stage.player(person).direct_messages()) if "hold:decide" in action_ids(m)
        )
        assert "hold:end" not in action_ids(told)
    assert "L’attente a pris fin" in plain(told_last(stage.player(ANTOINE)))
    assert (
        "The hold is over, and nothing new is decided." in last_about(derek, "nothing new is decided").words
    )
    assert any("The hold is over and the decision is open again" in m.words for m in said_in_room(stage))
    assert "The hold ended" in card(stage).words
    assert "open" == substance(stage)["status"]


def test_an_expired_hold_is_never_forgotten(stage: Stage, poppy: Player) -> None:
    """The lead is told every half-hour until somebody decides."""
    decides(poppy, {}, **HOLD)
    stage.forward(minutes=60)

    def told() -> int:
        return sum("Nobody has decided yet" in m.words for m in poppy.direct_messages())

    stage.forward(minutes=95)
    assert 3 == told()
    decides(poppy, {"truth": "false", "weight": ["power", "legitimacy", "urgency"]}, reason="we know now")
    stage.forward(minutes=95)
    assert 3 == told()
    assert "Answer in public" in card(stage).words


def test_a_hold_is_prolonged_by_its_role_alone(stage: Stage, poppy: Player) -> None:
    """By the button of the reminder or by command, with a reason; anybody else hears whom to ask."""
    decides(poppy, {}, person=DEREK, **HOLD)
    stage.forward(minutes=30)
    derek = stage.player(DEREK)
    derek.clicks(last_about(derek, "50%"), "hold:renew")
    derek.submits(derek.fills(derek.opens_form(), {"reason": "labs are late"}))
    assert "Poppy" in derek.opens_form().errors["reason"]

    poppy.clicks(card(stage), "hold:renew")
    poppy.submits(poppy.fills(poppy.opens_form(), {"lasts": "15", "reason": "labs are late"}))
    assert ["labs are late"] == [renewal["reason"] for renewal in stance(stage)["renewals"]]
    poppy.types("/crisis renew 45m still no lab", RUMOUR)
    assert "prolonged until" in whispered(poppy)

    until = int(stage.clock.now().timestamp()) + 45 * 60
    assert f"<!date^{until}^" in card(stage).words


@pytest.mark.parametrize("way", ["button", "command"])
def test_what_happens_ends_a_hold_early(stage: Stage, poppy: Player, way: str) -> None:
    """A journalist calls: anybody says so, the owner and the lead hear of it, and the decision is open again."""
    decides(poppy, {}, person=DEREK, **HOLD)
    rhys = stage.player(RHYS)
    if way == "button":
        rhys.clicks(card(stage), "hold:end")
        form = rhys.fills(rhys.opens_form(), {"trigger": "journalist-calls", "note": "the Gazette"})
        rhys.submits(form)
    else:
        rhys.types("/crisis lift journalist the Gazette", RUMOUR)

    told = stance(stage)
    assert ("trigger", "journalist-calls", RHYS) == (told["ending"], told["trigger"], told["ended_by"])
    for person in (DEREK, POPPY):
        message = last_about(stage.player(person), "a journalist calls: the Gazette")
        assert "hold:decide" in action_ids(message)
    assert "open" == substance(stage)["status"]


def test_a_button_of_yesterday_changes_nothing(stage: Stage, poppy: Player) -> None:
    """Whoever presses it hears that nothing is held any more."""
    decides(poppy, {}, person=DEREK, **HOLD)
    stage.forward(minutes=30)
    derek = stage.player(DEREK)
    reminder = last_about(derek, "50%")
    decides(poppy, {"truth": "false"}, outcome="private", reason="we know now")

    for button in ("hold:end", "hold:renew"):
        derek.clicks(reminder, button)
        assert "Nothing is held" in whispered(derek)


# Looking back.


def test_the_review_judges_the_decision(stage: Stage, poppy: Player) -> None:
    """What was answered and advised, what was chosen, that its time ran out, who prolonged it and how it ended."""
    decides(poppy, {}, **HOLD)
    stage.forward(minutes=65)
    poppy.types("/crisis renew 30m the lab is slow", RUMOUR)
    poppy.types("/crisis lift fact it is false", RUMOUR)
    decides(poppy, {"truth": "false"}, outcome="respond", reason="say it once, plainly")
    close(poppy)

    told = "\n".join(m.words for m in said_in_room(stage) if m.is_reply)
    for wanted in (
        "Answers: nobody in danger · not known whether it is true",
        "Advice: Hold, for a set time · followed",
        "Its time was over",
        "prolonged by",
        "ended early by",
        "because a fact is confirmed: it is false",
        "Advice: Stay silent and watch · *not followed*",
        "In force until the incident was closed",
    ):
        assert wanted.replace("*", "") in told.replace("*", ""), wanted
    assert "What became of it" in read(page(stage))
    assert Ending.CLOSED is incident(stage).stances[-1].ending


# In French.


def test_the_whole_of_it_in_french(stage: Stage) -> None:
    """Basile holds a rumour about the trains, Inès learns what she watches over, and Basile lifts it."""
    basile, ines = stage.player(BASILE), stage.player(INES)
    basile.types("/crise démarrer rumour Les trains s’arrêtent ce soir")
    basile.submits(basile.fills(basile.opens_form(), {"unit": "rail-fr"}))
    basile.types("/crise décider", RUMOUR)
    assert "Ce que l’on dit de nous est-il vrai ?" in plain(basile.opens_form().words)
    form = answers(basile)
    assert "Conseil : Temporiser, pour un temps fixé" in plain(form.words)
    line = {"reason": "on vérifie", "line": "Nous vérifions.", "person": INES}
    basile.submits(basile.fills(form, line))

    assert "Temporiser, fin" in plain(card(stage).words)
    stage.forward(minutes=30)
    assert "50 % du temps de votre attente est écoulé" in plain(told_last(ines))
    basile.types("/crise prolonger 20m le labo tarde", RUMOUR)
    assert "prolongé, nouvelle fin" in plain(whispered(basile))
    basile.types("/crise lever fuite sur un forum", RUMOUR)
    assert "La décision est de nouveau à prendre" in plain(whispered(basile))
    assert "a mis fin à l’attente (il y a une fuite) : sur un forum" in plain(told_last(ines))
    assert "Répondre ou temporiser" in read(page(stage, language="fr"))
