"""Lists: how many statements and how long, with five hundred crises open."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any, Final

from sqlalchemy import Engine, event

from bot.serving import listen, make_server
from bot.wiring import Bot
from playbooks.ports import OPERATOR, Wanted
from tests.bench import floors
from tests.bench.burst import ask, p50
from tests.bench.life import Birth
from tests.bench.machines import SlowSlack
from tests.bench.seeding import Wish, built, opened
from tests.bench.slack_side import command, plain
from tests.bench.table import Figure

INCIDENTS: Final = 500
TIMES: Final = 20
MOST_STATEMENTS: Final = 3
MOST_MS: Final = 30


def measure(url: str, slack: SlowSlack) -> Iterator[Figure]:
    """Measure the lists on one database."""
    birth = Birth(database_url=url, api_url=slack.api_url)
    now = datetime.now(UTC)
    opened(birth, [Wish(at=now + timedelta(seconds=n)) for n in range(INCIDENTS)], delivered=False)
    floor = p50([floors.read_lines(url, INCIDENTS) for _ in range(TIMES)])
    with built(birth, now + timedelta(hours=1)) as (bot, _), serving(bot) as port:
        wanted = Wanted(reader=OPERATOR, limit=INCIDENTS)
        ways: dict[str, Callable[[], Any]] = {
            f"list of {INCIDENTS} incidents, every line": lambda: bot.desk.looking.lines(wanted),
            "  the page of the latest": lambda: ask(port, plain("/incidents")),
            "  `/crisis list` answered": lambda: ask(port, command("list")),
        }
        for name, look in ways.items():
            look()
            with _statements(bot.database.readers) as counted:
                look()
            seconds = p50([_timed(look) for _ in range(TIMES)])
            yield Figure(measure=f"{name}: statements", value=len(counted), unit="", most=MOST_STATEMENTS)
            yield Figure(
                measure=" " * (len(name) - len(name.lstrip())) + "  time, p50",
                value=seconds * 1000,
                most=MOST_MS,
                floor=floor * 1000,
                floor_is=f"raw SELECT of {INCIDENTS} rows",
            )


def _timed(look: Callable[[], Any]) -> float:
    began = time.perf_counter()
    look()
    return time.perf_counter() - began


@contextmanager
def serving(bot: Bot) -> Iterator[int]:
    """Serve the pages and Slack's door from this process, so that its statements can be counted; nothing is sent."""
    listener = listen("127.0.0.1", 0)
    server = make_server(bot.web, lifespan="off")
    serving = Thread(target=server.run, args=([listener],))
    serving.start()
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        serving.join()


@contextmanager
def _statements(engine: Engine) -> Iterator[list[str]]:
    """Note every statement but the beginning of a transaction."""
    said: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        if not statement.startswith("BEGIN"):
            said.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)
