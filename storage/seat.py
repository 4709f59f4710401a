"""
The one seat of a worker on an SQLite file: whoever sits on it keeps every other process off.

It is a lock on a file beside the database, which the system takes back when the process ends, however it ends.
"""

import fcntl
import json
import os
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from playbooks.errors import CannotStart
from playbooks.playbook import Words

PATIENCE_SECONDS: Final = 1.0  # for one who is just leaving, or for somebody who only looks
LOOK_SECONDS: Final = 0.05
OWNER_ALONE: Final = 0o600


class SeatTaken(CannotStart):
    """Another process works on this SQLite file; says which, since when, and what to use instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitter:
    """Who has the seat. `since` and `process` are None where the file does not tell."""

    process: int | None = None
    host: str = ""
    since: datetime | None = None

    @property
    def told(self) -> Words:
        """Name it."""
        since = "" if self.since is None else f"{self.since.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        en, fr = f"process {self.process or '?'}", f"le processus {self.process or '?'}"
        if self.host:
            en, fr = f"{en} on {self.host}", f"{fr} sur {self.host}"
        return Words(en=f"{en}, since {since}", fr=f"{fr}, depuis {since}") if since else Words(en=en, fr=fr)


@dataclass(slots=True, kw_only=True)
class Seat:
    """A seat that is taken, until it is left or the process ends."""

    _descriptor: int = field(repr=False)

    def leave(self) -> None:
        """Give it back; leaving twice is leaving once."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)


def take(database: Path, sitter: Sitter) -> Seat:
    """Take the seat of a database's file. Raises SeatTaken, OSError."""
    file = _file(database)
    file.parent.mkdir(parents=True, exist_ok=True)
    since = None if sitter.since is None else sitter.since.isoformat()
    text = json.dumps({"process": sitter.process, "host": sitter.host, "since": since})
    with ExitStack() as stack:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, OWNER_ALONE)
        stack.callback(os.close, descriptor)
        _lock(descriptor, database)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, text.encode(), 0)
        stack.pop_all()
    return Seat(_descriptor=descriptor)


def sitting(database: Path) -> Sitter | None:
    """Tell who has the seat; None: nobody has. Raises OSError."""
    try:
        descriptor = os.open(_file(database), os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _read(descriptor)
    finally:
        os.close(descriptor)
    return None


def _file(database: Path) -> Path:
    file = database.resolve()  # One file under two names has one seat.
    return file.with_name(f"{file.name}.worker")


def _lock(descriptor: int, database: Path) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as exc:
            if time.monotonic() >= until:
                raise SeatTaken(_taken(database, _read(descriptor))) from exc
            threading.Event().wait(LOOK_SECONDS)
        else:
            return


def _read(descriptor: int) -> Sitter:
    try:
        told = json.loads(os.pread(descriptor, 4096, 0))
        since = told["since"]
        return Sitter(
            process=told["process"],
            host=told["host"],
            since=None if since is None else datetime.fromisoformat(since),
        )
    except (ValueError, KeyError, TypeError):
        return Sitter()


def _taken(database: Path, sitter: Sitter) -> Words:
    return Words(
        en=f"{database} has its worker already ({sitter.told.en}), and an SQLite file takes one: stop that process, or use "
        "PostgreSQL for several",
        fr=f"{database} a déjà son processus de travail ({sitter.told.fr}), et un fichier SQLite n’en admet qu’un : arrêtez "
        "celui-là, ou utilisez PostgreSQL pour en avoir plusieurs",
    )
