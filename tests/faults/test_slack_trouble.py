"""N1, N3: Slack slows down, or the line breaks after Slack has done the work."""

import pytest

from bot.practice.team import Message
from bot.stage import Player, Stage
from handlers.reasons import reason_in_words
from playbooks.playbook import Language
from tests.stories.scene import (
    ANNOUNCEMENTS,
    DEREK,
    IMOGEN,
    POPPY,
    RHYS,
    ROOM,
    SAOIRSE,
    action_ids,
    api,
    calls_of,
    card,
    close,
    deliveries,
    incident,
    page,
    read,
    room,
    said_in_room,
    start,
)

ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def saoirse(stage: Stage) -> Player:
    """The lead of a running crisis."""
    start(stage.player(RHYS))
    return stage.player(SAOIRSE)


def reference(message: Message) -> str:
    """The reference that a message carries."""
    assert message.metadata is not None
    return str(message.metadata["event_payload"]["reference"])


# N1.


def test_n1_one_slowed_channel_delays_no_other(stage: Stage, saoirse: Player) -> None:
    """The room rests for thirty seconds; the announcement and the direct message are there at once."""
    stage.workspace.faults.next("*", retry_after=30, channel=room(stage).id)

    saoirse.types("/crisis update Still checking next 1h", ROOM)
    saoirse.types("/crisis assign 1 @Derek", ROOM)

    assert "> Still checking" not in card(stage).words
    assert "> Still checking" in saoirse.sees(ANNOUNCEMENTS)[-1].words
    assert "1. Capture the source" in stage.player(DEREK).direct_messages()[-1].words


@ON_SQLITE
def test_n1_the_slowed_channel_says_that_it_waits_and_keeps_its_order(stage: Stage, saoirse: Player) -> None:
    """API and page say what waits and why; once Slack lets it, all of it comes in the order it was said."""
    stage.workspace.faults.next("*", retry_after=30, channel=room(stage).id)
    before = len(said_in_room(stage))
    for words in ("first", "second", "third"):
        saoirse.types(f"/crisis line {words}", ROOM)

    stage.forward(seconds=29)
    assert before == len(said_in_room(stage))
    waiting = [one for one in api(stage)["deliveries"] if one["state"] == "owed"]
    assert {"notice", "card"} == {one["errand"] for one in waiting}
    assert "ratelimited" in {one["reason"] for one in waiting}
    assert reason_in_words("ratelimited", Language.EN) in read(page(stage))

    stage.forward(seconds=2)

    said = [m.words.splitlines()[-1] for m in said_in_room(stage)[before:]]
    assert ["> first", "> second", "> third"] == said
    assert "> third" in card(stage).words
    assert {"sent"} == {one["state"] for one in api(stage)["deliveries"]}


@ON_SQLITE
def test_n1_while_slack_asks_to_wait_it_is_left_alone(stage: Stage, saoirse: Player) -> None:
    """No storm: within the thirty seconds no further call goes to that channel."""
    stage.workspace.faults.next("*", retry_after=30, channel=room(stage).id)
    saoirse.types("/crisis line first", ROOM)
    asked = len(stage.workspace.journal)

    stage.forward(seconds=29)

    about = [
        call for call in stage.workspace.journal[asked:] if call["args"].get("channel") == room(stage).id
    ]
    assert [] == about


@ON_SQLITE
def test_n1_an_empty_429_counts_as_one(stage: Stage, saoirse: Player) -> None:
    """Slack's edge answers without a body: its Retry-After holds all the same."""
    stage.workspace.faults.next("*", status=429, retry_after=30, channel=room(stage).id)
    saoirse.types("/crisis line first", ROOM)

    stage.forward(seconds=29)
    assert "> first" not in card(stage).words
    stage.forward(seconds=2)

    assert "> first" in card(stage).words


# N3.


