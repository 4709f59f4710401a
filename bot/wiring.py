"""The one place where objects meet: settings in, a running product out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from fastapi import FastAPI
from pydantic import SecretStr
from slack_bolt import App
from slack_sdk import WebClient

from bot.checks import Health
from bot.files import CompanyFiles
from bot.ids import TimeOrderedIds
from bot.outbound.slack import SlackSender
from bot.slack_app import make_app
from bot.web_app import Doors, make_web_app
from bot.worker import CALL_LIMIT, Round, Worker
from config.settings import Settings
from playbooks.desk import Desk, Office, set_up
from playbooks.ports import Clock
from storage.engine import Database, connect
from storage.transaction import SqlMemory

SLACK_TIMEOUT: Final = int(CALL_LIMIT.total_seconds())  # for one call that delivers something
DOOR_TIMEOUT: Final = 2  # seconds for a call made while somebody waits: Slack allows three in all


@dataclass(slots=True)
class Wake:
    """A bell that can be rung before the worker who hears it exists."""

    ring: Callable[[], None] = field(default=lambda: None)

    def __call__(self) -> None:
        """Ring it."""
        self.ring()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """The product, put together and not yet running."""

    settings: Settings
    files: CompanyFiles
    desk: Desk
    database: Database
    memory: SqlMemory
    app: App
    worker: Worker
    web: FastAPI


def build(settings: Settings, clock: Clock, files: CompanyFiles | None = None) -> Bot:
    """
    Put the product together; nothing is contacted and nothing runs yet. Raises Unreadable, CannotStart.

    `files` that were read before need not be read again.
    """
    files = files or CompanyFiles(settings)
    ids = TimeOrderedIds()
    database = connect(settings.database_url.get_secret_value())
    keys = tuple(key.get_secret_value().encode() for key in settings.log_keys)
    memory = SqlMemory(database, ids, keys)
    wake = Wake()
    desk = set_up(
        Office(
            memory=memory,
            clock=clock,
            ids=ids,
            shelf=files.shelf,
            directory=files.directory,
            language=lambda: settings.language or files.directory().default_language,
            woken=wake,
        )
    )
    worker = _worker(settings, desk, memory)
    wake.ring = worker.wake
    app = make_app(desk, _client(settings, DOOR_TIMEOUT), opened(settings.slack_bot_token))
    return Bot(
        settings=settings,
        files=files,
        desk=desk,
        database=database,
        memory=memory,
        app=app,
        worker=worker,
        web=_web(settings, desk, app, worker),
    )


def _worker(settings: Settings, desk: Desk, memory: SqlMemory) -> Worker:
    sender = SlackSender(
        client=_client(settings, SLACK_TIMEOUT, opened(settings.slack_bot_token)),
        directory=desk.directory,
        language=desk.people.language,
        clock=desk.clock,
        announcements=lambda: settings.announcements or desk.directory().announcements,
    )
    rounds = Round(memory=memory, clockwork=desk.clockwork, sender=sender, clock=desk.clock)
    return Worker(round=rounds)


def _web(settings: Settings, desk: Desk, app: App, worker: Worker) -> FastAPI:
    health = Health(memory=worker.round.memory, worker=worker, clock=desk.clock)
    doors = Doors(
        desk=desk,
        app=app,
        signing_secret=opened(settings.slack_signing_secret),
        api_token=opened(settings.api_token),
        checks=health.checks,
        start=worker.start,
        stop=worker.stop,
    )
    return make_web_app(doors)


def _client(settings: Settings, timeout_seconds: int, token: str | None = None) -> WebClient:
    # No retries of the SDK's own: it sends a message again after a line that broke, without looking first.
    return WebClient(token=token, base_url=settings.slack_api_url, timeout=timeout_seconds, retry_handlers=[])


def opened(secret: SecretStr | None) -> str | None:
    """Give a secret's text, where it is needed and nowhere else."""
    return None if secret is None else secret.get_secret_value()
