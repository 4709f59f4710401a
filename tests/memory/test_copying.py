"""A database is copied whole into another, of either kind, and goes on from there."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from bot.ids import TimeOrderedIds
from playbooks.incident import Incident
from playbooks.letters import FilesMended, Letter
from storage import pausing
from storage.audit import strayed, verify
from storage.copying import LEFT_BEHIND, close_file, copy, is_unused
from storage.engine import Database, connect
from storage.schema import migrate
from storage.tables import LanePauseRow, Table
from storage.transaction import SqlMemory, writing
from tests.conftest import Cluster
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.plans import DANA, a_playbook, an_opened_change
from tests.memory.conftest import KEY, opened_many, remember

NOW = MONDAY_MORNING
Makes = Callable[[], Database]


@pytest.fixture(params=["to sqlite", "to postgresql"])
def makes(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Makes]:
    """Ways to fresh, empty databases of either kind, whatever the first is."""
    with ExitStack() as opened:

        def another() -> Database:
            if request.param == "to sqlite":
                made = connect(f"sqlite:///{tmp_path / 'copy.db'}")
            else:
                cluster: Cluster = request.getfixturevalue("postgresql_cluster")
                name = cluster.create()
                opened.callback(cluster.drop, name)
                made = connect(cluster.url(name))
            opened.callback(made.close)
            return made

        yield another


def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that is copied."""
    tables = [table for table in Table.metadata.sorted_tables if table.name not in LEFT_BEHIND]
    with database.reading() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in tables
        }


def copied(source: Database, target: Database) -> SqlMemory:
    """A memory on a copy that is not paused any more."""
    migrate(target)
    copy(source, target, paused=False)
    return SqlMemory(target, TimeOrderedIds(), (KEY,))


def test_a_copy_holds_every_row_and_its_log_is_whole(
    memory: SqlMemory, database: Database, makes: Makes
) -> None:
    """Incidents, logs, what is owed and due, letters; and what is found in it is found as before."""
    opened_many(memory, 3)
    with memory.transaction() as tx:
        tx.owe_letter(Letter(person=DANA, subject="files", matter=FilesMended()), NOW)
    target = makes()
    other = copied(database, target)
    while other.recollect():
        pass

    assert everything(database) == everything(target)
    assert (None, 3) == (verify(target, (KEY,)).fault, verify(target, (KEY,)).incidents)
    assert [] == list(strayed(target))
    with memory.reading() as here, other.reading() as there:
        assert here.stems(["data", "breach", "customer"]) == there.stems(["data", "breach", "customer"])


def test_a_copy_goes_on_counting(
    memory: SqlMemory, database: Database, makes: Makes, opened: Incident
) -> None:
    """The next reference and the next errand come after those that were copied."""
    with memory.transaction() as tx:
        assert "INC-2026-0002" == tx.next_ref("INC", 2026)
    other = copied(database, makes())

    with other.transaction() as tx:
        assert "INC-2026-0003" == tx.next_ref("INC", 2026)
    remember(other, an_opened_change(2, a_playbook()))
    assert len(other.claim(now=NOW, lease=timedelta(seconds=30), limit=100)) > 1


def test_a_paused_copy_is_paused_from_its_first_moment(
    memory: SqlMemory, database: Database, makes: Makes, opened: Incident
) -> None:
    """Nobody can find it with its rows and without the pause; lanes that rest, rest only in the first."""
    with writing(database) as connection:
        pausing.pause(connection)
        pausing.resume(connection)
    memory.write_something(NOW)
    target = makes()
    migrate(target)

    assert 1 == copy(database, target, paused=True)

    with target.reading() as connection:
        assert [pausing.EVERYTHING] == list(connection.execute(select(col(LanePauseRow.lane))).scalars())


def test_only_a_database_without_a_row_is_unused(memory: SqlMemory, database: Database, makes: Makes) -> None:
    """Empty or freshly migrated; neither one with an incident nor somebody else's."""
    target = makes()
    assert is_unused(target)
    migrate(target)
    assert is_unused(target)
    assert is_unused(database)

    remember(memory, an_opened_change())
    assert not is_unused(database)


def test_a_database_of_somebody_else_is_not_unused(makes: Makes) -> None:
    """Whatever stands in it."""
    target = makes()
    with writing(target) as connection:
        connection.exec_driver_sql("CREATE TABLE theirs (id INTEGER)")

    assert not is_unused(target)


def test_an_sqlite_copy_is_one_file(tmp_path: Path) -> None:
    """Nothing beside it is needed to read it elsewhere."""
    file = tmp_path / "one.db"
    made = connect(f"sqlite:///{file}")
    migrate(made)
    made.close()
    close_file(file)

    assert [file] == list(tmp_path.iterdir())
