"""Due moments: how late they fall, and whether a killed process keeps them."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from playbooks import events as e
from playbooks.commands import Errand, IncidentId
from playbooks.moments import DueKind
from tests.bench import floors
from tests.bench.burst import p50, p99
from tests.bench.company import SILENCE_MINUTES, unit, write_company
from tests.bench.life import MEETS_AFTER, Birth
from tests.bench.machines import SlowSlack, answered, bare_endpoint, begin, product
from tests.bench.seeding import Wish, built, opened
from tests.bench.starts import UNITS
from tests.bench.table import Figure
from tests.bench.watching import DueRows, due_rows, looking, messages, wait_until_quiet

A_SECOND: Final = 50  # due moments
SECONDS: Final = 3
OPEN: Final = 14  # incidents when the process is killed
OUTAGE: Final = timedelta(minutes=5, seconds=1)  # the first silence of a crisis ends in it
MET_WITHIN: Final = 15.0  # seconds: the README's promise


# How late a moment falls -------------------------------------------------------------------------------


def lateness(url: str, slack: SlowSlack, folder: Path) -> Iterator[Figure]:
    """Let silences end, fifty a second, and see when Slack is handed the call of the next rung."""
    directory = folder / "directory.yaml"
    write_company(directory)
    bare = _bare_lateness(url, slack)
    first = datetime.now(UTC)
    wishes = [
        Wish(at=first + timedelta(seconds=n / A_SECOND), unit=unit(n)) for n in range(A_SECOND * SECONDS)
    ]
    birth = Birth(database_url=url, api_url=slack.api_url, directory=str(directory))
    ids = opened(birth, wishes, delivered=True)
    due = {
        incident: wish.at + timedelta(minutes=SILENCE_MINUTES)
        for incident, wish in zip(ids, wishes, strict=True)
    }
    late = _lateness(birth, slack, due)
    what, floor_is = f"lateness of a due moment, {A_SECOND} a second", "bare timer, raw commit, bare call"
    for name, of in (("p50", p50), ("p99", p99)):
        most = 50 if name == "p99" else None
        yield Figure(
            measure=f"{what}: p50" if name == "p50" else "  p99",
            value=of(late) * 1000,
            most=most,
            floor=of(bare) * 1000,
            floor_is=f"{floor_is}: {name}",
        )


def _lateness(birth: Birth, slack: SlowSlack, due: dict[IncidentId, datetime]) -> list[float]:
    """Live through the due moments; give by how many seconds each was late."""
    slack.forget()
    with product(birth.meeting(min(due.values()))) as desk, looking(birth.database_url) as database:
        ahead = float(desk.said())
        wait_until_quiet(database, ahead + MEETS_AFTER.total_seconds() + SECONDS)
        calls = [one for one in messages(database, slack) if one.errand is Errand.CALL]
    assert len(calls) == len(due), f"{len(due)} moments came and {len(calls)} calls"
    return [one.at + ahead - due[one.incident].timestamp() for one in calls]


def _bare_lateness(url: str, slack: SlowSlack) -> list[float]:
    slack.forget()
    first = time.time() + 0.5
    planned = [first + n / A_SECOND for n in range(A_SECOND * SECONDS)]
    floors.timers(url, slack.process.port, planned)
    return [call["at"] - float(call["args"]["text"]) for call in slack.heard()]


# What a kill leaves ------------------------------------------------------------------------------------


def restart(url: str, slack: SlowSlack) -> Iterator[Figure]:
    """Kill the process with fourteen crises open, and start it again when the first silences have ended."""
    birth = Birth(database_url=url, api_url=slack.api_url)
    now = datetime.now(UTC)
    opened(
        birth,
        [Wish(at=now, unit=UNITS[n % 4][0], country=UNITS[n % 4][1]) for n in range(OPEN)],
        delivered=False,
    )
    with product(birth), looking(url) as database:
        wait_until_quiet(database)
        before = due_rows(database)
    slack.forget()
    after = birth.ahead(OUTAGE.total_seconds())
    with looking(url) as database:
        process = begin(after)
        try:
            answered(process, "/healthz")
            healthy = time.time() - process.began
            wait_until_quiet(database, OUTAGE.total_seconds())
        finally:
            process.kill()
        pending, said = due_rows(database), messages(database, slack)
    kept = before & (pending | _fallen(after, before))
    calls = [one.at - process.began for one in said if one.errand is Errand.CALL]
    yield Figure(
        measure=f"restart with {OPEN} open: due moments kept", value=len(kept), unit="", of=len(before)
    )
    yield from _after_start(healthy, calls)


def _after_start(healthy: float, calls: list[float]) -> Iterator[Figure]:
    with bare_endpoint() as bare:
        floor = answered(bare, "/").ended - bare.began
    floor_is = "start of the bare endpoint"
    passed = f"  a moment passed while down: first of {len(calls)} calls"
    yield Figure(
        measure="  from start to first answer", value=healthy, unit="s", floor=floor, floor_is=floor_is
    )
    yield Figure(measure=passed, value=min(calls), unit="s", most=MET_WITHIN, floor=floor, floor_is=floor_is)
    yield Figure(
        measure="  the last of them",
        value=max(calls),
        unit="s",
        most=MET_WITHIN,
        floor=floor,
        floor_is=floor_is,
    )


def _fallen(birth: Birth, before: DueRows) -> DueRows:
    """Which of the due moments have had their effect, by what the logs say."""
    had: set[tuple[str, str, str]] = set()
    with built(birth, datetime.now(UTC)) as (bot, _), bot.memory.reading() as look:
        for incident in {row[0] for row in before}:
            for entry in look.log(IncidentId(incident)):
                had |= {(incident, kind, subject) for kind, subject in _effect(entry.fact)}
    return frozenset(row for row in before if row[:3] in had)


def _effect(fact: e.Event) -> Iterator[tuple[str, str]]:
    match fact:
        case e.ContactCalled() if fact.rung > 0:
            yield (DueKind.RUNG.value, fact.ladder)
        case e.StepsLate():
            kind = DueKind.STEP_LEAD if fact.level is e.Nudged.LEAD else DueKind.STEP_OWNER
            yield from ((kind.value, step) for step in fact.steps)
        case _:
            return
