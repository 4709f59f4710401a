"""Past incidents are found again: by their stems, on both databases alike, with the facts that change them."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from playbooks.events import IncidentBrought, IncidentClosed, SeverityChanged
from playbooks.incident import Incident
from playbooks.playbook import Severity, UserId
from playbooks.ports import Change
from playbooks.ports_search import ALL_OF_THEM, Sought
from playbooks.search import Narrowed
from storage.engine import Database
from storage.transaction import SqlMemory, writing
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.plans import DANA, EVE, a_change, an_opened_change
from tests.memory.conftest import remember


def titled(number: int, title: str, **pinned: Any) -> Change:
    """The opening of an incident with a title of its own."""
    return an_opened_change(number, title=title, **pinned)


def found(memory: SqlMemory, *groups: set[str], most: int = 10, **narrowed: Any) -> list[str]:
    """The references chosen by groups of stems."""
    asked = Narrowed(**narrowed)
    choice = tuple(map(frozenset, groups))
    sought = Sought(choices=((choice,),), narrowed=asked, most=most, enough=most)
    with memory.reading() as look:
        return [one.entry.ref for one in look.entries(sought)]


def counted(memory: SqlMemory, *stems: str) -> dict[str, int]:
    """How many incidents have some stems."""
    with memory.reading() as look:
        return dict(look.stems(stems))


def test_an_incident_is_found_from_its_opening_on(memory: SqlMemory) -> None:
    """By the stems of its title in either language; each group must be met, the latest first."""
    remember(memory, titled(1, "Customer files leaked by a supplier"))
    remember(memory, titled(2, "Fuites de fichiers chez un prestataire"))

    assert ["INC-2026-0001"] == found(memory, {"leak"})
    assert ["INC-2026-0002", "INC-2026-0001"] == found(memory, {"leak", "fuit"})
    assert [] == found(memory, {"leak"}, {"fuit"})
    assert ["INC-2026-0002"] == found(memory, {"leak", "fuit"}, most=1)


def test_stems_are_counted_and_found_by_their_beginning(memory: SqlMemory) -> None:
    """Each incident counts once for a stem, and all of them for the empty one."""
    remember(memory, titled(1, "Fuite après une fuite"))
    remember(memory, titled(2, "Fuites"))

    assert {"fuit": 2, ALL_OF_THEM: 2} == counted(memory, "fuit", "nobody", ALL_OF_THEM)
    with memory.reading() as look:
        assert {"fuit": 2, "fuite": 1, "fuites": 1} == look.stems_near({"fu"}, 4, 6)
        assert {} == look.stems_near({"fu"}, 7, 9)


def test_what_was_learned_is_found_once_it_is_known(memory: SqlMemory) -> None:
    """The words with which it was closed are found from then on, and those of before still are."""
    opened = remember(memory, titled(1, "Panne du site"))
    assert [] == found(memory, {"certificat"})

    remember(
        memory,
        a_change(
            opened, IncidentClosed(at=MONDAY_MORNING, by=DANA, reason="Certificat expiré", left_open=())
        ),
    )

    assert ["INC-2026-0001"] == found(memory, {"certificat"})
    assert ["INC-2026-0001"] == found(memory, {"pann"})
    assert {"pann": 1, "certificat": 1, ALL_OF_THEM: 1} == counted(memory, "pann", "certificat", ALL_OF_THEM)


def test_a_changed_severity_narrows_anew(memory: SqlMemory) -> None:
    """What a search is narrowed by follows the facts."""
    opened = remember(memory, titled(1, "Panne du site"))
    change = SeverityChanged(at=MONDAY_MORNING, by=DANA, severity=Severity.SEV4, reason="")
    remember(memory, a_change(opened, change))

    assert ["INC-2026-0001"] == found(memory, {"pann"}, severity=Severity.SEV4)
    assert [] == found(memory, {"pann"}, severity=Severity.SEV1)


@pytest.mark.parametrize(
    ("narrowed", "fits"),
    [
        ({"country": "FR"}, True),
        ({"country": "GB"}, False),
        ({"playbook": "data-breach"}, True),
        ({"playbook": "rumour"}, False),
        ({"since": MONDAY_MORNING}, True),
        ({"until": MONDAY_MORNING}, False),
        ({"cause": "phishing"}, False),
        ({"but": titled(1, "").after.id}, False),
    ],
)
def test_a_search_is_narrowed(memory: SqlMemory, narrowed: dict[str, Any], fits: bool) -> None:
    """By where, by what, by when, and never to the incident itself."""
    remember(memory, titled(1, "Panne du site", country="FR"))

    assert fits is bool(found(memory, {"pann"}, **narrowed))


def test_a_restricted_incident_is_found_by_its_people_alone(memory: SqlMemory) -> None:
    """To all others it is not there, and it counts for nothing."""
    remember(memory, titled(1, "Panne du site", restricted=True))

    assert [] == found(memory, {"pann"})
    assert [] == found(memory, {"pann"}, reader=EVE)
    assert ["INC-2026-0001"] == found(memory, {"pann"}, reader=DANA)
    assert {} == counted(memory, "pann", ALL_OF_THEM)


def test_a_drill_is_found_where_drills_are_wanted(memory: SqlMemory) -> None:
    """It is no past incident."""
    remember(memory, titled(1, "Panne du site", drill=True))

    assert [] == found(memory, {"pann"})
    assert ["INC-2026-0001"] == found(memory, {"pann"}, drills=True)


def brought(memory: SqlMemory, number: int, external: str) -> Incident:
    """An incident that was brought along."""
    opening = titled(number, "Panne du site")
    fact = IncidentBrought(
        at=MONDAY_MORNING, external=external, cause="Expired-certificate", summary="S", lesson="L"
    )
    both = a_change(opening.after, fact)
    return remember(memory, replace(both, facts=(*opening.facts, *both.facts)))


def test_what_was_brought_is_known_by_its_name_there(memory: SqlMemory) -> None:
    """And by its cause, however that is typed."""
    brought(memory, 1, "OLD-7")

    with memory.reading() as look:
        assert {"OLD-7": "INC-2026-0001"} == look.brought({"OLD-7", "OLD-8"})
    assert ["INC-2026-0001"] == found(memory, {"certificat"}, cause="expired certificate")


def test_what_was_there_before_is_entered_anew(memory: SqlMemory, database: Database) -> None:
    """Incidents of which an earlier version kept nothing, or something else, are entered a few at a time."""
    remember(memory, titled(1, "Panne du site"))
    remember(memory, titled(2, "Fuite de données"))
    with writing(database) as connection:
        connection.execute(text("UPDATE search_entry SET form = 0 WHERE ref = 'INC-2026-0001'"))

    assert 1 == memory.recollect()
    assert 0 == memory.recollect()
    assert ["INC-2026-0001"] == found(memory, {"pann"})
    assert {"pann": 1, ALL_OF_THEM: 2} == counted(memory, "pann", ALL_OF_THEM)


def test_hostile_words_are_words(memory: SqlMemory) -> None:
    """Signs that mean something to a database mean nothing here."""
    remember(memory, titled(1, 'Robert\'); DROP TABLE incident; -- "NEAR" & | ! * (x)'))

    assert ["INC-2026-0001"] == found(memory, {"near"}, {"robert"}, {"drop"})
    assert [] == found(memory, {"nowhere"}, reader=UserId("x' OR '1'='1"))
