"""Words for the public: written from the checklist, approved by others, published by a person, and looked back on."""

import json
from typing import Any

import pytest

from bot.practice.person import Person
from bot.practice.refusals import FormRefused
from bot.practice.team import Message, View
from bot.practice.words import elements_of
from bot.stage import Player, Stage
from playbooks.commands import Asked, RequestId, TakeStance
from playbooks.gate import Answers, Truth
from playbooks.playbook import Outcome, StepId, UserId
from tests.stories.scene import (
    BASILE,
    CLAIRE,
    DEREK,
    GAEL,
    POPPY,
    REF,
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
    room,
    said_in_room,
    start,
    told_last,
    whispered,
)

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
SLOTS = ("known", "doing", "ask", "contact", "empathy")
ODILE, ANTOINE = "U0ODILE", "U0ANTOINE"  # legal; the executive, who stands in for both
LINE = (
    "We have found a copy of a customer file. We are checking which data are concerned and have closed the way in. "
    "If you are affected we will write to you directly. Meanwhile: change your password. Next update: 04:00."
)


@pytest.fixture
def poppy(stage: Stage) -> Player:
    """The press officer of the unit, once the crisis that Rhys opened runs: five to three in London."""
    start(stage.player(RHYS))
    return stage.player(POPPY)


def writes(player: Player, words: str = "holding-line", **answers: object) -> View:
    """Fill in the form of a prepared message."""
    player.types(f"/crisis statement {REF} {words}".rstrip(), "general")
    filled = {
        "known": "a copy of a customer file",
        "doing": "closed the way in",
        "ask": "change your password",
        "next": "04:00",
        **answers,
    }
    return player.fills(player.opens_form(), filled)


def request(player: Player) -> Message:
    """The latest request for approval that somebody got, as it reads now."""
    return [m for m in player.direct_messages() if "📝" in m.words][-1]


def statement(stage: Stage, number: int = 1) -> dict[str, Any]:
    """A statement as the API tells it."""
    found: dict[str, Any] = api(stage)["statements"][number - 1]
    return found


def published(stage: Stage, player: Player) -> None:
    """Write the holding line, have it approved by both and publish it."""
    player.submits(writes(player))
    for approver in (CLAIRE, ODILE):
        stage.player(approver).clicks(request(stage.player(approver)), "approval:approve")
    player.clicks(card(stage), "statement:publish:s1")
    player.submits(player.fills(player.opens_form(), {"where": "the site, X"}))


def test_the_step_of_a_message_is_written_approved_and_published(stage: Stage, poppy: Player) -> None:
    """From “Write…” on the checklist to the public word: the text, two approvals, and where it stands."""
    poppy.clicks(card(stage), "ask:steps")
    poppy.selects(poppy.opens_form(), "step:more:holding-line", "Write…")
    assert "Write a statement" == poppy.opens_form().title
    poppy.closes(poppy.opens_form())

    published(stage, poppy)

    told = statement(stage)
    assert (LINE, "published", "red") == (told["text"], told["state"], told["lane"])
    assert LINE == api(stage)["holding_line"]["text"]
    assert "2026-03-02T04:00:00Z" == api(stage)["promise"]["at"]
    step = next(s for s in api(stage)["steps"] if s["id"] == "holding-line")
    assert ("done", "the site, X") == (step["status"], step["words"])


def test_each_approver_reads_the_whole_text_in_their_own_language(stage: Stage, poppy: Player) -> None:
    """Claire reads French around English words; she can approve, object, or say how long she needs."""
    poppy.submits(writes(poppy))

    asked = request(stage.player(CLAIRE))
    assert LINE in asked.words
    assert "demande votre accord, au titre de : Direction de la communication" in asked.words.replace(
        "\xa0", " "
    )
    needs = {f"approval:needs:{n}" for n in (15, 30, 60)}
    assert {"approval:approve", "approval:object", *needs} == action_ids(asked)
    assert "📝 *s1 · Publish the holding line* · in review" in card(stage).words
    assert [] == [m for m in poppy.direct_messages() if "📝" in m.words]


