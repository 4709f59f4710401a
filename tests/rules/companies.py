"""The companies in which somebody is looked for: the worked examples, and one of fifteen hundred people."""

from datetime import UTC, date, datetime, time
from functools import cache
from itertools import count
from pathlib import Path
from random import Random  # noqa: TID251 - seeded: the same company each time.

from config.directory import read_directory
from playbooks.playbook import Language, RoleId, UnitId, UserId, Words
from playbooks.routing import (
    STANDARD_ROLES,
    Availability,
    Away,
    BrandId,
    CompetenceId,
    Contact,
    Directory,
    Duty,
    Hours,
    Layer,
    Need,
    Rota,
    RotaId,
    RoutingRules,
    Training,
    Turn,
    Unit,
)

EXAMPLES = Path(__file__).parents[2] / "config/examples"
TONGUES = ("en", "fr", "de", "es", "it", "pt", "nl", "pl", "ja", "ar", "zh", "tr", "sv", "cs")
COUNTRIES = ("FR", "GB", "DE", "ES", "IT", "PT", "NL", "PL", "JP", "AE", "CN", "TR", "SE", "CZ", "CA", "US")
ZONES = ("Europe/Paris", "Europe/London", "America/Toronto", "Asia/Tokyo", "Australia/Sydney", "UTC")
COMPETENCES = tuple(CompetenceId(name) for name in ("tickets", "traffic", "network", "billing", "safety"))
HUB = RoleId("duty-lead")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@cache
def example(name: str) -> Directory:
    """Read one of the worked examples."""
    return read_directory((EXAMPLES / f"{name}.yaml").read_bytes(), f"{name}.yaml")


def words(text: str) -> Words:
    """Say the same in both languages."""
    return Words(en=text, fr=text)


@cache
def large(people: int = 1500, seed: int = 7) -> Directory:
    """Invent a group with forty units in a tree, forty rotas, and as many people as BM5 asks for."""
    chance = Random(seed)  # noqa: S311 - nothing here is a secret.
    units = tuple(
        Unit(
            id=UnitId(f"unit-{number}"),
            title=words(f"Unit {number}"),
            country=COUNTRIES[number % len(COUNTRIES)],
            parent=UnitId(f"unit-{number // 4}") if number % 4 else None,
            brand=BrandId(f"brand-{number % 3}") if number % 2 else None,
        )
        for number in range(40)
    )
    contacts = tuple(_person(number, chance, units) for number in range(people))
    return Directory(
        company="Group of many",
        default_language=Language.EN,
        units=units,
        roles={**STANDARD_ROLES, HUB: words("Duty lead")},
        contacts=contacts,
        ladders=(),
        objectives={},
        announcements="crises",
        administrators=(contacts[0].user, contacts[1].user),
        competences={name: words(name) for name in COMPETENCES},
        rotas=tuple(_rotas(contacts, chance, units)),
        routing=RoutingRules(hub=HUB),
    )


def _person(number: int, chance: Random, units: tuple[Unit, ...]) -> Contact:
    roles = chance.sample([*STANDARD_ROLES], chance.randint(1, 2))
    return Contact(
        user=UserId(f"U{number:06d}"),
        name=f"Person {number}",
        email=f"p{number}@group.example",
        telephone="+33 1 99 00 10 01",
        language=chance.choice(list(Language)),
        zone=chance.choice(ZONES),
        units=() if chance.random() < 0.1 else (chance.choice(units).id,),
        roles=(*roles, HUB) if number % 100 == 0 else tuple(roles),
        languages=tuple(chance.sample(TONGUES, chance.randint(1, 3))),
        places=() if chance.random() < 0.8 else tuple(chance.sample(COUNTRIES, 2)),
        competences=tuple(chance.sample(COMPETENCES, chance.randint(0, 2))),
        training=chance.choice(list(Training)),
        quiet=Hours(since=time(22), until=time(7)) if chance.random() < 0.4 else None,
        deputy=UserId(f"U{(number + 1) % 1500:06d}") if chance.random() < 0.3 else None,
    )


def _rotas(contacts: tuple[Contact, ...], chance: Random, units: tuple[Unit, ...]) -> list[Rota]:
    named = count()
    return [
        Rota(
            id=RotaId(f"rota-{next(named)}"),
            title=words("Rota"),
            role=chance.choice([*STANDARD_ROLES]),
            units=() if chance.random() < 0.2 else (chance.choice(units).id,),
            layers=(
                Layer(
                    people=tuple(contact.user for contact in chance.sample(contacts, 6)),
                    first=date(2026, 1, 5),
                    every=chance.choice(list(Turn)),
                    change=time(8),
                    zone=chance.choice(ZONES),
                    hours=Hours(since=time(7), until=time(19)) if chance.random() < 0.5 else None,
                ),
            ),
        )
        for _ in range(40)
    ]


def a_need(chance: Random, directory: Directory) -> Need:
    """Invent what is asked for."""
    return Need(
        role=chance.choice([*STANDARD_ROLES]) if chance.random() < 0.97 else None,
        unit=chance.choice(directory.units).id if chance.random() < 0.9 else None,
        language=chance.choice(TONGUES) if chance.random() < 0.9 else None,
        place=chance.choice(COUNTRIES) if chance.random() < 0.4 else None,
        competence=chance.choice(COMPETENCES) if chance.random() < 0.5 else None,
    )


def an_availability(chance: Random, directory: Directory) -> Availability:
    """Invent who is away and how busy people are."""
    people = [contact.user for contact in directory.contacts]
    gone = chance.sample(people, chance.randint(0, 200))
    load = {person: chance.randint(1, 6) for person in chance.sample(people, 300)}
    away = tuple(Away(person=person, since=LONG_AGO) for person in gone)
    return Availability(duty=Duty(away=away), load=load)
