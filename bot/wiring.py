"""The one place where objects meet: settings in, a running product out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from fastapi import FastAPI
from pydantic import SecretStr
from slack_bolt import App
from slack_sdk import WebClient

from bot.checks import Health
from bot.ids import TimeOrderedIds
from bot.outbound.slack import SlackSender
from bot.slack_app import make_app
from bot.web_app import Doors, make_web_app
from bot.worker import Round, Worker
from config.directory import load_directory
from config.playbook_files import load_playbooks
from config.settings import Settings
from playbooks.desk import Desk, Office, set_up
from playbooks.ports import Clock, Ids
from playbooks.routing import Directory
from playbooks.shelf import Shelf
from storage.engine import Database, connect
from storage.transaction import SqlMemory

SLACK_TIMEOUT: Final = 10  # seconds for one call that delivers something
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
    desk: Desk
    database: Database
    memory: SqlMemory
    app: App
    worker: Worker
    web: FastAPI


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a company's files say, read once at the start."""

    directory: Directory
    shelf: Shelf


def read_files(settings: Settings) -> Parts:
    """Read the directory and the playbooks. Raises Unreadable for the directory; playbooks keep their mistakes."""
    directory = load_directory(settings.directory)
    return Parts(directory=directory, shelf=load_playbooks(settings.playbooks, directory.vocabulary))


def build(settings: Settings, clock: Clock, ids: Ids | None = None) -> Bot:
    """Put the product together. Nothing is contacted and nothing runs yet."""
    parts = read_files(settings)
    ids = ids or TimeOrderedIds()
    keys = tuple(key.get_secret_value().encode() for key in settings.log_keys)
    database = connect(settings.database_url.get_secret_value())
    memory = SqlMemory(database, ids, keys)
    wake = Wake()
    desk = set_up(
        Office(
            memory=memory,
            clock=clock,
            ids=ids,
            shelf=lambda: parts.shelf,
            directory=lambda: parts.directory,
            language=settings.language or parts.directory.default_language,
            woken=wake,
        )
    )
    # No retries of the SDK's own: it sends a message again after a line that broke, without looking first.
    token = _open(settings.slack_bot_token)
    client = partial(WebClient, base_url=settings.slack_api_url, retry_handlers=[])
    sender = SlackSender(
        client=client(token=token, timeout=SLACK_TIMEOUT),
        directory=desk.directory,
        language=desk.people.language,
        clock=clock,
        announcements=settings.announcements or parts.directory.announcements,
    )
    round_ = Round(memory=memory, clockwork=desk.clockwork, sender=sender, clock=clock)
    worker = Worker(round=round_, audit=lambda: list(desk.clockwork.audit()))
    wake.ring = worker.wake
    app = make_app(desk, client(timeout=DOOR_TIMEOUT), token)
    health = Health(memory=memory, worker=worker, clock=clock)
    doors = Doors(
        desk=desk,
        app=app,
        signing_secret=_open(settings.slack_signing_secret),
        api_token=_open(settings.api_token),
        checks=health.checks,
        start=worker.start,
        stop=worker.stop,
    )
    return Bot(
        settings=settings,
        desk=desk,
        database=database,
        memory=memory,
        app=app,
        worker=worker,
        web=make_web_app(doors),
    )


def _open(secret: SecretStr | None) -> str | None:
    return None if secret is None else secret.get_secret_value()
