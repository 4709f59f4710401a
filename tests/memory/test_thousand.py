"""A thousand generated incidents: each is what its log says, and whatever is done to any of their rows is found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import text

from bot.cli import main
from playbooks.dues import dues
from storage.audit import Break, Fault, absence, first_fault, logged, strayed, verify
from storage.chain import Keyring, key_id
from storage.engine import Database, connect
from storage.refolding import refold
from storage.schema import migrate
from storage.transaction import SqlMemory
from tests.conftest import Cluster
from tests.fakes.ids import CountingIds
from tests.memory.generated import NEW_KEY, NUMBER, OLD_KEY, stories, write

KEYS = (NEW_KEY, OLD_KEY)
Rows = list[Any]


@pytest.fixture(scope="session")
def thousand_on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What an SQLite file holds in which they all are."""
    file = tmp_path_factory.mktemp("thousand") / "crisis.db"
    _written(f"sqlite:///{file}")
    return file.read_bytes()


@pytest.fixture(scope="session")
def thousand_on_postgresql(postgresql_cluster: Cluster) -> str:
    """A PostgreSQL database in which they all are, to be copied."""
    name = postgresql_cluster.create()
    _written(postgresql_cluster.url(name))
    return name


def _written(url: str) -> None:
    database = connect(url)
    migrate(database)
    write(database)
    database.close()


