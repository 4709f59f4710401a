"""One life of the product as a process of its own, to be ended by SIGKILL at any moment."""

import socket
from dataclasses import dataclass
from datetime import timedelta

from bot.clock import MovableClock
from bot.logs import set_up_logs
from bot.serving import run_server
from bot.wiring import build
from config.settings import Settings, read_settings

SECRET = "practice-signing-secret"
KEY = "0123456789abcdef0123456789abcdef"


@dataclass(frozen=True, slots=True, kw_only=True)
class Birth:
    """What a life begins with: the same database and the same Slack each time, a little later each time."""

    database_url: str
    api_url: str
    listener: socket.socket  # inherited, so that Slack's messages wait while nobody lives
    ahead: timedelta


def live(birth: Birth) -> None:
    """Serve until killed."""
    set_up_logs("critical")
    clock = MovableClock(ahead=birth.ahead)
    bot = build(settings(birth.database_url, birth.api_url), clock)
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
