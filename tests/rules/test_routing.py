"""The directory finds the nearest person for a role, and the people of a ladder in their order."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbooks.playbook import LadderId, Language, RoleId, UnitId, UserId, Words
from playbooks.routing import (
    STANDARD_ROLES,
    Contact,
    Directory,
    LadderPlan,
    Layer,
    Rota,
    RotaId,
    Rung,
    Turn,
    Unit,
    listed,
)
from tests.fakes.clock import MONDAY_MORNING as MORNING

PRESS, CARE, COMMS = RoleId("press"), RoleId("care"), RoleId("comms")
LYON, PARIS, LEEDS = UnitId("lyon"), UnitId("paris"), UnitId("leeds")


def words(text: str) -> Words:
    """Say the same in both languages."""
    return Words(en=text, fr=text)


def person(name: str, roles: tuple[RoleId, ...], units: tuple[UnitId, ...] = ()) -> Contact:
    """Invent somebody."""
    return Contact(
        user=UserId(f"U0{name.upper()}"),
        name=name,
        email=f"{name}@meridian.example",
        telephone="+33 1 99 00 10 01",
        language=Language.EN if LEEDS in units else Language.FR,
        zone="Europe/Paris",
        units=units,
        roles=roles,
    )


def directory(
    *contacts: Contact, rungs: tuple[Rung, ...] = (), more_roles: tuple[RoleId, ...] = ()
) -> Directory:
    """A company of three units in two countries."""
    return Directory(
        company="Groupe Meridian",
        default_language=Language.FR,
        units=(
            Unit(id=LYON, title=words("Lyon"), country="FR"),
            Unit(id=PARIS, title=words("Paris"), country="FR"),
            Unit(id=LEEDS, title=words("Leeds"), country="GB"),
        ),
        roles={**STANDARD_ROLES, **{role: words(role) for role in more_roles}},
        contacts=contacts,
        ladders=(LadderPlan(id=LadderId("press"), title=words("Press"), rungs=rungs),),
        objectives={"trust": words("Trust")},
        announcements="crises",
        administrators=(contacts[0].user,),
    )


HUB = person("hub", (PRESS, COMMS))
LYONNAISE = person("lyonnaise", (PRESS, CARE), (LYON,))
PARISIAN = person("parisian", (PRESS,), (PARIS,))
BRITON = person("briton", (PRESS,), (LEEDS,))


def test_the_nearest_comes_first() -> None:
    """The unit's own, then the whole company's, then the same country's, then anybody."""
    company = directory(BRITON, PARISIAN, HUB, LYONNAISE)

    assert (LYONNAISE, HUB, PARISIAN, BRITON) == company.people_of(PRESS, LYON)
    assert (BRITON, HUB, PARISIAN, LYONNAISE) == company.people_of(PRESS, LEEDS)


def test_without_a_unit_the_company_comes_first_and_a_country_helps() -> None:
    """An incident of the whole company asks the hub; a country alone is enough to find its people."""
    company = directory(BRITON, PARISIAN, HUB)

    assert (HUB, BRITON, PARISIAN) == company.people_of(PRESS, None)
    assert (HUB, PARISIAN, BRITON) == company.people_of(PRESS, None, "FR")


def test_somebody_far_away_is_better_than_silence() -> None:
    """A role that one person holds, in another country, is still answered."""
    assert (BRITON,) == directory(BRITON).people_of(PRESS, LYON)
    assert () == directory(BRITON).people_of(CARE, LYON)


@given(st.lists(st.sampled_from([HUB, LYONNAISE, PARISIAN, BRITON]), min_size=1, unique=True))
def test_a5_a_role_that_somebody_holds_is_never_empty(contacts: list[Contact]) -> None:
    """Whatever the unit and country, everybody who holds the role is found, each once."""
    company = directory(*contacts)
    for unit in (None, LYON, LEEDS, UnitId("closed-down")):
        assert sorted(c.user for c in contacts) == sorted(c.user for c in company.people_of(PRESS, unit))


def test_a_roster_names_one_person_per_role_that_is_held() -> None:
    """A role nobody holds is left out; the lead takes its steps."""
    company = directory(HUB, LYONNAISE)

    assert {COMMS: HUB.user, PRESS: LYONNAISE.user, CARE: LYONNAISE.user} == dict(company.roster(LYON))
    assert HUB.user == dict(company.roster(PARIS))[PRESS]


def test_a_deputy_is_the_next_nearest_or_who_is_named_for_it() -> None:
    """Another holder of the role stands in; failing that, whoever holds the role’s own deputy role; else nobody."""
    stand_in = person("stand-in", (RoleId("comms-deputy"),), ())
    company = directory(HUB, LYONNAISE, stand_in, more_roles=(RoleId("comms-deputy"),))

    assert {PRESS: HUB.user, COMMS: stand_in.user} == dict(company.deputies(LYON))


