"""Past incidents in the JSON API: found by words, narrowed, and never a restricted one."""

from typing import Any

import pytest

from playbooks.commands import CloseIncident
from tests.doors.web.scene import Scene


def refs(answer: Any) -> list[str]:
    """The references of what was found, in its order."""
    return [one["ref"] for one in answer]


def test_what_was_like_it_is_found_with_what_matched(scene: Scene) -> None:
    """In other forms of the words, without accents, in a hurry, and in either language."""
    leaked = scene.opens("Fuite du fichier clients chez un prestataire")
    scene.opens("Panne du site de vente")

    for typed in ("fuites fichers client prestataires", "customer file leaked", "FICHIER CLIENT FUITÉ"):
        found = scene.api(f"/api/incidents/similar?text={typed}")
        assert leaked.ref == found[0]["ref"], typed

    (first, *_) = scene.api("/api/incidents/similar?text=fuite%20prestataire")
    assert ["prestataire", "Fuite"] == sorted(first["matched"], key=str.casefold, reverse=True)
    assert (None, "Fuite du fichier clients chez un prestataire", "open", False) == (
        *(first["external_id"], first["title"], first["state"], first["imported"]),
    )
    assert 0 < first["score"]


def test_restricted_incidents_are_found_by_nobody(scene: Scene) -> None:
    """Not even by the operator: an answer leaves for other tools, and a single word could tell."""
    scene.opens("Whistleblower names the purchasing director", restricted=True)

    assert [] == scene.api("/api/search?q=whistleblower")
    assert [] == scene.api("/api/incidents/similar?text=whistleblower purchasing")


def test_exercises_are_marked_and_are_no_past(scene: Scene) -> None:
    """They are found by a search, and not offered as something that has happened."""
    scene.opens("Leak of the loyalty file", drill=True)

    assert [True] == [one["drill"] for one in scene.api("/api/search?q=loyalty")]
    assert [] == scene.api("/api/incidents/similar?text=loyalty")


@pytest.mark.parametrize(
    ("filters", "fits"),
    [
        ("kind=crisis", True),
        ("kind=reply", False),
        ("unit=rail-fr&country=fr&severity=sev1&playbook=data-breach&language=en", True),
        ("unit=energy-uk", False),
        ("language=fr", False),
        ("since=2000-01-01", True),
        ("since=2100-01-01T00:00:00Z", False),
        ("until=2000-01-02T00:00:00", False),
        ("cause=phishing", False),
        ("unit=%00", False),
    ],
)
def test_a_search_is_narrowed(scene: Scene, filters: str, fits: bool) -> None:
    """By what, where, how bad and when."""
    scene.opens("Leak of the loyalty file")

    assert fits is bool(scene.api(f"/api/search?q=loyalty&{filters}"))


def test_a_phrase_is_found_just_so(scene: Scene) -> None:
    """The words in quotation marks stand one after the other, in just these forms; accents do not count."""
    right = scene.opens("Vol de données de paiement")
    scene.opens("Paiement refusé : données de carte volées")

    assert [right.ref] == refs(scene.api('/api/search?q="donnees de paiement"'))
    assert [] == scene.api('/api/search?q="donnée de paiement"')


def test_how_it_ended_is_found(scene: Scene) -> None:
    """What whoever closed it wrote."""
    incident = scene.opens("Site down")
    scene.does(CloseIncident(incident=incident.id, reason="Certificate renewed by hand"))

    assert [("closed", incident.ref)] == [
        (one["state"], one["ref"]) for one in scene.api("/api/search?q=certificat")
    ]


@pytest.mark.parametrize(
    "typed", ["", "%00", "le la les", '"', "'); DROP TABLE incident", "*" * 300, "é" * 1600]
)
def test_nothing_that_is_typed_is_a_fault(scene: Scene, typed: str) -> None:
    """It finds nothing, or something."""
    scene.opens()

    assert isinstance(scene.api(f"/api/search?q={typed}"), list)
    assert isinstance(scene.api(f"/api/incidents/similar?text={typed}"), list)