@pytest.fixture
def address(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database in which they all are."""
    if database_kind == "sqlite":
        file = tmp_path / "thousand.db"
        file.write_bytes(request.getfixturevalue("thousand_on_sqlite"))
        yield f"sqlite:///{file}"
        return
    cluster: Cluster = request.getfixturevalue("postgresql_cluster")
    name = cluster.create(request.getfixturevalue("thousand_on_postgresql"))
    yield cluster.url(name)
    cluster.drop(name)


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    """The way to it."""
    made = connect(address)
    yield made
    made.close()


def test_every_incident_is_what_its_log_says(database: Database) -> None:
    """Folded from the log alone, each equals what was decided, what is remembered, and what is due of it."""
    told = stories()
    memory, kinds = SqlMemory(database, CountingIds(), KEYS), set[str]()
    assert NUMBER == len(told)
    with memory.reading() as look:
        for story in told:
            state = story[-1].after
            kinds |= {type(fact).__name__ for change in story for fact in change.facts}
            assert state == refold(look, state.id) == look.incident(state.id)
            assert dues(state) == look.dues(state.id)

    assert len(kinds) > 40  # Of what can happen: the stories are not all the same.
    assert [] == list(strayed(database))
    assert verify(database, KEYS).fault is None


# Tampering ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Attack:
    """What somebody does to a row; it gives the log as it is read then, and what is to be said of it."""

    done: Rows
    what: Break
    seq: int
    key: str = ""


def edited(row: Any, **values: object) -> Any:
    return SimpleNamespace(**{**vars(row), **values})


def flipped(digits: str) -> str:
    """Change the last digit."""
    return digits[:-1] + ("0" if digits[-1] != "0" else "1")


def a_moment_later(kept: Any) -> Any:
    """By the least that is kept."""
    return kept + timedelta(microseconds=1) if isinstance(kept, datetime) else flipped(kept)


def other_key(row: Any) -> str:
    return key_id(OLD_KEY) if row.key_id == key_id(NEW_KEY) else key_id(NEW_KEY)


EDITS: dict[str, Callable[[Any], dict[str, object]]] = {
    "kind": lambda row: {"kind": "StepSkipped" if row.kind != "StepSkipped" else "StepCompleted"},
    "body": lambda row: {"body": f"{row.body[:-1]} }}"},
    "by": lambda row: {"by": "U0EVE"},
    "nobody": lambda row: {"by": None if row.by is not None else ""},
    "occurred_at": lambda row: {"occurred_at": a_moment_later(row.occurred_at)},
    "recorded_at": lambda row: {"recorded_at": a_moment_later(row.recorded_at)},
    "key_id": lambda row: {"key_id": other_key(row)},
    "mac": lambda row: {"mac": flipped(row.mac)},
}


def on_a_row(log: Rows, at: int, other: Rows) -> Iterator[tuple[str, Attack]]:
    """Everything that can be done to one row; `other` is another incident's log."""
    row, number, last = log[at], at + 1, at + 1 == len(log)
    before, behind = log[:at], log[at + 1 :]
    for name, edit in EDITS.items():
        yield name, Attack([*before, edited(row, **edit(row)), *behind], Break.ALTERED, number)
    unknown = edited(row, key_id="12345678")
    yield "unknown key", Attack([*before, unknown, *behind], Break.UNKNOWN_KEY, number, "12345678")
    gone = Break.CUT if last else Break.MISSING
    yield "seq", Attack([*before, *behind, edited(row, seq=row.seq + 100)], Break.MISSING, number)
    yield "deletion", Attack([*before, *behind], gone, number)
    foreign = other[at % len(other)]
    mine = {name: getattr(row, name) for name in ("incident_id", "seq", "ref", "last", "last_mac", "seal")}
    yield (
        "swap with another incident",
        Attack([*before, edited(foreign, **mine), *behind], Break.ALTERED, number),
    )
    doubled = edited(row, seq=len(log) + 1)
    yield "repetition", Attack([*log, doubled], Break.ALTERED, len(log) + 1)
    if not last:
        swapped = [edited(behind[0], seq=number), edited(row, seq=number + 1)]
        yield "swap", Attack([*before, *swapped, *behind[1:]], Break.ALTERED, number)
        closed = [edited(one, seq=one.seq - 1, last=one.last - 1) for one in behind]
        yield "deletion, renumbered", Attack([*before, *closed], Break.ALTERED, number)
    if before:
        yield "truncation", Attack(before, Break.CUT, number)
        right = [edited(one, last=at, last_mac=before[-1].mac) for one in before]
        yield "truncation, set right", Attack(right, Break.UNSEALED, at)


def on_an_end(log: Rows, other: Rows) -> Iterator[tuple[str, Attack]]:
    """Everything that can be done to what the incident's own row says of its log."""
    number = len(log)
    for name, values, what, seq in (
        ("ref", {"ref": f"{log[0].ref}0"}, Break.UNSEALED, number),
        ("higher count", {"last": number + 1}, Break.CUT, number + 1),
        ("lower count", {"last": number - 1}, Break.SURPLUS, number),
        ("last mac", {"last_mac": flipped(log[0].last_mac)}, Break.UNSEALED, number),
        ("seal", {"seal": flipped(log[0].seal)}, Break.UNSEALED, number),
        ("seal of another", {"seal": other[0].seal}, Break.UNSEALED, number),
    ):
        yield name, Attack([edited(row, **values) for row in log], what, seq)


def logs_of(database: Database) -> list[Rows]:
    """Every log as the command reads it."""
    with database.reading() as connection:
        rows = [SimpleNamespace(**row._asdict()) for row in logged(connection)]
    return [list(log) for _, log in groupby(rows, key=lambda row: row.incident_id)]


def attacks(logs: list[Rows]) -> Iterator[tuple[str, Rows, Attack]]:
    """Everything that can be done to any one row."""
    for number, log in enumerate(logs):
        other = logs[number - 1]
        for at in range(len(log)):
            for name, attack in on_a_row(log, at, other):
                yield name, log, attack
        for name, attack in on_an_end(log, other):
            yield name, log, attack


def test_d1_whatever_is_done_to_any_row_is_found(database: Database) -> None:
    """Each field of each of ten thousand rows, each deletion, swap and cut: the right row is named each time."""
    logs, keyring = logs_of(database), Keyring(KEYS)
    assert sum(map(len, logs)) > 10_000
    tried, missed = 0, list[tuple[str, Fault | None]]()
    with database.reading() as connection:
        if database.is_postgresql:  # All of it is tried in memory, and the line is idle meanwhile.
            connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
        assert not any(first_fault(connection, log, keyring) for log in logs)
        for name, _, attack in attacks(logs):
            tried += 1
            found = first_fault(connection, attack.done, keyring)
            named = None if found is None else (found.what, found.seq, found.key, found.ref)
            if named != (attack.what, attack.seq, attack.key, attack.done[0].ref):
                missed.append((name, found))

    assert [] == missed[:5]
    assert tried > 170_000


def test_d1_whatever_incident_is_taken_away_is_found(database: Database) -> None:
    """Every fourth of a thousand: its log alone, then the incident with it."""
    wanted = text("SELECT id, ref FROM incident ORDER BY ref")
    events = text("DELETE FROM incident_event WHERE incident_id = :id")
    keyring = Keyring(KEYS)
    with database.engine.connect() as connection:
        if database.is_postgresql:
            connection.exec_driver_sql("SET session_replication_role = replica")
        else:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("BEGIN")
        for incident_id, ref in connection.execute(wanted).all()[::4]:
            tried = connection.begin_nested()
            connection.execute(events, {"id": incident_id})
            assert Fault(ref=ref, seq=0, what=Break.EMPTY) == absence(connection, keyring)
            connection.execute(text("DELETE FROM incident WHERE id = :id"), {"id": incident_id})
            assert Fault(ref=ref, seq=0, what=Break.GONE) == absence(connection, keyring)
            tried.rollback()
        assert absence(connection, keyring) is None
        connection.invalidate()


def test_d1_the_whole_command_finds_the_same(
    database: Database, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One of each kind, done in the database itself, each at another place: the same row is named in print."""
    logs = logs_of(database)
    samples: dict[str, tuple[Rows, Attack]] = {}
    for place, log in enumerate(logs[::37]):
        at = place % len(log)
        for name, attack in (*on_a_row(log, at, logs[0]), *on_an_end(log, logs[0])):
            if name not in samples and (place >= len(samples)):
                samples[name] = (log, attack)
                break
    assert len(samples) > 15
    keys = ",".join(key.decode() for key in KEYS)

    for name, (log, attack) in samples.items():
        _put(database, attack.done)
        code = main(["audit", "verify"], {"CRISIS_DATABASE_URL": address, "CRISIS_LOG_KEY": keys})
        told = capsys.readouterr().out
        _put(database, log)
        assert 1 == code, (name, told)
        assert f"The log is broken at {attack.done[0].ref}, row {attack.seq}: " in told, name

    assert verify(database, KEYS).fault is None


def _put(database: Database, log: Rows) -> None:
    """Have the database hold a log so."""
    columns = ("incident_id", "seq", "kind", "body", "by", "occurred_at", "recorded_at", "key_id", "mac")
    names, values = ", ".join(f'"{name}"' for name in columns), ", ".join(f":{name}" for name in columns)
    own = "UPDATE incident SET ref = :ref, seq = :last, mac = :last_mac, seal = :seal WHERE id = :incident_id"
    with database.engine.connect() as connection:
        connection.execute(text("DELETE FROM incident_event WHERE incident_id = :incident_id"), vars(log[0]))
        rows = [{name: getattr(row, name) for name in columns} for row in log]
        connection.execute(text(f"INSERT INTO incident_event ({names}) VALUES ({values})"), rows)  # noqa: S608
        connection.execute(text(own), vars(log[0]))
        connection.commit()
