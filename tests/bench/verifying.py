"""`crisis audit verify` over a long log, beside the bare keyed hash of the same bytes; and what a daily head costs."""

import hmac
import json
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import text as text_of

from bot.ids import TimeOrderedIds
from playbooks.events import LogWritten
from playbooks.heads import DailyHead
from playbooks.letters import Letter
from storage.audit import logged, verify
from storage.engine import Database, connect
from storage.head_audit import heads
from storage.heads import SqlHeads
from storage.schema import migrate
from storage.transaction import SqlMemory
from tests.bench.machines import SlowSlack
from tests.bench.table import Figure
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.ids import CountingIds
from tests.fakes.plans import DANA, a_change, a_playbook, an_opened_change

KEY: Final = b"the key with which this bench signs"
INCIDENTS: Final = 500
LINES: Final = 40  # of each log, beside its opening
WORDS: Final = "The carrier says that it is looking into the matter and will call back. " * 4
DAY: Final = timedelta(days=1)
TIMES: Final = 3  # each thing is measured; the best counts, since others may work on the machine


def measure(url: str, _: SlowSlack) -> Iterator[Figure]:
    """Measure on one database."""
    database = connect(url)
    migrate(database)
    _fill(database)
    rows = verify(database, (KEY,)).rows
    took = min(_timed_ms(database) for _ in range(TIMES))
    floor = min(_hashed_ms(_covered(database)) for _ in range(TIMES))
    yield Figure(
        measure=f"verification of {rows:,} log rows",
        value=took,
        floor=floor,
        floor_is="the keyed hash of the same bytes, in memory",
    )
    yield Figure(measure="  log rows verified a second", value=round(rows / took * 1000), unit="")
    drawer = SqlHeads(database, TimeOrderedIds(), (KEY,))
    first, quiet = (_drawn_ms(drawer, MONDAY_MORNING + days * DAY) for days in (3, 6))
    yield Figure(measure=f"the first daily head, over {INCIDENTS} incidents", value=first)
    yield Figure(measure="  the next one, when nothing has changed", value=quiet)
    assert all(head.leads for head in heads(database, (KEY,)))
    database.close()


def _fill(database: Database) -> None:
    playbook, memory = a_playbook(), SqlMemory(database, CountingIds(), (KEY,))
    for number in range(1, INCIDENTS + 1):
        opened = an_opened_change(number, playbook)
        at = MONDAY_MORNING + timedelta(minutes=1)
        lines = (LogWritten(at=at, by=DANA, text=f"{WORDS}{line}") for line in range(LINES))
        with memory.transaction() as tx:
            tx.next_ref("INC", 2026)
            tx.release(playbook, opened.now)
            tx.write(opened)
            tx.write(a_change(opened.after, *lines))
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text_of("ANALYZE"))


def _covered(database: Database) -> list[bytes]:
    """What is signed of each row, ready in memory."""
    with database.reading() as connection:
        return [
            json.dumps([str(value) for value in tuple(row)[:8]], separators=(",", ":")).encode()
            for row in logged(connection)
        ]


def _timed_ms(database: Database) -> float:
    began = time.perf_counter()
    assert verify(database, (KEY,)).fault is None
    return (time.perf_counter() - began) * 1000


def _hashed_ms(texts: list[bytes]) -> float:
    began = time.perf_counter()
    for text in texts:
        hmac.digest(KEY, text, "sha256")
    return (time.perf_counter() - began) * 1000


def _drawn_ms(drawer: SqlHeads, now: datetime) -> float:
    began = time.perf_counter()
    assert drawer.draw(now.date(), now, _nobody) is not None
    return (time.perf_counter() - began) * 1000


def _nobody(_: DailyHead) -> tuple[Letter, ...]:
    return ()
