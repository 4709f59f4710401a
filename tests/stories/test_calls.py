"""People are called up the ladder until somebody answers, and the card tells each call as it is."""

from collections.abc import Iterable

import pytest

from bot.practice.person import Person
from bot.stage import Player, Stage
from playbooks.incident import CallState
from tests.stories.scene import (
    CLAIRE,
    IMOGEN,
    INES,
    MAUD,
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
    everything_said,
    incident,
    page,
    read,
    room,
    said_in_room,
    start,
    start_unsettled,
    told_last,
    whispered,
)

ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def call_lines(stage: Stage) -> list[str]:
    """The card's lines about calls."""
    return [line for line in card(stage).words.splitlines() if "· rung " in line]


def line_of(stage: Stage, person: str) -> str:
    """The card's line about the call to one person."""
    return next(line for line in call_lines(stage) if f"<@{person}>" in line)


def states(stage: Stage) -> dict[str, str]:
    """How each person's call stands, told by the API."""
    return {call["person"]: call["state"] for call in api(stage)["calls"]}


def decline(player: Player, reason: str = "") -> None:
    """Answer the last call with I can't."""
    player.clicks(calls_of(player)[-1], "call:decline")
    player.submits(player.fills(player.opens_form(), {"reason": reason}))


def test_press_and_unit_are_called_with_three_buttons(stage: Stage) -> None:
    """The unit's owner and its press officer each have one message, in their language, that says what and why."""
    start(stage.player(RHYS))

    for user in (IMOGEN, POPPY):
        (message,) = calls_of(stage.player(user))
        assert ("I take it", "I can’t", "Call someone else…") == message.buttons
        assert f"<@{RHYS}> opened this and needs you" in message.words
        assert f"<#{room(stage).id}>" in message.words
    assert {IMOGEN: "sent", POPPY: "sent"} == states(stage)
    assert "message sent" in line_of(stage, POPPY)
    assert "no answer yet" in line_of(stage, POPPY)


@ON_SQLITE
def test_i_take_it_is_told_with_who_and_when(stage: Stage) -> None:
    """The card, the caller's message and the API say who took it; the others of the ladder are released."""
    start(stage.player(RHYS))
    stage.forward(minutes=6)
    ines, poppy = stage.player(INES), stage.player(POPPY)

    ines.clicks(calls_of(ines)[-1], "call:take")

    moment = f"<!date^{int(stage.clock.now().timestamp())}^"
    assert "✅" in line_of(stage, INES)
    assert f"*takes it*, {moment}" in line_of(stage, INES)
    assert f"<@{INES}> takes it" in calls_of(poppy)[-1].words
    assert () == calls_of(poppy)[-1].buttons
    assert "taken" == states(stage)[INES]
    assert INES in room(stage).members


@ON_SQLITE
def test_i_cant_calls_the_next_at_once_with_the_reason_shown(stage: Stage) -> None:
    """Nobody waits for a silence that is already an answer."""
    start(stage.player(RHYS))

    decline(stage.player(POPPY), "in a plane until noon")

    assert "can’t" in line_of(stage, POPPY)
    assert "(in a plane until noon)" in line_of(stage, POPPY)
    assert 1 == len(calls_of(stage.player(INES)))
    assert "Nothing more is asked of you" in calls_of(stage.player(POPPY))[-1].words


def test_silence_climbs_the_ladder(stage: Stage) -> None:
    """Five minutes for each rung of a crisis: Poppy, then Inès, then Claire, one call each."""
    start(stage.player(RHYS))
    stage.forward(minutes=4, seconds=59)
    assert [1, 0, 0] == [len(calls_of(stage.player(user))) for user in (POPPY, INES, CLAIRE)]

    stage.forward(seconds=1)
    assert [1, 1, 0] == [len(calls_of(stage.player(user))) for user in (POPPY, INES, CLAIRE)]

    stage.forward(minutes=5)
    assert [1, 1, 1] == [len(calls_of(stage.player(user))) for user in (POPPY, INES, CLAIRE)]
    assert "rung 3" in line_of(stage, CLAIRE)


