"""The memory as a command finds it: looked into where it is there, and never made."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from bot.ids import TimeOrderedIds
from bot.places import sqlite_file
from config.settings import Settings
from playbooks.errors import CannotStart, NotSaved
from playbooks.playbook import Words
from playbooks.routing import Availability
from storage.engine import Database, UnfitDatabase, connect
from storage.schema import SchemaState, state
from storage.transaction import SqlMemory, reached

UNUSED_KEY: Final = b"nothing is written to the log here"
NO_DATABASE: Final = Words(
    en="there is no database with this version’s schema: check CRISIS_DATABASE_URL, or run crisis migrate first",
    fr="il n’y a pas de base au schéma de cette version : vérifiez CRISIS_DATABASE_URL, ou lancez d’abord crisis migrate",
)


@contextmanager
def memory_at_hand(settings: Settings) -> Iterator[SqlMemory | None]:
    """Open the memory; None where there is no database with this version's schema. Nothing is made or migrated."""
    database = _database(settings)
    try:
        yield None if database is None or not _fits(database) else memory_of(database, settings)
    finally:
        if database is not None:
            database.close()


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """Open a database for the block."""
    database = connect(url)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def database_at_hand(settings: Settings) -> Iterator[Database]:
    """Open the database that is there, with this version's schema; none is made. Raises CannotStart, NotSaved."""
    url = settings.database_url.get_secret_value()
    file = sqlite_file(url)
    if file is not None and not file.exists():
        raise CannotStart(NO_DATABASE)
    with opened(url) as database:
        with reached():
            stands = state(database)
        if stands is not SchemaState.CURRENT:
            raise CannotStart(NO_DATABASE)
        yield database


@contextmanager
def database_to_change(settings: Settings) -> Iterator[tuple[Database, tuple[bytes, ...]]]:
    """Open the database with this version's schema and the keys of its log. Raises CannotStart, NotSaved."""
    keys = settings.signing_keys
    if not keys:
        raise CannotStart(_NO_KEY)
    with database_at_hand(settings) as database:
        yield database, keys


def memory_of(database: Database, settings: Settings) -> SqlMemory:
    """Make a memory of a database; without the keys of its log nothing may be written to it."""
    return SqlMemory(database, TimeOrderedIds(), settings.signing_keys or (UNUSED_KEY,))


_NO_KEY: Final = Words(
    en="CRISIS_LOG_KEY is missing: what is taken out of the log is signed, as the bot signs what it writes. Set the "
    "same keys here",
    fr="CRISIS_LOG_KEY manque : ce qui sort du journal est signé, comme le robot signe ce qu’il écrit. Mettez ici les "
    "mêmes clés",
)


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
