"""The ground the other tests stand on holds."""

import socket
from pathlib import Path

import pytest
import sqlalchemy

from storage.engine import connect
from storage.schema import SchemaState, state
from tests.machine import LoopbackOnly


def test_each_test_gets_an_empty_database_of_its_own(database_url: str) -> None:
    """A table made in one test is not there in the next, on either engine."""
    engine = sqlalchemy.create_engine(database_url)
    with engine.begin() as connection:
        before = sqlalchemy.inspect(connection).get_table_names()
        connection.execute(sqlalchemy.text("CREATE TABLE left_behind (id INTEGER PRIMARY KEY)"))
    engine.dispose()

    assert [] == before


def test_a_migrated_database_has_the_schema_and_no_rows(migrated_database_url: str) -> None:
    """The copy of the template stands where a migration would have brought it, on either engine."""
    database = connect(migrated_database_url)
    with database.reading() as connection:
        rows = connection.execute(sqlalchemy.text("SELECT count(*) FROM incident")).scalar_one()
    standing = state(database)
    database.close()

    assert 0 == rows
    assert SchemaState.CURRENT == standing


@pytest.mark.parametrize("host", ["192.0.2.1", "slack.com", "2001:db8::1"])
def test_a_connection_that_would_leave_the_machine_is_refused(host: str) -> None:
    """A host that is not this machine is refused before a packet leaves, and noted."""
    gate = LoopbackOnly()

    with pytest.raises(PermissionError, match="tests speak to this machine only"):
        gate("socket.connect", (None, (host, 443)))

    assert [f"socket.connect {host}"] == gate.refused


def test_loopback_is_open() -> None:
    """A test may start a server and speak to it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
            assert port == client.getpeername()[1]


_LACKING = """
    import pytest

    @pytest.mark.needs("chromium")
    def test_draws():
        pass

    def test_adds():
        pass
"""


@pytest.fixture
def machine_without_chromium(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A run of its own, under this house's conftest, on a machine that has no browser."""
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("CRISIS_NO_SKIP", raising=False)
    pytester.makeconftest((Path(__file__).parents[1] / "conftest.py").read_text())
    pytester.makepyfile(_LACKING)
    return pytester


def test_what_could_not_run_is_named_with_its_mend(machine_without_chromium: pytest.Pytester) -> None:
    """The last lines name the missing browser and the command that brings it."""
    result = machine_without_chromium.runpytest_subprocess("-p", "no:randomly")

    result.assert_outcomes(passed=1, skipped=1)
    result.stdout.fnmatch_lines(["*1 tests: needs chromium: apt-get install -y chromium*"])


def test_a_skip_fails_where_none_is_allowed(
    machine_without_chromium: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With CI set, the same run fails and says what was missing."""
    monkeypatch.setenv("CI", "true")

    result = machine_without_chromium.runpytest_subprocess("-p", "no:randomly")

    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*a skip is a failure in this run: needs chromium*"])
