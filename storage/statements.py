"""
What both databases say in nearly the same way.

A statement is built once for a process and given its values each time: building one costs several times what
carrying it out does.
"""

from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from storage.tables import Table


def insert_into(dialect: str, table: type[Table]) -> Any:
    """Begin an INSERT that may say what happens on a conflict; the two databases spell it alike."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def is_postgresql(connection: Connection) -> bool:
    """Whether several machines may be writing at once."""
    return connection.dialect.name == "postgresql"