def test_a_settled_request_no_longer_asks(stage: Stage, poppy: Player) -> None:
    """The message is edited: thanks to whoever answered, an end for whoever is not needed any more."""
    poppy.submits(writes(poppy))
    claire, odile = stage.player(CLAIRE), stage.player(ODILE)
    claire.clicks(request(claire), "approval:approve")
    assert "Vous avez donné votre accord" in request(claire).words
    assert "approval:approve" not in action_ids(request(claire))

    poppy.clicks(card(stage), "statement:withdraw:s1")
    poppy.submits(poppy.fills(poppy.opens_form(), {"reason": "overtaken"}))

    assert "On ne vous demande plus rien" in request(odile).words
    assert set() == {what for what in action_ids(request(odile)) if what.startswith("approval:")}


def test_the_author_hears_that_it_can_be_published(stage: Stage, poppy: Player) -> None:
    """With the button for it; the card says so too."""
    poppy.submits(writes(poppy))
    for approver in (CLAIRE, ODILE):
        stage.player(approver).clicks(request(stage.player(approver)), "approval:approve")

    assert "It can be published now" in told_last(poppy)
    assert "statement:publish:s1" in action_ids(poppy.direct_messages()[-1])
    assert "approved, to be published" in card(stage).words


def test_a_strong_objection_blocks_until_the_words_are_others(stage: Stage, poppy: Player) -> None:
    """Legal objects, the author edits, and both are asked anew: the first approval was for other words."""
    poppy.submits(writes(poppy))
    claire, odile = stage.player(CLAIRE), stage.player(ODILE)
    claire.clicks(request(claire), "approval:approve")
    odile.clicks(request(odile), "approval:object")
    odile.submits(odile.fills(odile.opens_form(), {"text": "Nothing is closed yet.", "strength": "strong"}))
    assert "blocked" == statement(stage)["state"]
    assert "Nothing is closed yet" in told_last(poppy)

    poppy.clicks(poppy.direct_messages()[-1], "statement:edit:s1")
    poppy.submits(poppy.fills(poppy.opens_form(), {"doing": "called in experts"}))

    assert "in_review" == statement(stage)["state"]
    assert "have called in experts" in request(claire).words
    for approver in (claire, odile):
        approver.clicks(request(approver), "approval:approve")
    assert "approved" == statement(stage)["state"]


def test_a_remark_is_an_approval_that_the_author_reads(stage: Stage, poppy: Player) -> None:
    """Light: it may go out."""
    poppy.submits(writes(poppy))
    claire = stage.player(CLAIRE)
    claire.clicks(request(claire), "approval:object")
    claire.submits(claire.fills(claire.opens_form(), {"text": "I would say “file”.", "strength": "light"}))

    assert "with a remark" in told_last(poppy)
    assert "I would say “file”" in told_last(poppy)
    assert "in_review" == statement(stage)["state"]


def test_an_approval_of_old_words_is_shown_the_new_ones(stage: Stage, poppy: Player) -> None:
    """Claire presses in the second in which Poppy edits: the new text opens, and only that press approves."""
    poppy.submits(writes(poppy))
    claire = stage.player(CLAIRE)
    seen = request(claire)
    poppy.clicks(card(stage), "statement:edit:s1")
    # Slack has not edited the old message yet: nothing that is owed has left.
    Person.submits(poppy, poppy.fills(poppy.opens_form(), {"known": "two copies"}))

    Person.clicks(claire, seen, "approval:approve")

    assert "Le texte a changé" == claire.opens_form().title
    assert "We have found two copies" in claire.opens_form().words
    assert None is statement(stage)["asks"][2]["approved_at"]
    claire.submits(claire.opens_form())
    assert None is not statement(stage)["asks"][2]["approved_at"]


