"""`crisis demo`: the product beside a practice workspace, on this machine alone."""

import secrets
import signal
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from pydantic import SecretStr

from bot.clock import MovableClock
from bot.logs import set_up_logs
from bot.manifest import COMMANDS, EVENTS, SHORTCUTS, scopes
from bot.outbound.carriers import of_practice
from bot.practice.company import Colleague, furnish
from bot.practice.delivery import deliver_over_http
from bot.practice.server import PracticeServer
from bot.practice.team import BOT_TOKEN
from bot.practice.workspace import Shortcut, Ways, Workspace
from bot.serving import listen, open_database, run_server, seated
from bot.wiring import Bot, build
from config.settings import DEFAULT_DATABASE, Settings
from playbooks.errors import CannotStart
from playbooks.playbook import Language, Words
from playbooks.ports import OPERATOR, Wanted
from playbooks.routing import Directory

LOOPBACK: Final = "127.0.0.1"
LOCALES: Final = {Language.EN: "en-GB", Language.FR: "fr-FR"}

Tell = Callable[[str], None]


@dataclass(slots=True)
class Practice:
    """A workspace, its server, and the bot that answers it; time moves for all of them at once."""

    clock: MovableClock = field(default_factory=MovableClock)
    bot: Bot | None = None

    def forward(self, by: timedelta) -> None:
        """Let time pass and have the worker look what fell due."""
        self.clock.forward(by)
        if self.bot is not None:
            self.bot.worker.wake()


def demo(settings: Settings, tell: Tell) -> int:
    """Open the practice workspace, tell its address last, and serve until told to stop."""
    set_up_logs("error")
    # To be told to stop while still starting is no fault: it ends as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    practice = Practice()
    workspace = Workspace(practice.clock, **as_installed())
    listener = listen_nearby(settings.port)
    own = f"http://{LOOPBACK}:{listener.getsockname()[1]}"
    deliver = deliver_over_http(f"{own}/slack/events")
    with (
        ExitStack() as stack,
        listener,
        fresh_database(settings) as fresh,
        PracticeServer(workspace, deliver, host=LOOPBACK, forward=practice.forward) as server,
    ):
        ready = replace(for_practice(fresh, workspace, server.url), public_url=own)
        stack.enter_context(seated(ready))
        open_database(ready)
        carriers = of_practice(workspace.tray, practice.clock)
        practice.bot = build(ready, practice.clock, carriers=carriers)
        refuse_real_incidents(practice.bot)
        people = practice.bot.desk.directory()
        furnish(workspace, colleagues(people))
        language = settings.language or Language.EN
        for line in greeting(language, own, f"{server.url}/?{urlencode({'as': somebody(people, language)})}"):
            tell(line)
        run_server(practice.bot.web, listener, practice.bot.leaving.begin)
        practice.bot.database.close()
    return 0


def as_installed() -> Ways:
    """Give what a workspace lets the app do and offers of it, once it is installed from its manifest."""
    return {
        "commands": frozenset(command["command"] for command in COMMANDS),
        "events": frozenset(EVENTS),
        "scopes": frozenset(scopes()),
        "shortcuts": tuple(
            Shortcut(callback_id=one["callback_id"], name=one["name"], on_message=one["type"] == "message")
            for one in SHORTCUTS
        ),
    }


def somebody(directory: Directory, language: Language) -> str:
    """Choose whom one acts as first: somebody who reads that language, if there is anybody."""
    speaking = (contact for contact in directory.contacts if contact.language is language)
    return next(speaking, directory.contacts[0]).user


def listen_nearby(port: int) -> socket.socket:
    """Take a port for practice, or any free one if somebody has it."""
    try:
        return listen(LOOPBACK, port)
    except CannotStart:
        return listen(LOOPBACK, 0)


def for_practice(settings: Settings, workspace: Workspace, address: str) -> Settings:
    """Point the settings at a practice workspace: its tokens, its address, and a log key of this run."""
    return replace(
        settings,
        slack_bot_token=SecretStr(BOT_TOKEN),
        slack_signing_secret=SecretStr(workspace.signing_secret),
        slack_app_token=None,
        smtp_url=None,
        webhook_hosts=(),
        heartbeat_url=None,
        slack_api_url=f"{address}/api/",
        log_keys=settings.log_keys or (SecretStr(secrets.token_hex(32)),),
    )


@contextmanager
def fresh_database(settings: Settings) -> Iterator[Settings]:
    """
    Give practice an empty database that is thrown away afterwards, unless one was asked for.

    The workspace forgets everything when it stops; incidents whose channels are gone would only confuse.
    """
    if settings.database_url.get_secret_value() != DEFAULT_DATABASE:
        yield settings
        return
    # What is still being written when practice ends is no reason to fail.
    with tempfile.TemporaryDirectory(prefix="crisis-practice-", ignore_cleanup_errors=True) as folder:
        yield replace(settings, database_url=SecretStr(f"sqlite:///{Path(folder) / 'practice.db'}"))


def refuse_real_incidents(bot: Bot) -> None:
    """
    Keep practice off a database in which incidents are remembered. Raises CannotStart.

    A lost token must not have real calls delivered to a workspace where nobody is.
    """
    if bot.desk.looking.lines(Wanted(reader=OPERATOR, state=None, limit=1)):
        bot.database.close()
        raise CannotStart(_REAL_INCIDENTS)


_REAL_INCIDENTS: Final = Words(
    en="the database that CRISIS_DATABASE_URL names holds incidents, and practice would deliver their calls to "
    "nobody: set SLACK_BOT_TOKEN to work in Slack, or leave CRISIS_DATABASE_URL out to practise",
    fr="la base désignée par CRISIS_DATABASE_URL contient des incidents, et l’exercice n’en remettrait les appels à "
    "personne : réglez SLACK_BOT_TOKEN pour travailler dans Slack, ou retirez CRISIS_DATABASE_URL pour vous exercer",
)


def colleagues(directory: Directory) -> list[Colleague]:
    """Make a member of the workspace of everybody in the directory."""
    return [
        Colleague(
            id=contact.user,
            name=contact.name.split()[0].lower(),
            real_name=contact.name,
            locale=LOCALES[contact.language],
            tz=contact.zone,
            email=contact.email,
        )
        for contact in directory.contacts
    ]


def greeting(language: Language, own: str, address: str) -> tuple[str, ...]:
    """Say what to type first; the address comes last."""
    if language is Language.FR:
        return (
            "L’espace d’exercice est ouvert : une entreprise fictive, rien n’en sort.",
            "Tapez d’abord :  /crise démarrer fuite de données  (ou /crise aide)",
            f"Pages de l’incident et API :  {own}/incidents",
            f"Ouvrez :  {address}",
        )
    return (
        "The practice workspace is open: a fictional company, nothing leaves this machine.",
        "Type first:  /crisis start data-breach Customer file on a forum   (or /crisis help)",
        f"Incident pages and API:  {own}/incidents",
        f"Open:  {address}",
    )
