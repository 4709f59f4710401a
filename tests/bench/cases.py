"""Customers: suggestions, claims and approvals with a quarter of a million cases in the store, and a storm of reports."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, cycle, islice
from pathlib import Path
from typing import Final, TypeVar

from sqlalchemy import text

from bot.advising import Adviser
from bot.wiring import Bot
from config.examples import load_labelled
from playbooks.commands import (
    ApproveStatement,
    Asked,
    CloseIncident,
    CustomersWords,
    OpenIncident,
    ProposeStatement,
    RequestId,
    Slots,
)
from playbooks.incident import Incident
from playbooks.incoming import MessageReport
from playbooks.matching import CODES
from playbooks.playbook import Language, Network, PlaybookId, PlaybookKind, Strategy, UnitId, UserId, Words
from playbooks.shelf import Shelf
from playbooks.statements import awaited
from tests.bench.life import Birth
from tests.bench.machines import SlowSlack, resident
from tests.bench.seeding import Moment, built
from tests.bench.table import Figure

Done = TypeVar("Done")

CASES: Final = 250_000
TIMES: Final = 100
ALERTS: Final = 6000  # a hundred a second for a minute
DISTINCT: Final = 300
MOST_SUGGESTION_MS: Final = 50
MOST_MS: Final = 100  # of a claim and of an approval: an acknowledgement has a second
MOST_RATIO: Final = 1.2  # with all the cases, beside an empty store
BY: Final = UserId("U0RHYS")
UNIT: Final = UnitId("energy-uk")
TOOL: Final = Words(en="Our care tool", fr="Notre outil")
_requests = count(1)

# Copies of one closed case, as many as are wanted; both databases count alike.
_NUMBERS: Final = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :cases) "
_TABLES: Final = ("incident", "incident_event")


def suggestions() -> Iterator[Figure]:
    """Measure how long one suggestion takes, once everything is learned."""
    adviser = Adviser(shelf=lambda: Shelf(playbooks=()), pause=lambda _: None)
    adviser.learn()
    known = load_labelled(Path("tests/data/messages.jsonl"), frozenset(CODES.values()))
    messages = islice(cycle(one.text for one in known), 500)
    seconds = [_timed(lambda said=said: adviser.advise(said)) for said in messages]  # type: ignore[misc]
    yield Figure(measure="suggestion, p95", value=p95(seconds) * 1000, most=MOST_SUGGESTION_MS)


def measure(url: str, slack: SlowSlack) -> Iterator[Figure]:
    """Measure claims, approvals and reports on one database, empty and full."""
    birth = Birth(database_url=url, api_url=slack.api_url)
    with built(birth, datetime.now(UTC)) as (bot, clock):
        empty = _claims_and_approvals(bot, clock)
        _fill(bot, clock)
        full = _claims_and_approvals(bot, clock)
        for name, with_all, with_none in zip(("claim", "approval"), full, empty, strict=True):
            yield Figure(
                measure=f"{name}, {CASES} cases in the store: p95",
                value=with_all * 1000,
                most=MOST_MS,
                floor=with_none * 1000,
                floor_is="the same in an empty store",
            )
        yield from _storm(bot)


def _claims_and_approvals(bot: Bot, clock: Moment) -> tuple[float, float]:
    claims, approvals = list[float](), list[float]()
    for _ in range(TIMES):
        clock.at += timedelta(seconds=1)
        case, seconds = _result(lambda: _open(bot))
        claims.append(seconds)
        approvals.append(_approved(bot, case))
    return p95(claims), p95(approvals)


def _open(bot: Bot) -> Incident:
    number = next(_requests)
    customer = CustomersWords(
        text=f"Where is my parcel {number}?",
        network=Network.X,
        author=f"@customer{number}",
        link=f"x.example/{number}",
    )
    command = OpenIncident(
        kind=PlaybookKind.REPLY,
        playbook=PlaybookId("unhappy-customer"),
        title="",
        unit=UNIT,
        country="GB",
        language=Language.EN,
        customer=customer,
    )
    return bot.desk.crisis.open(command, _asked(BY))


def _approved(bot: Bot, case: Incident) -> float:
    """Propose words of our own, and measure the approval of whoever is asked."""
    words = f"Your parcel is on its way again. {case.ref}. Where is it? We look into the parcel."
    proposed = bot.desk.crisis.carry_out(
        ProposeStatement(
            incident=case.id,
            strategy=Strategy.INFORM,
            slots=Slots(known="x", next_at=bot.desk.clock.now() + timedelta(hours=1)),
            words=words,
        ),
        _asked(BY),
    )
    statement = proposed.statements[-1]
    order = ApproveStatement(incident=case.id, statement=statement.id, digest=statement.wording.digest)
    approver = awaited(statement)[0]
    return _timed(lambda: bot.desk.crisis.carry_out(order, _asked(approver)))


def _fill(bot: Bot, clock: Moment) -> None:
    """Copy one closed case with its whole log."""
    case = _open(bot)
    closed = bot.desk.crisis.carry_out(CloseIncident(incident=case.id, reason="answered"), _asked(BY))
    with bot.database.writing() as connection:
        for table in _TABLES:
            key = "id" if table == "incident" else "incident_id"
            columns = [
                row[0]
                for row in connection.execute(text(f"SELECT * FROM {table} LIMIT 0")).cursor.description  # noqa: S608
            ]
            copied = {key: "'copy-' || i", "ref": "'COPY-' || i"}
            chosen = ", ".join(copied.get(name, name) for name in columns)
            connection.execute(
                text(
                    f"INSERT INTO {table} ({', '.join(columns)}) {_NUMBERS} SELECT {chosen} FROM {table}, n "  # noqa: S608
                    f"WHERE {key} = :of"
                ),
                {"cases": CASES, "of": closed.id},
            )
        connection.commit()
        if bot.database.is_postgresql:
            connection.execute(text("ANALYZE"))
            connection.commit()


def _storm(bot: Bot) -> Iterator[Figure]:
    """Let a tool report far more than anybody can read: most of it again and again."""
    before, held = bot.desk.inbox.waiting(1)[0].waiting, resident()
    began = time.perf_counter()
    for number in range(ALERTS):
        bot.desk.inbox.arrived("care-tool", TOOL, _report(number % DISTINCT))
    seconds = time.perf_counter() - began
    kept = bot.desk.inbox.waiting(1)[0].waiting - before
    yield Figure(
        measure=f"{ALERTS} reports, 95 % of them again: all taken in", value=seconds, unit="s", most=60
    )
    yield Figure(measure="  distinct ones kept", value=kept, of=DISTINCT)
    yield Figure(measure="  proposals of a crisis", value=_spikes(bot), unit="", most=1)
    yield Figure(
        measure="  memory held after them",
        value=resident(),
        unit="MiB",
        floor=held,
        floor_is="the same process before them, bench and product in one",
    )


def _spikes(bot: Bot) -> int:
    with bot.database.reading() as connection:
        told = connection.execute(text("SELECT count(*) FROM letter WHERE kind = 'SpikeSeen'"))
        return int(told.scalar_one())


def _report(number: int) -> MessageReport:
    return MessageReport(
        id=f"m-{number}",
        text=f"No light since this morning, number {number}",
        author=f"@reporter{number}",
        network="x",
        link="",
        reach=None,
        language="en",
        group="outage",
        unit=UNIT,
    )


def p95(seconds: list[float]) -> float:
    """Give what nineteen of twenty stay under."""
    return sorted(seconds)[int(len(seconds) * 0.95)]


def _timed(deed: Callable[[], object]) -> float:
    return _result(deed)[1]


def _result(deed: Callable[[], Done]) -> tuple[Done, float]:
    began = time.perf_counter()
    done = deed()
    return done, time.perf_counter() - began


def _asked(by: UserId) -> Asked:
    return Asked(by=by, request=RequestId(f"bench:{next(_requests)}"))
