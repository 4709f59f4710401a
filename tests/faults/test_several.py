"""P4: several processes on one database: SQLite refuses the second worker, PostgreSQL has them share the work."""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import httpx
import pytest
from sqlalchemy import text

from bot.cli import main
from bot.clock import MovableClock
from bot.demo import colleagues
from bot.doctor import examine
from bot.practice.company import furnish
from bot.practice.delivery import deliver_over_http
from bot.practice.person import Person
from bot.practice.server import PracticeServer
from bot.practice.team import BOT_TOKEN
from bot.practice.workspace import Workspace
from bot.serving import seated
from bot.web_app import Check
from bot.wiring import Bot, build
from config.directory import load_directory
from config.settings import read_settings
from playbooks.playbook import Language
from storage.engine import Database, connect
from storage.replicas import Kind, ReplicaId, SqlReplicas
from storage.seat import Sitter, take
from tests.fakes.clock import MONDAY_MORNING
from tests.faults.test_outages import free_port
from tests.stories.scene import CLAIRE, IMOGEN, POPPY, get

LOG_KEY = "0123456789abcdef0123456789abcdef"
EXAMPLE = Path(__file__).parents[2] / "config" / "examples" / "directory.yaml"
FIRST = Sitter(process=4711, host="desk", since=MONDAY_MORNING)
SLACK = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": "8f742231b10e8888", "CRISIS_LOG_KEY": LOG_KEY}


# SQLite.


