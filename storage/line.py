"""
A line to PostgreSQL on which nobody waits for ever.

A line may swallow every byte and stay open: the network is cut, the server's machine or a proxy before it stands still.
The server's own limits cannot be heard then, and TCP finds out only about what was sent and never received; whoever
waits for an answer would wait for hours. So the line itself is given up a little after the server's limit must have
ended the statement.
"""

import time
from collections.abc import Generator
from datetime import timedelta
from typing import Any, Final, TypeVar, cast

import psycopg
from sqlalchemy import Connection, text
from sqlalchemy.pool import ConnectionPoolEntry

GRACE: Final = timedelta(seconds=2)  # for the way of a question and of its answer
OWN_LIMIT: Final = "SELECT current_setting('statement_timeout')::interval"

Given = TypeVar("Given")
Waiting = Generator[Any, Any, Given]


class LineSilent(psycopg.OperationalError):
    """The server has not answered although it must have; the line is closed, and what became of the statement unknown."""


class Line(psycopg.Connection[Any]):
    """A connection that is closed when an answer stays away. `limit`: of one statement, at the server; None: any."""

    limit: timedelta | None = None
    usual: timedelta | None = None

    def wait(self, gen: Waiting[Given], *args: Any, **options: Any) -> Given:
        """Wait for an answer. Raises LineSilent, and what the server answers."""
        if self.limit is None:
            return super().wait(gen, *args, **options)
        try:
            return super().wait(_ending(gen, self.limit + GRACE), *args, **options)
        except LineSilent:
            # Asked for a rollback it would be silent as well.
            self.pgconn.finish()
            raise


def _ending(gen: Waiting[Given], within: timedelta) -> Waiting[Given]:
    """Carry out a wait of the driver, which looks up several times a second, and end it when nothing comes."""
    end = time.monotonic() + within.total_seconds()
    try:
        wanted = next(gen)
        while True:
            ready = yield wanted
            # An answer that is there is taken, however late: this process itself may have been paused.
            if not ready and time.monotonic() > end:
                message = f"no answer within {within.total_seconds():g} seconds"
                raise LineSilent(message)
            wanted = gen.send(ready)
    except StopIteration as done:
        return cast("Given", done.value)


def opened(_: object, __: object, arguments: list[Any], options: dict[str, Any]) -> Line:
    """Open a line, as SQLAlchemy asks for it; how long the server allows a statement is asked of the server."""
    line = Line.connect(*arguments, **options)
    line.limit = GRACE
    line.autocommit = True
    found = line.execute(OWN_LIMIT).fetchone()
    line.autocommit = False
    line.usual = line.limit = found[0] if found and found[0] else None
    return line


def take_time(connection: Connection, longest: timedelta | None) -> None:
    """Let the statements of this transaction last so long, on PostgreSQL; None: as long as they take."""
    line: Any = connection.connection.driver_connection
    if not isinstance(line, Line):
        return
    milliseconds = 0 if longest is None else longest // timedelta(milliseconds=1)
    connection.execute(text(f"SET LOCAL statement_timeout = {milliseconds}"))
    line.limit = longest


def given_back(connection: object, _: ConnectionPoolEntry) -> None:
    """Whoever has the line next is in the usual haste again."""
    if isinstance(connection, Line):
        connection.limit = connection.usual
