"""Processes that share a database: who is gone, whose leases end, and who finds out."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from threading import Condition

import pytest
from sqlalchemy import text

from playbooks.commands import Errand
from playbooks.letters import FilesMended, Letter
from playbooks.owed import Owed
from playbooks.ports import DeliveryState, OwedErrand
from storage.engine import Database, connect_aside
from storage.replicas import Kind, ReplicaId, SqlReplicas, holder_of
from storage.transaction import SqlMemory
from storage.waking import Herald, Listener
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.plans import CLAIRE, an_opened_change
from tests.memory.conftest import remember

NOW = MONDAY_MORNING
LEASE = timedelta(minutes=2)
SILENCE = timedelta(seconds=13)
ONE, TWO = (
    ReplicaId("0195f000-0000-7000-8000-000000000001"),
    ReplicaId("0195f000-0000-7000-8000-000000000002"),
)


@pytest.fixture
def replicas(database: Database) -> SqlReplicas:
    """Two that live."""
    found = SqlReplicas(database)
    found.join(ONE, Kind.SERVE, "one:1")
    found.join(TWO, Kind.WORK, "two:2")
    return found


@pytest.fixture
def owing(memory: SqlMemory) -> SqlMemory:
    """A memory that owes three things on lanes of their own."""
    owed = tuple(Owed(errand=Errand.NOTICE, subject=f"{n}", lane=f"lane:{n}") for n in range(3))
    remember(memory, replace(an_opened_change(), owed=owed))
    return memory


def take(memory: SqlMemory, holder: str, limit: int = 1) -> tuple[OwedErrand, ...]:
    return memory.claim(now=NOW, lease=LEASE, limit=limit, holder=holder)


def falls_silent(database: Database, replica: ReplicaId) -> None:
    """Make a replica's last beat an old one."""
    past = "1970-01-01 00:00:00.000000"
    with database.writing() as connection:
        connection.execute(
            text("UPDATE replica SET beat_at = :past WHERE id = :id"), {"past": past, "id": replica}
        )
        connection.commit()


def test_what_a_gone_replica_had_taken_is_taken_over_at_once(
    database: Database, replicas: SqlReplicas, owing: SqlMemory
) -> None:
    """Only what the silent one held is handed out again, marked; the living one's leases and older versions' stay."""
    (lost,), (kept,), (unnamed,) = take(owing, ONE), take(owing, TWO), take(owing, "")
    falls_silent(database, ONE)

    overtaken = replicas.overtake(NOW, SILENCE)

    assert (("one:1",), 1) == (overtaken.hosts, overtaken.leases)
    (again,) = take(owing, TWO, limit=9)
    assert (lost.id, True, TWO) == (again.id, again.interrupted, holder_of(again.token))
    assert {kept.lane, unnamed.lane}.isdisjoint({again.lane})
    with owing.transaction() as tx:
        assert not tx.settle(lost, DeliveryState.SENT, NOW)
        assert tx.settle(kept, DeliveryState.SENT, NOW)


def test_a_letter_of_a_gone_replica_is_taken_over_too(
    database: Database, replicas: SqlReplicas, memory: SqlMemory
) -> None:
    """A direct message about no incident does not wait for its lease either."""
    with memory.transaction() as tx:
        tx.owe_letter(Letter(person=CLAIRE, subject="files", matter=FilesMended()), NOW)
    (lost,) = memory.claim_letters(now=NOW, lease=LEASE, limit=9, holder=ONE)
    falls_silent(database, ONE)

    replicas.overtake(NOW, SILENCE)

    (again,) = memory.claim_letters(now=NOW, lease=LEASE, limit=9, holder=TWO)
    assert (lost.id, True) == (again.id, again.interrupted)


def test_whoever_beats_is_not_overtaken(replicas: SqlReplicas, owing: SqlMemory) -> None:
    """A replica that was heard within the time keeps what it has taken."""
    take(owing, ONE, limit=9)

    overtaken = replicas.overtake(NOW, SILENCE)

    assert ((), 0) == (overtaken.hosts, overtaken.leases)
    assert () == take(owing, TWO, limit=9)


def test_a_gone_replica_learns_it_at_its_next_beat(database: Database, replicas: SqlReplicas) -> None:
    """Its beat is refused for good, so that it goes on under another name; nobody comes back to life."""
    assert replicas.beat(ONE) is not None
    falls_silent(database, ONE)
    replicas.overtake(NOW, SILENCE)

    assert replicas.beat(ONE) is None
    assert replicas.beat(TWO) is not None
    assert ["two:2"] == [one.host for one in replicas.living()]


def test_a_silent_replica_whom_nobody_has_overtaken_goes_on(
    database: Database, replicas: SqlReplicas, owing: SqlMemory
) -> None:
    """As long as nobody took over, what it holds is still its own."""
    (errand,) = take(owing, ONE)
    falls_silent(database, ONE)

    assert replicas.beat(ONE) is not None
    assert ((), 0) == (
        (found := replicas.overtake(NOW, SILENCE)).hosts,
        found.leases,
    )
    with owing.transaction() as tx:
        assert tx.settle(errand, DeliveryState.SENT, NOW)


