"""The one place where objects meet: settings in, a running product out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from fastapi import FastAPI
from pydantic import SecretStr
from slack_sdk import WebClient

from bot.advising import Adviser
from bot.checks import Health
from bot.clock import SharedClock
from bot.fence import CALL_LIMIT, Fence
from bot.files import CompanyFiles
from bot.heartbeat import Heartbeat
from bot.ids import TimeOrderedIds
from bot.keeping import delete_past
from bot.leaving import Leaving
from bot.life import Life
from bot.outbound.carriers import Carriers, of_settings
from bot.outbound.dispatch import dispatch
from bot.outbound.fenced import FencedClient
from bot.outbound.slack import SlackSender
from bot.pack import PackKeeper
from bot.patience import Patience, PatientApp
from bot.places import pack_folder
from bot.reloading import Reloading, Spawn, aside
from bot.reporting_tools import ReportingTools
from bot.round import Round
from bot.slack_app import make_app
from bot.sparing import spared
from bot.together import Together, bound
from bot.web_app import Doors, make_web_app
from bot.worker import Worker
from config.settings import Settings
from handlers.outside.links import Links
from handlers.web import Outside
from playbooks.commands import Asked
from playbooks.desk import Desk, Office, set_up
from playbooks.ports import Clock
from storage.engine import Database, connect
from storage.heads import SqlHeads
from storage.replicas import Kind
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


@dataclass(slots=True)
class Gate:
    """Whether something may be begun, asked of whoever will know once it exists; until then nothing is."""

    opens: Callable[[str], bool] = field(default=lambda _: False)

    def __call__(self, token: str) -> bool:
        """Ask."""
        return self.opens(token)


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
    health: Health
    life: Life
    reload: Reloading
    web: FastAPI
    leaving: Leaving


def build(  # noqa: PLR0913 - the one place where objects meet.
    settings: Settings,
    clock: Clock,
    files: CompanyFiles | None = None,
    patience: Patience | None = None,
    spawn: Spawn = aside,
    carriers: Carriers | None = None,
) -> Bot:
    """
    Put the product together; nothing is contacted and nothing runs yet. Raises Unreadable, CannotStart.

    `files` that were read before need not be read again. `patience` is how long Slack is kept waiting; `spawn` does
    what nobody waits for. `carriers` take mails and webhooks; None: those of the settings.
    """
    files, leaving = files or CompanyFiles(settings), Leaving()
    carriers, ground, worker = _at_work(settings, clock, files, carriers)
    desk, together = ground.desk, ground.together
    worker.pack = keep = _keeper(settings, files, desk.clock).look
    reload = _reloading(ground, worker, spawn, keep)
    ground.wake.ring, ground.reread.ask = together.bell(worker.wake), reload.soon
    app = _app(settings, ground, patience or Patience())
    worker.busy = ground.adviser.busy = app.busy
    life = Life(
        together=together, reload=reload, worker=worker, app=app, leaving=leaving, works=settings.works
    )
    health = _health(settings, worker, ground, carriers)
    return Bot(
        settings=settings,
        files=files,
        desk=desk,
        database=ground.database,
        memory=ground.memory,
        app=app,
        worker=worker,
        health=health,
        life=life,
        reload=reload,
        web=_web(settings, app, life, health, _outside(settings, files, carriers)),
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
    together: Together
    adviser: Adviser


def _ground(settings: Settings, clock: Clock, files: CompanyFiles, carriers: Carriers) -> _Ground:
    ids, wake, reread = TimeOrderedIds(), Wake(), Reread()
    adviser = Adviser(shelf=files.shelf, own=settings.examples)
    database = connect(settings.database_url.get_secret_value())
    keys = settings.signing_keys
    memory = SqlMemory(database, ids, keys)
    clock = SharedClock(clock) if database.is_postgresql else clock
    together = bound(database, clock, ids, Kind.SERVE if settings.works else Kind.DOORS)
    office = Office(
        memory=memory,
        clock=clock,
        ids=ids,
        files=files,
        language=lambda: settings.language or files.directory().default_language,
        woken=wake,
        at_hand=lambda: carriers.at_hand(files.directory()),
        reread=reread,
        advise=adviser.advise,
        spared=spared,
        address=settings.public_url or f"http://{settings.host}:{settings.port}",
        feed_key=keys[0] if keys else b"",
        # The oldest: a key that is added does not make other people of the same customers.
        customer_key=keys[-1] if keys else b"",
        heads=SqlHeads(database, ids, keys),
        announcements=lambda: settings.announcements or files.directory().announcements,
    )
    return _Ground(
        database=database,
        memory=memory,
        wake=wake,
        reread=reread,
        desk=set_up(office),
        together=together,
        adviser=adviser,
    )


def _at_work(
    settings: Settings, clock: Clock, files: CompanyFiles, carriers: Carriers | None
) -> tuple[Carriers, _Ground, Worker]:
    """Make what sends, what it stands on, and the fence before all of it."""
    gate = Gate()
    fence = Fence(open_to=gate)
    carriers = carriers or of_settings(settings, before=fence.check)
    ground = _ground(settings, clock, files, carriers)
    gate.opens = ground.together.presence.may_begin
    return carriers, ground, _worker(settings, ground, carriers, fence)


def _worker(settings: Settings, ground: _Ground, carriers: Carriers, fence: Fence) -> Worker:
    desk = ground.desk
    slack = SlackSender(
        client=_sending_client(settings, fence),
        directory=desk.directory,
        language=desk.people.language,
        clock=desk.clock,
        announcements=lambda: settings.announcements or desk.directory().announcements,
    )
    rounds = Round(
        memory=ground.memory,
        clockwork=desk.clockwork,
        sender=dispatch(slack, desk, carriers, links_of(settings), pages_of(settings)),
        clock=desk.clock,
        shelf=desk.shelf,
        watch=_unless_paused(ground.memory, desk.rotas.watch),
        turns=_unless_paused(ground.memory, desk.shifts.look),
        week=_unless_paused(ground.memory, desk.learning.look),
        draw_head=_unless_paused(ground.memory, desk.heads.look) if desk.heads is not None else lambda: False,
        ask_contacts=desk.checking.go_on,
        keep=_unless_paused(ground.memory, partial(delete_past, ground.database, settings, desk)),
        paused=ground.memory.is_paused,
        presence=ground.together.presence,
        fence=fence,
    )
    return Worker(round=rounds)


def _unless_paused(memory: SqlMemory, work: Callable[[], object]) -> Callable[[], object]:
    """Do nothing in a copy in which nothing happens by itself."""

    def careful() -> object:
        return None if memory.is_paused() else work()

    return careful


def links_of(settings: Settings) -> Links:
    """Make the links by which people answer outside Slack, signed with the log's own keys."""
    return Links(settings.signing_keys, settings.public_url)


