"""The library of prepared answers, looked through as people do."""

import pytest

from config.directory import load_directory
from config.playbook_files import load_playbooks
from playbooks.shelf import Shelf
from playbooks.templates import find, library


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    """What comes with the product."""
    return load_playbooks(None, load_directory(None).vocabulary)


def named(shelf: Shelf, words: str) -> list[str]:
    """What is found for words."""
    return [f"{one.playbook.id}/{one.message.id}" for one in find(shelf, words)]


def test_without_words_everything_is_there(shelf: Shelf) -> None:
    """Each prepared answer once, of the newest versions alone."""
    everything = named(shelf, " ")
    assert len(everything) == len(set(everything)) == len(library(shelf)) > 10


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("private message frustrating", "unhappy-customer/acknowledgement"),
        ("message prive penible", "unhappy-customer/acknowledgement"),
        ("clarification source", "wrong-fact/"),
        ("une précision, source", "wrong-fact/"),
        ("attaques contre les personnes", "hostile/"),
        ("you worry me, help line", "distress/"),
    ],
)
def test_an_answer_is_found_by_words_of_either_language(shelf: Shelf, words: str, first: str) -> None:
    """With or without accents, in another form."""
    assert named(shelf, words)[0].startswith(first)


def test_words_that_nothing_speaks_of_find_nothing(shelf: Shelf) -> None:
    """Rather than everything."""
    assert [] == named(shelf, "zwirbel quabbel")