def test_a_lease_taken_under_the_name_of_a_gone_replica_ends_too(
    database: Database, replicas: SqlReplicas, owing: SqlMemory
) -> None:
    """A process that wakes from a pause in the middle of taking something takes it for nobody."""
    falls_silent(database, ONE)
    replicas.overtake(NOW, SILENCE)
    (late,) = take(owing, ONE)

    overtaken = replicas.overtake(NOW, SILENCE)

    assert 1 == overtaken.leases
    assert late.id in {one.id for one in take(owing, TWO, limit=9)}


def test_who_leaves_with_nothing_taken_is_forgotten(replicas: SqlReplicas, owing: SqlMemory) -> None:
    """One that was cut off in the middle of sending stays, so that the others wait before they take over."""
    take(owing, TWO)

    replicas.leave(ONE)
    replicas.leave(TWO)

    assert ["two:2"] == [one.host for one in replicas.living()]


def test_who_was_silent_for_days_is_forgotten_when_another_joins(
    database: Database, replicas: SqlReplicas
) -> None:
    """The list stays as short as the house is."""
    falls_silent(database, ONE)

    replicas.join(ReplicaId("0195f000-0000-7000-8000-000000000003"), Kind.DOORS, "three:3")

    assert {Kind.WORK, Kind.DOORS} == {one.kind for one in replicas.living()}


# Due moments.


def test_two_replicas_share_out_what_is_due(memory: SqlMemory, elsewhere: SqlMemory) -> None:
    """What one has taken the other passes over, until the first should long have been done with it."""
    ids = {remember(memory, replace(an_opened_change(n), owed=())).id for n in range(1, 5)}
    later = NOW + timedelta(days=30)
    lease = timedelta(seconds=5)

    first = memory.take_due(now=later, lease=lease, limit=2)
    second = elsewhere.take_due(now=later, lease=lease, limit=100)

    assert ids == {*first, *second}
    assert set() == {*first} & {*second}
    assert () == memory.take_due(now=later, lease=lease, limit=100)
    assert ids == {*memory.take_due(now=later + lease, lease=lease, limit=100)}


def test_nothing_due_costs_no_writing(memory: SqlMemory) -> None:
    """Where nothing is due nothing is taken, and what is due later stays."""
    remember(memory, an_opened_change())

    assert () == memory.take_due(now=NOW, lease=LEASE, limit=100)


# Waking.


class Bell:
    """Counts how often it was rung, and lets a test wait for that."""

    def __init__(self) -> None:
        self.rung = 0
        self._changed = Condition()

    def __call__(self) -> None:
        with self._changed:
            self.rung += 1
            self._changed.notify_all()

    def wait_for(self, times: int) -> bool:
        """Wait until it was rung so often; whether it was."""
        with self._changed:
            return self._changed.wait_for(lambda: self.rung >= times, 20)


@pytest.fixture
def listens(database: Database) -> Iterator[Callable[[ReplicaId], Bell]]:
    """Have a replica listen; its bell rings once when it begins to."""
    with ExitStack() as stack:

        def begin(replica: ReplicaId) -> Bell:
            line = connect_aside(database, patience=timedelta(seconds=5))
            listener = Listener(database=line, whose=lambda: replica, woken=(bell := Bell()))
            listener.start()
            stack.callback(listener.stop)
            assert bell.wait_for(1)
            return bell

        yield begin


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_a_notice_wakes_the_others_and_not_oneself(
    database: Database, listens: Callable[[ReplicaId], Bell]
) -> None:
    """Whoever has left something to do wakes every other replica; its own worker was woken before."""
    mine, yours = listens(ONE), listens(TWO)

    Herald(database=database, whose=lambda: ONE).tell()
    assert yours.wait_for(2)
    Herald(database=database, whose=lambda: TWO).tell()
    assert mine.wait_for(2)

    assert (2, 2) == (mine.rung, yours.rung)


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_a_line_that_was_cut_is_made_anew(database: Database, listens: Callable[[ReplicaId], Bell]) -> None:
    """What was told while nobody listened is looked for, and the next notice is heard again."""
    bell = listens(ONE)
    cut = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT 1%' OR query LIKE 'LISTEN%'"
    )
    with database.reading() as connection:
        connection.execute(cut)

    assert bell.wait_for(2)
    Herald(database=database, whose=lambda: TWO).tell()
    assert bell.wait_for(3)


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_a_herald_tells_what_many_ask_for(database: Database, listens: Callable[[ReplicaId], Bell]) -> None:
    """Nobody waits for a notice, and a crowd of wishes is few notices."""
    bell, herald = listens(ONE), Herald(database=database, whose=lambda: TWO)
    for _ in range(1000):
        herald()
    herald.start()

    assert bell.wait_for(2)
    herald.stop()
    assert 10 > bell.rung
