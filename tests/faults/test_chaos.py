"""P2 to P4, N1 to N3: some seeded blows to several processes at once; `make chaos` deals a thousand."""

import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.chaos import rage

BLOWS = 10


@pytest.fixture(autouse=True)
def nobody_left() -> Iterator[None]:
    """No life outlasts its test."""
    yield
    for process in multiprocessing.active_children():
        process.kill()
        process.join()


@pytest.mark.parametrize("seed", [7])
def test_kills_pauses_and_a_failing_slack_lose_nothing_and_call_nobody_twice(
    migrated_database_url: str, database_kind: str, tmp_path: Path, seed: int
) -> None:
    """
    Whatever is killed, paused or cut off, and however Slack fails, each acknowledged crisis stands, whole.

    With three replicas on PostgreSQL whose machines' clocks are wrong by up to half an hour, and one on SQLite.
    """
    figures = rage(migrated_database_url, database_kind, tmp_path, blows=BLOWS, seed=seed)

    assert BLOWS == figures.blows
    assert 0 < figures.calls
