"""What a longer log costs: a line kept with a thousand rows in the log and with a million; and a long incident, exported."""

import time
from collections.abc import Iterator
from datetime import timedelta
from statistics import quantiles
from typing import Final

from sqlalchemy import inspect
from sqlalchemy import text as text_of

from handlers.web.drawing.reader import Reader
from handlers.web.exporting import Form, export, given
from playbooks.commands import IncidentId
from playbooks.desk.looking import LookingDesk
from playbooks.desk.moving import MovingDesk
from playbooks.events import LogWritten
from playbooks.incident import Incident
from playbooks.playbook import Language
from playbooks.ports import OPERATOR
from playbooks.shelf import Shelf
from storage.engine import Database, connect
from storage.schema import migrate
from storage.transaction import SqlMemory
from tests.bench.machines import SlowSlack
from tests.bench.table import Figure
from tests.doors.company import a_directory
from tests.fakes.clock import MONDAY_MORNING, MovableClock
from tests.fakes.ids import CountingIds
from tests.fakes.plans import DANA, a_change, a_playbook, an_opened_change

KEY: Final = b"the key with which this bench signs"
INCIDENTS: Final = 25
LINES: Final = 40  # of each log, beside its opening and its first calls
COPIES: Final = 330  # of everything, the lines that were timed among it: a million rows
KEPT: Final = 400  # lines, each timed
ENTRIES: Final = 400  # of the incident that is exported
TIMES: Final = 5
MOST: Final = 1.2


def measure(url: str, _: SlowSlack) -> Iterator[Figure]:
    """Measure on one database."""
    database = connect(url)
    migrate(database)
    memory, playbook = SqlMemory(database, CountingIds(), (KEY,)), a_playbook()
    for number in range(1, INCIDENTS + 1):
        _open(memory, number, LINES)
    few, before = _rows(database), _best_ms(memory, 8100)
    _copy(database)
    many, after = _rows(database), _best_ms(memory, 8200)
    yield Figure(
        measure=f"a line kept with {many:,} log rows, p95",
        value=after,
        most=round(before * MOST, 2),
        floor=before,
        floor_is=f"the same with {few:,} rows",
    )
    long = _open(memory, 8003, ENTRIES)
    for form in Form:
        took = min(_exported_ms(memory, long, form, Shelf(playbooks=(playbook,))) for _ in range(TIMES))
        yield Figure(measure=f"  export of {ENTRIES} entries as {form.value}", value=took)
    database.close()


def _open(memory: SqlMemory, number: int, lines: int) -> Incident:
    playbook = a_playbook()
    opened = an_opened_change(number, playbook)
    at = MONDAY_MORNING + timedelta(minutes=1)
    said = tuple(
        LogWritten(at=at, by=DANA, text=f"The carrier will call back, line {n}.") for n in range(lines)
    )
    change = a_change(opened.after, *said) if said else opened
    with memory.transaction() as tx:
        tx.release(playbook, opened.now)
        tx.write(opened)
        if said:
            tx.write(change)
    return change.after


def _best_ms(memory: SqlMemory, number: int) -> float:
    """Measure in several incidents; the best counts, since others may work on the machine and its disk."""
    return min(_kept_ms(memory, _open(memory, number + n, 0)) for n in range(TIMES))


def _kept_ms(memory: SqlMemory, incident: Incident) -> float:
    """Keep lines one after the other, each in its own transaction; the p95 is what somebody waits for."""
    took = list[float]()
    for number in range(KEPT):
        fact = LogWritten(at=MONDAY_MORNING + timedelta(minutes=2), by=DANA, text=f"line {number}")
        begun = time.perf_counter()
        with memory.transaction() as tx:
            tx.write(a_change(tx.locked(incident.id), fact))
        took.append((time.perf_counter() - begun) * 1000)
    return quantiles(took, n=20)[-1]


def _copy(database: Database) -> None:
    """Multiply every incident with its log, under other names: nobody verifies them here."""
    names = {table: [c["name"] for c in inspect(database.engine).get_columns(table)] for table in _COPIED}
    with database.engine.begin() as connection:
        for table, renamed in _COPIED.items():
            chosen = ", ".join(f"{name} || '-' || n" if name in renamed else name for name in names[table])
            series = f"WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < {COPIES})"  # noqa: S608
            listed = ", ".join(names[table])
            # The names are those of our own tables.
            made = f"{series} INSERT INTO {table} ({listed}) SELECT {chosen} FROM {table}, series"  # noqa: S608
            if database.is_postgresql:
                made = f"INSERT INTO {table} ({listed}) {series} SELECT {chosen} FROM {table}, series"  # noqa: S608
            connection.execute(text_of(made))
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text_of("ANALYZE"))


_COPIED: Final = {"incident": ("id", "ref"), "incident_event": ("incident_id",)}


def _rows(database: Database) -> int:
    with database.engine.connect() as connection:
        found: int = connection.execute(text_of("SELECT count(*) FROM incident_event")).scalar_one()
    return found


def _exported_ms(memory: SqlMemory, incident: Incident, form: Form, shelf: Shelf) -> float:
    directory, clock = a_directory(), MovableClock()
    looking, moving = LookingDesk(memory=memory), MovingDesk(memory=memory, clock=clock, shelf=lambda: shelf)
    reader = Reader(language=Language.EN, directory=directory, now=clock.now())
    begun = time.perf_counter()
    found = looking.by_id(IncidentId(incident.id), OPERATOR)
    export(form, given(looking, moving, found, directory), reader)
    return (time.perf_counter() - begun) * 1000
