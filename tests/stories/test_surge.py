"""Many customers ask the same: one approved wording for all, withdrawn for all at once, and each answered once."""

import re

import pytest

from bot.practice.team import Message, View
from bot.stage import Player, Stage
from tests.stories.scene import (
    CLAIRE,
    IMOGEN,
    POPPY,
    REF,
    RHYS,
    ROOM,
    action_ids,
    api,
    card,
    incident,
    room,
    start,
    told_last,
)
from tests.stories.test_inbox import a_message, arrives

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

SURGE = "REP-2026-0001"
FACTS = {
    "known": "a cut on the northern line",
    "blank:perimetre": "our customers in Leeds",
    "ask": "Please do not touch the meter",
    "next": "05:00",
}


@pytest.fixture
def rhys(stage: Stage) -> Player:
    """Customer care of the energy unit, who opens the surge of a crisis and leads it."""
    rhys = stage.player(RHYS)
    start(rhys, "service-outage Leeds is dark")
    rhys.types("/crisis surge When is power back?", ROOM.replace("data-breach", "service-outage"))
    rhys.submits(rhys.opens_form())
    return rhys


def place(stage: Stage) -> str:
    """The channel of the surge."""
    return room(stage, SURGE).name


def of_surge(stage: Stage) -> Message:
    """The surge's card."""
    return card(stage, SURGE)


def writes(
    player: Player, stage: Stage, message: str = "plain", language: str = "en", **more: object
) -> View:
    """Fill the form of a wording."""
    player.types(f"/crisis statement {message}", place(stage))
    form = player.opens_form()
    if language != "en":
        player.selects(form, "statement:pick:language", "French")
        form = player.opens_form()
    return player.fills(form, {**FACTS, **more})


def approved(player: Player, stage: Stage, message: str = "plain", language: str = "en") -> None:
    """Write a wording and have it approved by the communications director."""
    player.submits(writes(player, stage, message, language))
    claire = stage.player(CLAIRE)
    asked = [m for m in claire.direct_messages() if "approval:approve" in action_ids(m)][-1]
    claire.clicks(asked, "approval:approve")


def shown(view: View) -> str:
    """Everything that a form shows."""
    return str(view.body["blocks"])


def answers(player: Player, stage: Stage, **filled: object) -> View:
    """Open the next customer and fill the form in; it is not sent yet."""
    player.clicks(of_surge(stage), "surge:next")
    plain = {"blank:prenom": "Anna", "blank:signature": "Rhys"}
    return player.fills(player.opens_form(), {**plain, **filled})


def test_a_surge_comes_from_an_incident_and_both_say_so(stage: Stage, rhys: Player) -> None:
    """Its question is its title; the crisis' card and log name it."""
    told = incident(stage, SURGE)
    assert ("When is power back?", RHYS, "energy-uk") == (told.title, told.lead, told.unit)
    assert f"from {REF}" in of_surge(stage).words
    assert "No wording is ready" in of_surge(stage).words
    assert f"are answered in {SURGE}" in card(stage).words
    entries = [entry["kind"] for entry in api(stage, f"/api/incidents/{REF}/log")["entries"]]
    assert "surge_linked" in entries


def test_a_wording_is_approved_once_then_answers_one_customer_after_the_other(
    stage: Stage, rhys: Player
) -> None:
    """What is another for each customer is filled in; each is answered once, with everything they wrote."""
    arrives(stage, a_message(1, author="@anna", link=""))
    arrives(stage, a_message(2, author="@anna", link="", text="Hello? Anybody?"))
    arrives(stage, a_message(3, author="@ben", link="", text="My oxygen machine needs power"))
    approved(rhys, stage)
    assert "Wordings ready: English 1" in of_surge(stage).words

    form = answers(rhys, stage)
    assert "My oxygen machine needs power" in shown(form)
    assert "3 customers wait" in shown(form)
    rhys.submits(form)

    following = rhys.opens_form()
    assert "My parcel is late again" in shown(following)
    filled = rhys.fills(following, {"blank:prenom": "Anna", "blank:signature": "Rhys"})
    rhys.clicks(filled, "surge:fill")
    assert "Anna, a cut on the northern line affects our customers in Leeds." in shown(rhys.opens_form())
    rhys.submits(rhys.opens_form())

    assert "No reported customer waits in your languages" in shown(rhys.opens_form())
    surge = incident(stage, SURGE).surge
    assert surge is not None
    assert (2, 0) == (surge.answered, surge.waiting)
    assert "Answered: 2" in of_surge(stage).words
    told = api(stage, f"/api/incidents/{SURGE}")["surge"]
    assert (REF, 2, 0, None) == (told["parent"], told["answered"], told["waiting"], told["oldest_at"])
    log = api(stage, f"/api/incidents/{SURGE}/log")["entries"]
    given = [entry for entry in log if entry["kind"] == "surge_answered"]
    assert [0, 1] == [entry["body"]["others"] for entry in given]
    assert given[1]["body"]["text"].startswith("Anna, a cut on the northern line affects")


