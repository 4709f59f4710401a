"""The floors: the least that each measure could cost on this machine, at this hour."""

import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from threading import Barrier, Lock
from typing import Any, Final

import psycopg
from sqlalchemy import make_url

from tests.bench.burst import ask

TEXT: Final = "x" * 500  # about as much as a fact with its mac
TABLE: Final = "CREATE TABLE IF NOT EXISTS floor (text TEXT NOT NULL)"
Keep = Callable[[], None]  # inserts one row and commits


# The bare insert ---------------------------------------------------------------------------------------


def commits_in_turn(url: str, times: int) -> list[float]:
    """Insert and commit one row after the other; give the seconds of each."""
    with _table(url) as connect, connect() as keep:
        return [_timed(keep) for _ in range(times)]


def commits_at_once(url: str, writers: int) -> list[float]:
    """Let that many insert and commit in the same moment, SQLite's one after the other; give the seconds of each."""
    start, turn = Barrier(writers), Lock()

    def one(_: int) -> float:
        with connect() as keep:
            start.wait()
            return _timed(lambda: _in_turn(turn, keep)) if url.startswith("sqlite") else _timed(keep)

    with _table(url) as connect, ThreadPoolExecutor(writers) as threads:
        return list(threads.map(one, range(writers)))


def read_lines(url: str, lines: int) -> float:
    """Read that many rows in one statement; give the seconds."""
    with _table(url) as connect, connect() as keep:
        for _ in range(lines):
            keep()
    with _raw(url) as connection:
        began = time.perf_counter()
        connection.execute("SELECT * FROM floor LIMIT 500").fetchall()
        return time.perf_counter() - began


def _in_turn(turn: Any, keep: Keep) -> None:
    with turn:
        keep()


def _timed(do: Keep) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


@contextmanager
def _table(url: str) -> Iterator[Callable[[], Any]]:
    with _raw(url) as connection:
        connection.execute(TABLE)
    yield lambda: _keeping(url)


@contextmanager
def _keeping(url: str) -> Iterator[Keep]:
    insert = "INSERT INTO floor VALUES (?)" if url.startswith("sqlite") else "INSERT INTO floor VALUES (%s)"
    with _raw(url) as connection:
        connection.execute(insert, (TEXT,))
        yield lambda: connection.execute(insert, (TEXT,))


@contextmanager
def _raw(url: str) -> Iterator[Any]:
    """A connection without anything above the driver, committing each statement as durably as the product does."""
    if not url.startswith("sqlite"):
        plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True) as connection:
            yield connection
        return
    file = make_url(url).database or ""
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False, timeout=10)) as one:
        one.execute("PRAGMA journal_mode = WAL")
        one.execute("PRAGMA synchronous = FULL")
        yield one


# The bare call and the bare timer ----------------------------------------------------------------------


def calls(port: int, times: int, at_once: int) -> float:
    """Call the slow Slack that often, so many at once, with nothing in between; give the seconds until all is said."""
    began = time.perf_counter()
    with ThreadPoolExecutor(at_once) as threads:
        for _ in threads.map(lambda _: ask(port, bare_call("floor")), range(times)):
            pass
    return time.perf_counter() - began


def timers(url: str, port: int, moments: list[float]) -> None:
    """At each moment, commit one row and hand Slack one message."""
    with _table(url) as connect, connect() as keep, ThreadPoolExecutor(16) as threads:
        for moment in moments:
            threading.Event().wait(max(0.0, moment - time.time()))
            keep()
            threads.submit(ask, port, bare_call(str(moment)))


def bare_call(words: str) -> bytes:
    """One message, as raw bytes."""
    body = json.dumps({"channel": "U0FLOOR", "text": words}).encode()
    head = "POST /api/chat.postMessage HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
    return f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
