"""
Chaos: people at work on crises while processes are killed, paused and cut off, and Slack fails, at seeded moments.

The suite runs a little of it; `make chaos` runs a thousand blows and prints what they did.
"""

import multiprocessing
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random  # noqa: TID251 - seeded, so that a run can be told again.
from threading import Event, Thread
from typing import Final

from bot.clock import SystemClock
from bot.demo import colleagues
from bot.practice.company import furnish
from bot.practice.delivery import deliver_over_http
from bot.practice.faults import Terms as FaultTerms
from bot.practice.person import Person
from bot.practice.server import PracticeServer
from bot.practice.workspace import Workspace
from bot.presence import Terms
from bot.serving import listen
from bot.wiring import Bot, build
from playbooks import events as e
from playbooks.ports import OPERATOR, Wanted
from tests.fakes.lines import CuttableLine, by_line, line_to
from tests.faults.crowd import PEOPLE, Crisis, check_everything, live_on
from tests.faults.life import Birth, live, settings
from tests.faults.pages import PagedClock

# Shorter than an operator's, in the same order: the workspace answers within milliseconds.
BRISK: Final = Terms(beat=0.1, fence=0.6, call=2.0, margin=0.4)
REPLICAS: Final = {"sqlite": 1, "postgresql": 3}
KILLED: Final = 0.6  # of the blows; the others are pauses, and cuts where the database is another machine
LONGEST_PAUSE: Final = 5.0  # seconds, of a cut as well: longer than it takes to be overtaken
MOST_CALLS: Final = 12  # to Slack between two blows
LONGEST_REST: Final = 2.5  # seconds between two blows, where nothing is said
LOOK: Final = 0.01  # seconds
MOST_ONWARD: Final = 180.0  # seconds by which the clock is moved with a blow
WRONG_BY: Final = 1800.0  # seconds, at most, of a machine's own clock, where the database's is to be gone by
HOURS_OF_SLACK: Final[tuple[tuple[str, FaultTerms], ...]] = (
    ("*", {"status": 503}),
    ("*", {"retry_after": 1}),
    ("chat.postMessage", {"drop": "after"}),
    ("chat.postMessage", {"retry_after": 2}),
    ("conversations.create", {"drop": "after"}),
    ("chat.postMessage", {"drop": "before"}),
)


@dataclass
class Figures:
    """What a run did and what it cost."""

    kills: int = 0
    pauses: int = 0
    cuts: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    accepted: int = 0
    unsaved: int = 0
    kept: int = 0  # of those
    strange: int = 0  # starts whose form was hidden by an earlier one
    calls: int = 0
    late: list[float] = field(default_factory=list)  # seconds between a rung's moment and its call
    seconds: float = 0.0

    @property
    def blows(self) -> int:
        """All of them."""
        return self.kills + self.pauses + self.cuts

    def lines(self) -> Iterator[str]:
        """Say it."""
        late = sorted(self.late) or [0.0]
        yield f"  {self.kills} processes killed, {self.pauses} paused, {self.cuts} cut off, in {self.seconds:.0f} s"
        yield f"  Slack failed {sum(self.faults.values())} times: {dict(sorted(self.faults.items()))}"
        yield f"  {self.accepted} crises acknowledged, none lost; {self.calls} people called, nobody twice for a rung"
        yield f"  {self.unsaved} more starts were answered with “not saved yet”: {self.kept} of them stand"
        yield f"  {self.strange} forms were hidden by one that a paused process had opened late"
        yield (
            f"  {len(late)} rungs were climbed after a silence: late by {late[len(late) // 2]:.2f} s (p50), "
            f"{late[int(len(late) * 0.99)]:.2f} s (p99), {late[-1]:.2f} s at most"
        )


@dataclass
class Jumps:
    """When the clock was moved, so that moments of the story can be told in seconds of this machine."""

    at: list[tuple[float, float]] = field(default_factory=list)  # machine's seconds, and how far ahead since

    def came(self, moment: datetime) -> float:
        """When, by the machine, a moment of the story had come."""
        for index, (began, ahead) in enumerate(self.at):
            came = max(began, moment.timestamp() - ahead)
            if index + 1 == len(self.at) or came < self.at[index + 1][0]:
                return came
        raise AssertionError(moment)


@dataclass(frozen=True, slots=True)
class Stop:
    """A process that was paused or cut off: when it goes on, and how."""

    until: float
    end: Callable[[], None]


def _signal(process: BaseProcess, what: signal.Signals) -> None:
    assert process.pid is not None
    with suppress(ProcessLookupError):
        os.kill(process.pid, what)


