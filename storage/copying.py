"""
A whole database copied into another, row by row, from one consistent state of it.

The copy of either database can be of either kind. What belongs to processes (which of them live, which lanes rest) and
what the search makes of the rest stay behind: the first would be wrong elsewhere, the second is made anew.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Table, func, insert, inspect, select, text
from sqlmodel import col

from storage import pausing, tables_cases, tables_rotas, tables_search
from storage.engine import Database
from storage.line import take_time
from storage.schema import SchemaState, state
from storage.statements import is_postgresql
from storage.tables import IncidentRow, LanePauseRow, ReplicaRow
from storage.tables import Table as Ours
from storage.transaction import reached, writing

AT_A_TIME: Final = 500  # rows held in memory
ROOMS: Final = (tables_cases, tables_rotas, tables_search)  # read, so that every table is known here
LEFT_BEHIND: Final = frozenset(
    str(table.__tablename__)
    for table in (ReplicaRow, LanePauseRow, tables_search.SearchEntryRow, tables_search.SearchStemRow)
)


def is_unused(database: Database) -> bool:
    """Whether nothing is kept in a database: no table of anybody's, or only ours without a row. Raises NotSaved."""
    with reached():
        stands = state(database)
    with reached(), database.reading() as connection:
        if stands is SchemaState.EMPTY:
            return not inspect(connection).get_table_names()
        if stands is not SchemaState.CURRENT:
            return False
        return not any(connection.execute(select(table).limit(1)).first() for table in _tables())


def copy(source: Database, target: Database, *, paused: bool) -> int:
    """
    Copy everything into a database with today's schema and no row, all of it or nothing; give how many incidents.

    Whoever writes to the source meanwhile is not held up, and what they write is not in the copy. `paused`: nothing
    is sent of the copy until somebody says so. Raises NotSaved.
    """
    with reached(), source.reading() as rows, writing(target) as copied:
        for connection in (rows, copied):
            take_time(connection, None)
            if is_postgresql(connection):
                # While the other database writes, this one waits for longer than anybody else may.
                connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        for table in _tables():
            _copy_table(table, rows, copied)
        if paused:
            pausing.pause(copied)
        number: int = copied.execute(select(func.count(col(IncidentRow.id)))).scalar_one()
    return number


def close_file(file: Path) -> None:
    """Make an SQLite database that nobody has open one file, with nothing beside it."""
    with closing(sqlite3.connect(file)) as opened:
        opened.execute("PRAGMA journal_mode = DELETE")


def _tables() -> list[Table]:
    return [table for table in Ours.metadata.sorted_tables if table.name not in LEFT_BEHIND]


def _copy_table(table: Table, source: Connection, target: Connection) -> None:
    with source.execute(select(table), execution_options={"yield_per": AT_A_TIME}) as found:
        for some in found.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in some])
    counted = table.autoincrement_column
    if counted is not None and is_postgresql(target):
        last: Any = target.execute(select(func.max(counted))).scalar()
        if last is not None:
            target.execute(select(func.setval(func.pg_get_serial_sequence(table.name, counted.name), last)))
