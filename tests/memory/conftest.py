"""A memory on a fresh database, and a second one on the same, as another process would have it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest

from playbooks.incident import Incident
from playbooks.ports import Change
from storage.engine import Database, connect
from storage.schema import migrate
from storage.transaction import SqlMemory
from tests.fakes.clock import MovableClock
from tests.fakes.ids import CountingIds
from tests.fakes.plans import a_playbook, an_opened_change

KEY = b"the first key of these tests"
Connects = Callable[..., Database]


@pytest.fixture
def connects(database_url: str) -> Iterator[Connects]:
    """Ways to the fresh database, each with connections of its own, all closed at the end."""
    with ExitStack() as opened:

        def another(options: str = "", patience: timedelta = timedelta(seconds=30)) -> Database:
            database = connect(database_url + options, patience=patience)
            opened.callback(database.close)
            return database

        yield another


@pytest.fixture
def database(connects: Connects) -> Database:
    """A database with today's schema and nothing in it."""
    made = connects()
    migrate(made)
    return made


@pytest.fixture
def ids() -> CountingIds:
    """Ids that count."""
    return CountingIds()


@pytest.fixture
def clock() -> MovableClock:
    """A clock that stands still."""
    return MovableClock()


@pytest.fixture
def memory(database: Database, ids: CountingIds) -> SqlMemory:
    """A memory with nothing in it."""
    return SqlMemory(database, ids, (KEY,))


@pytest.fixture
def elsewhere(memory: SqlMemory, connects: Connects, ids: CountingIds) -> SqlMemory:
    """A second memory on the same database, as another process has it."""
    return SqlMemory(connects(), ids, (KEY,))


@pytest.fixture
def opened(memory: SqlMemory) -> Incident:
    """An incident whose opening is remembered."""
    return remember(memory, an_opened_change())


def remember(memory: SqlMemory, change: Change) -> Incident:
    """Write a change in a transaction of its own; its playbook is released with it."""
    with memory.transaction() as tx:
        tx.release(change.after.playbook, change.now)
        tx.write(change)
    return change.after


def opened_many(memory: SqlMemory, count: int) -> tuple[Incident, ...]:
    """Open several incidents of one playbook, in one transaction."""
    playbook = a_playbook()
    changes = [an_opened_change(number, playbook) for number in range(1, count + 1)]
    with memory.transaction() as tx:
        tx.release(playbook, changes[0].now)
        for change in changes:
            tx.write(change)
    return tuple(change.after for change in changes)