@dataclass
class Storm:
    """The processes, and what befalls them."""

    chance: Random
    birth: Callable[[Random, CuttableLine | None], Birth]
    line: Callable[[], CuttableLine | None]
    clock: PagedClock
    workspace: Workspace
    figures: Figures = field(default_factory=Figures)
    jumps: Jumps = field(default_factory=Jumps)
    lives: dict[BaseProcess, CuttableLine | None] = field(
        default_factory=dict
    )  # and its own line to the database
    stopped: dict[BaseProcess, Stop] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["tests.faults.life"])
        self.jumps.at.append((0.0, self.clock.ahead.total_seconds()))

    def begin(self) -> None:
        """Start one process."""
        line = self.line()
        process = self._context.Process(target=live, args=(self.birth(self.chance, line),), daemon=True)
        process.start()
        self.lives[process] = line

    def blow(self) -> None:
        """Kill one, pause one, or cut one off; somebody starts another in the place of one that died."""
        awake = [one for one in self.lives if one not in self.stopped]
        if not awake:
            return
        victim = self.chance.choice(awake)
        if self.chance.random() < KILLED:
            self.figures.kills += 1
            self.end(victim)
            self.begin()
            return
        line = self.chance.choice((None, self.lives[victim]))
        until = time.monotonic() + self.chance.uniform(0.2, LONGEST_PAUSE)
        if line is None:
            self.figures.pauses += 1
            _signal(victim, signal.SIGSTOP)
            self.stopped[victim] = Stop(until, lambda: _signal(victim, signal.SIGCONT))
        else:
            self.figures.cuts += 1
            line.cut()
            self.stopped[victim] = Stop(until, line.heal)

    def rest(self) -> None:
        """Wait until Slack has heard a few more calls, or for a while; who was stopped goes on meanwhile."""
        heard = self.workspace.journal
        enough = len(heard) + self.chance.randint(0, MOST_CALLS)
        until = time.monotonic() + LONGEST_REST
        while len(heard) < enough and time.monotonic() < until:
            self.let_go_on()
            Event().wait(LOOK)

    def fail(self) -> None:
        """Have Slack fail at one of the next calls."""
        method, terms = self.chance.choice(HOURS_OF_SLACK)
        self.workspace.faults.next(method, **terms)
        self.figures.faults[" ".join(f"{name} {value}" for name, value in terms.items())] += 1

    def let_go_on(self, *, everybody: bool = False) -> None:
        """Let those go on whose pause or cut is over."""
        for process, stop in list(self.stopped.items()):
            if everybody or time.monotonic() >= stop.until:
                stop.end()
                del self.stopped[process]

    def move_clock(self) -> None:
        """Let the story's time pass."""
        self.clock.forward(timedelta(seconds=self.chance.uniform(0, MOST_ONWARD)))
        self.jumps.at.append((SystemClock().now().timestamp(), self.clock.ahead.total_seconds()))

    def end(self, process: BaseProcess) -> None:
        """Kill one for good."""
        process.kill()
        process.join()
        line = self.lives.pop(process)
        if line is not None:
            line.close()

    def calm(self) -> None:
        """End it."""
        self.let_go_on(everybody=True)
        for process in list(self.lives):
            self.end(process)


def rage(database_url: str, kind: str, folder: Path, *, blows: int, seed: int) -> Figures:
    """Run so many blows on a migrated database, check that nothing is lost and nobody called twice, give the figures."""
    chance, clock = Random(seed), PagedClock(folder / "clock")  # noqa: S311 - as above.
    workspace = Workspace(clock, signing_secret="practice-signing-secret")
    began = time.monotonic()
    with (
        closing(clock),
        PracticeServer(workspace, lambda body, headers: (200, b"")) as server,
        closing(listen("127.0.0.1", 0)) as listener,
    ):
        api_url = f"{server.url}/api/"

        shared = kind == "postgresql"

        def birth(chance: Random, line: CuttableLine | None) -> Birth:
            return Birth(
                database_url=database_url if line is None else by_line(database_url, line),
                api_url=api_url,
                listener=listener,
                page=folder / "clock",
                wrong=timedelta(seconds=chance.uniform(-WRONG_BY, WRONG_BY) if shared else 0),
                terms=BRISK,
            )

        last = build(settings(database_url, api_url), clock)
        furnish(workspace, colleagues(last.desk.directory()))
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events"
        deliver = deliver_over_http(address, timeout_seconds=2.9)
        crisis = Crisis(workspace, tuple(Person(workspace, who, deliver) for who in PEOPLE), chance)
        storm = Storm(chance, birth, lambda: line_to(database_url) if shared else None, clock, workspace)
        with closing(last.database), _storm(storm, REPLICAS[kind]):
            _blow_on(storm, crisis, blows)
            storm.calm()
            _check(storm, crisis, last, clock)
    storm.figures.seconds = time.monotonic() - began
    return storm.figures


@contextmanager
def _storm(storm: Storm, replicas: int) -> Iterator[Storm]:
    with ExitStack() as stack:
        stack.callback(storm.calm)
        for _ in range(replicas):
            storm.begin()
        yield storm


def _blow_on(storm: Storm, crisis: Crisis, blows: int) -> None:
    done = Event()

    def work() -> None:
        chance = crisis.chance
        while not done.is_set():
            crisis.go_on()
            done.wait(chance.uniform(0, 0.2))

    people = Thread(target=work, name="people")
    # The people have chance of their own: two threads cannot share one and stay as seeded.
    crisis.chance = Random(storm.chance.random())  # noqa: S311 - as above.
    people.start()
    try:
        while storm.figures.blows < blows:
            storm.rest()
            storm.blow()
            storm.fail()
            storm.move_clock()
    finally:
        done.set()
        storm.let_go_on(everybody=True)
        people.join()


def _check(storm: Storm, crisis: Crisis, last: Bot, clock: PagedClock) -> None:
    storm.workspace.faults.clear()
    live_on(last, clock)
    check_everything(crisis, last)
    storm.figures.accepted, storm.figures.unsaved = len(crisis.accepted), len(crisis.unsaved)
    storm.figures.strange = len(crisis.strange)
    ended = SystemClock().now().timestamp()
    for line in last.desk.looking.lines(Wanted(reader=OPERATOR, state=None, limit=10_000)):
        storm.figures.kept += line.title in crisis.unsaved
        with last.memory.reading() as look:
            called = [entry.fact for entry in look.log(line.id) if isinstance(entry.fact, e.ContactCalled)]
        storm.figures.calls += len(called)
        for fact in called:
            came, at = storm.jumps.came(fact.due_at), storm.jumps.came(fact.at)
            if fact.rung > 0 and at < ended - 1:  # What was caught up with after the end tells nothing.
                storm.figures.late.append(at - came)
