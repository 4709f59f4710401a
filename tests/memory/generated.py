"""A thousand incidents of some ten facts each: people order whatever they may, time passes, the key changes once."""

from dataclasses import replace
from functools import cache
from itertools import chain
from typing import Any, Final

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

from playbooks.dues import fallen
from playbooks.ports import Change
from storage.engine import Database
from storage.transaction import SqlMemory
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.ids import CountingIds
from tests.fakes.plans import a_change, an_opened_change
from tests.memory.test_replay import PLAYBOOK, Turn, facts_of, of_incident, openings, orders, waits_between

NUMBER: Final = 1000
FACTS: Final = 10  # of each, or a few more
AT_ONCE: Final = 50  # incidents written in one transaction
OLD_KEY: Final = b"the-key-of-the-first-half-of-a-story"
NEW_KEY: Final = b"the-key-of-the-other-half-of-a-story"

long_turns = some.lists(some.tuples(orders, waits_between), min_size=12, max_size=12)


@cache
def stories() -> tuple[tuple[Change, ...], ...]:
    """Everything that is written of each incident, in its order; the same in every run."""
    told: list[tuple[Change, ...]] = []

    @settings(
        max_examples=NUMBER,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(turns=long_turns, pinned=openings)
    def tell(turns: list[Turn], pinned: dict[str, Any]) -> None:
        told.append(_story(len(told) + 1, turns, pinned))

    tell()
    return tuple(told)


def _story(number: int, turns: list[Turn], pinned: dict[str, Any]) -> tuple[Change, ...]:
    now = MONDAY_MORNING
    changes = [an_opened_change(number, PLAYBOOK, **pinned)]
    for order, wait in turns:
        now += wait
        state = changes[-1].after
        for facts in (fallen(state, now), facts_of(state, of_incident(order, state), now)):
            if facts and changes[-1].after.seq < FACTS:
                changes.append(a_change(changes[-1].after, *facts, now=now))
    return tuple(changes)


def write(database: Database) -> None:
    """Write all of it down as the product does, the later half of each story under the new key."""
    ids, told = CountingIds(), stories()
    halves = [(story[: len(story) // 2 + 1], story[len(story) // 2 + 1 :]) for story in told]
    before, after = SqlMemory(database, ids, (OLD_KEY,)), SqlMemory(database, ids, (NEW_KEY, OLD_KEY))
    with before.transaction() as tx:
        for _ in told:
            tx.next_ref("INC", 2026)
    _write(before, [first for first, _ in halves])
    _write(after, [second for _, second in halves])


def _write(memory: SqlMemory, parts: list[tuple[Change, ...]]) -> None:
    for first in range(0, len(parts), AT_ONCE):
        with memory.transaction() as tx:
            for part in parts[first : first + AT_ONCE]:
                for change in part:
                    tx.release(change.after.playbook, change.now)
                if part:
                    facts = tuple(chain(*(change.facts for change in part)))
                    tx.write(replace(part[-1], facts=facts, owed=()))  # At once: only the log matters here.
