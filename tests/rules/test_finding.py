"""Who answers: the person who fits, what is given up where nobody does, and never nobody."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random  # noqa: TID251 - seeded: the same cases each time.

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from playbooks.playbook import Language, RoleId, Severity, UnitId, UserId
from playbooks.routing import (
    Availability,
    Away,
    Bar,
    BrandId,
    CompetenceId,
    Contact,
    Cover,
    Criterion,
    Directory,
    Duty,
    Found,
    Hours,
    Layer,
    Need,
    Rota,
    RotaId,
    RoutingRules,
    Standing,
    Training,
    Turn,
    Unit,
    Way,
    find,
    find_among,
)
from playbooks.routing.standing import index_of
from tests.rules.companies import (
    COMPETENCES,
    COUNTRIES,
    HUB,
    TONGUES,
    a_need,
    an_availability,
    example,
    large,
    words,
)

CARE, LEAD = RoleId("care"), RoleId("lead")
GROUP, NORTH, SOUTH = UnitId("group"), UnitId("north"), UnitId("south")
TICKETS = CompetenceId("tickets")
NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
NIGHT = datetime(2026, 3, 4, 23, 0, tzinfo=UTC)


def person(name: str, *languages: str, **changes: object) -> Contact:
    """Invent somebody of customer care in the north who answers in some languages."""
    plain = Contact(
        user=UserId(f"U0{name.upper()}"),
        name=name,
        email=f"{name}@group.example",
        telephone="+33 1 99 00 10 01",
        language=Language.EN,
        zone="UTC",
        units=(NORTH,),
        roles=(CARE,),
        languages=languages,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # Each caller gives fields of a contact.


def company(*contacts: Contact, rotas: tuple[Rota, ...] = (), **rules: object) -> Directory:
    """A group of two units in two countries; the boss leads its hub and keeps its directory."""
    boss = person("boss", "en", units=(), roles=(LEAD, HUB))
    return Directory(
        company="Group",
        default_language=Language.EN,
        units=(
            Unit(id=GROUP, title=words("Group"), country="FR"),
            Unit(id=NORTH, title=words("North"), country="FR", parent=GROUP, brand=BrandId("snow")),
            Unit(id=SOUTH, title=words("South"), country="ES", parent=GROUP, brand=BrandId("sun")),
        ),
        roles={CARE: words("Care"), LEAD: words("Lead"), HUB: words("Hub")},
        contacts=(*contacts, boss),
        ladders=(),
        objectives={},
        announcements="crises",
        administrators=(boss.user,),
        rotas=rotas,
        routing=RoutingRules(hub=HUB, **rules),  # type: ignore[arg-type]  # Each caller gives fields of the rules.
    )


def daily(*people: Contact, hours: Hours | None = None, units: tuple[UnitId, ...] = ()) -> Rota:
    """A rota of customer care whose turns change at midnight."""
    layer = Layer(
        people=tuple(one.user for one in people),
        first=date(2026, 3, 2),
        every=Turn.DAY,
        change=time(0),
        zone="UTC",
        hours=hours,
    )
    return Rota(id=RotaId("desk"), title=words("Desk"), role=CARE, layers=(layer,), units=units)


def bars(found: Found, contact: Contact) -> tuple[Bar, ...]:
    """Why somebody was not asked."""
    return next(verdict.bars for verdict in found.verdicts if verdict.person == contact.user)


GERMAN = Need(role=CARE, unit=NORTH, language="de")


def test_whoever_fits_everything_is_asked_and_nothing_is_given_up() -> None:
    """The language, the place and the domain: who has all three comes before whoever has two."""
    near, good = person("near", "de"), person("good", "de", competences=(TICKETS,))
    found = find(company(near, good), replace(GERMAN, competence=TICKETS), NOON)

    assert (good.user,) == found.people
    assert ((), Way.ROLE, False) == (found.relaxed, found.way, found.over)


def test_what_nobody_meets_is_given_up_in_the_order_of_the_directory() -> None:
    """With place first, the German of the south answers; with the language first, the neighbour does, and it is said."""
    near, far = person("near", "fr"), person("far", "de", units=(SOUTH,))

    place_first = find(company(near, far), GERMAN, NOON)
    assert (far.user, (Criterion.PLACE,)) == (place_first.person, place_first.relaxed)

    order = (Criterion.LANGUAGE, Criterion.PLACE, Criterion.COMPETENCE)
    language_first = find(company(near, far, relax=order), GERMAN, NOON)
    assert (near.user, (Criterion.LANGUAGE,)) == (language_first.person, language_first.relaxed)


def test_a_language_that_nobody_speaks_is_told_wherever_the_question_ends() -> None:
    """The role, the hub or an administrator: whoever answers without the language is marked so."""
    near = person("near", "fr")
    assert (Criterion.LANGUAGE,) == find(company(near), GERMAN, NOON).relaxed

    never = find(company(near, relax=(Criterion.PLACE,)), GERMAN, NOON)
    assert (Way.HUB, (Criterion.LANGUAGE,)) == (never.way, never.relaxed)


@pytest.mark.parametrize(
    ("changes", "at", "bar"),
    [
        ({"training": Training.AMBASSADOR}, NOON, Bar.TRAINING),
        ({"quiet": Hours(since=time(22), until=time(7))}, NIGHT, Bar.QUIET),
    ],
)
def test_training_and_quiet_hours_are_never_given_up(
    changes: dict[str, object], at: datetime, bar: Bar
) -> None:
    """The only German speaker is not asked, says why, and somebody who may be asked answers instead."""
    only, other = person("only", "de", **changes), person("other", "fr")
    found = find(company(only, other), GERMAN, at)

    assert ((other.user,), (bar,)) == (found.people, bars(found, only))


def test_in_a_crisis_quiet_hours_do_not_count() -> None:
    """What may not wake somebody for an incident does for a crisis."""
    only = person("only", "de", quiet=Hours(since=time(22), until=time(7)))
    need = replace(GERMAN, severity=Severity.SEV1)

    assert only.user == find(company(only), need, NIGHT).person
    assert only.user != find(company(only), replace(need, severity=Severity.SEV2), NIGHT).person


def test_quiet_hours_are_those_of_the_place_where_somebody_lives() -> None:
    """At 23:00 in Greenwich it is morning in Tokyo, and Tokyo may be called."""
    tokyo = person("tokyo", "de", quiet=Hours(since=time(22), until=time(7)), zone="Asia/Tokyo")

    assert tokyo.user == find(company(tokyo), GERMAN, NIGHT).person


def test_where_a_rota_exists_whoever_has_the_turn_answers() -> None:
    """The others are not asked, however well they fit; on the next day it is their turn."""
    one, two = person("one", "fr"), person("two", "de")
    directory = company(one, two, rotas=(daily(one, two),))
    today = find(directory, GERMAN, datetime(2026, 3, 4, 12, 0, tzinfo=UTC))

    assert ((one.user,), (Bar.DUTY,)) == (today.people, bars(today, two))
    assert (two.user,) == find(directory, GERMAN, datetime(2026, 3, 5, 12, 0, tzinfo=UTC)).people


def test_a_units_own_rota_comes_before_the_companys() -> None:
    """The rota of the nearest scope says who is on duty; a unit without one follows the company's."""
    one, two = person("one", "de"), person("two", "de", units=())
    own = daily(one, units=(NORTH,))
    directory = company(one, two, rotas=(own, replace(daily(two), id=RotaId("everywhere"))))

    assert one.user == find(directory, GERMAN, NOON).person
    assert two.user == find(directory, replace(GERMAN, unit=SOUTH), NOON).person


