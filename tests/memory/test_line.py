"""P6: a line to PostgreSQL that takes every byte and gives none back holds nobody for ever."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta

import pytest
from sqlalchemy import Connection, text

from playbooks.commands import RequestId
from playbooks.errors import NotSaved
from playbooks.events import LogWritten
from playbooks.incident import Incident
from storage.engine import Database, connect
from storage.line import take_time
from storage.transaction import SqlMemory, reached
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.ids import CountingIds
from tests.fakes.lines import CuttableLine, by_line, line_to
from tests.fakes.plans import DANA, a_change
from tests.memory.conftest import KEY
from tests.memory.test_faults import seq, write

pytestmark = pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)

NOW = MONDAY_MORNING
SOON = "-c statement_timeout=200"
LONG = 60.0  # seconds: for a machine that is busy; whoever is held for ever is found out
SLOW = text("SELECT pg_sleep(2.6)")  # longer than the server allows a statement and than the line then waits


@pytest.fixture
def line(database_url: str) -> Iterator[CuttableLine]:
    """A line to the database, whole."""
    with line_to(database_url) as whole:
        yield whole
        whole.heal()


@pytest.fixture
def far(database_url: str, line: CuttableLine) -> Iterator[Database]:
    """The database as a process has it at the other end of the line; a statement may last 0.2 seconds."""
    database = connect(by_line(database_url, line, SOON), patience=timedelta(seconds=2))
    yield database
    database.close()


def ends(deed: Callable[[], object]) -> BaseException | None:
    """Do something in a thread of its own, and give how it ended, if only it does."""
    with ExitStack() as stack:
        pool = ThreadPoolExecutor(1)
        stack.callback(pool.shutdown, wait=False)
        return pool.submit(deed).exception(LONG)


def test_p6_a_command_whose_line_is_cut_halfway_is_not_saved(
    far: Database, line: CuttableLine, memory: SqlMemory, opened: Incident, ids: CountingIds
) -> None:
    """Its thread is free again, nothing of it stands, and once the line is whole the next one is saved."""
    cut_off = SqlMemory(far, ids, (KEY,))

    def half_of_it() -> None:
        with cut_off.transaction() as tx:
            tx.write(a_change(tx.locked(opened.id), LogWritten(at=NOW, by=DANA, text="half")))
            line.cut()
            tx.claim(RequestId("another"), "", NOW)

    fault = ends(half_of_it)

    assert isinstance(fault, NotSaved)
    assert "no answer within 2.2 seconds" in fault.tell.en
    line.heal()
    assert opened.seq == seq(memory, opened)
    write(cut_off, opened)
    assert opened.seq + 1 == seq(memory, opened)


@pytest.mark.usefixtures("opened")
def test_p6_whoever_comes_while_the_line_is_cut_is_told(
    far: Database, line: CuttableLine, ids: CountingIds
) -> None:
    """Neither a line that was open nor one that is opened now holds a reader."""
    cut_off = SqlMemory(far, ids, (KEY,))
    cut_off.next_moment()
    line.cut()

    assert [NotSaved, NotSaved] == [type(ends(cut_off.next_moment)) for _ in range(2)]


def test_who_takes_time_is_waited_for_and_the_next_is_not(far: Database) -> None:
    """A migration or an audit may last; the limit of everybody else is back afterwards."""

    def slowly(longest: Callable[[Connection], None]) -> None:
        with reached(), far.writing() as connection:
            longest(connection)
            connection.execute(SLOW)

    slowly(lambda connection: take_time(connection, None))
    with pytest.raises(NotSaved, match="statement timeout"):
        slowly(lambda _: None)