@pytest.mark.parametrize("command", ["serve", "work"])
@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "process 4711 on desk, since 2026-03-02 09:00 UTC"),
        ("fr", "le processus 4711 sur desk, depuis 2026-03-02 09:00 UTC"),
    ],
)
def test_p4_a_second_worker_on_an_sqlite_file_is_refused(
    command: str, language: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It names the first one in one line and ends; it has not touched the database."""
    file = tmp_path / "crisis.db"
    seat = take(file, FIRST)

    code = main([command], {**SLACK, "CRISIS_DATABASE_URL": f"sqlite:///{file}", "CRISIS_LANGUAGE": language})

    assert 2 == code
    (line,) = capsys.readouterr().err.splitlines()
    assert told in line
    assert not file.exists()
    seat.leave()


def test_p4_the_doctor_names_the_worker(tmp_path: Path, migrated_sqlite: Path) -> None:
    """Who has the seat, or that nobody has."""
    url = f"sqlite:///{migrated_sqlite}"

    def workers() -> str:
        told: list[str] = []
        examine(read_settings({"CRISIS_DATABASE_URL": url}), Language.EN, told.append)
        return next(line for line in told if "Workers" in line)

    assert "nobody works" in workers()
    seat = take(migrated_sqlite, FIRST)
    assert "process 4711 on desk" in workers()
    seat.leave()


def test_work_without_a_slack_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """A worker alone would deliver calls to nobody."""
    assert 2 == main(["work"], {})
    assert "set SLACK_BOT_TOKEN" in capsys.readouterr().err


def test_doors_alone_take_no_seat(tmp_path: Path) -> None:
    """A process that sends nothing may stand beside the one that does, and its health says who works."""
    url = f"sqlite:///{tmp_path / 'crisis.db'}"
    settings = read_settings({**SLACK, "CRISIS_DATABASE_URL": url, "CRISIS_WORKER": "off"})
    bot = build(settings, MovableClock())
    with closing(bot.database):
        assert ("worker", False) == _worker(bot.health.checks())
        seat = take(tmp_path / "crisis.db", FIRST)

        with seated(settings):
            assert ("worker", True) == _worker(bot.health.checks())
        seat.leave()


def _worker(checks: Iterable[Check]) -> tuple[str, bool]:
    return next((name, held) for name, held, _ in checks if name == "worker")


# The company's files.


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """The file that two processes read."""
    file = tmp_path / "directory.yaml"
    file.write_text(EXAMPLE.read_text("utf-8"), "utf-8")
    return file


@pytest.fixture
def both(directory: Path, migrated_sqlite: Path) -> Iterator[tuple[Bot, Bot]]:
    """Two processes that have begun."""
    database = {"CRISIS_DATABASE_URL": f"sqlite:///{migrated_sqlite}"}
    settings = read_settings({**SLACK, **database, "CRISIS_DIRECTORY": str(directory)})
    one, other = (build(settings, MovableClock()) for _ in range(2))
    with closing(one.database), closing(other.database):
        one.reload.begin()
        other.reload.begin()
        yield one, other


def test_what_one_process_reads_anew_the_others_read_too(both: tuple[Bot, Bot], directory: Path) -> None:
    """A person was added and `/crisis reload` reached one process: the other answers with them soon, and reads once."""
    one, other = both
    assert not other.reload.follow(), "nobody has asked"

    directory.write_text(
        directory.read_text("utf-8").replace("company: Groupe Meridian", "company: Groupe Deux"), "utf-8"
    )
    one.reload()

    assert "Groupe Deux" == one.files.directory().company
    assert "Groupe Meridian" == other.files.directory().company
    assert other.reload.follow()
    assert "Groupe Deux" == other.files.directory().company
    assert not other.reload.follow()
    assert not one.reload.follow(), "its own reading is not taken for another's"


def test_a_mistake_that_another_process_found_keeps_the_last_good_files(
    both: tuple[Bot, Bot], directory: Path
) -> None:
    """It is told once, not once by each process."""
    one, other = both
    directory.write_text("company: [", "utf-8")

    assert one.reload()
    told = len(letters(one.database))
    assert told
    assert other.reload.follow()
    assert "Groupe Meridian" == other.files.directory().company
    assert told == len(letters(one.database))


def letters(database: Database) -> list[str]:
    """To whom letters came to be owed."""
    with database.reading() as look:
        return [str(person) for person in look.execute(text("SELECT person FROM letter")).scalars()]


# PostgreSQL.


@dataclass
class House:
    """Processes before one workspace and one database, as an operator starts them."""

    workspace: Workspace
    environ: dict[str, str]
    stack: ExitStack
    addresses: list[str] = field(default_factory=list)

    def begin(self, command: str, **more: str) -> "subprocess.Popen[bytes]":
        """Start one."""
        address = f"http://127.0.0.1:{free_port()}"
        environ = {**os.environ, **self.environ, "CRISIS_PORT": address.rpartition(":")[2], **more}
        process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", command], env=environ, stderr=subprocess.PIPE
        )
        self.addresses.append(address)
        self.stack.callback(process.communicate)
        self.stack.callback(process.kill)
        for _ in range(600):
            with suppress(httpx.TransportError):
                if get(f"{address}/healthz").status_code == 200:
                    return process
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.05)
                break
        raise AssertionError(process.communicate())

    def ready(self, address: str) -> Mapping[str, str]:
        """What a process says of itself, by check."""
        return {check["name"]: check["sentence"] for check in get(f"{address}/readyz").json()["checks"]}


@pytest.fixture
def house(migrated_database_url: str) -> Iterator[House]:
    """A workspace, and no process yet."""
    workspace = Workspace(MovableClock())
    furnish(workspace, colleagues(load_directory(None)))
    with PracticeServer(workspace, lambda body, headers: (200, b"")) as server, ExitStack() as stack:
        own = {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_SIGNING_SECRET": workspace.signing_secret,
            "SLACK_API_URL": f"{server.url}/api/",
            "CRISIS_DATABASE_URL": migrated_database_url,
            "CRISIS_LOG_KEY": LOG_KEY,
            "CRISIS_LOG_LEVEL": "error",
        }
        yield House(workspace, own, stack)


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_what_doors_take_in_a_worker_sends(house: House) -> None:
    """`crisis serve` without a worker and `crisis work` without doors: together they are the whole product."""
    house.begin("serve", CRISIS_WORKER="off")
    doors = house.addresses[0]
    assert "start `crisis work`" in house.ready(doors)["worker"]
    house.begin("work")
    working = house.addresses[1]
    claire = Person(house.workspace, CLAIRE, deliver_over_http(f"{doors}/slack/events"), elapsed=lambda: 0.0)
    claire.types("/crisis start data-breach Customer file on a forum")
    claire.submits(claire.fills(claire.opens_form(), {"unit": "energy-uk"}))

    called = [house.workspace.team.direct(user).id for user in (IMOGEN, POPPY)]
    assert _come(house.workspace, called)
    assert "Others work: 1." == house.ready(doors)["worker"]
    assert "The worker turns." == house.ready(working)["worker"]
    assert (404, 404) == (
        get(f"{working}/incidents").status_code,
        get(f"{working}/slack/events").status_code,
    )


def _come(workspace: Workspace, channels: list[str]) -> bool:
    """Wait until each conversation has a message."""
    for _ in range(400):
        with workspace.team.lock:
            if all(workspace.team.channels[channel].messages for channel in channels):
                return True
        Event().wait(0.05)
    return False


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_p4_the_doctor_lists_who_shares_the_database(migrated_database_url: str) -> None:
    """Each process with what it does; one that fell silent is named as such."""
    with closing(connect(migrated_database_url)) as database:
        replicas = SqlReplicas(database)
        replicas.join(ReplicaId("0195f000-0000-7000-8000-000000000001"), Kind.DOORS, "pod-a:1")
        told: list[str] = []
        settings = read_settings({"CRISIS_DATABASE_URL": migrated_database_url})
        examine(settings, Language.FR, told.append)
        assert any("personne ne travaille" in line for line in told)
        replicas.join(ReplicaId("0195f000-0000-7000-8000-000000000002"), Kind.WORK, "pod-b:1")
        told.clear()
        examine(settings, Language.FR, told.append)

    found = [line for line in told if "Processus de travail" in line]
    assert ["pod-a:1", "pod-b:1"] == [line.split(" : ")[1].split(" ")[0] for line in found]
