"""A playbook is found by its name, or suggested from what somebody typed in a hurry."""

from dataclasses import replace

import pytest

from config.playbook_files import load_playbooks
from playbooks.playbook import Playbook, PlaybookKind
from playbooks.shelf import Shelf, folded
from tests.rules.documents import KNOWN


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    """The built-in library."""
    return load_playbooks(None, KNOWN)


def id_of(playbook: Playbook | None) -> str | None:
    """Name a playbook, or nothing."""
    return playbook.id if playbook else None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("data-breach Customer file on a forum", "data-breach"),
        ("data-breach le site est en panne", "data-breach"),
        ("service-outage", "service-outage"),
        ("Fuite de données", "data-breach"),
        ("fuite de donnees clients", "data-breach"),
        ("l'incident « fuite »", "data-breach"),
        ("nos mots de passe circulent", "data-breach"),
        ("We were HACKED last night", "data-breach"),
        ("customer records leaked", "data-breach"),
        ("piratage du site", "data-breach"),
        ("fichier clients en vente", "data-breach"),
        ("panne", "service-outage"),
        ("Panne générale à Lyon", "service-outage"),
        ("le site ne marche plus depuis 8 h", "service-outage"),
        ("coupures de courant en Bretagne", "service-outage"),
        ("the booking site is down", "service-outage"),
        ("trains not working", "service-outage"),
        ("outages in two countries", "service-outage"),
        ("", None),
        ("   !!! ", None),
        ("bonjour", None),
        ("日本語", None),
    ],
)
def test_typed_words_suggest_a_crisis_playbook(shelf: Shelf, typed: str, expected: str | None) -> None:
    """French or English, with or without accents, the words people type find the playbook they mean."""
    assert expected == id_of(shelf.suggest(typed, PlaybookKind.CRISIS))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("angry customer on X", "unhappy-customer"),
        ("client mécontent", "unhappy-customer"),
        ("réclamation facture", "unhappy-customer"),
        ("unhappy-customer", "unhappy-customer"),
        ("elle est furieuse", "unhappy-customer"),
        ("they give a wrong price in an article", "wrong-fact"),
        ("un chiffre faux sur nos tarifs", "wrong-fact"),
        ("a troll under every post", "hostile"),
        ("insultes racistes contre notre agent", "hostile"),
        ("une collègue harcelée sur X", "hostile"),
        ("he writes that he wants to end it all", "distress"),
        ("une cliente dit vouloir en finir", "distress"),
        ("menaces contre la gare", "distress"),
        ("a bomb threat on Facebook", "distress"),
        ("thousands of messages, same question", "surge"),
        ("on est débordés de messages", "surge"),
    ],
)
def test_typed_words_suggest_a_reply_playbook(shelf: Shelf, typed: str, expected: str) -> None:
    """Replies are suggested from their own kind alone."""
    assert expected == id_of(shelf.suggest(typed, PlaybookKind.REPLY))
    assert expected != id_of(shelf.suggest(typed, PlaybookKind.CRISIS))


def test_the_newest_version_is_found_and_an_older_one_by_its_number(shelf: Shelf) -> None:
    """A new incident opens the newest version; a running one finds its own."""
    first = shelf.playbooks[0]
    second = replace(first, version=2)
    both = Shelf(playbooks=(second, first))

    assert second is both.find(first.id)
    assert first is both.find(first.id, 1)
    assert (second,) == both.latest(first.kind)
    assert both.find(first.id, 3) is None
    assert both.find("nowhere") is None


def test_the_most_serious_playbook_comes_first(shelf: Shelf) -> None:
    """A list of playbooks begins with what cannot wait."""
    ranks = [playbook.severity.rank for playbook in shelf.latest()]

    assert sorted(ranks) == ranks
    assert ["distress"] == [p.id for p in shelf.latest(PlaybookKind.REPLY)][:1]
    assert {PlaybookKind.CRISIS} == {p.kind for p in shelf.latest(PlaybookKind.CRISIS)}


def test_words_are_folded_as_a_human_reads_them() -> None:
    """Accents, capitals, ligatures, apostrophes and no-break spaces make no difference."""
    assert ("l", "oeuvre", "deja", "volee") == folded("L’Œuvre\u00a0DÉJÀ, volée !")
