"""Several workers on one PostgreSQL: how late moments fall, how quickly a heap of them falls, and beside whom."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import make_url

from playbooks import events as e
from playbooks.commands import Errand, IncidentId
from tests.bench.burst import p50, p99
from tests.bench.company import SILENCE_MINUTES, unit, write_company
from tests.bench.drainer import copies
from tests.bench.life import Birth
from tests.bench.machines import ROOT, Databases, SlowSlack, answered, begin
from tests.bench.seeding import Wish, built, opened
from tests.bench.table import Figure
from tests.bench.watching import looking, messages, wait_until_quiet

A_SECOND: Final = 50  # due moments
SECONDS: Final = 3
STARTING: Final = 15.0  # seconds until the first moment, in which every process starts
CRISES: Final = 2_000
MOMENTS: Final = 50  # of each, as the data breach has them: a hundred thousand in all
PEER_JOBS: Final = 10_000
PEERS: Final = ("procrastinate", "pgqueuer")
AT_ONCE: Final = (1, 3)  # workers


def measure(databases: Databases, slack: SlowSlack, folder: Path) -> Iterator[Figure]:
    """Measure everything; for each figure of ours the floor is a peer's, in the same minutes."""
    planned = [n / A_SECOND for n in range(A_SECOND * SECONDS)]
    late = {name: _peer(name, databases.fresh(), planned) for name in PEERS}
    quickest = min(late, key=lambda name: p99(late[name]))
    for workers in AT_ONCE:
        fell, handed = _lateness(databases.fresh(), slack, folder, workers)
        for what, seconds in (("falls", fell), ("is handed to Slack", handed)):
            yield from _late(
                f"a due moment {what}, {A_SECOND} a second, {workers} workers", seconds, quickest, late
            )
    for name in PEERS:
        yield Figure(measure=f"  a job of {name} begins: p50", value=p50(late[name]) * 1000)
        yield Figure(measure="  p99", value=p99(late[name]) * 1000)
    yield from _drained(databases)


def _late(what: str, seconds: list[float], peer: str, late: dict[str, list[float]]) -> Iterator[Figure]:
    for name, of in (("p50", p50), ("p99", p99)):
        yield Figure(
            measure=f"{what}: {name}" if name == "p50" else f"  {name}",
            value=of(seconds) * 1000,
            most=50 if name == "p99" and "falls" in what else None,
            floor=of(late[peer]) * 1000,
            floor_is=f"a job of {peer} begins: {name}",
        )


def _lateness(url: str, slack: SlowSlack, folder: Path, workers: int) -> tuple[list[float], list[float]]:
    """Let silences end, fifty a second; give by how many seconds each was late, as a fact and as a call."""
    directory = folder / f"directory-{workers}.yaml"
    write_company(directory)
    first = datetime.now(UTC)
    wishes = [
        Wish(at=first + timedelta(seconds=n / A_SECOND), unit=unit(n)) for n in range(A_SECOND * SECONDS)
    ]
    birth = Birth(database_url=url, api_url=slack.api_url, directory=str(directory))
    ids = opened(birth, wishes, delivered=True)
    silence = timedelta(minutes=SILENCE_MINUTES)
    due = {one: wish.at + silence for one, wish in zip(ids, wishes, strict=True)}
    ahead = min(due.values()).timestamp() - time.time() - STARTING
    slack.forget()
    with ExitStack() as stack, looking(url) as database:
        lives = [begin(birth.ahead(ahead)) for _ in range(workers)]
        for life in lives:
            stack.callback(life.kill)
        for life in lives:
            answered(life, "/healthz")
        wait_until_quiet(database, ahead + STARTING + SECONDS)
        calls = [one for one in messages(database, slack) if one.errand is Errand.CALL]
    handed = [one.at + ahead - due[one.incident].timestamp() for one in calls]
    assert len(handed) == len(due), f"{len(due)} moments came and {len(handed)} calls"
    return _fell(birth, due), handed


def _fell(birth: Birth, due: dict[IncidentId, datetime]) -> list[float]:
    with built(birth, datetime.now(UTC)) as (bot, _), bot.memory.reading() as look:
        return [
            (entry.fact.at - moment).total_seconds()
            for incident, moment in due.items()
            for entry in look.log(incident)
            if isinstance(entry.fact, e.ContactCalled) and entry.fact.rung > 0
        ]


# A heap of moments.


def _drained(databases: Databases) -> Iterator[Figure]:
    """Let a hundred thousand moments fall that were missed, as after an outage; then let the peers do nothing as often."""
    rates: dict[str, float] = {}
    for workers in AT_ONCE:
        url = databases.fresh()
        birth = Birth(database_url=url, api_url="http://127.0.0.1:9/")
        long_ago = datetime.now(UTC) - timedelta(days=60)
        (pattern,) = opened(birth, [Wish(at=long_ago)], delivered=True)
        rows = copies(url, pattern, CRISES)
        rates[f"{workers} workers"] = rows / _drain(birth, workers)
    for name in PEERS:
        rates[name] = PEER_JOBS / _peer(name, databases.fresh(), PEER_JOBS)
    for name, rate in rates.items():
        ours = name not in PEERS
        for peer in PEERS if ours else ():
            yield Figure(
                measure=f"{CRISES * MOMENTS} due at once, drained by {name}: rows a second",
                value=rate,
                unit="",
                floor=rates[peer],
                floor_is=f"empty jobs of {peer} a second",
            )
        if ours:
            yield Figure(measure="  crises a second, each in one transaction", value=rate / MOMENTS, unit="")
        else:
            yield Figure(measure=f"{PEER_JOBS} empty jobs of {name}: a second", value=rate, unit="")


def _drain(birth: Birth, workers: int) -> float:
    """Give the seconds from the sign to the last moment."""
    command = (sys.executable, "-m", "tests.bench.drainer", birth.written())
    ways: dict[str, Any] = {"cwd": ROOT, "stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with ExitStack() as stack:
        lives = [stack.enter_context(subprocess.Popen(command, **ways)) for _ in range(workers)]
        for life in lives:
            assert _said(life) == "ready"
        began = time.time()
        for life in lives:
            assert life.stdin is not None
            life.stdin.write("go\n")
            life.stdin.flush()
        told = [json.loads(_said(life)) for life in lives]
    fallen = sum(one["fallen"] for one in told)
    assert fallen >= CRISES, f"{CRISES} crises and {fallen} were let fall"
    print(f"{workers} workers: {fallen} transactions for {CRISES} crises", file=sys.stderr, flush=True)
    return max(float(one["ended"]) for one in told) - began


def _said(life: "subprocess.Popen[str]") -> str:
    assert life.stdout is not None
    return life.stdout.readline().strip()


def _peer(name: str, url: str, told: Any) -> Any:
    """Have a peer do its empty work in a process of its own."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    command = (sys.executable, "-W", "ignore", "-m", "tests.bench.peers", name, address, json.dumps(told))
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def main() -> None:
    """Measure this part alone."""
    import tempfile

    from tests.bench.machines import postgresql, slow_slack

    with slow_slack() as slack, postgresql() as databases, tempfile.TemporaryDirectory() as folder:
        for figure in measure(databases, slack, Path(folder)):
            print(*figure.row(), sep=" | ", flush=True)


if __name__ == "__main__":
    main()
