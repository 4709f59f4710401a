"""BM5: ten thousand questions of who answers, put to fifteen hundred people."""

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from playbooks.routing import Criterion, Need, find
from playbooks.routing.standing import index_of
from tests.bench.burst import p50
from tests.bench.table import Figure
from tests.rules.companies import a_need, an_availability, large

CASES: Final = 10_000
MOST_MS: Final = 50.0
SEED: Final = 20_261
BEGIN: Final = datetime(2026, 1, 5, tzinfo=UTC)
YEAR_MINUTES: Final = 365 * 24 * 60


def measure() -> Iterator[Figure]:
    """Measure how long it takes to find somebody, beside a plain look at everybody's languages."""
    chance, directory = random.Random(SEED), large()  # noqa: S311 - the same cases each time.
    availabilities = [an_availability(chance, directory) for _ in range(50)]
    contacts = index_of(directory).contacts  # Made once for each directory, and not measured.
    taken: list[float] = []
    floors: list[float] = []
    unrouted = silent = 0
    for _ in range(CASES):
        need, available = a_need(chance, directory), chance.choice(availabilities)
        at = BEGIN + timedelta(minutes=chance.randint(0, YEAR_MINUTES))
        begun = time.perf_counter()
        found = find(directory, need, at, available)
        taken.append((time.perf_counter() - begun) * 1000)
        floors.append(_floor(need))
        unrouted += not found.people
        speaks = need.language is None or need.language in contacts[found.person].speaks
        silent += not speaks and Criterion.LANGUAGE not in found.relaxed
    taken.sort()
    floor, floor_is = p50(floors), "everybody who speaks a language, p50"
    yield Figure(measure="who answers, 1,500 people: p50", value=p50(taken), floor=floor, floor_is=floor_is)
    yield Figure(measure="who answers: p99", value=taken[int(CASES * 0.99)], most=MOST_MS)
    yield Figure(measure="questions of 10,000 that end at nobody", value=unrouted, unit="", most=0)
    yield Figure(measure="languages dropped silently", value=silent, unit="", most=0)


def _floor(need: Need) -> float:
    begun = time.perf_counter()
    _ = [contact.user for contact in large().contacts if need.language in contact.speaks]
    return (time.perf_counter() - begun) * 1000
