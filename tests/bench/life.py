"""The product as a process of its own: what `crisis serve` runs, with a clock that may be ahead of the machine's."""

import json
import sys
import time
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.clock import MovableClock
from bot.logs import set_up_logs
from bot.serving import listen, open_database, run_server
from bot.wiring import build
from config.settings import Settings, read_settings
from tests.bench.bare import SECRET

MEETS_AFTER: Final = timedelta(seconds=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Birth:
    """What a life begins with."""

    database_url: str
    api_url: str
    directory: str = ""  # a file; empty: the company that comes with the product
    playbooks: str = ""  # a folder; empty: the built-in ones alone
    port: int = 0
    ahead_seconds: float = 0.0  # of the machine's clock
    meets: float = 0.0  # instead: a moment that comes MEETS_AFTER once everything is put together; 0: none

    def settings(self) -> Settings:
        """The settings of this life."""
        named = {
            "SLACK_BOT_TOKEN": "xoxb-bench",
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": self.api_url,
            "CRISIS_DATABASE_URL": self.database_url,
            "CRISIS_DIRECTORY": self.directory,
            "CRISIS_PLAYBOOKS": self.playbooks,
            "CRISIS_LOG_KEY": "0123456789abcdef0123456789abcdef",
        }
        return read_settings({name: value for name, value in named.items() if value})

    def on(self, port: int) -> "Birth":
        """The same on a port."""
        return replace(self, port=port)

    def ahead(self, seconds: float) -> "Birth":
        """The same with a clock that runs ahead of the machine's."""
        return replace(self, ahead_seconds=seconds)

    def meeting(self, moment: datetime) -> "Birth":
        """The same with a clock by which a moment is about to come."""
        return replace(self, meets=moment.timestamp())

    def written(self) -> str:
        """Write it for the process to come."""
        return json.dumps(asdict(self))


def live(birth: Birth) -> None:
    """Serve until told to stop, as bot.serving.serve does; print first how far the clock is ahead."""
    set_up_logs("error")
    settings = birth.settings()
    open_database(settings)
    clock = MovableClock(ahead=timedelta(seconds=birth.ahead_seconds))
    bot = build(settings, clock)
    if birth.meets:
        clock.ahead = timedelta(seconds=birth.meets - time.time()) - MEETS_AFTER
    print(clock.ahead.total_seconds(), flush=True)
    try:
        run_server(bot.web, listen("127.0.0.1", birth.port))
    finally:
        bot.database.close()


if __name__ == "__main__":
    live(Birth(**json.loads(sys.argv[1])))