def test_two_people_never_get_the_same_customer(stage: Stage, rhys: Player) -> None:
    """Whoever opens one holds it for ten minutes; who types a reply to them by hand is told who."""
    arrives(stage, a_message(1, author="@anna", link=""))
    approved(rhys, stage)
    imogen = stage.player(IMOGEN)

    assert "My parcel is late again" in shown(answers(rhys, stage))
    imogen.clicks(of_surge(stage), "surge:next")
    assert "My parcel is late again" not in shown(imogen.opens_form())
    imogen.closes(imogen.opens_form())
    imogen.types("/reply My parcel is late again", "customer-care")
    by_hand = {"playbook": "unhappy-customer", "unit": "energy-uk", "network": "x", "author": "anna"}
    refused = imogen.submits(imogen.fills(imogen.opens_form(), by_hand))
    assert "is about to answer this customer" in str(refused.body)

    stage.forward(minutes=11)
    imogen.closes(imogen.opens_form())
    imogen.clicks(of_surge(stage), "surge:next")
    assert "My parcel is late again" in shown(imogen.opens_form())


def test_whoever_wrote_twice_is_not_given_to_two_people(stage: Stage, rhys: Player) -> None:
    """One answer settles all they wrote: the second message is nobody else's meanwhile."""
    arrives(stage, a_message(1, author="@anna", link=""))
    arrives(stage, a_message(2, author="@anna", link="", text="Hello? Anybody?"))
    approved(rhys, stage)
    answers(rhys, stage)

    imogen = stage.player(IMOGEN)
    imogen.clicks(of_surge(stage), "surge:next")
    assert "No reported customer waits in your languages" in shown(imogen.opens_form())


def test_whoever_was_overtaken_is_told_and_nothing_is_counted_twice(stage: Stage, rhys: Player) -> None:
    """The hold was over and somebody else answers, or has answered."""
    arrives(stage, a_message(1, author="@anna", link=""))
    approved(rhys, stage)
    mine = answers(rhys, stage)
    stage.forward(minutes=11)
    imogen = stage.player(IMOGEN)
    theirs = answers(imogen, stage)
    assert "is about to answer" in str(rhys.submits(mine).body)
    imogen.submits(theirs)

    refused = rhys.submits(mine)

    assert "answers this message already" in str(refused.body)
    surge = incident(stage, SURGE).surge
    assert surge is not None
    assert 1 == surge.answered


def test_a_withdrawn_wording_can_be_sent_by_nobody_from_that_instant(stage: Stage, rhys: Player) -> None:
    """Also not from a form that was open; whoever answered hears it, and the words come back as new ones."""
    for number in (1, 2):
        arrives(stage, a_message(number, author=f"@n{number}", link=""))
    approved(rhys, stage)
    imogen = stage.player(IMOGEN)
    imogen.submits(answers(imogen, stage))
    still_open = imogen.fills(imogen.opens_form(), {"blank:prenom": "Ben", "blank:signature": "Imogen"})

    rhys.clicks(of_surge(stage), "surge:retire")
    rhys.submits(rhys.fills(rhys.opens_form(), {"reason": "Power is back in Leeds"}))

    refused = imogen.submits(still_open)
    assert "This wording was withdrawn by" in str(refused.body)
    assert "Power is back in Leeds" in str(refused.body)
    assert "Do not send this wording any more" in told_last(imogen)
    assert "No wording is ready" in of_surge(stage).words
    surge = incident(stage, SURGE).surge
    assert surge is not None
    assert 1 == surge.answered


