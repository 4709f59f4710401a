"""P3, P5: the product is down for a while, or is told to stop in the middle of its work."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.clock import MovableClock
from bot.demo import colleagues
from bot.fence import CALL_LIMIT
from bot.practice.company import furnish
from bot.practice.delivery import deliver_over_http
from bot.practice.person import Person
from bot.practice.server import PracticeServer
from bot.practice.team import BOT_TOKEN, BOT_USER
from bot.practice.workspace import Workspace
from bot.stage import Stage
from bot.wiring import Bot, build
from config.settings import read_settings
from playbooks.ports import OPERATOR, DeliveryState
from tests.stories.scene import (
    CLAIRE,
    IMOGEN,
    INES,
    POPPY,
    REF,
    RHYS,
    ROOM,
    SAOIRSE,
    api,
    calls_of,
    card,
    get,
    said_in_room,
    start,
)

# P3.


def down(stage: Stage, **lasting: float) -> None:
    """Stop the product, let time pass, and start it again; it catches up at once."""
    stage.stop_bot()
    stage.clock.moment += timedelta(**lasting)
    stage.start_bot()
    stage.settle()


def test_p3_an_escalation_missed_while_down_is_made_at_the_start_and_marked_late(stage: Stage) -> None:
    """Down from minute 4 to minute 14: the rung of minute 5 is called at once, late by nine minutes, and no other."""
    start(stage.player(RHYS))
    stage.player(IMOGEN).clicks(calls_of(stage.player(IMOGEN))[-1], "call:take")
    stage.forward(minutes=4)

    down(stage, minutes=10)

    ines = stage.player(INES)
    assert 1 == len(calls_of(ines))
    assert "9\u00a0min de retard" in calls_of(ines)[-1].words
    assert [] == calls_of(stage.player(CLAIRE))
    late = {call["person"]: call["late_seconds"] for call in api(stage)["calls"]}
    assert {IMOGEN: None, POPPY: None, INES: 9 * 60} == late
    line = next(line for line in card(stage).words.splitlines() if f"<@{INES}>" in line and "rung" in line)
    assert "late by 9" in line
    stage.forward(minutes=4, seconds=59)
    assert [] == calls_of(stage.player(CLAIRE)), "the wait of a rung begins when its call is made"


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("terms", [{"status": 503}, {"drop": "before"}])
def test_an_outage_of_slack_does_not_pile_up_calls(stage: Stage, terms: dict[str, Any]) -> None:
    """Slack is away for twenty minutes: then the first rung is called, and the next only after its silence."""
    rhys = stage.player(RHYS)
    rhys.types("/crisis start data-breach Customer file on a forum")
    filled = rhys.fills(rhys.opens_form(), {"unit": "energy-uk"})
    stage.workspace.faults.next("*", **terms, times=100_000)
    Person.submits(rhys, filled)
    stage.forward(minutes=20)

    stage.workspace.faults.clear()
    stage.forward(minutes=2)

    called = {user: len(calls_of(stage.player(user))) for user in (IMOGEN, POPPY, INES, CLAIRE)}
    assert {IMOGEN: 1, POPPY: 1, INES: 0, CLAIRE: 0} == called
    stage.forward(minutes=5)
    assert [1, 0] == [len(calls_of(stage.player(user))) for user in (INES, CLAIRE)]
    assert "late" not in calls_of(stage.player(INES))[-1].words


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("terms", [{"retry_after": 1800}, {"status": 503, "times": 100_000}])
def test_n1_a_person_whom_slack_keeps_waiting_leads_to_the_next(stage: Stage, terms: dict[str, Any]) -> None:
    """Only Poppy's lane is held up: Inès is called after the rung's wait, and Claire after hers."""
    stage.workspace.faults.next("chat.postMessage", **terms, channel=POPPY)
    start(stage.player(RHYS))

    stage.forward(minutes=5, seconds=5)
    assert [0, 1, 0] == [len(calls_of(stage.player(user))) for user in (POPPY, INES, CLAIRE)]
    stage.forward(minutes=5)
    assert [0, 1, 1] == [len(calls_of(stage.player(user))) for user in (POPPY, INES, CLAIRE)]


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_two_people_whom_slack_keeps_waiting_lead_to_the_third(stage: Stage) -> None:
    """Poppy's lane and Inès's both stand still: the ladder goes on to Claire, never silent."""
    for user in (POPPY, INES):
        stage.workspace.faults.next("chat.postMessage", channel=user, status=503, times=100_000)
    start(stage.player(RHYS))

    stage.forward(minutes=11)

    assert [0, 0, 1] == [len(calls_of(stage.player(user))) for user in (POPPY, INES, CLAIRE)]


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_p3_missed_reminders_come_as_one_for_each_person(stage: Stage) -> None:
    """Three hours down across many steps' due times: one message each, naming all, and none again."""
    start(stage.player(RHYS))
    steps = [step for step in api(stage)["steps"] if step["due_at"]]
    missed = [step for step in steps if step["due_at"] < f"{stage.clock.now() + timedelta(hours=3):%FT%TZ}"]
    people = {step["owner"] for step in missed} | {SAOIRSE}
    heard = {user: len(stage.player(user).direct_messages()) for user in people}
    rooms = len(said_in_room(stage))

    down(stage, hours=3)

    news = {user: stage.player(user).direct_messages()[heard[user] :] for user in people}
    late = {
        user: [
            m.words for m in told if m.words.startswith("⏰ ") and ("late" in m.words or "retard" in m.words)
        ]
        for user, told in news.items()
    }
    assert {1} == {len(told) for told in late.values()}
    assert "Open the room" in late[SAOIRSE][0]
    in_room = [m.words for m in said_in_room(stage)[rooms:]]
    assert 1 == len([words for words in in_room if "limit passed" in words])
    assert len(in_room) == len(set(in_room)) <= 2  # the legal clocks once, the missed fixed point once
    again = sum(len(stage.player(user).direct_messages()) for user in people)
    stage.settle()
    assert again == sum(len(stage.player(user).direct_messages()) for user in people)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_p3_what_was_owed_when_it_stopped_is_sent_when_it_starts(stage: Stage) -> None:
    """Acknowledged and not yet sent: the room, the card and the calls come with the next start, once."""
    rhys = stage.player(RHYS)
    rhys.types("/crisis start data-breach Customer file on a forum")
    Person.submits(rhys, rhys.fills(rhys.opens_form(), {"unit": "energy-uk"}))

    down(stage, minutes=2)

    assert "Customer file on a forum" in card(stage).words
    assert [1, 1] == [len(calls_of(stage.player(user))) for user in (IMOGEN, POPPY)]
    assert "late by 2" in calls_of(stage.player(POPPY))[-1].words