def test_silence_asks_somebody_else_and_approves_nothing(stage: Stage, poppy: Player) -> None:
    """A quarter of an hour goes by in a crisis: the executive is asked as well, once; the text stays in review."""
    poppy.submits(writes(poppy))
    stage.forward(minutes=16)

    antoine = stage.player(ANTOINE)
    assert LINE in request(antoine).words
    assert "in_review" == statement(stage)["state"]
    stage.forward(minutes=40)
    assert 1 == len([m for m in antoine.direct_messages() if "📝" in m.words])

    antoine.clicks(request(antoine), "approval:approve")
    assert "U0ANTOINE" in request(stage.player(CLAIRE)).words


def test_an_estimate_holds_the_deputy_back(stage: Stage, poppy: Player) -> None:
    """Both say half an hour; after a quarter nobody else is woken."""
    poppy.submits(writes(poppy))
    for approver in (CLAIRE, ODILE):
        stage.player(approver).clicks(request(stage.player(approver)), "approval:needs:30")
    stage.forward(minutes=20)

    assert [] == [m for m in stage.player(ANTOINE).direct_messages() if "📝" in m.words]


def test_the_author_has_no_button_to_approve(stage: Stage, poppy: Player) -> None:
    """Neither on the card nor in the list; a message of somebody else's is out of her reach."""
    poppy.submits(writes(poppy))
    poppy.clicks(card(stage), "ask:statements")

    shown = action_ids(card(stage)) | {
        str(element.get("action_id")) for block in poppy.opens_form().blocks for element in elements_of(block)
    }
    assert "statement:edit:s1" in shown
    assert set() == {what for what in shown if what.startswith("approval:")}


def test_our_own_words_need_a_fact_a_strategy_and_an_hour(stage: Stage, poppy: Player) -> None:
    """The form stays open with what was typed, and says what is missing beside its field."""
    poppy.types(f"/crisis statement {REF} We are checking a report", "general")

    with pytest.raises(FormRefused) as refused:
        poppy.submits(poppy.opens_form())
    assert {"strategy", "next"} == set(refused.value.errors)

    poppy.submits(poppy.fills(poppy.opens_form(), {"strategy": "inform", "next": "04:00"}))
    assert "We are checking a report\nNext update: 04:00." == statement(stage)["text"]


def test_the_form_changes_with_the_message_and_shows_what_will_go_out(stage: Stage, poppy: Player) -> None:
    """Another message has other blanks; the preview shows the text, its lane and who will be asked."""
    form = writes(poppy)
    poppy.clicks(form, "statement:preview")
    assert LINE in poppy.opens_form().words
    assert "every role asked must approve" in poppy.opens_form().words

    form = poppy.fills(poppy.opens_form(), {"message": "phishing-warning"})
    fields = {str(block.get("block_id")) for block in form.blocks}
    assert {"blank:marque", "ask", "blank:ligne_aide", "blank:canal_officiel"} <= fields
    assert "next" not in fields


def test_denying_after_apologising_is_warned_of(stage: Stage, poppy: Player) -> None:
    """In the form, to the approvers and in the review; it is proposed all the same."""
    own = {"known": "We failed.", "next": "04:00"}
    for strategy in ("rebuild", "deny"):
        poppy.types(f"/crisis statement {REF} x", "general")
        form = poppy.fills(poppy.opens_form(), {**own, "strategy": strategy})
        poppy.submits(form)

    assert 2 == len(api(stage)["statements"])
    assert "Deux discours" in request(stage.player(CLAIRE)).words
    assert "Two voices" in read(page(stage))


def test_a_missed_hour_is_a_broken_promise(stage: Stage, poppy: Player) -> None:
    """What was announced to the public is watched like any other promise."""
    published(stage, poppy)
    stage.forward(hours=2)

    assert api(stage)["promise"]["broken"]
    assert any("did not come" in message.words for message in said_in_room(stage))


