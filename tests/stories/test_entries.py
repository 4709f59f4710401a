"""The log as people keep it by command and by form, in both languages."""

import pytest

from bot.stage import Player, Stage
from tests.stories.scene import (
    MAUD,
    POPPY,
    REF,
    RHYS,
    ROOM,
    SAOIRSE,
    api,
    card,
    log_lines,
    page,
    read,
    said_in_room,
    start,
    whispered,
)

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def saoirse(stage: Stage) -> Player:
    """The lead, once the crisis that Rhys opened runs."""
    start(stage.player(RHYS))
    return stage.player(SAOIRSE)


# By command.


@pytest.mark.parametrize(
    ("who", "command", "kind", "words"),
    [
        (SAOIRSE, f"/crisis log {REF} decision: we hold until two", "decision", "as entry 1, decision"),
        (MAUD, f"/crise journal {REF} décision : on temporise", "decision", "entrée 1, décision"),
        (SAOIRSE, f"/crisis log {REF} contact: the minister’s office", "contact", "as entry 1, contact"),
        (MAUD, f"/crise journal {REF} relève : Poppy reprend", "hand-over", "entrée 1, relève"),
        (SAOIRSE, f"/crisis log {REF} the insurer wrote", "note", "kept in the log as entry 1\n"),
    ],
)
@pytest.mark.usefixtures("saoirse")
def test_an_entry_is_of_a_kind(stage: Stage, who: str, command: str, kind: str, words: str) -> None:
    """Named by a word before a colon; whoever kept it hears its number."""
    stage.player(who).types(command, "general")

    assert words in whispered(stage.player(who))
    assert [kind] == [entry["kind"] for entry in log_lines(stage)]


def test_when_it_happened_and_when_it_was_recorded_are_both_told(stage: Stage, saoirse: Player) -> None:
    """On the page the line stands where it was kept, and says when it was so."""
    stage.forward(minutes=65)
    saoirse.types("/crisis log at 3:10 action: the host was called source: Poppy", ROOM)

    (entry,) = log_lines(stage)
    told = read(page(stage))
    assert ("the host was called", "action", "Poppy") == (entry["text"], entry["kind"], entry["source"])
    assert entry["happened"].endswith(":10:00Z")
    assert "kept entry 1, action: “the host was called” (it happened" in told
    assert "source: Poppy)" in told
    assert "recorded" in told.partition("source: Poppy)")[2][:40]


@pytest.mark.parametrize(
    ("who", "command", "words"),
    [
        (SAOIRSE, f"/crisis log {REF} at 23:59 the host was called", "this moment is still to come"),
        (MAUD, f"/crise journal {REF} à 23h59 on a appelé l’hébergeur", "ce moment est encore à venir"),
    ],
)
@pytest.mark.usefixtures("saoirse")
def test_what_is_still_to_come_is_refused(stage: Stage, who: str, command: str, words: str) -> None:
    """With how to name the day before; nothing is kept."""
    person = stage.player(who)
    person.types(command, "general")

    assert words in whispered(person)
    assert [] == log_lines(stage)

    person.types(f"/crise journal {REF} hier à 23h59 le serveur est tombé", "general")
    assert ["le serveur est tombé"] == [entry["text"] for entry in log_lines(stage)]


def test_a_correction_stands_beside_what_it_corrects(stage: Stage, saoirse: Player) -> None:
    """The old line is struck, and says so in words; the old text is never lost."""
    saoirse.types("/crisis log decision: we answer at two", ROOM)
    stage.player(POPPY).types("/crisis correct 1 we answer at three", ROOM)

    assert "entry 2 stands in the place of entry 1" in whispered(stage.player(POPPY))
    source = page(stage)
    assert "corrected since by entry 2" in read(source)
    assert "kept entry 2, decision: “we answer at three” (it corrects entry 1)" in read(source)
    assert "we answer at two" in source.partition("<s>")[2].partition("</s>")[0]
    assert "corrigée depuis par l’entrée 2" in read(page(stage, language="fr"))

    saoirse.types("/crisis correct 1 we answer at four", ROOM)
    assert "entry 2 stands in its place" in whispered(saoirse)


