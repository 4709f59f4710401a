"""
How replicas wake each other: whoever has left something to do tells the others, through PostgreSQL.

A notice that is lost costs nothing but time: every worker looks by itself every few seconds.
"""

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from select import POLLIN, poll
from typing import Final

import psycopg
from sqlalchemy import exc, text

from storage.engine import Database

CHANNEL: Final = "crisis_desk_woken"
# Seconds: what many do at once is one notice, since each one wakes every replica.
SOON: Final = 0.05  # where nobody else could take it up
SHARED: Final = 0.5  # where one's own worker has begun already, and the others only help
LISTENS_FOR: Final = 5.0  # seconds without a notice, until it looks whether the line still stands
TRIES_APART: Final = 2.0  # seconds between two tries to reach a database that is away

AWAY: Final = (exc.SQLAlchemyError, psycopg.Error, OSError)


@dataclass(slots=True, kw_only=True)
class Herald:
    """Tells the other replicas that there is something to do; whoever asks it to never waits."""

    database: Database
    whose: Callable[[], str]  # the replica's id, by which it knows its own notices
    apart: float = SOON  # seconds between two notices
    _asked: threading.Event = field(default_factory=threading.Event)
    _stopping: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Begin to tell."""
        threading.Thread(target=self._run, name="herald", daemon=True).start()

    def __call__(self) -> None:
        """Tell the others, soon."""
        self._asked.set()

    def stop(self) -> None:
        """Tell nothing more."""
        self._stopping.set()
        self._asked.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._asked.wait()
            self._asked.clear()
            if self._stopping.is_set():
                return
            try:
                self.tell()
            except AWAY:
                # Whoever cannot be told will look by itself.
                self._stopping.wait(TRIES_APART)
            self._stopping.wait(self.apart)

    def tell(self) -> None:
        """Tell the others now. Raises what the database raises when it cannot be reached."""
        with self.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as line:
            line.execute(
                text("SELECT pg_notify(:channel, :whose)"), {"channel": CHANNEL, "whose": self.whose()}
            )


@dataclass(slots=True, kw_only=True)
class Listener:
    """Hears the notices of the other replicas, on a connection of its own."""

    database: Database  # with a connection that nobody else wants
    whose: Callable[[], str]
    woken: Callable[[], None]
    _stop: tuple[int, int] = (-1, -1)  # what is written there ends the waiting
    _stopping: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to listen; a connection that breaks is made anew, and what was missed is looked for."""
        self._stop = os.pipe()
        self._thread = threading.Thread(target=self._run, name="listener", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Hear nothing more, and close the connection."""
        self._stopping.set()
        if self._thread is not None:
            os.write(self._stop[1], b".")
            self._thread.join(TRIES_APART)
            for end in self._stop:
                os.close(end)
        self.database.close()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._listen()
            except AWAY:
                self._stopping.wait(TRIES_APART)

    def _listen(self) -> None:
        with self.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as line:
            hears: psycopg.Connection = line.connection.driver_connection  # type: ignore[assignment]  # It is psycopg's.
            hears.add_notify_handler(self._heard)
            line.execute(text(f"LISTEN {CHANNEL}"))
            self.woken()  # What was told while nobody listened.
            coming = poll()
            for end in (hears.fileno(), self._stop[0]):
                coming.register(end, POLLIN)
            while not self._stopping.is_set():
                coming.poll(LISTENS_FOR * 1000)
                # Asking takes in what has come, and finds out about a line that broke without a word.
                line.execute(text("SELECT 1"))

    def _heard(self, notice: psycopg.Notify) -> None:
        if notice.payload != self.whose():
            self.woken()
