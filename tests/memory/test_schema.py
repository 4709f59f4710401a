"""P10: the schema is brought up to date as a whole or not at all, and never by a version that does not know it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Constraint, Index, event, inspect, text
from sqlalchemy.engine.interfaces import ReflectedIndex

from playbooks.errors import NotSaved
from storage.engine import Database
from storage.schema import MIGRATIONS, NewerSchema, SchemaState, config, migrate, state
from storage.tables import Table
from storage.transaction import writing
from tests.memory.conftest import Connects


@pytest.fixture
def empty(connects: Connects) -> Database:
    """A database with nothing in it."""
    return connects()


def tables(database: Database) -> set[str]:
    with database.reading() as connection:
        return set(inspect(connection).get_table_names())


def newest() -> str:
    """The number of the latest migration."""
    return max(file.name for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))[:4]


def test_a_fresh_database_is_empty_then_current(empty: Database) -> None:
    """One call brings a new database to what this version needs; a second one changes nothing."""
    assert SchemaState.EMPTY is state(empty)

    migrate(empty)
    assert SchemaState.CURRENT is state(empty)

    migrate(empty)
    assert SchemaState.CURRENT is state(empty)


def test_the_migrations_make_what_the_code_expects(database: Database) -> None:
    """No table, column, index or constraint differs between the migrations and the code."""
    with database.reading() as connection:
        # The index of a search is each database's own, and stands in no table class.
        ours = {"compare_server_default": True, "include_name": _is_of_the_code}
        context = MigrationContext.configure(connection, opts=ours)

        assert [] == compare_metadata(context, Table.metadata)


def _is_of_the_code(name: str | None, kind: str, _: object) -> bool:
    return kind != "table" or not str(name).startswith("search_index")


def test_every_index_and_constraint_is_the_one_of_the_code(database: Database) -> None:
    """Names, columns and conditions are the same, also those that the drift check does not look at."""

    migrated = shape(database)
    with writing(database) as connection:
        command.downgrade(config(connection), "base")
        Table.metadata.create_all(connection)

    assert migrated == shape(database)


def shape(database: Database) -> dict[str, object]:
    """Describe every table of a database."""
    with database.reading() as connection:
        found = inspect(connection)
        return {
            name: (
                found.get_pk_constraint(name),
                sorted(found.get_unique_constraints(name), key=str),
                sorted(found.get_foreign_keys(name), key=str),
                sorted((index["name"], *map(str, index_parts(index))) for index in found.get_indexes(name)),
                [(one["name"], str(one["type"]), one["nullable"]) for one in found.get_columns(name)],
            )
            for name in Table.metadata.tables
        }


def index_parts(index: ReflectedIndex) -> tuple[object, ...]:
    """What an index is made of; its condition is a clause that only its text can compare."""
    conditions = sorted(f"{key} {value}" for key, value in index.get("dialect_options", {}).items())
    return index["column_names"], index["unique"], conditions


def test_every_index_and_constraint_has_a_name(database: Database) -> None:
    """Whatever can be violated or dropped can be called by its name."""
    every = Table.metadata.tables.values()
    unnamed: list[Index | Constraint] = [one for table in every for one in table.indexes if not one.name]
    unnamed += [one for table in every for one in table.constraints if not one.name]

    assert [] == unnamed


def test_migrations_can_be_undone_and_done_again(database: Database) -> None:
    """Down to nothing and up again gives the same."""
    before = tables(database)
    with writing(database) as connection:
        command.downgrade(config(connection), "base")
    assert {"alembic_version"} == tables(database)
    assert SchemaState.EMPTY is state(database)

    migrate(database)

    assert before == tables(database)


def test_p10_a_newer_schema_is_refused(database: Database) -> None:
    """An older version says in a clear line that it must not touch this database."""
    with writing(database) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    assert SchemaState.NEWER is state(database)
    with pytest.raises(NewerSchema, match=rf"newer version of Crisis Desk.*9999.*knows up to {newest()}"):
        migrate(database)


def test_p10_an_interrupted_migration_leaves_nothing(empty: Database) -> None:
    """A migration that dies halfway is undone as a whole, and can be begun again."""

    def die(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if "CREATE TABLE outbox" in statement:
            raise KeyboardInterrupt

    event.listen(empty.engine, "before_cursor_execute", die)
    with pytest.raises(KeyboardInterrupt):
        migrate(empty)
    event.remove(empty.engine, "before_cursor_execute", die)

    assert set() == tables(empty)
    migrate(empty)
    assert SchemaState.CURRENT is state(empty)


def test_replicas_that_start_at_once_migrate_once(connects: Connects) -> None:
    """Several processes that start on a new database at the same time all end up with the same schema."""
    replicas = [connects() for _ in range(3)]
    with ThreadPoolExecutor(len(replicas)) as pool:
        for done in [pool.submit(migrate, replica) for replica in replicas]:
            done.result()

    assert [SchemaState.CURRENT] * 3 == [state(replica) for replica in replicas]


def test_a_read_only_database_is_not_migrated(empty: Database) -> None:
    """Where nothing can be written the migration says so."""

    if empty.is_postgresql:
        event.listen(empty.engine, "begin", _read_only)
    else:
        event.listen(empty.engine, "connect", _query_only)
    with pytest.raises(NotSaved):
        migrate(empty)


def _read_only(connection: Connection) -> None:
    connection.exec_driver_sql("SET TRANSACTION READ ONLY")


def _query_only(connection: object, _: object) -> None:
    connection.execute("PRAGMA query_only = ON")  # type: ignore[attr-defined]  # The driver's own connection.


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_folder_name_with_a_percent_sign_does_no_harm(database_kind: str, tmp_path: Path) -> None:
    """The configuration of the migrations takes any path."""
    made = config()
    made.set_main_option("script_location", str(tmp_path / "50% off").replace("%", "%%"))

    assert str(tmp_path / "50% off") == made.get_main_option("script_location")
