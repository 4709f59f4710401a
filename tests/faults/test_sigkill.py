"""P1, P2: the process is killed a hundred times at random moments of a running crisis."""

import itertools
import multiprocessing
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.process import BaseProcess
from random import Random  # noqa: TID251 - seeded, so that a run can be told again.
from threading import Thread

import pytest
from sqlalchemy import text

from bot.clock import MovableClock
from bot.demo import colleagues
from bot.practice.company import furnish
from bot.practice.delivery import deliver_over_http
from bot.practice.person import Person
from bot.practice.refusals import PracticeError
from bot.practice.server import PracticeServer
from bot.practice.team import BOT_USER, Message
from bot.practice.words import elements_of
from bot.practice.workspace import Workspace
from bot.serving import listen
from bot.wiring import Bot, build
from bot.worker import LEASE
from playbooks.escalation import asks_on
from playbooks.incident import CallState, Incident
from playbooks.ports import Wanted
from storage.audit import verify
from storage.refolding import refold
from tests.faults.life import KEY, Birth, live, settings

KILLS = {"sqlite": 100, "postgresql": 40}
MOST_CALLS = 14  # to Slack in one life; one of none is killed before it serves
LOOK_SECONDS = 0.002  # between two looks at what a life has done
IDLE_LOOKS = 150  # a life that has nothing more to do is killed after so many looks
PEOPLE = ("U0CLAIRE", "U0BASILE", "U0GAEL", "U0INES")


def pressable(message: Message) -> list[str]:
    """The action of each button of a message."""
    elements = (element for block in message.blocks for element in elements_of(block))
    return [str(element["action_id"]) for element in elements]


@dataclass
class Crisis:
    """People at work on crises while the product dies again and again."""

    workspace: Workspace
    people: tuple[Person, ...]
    chance: Random
    numbers: Iterator[int] = field(default_factory=itertools.count)
    accepted: list[str] = field(default_factory=list)

    def go_on(self) -> None:
        """Do one thing; a deed that finds nothing to do, or was not acknowledged, may be lost or not."""
        deed = self.chance.choice((self.start, self.tick, self.tick, self.answer))
        with suppress(PracticeError, LookupError, StopIteration, OSError):
            deed(self.chance.choice(self.people))

    def start(self, person: Person) -> None:
        """Start a crisis and note its title if it was acknowledged."""
        title = f"Crisis number {next(self.numbers)}"
        for form in person.forms():
            person.closes(form)
        person.types(f"/crisis start data-breach {title}")
        if person.submits(person.opens_form()).acknowledged:
            self.accepted.append(title)

    def tick(self, person: Person) -> None:
        """Tick the first step that some card offers."""
        message = self.chance.choice(self.messages("inc-"))
        action = next(action for action in pressable(message) if action.startswith("step:done:"))
        person.clicks(message, action)

    def answer(self, person: Person) -> None:
        """Take the first call that waits for this person."""
        message = next(m for m in person.direct_messages() if m.buttons)
        person.clicks(message, pressable(message)[0])

    def messages(self, name: str) -> list[Message]:
        """What the bot has posted in the channels whose name begins so."""
        with self.workspace.team.lock:
            channels = [c for c in self.workspace.team.channels.values() if c.name.startswith(name)]
            return [m for c in channels for m in c.messages.values() if m.user == BOT_USER]


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


def live_on(last: Bot, clock: MovableClock) -> None:
    """The last life: leases run out, and everything owed and due is caught up with."""
    for _ in range(3):
        clock.forward(LEASE + timedelta(minutes=1))
        last.worker.round.settle_all()


def check_everything(crisis: Crisis, last: Bot) -> None:
    """What must be so, whatever happened."""
    wanted = Wanted(reader="U0CLAIRE", state=None, limit=500)  # type: ignore[arg-type]  # A plain id will do.
    lines = last.desk.looking.lines(wanted)
    titles = Counter(line.title for line in lines)
    assert set() == set(crisis.accepted) - set(titles), "an acknowledged crisis is lost"
    assert {1} >= set(titles.values()), "a crisis was opened twice"
    assert len(crisis.accepted) >= 2, "the lives were too short to show anything"
    for line in lines:
        incident = last.desk.looking.by_id(line.id, line.lead)
        check_whole(crisis, last, incident)
    check_calls(crisis, last)
    verdict = verify(last.database, (KEY.encode(),))
    assert verdict.fault is None
    assert verdict.incidents == len(lines)


def check_whole(crisis: Crisis, last: Bot, incident: Incident) -> None:
    """One room, one card, nothing owed, nothing overdue, and a log that folds to the same state."""
    rooms = [
        c for c in crisis.workspace.team.channels.values() if c.name.startswith(f"{incident.ref.lower()}-")
    ]
    assert 1 == len(rooms)
    assert incident.card is not None
    cards = [m for m in rooms[0].messages.values() if any("step:" in action for action in pressable(m))]
    assert 1 == len(cards)
    seen = last.desk.looking.everything(incident)
    assert [] == [d for d in seen.deliveries if d.state in {"owed", "sending"}]
    assert [] == [d for d in seen.dues if d.at <= last.desk.clock.now()]
    with last.memory.reading() as look:
        assert incident == refold(look, incident.id)
    unsent = [call for call in incident.calls if call.state is CallState.OWED]
    assert [] == [call.id for call in unsent if asks_on(incident, call)], (
        "somebody who is needed was not called"
    )


def check_calls(crisis: Crisis, last: Bot) -> None:
    """Each call reached its person as one message."""
    with last.database.reading() as connection:
        rows = connection.execute(text("SELECT id, incident_id, subject FROM outbox WHERE errand = 'call'"))
        calls = {row.id: (row.incident_id, row.subject) for row in rows}
    messages = [
        m for c in crisis.workspace.team.channels.values() for m in c.messages.values() if m.user == BOT_USER
    ]
    references = [m.metadata["event_payload"]["reference"] for m in messages if m.metadata]
    called = Counter(calls[reference] for reference in references if reference in calls)
    assert called
    assert {1} == set(called.values()), "somebody was called twice for the same rung"


@pytest.fixture(autouse=True)
def no_daemon_left() -> Iterator[None]:
    """No life outlasts its test."""
    yield
    for process in multiprocessing.active_children():
        process.kill()
        process.join()