def test_a_message_that_went_out_elsewhere_is_ticked_with_a_note(stage: Stage, poppy: Player) -> None:
    """By command; without a note the form opens."""
    number = next(s["number"] for s in api(stage)["steps"] if s["id"] == "staff-line")
    poppy.types(f"/crisis done {number}", ROOM)
    assert "Write a statement" == poppy.opens_form().title
    poppy.closes(poppy.opens_form())

    poppy.types(f"/crisis done {number} sent by the works council", ROOM)
    assert "done" == api(stage)["steps"][number - 1]["status"]


def test_the_review_and_the_page_tell_who_approved_and_how_long_it_took(stage: Stage, poppy: Player) -> None:
    """Author, waiting time, where and when."""
    poppy.submits(writes(poppy))
    stage.forward(minutes=5)
    for approver in (CLAIRE, ODILE):
        stage.player(approver).clicks(request(stage.player(approver)), "approval:approve")
    poppy.clicks(card(stage), "statement:publish:s1")
    poppy.submits(poppy.fills(poppy.opens_form(), {"where": "the site, X"}))
    close(stage.player(SAOIRSE))

    replies = " ".join(message.words for message in said_in_room(stage)).replace("\xa0", " ")
    assert "Statements and approvals" in replies
    assert "approved after 5 min" in replies
    shown = read(page(stage)).replace("\xa0", " ")
    assert "Claire Vasseur Communications director Approved after 5 min" in shown
    assert "the site, X (by Poppy Ashdown)" in shown


def test_the_whole_story_in_french(stage: Stage) -> None:
    """Gaël writes in Paris time, with French words around and within."""
    gael = stage.player(GAEL)
    gael.types("/crise démarrer fuite de données")
    gael.submits(gael.fills(gael.opens_form(), {"unit": "rail-fr"}))
    gael.types(f"/crise communiqué {REF} holding-line", "general")
    form = gael.opens_form()
    assert "Rédiger un communiqué" == form.title
    gael.submits(
        gael.fills(
            form,
            {
                "known": "une copie d’un fichier client",
                "doing": "fermé l’accès",
                "ask": "changez de mot de passe",
                "next": "5\u00a0h\u00a000",
            },
        )
    )
    for approver in (CLAIRE, ODILE):
        stage.player(approver).clicks(request(stage.player(approver)), "approval:approve")
    gael.clicks(card(stage), "statement:publish:s1")
    gael.submits(gael.fills(gael.opens_form(), {"where": "le site"}))

    text = str(statement(stage)["text"])
    assert text.startswith("Nous avons constaté une copie d’un fichier client.")
    assert text.endswith("5\u00a0h\u00a000.")
    assert "a publié le communiqué s1" in read(page(stage, language="fr"))


def test_somebody_without_a_part_sees_no_statement_of_a_restricted_incident(stage: Stage) -> None:
    """Neither its words nor its number."""
    rhys = stage.player(RHYS)
    start(rhys, about=["restricted"])
    derek = stage.player(DEREK)
    derek.types(f"/crisis statement {REF}", "general")

    assert "No incident" in whispered(derek)


def test_the_close_names_what_would_never_be_said(stage: Stage, poppy: Player) -> None:
    """A statement in review is left without a publication by the close: whoever closes reads so first."""
    poppy.submits(writes(poppy))

    stage.player(RHYS).types("/crisis close", ROOM)

    assert "closing leaves it unpublished" in stage.player(RHYS).opens_form().words


def test_publishing_against_what_was_decided_warns(stage: Stage, poppy: Player) -> None:
    """The substance is held; whoever publishes other words reads so in the form, and still decides."""
    poppy.submits(writes(poppy, "staff-line", contact="the press desk"))
    for approver in (CLAIRE, ODILE):
        for message in stage.player(approver).direct_messages():
            if "approval:approve" in action_ids(message):
                stage.player(approver).clicks(message, "approval:approve")
    held = TakeStance(
        incident=incident(stage).id,
        step=StepId("substance"),
        answers=Answers(truth=Truth.UNKNOWN),
        outcome=Outcome.HOLD,
        reason="nobody knows yet",
        line="We are checking.",
    )
    stage.bot.desk.crisis.carry_out(held, Asked(by=UserId(ODILE), request=RequestId("held")))
    stage.settle()

    poppy.clicks(card(stage), "statement:publish:s1")

    assert "What was decided is" in poppy.opens_form().words