def test_n3_a_call_whose_answer_was_lost_is_seen_once(stage: Stage) -> None:
    """Slack accepted, the line broke: the sender finds its own reference and sends nothing more."""
    stage.workspace.faults.next("chat.postMessage", drop="after", channel=POPPY)

    start(stage.player(RHYS))
    poppy = stage.player(POPPY)
    (message,) = calls_of(poppy)
    assert "owed" == next(c["state"] for c in api(stage)["calls"] if c["person"] == POPPY)

    stage.forward(seconds=10)

    assert [message.ts] == [m.ts for m in calls_of(poppy)]
    assert "sent" == next(c["state"] for c in api(stage)["calls"] if c["person"] == POPPY)
    poppy.clicks(message, "call:take")
    assert "taken" == next(c["state"] for c in api(stage)["calls"] if c["person"] == POPPY)


def test_n3_a_room_whose_answer_was_lost_is_not_made_again(stage: Stage) -> None:
    """The channel that Slack made is found by its name and maker, and becomes the room."""
    stage.workspace.faults.next("conversations.create", drop="after")

    start(stage.player(RHYS))
    stage.forward(seconds=10)

    rooms = [c for c in stage.workspace.team.channels.values() if c.name.startswith("inc-")]
    assert [ROOM] == [c.name for c in rooms]
    assert rooms[0].id == room(stage).id
    assert "Customer file" in card(stage).words


@ON_SQLITE
def test_n3_every_message_of_a_crisis_may_lose_its_answer(stage: Stage) -> None:
    """Card, notices, reminders, announcements, review and timeline: each line that breaks leaves one message."""
    rhys, saoirse = stage.player(RHYS), stage.player(SAOIRSE)

    def lose(times: int = 6) -> None:
        stage.workspace.faults.next("chat.postMessage", drop="after", times=times)

    lose()
    start(rhys)
    stage.forward(minutes=2)
    stage.workspace.faults.clear()
    lose(3)
    saoirse.types("/crisis update Still checking next 3h", ROOM)
    stage.forward(minutes=2)
    stage.workspace.faults.clear()
    lose(2)
    saoirse.types("/crisis assign 1 @Derek", ROOM)
    stage.forward(minutes=12)
    stage.workspace.faults.clear()
    lose(4)
    close(saoirse)
    stage.forward(minutes=10)

    with stage.workspace.team.lock:
        said = [m for c in stage.workspace.team.channels.values() for m in c.messages.values() if m.metadata]
    references = [reference(m) for m in said]
    assert len(references) == len(set(references))
    assert 1 == sum("ask:answers" in action_ids(m) for m in said_in_room(stage))
    assert {"sent", "dropped"} >= {one["state"] for one in api(stage)["deliveries"]}
    assert incident(stage).review is not None


@ON_SQLITE
def test_n3_where_slack_cannot_tell_the_second_copy_has_the_same_reference(stage: Stage) -> None:
    """The first copy was deleted before the sender could look: the second says whose copy it is."""
    stage.workspace.faults.next("chat.postMessage", drop="after", channel=POPPY)
    start(stage.player(RHYS))
    poppy = stage.player(POPPY)
    (first,) = calls_of(poppy)
    with stage.workspace.team.lock:
        del poppy.direct_channel().messages[first.ts]

    stage.forward(seconds=10)

    (second,) = calls_of(poppy)
    assert reference(first) == reference(second)


@ON_SQLITE
def test_n3_a_press_whose_answer_was_lost_has_one_effect(stage: Stage) -> None:
    """Slack did not hear the acknowledgement and sends the press again: one tick, one fact."""
    start(stage.player(RHYS))
    imogen = stage.player(IMOGEN)
    imogen.clicks(calls_of(imogen)[-1], "call:take")
    facts = incident(stage).seq

    assert imogen.redeliver().acknowledged

    stage.settle()
    assert facts == incident(stage).seq
    assert 1 == len(deliveries(stage, "call_ended"))
