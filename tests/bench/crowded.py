"""
A thousand incidents of fifty steps, and two hundred people at once: acknowledgements, and the memory that is held.

`make soak` goes on for an hour and prints the memory of the process as it goes.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from tests.bench.burst import Answer, at_once, p50, p99
from tests.bench.life import Birth
from tests.bench.machines import (
    Process,
    SlowSlack,
    bare_endpoint,
    postgresql,
    product,
    resident,
    slow_slack,
    sqlite,
)
from tests.bench.seeding import Wish, opened
from tests.bench.slack_side import command, signed
from tests.bench.starts import SLACK_WAITS
from tests.bench.table import Figure
from tests.bench.watching import looking, rooms, wait_until_quiet
from tests.rules.documents import SMALL

INCIDENTS: Final = 1000
STEPS: Final = 50
AT_ONCE: Final = 200
ROUNDS: Final = 10
MOST_MS: Final = 1000  # case P9
MOST_GROWTH: Final = 1.2  # of the memory, between the second round and the last one
EVERY_SECONDS: Final = 5.0  # a round of the soak
TOLD_EVERY: Final = 60  # rounds of the soak
PLAYBOOK: Final = "flood"


def measure(url: str, slack: SlowSlack, folder: Path) -> Iterator[Figure]:
    """Measure the crowd on one database."""
    floor = _floor()
    held: list[float] = []
    with _crowded(url, slack, folder) as (desk, channels), looking(url) as database:
        answers: list[Answer] = []
        _round(desk, channels, ROUNDS)  # The floor's first time does not count either.
        for number in range(ROUNDS):
            wait_until_quiet(database)
            answers += _round(desk, channels, number)
            held.append(resident(desk.handle.pid))
            slack.forget()
    mine, bare = [one.seconds for one in answers], [one.seconds for one in floor]
    endpoint = f"bare endpoint, {AT_ONCE} at once"
    what = f"{AT_ONCE} commands at once, {INCIDENTS} incidents of {STEPS} steps open"
    yield Figure(measure=f"{what}: p50", value=p50(mine) * 1000, floor=p50(bare) * 1000, floor_is=endpoint)
    yield Figure(
        measure="  p99", value=p99(mine) * 1000, most=MOST_MS, floor=p99(bare) * 1000, floor_is=endpoint
    )
    missed = sum(seconds > SLACK_WAITS for seconds in mine)
    yield Figure(measure="  missed Slack's 3 s", value=missed, unit="", most=0)
    yield Figure(
        measure=f"  memory after {AT_ONCE * ROUNDS} of them",
        value=held[-1],
        unit="MiB",
        most=round(held[1] * MOST_GROWTH),
        floor=held[1],
        floor_is=f"the same process after {AT_ONCE * 2}",
    )


def soak(minutes: float) -> None:
    """Send a round every few seconds for so long on each database, and tell how the memory goes."""
    for kind in (sqlite, postgresql):
        with kind() as databases, slow_slack() as slack, tempfile.TemporaryDirectory() as folder:
            print(f"{databases.name}:", flush=True)
            with _crowded(databases.fresh(), slack, Path(folder)) as (desk, channels):
                for line in _soaked(desk, channels, slack, minutes):
                    print(line, flush=True)


def _soaked(desk: Process, channels: Sequence[str], slack: SlowSlack, minutes: float) -> Iterator[str]:
    until, number = time.monotonic() + minutes * 60, 0
    while time.monotonic() < until:
        began = time.monotonic()
        seconds = [answer.seconds for answer in _round(desk, channels, number)]
        slack.forget()
        if number % TOLD_EVERY == 0:
            held = resident(desk.handle.pid)
            yield f"  {AT_ONCE * (number + 1)} commands: {held:.0f} MiB, p99 {p99(seconds) * 1000:.0f} ms"
        number += 1
        time.sleep(max(0.0, EVERY_SECONDS - (time.monotonic() - began)))
    yield f"  {AT_ONCE * number} commands: {resident(desk.handle.pid):.0f} MiB"


@contextmanager
def _crowded(url: str, slack: SlowSlack, folder: Path) -> Iterator[tuple[Process, Sequence[str]]]:
    """Give the product with its incidents open and nothing owed, and the channels of the incidents."""
    birth = Birth(database_url=url, api_url=slack.api_url, playbooks=str(long_playbook(folder)))
    now = datetime.now(UTC)
    wishes = [Wish(at=now + timedelta(milliseconds=n), playbook=PLAYBOOK) for n in range(INCIDENTS)]
    opened(birth, wishes, delivered=True)
    with product(birth) as desk, looking(url) as database:
        channels = rooms(database)
        assert len(channels) == INCIDENTS
        wait_until_quiet(database)
        yield desk, channels


def _round(desk: Process, channels: Sequence[str], number: int) -> tuple[Answer, ...]:
    """Half of the people write to the logs of their incidents, the others look. Raises AssertionError for an error."""
    begin = number * AT_ONCE % len(channels)
    places = islice(cycle(channels), begin, begin + AT_ONCE)
    words = cycle((f"log Sentence {number}", "status", f"log More of {number}", "list"))
    requests = [command(text, place) for text, place in zip(words, places, strict=False)]
    answers = at_once(desk.port, requests)
    wrong = [answer for answer in answers if answer.status != 200]
    assert not wrong, f"{len(wrong)} of {len(answers)}: {wrong[0].status} {wrong[0].body[:500]!r}"
    return answers


def _floor() -> tuple[Answer, ...]:
    with bare_endpoint() as bare:
        for _ in range(2):  # The first time loads what the second uses.
            answers = at_once(bare.port, [signed(b"payload=" + b"x" * 400)] * AT_ONCE)
    return answers


def long_playbook(folder: Path) -> Path:
    """Write a company's playbook of fifty steps, each with a moment by which it is to be done."""
    steps = "".join(
        f"  - id: step-{n}\n    title: {{en: Step {n}, fr: Étape {n}}}\n    due: {n}h\n"
        for n in range(3, STEPS + 1)
    )
    file = folder / f"crisis/{PLAYBOOK}/v1.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(SMALL.replace("messages:\n", f"{steps}messages:\n", 1), "utf-8")
    return folder


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Two hundred people at once, for long.")
    parser.add_argument("--minutes", type=float, default=60, help="on each database")
    soak(parser.parse_args().minutes)
    sys.exit()