def test_one_answer_in_fifty_is_read_by_somebody_else(stage: Stage, rhys: Player) -> None:
    """The first is; whoever gave it cannot judge it, and a wrong one withdraws its wording for everybody."""
    approved(rhys, stage)
    imogen = stage.player(IMOGEN)
    imogen.submits(answers(imogen, stage, **{"blank:prenom": "Zoe"}))
    assert "is one in fifty that is read again" in told_last(rhys)
    imogen.submits(imogen.fills(imogen.opens_form(), {"blank:prenom": "Ben", "blank:signature": "Imogen"}))
    assert "Read again (1)" in str(of_surge(stage).blocks)

    imogen.closes(imogen.opens_form())
    imogen.clicks(of_surge(stage), "surge:read")
    refused = imogen.submits(imogen.fills(imogen.opens_form(), {"right": "right"}))
    assert "You gave this answer yourself" in str(refused.body)
    rhys.clicks(of_surge(stage), "surge:read")
    assert "Zoe, a cut" in shown(rhys.opens_form())
    refused = rhys.submits(rhys.fills(rhys.opens_form(), {"right": "wrong"}))
    assert "Say what is wrong" in str(refused.body)
    rhys.submits(rhys.fills(rhys.opens_form(), {"right": "wrong", "words": "Power is back"}))

    assert "read again: 1, of which wrong: 1" in of_surge(stage).words
    assert "withdrawn" == api(stage, f"/api/incidents/{SURGE}")["statements"][0]["state"]


def test_wordings_stand_in_each_language(stage: Stage, rhys: Player) -> None:
    """A customer who wrote in French is offered the French one first."""
    approved(rhys, stage)
    rhys.types("/crisis statement plain", place(stage))
    rhys.selects(rhys.opens_form(), "statement:pick:language", "French")
    body = shown(rhys.opens_form())
    assert "Prochain point à {{heure_prochain_point}}" in body.replace("\xa0", " ")
    facts = {**FACTS, "known": "une coupure", "blank:perimetre": "Leeds", "ask": "Ne touchez pas au compteur"}
    rhys.submits(rhys.fills(rhys.opens_form(), facts))
    claire = stage.player(CLAIRE)
    asked = [m for m in claire.direct_messages() if "approval:approve" in action_ids(m)][-1]
    claire.clicks(asked, "approval:approve")
    assert "English 1 · French 1" in of_surge(stage).words

    arrives(stage, a_message(1, author="@anna", link="", language="fr", text="Plus de courant ?"))
    claire.clicks(of_surge(stage), "surge:next")
    filled = claire.fills(claire.opens_form(), {"blank:prenom": "Anna", "blank:signature": "Claire"})
    claire.submits(filled)

    log = api(stage, f"/api/incidents/{SURGE}/log")["entries"]
    given = next(entry for entry in log if entry["kind"] == "surge_answered")
    assert given["body"]["text"].startswith("Anna, une coupure touche Leeds. Ne touchez pas au compteur.")


def test_volunteers_who_are_trained_are_called_by_level(stage: Stage, rhys: Player) -> None:
    """Each gets a button; whoever is called already is not called again."""
    approved(rhys, stage)
    rhys.clicks(of_surge(stage), "surge:call")
    form = rhys.opens_form()
    assert "can be asked now" in shown(form)
    rhys.submits(rhys.fills(form, {"level": "RESPONDER:en", "words": "Leeds is dark"}))

    called = incident(stage, SURGE).surge
    assert called is not None
    assert POPPY in called.called
    assert RHYS not in called.called
    poppy = stage.player(POPPY)
    letter = [m for m in poppy.direct_messages() if "surge:next" in action_ids(m)][-1]
    assert "asks for your help" in letter.words
    poppy.clicks(letter, "surge:next")
    assert "Next customer" == poppy.opens_form().title


