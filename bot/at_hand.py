"""The memory as a command finds it: looked into where it is there, and never made."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from bot.ids import TimeOrderedIds
from bot.places import sqlite_file
from config.settings import Settings
from playbooks.errors import NotSaved
from playbooks.routing import Availability
from storage.engine import Database, UnfitDatabase, connect
from storage.schema import SchemaState, state
from storage.transaction import SqlMemory, reached

UNUSED_KEY: Final = b"nothing is written to the log here"


@contextmanager
def memory_at_hand(settings: Settings) -> Iterator[SqlMemory | None]:
    """Open the memory; None where there is no database with this version's schema. Nothing is made or migrated."""
    database = _database(settings)
    try:
        yield None if database is None or not _fits(database) else memory_of(database, settings)
    finally:
        if database is not None:
            database.close()


def memory_of(database: Database, settings: Settings) -> SqlMemory:
    """Make a memory of a database; without the keys of its log nothing may be written to it."""
    keys = tuple(key.get_secret_value().encode() for key in settings.log_keys)
    return SqlMemory(database, TimeOrderedIds(), keys or (UNUSED_KEY,))


def availability_at_hand(settings: Settings, at: datetime) -> Availability | None:
    """Give how people stand at a moment, as far as the memory knows; None where it cannot be asked."""
    try:
        with memory_at_hand(settings) as memory:
            if memory is None:
                return None
            with memory.reading() as look:
                return look.availability(at)
    except NotSaved:
        return None


def _database(settings: Settings) -> Database | None:
    url = settings.database_url.get_secret_value()
    file = sqlite_file(url)
    if file is not None and not file.exists():
        return None
    try:
        return connect(url)
    except UnfitDatabase:
        return None


def _fits(database: Database) -> bool:
    try:
        with reached():
            return state(database) is SchemaState.CURRENT
    except NotSaved:
        return False
