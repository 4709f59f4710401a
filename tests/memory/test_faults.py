"""P6 and P7: a database that is locked is waited for; one that cannot be written says so, and nothing is half done."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event

import psycopg
import pytest
from sqlalchemy import event

from playbooks.dues import dues
from playbooks.errors import NotSaved
from playbooks.events import LogWritten
from playbooks.incident import Incident
from playbooks.ports import DeliveryState, Slowed
from storage.engine import Database, connect
from storage.transaction import SqlMemory
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.ids import CountingIds
from tests.fakes.plans import DANA, a_change, an_opened_change
from tests.memory.conftest import KEY, Connects, remember

NOW = MONDAY_MORNING
LEASE = timedelta(seconds=30)
AT_ONCE = timedelta(milliseconds=50)


@contextmanager
def another_writer(database: Database, incident: Incident) -> Iterator[None]:
    """Somebody else, outside the product, who holds the incident (PostgreSQL) or the whole database (SQLite)."""
    if database.is_postgresql:
        url = database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url) as other:
            other.execute("SELECT 1 FROM incident WHERE id = %s FOR UPDATE", (incident.id,))
            yield
        return
    other_process = sqlite3.connect(str(database.engine.url.database), isolation_level=None)
    other_process.execute("BEGIN IMMEDIATE")
    yield
    other_process.execute("ROLLBACK")
    other_process.close()


def write(memory: SqlMemory, incident: Incident, halfway: Callable[[], None] = lambda: None) -> None:
    with memory.transaction() as tx:
        tx.write(a_change(tx.locked(incident.id), LogWritten(at=NOW, by=DANA, text="saved")))
        halfway()


def cut_connections(database: Database) -> None:
    """End every connection to the database, as a restart of the server does."""
    url = database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def seq(memory: SqlMemory, incident: Incident) -> int:
    with memory.reading() as look:
        return len(look.log(incident.id))


def test_p7_a_writer_waits_for_another(database: Database, memory: SqlMemory, opened: Incident) -> None:
    """A command that meets a locked database waits until it is free, and is saved."""
    asked = Event()
    event.listen(database.engine, "before_cursor_execute", lambda *_: asked.set())

    with ThreadPoolExecutor(1) as pool:
        with another_writer(database, opened):
            waiting = pool.submit(write, memory, opened)
            asked.wait(timeout=30)
            assert not waiting.done()
        waiting.result(timeout=30)

    assert opened.seq + 1 == seq(memory, opened)


def test_p7_readers_do_not_wait(database: Database, memory: SqlMemory, opened: Incident) -> None:
    """While somebody writes, everybody still reads the state before."""
    with memory.transaction() as tx:
        tx.write(a_change(tx.locked(opened.id), LogWritten(at=NOW, by=DANA, text="not yet")))

        with memory.reading() as look:
            assert opened == look.incident(opened.id)
        assert memory.next_moment() is not None
        assert (opened.id,) == memory.every_open()


def test_a_reader_sees_one_state(memory: SqlMemory, opened: Incident) -> None:
    """What is written while somebody reads does not show up halfway through."""
    with memory.reading() as look:
        before = look.incident(opened.id)
        write(memory, opened)

        assert before == look.incident(opened.id)
        assert opened.seq == len(look.log(opened.id))


def test_a_lock_that_never_ends_is_not_waited_for_for_ever(
    memory: SqlMemory, opened: Incident, connects: Connects, ids: CountingIds
) -> None:
    """Beyond the patience of the memory the command is told to be not saved."""
    hasty = connects(patience=AT_ONCE)

    with another_writer(hasty, opened), pytest.raises(NotSaved):
        write(SqlMemory(hasty, ids, (KEY,)), opened)

    assert opened.seq == seq(memory, opened)


def all_that_write(memory: SqlMemory, incident: Incident) -> dict[str, Callable[[], object]]:
    """Every way in which the memory writes."""
    (errand, *_) = memory.claim(now=NOW, lease=LEASE, limit=1)

    def settle() -> None:
        with memory.transaction() as tx:
            tx.settle(errand, DeliveryState.SENT, NOW)

    return {
        "open": lambda: remember(memory, an_opened_change(2)),
        "change": lambda: write(memory, incident),
        "settle": settle,
        "postpone": lambda: memory.postpone(errand, Slowed(wait=LEASE, reason="ratelimited"), NOW),
        "claim": lambda: memory.claim(now=NOW + 2 * LEASE, lease=LEASE, limit=1),
        "mend": lambda: memory.mend_dues(incident.id, dues(incident)),
    }


@pytest.mark.parametrize("way", ["open", "change", "settle", "postpone", "claim"])
def test_p6_a_database_that_cannot_be_written_says_so(
    database: Database, memory: SqlMemory, opened: Incident, way: str
) -> None:
    """Read-only: every way of writing is answered by “not saved”, and what was saved can still be read."""
    ways = all_that_write(memory, opened)
    make_read_only(database)

    with pytest.raises(NotSaved):
        ways[way]()

    with memory.reading() as look:
        assert opened == look.incident(opened.id)
        assert look.by_ref("INC-2026-0002") is None


def make_read_only(database: Database) -> None:
    """From now on this process may only read, as after a failover or on a disk that was remounted."""
    database.engine.dispose()
    if database.is_postgresql:
        event.listen(database.engine, "begin", _read_only_transaction)
    else:
        event.listen(database.engine, "connect", _read_only_connection)


def _read_only_transaction(connection: object) -> None:
    connection.exec_driver_sql("SET TRANSACTION READ ONLY")  # type: ignore[attr-defined]  # SQLAlchemy's own.


def _read_only_connection(connection: sqlite3.Connection, _: object) -> None:
    connection.execute("PRAGMA query_only = ON")


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_p6_a_file_that_was_taken_away_is_noticed(database: Database, memory: SqlMemory) -> None:
    """What is written to a deleted file is lost with the process: readiness must say so."""
    memory.write_something(NOW)
    Path(str(database.engine.url.database)).unlink()

    with pytest.raises(NotSaved, match="no longer there"):
        memory.write_something(NOW)


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_p6_a_full_disk_says_so(database: Database, memory: SqlMemory, opened: Incident) -> None:
    """A disk without room keeps what it has, and says that nothing more was saved."""
    database.engine.dispose()
    event.listen(database.engine, "connect", _full)

    with pytest.raises(NotSaved, match="full"):
        fill(memory)

    with memory.reading() as look:
        assert opened == look.incident(opened.id)


def fill(memory: SqlMemory) -> None:
    for number in range(2, 1000):
        remember(memory, an_opened_change(number, title="x" * 120))


def _full(connection: sqlite3.Connection, _: object) -> None:
    connection.execute("PRAGMA max_page_count = 1")  # SQLite takes the present size where that is greater.


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_p6_a_file_that_is_no_database_says_so(connects: Connects, tmp_path: Path, ids: CountingIds) -> None:
    """A file with other things in it is not written to, and not read as if it were empty."""
    (tmp_path / "crisis.db").write_bytes(b"Dear diary, " * 1000)
    memory = SqlMemory(connects(), ids, (KEY,))

    with pytest.raises(NotSaved), memory.transaction():
        pass
    with pytest.raises(NotSaved), memory.reading():
        pass


def test_p6_a_server_that_is_away_says_so(ids: CountingIds, tmp_path: Path) -> None:
    """Where no server answers, the person hears “not saved” rather than of a fault."""
    nobody = connect(f"postgresql://crisis@/crisis?host={tmp_path}")
    memory = SqlMemory(nobody, ids, (KEY,))

    with pytest.raises(NotSaved), memory.transaction():
        pass
    with pytest.raises(NotSaved):
        memory.next_moment()
    nobody.close()


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_a_connection_that_died_is_replaced(database: Database, memory: SqlMemory, opened: Incident) -> None:
    """After a restart of the server the next command is saved, without a restart of ours."""
    cut_connections(database)

    write(memory, opened)

    assert opened.seq + 1 == seq(memory, opened)


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_a_connection_that_dies_halfway_saves_nothing(
    database: Database, memory: SqlMemory, opened: Incident
) -> None:
    """A server that goes away in the middle of a command leaves nothing of it."""
    with pytest.raises(NotSaved):
        write(memory, opened, halfway=lambda: cut_connections(database))

    assert opened.seq == seq(memory, opened)


def test_what_people_wrote_does_not_stand_in_the_fault(
    database: Database, memory: SqlMemory, opened: Incident
) -> None:
    """D4: the fault that is logged holds no words of an incident."""
    make_read_only(database)

    with pytest.raises(NotSaved) as told:
        remember(memory, an_opened_change(2, title="Customer Maria Exemple"))

    assert "Maria" not in f"{told.value} {told.value.__cause__}"
