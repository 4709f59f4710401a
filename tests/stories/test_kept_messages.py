"""Messages that are added to the log, by their menu and by an emoji, and what becomes of them later."""

import pytest

from bot.practice import payloads
from bot.practice.team import BOT_USER, Message
from bot.stage import Player, Stage
from tests.stories.scene import (
    DEREK,
    MAUD,
    POPPY,
    RHYS,
    ROOM,
    SAOIRSE,
    api,
    card,
    close,
    incident,
    log_lines,
    page,
    read,
    room,
    said_in_room,
    start,
    whispered,
)

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

WORDS = "We saw it on a <forum> & in a chat"


@pytest.fixture
def saoirse(stage: Stage) -> Player:
    """The lead, once the crisis that Rhys opened runs."""
    start(stage.player(RHYS))
    return stage.player(SAOIRSE)


def writes(player: Player, text: str = WORDS, thread: str | None = None) -> Message:
    """Write a message in the incident's channel."""
    player.types(text, ROOM, thread)
    return next(m for m in reversed(player.sees(ROOM)) if m.user == player.id)


# By an emoji.


@pytest.mark.parametrize("emoji", ["memo", "pencil", "pencil2"])
def test_an_emoji_keeps_a_message(stage: Stage, saoirse: Player, emoji: str) -> None:
    """With its author, its time and a link to it; whoever marked it hears the number, and nobody else hears anything."""
    said = writes(stage.player(POPPY))
    stage.forward(minutes=7)
    before = len(said_in_room(stage))
    saoirse.reacts(said, emoji)

    (entry,) = log_lines(stage)
    original = entry["original"]
    assert (WORDS, "message", POPPY) == (entry["text"], entry["kind"], original["author"])
    assert original["link"].endswith(f"/p{said.ts.replace('.', '')}")
    assert "this message is entry 1 of the log" in whispered(saoirse)
    assert before == len(said_in_room(stage))
    assert f"kept entry 1, message: “{WORDS}” (written by Poppy" in read(page(stage))
    assert f'href="{original["link"]}"' in page(stage)


def test_a_message_is_kept_once(stage: Stage, saoirse: Player) -> None:
    """Whoever marks it after somebody else hears so; Slack’s second try of the first mark says the same as the first."""
    said = writes(stage.player(POPPY))
    saoirse.reacts(said, "memo")
    saoirse.redeliver()
    assert "this message is entry 1 of the log" in whispered(saoirse)

    maud = stage.player(MAUD)
    maud.reacts(said, "memo")
    assert "c’est l’entrée 1. Rien n’a changé" in whispered(maud)
    assert 1 == len(log_lines(stage))


def test_an_answer_in_a_thread_is_kept_too(stage: Stage, saoirse: Player) -> None:
    """Slack’s history does not hold it; its thread does."""
    first = writes(stage.player(POPPY))
    answer = writes(stage.player(POPPY), "Two of them, in fact", first.ts)
    saoirse.reacts(answer, "memo")

    assert ["Two of them, in fact"] == [entry["text"] for entry in log_lines(stage)]


def test_any_other_emoji_and_any_other_channel_keep_nothing(stage: Stage, saoirse: Player) -> None:
    """And nobody is told anything: an emoji is mostly no more than that."""
    heard = len(saoirse.ephemerals())
    saoirse.reacts(writes(stage.player(POPPY)), "eyes")
    poppy = stage.player(POPPY)
    stage.workspace.channel("general").members.append(BOT_USER)
    poppy.types("hello", "general")
    saoirse.reacts(poppy.sees("general")[-1], "memo")

    assert [] == log_lines(stage)
    assert heard == len(saoirse.ephemerals())


def test_what_an_app_wrote_is_refused_with_why(stage: Stage, saoirse: Player) -> None:
    """The card, for one: the log tells it already."""
    saoirse.reacts(card(stage), "memo")

    assert "written by an app, not by a person" in whispered(saoirse)
    assert [] == log_lines(stage)


def test_what_slack_does_not_let_us_read_is_not_kept(stage: Stage, saoirse: Player) -> None:
    """The person is told another way; a link that Slack does not give is no reason to lose the entry."""
    said = writes(stage.player(POPPY))
    stage.workspace.faults.next("conversations.history", error="internal_error")
    saoirse.reacts(said, "memo")
    assert "Slack did not let me read this message" in whispered(saoirse)

    stage.workspace.faults.next("chat.getPermalink", error="internal_error")
    stage.player(RHYS).reacts(said, "memo")
    assert [""] == [entry["original"]["link"] for entry in log_lines(stage)]


def test_hostile_words_are_kept_clean_and_bounded(stage: Stage, saoirse: Player) -> None:
    """No hidden characters, people by their names, and no more than two thousand characters."""
    said = writes(stage.player(POPPY), f"<@{RHYS}> \u202egnp.exe\u202c {'x' * 3000}")
    saoirse.reacts(said, "memo")

    text = log_lines(stage)[0]["text"]
    assert text.startswith("@Rhys")
    assert "\u202e" not in text
    assert 2000 == len(text)