def test_the_backlog_is_counted_and_the_lead_hears_when_it_is_far_too_long(
    stage: Stage, rhys: Player
) -> None:
    """Every half hour; once where the first waits more than twice as long as promised."""
    arrives(stage, a_message(1, author="@anna", link=""))
    stage.forward(minutes=31)
    assert re.search(r"\*1 customer waits\*", of_surge(stage).words)
    assert "more than twice as long" not in told_last(rhys)

    stage.forward(hours=8)
    late = [m for m in rhys.direct_messages() if "more than twice as long" in m.words]
    assert 1 == len(late)
    assert "surge:call" in action_ids(late[0])


def test_new_public_words_of_the_incident_are_told_to_whoever_leads_the_surge(
    stage: Stage, rhys: Player
) -> None:
    """Are its wordings still true?"""
    imogen = stage.player(IMOGEN)
    imogen.types(f"/crisis update {REF} Power is back in half of Leeds next 1h", "general")
    assert f"Customers are answered about this in {SURGE}" in told_last(rhys)


def test_a_wording_is_never_published(stage: Stage, rhys: Player) -> None:
    """It is sent to each customer, with their name in it."""
    approved(rhys, stage)
    assert "statement:publish:s1" not in action_ids(of_surge(stage))
    assert "whoever answers sends it with “Next customer…”" in of_surge(stage).words


def test_what_one_customer_alone_needs_leaves_the_surge(stage: Stage, rhys: Player) -> None:
    """A case of their own, nothing to do, or somebody else."""
    for number in range(1, 5):
        arrives(stage, a_message(number, author=f"@n{number}", link="", text=f"Question {number}"))
    approved(rhys, stage)

    rhys.clicks(of_surge(stage), "surge:next")
    rhys.clicks(rhys.opens_form(), "surge:aside")
    assert "Question 2" in shown(rhys.opens_form())
    rhys.clicks(rhys.opens_form(), "surge:own")
    rhys.submits(rhys.fills(rhys.opens_form(), {"playbook": "unhappy-customer"}))
    rhys.clicks(of_surge(stage), "surge:next")
    assert "Question 3" in shown(rhys.opens_form())
    rhys.clicks(rhys.opens_form(), "surge:leave")
    rhys.clicks(of_surge(stage), "surge:next")
    assert "Question 4" in shown(rhys.opens_form())
    imogen = stage.player(IMOGEN)
    imogen.clicks(of_surge(stage), "surge:next")
    assert "Question 3" in shown(imogen.opens_form())


def test_a_surge_that_is_over_is_closed_and_sends_nothing_more(stage: Stage, rhys: Player) -> None:
    """A form that is still open is refused."""
    arrives(stage, a_message(1, author="@anna", link=""))
    approved(rhys, stage)
    imogen = stage.player(IMOGEN)
    still_open = answers(imogen, stage)

    rhys.types(f"/crisis close {SURGE} over", "general")
    rhys.submits(rhys.opens_form())

    assert "is closed" in str(imogen.submits(still_open).body)


def test_an_exercise_answers_no_real_customer(stage: Stage) -> None:
    """Nobody is handed out in it, and nothing waits there."""
    rhys = stage.player(RHYS)
    start(rhys, "service-outage Leeds is dark", about=["drill"])
    rhys.types("/crisis surge When is power back?", ROOM.replace("data-breach", "service-outage"))
    rhys.submits(rhys.opens_form())
    arrives(stage, a_message(1, author="@anna", link=""))
    approved(rhys, stage)

    form = answers(rhys, stage)
    assert "My parcel is late again" not in shown(form)
    rhys.submits(form)

    assert 1 == stage.bot.desk.inbox.backlog().waiting
    surge = incident(stage, SURGE).surge
    assert surge is not None
    assert (1, 0) == (surge.answered, surge.waiting)