# P5.


@dataclass
class Gate:
    """Holds Slack's answers back until it is opened."""

    reached: threading.Event = field(default_factory=threading.Event)
    opened: threading.Event = field(default_factory=threading.Event)

    def __call__(self, _: float) -> None:
        """Wait, as a planned delay does."""
        self.reached.set()
        self.opened.wait(20)


@dataclass
class Served:
    """`crisis serve` as a process of its own, before a workspace."""

    workspace: Workspace
    gate: Gate
    process: subprocess.Popen[bytes]
    address: str
    environ: dict[str, str]
    clock: MovableClock = field(default_factory=MovableClock)  # of the next life


def free_port() -> int:
    """A port that nobody has at the moment."""
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


AS_AN_OPERATOR = ("-m", "bot.cli", "serve")
# With half a second to end in, so that a test need not wait for what an operator waits for at most.
IN_HASTE = (
    "-c",
    """
from os import environ
from bot.serving import serve
from config.settings import read_settings
raise SystemExit(serve(read_settings(environ), 0.5))
""",
)


@pytest.fixture(params=[AS_AN_OPERATOR])
def served(migrated_database_url: str, request: pytest.FixtureRequest) -> Iterator[Served]:
    """The product, ready, as an operator starts it or as the test says."""
    gate = Gate()
    workspace = Workspace(MovableClock(), wait=gate)
    with PracticeServer(workspace, lambda body, headers: (200, b"")) as server:
        address = f"http://127.0.0.1:{free_port()}"
        own = {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_SIGNING_SECRET": workspace.signing_secret,
            "SLACK_API_URL": f"{server.url}/api/",
            "CRISIS_DATABASE_URL": migrated_database_url,
            "CRISIS_PORT": address.rpartition(":")[2],
            "CRISIS_LOG_KEY": "0123456789abcdef0123456789abcdef",
        }
        process = subprocess.Popen(
            [sys.executable, *request.param],
            env={**os.environ, **own},
            stderr=subprocess.PIPE,
        )
        wait_until_ready(address, process)
        yield Served(workspace, gate, process, address, own)
        gate.opened.set()
        process.kill()
        process.communicate()


