"""One life of the product as a process of its own, to be ended by SIGKILL at any moment."""

import socket
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.clock import MovableClock
from bot.logs import set_up_logs
from bot.presence import Beating, Terms
from bot.serving import run_server
from bot.wiring import build
from config.settings import Settings, read_settings
from playbooks.ports import Clock
from tests.faults.pages import PagedClock

SECRET = "practice-signing-secret"
KEY = "0123456789abcdef0123456789abcdef"


@dataclass(frozen=True, slots=True, kw_only=True)
class Birth:
    """
    What a life begins with: the same database and the same Slack each time, a little later each time.

    With a `page` its clock is the one that all lives share, and this machine's is `wrong`. `terms` are those on
    which it lives beside others.
    """

    database_url: str
    api_url: str
    listener: socket.socket  # inherited, so that Slack's messages wait while nobody lives
    ahead: timedelta = timedelta(0)
    page: Path | None = None
    wrong: timedelta = timedelta(0)
    terms: Terms | None = None

    @property
    def clock(self) -> Clock:
        """The clock of this life."""
        return MovableClock(ahead=self.ahead) if self.page is None else PagedClock(self.page, self.wrong)


def live(birth: Birth) -> None:
    """Serve until killed."""
    set_up_logs("critical")
    bot = build(settings(birth.database_url, birth.api_url), birth.clock)
    presence = bot.life.together.presence
    if birth.terms is not None and isinstance(presence, Beating):
        presence.terms = birth.terms
    run_server(bot.web, birth.listener)


def settings(database_url: str, api_url: str) -> Settings:
    """The settings of every life."""
    return read_settings(
        {
            "SLACK_BOT_TOKEN": "xoxb-practice",
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": api_url,
            "CRISIS_DATABASE_URL": database_url,
            "CRISIS_LOG_KEY": KEY,
        }
    )
