"""The database's schema: which one stands, and bringing it to the one that this version needs."""

from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, func, inspect, select, text

from playbooks.errors import CannotStart
from playbooks.playbook import Words
from storage.engine import Database
from storage.line import take_time
from storage.statements import is_postgresql
from storage.transaction import writing

MIGRATIONS: Final = Path(__file__).with_name("migrations")
MIGRATING: Final = 0x6D_69_67_72  # the number of the lock under which replicas migrate one after the other
LOCK_LIMIT: Final = "5s"  # a migration gives up rather than hold up those who answer people
TURN_LIMIT: Final = "120s"  # of waiting until another replica has migrated
WORK_LIMIT: Final = timedelta(minutes=10)  # of one statement: a large table takes its time


class SchemaState(StrEnum):
    """How the database's schema stands to the one that this version needs."""

    CURRENT = "current"
    BEHIND = "behind"
    NEWER = "newer"
    EMPTY = "empty"


class NewerSchema(CannotStart):
    """A newer version of the product has migrated this database; this one must not touch it."""


def state(database: Database) -> SchemaState:
    """Look at the schema without changing it. Raises what the database raises when it cannot be reached."""
    with database.reading() as connection:
        return _state(connection)


def migrate(database: Database) -> None:
    """Bring the schema to what this version needs, or leave it untouched. Raises NewerSchema."""
    with writing(database) as connection:
        if is_postgresql(connection):
            take_time(connection, WORK_LIMIT)
            connection.execute(text(f"SET LOCAL lock_timeout = '{TURN_LIMIT}'"))
            connection.execute(select(func.pg_advisory_xact_lock(MIGRATING)))
            connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_LIMIT}'"))
        if _state(connection) is SchemaState.NEWER:
            raise NewerSchema(_newer(_revision(connection), ", ".join(_scripts().get_heads())))
        command.upgrade(config(connection), "head")


def config(connection: Connection | None = None) -> Config:
    """Make Alembic's configuration for a connection."""
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


def _state(connection: Connection) -> SchemaState:
    revision = _revision(connection)
    scripts = _scripts()
    if revision is None:
        return SchemaState.EMPTY
    if revision in scripts.get_heads():
        return SchemaState.CURRENT
    try:
        scripts.get_revision(revision)
    except CommandError:
        return SchemaState.NEWER
    return SchemaState.BEHIND


def _newer(found: str | None, known: str) -> Words:
    return Words(
        en=f"this database was migrated by a newer version of Crisis Desk (schema {found}; this version knows up to "
        f"{known}): start that version, or restore a backup made before it",
        fr=f"cette base a été migrée par une version plus récente de Crisis Desk (schéma {found} ; celle-ci connaît "
        f"jusqu’à {known}) : lancez cette version-là, ou restaurez une sauvegarde faite avant elle",
    )


def _revision(connection: Connection) -> str | None:
    # Asked only where the table is there: on PostgreSQL a failed question ends the transaction.
    if not inspect(connection).has_table("alembic_version"):
        return None
    return MigrationContext.configure(connection).get_current_revision()


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(config())