def test_whoever_covers_a_turn_answers_even_without_the_role() -> None:
    """A cover is duty: the one who steps in is asked."""
    one, stand_in = person("one", "de"), person("stand-in", "de", roles=(LEAD,))
    directory = company(one, stand_in, rotas=(daily(one),))
    cover = Cover(person=stand_in.user, since=NOON - timedelta(hours=1), until=NOON + timedelta(hours=1))
    covered = Availability(duty=Duty(covers=((RotaId("desk"), cover),)))

    assert (stand_in.user,) == find(directory, GERMAN, NOON, covered).people


def test_whoever_is_away_is_not_asked_and_their_deputy_is() -> None:
    """Where nobody else holds the role, the deputy stands in, and it is told how they came to be asked."""
    deputy = person("deputy", "de", roles=(LEAD,))
    absent = person("absent", "de", deputy=deputy.user)
    away = Availability(duty=Duty(away=(Away(person=absent.user, since=NOON - timedelta(days=1)),)))
    found = find(company(absent, deputy), GERMAN, NOON, away)

    assert ((deputy.user,), Way.DEPUTY, (Bar.AWAY,)) == (found.people, found.way, bars(found, absent))


def test_load_decides_between_equals_and_only_between_them() -> None:
    """Of two who fit alike the freer is asked; a nearer one comes first, busy as they are."""
    one, two = person("one", "de"), person("two", "de")
    far = person("far", "de", units=())
    busy = Availability(load={one.user: 2, two.user: 1})

    assert (two.user, one.user, far.user) == find(company(one, two, far), GERMAN, NOON, busy).people


def test_over_capacity_is_asked_only_when_nobody_else_is_left() -> None:
    """Somebody busy with too much is passed over for whoever fits less, but never for whoever lacks the language."""
    busy, other = person("busy", "de"), person("other", "de", units=(SOUTH,))
    load = Availability(load={busy.user: 3})
    passed = find(company(busy, other), GERMAN, NOON, load)
    assert ((other.user,), (Criterion.PLACE,)) == (passed.people, passed.relaxed)

    french = person("french", "fr")
    kept = find(company(busy, french), GERMAN, NOON, load)
    assert (busy.user, (), True) == (kept.person, kept.relaxed, kept.over)


