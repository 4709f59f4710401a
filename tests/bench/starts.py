"""Starting crises: how soon they are acknowledged, and how soon everything stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Final

from playbooks.commands import IncidentId
from storage.engine import Database
from tests.bench import floors
from tests.bench.burst import Answer, ask, at_once, p50, p99
from tests.bench.life import Birth
from tests.bench.machines import Process, SlowSlack, bare_endpoint, product
from tests.bench.slack_side import command, signed, submission
from tests.bench.table import Figure
from tests.bench.watching import fully_open, looking, messages, rooms, wait_until_quiet

AT_ONCE: Final = 50
SINGLE: Final = 5
WRITERS: Final = 32
ROUNDS: Final = 4  # of that many writers
SLACK_WAITS: Final = 3.0  # seconds
SENDERS: Final = 16  # of the product, and of the floor
UNITS: Final = (("rail-fr", "FR"), ("energy-fr", "FR"), ("energy-uk", "GB"), ("rail-qc", "CA"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Floors:
    """The floors of this file, in seconds."""

    answers: tuple[Answer, ...]  # of the bare endpoint, fifty at once
    writers: tuple[Answer, ...]  # the same, thirty-two at once
    commits: list[float]  # fifty at once
    few_commits: list[float]  # thirty-two at once
    one_commit: float
    two_calls: float
    urgent_calls: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """What came of many starts in the same moment."""

    opened_forms: tuple[Answer, ...]
    answers: tuple[Answer, ...]
    seconds_open: dict[IncidentId, float]  # from the first send until each incident was fully open
    seconds_quiet: float  # until nothing was owed any more


def measure(url: str, slack: SlowSlack) -> Iterator[Figure]:
    """Measure the starts on one database."""
    floor = _floors(url, slack)
    birth = Birth(database_url=url, api_url=slack.api_url)
    with product(birth) as desk, looking(url) as database:
        _burst(desk, slack, database, UNITS[:1])  # The first start of a process loads what the others use.
        singles = [_burst(desk, slack, database, UNITS[:1]) for _ in range(SINGLE)]
        spread = _burst(desk, slack, database, _many(UNITS))
        narrow = _burst(desk, slack, database, _many(UNITS[:1]))
        written = _write_at_once(desk, rooms(database))
        wait_until_quiet(database)
    yield from _acknowledged(spread, floor)
    yield from _stood(singles, spread, narrow, floor)
    yield from _written(written, floor)


def _many(units: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(unit for unit, _ in zip(cycle(units), range(AT_ONCE), strict=False))


def _burst(desk: Process, slack: SlowSlack, database: Database, units: Sequence[tuple[str, str]]) -> Burst:
    """Open as many forms as units are named, send them all in the same moment, and wait for the last word."""
    slack.forget()
    forms = at_once(desk.port, [command(f"start data-breach Customer file {n}") for n in range(len(units))])
    views = [one["answer"]["view"] for one in slack.heard() if one["method"] == "views.open"]
    requests = [
        submission(view, {"unit": unit, "country": country})
        for view, (unit, country) in zip(views, units, strict=True)
    ]
    slack.forget()
    answers = at_once(desk.port, requests)
    _accepted(forms + answers)
    wait_until_quiet(database)
    began = min(answer.began for answer in answers)
    said = messages(database, slack)
    seconds = {incident: at - began for incident, at in fully_open(said).items()}
    assert len(seconds) == len(units), f"{len(units)} were started and {len(seconds)} stand"
    return Burst(
        opened_forms=forms,
        answers=answers,
        seconds_open=seconds,
        seconds_quiet=max(call["at"] for call in slack.heard()) - began,
    )


def _accepted(answers: Sequence[Answer]) -> None:
    """A refusal is answered with 200 too: then it says what is wrong."""
    wrong = [a for a in answers if a.status != 200 or b"errors" in a.body or b"ephemeral" in a.body]
    assert not wrong, (
        f"{len(wrong)} of {len(answers)} were not accepted: {wrong[0].status} {wrong[0].body[:500]!r}"
    )


def _write_at_once(desk: Process, channels: Sequence[str]) -> list[Answer]:
    """Have many people write a sentence to the logs of their incidents in the same moment."""
    answers: list[Answer] = []
    for number in range(ROUNDS):
        places = [channel for channel, _ in zip(cycle(channels), range(WRITERS), strict=False)]
        requests = [command(f"log Sentence {number}", channel) for channel in places]
        answers += at_once(desk.port, requests)
    assert all(answer.status == 200 for answer in answers)
    return answers


def _floors(url: str, slack: SlowSlack) -> Floors:
    with bare_endpoint() as bare:
        body = b"payload=" + b"x" * 8000  # as long as a form
        at_once(bare.port, [signed(body)] * AT_ONCE)
        answers = at_once(bare.port, [signed(body)] * AT_ONCE)
        writers = at_once(bare.port, [signed(body)] * WRITERS)
    assert all(answer.status == 200 for answer in answers + writers)
    ask(slack.process.port, floors.bare_call("warm"))
    return Floors(
        answers=answers,
        writers=writers,
        commits=floors.commits_at_once(url, AT_ONCE),
        few_commits=floors.commits_at_once(url, WRITERS),
        one_commit=p50(floors.commits_in_turn(url, 200)),
        two_calls=floors.calls(slack.process.port, 2, 1),
        urgent_calls=floors.calls(slack.process.port, 3 * AT_ONCE, SENDERS),
    )


def _seconds(answers: Sequence[Answer]) -> list[float]:
    return [answer.seconds for answer in answers]


def _acknowledged(spread: Burst, floor: Floors) -> Iterator[Figure]:
    mine, bare = _seconds(spread.answers), _seconds(floor.answers)
    endpoint = f"bare endpoint, {AT_ONCE} at once"
    yield _ms(
        f"acknowledgement, {AT_ONCE} starts at once: p50", p50(mine), None, p50(bare), f"{endpoint}: p50"
    )
    yield _ms("  p99", p99(mine), 500, p99(bare), f"{endpoint}: p99")
    insert = f"raw insert + commit, {AT_ONCE} at once: p99"
    yield _ms("  p99", p99(mine), 500, p99(floor.commits), insert)
    missed = sum(seconds > SLACK_WAITS for seconds in mine)
    yield Figure(measure="  missed Slack's 3 s", value=missed, unit="", most=0)
    forms = _seconds(spread.opened_forms)
    yield _ms(f"form opened, {AT_ONCE} commands at once: p99", p99(forms), 3000, None, "")


def _stood(singles: Sequence[Burst], spread: Burst, narrow: Burst, floor: Floors) -> Iterator[Figure]:
    alone = [seconds for burst in singles for seconds in burst.seconds_open.values()]
    calls = "two calls to this Slack in a row"
    yield _s(f"one start fully open: middle of {SINGLE}", p50(alone), 1, floor.two_calls, calls)
    yield _s("  the slowest", max(alone), 1, floor.two_calls, calls)
    urgent = f"{3 * AT_ONCE} bare calls, {SENDERS} at once"
    for burst, whose in ((spread, "four units"), (narrow, "one unit: one person called 50 times")):
        last = max(burst.seconds_open.values())
        yield _s(f"{AT_ONCE} starts all open, {whose}", last, 6, floor.urgent_calls, urgent)
        yield Figure(measure="  and every later edit sent", value=burst.seconds_quiet, unit="s")


def _written(written: Sequence[Answer], floor: Floors) -> Iterator[Figure]:
    mine = _seconds(written)
    what = f"durable acknowledgement, {WRITERS} at once"
    endpoint = f"bare endpoint, {WRITERS} at once: p99"
    insert = f"raw insert + commit, {WRITERS} at once: p99"
    yield _ms(f"{what}: p50", p50(mine), None, floor.one_commit, "one raw insert + commit: p50")
    yield _ms("  p99", p99(mine), 50, p99(_seconds(floor.writers)), endpoint)
    yield _ms("  p99", p99(mine), 50, p99(floor.few_commits), insert)


def _ms(measure: str, seconds: float, most: float | None, floor: float | None, floor_is: str) -> Figure:
    least = None if floor is None else floor * 1000
    return Figure(measure=measure, value=seconds * 1000, most=most, floor=least, floor_is=floor_is)


def _s(measure: str, seconds: float, most: float, floor: float, floor_is: str) -> Figure:
    return Figure(measure=measure, value=seconds, unit="s", most=most, floor=floor, floor_is=floor_is)