@ON_SQLITE
def test_a_late_answer_of_an_earlier_rung_still_counts(stage: Stage) -> None:
    """Poppy wakes up after Inès was called: she takes it, and Inès is released."""
    start(stage.player(RHYS))
    stage.forward(minutes=6)
    poppy, ines = stage.player(POPPY), stage.player(INES)

    poppy.clicks(calls_of(poppy)[-1], "call:take")

    assert "taken" == states(stage)[POPPY]
    assert () == calls_of(ines)[-1].buttons
    stage.forward(minutes=30)
    assert [] == calls_of(stage.player(CLAIRE))


@ON_SQLITE
def test_an_exhausted_ladder_is_a_public_notice_with_telephones(stage: Stage) -> None:
    """Nobody answered: the room, the lead and the card hear it, with the numbers to call."""
    start(stage.player(RHYS))

    stage.forward(minutes=16)

    alarm = next(m.words for m in said_in_room(stage) if "Nobody on the ladder Press answered" in m.words)
    assert "Poppy Ashdown +44 1632 960203" in alarm
    assert "Nobody answered: Press.* Telephone: Poppy Ashdown +44 1632 960203" in card(stage).words
    heard = [m.words for m in stage.player(SAOIRSE).direct_messages()]
    assert any("Nobody on the ladder Press answered" in words for words in heard)
    assert 1 == sum("Nobody on the ladder Press answered" in words for words in heard)


@ON_SQLITE
def test_all_who_cannot_exhaust_the_ladder_at_once(stage: Stage) -> None:
    """Three answers of I can't need no waiting."""
    start(stage.player(RHYS))

    for user in (POPPY, INES, CLAIRE):
        decline(stage.player(user))

    assert "Nobody answered: Press.* Telephone: Poppy Ashdown +44 1632 960203" in card(stage).words


# Never “called” before Slack has accepted the message.


@ON_SQLITE
@pytest.mark.parametrize("terms", [{"status": 503}, {"drop": "before"}, {"retry_after": 30}])
def test_a_call_is_owed_until_slack_has_accepted_it(stage: Stage, terms: dict[str, object]) -> None:
    """While Slack fails, the card, the API and the page say that it is owed, and no text says that it was sent."""
    poppy = stage.player(POPPY)
    direct = poppy.direct_channel().id
    about_poppy = {**terms, "channel": POPPY}
    stage.workspace.faults.next("chat.postMessage", **about_poppy)  # type: ignore[arg-type]

    start(stage.player(RHYS))

    assert {IMOGEN: "sent", POPPY: "owed"} == states(stage)
    assert None is next(c["sent_at"] for c in api(stage)["calls"] if c["person"] == POPPY)
    assert "call owed, not yet accepted by Slack" in line_of(stage, POPPY)
    assert "sent" not in line_of(stage, POPPY)
    assert {} == stage.workspace.channel(direct).messages
    waiting = next(one for one in deliveries(stage, "call") if one["state"] == "owed")
    assert 1 == waiting["attempts"]
    assert waiting["reason"]
    told = "\n".join(said_of(stage, "Poppy Ashdown"))
    for word in ("accepted the call to Poppy", "message sent"):
        assert word not in told

    stage.forward(seconds=31)

    assert "sent" == states(stage)[POPPY]
    assert "message sent" in line_of(stage, POPPY)
    assert 1 == len(calls_of(poppy))


def said_of(stage: Stage, name: str) -> Iterable[str]:
    """The page's pieces of text that name somebody."""
    text = read(page(stage))
    return (text[max(0, n - 60) : n + 160] for n in range(len(text)) if text.startswith(name, n))