def test_the_same_brand_comes_before_another() -> None:
    """Two who serve the whole place alike: whoever belongs to the brand is asked first."""
    sun = person("sun", "de", units=(SOUTH,), places=("FR",))
    snow = person("snow", "de", units=(NORTH,), places=("FR",))
    need = Need(role=CARE, language="de", place="FR", brand=BrandId("snow"))

    assert (snow.user, sun.user) == find(company(sun, snow), need, NOON).people


def test_a_unit_above_answers_for_the_units_below() -> None:
    """Whoever serves the group is nearer to the north than somebody of the whole company."""
    above, everywhere = person("above", "de", units=(GROUP,)), person("everywhere", "de", units=())

    assert (above.user, everywhere.user) == find(company(everywhere, above), GERMAN, NOON).people


def test_a5_a_role_that_nobody_holds_is_answered_by_the_hub() -> None:
    """And where the hub cannot be asked either, by an administrator, even at night."""
    directory = company()
    assert (UserId("U0BOSS"), Way.HUB) == (
        find(directory, GERMAN, NOON).person,
        find(directory, GERMAN, NOON).way,
    )

    absent = Availability(duty=Duty(away=(Away(person=UserId("U0BOSS"), since=NOON),)))
    found = find(directory, GERMAN, NOON, absent)
    assert (UserId("U0BOSS"), Way.ADMINISTRATORS) == (found.person, found.way)


def test_the_hub_answers_with_somebody_who_could_not_be_asked_for_the_role() -> None:
    """Whoever was not trained enough for the role may still lead the hub."""
    hub = person("hub", "de", roles=(CARE, HUB), training=Training.AWARE)
    directory = replace(company(hub), administrators=(hub.user,))

    assert (hub.user, Way.HUB) == (find(directory, GERMAN, NOON).person, find(directory, GERMAN, NOON).way)


def test_without_a_role_everybody_is_considered_but_those_off_duty() -> None:
    """Whoever takes turns is only asked in theirs; whoever takes none always may."""
    one, two, free = person("one", "de"), person("two", "de"), person("free", "de", roles=(LEAD,))
    found = find(company(one, two, free, rotas=(daily(one, two),)), replace(GERMAN, role=None), NOON)

    assert {one.user, free.user} == set(found.people)
    assert (Bar.DUTY,) == bars(found, two)


def test_everybody_considered_has_a_verdict() -> None:
    """Those asked stand first, in their order; then each of the others once."""
    one, two, three = person("one", "de"), person("two", "fr"), person("three", training=Training.AWARE)
    found = find(company(one, two, three), GERMAN, NOON)

    assert [(one.user, 1), (two.user, None), (three.user, None)] == [
        (verdict.person, verdict.rank) for verdict in found.verdicts
    ]


# Whatever is asked ---------------------------------------------------------------------------------------


def must_hold(directory: Directory, need: Need, availability: Availability, found: Found) -> None:
    """What is true of each answer, whoever is looked for."""
    first = index_of(directory).contacts[found.person]
    if need.language is not None:
        # A language is never dropped silently: without the mark, whoever is asked speaks it.
        assert (need.language in first.speaks) is (Criterion.LANGUAGE not in found.relaxed)
    if found.way in (Way.ROLE, Way.DEPUTY):
        least = directory.routing.training if need.training is None else need.training
        assert first.training >= least
    if found.way is not Way.ADMINISTRATORS:
        assert not any(away.person == first.user for away in availability.duty.away)
    assert found.people == tuple(verdict.person for verdict in found.verdicts if verdict.rank is not None)


def test_ten_thousand_questions_are_answered_by_somebody() -> None:
    """BM5: fifteen hundred people, ten thousand cases: none unrouted, no language dropped silently."""
    chance, directory = Random(20261126), large()  # noqa: S311 - nothing here is a secret.
    ends = dict.fromkeys(Way, 0)
    for _ in range(500):  # Twenty questions at each of five hundred moments.
        at = NOON + timedelta(minutes=chance.randint(0, 60 * 24 * 365))
        availability = an_availability(chance, directory)
        standing = Standing(directory, at, availability)
        for _ in range(20):
            need = a_need(chance, directory)
            found = find_among(standing, need)
            must_hold(directory, need, availability, found)
            ends[found.way] += 1

    assert 10_000 == sum(ends.values())
    assert ends[Way.ROLE] > ends[Way.DEPUTY] + ends[Way.HUB] + ends[Way.ADMINISTRATORS]


