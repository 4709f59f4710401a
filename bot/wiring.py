"""The one place where objects meet: settings in, a running product out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from fastapi import FastAPI
from pydantic import SecretStr
from slack_sdk import WebClient

from bot.checks import Health
from bot.files import CompanyFiles
from bot.ids import TimeOrderedIds
from bot.leaving import Leaving
from bot.outbound.slack import SlackSender
from bot.pack import PackKeeper
from bot.patience import Patience, PatientApp
from bot.places import pack_folder
from bot.reloading import Reloading, Spawn, aside
from bot.slack_app import make_app
from bot.web_app import Doors, make_web_app
from bot.worker import CALL_LIMIT, Round, Worker
from config.settings import Settings
from playbooks.commands import Asked
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


@dataclass(slots=True)
class Reread:
    """A wish to have the files read again; whoever reads them offers what is new, and exists after the worker."""

    ask: Callable[[Asked], None] = field(default=lambda _: None)

    def __call__(self, asked: Asked) -> None:
        """Ask for it."""
        self.ask(asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """The product, put together and not yet running."""

    settings: Settings
    files: CompanyFiles
    desk: Desk
    database: Database
    memory: SqlMemory
    app: PatientApp
    worker: Worker
    reload: Reloading
    web: FastAPI
    leaving: Leaving


def build(
    settings: Settings,
    clock: Clock,
    files: CompanyFiles | None = None,
    patience: Patience | None = None,
    spawn: Spawn = aside,
) -> Bot:
    """
    Put the product together; nothing is contacted and nothing runs yet. Raises Unreadable, CannotStart.

    `files` that were read before need not be read again. `patience` is how long Slack is kept waiting; `spawn` does
    what nobody waits for.
    """
    files, leaving = files or CompanyFiles(settings), Leaving()
    ground = _ground(settings, clock, files)
    desk = ground.desk
    worker = _worker(settings, desk, ground.memory)
    worker.pack = keep = _keeper(settings, files, clock).look
    reload = Reloading(library=desk.library, round=worker.round, spawn=spawn, after=keep)
    ground.wake.ring, ground.reread.ask = worker.wake, reload.soon
    token = opened(settings.slack_bot_token)
    app = make_app(desk, _client(settings, DOOR_TIMEOUT), token, patience or Patience())
    return Bot(
        settings=settings,
        files=files,
        desk=desk,
        database=ground.database,
        memory=ground.memory,
        app=app,
        worker=worker,
        reload=reload,
        web=_web(settings, app, worker, leaving, reload),
        leaving=leaving,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """What everything else stands on; the two bells are hung once there is somebody to hear them."""

    database: Database
    memory: SqlMemory
    wake: Wake
    reread: Reread
    desk: Desk


def _ground(settings: Settings, clock: Clock, files: CompanyFiles) -> _Ground:
    ids, wake, reread = TimeOrderedIds(), Wake(), Reread()
    database = connect(settings.database_url.get_secret_value())
    keys = tuple(key.get_secret_value().encode() for key in settings.log_keys)
    memory = SqlMemory(database, ids, keys)
    office = Office(
        memory=memory,
        clock=clock,
        ids=ids,
        files=files,
        language=lambda: settings.language or files.directory().default_language,
        woken=wake,
        reread=reread,
        address=settings.address or f"http://{settings.host}:{settings.port}",
        feed_key=keys[0] if keys else b"",
    )
    return _Ground(database=database, memory=memory, wake=wake, reread=reread, desk=set_up(office))


def _worker(settings: Settings, desk: Desk, memory: SqlMemory) -> Worker:
    sender = SlackSender(
        client=_client(settings, SLACK_TIMEOUT, opened(settings.slack_bot_token)),
        directory=desk.directory,
        language=desk.people.language,
        clock=desk.clock,
        announcements=lambda: settings.announcements or desk.directory().announcements,
    )
    rounds = Round(
        memory=memory,
        clockwork=desk.clockwork,
        sender=sender,
        clock=desk.clock,
        shelf=desk.shelf,
        watch=desk.rotas.watch,
        ask_contacts=desk.checking.go_on,
    )
    return Worker(round=rounds)


def _keeper(settings: Settings, files: CompanyFiles, clock: Clock) -> PackKeeper:
    folder = pack_folder(settings)
    return PackKeeper(folder=folder, shelf=files.shelf, directory=files.directory, clock=clock)


def _web(settings: Settings, app: PatientApp, worker: Worker, leaving: Leaving, reload: Reloading) -> FastAPI:
    health = Health(memory=worker.round.memory, worker=worker, clock=worker.round.clock)

    def start() -> None:
        reload.begin()
        worker.start()

    def stop() -> None:
        """Let go of everything within one budget; senders and late answers end side by side."""
        leaving.begin()
        worker.take_no_more()
        leaving.close_doors()
        app.finish(leaving.left())
        worker.stop(leaving.left())
        leaving.see_doors_closed()

    doors = Doors(
        desk=app.desk,
        app=app,
        signing_secret=opened(settings.slack_signing_secret),
        api_token=opened(settings.api_token),
        checks=health.checks,
        start=start,
        stop=stop,
    )
    return make_web_app(doors)


def _client(settings: Settings, timeout_seconds: int, token: str | None = None) -> WebClient:
    # No retries of the SDK's own: it sends a message again after a line that broke, without looking first.
    return WebClient(token=token, base_url=settings.slack_api_url, timeout=timeout_seconds, retry_handlers=[])


def opened(secret: SecretStr | None) -> str | None:
    """Give a secret's text, where it is needed and nowhere else."""
    return None if secret is None else secret.get_secret_value()
