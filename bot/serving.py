"""`crisis serve`: the product on its own, answering Slack; `crisis work`: its worker without the doors."""

import gc
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType
from typing import Final, Literal

import structlog
import uvicorn
from fastapi import FastAPI
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError

from bot.clock import SystemClock
from bot.leaving import ALL_IN_ALL, REQUESTS
from bot.logs import set_up_logs
from bot.places import sqlite_file
from bot.reloading import aside
from bot.trouble import reason
from bot.web_app import make_health_app
from bot.wiring import Bot, build
from config.settings import Settings
from handlers.slack.windows import reason_of
from playbooks.errors import CannotStart
from playbooks.playbook import Words
from storage.engine import connect
from storage.replicas import Kind
from storage.schema import migrate
from storage.seat import Sitter, take

log = structlog.get_logger(__name__)

BACKLOG: Final = 256  # connections that may wait
KNOCK_AGAIN_SECONDS: Final = 5.0  # between two tries to open Socket Mode
AT_ONCE: Final = 40  # of Socket Mode's messages, as many as are carried out side by side


def serve(settings: Settings, leaving_seconds: float = ALL_IN_ALL) -> int:
    """Serve until told to stop, then end within so many seconds; give 0."""
    set_up_logs(settings.log_level)
    with seated(settings):
        open_database(settings)
        bot = build(settings, SystemClock())
        bot.leaving.seconds = leaving_seconds
        signal.signal(signal.SIGHUP, lambda *_: aside(bot.reload))
        leave = enter_socket_mode(bot)
        bot.leaving.doors.append(leave)
        try:
            run_server(bot.web, listen(settings.host, settings.port), bot.leaving.begin)
        finally:
            leave()
            bot.database.close()
    return 0


def work(settings: Settings) -> int:
    """Work until told to stop, without the doors: no Slack, no pages, only whether all is well; give 0."""
    if settings.practice:
        raise CannotStart(_NO_SLACK)
    set_up_logs(settings.log_level)
    settings = replace(settings, works=True)
    with seated(settings):
        open_database(settings)
        bot = build(settings, SystemClock())
        bot.life.together.does(Kind.WORK)
        signal.signal(signal.SIGHUP, lambda *_: aside(bot.reload))
        web = make_health_app(bot.health.checks, bot.life.start, bot.life.stop)
        try:
            run_server(web, listen(settings.host, settings.port), bot.leaving.begin)
        finally:
            bot.database.close()
    return 0


_NO_SLACK: Final = Words(
    en="crisis work sends to a Slack, and none is set: set SLACK_BOT_TOKEN, as for crisis serve",
    fr="crisis work envoie vers un Slack, et aucun n’est réglé : réglez SLACK_BOT_TOKEN, comme pour crisis serve",
)


@contextmanager
def seated(settings: Settings) -> Iterator[None]:
    """Keep other workers off an SQLite file for the block. Raises SeatTaken, OSError."""
    file = sqlite_file(settings.database_url.get_secret_value())
    if file is None or not settings.works:
        yield
        return
    sitter = Sitter(process=os.getpid(), host=socket.gethostname(), since=SystemClock().now())
    seat = take(file, sitter)
    try:
        yield
    finally:
        seat.leave()


def open_database(settings: Settings) -> None:
    """Bring the database to this version's schema. Raises UnfitDatabase, NewerSchema, OSError."""
    database = connect(settings.database_url.get_secret_value())
    try:
        migrate(database)
    finally:
        database.close()


def listen(host: str, port: int) -> socket.socket:
    """Take a port; from now on whoever connects is kept waiting until the server runs. Raises CannotStart."""
    try:
        return _listening(host, port)
    except OSError as exc:
        why = reason(exc)
        tell = Words(
            en=f"port {port} of {host} cannot be taken ({why.en}): choose others with CRISIS_HOST and CRISIS_PORT",
            fr=f"le port {port} de {host} ne peut être pris ({why.fr}) : choisissez-en d’autres avec CRISIS_HOST "
            "et CRISIS_PORT",
        )
        raise CannotStart(tell) from exc


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(BACKLOG)
    return listener


class Server(uvicorn.Server):
    """uvicorn's server, which takes the signals to itself while it runs; `told` hears of them at once."""

    told: Callable[[], None] = staticmethod(lambda: None)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to shut down."""
        self.told()
        super().handle_exit(sig, frame)


def make_server(web: FastAPI, lifespan: Literal["on", "off"] = "on") -> "Server":
    """Make the server of a web app; with its lifespan off, the worker is not started."""
    configuration = uvicorn.Config(
        web,
        log_config=None,
        access_log=False,
        proxy_headers=False,  # The pages judge by who really connects.
        server_header=False,
        lifespan=lifespan,
        timeout_graceful_shutdown=REQUESTS,
    )
    return Server(configuration)


def run_server(web: FastAPI, listener: socket.socket, told: Callable[[], None] = lambda: None) -> None:
    """Serve a web app until SIGTERM or SIGINT, which `told` hears of; requests under way are finished first."""
    server = make_server(web)
    server.told = told

    def ended(number: int, _: object) -> None:
        log.info("stopped", signal=signal.Signals(number).name)
        server.should_exit = True
        told()

    # uvicorn listens to signals once it runs, and raises them once more when it has shut down: a wanted end is
    # not an error, and one that comes before uvicorn listens is not lost.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ended)
    # What is there by now stays for good: looked through again and again for what can be thrown away, it would
    # keep a crowd waiting. After the signals, since one that interrupts what is thrown away is lost.
    gc.collect()
    gc.freeze()
    server.run(sockets=[listener])


def enter_socket_mode(bot: Bot) -> Callable[[], None]:
    """Open Socket Mode if a token for it is set, and try again until Slack lets us; give what closes it."""
    token = bot.settings.slack_app_token
    if token is None:
        return lambda: None
    handler = SocketModeHandler(bot.app, token.get_secret_value(), concurrency=AT_ONCE)
    leaving = threading.Event()

    def enter() -> None:
        while not leaving.is_set():
            try:
                handler.connect()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped.
            except (SlackApiError, OSError) as exc:
                # What is due and owed goes on meanwhile; only what people type has to wait.
                log.error("socket_mode_refused", why=reason_of(exc), again_in_seconds=KNOCK_AGAIN_SECONDS)  # noqa: TRY400
                leaving.wait(KNOCK_AGAIN_SECONDS)
            else:
                log.info("socket_mode_opened")
                return

    def leave() -> None:
        if leaving.is_set():
            return
        leaving.set()
        handler.close()  # type: ignore[no-untyped-call]  # As above.

    threading.Thread(target=enter, name="socket-mode", daemon=True).start()
    return leave
