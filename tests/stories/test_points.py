"""The severity is assessed, fixed points are held, claims verified and the lead handed over, in both languages."""

from datetime import timedelta
from typing import Any

import pytest

from bot.practice.team import Message
from bot.stage import Player, Stage
from tests.stories.scene import (
    DEREK,
    HARD,
    MAUD,
    MILD,
    POPPY,
    REF,
    RHYS,
    ROOM,
    SAOIRSE,
    action_ids,
    api,
    card,
    close,
    fill,
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


@pytest.fixture
def saoirse(stage: Stage) -> Player:
    """The lead, once the crisis that Rhys opened runs."""
    start(stage.player(RHYS))
    return stage.player(SAOIRSE)


def settled(stage: Stage) -> tuple[str, str, str]:
    """How the step that decides the severity stands."""
    step = next(one for one in api(stage)["steps"] if one["id"] == "severity")
    return step["status"], step["choice"], step["words"]


def last_notice(stage: Stage) -> Message:
    """The last thing said in the channel."""
    return said_in_room(stage)[-1]


# Severity.


def test_the_form_advises_as_it_is_filled(stage: Stage, saoirse: Player) -> None:
    """After each answer it says the least that it can be, and with all six what is advised."""
    saoirse.clicks(card(stage), "ask:severity")
    assert "Answer the six questions" in saoirse.opens_form().words

    form = saoirse.fills(saoirse.opens_form(), {"legal": "2"})
    assert "At least 🟠 Sensitive* so far (1 of 6 answered)" in form.words

    form = fill(saoirse, HARD)
    assert "Advised: 🟠 Sensitive* (8 points of 18)" in form.words
    assert "It is 🔴 Crisis until now" in form.words


def test_the_form_stands_on_the_graver_severity(stage: Stage) -> None:
    """A watch that is found to be a crisis is one as soon as the form is sent; nothing has to be chosen."""
    start(stage.player(RHYS), severity="sev4")
    rhys = stage.player(RHYS)
    rhys.types("/crisis severity", ROOM)

    rhys.submits(fill(rhys, {**MILD, "harm": "3"}))

    assert ("sev1", True) == (api(stage)["severity"], api(stage)["people_at_risk"])
    assert "People may be at risk" in card(stage).words
    assert any("🚑" in m.words for m in said_in_room(stage))
    assert "🚑" in told_last(stage.player(SAOIRSE))


def test_what_was_chosen_by_hand_stays_while_the_answers_change(stage: Stage) -> None:
    """Somebody keeps Crisis before answering: the advice does not take it back."""
    start(stage.player(RHYS), severity="sev3")
    rhys = stage.player(RHYS)
    rhys.types("/crisis severity", ROOM)
    saved = rhys.fills(rhys.opens_form(), {"severity": "sev1"})
    assert saved.id == rhys.opens_form().id

    rhys.submits(fill(rhys, MILD))

    assert ("sev1", "sev4") == (api(stage)["severity"], api(stage)["assessment"]["advised"])


def test_the_step_that_decides_the_severity_asks_the_six_questions(stage: Stage, saoirse: Player) -> None:
    """From the card and by command; sent, the step is done with the severity as its decision."""
    saoirse.clicks(card(stage), "step:done:severity")
    assert "2. Decide the severity" in saoirse.opens_form().words
    saoirse.closes(saoirse.opens_form())
    saoirse.types("/crisis done 2 because of the passports", ROOM)

    saoirse.submits(fill(saoirse, HARD))

    assert ("done", "sev1", "Crisis") == settled(stage)
    assert "step:done:severity" not in action_ids(card(stage))


def test_a_step_needs_all_six_answers(stage: Stage, saoirse: Player) -> None:
    """A client refuses what is left empty; the button alone may also change the severity without questions."""
    saoirse.clicks(card(stage), "ask:severity")
    saoirse.submits(saoirse.fills(saoirse.opens_form(), {"harm": "1", "severity": "sev1"}))

    assert ["volume"] == list(saoirse.opens_form().errors)
    assert None is api(stage)["assessment"]


def test_severity_by_command_needs_no_questions(stage: Stage, saoirse: Player) -> None:
    """One line, as before; the step waits for its questions."""
    saoirse.types("/crisis severity sensitive one forum only", ROOM)

    assert ("sev2", None) == (api(stage)["severity"], api(stage)["assessment"])
    assert "open" == settled(stage)[0]


def test_lowering_by_the_form_is_the_leads(stage: Stage, saoirse: Player) -> None:
    """Rhys is told whom to ask, beside the field; the lead gives a reason."""
    rhys = stage.player(RHYS)
    rhys.types("/crisis severity", ROOM)
    rhys.submits(fill(rhys, MILD, severity="sev3"))
    assert "Saoirse" in rhys.opens_form().errors["severity"]

    saoirse.types("/crisis severity", ROOM)
    saoirse.submits(fill(saoirse, MILD, severity="sev3", reason="names only"))

    assert "sev3" == api(stage)["severity"]


def test_a_french_reader_answers_in_french(stage: Stage) -> None:
    """Questions, answers, advice and the channel's line are in the reader's or the incident's language."""
    maud = stage.player(MAUD)
    start(maud, "data-breach Fichier clients sur un forum", unit="rail-fr", language="fr", severity="sev3")
    maud.types("/crise gravité", f"{REF}-data-breach".lower())

    form = fill(maud, HARD)
    for wanted in ("Atteinte aux personnes", "Blessure possible", "Conseil", "8 points sur 18"):
        assert wanted in form.words, wanted
    maud.submits(form)

    assert ("done", "sev2", "Sensible") == settled(stage)


# Fixed points.


def test_the_lead_is_called_to_the_fixed_point_and_holds_it(stage: Stage, saoirse: Player) -> None:
    """Half an hour in: a message with its button, the agenda, the severity again, and the channel hears of it."""
    stage.forward(minutes=30)
    due = next(m for m in reversed(saoirse.direct_messages()) if "fixed point" in m.words)
    saoirse.clicks(due, "ask:point")
    assert "Fixed point" == saoirse.opens_form().title
    assert "no fixed point yet" in saoirse.opens_form().words
    assert "Legal clocks running" in saoirse.opens_form().words

    saoirse.clicks(saoirse.opens_form(), "ask:held")
    saoirse.submits(fill(saoirse, HARD))

    assert "Fixed point" == saoirse.opens_form().title
    assert "last fixed point" in saoirse.opens_form().words
    assert [SAOIRSE] == [point["by"] for point in api(stage)["points"]]
    assert any(f"<@{SAOIRSE}> held the fixed point." in m.words for m in said_in_room(stage))


def test_p3_missed_fixed_points_come_as_one_message(stage: Stage, saoirse: Player) -> None:
    """The product was down for three hours: the lead is told once."""
    stage.stop_bot()
    stage.clock.moment += timedelta(hours=3)
    stage.start_bot()
    stage.forward(minutes=1)

    about = [m for m in saoirse.direct_messages() if "fixed point" in m.words]
    assert 1 == len(about)


def test_the_card_says_when_the_next_fixed_point_is(stage: Stage, saoirse: Player) -> None:
    """It is due now, before it counts as not held."""
    due = int(stage.clock.now().timestamp()) + 30 * 60
    assert f"*Fixed point*\n<!date^{due}^" in card(stage).words

    stage.forward(minutes=30)
    assert "due now" in card(stage).words
    assert "not held" not in card(stage).words

    stage.forward(minutes=15)
    assert "not held" in card(stage).words


def test_the_agenda_is_posted_once(stage: Stage, saoirse: Player) -> None:
    """From the window; a second press hears that it is there."""
    saoirse.types("/crisis claim Passports are in it", ROOM)
    saoirse.types("/crisis point", ROOM)
    saoirse.clicks(saoirse.opens_form(), "point:share")

    assert "Passports are in it" in last_notice(stage).words
    assert "🗓️ *Fixed point*" in last_notice(stage).words
    before = len(said_in_room(stage))
    saoirse.clicks(saoirse.forms()[0], "point:share")
    assert before == len(said_in_room(stage))
    assert "already sent to the channel" in saoirse.opens_form().words


# Claims.


def test_claims_are_kept_and_settled_by_command(stage: Stage, saoirse: Player) -> None:
    """A claim, a fact, one verified, one refuted; the channel hears what they are."""
    saoirse.types("/crisis claim Passports are in it", ROOM)
    assert "claim 1 is to be verified" in whispered(saoirse)
    saoirse.types("/crisis fact It is on a forum", ROOM)
    saoirse.types("/crisis claim The police know", ROOM)
    assert "2 claims to verify" in card(stage).words

    saoirse.types("/crisis verify 1 saw the file", ROOM)
    saoirse.types("/crisis refute 3", ROOM)

    assert ["verified", "verified", "false"] == [claim["status"] for claim in api(stage)["claims"]]
    assert "to verify" not in card(stage).words.replace("mark it “to verify”", "")
    assert "found claim 3 “The police know” to be false" in last_notice(stage).words


def test_claims_in_french(stage: Stage) -> None:
    """Rumeur, avéré, confirmer, infirmer."""
    maud = stage.player(MAUD)
    start(maud, "data-breach Fichier clients", unit="rail-fr", language="fr")
    for words in (
        "rumeur Il y a des passeports",
        "avéré C’est sur un forum",
        "à vérifier La police est au courant",
        "confirmer 1 vu le fichier",
        "infirmer 3",
    ):
        maud.types(f"/crise {words}", ROOM)

    assert ["verified", "verified", "false"] == [claim["status"] for claim in api(stage)["claims"]]
    assert "a infirmé l’information 3" in last_notice(stage).words
    maud.types("/crise point", ROOM)
    assert "Point fixe" == maud.opens_form().title
    assert "Vérifié depuis" in maud.opens_form().words


def test_a_claim_is_settled_from_the_agenda(stage: Stage, saoirse: Player) -> None:
    """Its button asks what shows it; sent, the agenda under the form says so."""
    saoirse.types("/crisis claim Passports are in it", ROOM)
    saoirse.types("/crisis point", ROOM)
    saoirse.clicks(saoirse.opens_form(), "claim:true:1")
    saoirse.submits(saoirse.fills(saoirse.opens_form(), {"words": "saw the file"}))

    assert "Fixed point" == saoirse.opens_form().title
    assert "saw the file" in saoirse.opens_form().words
    (claim,) = api(stage)["claims"]
    assert ("verified", SAOIRSE, "saw the file") == (claim["status"], claim["settled_by"], claim["words"])


def test_n11_two_settle_the_same_claim(stage: Stage, saoirse: Player) -> None:
    """The second is told by whom it was, and the form stays open with what was typed."""
    saoirse.types("/crisis claim Passports are in it", ROOM)
    saoirse.types("/crisis point", ROOM)
    saoirse.clicks(saoirse.opens_form(), "claim:true:1")
    form = saoirse.fills(saoirse.opens_form(), {"words": "saw the file"})
    stage.player(POPPY).types("/crisis verify 1", ROOM)

    saoirse.submits(form)

    assert "Poppy Ashdown" in " ".join(saoirse.opens_form().errors.values())


def test_the_log_form_asks_what_it_is(stage: Stage, saoirse: Player) -> None:
    """A note unless one says otherwise."""
    for status in (None, "to-verify", "verified"):
        saoirse.clicks(card(stage), "ask:log")
        answers: dict[str, Any] = {"text": f"words {status}"}
        saoirse.submits(
            saoirse.fills(saoirse.opens_form(), answers if status is None else {**answers, "status": status})
        )

    assert [("words to-verify", "to-verify"), ("words verified", "verified")] == [
        (claim["text"], claim["status"]) for claim in api(stage)["claims"]
    ]


@pytest.mark.parametrize("words", ["verify 9", "refute nine", "verify -1"])
def test_a_claim_that_is_not_there_is_explained(stage: Stage, saoirse: Player, words: str) -> None:
    """With how to see those that are."""
    saoirse.types(f"/crisis {words}", ROOM)

    assert "There is no claim" in whispered(saoirse)


def test_claims_stand_in_the_review_and_on_the_page(stage: Stage, saoirse: Player) -> None:
    """What was never verified and what was false is there to be judged, with each assessment."""
    saoirse.types("/crisis claim Passports are in it", ROOM)
    saoirse.types("/crisis severity", ROOM)
    saoirse.submits(fill(saoirse, HARD))
    close(saoirse)

    thread = "\n".join(m.words for m in room(stage).messages.values())
    assert "Facts and claims" in thread
    assert "❓ *1.* Passports are in it" in thread
    assert "Harm to people: Injury possible" in thread
    assert "Never verified Passports are in it" in read(page(stage))


# Handing over.


def test_the_lead_is_handed_over_with_its_brief(stage: Stage, saoirse: Player) -> None:
    """Maud leads, is in the channel, and reads in French how things stand."""
    saoirse.types("/crisis line We are checking.", ROOM)
    saoirse.types("/crisis claim Passports are in it", ROOM)
    saoirse.types("/crisis severity", ROOM)
    saoirse.submits(fill(saoirse, HARD))
    saoirse.types("/crisis handover @Maud Tessier", ROOM)

    assert f"<@{MAUD}> leads {REF}" in whispered(saoirse)
    assert MAUD == api(stage)["lead"]
    assert MAUD in room(stage).members
    brief = told_last(stage.player(MAUD))
    for wanted in (
        "vous passe la relève",
        "Customer file on a forum",
        "🔴 Crise depuis",
        "We are checking.",
        "Passports are in it",
        "Décidé pendant ce tour",
        f"<@{POPPY}>",
    ):
        assert wanted in brief, wanted
    assert {"ask:steps", "ask:point"} <= action_ids(stage.player(MAUD).direct_messages()[-1])
    assert f"handed the lead over to <@{MAUD}>" in last_notice(stage).words


def test_the_brief_is_there_for_whoever_asks(stage: Stage, saoirse: Player) -> None:
    """Only they see it, and nothing changes."""
    before = incident(stage)
    saoirse.types("/crisis handover", ROOM)

    assert "Shift brief" in whispered(saoirse)
    assert f"<@{SAOIRSE}> leads" in whispered(saoirse)
    assert before == incident(stage)


def test_the_lead_is_handed_over_from_the_agenda(stage: Stage, saoirse: Player) -> None:
    """The form shows the brief that the next lead gets; sent, the agenda lies there again."""
    saoirse.types("/crisis point", ROOM)
    saoirse.clicks(saoirse.opens_form(), "ask:handover")
    assert f"<@{SAOIRSE}> leads" in saoirse.opens_form().words
    saoirse.submits(saoirse.fills(saoirse.opens_form(), {"person": DEREK}))

    assert DEREK == api(stage)["lead"]
    assert "Fixed point" == saoirse.opens_form().title
    assert "hands INC-2026-0001 over to you" in told_last(stage.player(DEREK))


@pytest.mark.parametrize("words", ["point", "handover", "handover @Maud Tessier", "claim x", "severity"])
def test_n10_what_a_closed_crisis_no_longer_takes_is_said(stage: Stage, saoirse: Player, words: str) -> None:
    """The log stays open, so a claim is kept; the rest is refused with its reason."""
    close(saoirse)
    saoirse.types(f"/crisis {words} {REF}" if words == "point" else f"/crisis {words}", ROOM)

    told = whispered(saoirse)
    assert ("to be verified" in told) if words.startswith("claim") else ("is closed" in told)


def test_a_restricted_incident_shows_its_agenda_to_nobody_else(stage: Stage, saoirse: Player) -> None:
    """Derek, who has no part, is told that there is no such incident."""
    start(stage.player(RHYS), about=["restricted"])
    stage.player(DEREK).types("/crisis point INC-2026-0002", "general")

    assert "No incident" in whispered(stage.player(DEREK))
