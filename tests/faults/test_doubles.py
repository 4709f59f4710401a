"""N4, N11: the same message comes several times, or two people press at the same moment."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.practice.person import Person
from bot.practice.team import APP_TOKEN
from bot.stage import Player, Stage
from playbooks.ports import OPERATOR, Wanted
from tests.stories.scene import (
    IMOGEN,
    INES,
    MAUD,
    POPPY,
    RHYS,
    ROOM,
    SAOIRSE,
    api,
    calls_of,
    card,
    incident,
    start,
    whispered,
)

ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def added(stage: Stage) -> list[str]:
    """The steps that people added."""
    return [step["title"]["en"] for step in api(stage)["steps"] if step["added"]]


def again(stage: Stage, player: Player) -> None:
    """Send the last message three times more: at once, a minute later, and five minutes after the first."""
    for minutes in (0, 1, 4):
        stage.clock.moment += timedelta(minutes=minutes)
        assert player.redeliver().acknowledged


# N4.


@ON_SQLITE
def test_n4_the_same_command_four_times_adds_one_step(stage: Stage) -> None:
    """Whatever Slack repeats was done the first time."""
    rhys = stage.player(RHYS)
    start(rhys)
    rhys.types("/crisis add Call the mayor", ROOM)

    again(stage, rhys)

    assert ["Call the mayor"] == added(stage)


@ON_SQLITE
def test_n4_the_same_form_four_times_opens_one_crisis(stage: Stage) -> None:
    """One incident, one room, one call for each person."""
    rhys = stage.player(RHYS)
    start(rhys)

    again(stage, rhys)
    stage.settle()

    assert 1 == len(stage.bot.desk.looking.lines(Wanted(reader=OPERATOR, state=None)))
    assert 1 == sum(c.name.startswith("inc-") for c in stage.workspace.team.channels.values())
    assert 1 == len(calls_of(stage.player(POPPY)))


@ON_SQLITE
def test_n4_the_same_press_four_times_is_one_fact(stage: Stage) -> None:
    """A call taken is taken once in the log."""
    start(stage.player(RHYS))
    imogen = stage.player(IMOGEN)
    imogen.clicks(calls_of(imogen)[-1], "call:take")
    facts = incident(stage).seq

    again(stage, imogen)

    assert facts == incident(stage).seq


@ON_SQLITE
def test_n4_the_same_event_four_times_is_answered_each_time(stage: Stage) -> None:
    """The Home tab is drawn again, which changes nothing; nothing is logged or sent."""
    rhys = stage.player(RHYS)
    start(rhys)
    rhys.opens_home()
    before, home = incident(stage), rhys.home()

    again(stage, rhys)

    assert before == incident(stage)
    assert home is not None
    assert rhys.home() is not None


@ON_SQLITE
def test_n4_the_same_envelope_on_two_sockets_has_one_effect(stage: Stage) -> None:
    """Two connections of the product, and Slack repeats on the other one what it thinks was lost."""
    client = WebClient(token=APP_TOKEN, base_url=f"{stage.server.url}/api/")
    handlers = [SocketModeHandler(stage.bot.app, APP_TOKEN, web_client=client) for _ in range(2)]
    for handler in handlers:
        handler.connect()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped.
    assert stage.workspace.sockets.wait_for(2)
    stage._carry = stage.workspace.sockets.deliver  # noqa: SLF001 - the same hands, over another line.
    rhys = stage.player(RHYS)
    start(rhys)
    rhys.types("/crisis add Call the mayor", ROOM)

    again(stage, rhys)

    assert ["Call the mayor"] == added(stage)
    for handler in handlers:
        handler.close()  # type: ignore[no-untyped-call]  # as above.


# N11.


def at_once(*deeds: Callable[[], object]) -> None:
    """Do several things at the same moment."""
    gate = threading.Barrier(len(deeds))
    faults: list[BaseException] = []

    def run(deed: Callable[[], object]) -> None:
        gate.wait(10)
        try:
            deed()
        except BaseException as exc:  # noqa: BLE001 - told by the test's own thread.
            faults.append(exc)

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert [] == faults


def test_n11_of_two_who_tick_at_once_one_wins_and_the_other_is_told(stage: Stage) -> None:
    """One fact; the second hears who was first and when, and nobody else hears anything."""
    start(stage.player(RHYS))
    seen, people = card(stage), [stage.player(user) for user in (SAOIRSE, MAUD)]
    heard = {player.id: len(player.ephemerals()) for player in people}

    at_once(*(lambda p=player: Person.clicks(p, seen, "step:done:source") for player in people))

    step = incident(stage).steps[0].progress
    winner, loser = sorted(people, key=lambda player: player.id != step.settled_by)
    assert winner.id == step.settled_by
    assert heard[winner.id] == len(winner.ephemerals())
    assert f"<@{winner.id}>" in whispered(loser)
    assert "<!date^" in whispered(loser)
    entries = api(stage, "/api/incidents/INC-2026-0001/log?limit=1000")["entries"]
    assert 1 == sum(entry["kind"] == "step_completed" for entry in entries)


def test_n11_of_two_who_take_a_call_at_once_one_wins_and_the_other_is_told(stage: Stage) -> None:
    """Two rungs answer in the same moment: one takes it."""
    start(stage.player(RHYS))
    stage.forward(minutes=6)
    people = [stage.player(user) for user in (POPPY, INES)]
    calls = {player.id: calls_of(player)[-1] for player in people}

    at_once(*(lambda p=player: Person.clicks(p, calls[p.id], "call:take") for player in people))

    taken = [call["person"] for call in api(stage)["calls"] if call["state"] == "taken"]
    assert 1 == len(taken)
    loser = next(player for player in people if player.id not in taken)
    assert f"<@{taken[0]}>" in whispered(loser)


def test_n11_ten_presses_at_once_are_one_tick_and_one_card(stage: Stage) -> None:
    """An impatient finger: each press is another request, one of them counts, and the card is edited, not doubled."""
    start(stage.player(RHYS))
    saoirse, seen = stage.player(SAOIRSE), card(stage)

    at_once(*(lambda: Person.clicks(saoirse, seen, "step:done:source") for _ in range(10)))
    stage.settle()

    entries = api(stage, "/api/incidents/INC-2026-0001/log?limit=1000")["entries"]
    assert 1 == sum(entry["kind"] == "step_completed" for entry in entries)
    assert "1 of 22 steps" in card(stage).words
    assert list(range(1, len(entries) + 1)) == [entry["seq"] for entry in entries]


@ON_SQLITE
def test_n11_pressed_twice_by_the_same_hand_is_told(stage: Stage) -> None:
    """The second press on a card not yet redrawn hears that it is done already, and by whom."""
    start(stage.player(RHYS))
    saoirse, seen = stage.player(SAOIRSE), card(stage)

    Person.clicks(saoirse, seen, "step:done:source")
    Person.clicks(saoirse, seen, "step:done:source")

    assert f"<@{SAOIRSE}>" in whispered(saoirse)


def test_n11_two_crises_started_at_once_have_two_numbers(stage: Stage) -> None:
    """Each has its own reference and its own room."""
    people = [stage.player(user) for user in (RHYS, MAUD)]
    forms = []
    for player in people:
        player.types(f"/crisis start data-breach By {player.id}")
        forms.append(player.opens_form())

    at_once(*(lambda p=p, f=f: Person.submits(p, f) for p, f in zip(people, forms, strict=True)))
    stage.settle()

    lines = stage.bot.desk.looking.lines(Wanted(reader=OPERATOR, state=None))
    assert {"INC-2026-0001", "INC-2026-0002"} == {line.ref for line in lines}
    assert 2 == len({line.channel for line in lines})