def test_a_correction_without_words_opens_a_form_with_the_old_ones(stage: Stage, saoirse: Player) -> None:
    """So that a slip is mended and not typed anew; of information its new words are to be verified."""
    saoirse.types("/crisis fact Pasports are in it", ROOM)
    maud = stage.player(MAUD)
    maud.types(f"/crise corriger {REF} 1", "general")
    form = maud.opens_form()
    assert "Corriger une entrée" == form.title
    assert "L’entrée 1 reste au journal telle quelle" in form.words
    assert "Pasports are in it" in str(form.blocks)
    maud.submits(maud.fills(form, {"text": "Passports are in it", "source": "l’hébergeur"}))

    old, new = api(stage)["claims"]
    assert ("verified", 2) == (old["status"], old["corrected_by"])
    assert ("to-verify", "Passports are in it", "l’hébergeur") == (new["status"], new["text"], new["source"])
    assert "1 claim to verify" in card(stage).words


@pytest.mark.parametrize("number", ["9", "one", "-1", "0", "1234567"])
def test_an_entry_that_is_not_there_is_named_as_it_was_typed(
    stage: Stage, saoirse: Player, number: str
) -> None:
    """With where the numbers are."""
    saoirse.types("/crisis log x", ROOM)
    saoirse.types(f"/crisis correct {number} y", ROOM)

    assert f"There is no entry “{number}” in this log" in whispered(saoirse)
    assert 1 == len(log_lines(stage))


def test_who_is_verifying_is_seen_by_all(stage: Stage, saoirse: Player) -> None:
    """In the channel, on the page and in the answer, until somebody says whether it is so."""
    saoirse.types("/crisis claim Passports are in it source: a forum", ROOM)
    maud = stage.player(MAUD)
    maud.types(f"/crise en vérification {REF} 1", "general")

    assert "en vérification" in whispered(maud)
    assert "is verifying claim 1 “Passports are in it”" in said_in_room(stage)[-1].words
    assert "Maud Tessier is verifying it" in read(page(stage))
    assert "Source: a forum" in read(page(stage))

    saoirse.types("/crisis verify 1 saw the file source: the host", ROOM)
    assert "(source: the host)" in said_in_room(stage)[-1].words
    assert "is verifying it" not in read(page(stage))


def test_a_claim_is_taken_up_by_a_button_of_the_agenda(stage: Stage, saoirse: Player) -> None:
    """Which goes once somebody is at it."""
    saoirse.types("/crisis claim Passports are in it", ROOM)
    saoirse.types("/crisis point", ROOM)
    saoirse.clicks(saoirse.opens_form(), "I’m verifying it")

    assert "being verified" in saoirse.opens_form().words
    assert "I’m verifying it" not in saoirse.opens_form().buttons
    assert SAOIRSE == api(stage)["claims"][0]["checked_by"]


def test_the_form_keeps_what_a_command_keeps(stage: Stage, saoirse: Player) -> None:
    """Its kind, its source and when it happened; what is still to come is refused beside its field."""
    saoirse.clicks(card(stage), "ask:log")
    now = stage.clock.now()
    words = {"text": "We hold", "status": "hold", "source": "the board"}
    form = saoirse.fills(saoirse.opens_form(), {**words, "at": now.replace(hour=23)})
    saoirse.submits(form)
    assert "still to come" in str(saoirse.opens_form().errors)

    saoirse.submits(saoirse.fills(saoirse.opens_form(), {"at": now.replace(hour=0)}))
    (entry,) = log_lines(stage)
    assert ("We hold", "hold", "the board") == (entry["text"], entry["kind"], entry["source"])
    assert "00" == entry["happened"][11:13]
