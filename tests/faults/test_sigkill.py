"""P1, P2: the process is killed a hundred times at random moments of a running crisis."""

import multiprocessing
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.process import BaseProcess
from random import Random  # noqa: TID251 - seeded, so that a run can be told again.
from threading import Thread

import pytest

from bot.clock import MovableClock
from bot.demo import colleagues
from bot.practice.company import furnish
from bot.practice.delivery import deliver_over_http
from bot.practice.person import Person
from bot.practice.server import PracticeServer
from bot.practice.workspace import Workspace
from bot.presence import Terms
from bot.serving import listen
from bot.wiring import build
from tests.faults.crowd import PEOPLE, Crisis, check_everything, live_on
from tests.faults.life import Birth, live, settings

KILLS = {"sqlite": 100, "postgresql": 40}
MOST_CALLS = 14  # to Slack in one life; one of none is killed before it serves
LOOK_SECONDS = 0.002  # between two looks at what a life has done
BRISK = Terms(beat=0.05, fence=0.5, call=0.5, margin=0.1)  # the workspace answers within milliseconds
IDLE_LOOKS = 150  # a life that has nothing more to do is killed after so many looks


@dataclass
class Lives:
    """One life after the other, each on the same port, database and Slack."""

    database_url: str
    api_url: str
    clock: MovableClock

    def __post_init__(self) -> None:
        self.listener = listen("127.0.0.1", 0)
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}/slack/events"
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload(["tests.faults.life"])

    def begin(self) -> BaseProcess:
        """Start a life."""
        birth = Birth(
            database_url=self.database_url,
            api_url=self.api_url,
            listener=self.listener,
            ahead=self.clock.ahead,
            terms=BRISK,
        )
        process = self.context.Process(target=live, args=(birth,), daemon=True)
        process.start()
        return process


def test_p1_p2_a_hundred_kills_lose_nothing_and_call_nobody_twice(
    migrated_database_url: str, database_kind: str
) -> None:
    """
    However often the process dies, every acknowledged crisis stands, whole, with one room and one card; every
    due moment fires, nobody is called twice for the same rung, and the log verifies.
    """
    chance, clock = Random(20260302), MovableClock()  # noqa: S311 - as above.
    workspace = Workspace(clock, signing_secret="practice-signing-secret")
    with PracticeServer(workspace, lambda body, headers: (200, b""), forward=clock.forward) as server:
        lives = Lives(migrated_database_url, f"{server.url}/api/", clock)
        last = build(settings(migrated_database_url, f"{server.url}/api/"), clock)
        furnish(workspace, colleagues(last.desk.directory()))
        deliver = deliver_over_http(lives.address, timeout_seconds=2)
        crisis = Crisis(workspace, tuple(Person(workspace, who, deliver) for who in PEOPLE), chance)
        with closing(last.database), closing(lives.listener):
            for _ in range(KILLS[database_kind]):
                one_life(lives, crisis, clock, chance)
            live_on(last, clock)

            check_everything(crisis, last)


def one_life(lives: Lives, crisis: Crisis, clock: MovableClock, chance: Random) -> None:
    """Live until Slack has heard some number of calls, with somebody at work, and die in the middle of it."""
    journal = crisis.workspace.journal
    calls = len(journal) + chance.randint(0, MOST_CALLS)
    process = lives.begin()
    work = Thread(target=crisis.go_on)
    work.start()
    idle, seen = 0, len(journal)
    while len(journal) < calls and idle < IDLE_LOOKS:
        process.join(LOOK_SECONDS)
        idle = idle + 1 if not work.is_alive() and len(journal) == seen else 0
        seen = len(journal)
    process.join(chance.uniform(0, LOOK_SECONDS))
    process.kill()
    process.join()
    work.join()
    clock.forward(timedelta(seconds=chance.uniform(0, 240)))


@pytest.fixture(autouse=True)
def no_daemon_left() -> Iterator[None]:
    """No life outlasts its test."""
    yield
    for process in multiprocessing.active_children():
        process.kill()
        process.join()