needs = some.builds(
    Need,
    role=some.none() | some.sampled_from([CARE, LEAD, HUB]),
    unit=some.none() | some.sampled_from([GROUP, NORTH, SOUTH]),
    language=some.none() | some.sampled_from(TONGUES[:4]),
    place=some.none() | some.sampled_from(COUNTRIES[:4]),
    competence=some.none() | some.sampled_from(COMPETENCES[:2]),
    severity=some.none() | some.sampled_from(Severity),
)
contacts = some.lists(
    some.builds(
        person,
        some.integers(0, 9).map(lambda number: f"p{number}"),
        some.sampled_from(TONGUES[:4]),
        units=some.sampled_from([(), (NORTH,), (SOUTH,), (GROUP,)]),
        places=some.sampled_from([(), ("FR",), ("ES", "DE")]),
        competences=some.sampled_from([(), COMPETENCES[:1], COMPETENCES[:2]]),
        training=some.sampled_from(Training),
        quiet=some.none() | some.just(Hours(since=time(20), until=time(8))),
    ),
    unique_by=lambda contact: contact.user,
    max_size=8,
)
orders = some.permutations(list(Criterion)).flatmap(
    lambda order: some.integers(0, 3).map(lambda kept: tuple(order[:kept]))
)


@settings(max_examples=200)
@given(contacts, orders, needs, some.dictionaries(some.just(UserId("U0P1")), some.integers(1, 5)))
def test_nothing_is_given_up_that_somebody_free_could_have_met(
    people: list[Contact], relax: tuple[Criterion, ...], need: Need, load: dict[UserId, int]
) -> None:
    """Whatever the order: what is given up is of the directory's order, and nobody barred is asked for the role."""
    directory, availability = company(*people, relax=relax), Availability(load=load)
    found = find(directory, need, NIGHT, availability)

    must_hold(directory, need, availability, found)
    if found.way in (Way.ROLE, Way.DEPUTY):
        assert set(found.relaxed) <= set(relax)
        asked = [verdict for verdict in found.verdicts if verdict.rank is not None]
        assert not any(verdict.bars for verdict in asked)
        whole = [
            v for v in found.verdicts if not v.bars and not v.lacks and not v.over and v.way is found.way
        ]
        assert not found.relaxed or not whole


# The worked examples -------------------------------------------------------------------------------------


def hours_of_a_week() -> list[datetime]:
    """Every hour of the week in which Europe's clocks go back."""
    begin = datetime(2026, 10, 19, tzinfo=UTC)
    return [begin + timedelta(hours=number) for number in range(7 * 24)]


@pytest.mark.parametrize("name", ["directory", "directory-rail", "directory-airline"])
def test_each_unit_role_hour_and_language_ends_at_a_person(name: str) -> None:
    """Exhaustive: whoever is asked may be asked, and a language that is not theirs is said."""
    directory = example(name)
    spoken = sorted({code for contact in directory.contacts for code in contact.speaks})
    asked = 0
    for at in hours_of_a_week():
        standing = Standing(directory, at, Availability())
        for unit in directory.units:
            for role in directory.roles:
                for language in spoken:
                    need = Need(role=role, unit=unit.id, language=language)
                    found = find_among(standing, need)
                    contact = standing.index.contacts[found.person]
                    assert (language in contact.speaks) is (Criterion.LANGUAGE not in found.relaxed)
                    assert found.way is Way.ADMINISTRATORS or not found.first.bars
                    asked += 1

    assert len(directory.units) * len(directory.roles) * len(spoken) * 168 == asked


def test_the_airline_answers_in_ten_languages_at_every_hour() -> None:
    """Through both changes of the clock, whoever writes to customer care is answered in their language."""
    directory = example("directory-airline")
    languages = {"fr", "nl", "de", "it", "es", "pt", "ja", "zh", "ar", "en"}
    for begin in (datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 10, 20, tzinfo=UTC)):
        for hour in range(24 * 35):
            standing = Standing(directory, begin + timedelta(hours=hour), Availability())
            for language in languages:
                found = find_among(standing, Need(role=CARE, unit=UnitId("asia"), language=language))
                assert (Way.ROLE, ()) == (found.way, found.relaxed)


@pytest.mark.parametrize(
    ("competence", "hour", "desk"),
    [("tickets", 10, "tickets"), ("traffic", 10, "traffic"), ("tickets", 2, "dispatch")],
)
def test_the_railways_desks_are_split_by_domain(competence: str, hour: int, desk: str) -> None:
    """By day each question goes to its own desk; at night the tower answers for all."""
    directory = example("directory-rail")
    need = Need(role=CARE, unit=UnitId("mainlines"), language="fr", competence=CompetenceId(competence))
    found = find(directory, need, datetime(2026, 3, 4, hour, tzinfo=UTC))
    contact = directory.contact(found.person)

    assert contact is not None
    assert (CompetenceId(desk),) == contact.competences