@ON_SQLITE
def test_what_is_accepted_and_what_is_owed_stand_apart_before_anything_is_sent(stage: Stage) -> None:
    """Right after the acknowledgement every call is owed, in the API, in the log and in words."""
    start_unsettled(stage.player(RHYS))

    assert {IMOGEN: "owed", POPPY: "owed"} == states(stage)
    kinds = [entry["kind"] for entry in api(stage, "/api/incidents/INC-2026-0001/log")["entries"]]
    assert "call_sent" not in kinds
    assert [] == everything_said(stage)


@ON_SQLITE
def test_a_person_whom_slack_refuses_is_not_reached_and_the_next_is_called_at_once(stage: Stage) -> None:
    """An account that was closed: the reason stands on the card, in plain words, and Inès is called."""
    stage.workspace.deactivate(POPPY)

    start(stage.player(RHYS))

    assert "failed" == states(stage)[POPPY]
    assert "*not reached.*" in line_of(stage, POPPY)
    assert "user_not_found" not in line_of(stage, POPPY)
    assert "sent" == states(stage)[INES]
    assert 1 == len(calls_of(stage.player(INES)))


@ON_SQLITE
def test_a_ladder_on_which_nobody_can_be_reached_is_told(stage: Stage) -> None:
    """Never silence: refused up to the last rung, the room hears it at the start."""
    for user in (POPPY, INES, CLAIRE):
        stage.workspace.deactivate(user)

    start(stage.player(RHYS))

    assert {"failed"} == {states(stage)[user] for user in (POPPY, INES, CLAIRE)}
    assert any("Nobody on the ladder Press answered" in m.words for m in said_in_room(stage))


# Who may answer, and when.


@ON_SQLITE
def test_a_call_that_somebody_took_cannot_be_taken_again(stage: Stage) -> None:
    """The second presses on a message not yet redrawn, and hears who was first and when."""
    start(stage.player(RHYS))
    stage.forward(minutes=6)
    poppy, ines = stage.player(POPPY), stage.player(INES)
    Person.clicks(poppy, calls_of(poppy)[-1], "call:take")

    ines.clicks(calls_of(ines)[-1], "call:take")

    assert f"<@{POPPY}>" in whispered(ines)
    assert "<!date^" in whispered(ines)
    assert CallState.SENT is next(c for c in incident(stage).calls if c.person == INES).state


@ON_SQLITE
def test_closing_ends_the_calls(stage: Stage) -> None:
    """Nobody is asked on for what is over, and nobody further is called."""
    start(stage.player(RHYS))

    close(stage.player(SAOIRSE))
    stage.forward(hours=2)

    for user in (IMOGEN, POPPY):
        assert "was closed" in calls_of(stage.player(user))[-1].words
        assert () == calls_of(stage.player(user))[-1].buttons
    assert [] == [*calls_of(stage.player(INES)), *calls_of(stage.player(MAUD))]
    assert "message sent" in line_of(stage, POPPY)
    assert "no answer yet" not in line_of(stage, POPPY)


@ON_SQLITE
def test_the_wait_follows_the_severity(stage: Stage) -> None:
    """A sensitive matter leaves ten minutes for each rung."""
    start(stage.player(RHYS), severity="sev2")

    stage.forward(minutes=9)
    assert [] == calls_of(stage.player(INES))
    stage.forward(minutes=1)

    assert 1 == len(calls_of(stage.player(INES)))


@ON_SQLITE
def test_the_unit_ladder_ends_with_the_duty_lead(stage: Stage) -> None:
    """Owner, deputy, duty lead: each of them once, in the order of the directory."""
    start(stage.player(SAOIRSE))
    stage.forward(minutes=11)

    climbed = [call["person"] for call in api(stage)["calls"] if call["ladder"] == "unit"]

    assert [IMOGEN, RHYS, MAUD] == climbed
    assert "☎" in told_last(stage.player(MAUD))
    assert "call:take" in action_ids(calls_of(stage.player(MAUD))[-1])
    assert ROOM == room(stage).name