def test_the_deputies_of_a_role_stand_in_their_order() -> None:
    """The next nearest first; whoever is asked for is the first who is not asked already."""
    further = person("further", (PRESS,), ())
    company = directory(LYONNAISE, HUB, further)
    named = [user for role, user in company.deputies(LYON) if role == PRESS]

    assert {HUB.user, further.user} == set(named)
    assert [contact.user for contact in company.people_of(PRESS, LYON)][1:] == named


def test_a_ladder_calls_the_nearest_of_each_rung() -> None:
    """Each rung gives its people and its wait; no wait means the severity's own."""
    company = directory(
        HUB, LYONNAISE, rungs=(Rung(roles=(PRESS,), wait=timedelta(minutes=3)), Rung(roles=(COMMS,)))
    )

    assert (((LYONNAISE.user,), timedelta(minutes=3)), ((HUB.user,), None)) == listed(
        company, LadderId("press"), LYON, MORNING
    )


def test_equally_near_people_are_called_together() -> None:
    """Two press officers of one unit share the rung, and one answer is enough."""
    other = person("other", (PRESS,), (LYON,))
    company = directory(HUB, LYONNAISE, other, rungs=(Rung(roles=(PRESS,)),))

    assert (((LYONNAISE.user, other.user), None),) == listed(company, LadderId("press"), LYON, MORNING)


def test_nobody_is_called_twice_in_a_row() -> None:
    """A rung that would call the same person again is left out; the next one follows."""
    rungs = (Rung(roles=(PRESS,)), Rung(roles=(COMMS,)), Rung(users=(BRITON.user, HUB.user)))
    company = directory(HUB, BRITON, rungs=rungs)

    assert (((HUB.user,), None), ((BRITON.user,), None)) == listed(company, LadderId("press"), PARIS, MORNING)


def test_a_rung_without_anybody_is_left_out() -> None:
    """A role nobody holds and a person who has left do not make the ladder wait."""
    company = directory(
        HUB, rungs=(Rung(roles=(CARE,)), Rung(users=(UserId("U0GONE"),)), Rung(roles=(PRESS,)))
    )

    assert (((HUB.user,), None),) == listed(company, LadderId("press"), LYON, MORNING)


def test_an_unknown_ladder_ends_where_every_ladder_does() -> None:
    """A ladder that was taken out of the directory breaks nothing: the administrators are called."""
    company = directory(HUB)

    assert ((company.administrators, None),) == listed(company, LadderId("nowhere"), LYON, MORNING)


def test_a_list_on_paper_names_who_takes_turns_too() -> None:
    """Whoever is on duty first, their colleagues after: the list is read when another has the turn."""
    people, zone = (HUB.user, LYONNAISE.user), "Europe/Paris"
    turns = Layer(people=people, first=date(2026, 1, 5), every=Turn.WEEK, change=time(8), zone=zone)
    rota = Rota(id=RotaId("press"), title=words("Press"), role=PRESS, layers=(turns,))
    company = replace(directory(HUB, LYONNAISE, rungs=(Rung(rotas=(rota.id,)),)), rotas=(rota,))

    ((first, _),) = listed(company, LadderId("press"), LYON, MORNING)
    ((later, _),) = listed(company, LadderId("press"), LYON, MORNING + timedelta(weeks=1))

    assert {HUB.user, LYONNAISE.user} == set(first) == set(later)
    assert first == tuple(reversed(later))


def test_people_and_units_are_found_by_their_id() -> None:
    """Who is not there is None, and reads the company's own language."""
    company = directory(HUB, BRITON)

    assert BRITON == company.contact(BRITON.user)
    assert company.contact(UserId("U0GONE")) is None
    assert (unit := company.unit(LEEDS)) is not None
    assert "GB" == unit.country
    assert company.unit(UnitId("nowhere")) is None
    assert (Language.EN, Language.FR) == (
        company.language_of(BRITON.user),
        company.language_of(UserId("U0GONE")),
    )


@pytest.mark.parametrize(("role", "expected"), [("press", "Relations presse"), ("gone", "gone")])
def test_a_role_is_named_for_people(role: str, expected: str) -> None:
    """A role that a playbook still names and the directory has lost keeps its id."""
    assert expected == directory(HUB).role_title(RoleId(role)).fr


def test_a_playbook_may_refer_to_what_the_directory_names() -> None:
    """Roles, ladders and objectives of the company are the vocabulary of its playbooks."""
    known = directory(HUB).vocabulary

    assert PRESS in known.roles
    assert frozenset({"press"}) == known.ladders
    assert frozenset({"trust"}) == known.objectives
