"""
The right past incident is among the first three, for questions typed in a hurry, on both databases alike.

300 incidents and 60 questions were written for this: half French and half English, inflected, without accents, and with
incidents that differ in nothing but their cause. One half of the questions was looked at while the ranking was made.

300 other incidents and 120 questions were written by somebody who had seen neither the ranking nor the first ones; the
ranking was not changed after it was asked them. Across the languages it reaches as far as its list of meanings does.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.directory import load_directory
from config.playbook_files import load_playbooks
from playbooks.bringing import Company, rows, taken
from playbooks.desk.bringing import BringingDesk
from playbooks.desk.searching import SearchDesk
from playbooks.search.judging import Asked, Figures, judged
from storage.transaction import SqlMemory
from tests.fakes.clock import MovableClock
from tests.fakes.ids import CountingIds

DATA = Path(__file__).parent.parent / "data"
ENOUGH = 0.95
ACROSS = 0.55  # of the questions asked in the other language
WRITTEN = datetime(2026, 11, 27, tzinfo=UTC)


def searching(memory: SqlMemory, file: str = "past_incidents.jsonl") -> SearchDesk:
    """A desk that remembers 300 incidents."""
    directory = load_directory(None)
    shelf = load_playbooks(None, directory.vocabulary)
    company = Company(shelf=shelf, directory=directory, now=WRITTEN)
    found = taken(rows((DATA / file).read_text("utf-8"), file), file, company)
    assert ([], 300) == (found.mistakes, len(found.pasts))
    desk = BringingDesk(memory=memory, clock=MovableClock(), ids=CountingIds())
    assert all(desk.bring(found.pasts))
    return SearchDesk(memory=memory, shelf=lambda: shelf)


def questions(half: str) -> Sequence[Asked]:
    """The questions of one half: `tuned` was looked at while the ranking was made, `kept` was not."""
    lines = (DATA / "past_queries.jsonl").read_text("utf-8").splitlines()
    told = [one for one in map(json.loads, lines) if one["half"] == half]
    return [Asked(name=one["q"], text=one["text"], right=tuple(one["right"])) for one in told]


def figures(desk: SearchDesk, half: str) -> Figures:
    """Ask the questions of one half."""
    return judged(questions(half), lambda text: [hit.entry.external for hit in desk.similar(text)])


def test_the_right_one_is_among_the_first_three(memory: SqlMemory) -> None:
    """In both halves; what was missed is told."""
    desk = searching(memory)

    for half in ("tuned", "kept"):
        found = figures(desk, half)
        assert 30 == found.number
        assert found.share >= ENOUGH, found.missed


def asked(file: str) -> Sequence[Asked]:
    """Every question of a file."""
    told = map(json.loads, (DATA / file).read_text("utf-8").splitlines())
    return [Asked(name=one["q"], text=one["text"], right=tuple(one["right"])) for one in told]


def test_the_right_one_is_among_the_first_three_of_what_others_wrote(memory: SqlMemory) -> None:
    """In the language in which it was written, and less often in the other one."""
    desk = searching(memory, "past_incidents_of_others.jsonl")

    def found(text: str) -> list[str]:
        return [hit.entry.external for hit in desk.similar(text)]

    same = judged(asked("past_queries_of_others.jsonl"), found)
    across = judged(asked("past_queries_across.jsonl"), found)
    assert (120, 20) == (same.number, across.number)
    assert same.share >= ENOUGH, same.missed
    assert across.share >= ACROSS, across.missed


@pytest.mark.parametrize(
    ("typed", "cause"),
    [
        ("fuite de données clients hameçonnage", "hameçonnage"),
        ("fuite de données clients serveur mal configuré", "serveur mal configuré"),
        ("fuites de donnees client, ordi volé", "ordinateur volé"),
        ("FUITE DONNEES CLIENTS PRESTATAIRES PIRATÉS", "prestataire piraté"),
    ],
)
def test_what_differs_only_in_its_cause_is_told_apart(memory: SqlMemory, typed: str, cause: str) -> None:
    """By the words of the cause, whatever else they have in common."""
    assert cause == searching(memory).similar(typed)[0].entry.texts.cause
