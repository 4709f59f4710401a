"""Past incidents: how long it takes to find what was like it, among a hundred thousand."""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, inspect
from sqlalchemy import text as text_of

from bot.ids import TimeOrderedIds
from bot.wiring import Bot
from playbooks.bringing import Company, Past, rows, taken
from playbooks.desk.bringing import BringingDesk
from playbooks.search import Narrowed
from playbooks.search.judging import Asked, judged
from storage.transaction import writing
from tests.bench.life import Birth
from tests.bench.machines import ROOT, SlowSlack
from tests.bench.seeding import Moment, built
from tests.bench.table import Figure

INCIDENTS: Final = 100_000
COPIES: Final = 32
MOST_MS: Final = 50
# The foreign keys first; what is unique gets the number of its copy.
COPIED: Final = {
    "incident": {"id": "id || '-' || n", "ref": "ref || '-' || n"},
    "search_entry": {
        "incident_id": "incident_id || '-' || n",
        "ref": "ref || '-' || n",
        "external_id": "external_id || '/copy' || n",
        "title": "title || ' ' || n",
        "words": "n || ' ' || words",
        "stems": "stems || ' ' || n",
    },
}
SERIES: Final = "WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n + 1 < :copies)"
COUNTED: Final = "UPDATE search_stem SET documents = documents * :copies"
INDEXED: Final = {
    "sqlite": "INSERT INTO search_index (rowid, stems) SELECT number, stems FROM search_entry WHERE number > {first}",
    "postgresql": "INSERT INTO search_index (number, stems) SELECT number, "
    "array_to_tsvector(regexp_split_to_array(stems, ' ')) FROM search_entry WHERE number > {first}",
}
DATA: Final = ROOT / "tests" / "data"
# What makes them differ: where, and of which line, batch or customer.
PLACES: Final = (
    *("Amiens", "Angers", "Bath", "Belfast", "Bordeaux", "Brest", "Bristol", "Calais", "Cardiff", "Chester"),
    *(
        "Dijon",
        "Dundee",
        "Exeter",
        "Gaspé",
        "Glasgow",
        "Grenoble",
        "Hull",
        "Laval",
        "Leeds",
        "Lévis",
        "Lille",
    ),
    *(
        "Limoges",
        "London",
        "Lyon",
        "Metz",
        "Montréal",
        "Nancy",
        "Nantes",
        "Nice",
        "Norwich",
        "Oxford",
        "Paris",
    ),
    *(
        "Perth",
        "Poitiers",
        "Québec",
        "Reims",
        "Rennes",
        "Rouen",
        "Sherbrooke",
        "Swansea",
        "Toulouse",
        "Tours",
    ),
)
SHORT: Final = ("phishing", "rail cassé", '"mot de passe partagé"', "glass", "leeds strike", "colis volés")


def measure(url: str, slack: SlowSlack) -> Iterator[Figure]:
    """Measure both questions on one database."""
    birth = Birth(database_url=url, api_url=slack.api_url)
    now = datetime.now(UTC)
    with built(birth, now) as (bot, clock):
        _fill(bot, clock)
        asked = _questions()
        searching = bot.desk.searching
        similar = _p95([partial(searching.similar, one.text) for one in asked])
        everything = Narrowed(drills=True)
        typed = (*SHORT, *(one.text for one in asked))
        search = _p95([partial(searching.search, words, everything) for words in typed])
        right = judged(asked, lambda text: [_original(hit.entry.external) for hit in searching.similar(text)])
    yield Figure(measure=f"similar among {INCIDENTS:,} incidents, p95", value=similar, most=MOST_MS)
    yield Figure(measure=f"search among {INCIDENTS:,} incidents, p95", value=search, most=MOST_MS)
    told = f"  the right one among the first three, of {right.number} questions"
    yield Figure(measure=told, value=right.among, unit="")
    for missed in right.missed:
        yield Figure(measure=f"    missed: {missed.asked.text}", value=0, unit="")


def _fill(bot: Bot, clock: Moment) -> None:
    """Bring some incidents along by the product's own way, and copy them until there are enough."""
    desk = BringingDesk(memory=bot.memory, clock=clock, ids=TimeOrderedIds())
    company = Company(shelf=bot.desk.shelf(), directory=bot.desk.directory(), now=clock.now())
    text = (DATA / "past_incidents.jsonl").read_text("utf-8")
    pasts = taken(rows(text, "past"), "past", company).pasts
    for _ in desk.bring(_many(pasts)):
        pass
    with writing(bot.database) as connection:
        for table, changed in COPIED.items():
            _copy(connection, table, changed)
        connection.execute(text_of(COUNTED), {"copies": COPIES})
        connection.execute(text_of(INDEXED[connection.dialect.name].format(first=INCIDENTS // COPIES)))
    with bot.database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text_of("ANALYZE"))


def _copy(connection: Connection, table: str, changed: Mapping[str, str]) -> None:
    """Copy the rows of a table with what makes each copy another."""
    names = [
        column["name"] for column in inspect(connection).get_columns(table) if column["name"] != "number"
    ]
    values = ", ".join(changed.get(name, name) for name in names)
    made = f"INSERT INTO {table} ({', '.join(names)}) {SERIES} SELECT {values} FROM {table} CROSS JOIN copy"  # noqa: S608
    connection.execute(text_of(made), {"copies": COPIES})


def _many(pasts: Sequence[Past]) -> Iterator[Past]:
    """Give the written incidents, then many more that differ from them in where, when and which batch."""
    for number in range(INCIDENTS // COPIES):
        past, again = pasts[number % len(pasts)], number // len(pasts)
        if not again:
            yield past
            continue
        place = PLACES[(number * 7 + again) % len(PLACES)]
        yield replace(
            past,
            external=f"{past.external}/{again}",
            title=f"{past.title} {place} {again}",
            summary=f"{past.summary} {PLACES[number % len(PLACES)]}, lot {number}.",
            opened_at=past.opened_at + timedelta(hours=again),
        )


def _questions() -> list[Asked]:
    lines = (DATA / "past_queries.jsonl").read_text("utf-8").splitlines()
    told = map(json.loads, lines)
    return [Asked(name=one["q"], text=one["text"], right=tuple(one["right"])) for one in told]


def _original(external: str) -> str:
    return external.partition("/")[0]


def _p95(looks: Sequence[Callable[[], Any]]) -> float:
    taken_ms: list[float] = []
    for look in looks:
        look()
        began = time.perf_counter()
        look()
        taken_ms.append((time.perf_counter() - began) * 1000)
    return sorted(taken_ms)[int(len(taken_ms) * 0.95)]