def test_a_raise_asks_whoever_the_stricter_lane_needs_at_once(stage: Stage, poppy: Player) -> None:
    """Our own words, approved as a sensitive matter; in a crisis Legal is asked at once, and the room is told."""
    stage.player(SAOIRSE).types(f"/crisis severity {REF} sensitive contained", "general")
    own = {"strategy": "inform", "known": "a copy", "doing": "", "ask": "", "next": "04:00"}
    poppy.types(f"/crisis statement {REF}", "general")
    form = poppy.opens_form()
    poppy.submits(poppy.fills(form, {name: value for name, value in own.items() if value}))
    stage.player(CLAIRE).clicks(request(stage.player(CLAIRE)), "approval:approve")
    assert ("amber", "approved") == (statement(stage)["lane"], statement(stage)["state"])

    poppy.types(f"/crisis severity {REF} crisis", "general")

    assert ("red", "in_review") == (statement(stage)["lane"], statement(stage)["state"])
    assert "It is more serious now" in said_in_room(stage)[-1].words
    assert "It is more serious now" in read(page(stage))
    stage.player(ODILE).clicks(request(stage.player(ODILE)), "approval:approve")
    assert "approved" == statement(stage)["state"]


def test_a_text_too_long_for_a_network_is_shortened_or_not_meant_for_it(stage: Stage, poppy: Player) -> None:
    """The preview warns, the form stays open and filled; ticked, it goes to the approvers, who read where it will not go."""
    form = writes(poppy, "staff-line", contact="the press desk", known="a copy of a file " * 15)
    poppy.clicks(form, "statement:preview")
    assert "too many for text message (306)" in poppy.opens_form().words
    answer = poppy.submits(poppy.opens_form())
    assert "too many for text message (306)" in json.loads(answer.body)["errors"]["text"]

    poppy.submits(poppy.fills(poppy.opens_form(), {"without": ["sms"]}))

    assert "in_review" == statement(stage)["state"]
    assert "Ne paraîtra pas sur : SMS" in request(stage.player(CLAIRE)).words.replace("\xa0", " ")


def test_whoever_is_asked_reads_a_restricted_incident_and_answers_and_no_more(stage: Stage) -> None:
    """Poppy is silent, her deputy of another unit is asked: he reads it from then on, approves, and changes nothing else."""
    rhys, basile = stage.player(RHYS), stage.player(BASILE)
    start(rhys, "rumour A false picture", about=["restricted"])
    rhys.types(f"/crisis statement {REF} staff-line", "general")
    form = rhys.opens_form()
    fields = [str(block["block_id"]) for block in form.blocks if block["type"] == "input"]
    blanks = {name: "as agreed" for name in fields if name.startswith("blank:") or name in SLOTS}
    rhys.submits(rhys.fills(form, {**blanks, **({"next": "06:00"} if "next" in fields else {})}))
    basile.types(f"/crisis status {REF}", "general")
    assert "Aucun incident" in whispered(basile)

    stage.forward(minutes=61)

    basile.types(f"/crisis status {REF}", "general")
    assert "A false picture" in whispered(basile)
    assert BASILE not in room(stage).members
    basile.types(f"/crisis done {REF} 1", "general")
    assert "lire cet incident" in whispered(basile)
    basile.clicks(request(basile), "approval:approve")
    assert "approved" == statement(stage)["state"]
    rhys.types(f"/crisis log {REF}", "general")
    assert "Being asked, they may read this restricted incident." in whispered(rhys)
