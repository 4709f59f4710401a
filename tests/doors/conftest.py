"""A stage for the Slack doors: the product before a practice workspace, on one small database."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.outbound.slack import SlackSender
from bot.patience import UNHURRIED
from bot.practice.team import BOT_TOKEN
from bot.round import Round
from bot.slack_app import make_app
from bot.stage import Stage, StageClock, with_database
from bot.wiring import Bot
from config.directory import load_directory
from config.playbook_files import load_playbooks
from config.settings import Settings, read_settings
from playbooks.desk import Desk, Office, set_up
from playbooks.routing import Directory
from playbooks.shelf import Shelf
from storage.engine import Database, connect
from storage.transaction import SqlMemory
from tests.fakes.files import FakeFiles
from tests.fakes.ids import CountingIds
from tests.practice.little_bot import deliver_to

Company = tuple[Directory, Shelf]


@dataclass(frozen=True, slots=True)
class Work:
    """The part of the worker that a test runs by hand."""

    round: Round


@dataclass(frozen=True, slots=True)
class DoorBot:
    """What of the product stands behind the doors."""

    desk: Desk
    app: App
    memory: SqlMemory
    database: Database
    worker: Work


class DoorStage(Stage):
    """A stage on which requests go straight to the Bolt app; the web server and the files have tests of their own."""

    company: Company

    def start_bot(self) -> None:
        """Start the product without a server, and without reading the company's files again."""
        self.bot = cast("Bot", _bot(self.settings, self.clock, self.company))
        self._carry = deliver_to(self.bot.app)

    def stop_bot(self) -> None:
        """Stop it."""
        self.bot.database.close()


def _bot(settings: Settings, clock: StageClock, company: Company) -> DoorBot:
    directory, shelf = company
    ids, database = CountingIds(), connect(settings.database_url.get_secret_value())
    memory = SqlMemory(database, ids, (b"the key of these tests",))
    client = WebClient(token=BOT_TOKEN, base_url=settings.slack_api_url, timeout=5, retry_handlers=[])
    woken: Callable[[], None] = _nobody
    desk = set_up(
        Office(
            memory=memory,
            clock=clock,
            ids=ids,
            files=FakeFiles(directory, shelf),
            language=lambda: directory.default_language,
            woken=woken,
        )
    )
    sender = SlackSender(
        client=client,
        directory=desk.directory,
        language=desk.people.language,
        clock=clock,
        announcements=lambda: directory.announcements,
    )
    rounds = Round(memory=memory, clockwork=desk.clockwork, sender=sender, clock=clock)
    return DoorBot(desk, make_app(desk, client, BOT_TOKEN, UNHURRIED), memory, database, Work(rounds))


def _nobody() -> None:
    """Nobody listens to the bell: the stage settles after each deed."""


@pytest.fixture(scope="session")
def company() -> Company:
    """The fictional company and the released playbooks, read once."""
    directory = load_directory(None)
    return directory, load_playbooks(None, directory.vocabulary)


@pytest.fixture
def stage(migrated_sqlite: Path, tmp_path: Path, journal: Path, company: Company) -> Iterator[Stage]:
    """The product and its workspace; what the doors do does not hang on the database, so there is one."""
    file = tmp_path / "doors.db"
    shutil.copyfile(migrated_sqlite, file)
    made: Any = DoorStage(with_database(read_settings({}), f"sqlite:///{file}"))
    made.company = company
    with made as standing:
        yield standing
        standing.workspace.write_journal(journal)
