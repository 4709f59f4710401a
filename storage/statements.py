"""
What both databases say in nearly the same way.

A statement is built once for a process and given its values each time: building one costs several times what
carrying it out does.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.tables import Table


def insert_into(dialect: str, table: type[Table]) -> Any:
    """Begin an INSERT that may say what happens on a conflict; the two databases spell it alike."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def insert_many_into(dialect: str, table: type[Table], names: Sequence[str]) -> Any:
    """
    Begin an INSERT of any number of rows, given as `of_many` gives them.

    PostgreSQL is sent one list for each column: a message for each row would cost it more than the row does.
    """
    if dialect != "postgresql":
        return insert_into(dialect, table)
    lists = (bindparam(name, type_=postgresql.ARRAY(getattr(table, name).type)) for name in names)
    return postgresql.insert(table).from_select(names, select(*map(func.unnest, lists)))


def of_many(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> Any:
    """Give rows, of which there is at least one, the shape that an INSERT of many takes."""
    return {name: [row[name] for row in rows] for name in rows[0]} if is_postgresql(connection) else rows


def is_postgresql(connection: Connection) -> bool:
    """Whether several machines may be writing at once."""
    return connection.dialect.name == "postgresql"
