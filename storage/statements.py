"""
What both databases say in nearly the same way.

A statement is built once for a process and given its values each time: building one costs several times what
carrying it out does.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from pydantic_core import from_json
from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeEngine

from playbooks.incident import IncidentState
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


def many_rows(
    connection: Connection, wanted: Select[Any], values: Mapping[str, object]
) -> Iterable[Mapping[str, Any]]:
    """
    Give the rows of a choice, in its order.

    Python's SQLite driver hands the interpreter over for each value of each row, which a crowd of threads makes dear:
    for a list of forty rows fifteen hundred times. So SQLite gives all of them as one text.
    """
    if is_postgresql(connection):
        return map(dict, connection.execute(wanted, values).mappings())
    rows = from_json(connection.execute(_as_one_text(wanted), values).scalar_one())
    names = tuple(column.name for column in wanted.selected_columns)
    read = tuple(_reading(connection, column.type) for column in wanted.selected_columns)
    return [
        {name: value if of is None else of(value) for name, of, value in zip(names, read, row, strict=True)}
        for row in rows
    ]


@cache
def _as_one_text(wanted: Select[Any]) -> Any:
    rows = wanted.subquery()
    return select(func.json_group_array(func.json_array(*rows.columns)))


def _reading(connection: Connection, kind: TypeEngine[Any]) -> Callable[[Any], Any] | None:
    return kind.dialect_impl(connection.dialect).result_processor(connection.dialect, None)


def is_postgresql(connection: Connection) -> bool:
    """Whether several machines may be writing at once."""
    return connection.dialect.name == "postgresql"


def is_open() -> ColumnElement[str]:
    """
    Give the state of what still runs, as a part of the statement itself.

    Of a value that it is given, PostgreSQL supposes after a while that any is as frequent, and reads all the incidents
    there ever were for the few that are open.
    """
    return bindparam(None, IncidentState.OPEN.value, literal_execute=True)