def test_a_form_that_is_still_open_after_the_close_hands_nobody_out(stage: Stage, rhys: Player) -> None:
    """Setting one aside there would keep the next customer for a surge that answers nobody."""
    for number in (1, 2):
        arrives(stage, a_message(number, author=f"@n{number}", link=""))
    approved(rhys, stage)
    imogen = stage.player(IMOGEN)
    still_open = answers(imogen, stage)
    rhys.types(f"/crisis close {SURGE} over", "general")
    rhys.submits(rhys.opens_form())

    imogen.clicks(still_open, "surge:aside")

    assert "is closed" in shown(imogen.opens_form())
    assert [None, IMOGEN] == sorted(
        (one.held_by for one in stage.bot.desk.inbox.waiting(5)[1]), key=lambda held: held or ""
    )


def test_a_customer_without_a_name_is_kept_from_the_list_as_well(stage: Stage, rhys: Player) -> None:
    """Whoever takes them from the list is told who is about to answer."""
    arrives(stage, a_message(1, author="", link=""))
    approved(rhys, stage)
    answers(rhys, stage)
    imogen = stage.player(IMOGEN)
    imogen.types("/reply inbox", "customer-care")
    imogen.clicks(imogen.opens_form(), f"inbox:take:{stage.bot.desk.inbox.waiting(1)[1][0].id}")

    refused = imogen.submits(imogen.fills(imogen.opens_form(), {"playbook": "unhappy-customer"}))

    assert "is about to answer this customer" in str(refused.body)
    assert 1 == stage.bot.desk.inbox.backlog().waiting


def test_nobody_sets_aside_a_customer_whom_somebody_is_answering(stage: Stage, rhys: Player) -> None:
    """The list says who is on it; the hold over, they may."""
    arrives(stage, a_message(1, author="@anna", link=""))
    approved(rhys, stage)
    answers(rhys, stage)
    imogen = stage.player(IMOGEN)
    imogen.types("/reply inbox", "customer-care")
    assert "is about to answer" in shown(imogen.opens_form())
    aside = f"inbox:aside:{stage.bot.desk.inbox.waiting(1)[1][0].id}"
    imogen.clicks(imogen.opens_form(), aside)
    assert "Nothing was changed" in str(imogen.opens_form().body)
    assert 1 == stage.bot.desk.inbox.backlog().waiting


def test_a_whole_surge_in_french(stage: Stage) -> None:
    """From the command to the close, whoever reads French reads French."""
    theo = stage.player("U0THEO")
    theo.types("/crise démarrer service-outage Tempête sur la ligne nord")
    theo.submits(theo.fills(theo.opens_form(), {"unit": "rail-fr", "language": "fr"}))
    theo.types("/crise afflux Quand mon train repart-il ?", ROOM.replace("data-breach", "service-outage"))
    assert "Ouvrir un afflux" == theo.opens_form().title
    theo.submits(theo.opens_form())
    arrives(stage, a_message(1, author="@lea", link="", unit="rail-fr", language="fr", text="Bloquée ici"))

    theo.types("/crise communiqué plain", place(stage))
    facts = {"known": "la tempête", "blank:perimetre": "la ligne nord", "ask": "Reportez votre voyage"}
    theo.submits(theo.fills(theo.opens_form(), {**facts, "next": "6\xa0h\xa000"}))
    claire = stage.player(CLAIRE)
    asked = [m for m in claire.direct_messages() if "approval:approve" in action_ids(m)][-1]
    claire.clicks(asked, "approval:approve")
    assert "Textes prêts : français 1" in of_surge(stage).words.replace("\xa0", " ")

    theo.clicks(of_surge(stage), "surge:next")
    form = theo.fills(theo.opens_form(), {"blank:prenom": "Léa", "blank:signature": "Théo"})
    assert "Client suivant" == form.title
    assert "d’abord" in shown(form)
    theo.submits(form)
    assert "Réponses : 1" in of_surge(stage).words.replace("\xa0", " ")

    claire.clicks(of_surge(stage), "surge:retire")
    assert "Tous les textes sont retirés aussitôt" in shown(claire.opens_form())
    claire.submits(claire.fills(claire.opens_form(), {"reason": "Les trains roulent"}))
    assert "N’envoyez plus ce texte" in told_last(theo)
    assert "Aucun texte n’est prêt" in of_surge(stage).words
    theo.types(f"/crise clore {SURGE} terminé", "general")
    theo.submits(theo.opens_form())
    assert "closed" == api(stage, f"/api/incidents/{SURGE}")["state"]
