"""Who holds the roles of an incident from its first minute, and what was given up to name them."""

from datetime import UTC, datetime

from playbooks.playbook import RoleId, UnitId, UserId
from playbooks.routing import Availability, Away, Criterion, Duty, Relaxed, Where, pinned
from tests.rules.companies import example

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
NIGHT = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
WEST = Where(unit=UnitId("regio-west"), country="FR", language="fr")
CARE, DPO, PRESS, OWNER = RoleId("care"), RoleId("dpo"), RoleId("press"), RoleId("unit-owner")


def test_a_directory_without_the_new_keys_names_the_nearest_as_before() -> None:
    """Nothing changes for a company that says no more, and nothing is told."""
    directory = example("directory")
    for unit in directory.units:
        where = Where(unit=unit.id, country=unit.country, language="fr")
        named = pinned(directory, where, NIGHT, Availability())

        assert directory.roster(unit.id, unit.country) == named.roster
        assert directory.deputies(unit.id, unit.country) == named.deputies
        assert () == named.relaxed


def test_whoever_has_the_turn_holds_the_role() -> None:
    """The press officer of the week and the desk of the day are named, and their colleagues stand in."""
    named = pinned(example("directory-rail"), WEST, NOON, Availability())
    roster, deputies = dict(named.roster), dict(named.deputies)

    assert UserId("U0DAMIEN") == roster[PRESS]
    assert UserId("U0ELISE") == deputies[PRESS]
    assert not [role for role, person in deputies.items() if person == roster[role]]


def test_owning_a_step_wakes_nobody_so_that_quiet_hours_do_not_count() -> None:
    """The data protection officer keeps her role at night."""
    assert (
        UserId("U0HORTENSE")
        == dict(pinned(example("directory-rail"), WEST, NIGHT, Availability()).roster)[DPO]
    )


def test_whoever_is_away_is_not_named_while_a_deputy_is_there() -> None:
    """The deputy holds the role meanwhile."""
    away = Availability(duty=Duty(away=(Away(person=UserId("U0HORTENSE"), since=NIGHT),)))

    assert UserId("U0GILLES") == dict(pinned(example("directory-rail"), WEST, NOON, away).roster)[DPO]


def test_a_language_that_a_holder_does_not_speak_is_told() -> None:
    """An incident worked in English whose unit is led in French and Breton says so."""
    english = Where(unit=UnitId("regio-west"), country="FR", language="en")
    told = pinned(example("directory-rail"), english, NOON, Availability()).relaxed

    assert Relaxed(role=RoleId("local"), person=UserId("U0YASMINE"), missed=(Criterion.PLACE,)) in told
    assert [one for one in told if one.role == RoleId("hr") and Criterion.LANGUAGE in one.missed]


def test_a_role_of_which_everybody_is_away_is_still_held() -> None:
    """By the nearest of those who hold it: the incident has an owner for the day they are back."""
    people = [contact.user for contact in example("directory-rail").contacts]
    away = Availability(duty=Duty(away=tuple(Away(person=person, since=NIGHT) for person in people)))

    assert UserId("U0ZOE") == dict(pinned(example("directory-rail"), WEST, NOON, away).roster)[OWNER]


def test_that_only_somebody_away_holds_a_role_is_told() -> None:
    """In the first line of the log, so that nobody waits for them."""
    people = [contact.user for contact in example("directory-rail").contacts]
    away = Availability(duty=Duty(away=tuple(Away(person=person, since=NIGHT) for person in people)))

    told = pinned(example("directory-rail"), WEST, NOON, away).relaxed

    assert {one.role for one in told if one.away} >= {OWNER, DPO}


def test_a_deputy_who_is_away_is_passed_over() -> None:
    """While somebody else could stand in; where nobody could, they are named all the same."""
    directory = example("directory-airline")
    unit = directory.units[0]
    where = Where(unit=unit.id, country=unit.country, language="en")
    usual = pinned(directory, where, NOON, Availability())
    held, passed = dict(usual.roster), 0
    for role, deputy in usual.deputies:
        gone = Availability(duty=Duty(away=(Away(person=deputy, since=NIGHT),)))
        others = {one.user for one in directory.people_of(role, unit.id)} - {deputy, held[role]}
        named = dict(pinned(directory, where, NOON, gone).deputies)
        if others:
            assert named[role] != deputy, role
            passed += 1

    assert passed