def pages_of(settings: Settings) -> str:
    """Give where the incidents are shown, on the machine itself."""
    return f"http://127.0.0.1:{settings.port}/incidents"


def _app(settings: Settings, ground: _Ground, patience: Patience) -> PatientApp:
    token = opened(settings.slack_bot_token)
    return make_app(ground.desk, _client(settings, DOOR_TIMEOUT), token, patience)


def _reloading(ground: _Ground, worker: Worker, spawn: Spawn, after: Callable[[], object]) -> Reloading:
    return Reloading(
        library=ground.desk.library,
        round=worker.round,
        spawn=spawn,
        after=after,
        adviser=ground.adviser,
    )


def _keeper(settings: Settings, files: CompanyFiles, clock: Clock) -> PackKeeper:
    folder = pack_folder(settings)
    return PackKeeper(folder=folder, shelf=files.shelf, directory=files.directory, clock=clock)


def _health(settings: Settings, worker: Worker, ground: _Ground, carriers: Carriers) -> Health:
    health = Health(
        memory=ground.memory,
        worker=worker if settings.works else None,
        clock=worker.round.clock,
        together=ground.together,
        paused=ground.memory.is_paused,
    )
    if settings.heartbeat_url is not None:
        address = settings.heartbeat_url.get_secret_value()
        worker.pulse = Heartbeat(address=address, line=carriers.line, checks=health.working).beat
    return health


def _outside(settings: Settings, files: CompanyFiles, carriers: Carriers) -> Outside:
    files.tools = tools = ReportingTools(settings)
    return Outside(links=links_of(settings), key=carriers.key, sources=tools.sources)


def _web(settings: Settings, app: PatientApp, life: Life, health: Health, outside: Outside) -> FastAPI:
    doors = Doors(
        desk=app.desk,
        app=app,
        signing_secret=opened(settings.slack_signing_secret),
        api_token=opened(settings.api_token),
        checks=health.checks,
        start=life.open,
        stop=life.stop,
        outside=outside,
    )
    return make_web_app(doors)


def _sending_client(settings: Settings, fence: Fence) -> WebClient:
    """Make the client that delivers what is owed: without retries, as below, and behind the fence."""
    return FencedClient(
        check=fence.check,
        token=opened(settings.slack_bot_token),
        base_url=settings.slack_api_url,
        timeout=SLACK_TIMEOUT,
        retry_handlers=[],
    )


def _client(settings: Settings, timeout_seconds: int, token: str | None = None) -> WebClient:
    # No retries of the SDK's own: it sends a message again after a line that broke, without looking first.
    return WebClient(token=token, base_url=settings.slack_api_url, timeout=timeout_seconds, retry_handlers=[])


def opened(secret: SecretStr | None) -> str | None:
    """Give a secret's text, where it is needed and nowhere else."""
    return None if secret is None else secret.get_secret_value()
