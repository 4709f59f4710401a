"""Words as they are looked for, questions as they are understood, and the order of what answers them."""

import pytest

from playbooks.search import errors, question, stems, words
from playbooks.search.asking import choices, mended, weighed


def folded(text: str) -> list[str]:
    """The words of a text that have weight."""
    return [word.folded for word in words(text) if not word.weightless]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’ÉTÉ dernier, l'appli n’a pas tenu", ["dernier", "appli", "tenu"]),
        ("Qu’est-ce qu'on a volé ?", ["vole"]),
        ("The customer's file isn’t ours", ["customer", "file"]),
        ("cœur œuvre Straße", ["coeur", "oeuvre", "strasse"]),
        ("INC-2026-0001", ["inc", "2026", "0001"]),
        ("", []),
    ],
)
def test_words_are_folded(text: str, expected: list[str]) -> None:
    """Small letters, no accents, no elisions; articles have no weight."""
    assert expected == folded(text)


@pytest.mark.parametrize(
    "alike",
    [
        ("fuite", "fuites", "fuité", "fuitée", "fuitées", "fuitent"),
        ("piraté", "piratée", "pirater", "piratés"),
        ("leak", "leaked", "leaking", "leaks"),
        ("facture", "factures", "facturation"),
        ("retard", "retardé", "retardés", "retardées"),
    ],
)
def test_forms_of_a_word_have_a_stem_in_common(alike: tuple[str, ...]) -> None:
    """With the first of them, whatever its language."""
    first, *others = (set(stems(folded(word)[0])) for word in alike)

    assert all(first & other for other in others)


@pytest.mark.parametrize(
    ("typed", "meant", "most", "expected"),
    [
        ("retrad", "retard", 1, 1),
        ("facturaton", "facturation", 1, 1),
        ("leak", "leek", 1, 1),
        ("leak", "lake", 1, 2),
        ("a", "abcdef", 2, 3),
        ("same", "same", 1, 0),
    ],
)
def test_typing_errors_are_counted(typed: str, meant: str, most: int, expected: int) -> None:
    """A letter too many, too few, another, or two changed about is one."""
    assert expected == errors(typed, meant, most)


def test_a_word_that_nobody_wrote_is_mended() -> None:
    """To the nearest known one, with less weight; a known word is left alone."""
    (term,) = weighed(question("facturaton"), {}).terms
    found = mended(term, {"facturation": 3, "fracturation": 9}, {"factur": 3})

    assert "factur" in found.surest
    assert 0 < found.weights["factur"] < 1
    assert 3 == found.documents


@pytest.mark.parametrize("typed", ["lappli", "cyberattaque"])
def test_glued_words_come_apart(typed: str) -> None:
    """An article without its apostrophe, and two words in one."""
    (term,) = weighed(question(typed), {}).terms
    known = dict.fromkeys(("appli", "cyber", "attaqu"), 2)

    assert {"appli", "attaqu"} & mended(term, {}, known).every


def test_the_other_language_is_asked_as_well() -> None:
    """A word that nobody wrote but whose meaning is known is no typing error."""
    (term,) = weighed(question("fuite"), {"leak": 4}).terms

    assert 4 == term.documents
    assert "leak" in term.surest


def test_incidents_are_chosen_by_the_rarest_words_together_first() -> None:
    """Then by all but one of them, by two, and by each alone; never more than the rarest five."""
    asked = weighed(question("panne certificat voyageurs"), {"pann": 90, "certificat": 2, "voyageur": 40})
    made = list(choices(asked))

    assert [3] == [len(way) for way in made[0]]
    assert "certificat" in made[0][0][0]
    assert [[2], [2], [2]] == [[len(way) for way in choice] for choice in made[1:4]]
    assert "certificat" in made[4][0][0]
    many = weighed(question(" ".join(f"mot{n}" for n in range(200))), {f"mot{n}": n + 1 for n in range(200)})
    assert 5 == len(next(iter(choices(many)))[0])


def test_a_phrase_is_kept_with_its_small_words() -> None:
    """In any of the usual quotation marks."""
    for typed in ('"vol de données"', "« vol de données »", "“vol de données”"):
        assert (("vol", "de", "donnees"),) == question(typed).phrases