def test_a_restricted_incident_keeps_messages_for_those_who_may_know_of_it(stage: Stage) -> None:
    """Somebody whom others let into its channel marks a message in vain, and nothing tells them why."""
    saoirse, derek = stage.player(SAOIRSE), stage.player(DEREK)
    start(stage.player(RHYS), about=["restricted"])
    channel = room(stage)
    saoirse.types("The board knows", channel.id)
    message = saoirse.sees(channel.id)[-1]
    channel.members.append(DEREK)
    derek.reacts(message, "memo")
    assert [] == [m for m in derek.ephemerals() if m.channel == channel.id]
    assert 0 == incident(stage).logbook.last

    saoirse.reacts(message, "memo")
    assert 1 == incident(stage).logbook.last


def test_messages_are_kept_after_the_close(stage: Stage, saoirse: Player) -> None:
    """What is learned late is kept too."""
    said = writes(stage.player(POPPY))
    close(saoirse)
    saoirse.reacts(said, "memo")

    assert 1 == len(log_lines(stage))


# By the menu of a message.


@pytest.mark.parametrize(
    ("who", "title", "told", "again"),
    [
        (SAOIRSE, "Add to the log", "this message is entry 1 of the log", "in the log already, as entry 1"),
        (MAUD, "Consigner", "ce message est l’entrée 1 du journal", "c’est l’entrée 1. Rien n’a changé"),
    ],
)
def test_a_message_is_added_by_its_menu(
    stage: Stage, saoirse: Player, who: str, title: str, told: str, again: str
) -> None:
    """A form shows it and asks what it is: information keeps its author, and is to be verified."""
    said = writes(saoirse)
    person = stage.player(who)
    person.joins(ROOM)
    person.uses_shortcut("add_to_log", said)
    form = person.opens_form()
    assert title == form.title
    assert "on a &lt;forum&gt; &amp; in a chat" in form.words
    person.submits(person.fills(form, {"status": "to-verify", "source": "a forum"}))

    assert told in whispered(person)
    (entry,) = log_lines(stage)
    assert (WORDS, "information", "a forum") == (entry["text"], entry["kind"], entry["source"])
    assert "to-verify" == api(stage)["claims"][0]["status"]

    person.uses_shortcut("add_to_log", said)
    assert again in whispered(person)
    assert 1 == len(log_lines(stage))


def test_a_menu_elsewhere_says_where_it_belongs(saoirse: Player) -> None:
    """A message of another channel is of no incident."""
    saoirse.types("hello", "general")
    saoirse.uses_shortcut("add_to_log", saoirse.sees("general")[-1])

    assert "Which incident?" in whispered(saoirse)


def test_a_message_of_another_workspace_is_refused_with_what_to_do(stage: Stage, saoirse: Player) -> None:
    """Its author is nobody whom the directory could know."""
    said = writes(stage.player(POPPY))
    with stage.workspace.team.lock:
        payload = payloads.message_shortcut(stage.workspace.team, saoirse.user, "add_to_log", said)
        payload["message"]["user_team"] = "TELSEWHERE"
        payload["trigger_id"] = stage.workspace.team.trigger(SAOIRSE)
    saoirse.post.carry(payloads.interaction(payload))

    assert "somebody of another workspace" in saoirse.opens_form().words
    assert [] == log_lines(stage)


def test_a_long_message_fits_into_the_form(stage: Stage, saoirse: Player) -> None:
    """Slack keeps 3,000 characters of a form’s own notes, and a quotation mark counts twice there."""
    said = writes(stage.player(POPPY), '"' * 2500)
    saoirse.uses_shortcut("add_to_log", said)
    saoirse.submits(saoirse.opens_form())

    text = log_lines(stage)[0]["text"]
    assert text.startswith('"""')
    assert text.endswith("…")


# What becomes of a kept message.


def test_an_edit_is_logged_beside_what_was_kept(stage: Stage, saoirse: Player) -> None:
    """Both texts stand in the log, with who changed it, once; the entry is not touched."""
    poppy = stage.player(POPPY)
    said = writes(poppy)
    saoirse.reacts(said, "memo")
    poppy.edits(said, "We saw it nowhere")
    poppy.redeliver()

    assert [{"entry": 1, "text": "We saw it nowhere"}] == log_lines(stage, "message_edited")
    assert [WORDS] == [entry["text"] for entry in log_lines(stage)]
    told = read(page(stage))
    assert "edited the message kept as entry 1. It says by now: “We saw it nowhere”." in told
    assert "a modifié le message consigné à l’entrée 1" in read(page(stage, language="fr"))


@pytest.mark.parametrize("answered", [False, True], ids=["alone", "with a thread"])
def test_a_deletion_is_logged_and_the_entry_stands(stage: Stage, saoirse: Player, answered: bool) -> None:
    """Slack tells it in two ways: of a message with a thread a stone is left in its place."""
    poppy = stage.player(POPPY)
    said = writes(poppy)
    if answered:
        writes(saoirse, "Where?", said.ts)
    saoirse.reacts(said, "memo")
    poppy.deletes(said)

    assert [{"entry": 1}] == log_lines(stage, "message_deleted")
    assert [] == log_lines(stage, "message_edited")
    assert WORDS in read(page(stage))
    assert "Le message consigné à l’entrée 1 a été supprimé" in read(page(stage, language="fr"))


def test_messages_that_nobody_kept_leave_no_trace(stage: Stage, saoirse: Player) -> None:
    """Not a word of them, whatever becomes of them."""
    before = incident(stage).seq
    poppy = stage.player(POPPY)
    said = writes(poppy, "between ourselves")
    poppy.edits(said, "between us")
    poppy.deletes(said)
    writes(saoirse)

    assert before == incident(stage).seq