def wait_until_ready(address: str, process: subprocess.Popen[bytes]) -> None:
    """Knock until it answers."""
    for _ in range(600):
        with suppress(httpx.TransportError):
            if get(f"{address}/healthz").status_code == 200:
                return
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
            break
    raise AssertionError(process.communicate())


def test_p5_told_to_stop_in_the_middle_of_sending_it_ends_well(served: Served) -> None:
    """Exit 0 in good time, nothing left half taken, and after a restart one room, one card, one call each."""
    workspace, process = served.workspace, served.process
    after = in_the_middle_of_sending(served)

    process.send_signal(signal.SIGTERM)
    opener = threading.Timer(0.5, served.gate.opened.set)
    opener.start()

    assert 0 == process.wait(30)
    opener.join()
    with closing(after.database):
        found = after.desk.looking.named(REF, OPERATOR)
        assert DeliveryState.SENDING not in {
            one.state for one in after.desk.looking.everything(found).deliveries
        }
        after.worker.round.settle_all()
        check_nothing_is_doubled(workspace)


@pytest.mark.parametrize("served", [IN_HASTE], indirect=True)
def test_p5_slack_never_answers_and_it_ends_all_the_same(served: Served) -> None:
    """Exit 0 while Slack still holds its answers; the leases run out, and the next start sends each thing once."""
    workspace, process = served.workspace, served.process
    after = in_the_middle_of_sending(served, drop="before")

    process.send_signal(signal.SIGTERM)

    assert 0 == process.wait(30)
    assert not served.gate.opened.is_set()
    served.gate.opened.set()
    with closing(after.database):
        found = after.desk.looking.named(REF, OPERATOR)
        assert "sending" in {one.state for one in after.desk.looking.everything(found).deliveries}
        after.memory.shorten_leases(after.desk.clock.now() + CALL_LIMIT)
        served.clock.forward(CALL_LIMIT)
        after.worker.round.settle_all()
        check_nothing_is_doubled(workspace)


def in_the_middle_of_sending(served: Served, **how: Any) -> Bot:
    """Start a crisis whose messages Slack holds back; give the product as it will be after a restart."""
    after = build(read_settings(served.environ), served.clock)
    furnish(served.workspace, colleagues(after.desk.directory()))
    served.workspace.faults.next("chat.postMessage", delay=1.0, times=3, **how)
    line = deliver_over_http(f"{served.address}/slack/events")
    claire = Person(served.workspace, CLAIRE, line, elapsed=lambda: 0.0)
    claire.types("/crisis start data-breach Customer file on a forum")
    claire.submits(claire.fills(claire.opens_form(), {"unit": "energy-uk"}))
    assert served.gate.reached.wait(30)
    return after


def check_nothing_is_doubled(workspace: Workspace) -> None:
    """One room, one card in it, and one message for each person called."""
    rooms = [channel for channel in workspace.team.channels.values() if channel.name.startswith("inc-")]
    assert [ROOM] == [channel.name for channel in rooms]
    mine = [m for c in workspace.team.channels.values() for m in c.messages.values() if m.user == BOT_USER]
    assert 1 == sum("ask:close" in str(m.blocks) for m in mine)
    assert {IMOGEN: 1, POPPY: 1} == Counter(
        user
        for user in (IMOGEN, POPPY)
        for m in mine
        if m.channel == workspace.team.direct(user).id and "☎" in m.words
    )
    references = [m.metadata["event_payload"]["reference"] for m in mine if m.metadata]
    assert {1} == set(Counter(references).values())
