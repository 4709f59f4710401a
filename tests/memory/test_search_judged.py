"""
The right past incident is among the first three, for questions typed in a hurry, on both databases alike.

300 incidents and 60 questions were written for this: half French and half English, inflected, without accents, and with
incidents that differ in nothing but their cause. One half of the questions was looked at while the ranking was made.
"""

import json
from collections.abc import Sequence
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


def searching(memory: SqlMemory) -> SearchDesk:
    """A desk that remembers the 300 incidents."""
    directory = load_directory(None)
    shelf = load_playbooks(None, directory.vocabulary)
    company = Company(shelf=shelf, directory=directory, now=MovableClock().now())
    text = (DATA / "past_incidents.jsonl").read_text("utf-8")
    found = taken(rows(text, "past_incidents.jsonl"), "past_incidents.jsonl", company)
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
