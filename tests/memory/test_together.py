"""Several threads and several processes' worth of connections at once: nothing twice, nothing lost."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from multiprocessing import get_context
from threading import Barrier, Event, Lock
from typing import TypeVar

import pytest
from sqlalchemy import event

from playbooks.commands import Errand, RequestId
from playbooks.events import LogWritten
from playbooks.incident import Incident
from playbooks.owed import Owed
from playbooks.ports import DeliveryState, Ids, OwedErrand, Slowed
from storage.audit import strayed, verify
from storage.engine import Database
from storage.transaction import SqlMemory
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.ids import CountingIds
from tests.fakes.plans import DANA, a_change, an_opened_change
from tests.memory.claimer import send_all
from tests.memory.conftest import KEY, Connects, opened_many, remember

NOW = MONDAY_MORNING
LEASE = timedelta(hours=1)
SECOND = timedelta(seconds=1)
THREADS = 8
Result = TypeVar("Result")


@pytest.fixture
def memories(memory: SqlMemory, connects: Connects, ids: CountingIds) -> tuple[SqlMemory, ...]:
    """Two memories of one database, as two processes have them; they share only the database and the ids."""
    return memory, SqlMemory(connects(), ids, (KEY,))


def at_once(count: int, work: Callable[[int], Result]) -> list[Result]:
    """Do the same in many threads that start together; what one of them raises is raised here."""
    start = Barrier(count)

    def begin(number: int) -> Result:
        start.wait()
        return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(begin, range(count)))


def owe_many(memory: SqlMemory, incident: Incident, count: int, lanes: int) -> Incident:
    owed = tuple(
        Owed(errand=Errand.NOTICE, subject=str(number), lane=f"lane:{number % lanes}")
        for number in range(count)
    )
    change = a_change(incident, LogWritten(at=NOW, by=DANA, text="much to say"))
    return remember(memory, replace(change, owed=owed))


def test_500_errands_are_claimed_by_8_threads_none_twice(memories: tuple[SqlMemory, ...]) -> None:
    """Each thing owed is handed to one sender, and a lane is never in two hands."""
    quiet = remember(memories[0], replace(an_opened_change(), owed=()))
    owe_many(memories[0], quiet, 500, lanes=25)
    guard, busy, done = Lock(), set[str](), list[OwedErrand]()

    def send(number: int) -> None:
        memory = memories[number % len(memories)]
        while len(done) < 500:
            for errand in memory.claim(now=NOW, lease=LEASE, limit=7):
                with guard:
                    assert errand.lane not in busy
                    busy.add(errand.lane)
                with guard:
                    # Told before it is settled: from then on another sender may have the lane.
                    busy.remove(errand.lane)
                    done.append(errand)
                with memory.transaction() as tx:
                    assert tx.settle(errand, DeliveryState.SENT, NOW)

    at_once(THREADS, send)

    assert {str(number): 1 for number in range(500)} == Counter(errand.subject for errand in done)
    for lane in range(25):
        sent = [int(errand.subject) for errand in done if errand.lane == f"lane:{lane}"]
        assert sorted(sent) == sent


def test_processes_share_what_is_owed(memory: SqlMemory, database_url: str) -> None:
    """Three processes with connections of their own hand out each thing owed once, and leave none."""
    quiet = remember(memory, replace(an_opened_change(), owed=()))
    owe_many(memory, quiet, 120, lanes=12)

    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        senders = [pool.submit(send_all, database_url, NOW, number) for number in (1, 2, 3)]
        sent = [subject for sender in senders for subject in sender.result()]
    # Who found every lane in other hands five times in a row has left; the last one has not.
    sent += send_all(database_url, NOW, 4)

    assert {str(number): 1 for number in range(120)} == Counter(sent)


def test_two_claims_at_once_never_share_a_lane(memories: tuple[SqlMemory, ...]) -> None:
    """Senders that ask at the same instant, while urgent things come in, get different lanes."""
    incidents = opened_many(memories[0], 20)
    for errand in memories[0].claim(now=NOW, lease=LEASE, limit=1000):
        with memories[0].transaction() as tx:
            tx.settle(errand, DeliveryState.SENT, NOW)

    def owe_or_claim(number: int) -> tuple[OwedErrand, ...]:
        memory = memories[number % 2]
        if number < 4:
            for incident in incidents[number * 5 : number * 5 + 5]:
                owed = tuple(
                    Owed(errand=Errand.NUDGE, subject=f"{urgent}", lane=f"person:{lane}", urgent=urgent)
                    for lane, urgent in ((0, False), (0, True), (1, True))
                )
                change = a_change(incident, LogWritten(at=NOW, by=DANA, text="x"))
                remember(memory, replace(change, owed=owed))
            return ()
        return tuple(one for _ in range(20) for one in memory.claim(now=NOW, lease=LEASE, limit=3))

    claimed = [one for many in at_once(THREADS, owe_or_claim) for one in many]

    assert {1} >= set(Counter(one.lane for one in claimed).values())


def test_changes_of_one_incident_by_many_threads_are_all_kept(
    database: Database, memories: tuple[SqlMemory, ...]
) -> None:
    """Writers of the same incident take turns: no fact is lost, and the log stays whole."""
    opened = remember(memories[0], an_opened_change())

    def write(number: int) -> None:
        for turn in range(10):
            with memories[number % 2].transaction() as tx:
                incident = tx.locked(opened.id)
                tx.write(a_change(incident, LogWritten(at=NOW, by=DANA, text=f"{number}.{turn}")))

    at_once(THREADS, write)

    with memories[0].reading() as look:
        log = look.log(opened.id)
    written = [entry.fact.text for entry in log if isinstance(entry.fact, LogWritten)]
    assert sorted(f"{number}.{turn}" for number in range(THREADS) for turn in range(10)) == sorted(written)
    assert verify(database, (KEY,)).fault is None
    assert [] == list(strayed(database))


def test_incidents_opened_at_once_get_their_own_references(memories: tuple[SqlMemory, ...], ids: Ids) -> None:
    """Fifty people who start an incident in the same minute get fifty references without a gap."""

    def open_some(number: int) -> list[str]:
        given = list[str]()
        for turn in range(6):
            change = an_opened_change(100 + number * 10 + turn)
            with memories[number % 2].transaction() as tx:
                tx.release(change.after.playbook, NOW)
                ref = tx.next_ref("INC", 2026)
                tx.write(replace(change, after=replace(change.after, ref=ref)))
            given.append(ref)
        return given

    given = [ref for refs in at_once(THREADS, open_some) for ref in refs]

    assert [f"INC-2026-{number:04d}" for number in range(1, 49)] == sorted(given)


def test_a_message_that_arrives_many_times_at_once_has_one_effect(memories: tuple[SqlMemory, ...]) -> None:
    """N4: of the same request in many threads one is carried out, and all others get its answer."""
    request = RequestId("Ev0TWICE")

    def arrive(number: int) -> tuple[str, bool]:
        with memories[number % 2].transaction() as tx:
            earlier = tx.claim(request, f"answer {number}", NOW)
        return earlier or f"answer {number}", earlier is None

    answers = at_once(THREADS, arrive)

    assert 1 == len({answer for answer, _ in answers})
    assert 1 == sum(carried_out for _, carried_out in answers)


def test_a_card_owed_while_it_is_given_back_is_owed_once(memories: tuple[SqlMemory, ...]) -> None:
    """Giving a card back and owing it anew at the same instant leaves one card owed, time after time."""
    state = remember(memories[0], replace(an_opened_change(), owed=()))
    card = Owed(errand=Errand.CARD, subject="", lane="room")
    now = NOW

    for turn in range(10):
        state = _owe(memories[0], state, card)
        now = NOW + turn * SECOND
        (errand,) = memories[0].claim(now=now, lease=LEASE, limit=10)
        both = (
            partial(_give_back, memories[0], errand, now),
            partial(_owe, memories[1], state, card),
        )
        state = at_once(2, lambda number, both=both: both[number]())[1]  # type: ignore[misc]  # Bound at once.
        (again,) = memories[0].claim(now=now + SECOND, lease=LEASE, limit=10)

        assert errand.id == again.id
        with memories[0].transaction() as tx:
            assert tx.settle(again, DeliveryState.SENT, now)
        assert () == memories[0].claim(now=now + SECOND, lease=LEASE, limit=10)


def _give_back(memory: SqlMemory, errand: OwedErrand, now: datetime) -> None:
    memory.postpone(errand, Slowed(wait=SECOND, reason="ratelimited"), now)


def _owe(memory: SqlMemory, incident: Incident, owed: Owed) -> Incident:
    change = a_change(incident, LogWritten(at=NOW, by=DANA, text="x"))
    return remember(memory, replace(change, owed=(owed,)))


def test_a_card_is_not_drawn_from_a_state_that_is_about_to_change(
    memory: SqlMemory, connects: Connects, ids: CountingIds
) -> None:
    """
    A card that is owed already, and owed once more by a change not yet on disk, waits for that change.

    Otherwise it would be drawn from the state before, and nothing would be owed afterwards.
    """
    elsewhere = connects()
    card = Owed(errand=Errand.CARD, subject="", lane="room")
    state = _owe(memory, remember(memory, replace(an_opened_change(), owed=())), card)
    written, asked = Event(), Event()

    def change_slowly() -> None:
        change = a_change(state, LogWritten(at=NOW, by=DANA, text="x"))
        with memory.transaction() as tx:
            tx.write(replace(change, owed=(card,)))
            written.set()
            asked.wait(timeout=30)

    def ask() -> tuple[OwedErrand, ...]:
        if not elsewhere.is_postgresql:
            # Here the sender waits at the door until the writer has left.
            event.listen(elsewhere.engine, "before_cursor_execute", lambda *_: asked.set())
        claimed = SqlMemory(elsewhere, ids, (KEY,)).claim(now=NOW, lease=LEASE, limit=10)
        asked.set()
        return claimed

    with ThreadPoolExecutor(2) as pool:
        slow = pool.submit(change_slowly)
        written.wait(timeout=30)
        early = pool.submit(ask).result()
        slow.result()

    assert (0 if elsewhere.is_postgresql else 1) == len(early)
    assert 1 == len((*early, *memory.claim(now=NOW, lease=LEASE, limit=10)))
