"""A directory file that was checked becomes a Directory."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

from config.directory.shape import (
    ContactText,
    DirectoryText,
    HoursText,
    LadderText,
    LayerText,
    OnlyText,
    PledgeText,
    ReachText,
    RotaText,
    RoutingText,
    RungText,
    UnitText,
    WebhookText,
    Weekday,
)
from playbooks.document import ShortText
from playbooks.plan import duration
from playbooks.playbook import LadderId, RoleId, UnitId, UserId, Words
from playbooks.routing import (
    STANDARD_OBJECTIVES,
    STANDARD_ROLES,
    Account,
    BrandId,
    CompetenceId,
    Contact,
    Cover,
    Directory,
    Hours,
    LadderPlan,
    Layer,
    MeansId,
    Only,
    Reach,
    Rota,
    RotaId,
    RoutingRules,
    Rung,
    Unit,
    Webhook,
)
from playbooks.routing.pledges import STANDARD_PLEDGES, Pledge

Name = TypeVar("Name", bound=str)

DAYS = tuple(Weekday)


def made(document: DirectoryText) -> Directory:
    """Make the directory of a document in which every name is known to exist."""
    return Directory(
        company=document.company,
        default_language=document.default_language,
        units=tuple(_unit(name, unit) for name, unit in document.units.items()),
        roles=_renamed(STANDARD_ROLES, document.roles, RoleId),
        contacts=tuple(_contact(contact) for contact in document.contacts),
        ladders=tuple(_ladder(name, ladder) for name, ladder in document.ladders.items()),
        objectives=_renamed(STANDARD_OBJECTIVES, document.objectives, str),
        announcements=document.announcements,
        administrators=tuple(UserId(user) for user in document.administrators),
        channels=tuple(Account(name=one.name, units=_units(one.units)) for one in document.channels),
        brands=_renamed({}, document.brands, BrandId),
        competences=_renamed({}, document.competences, CompetenceId),
        rotas=tuple(_rota(name, rota) for name, rota in document.rotas.items()),
        routing=_routing(document.routing),
        webhooks={MeansId(name): _webhook(one) for name, one in document.webhooks.items()},
        pledges={**STANDARD_PLEDGES, **{name: _pledge(one) for name, one in document.pledges.items()}},
        rights={act: tuple(RoleId(one) for one in roles) for act, roles in document.rights.items()},
        retention={kind: duration(kept) for kind, kept in document.retention.items()},
    )


def _renamed(
    standard: Mapping[Name, Words], own: Mapping[str, ShortText], named: Callable[[str], Name]
) -> dict[Name, Words]:
    return {**standard, **{named(name): _words(title) for name, title in own.items()}}


def _unit(name: str, unit: UnitText) -> Unit:
    return Unit(
        id=UnitId(name),
        title=_words(unit.title),
        country=unit.country,
        parent=UnitId(unit.parent) if unit.parent else None,
        brand=BrandId(unit.brand) if unit.brand else None,
        hours=_hours(unit.hours),
        zone=unit.zone or "UTC",
    )


def _contact(contact: ContactText) -> Contact:
    return Contact(
        user=UserId(contact.user),
        name=contact.name,
        email=contact.email,
        telephone=contact.telephone,
        language=contact.language,
        zone=contact.zone,
        units=_units(contact.units),
        roles=tuple(RoleId(role) for role in contact.roles),
        languages=tuple(contact.languages),
        places=tuple(contact.places),
        competences=tuple(CompetenceId(one) for one in contact.competences),
        training=contact.training.training,
        quiet=_hours(contact.quiet),
        deputy=UserId(contact.deputy) if contact.deputy else None,
        reach=tuple(_reach(one) for one in contact.reach),
    )


def _reach(one: ReachText) -> Reach:
    means = MeansId(one.means)
    return Reach(means=means, after=duration(one.after)) if one.after else Reach(means=means)


def _rota(name: str, rota: RotaText) -> Rota:
    covers = (
        Cover(
            person=UserId(cover.person),
            since=_moment(cover.since, rota.zone),
            until=_moment(cover.until, rota.zone),
        )
        for cover in rota.covers
    )
    return Rota(
        id=RotaId(name),
        title=_words(rota.title),
        role=RoleId(rota.role),
        layers=tuple(_layer(layer, rota.zone) for layer in rota.layers),
        units=_units(rota.units),
        covers=tuple(covers),
    )


def _layer(layer: LayerText, zone: str) -> Layer:
    return Layer(
        people=tuple(UserId(person) for person in layer.people),
        first=date.fromisoformat(layer.first),
        every=layer.every,
        change=time.fromisoformat(layer.change),
        zone=layer.zone or zone,
        hours=_hours(layer.hours),
    )


def _ladder(name: str, ladder: LadderText) -> LadderPlan:
    return LadderPlan(
        id=LadderId(name),
        title=_words(ladder.title),
        rungs=tuple(_rung(rung) for rung in ladder.rungs),
        again=ladder.again,
        asked_again=duration(ladder.asked_again) if ladder.asked_again else None,
    )


def _rung(rung: RungText) -> Rung:
    return Rung(
        roles=tuple(RoleId(role) for role in rung.roles),
        users=tuple(UserId(user) for user in rung.users),
        rotas=tuple(RotaId(rota) for rota in rung.rotas),
        wait=duration(rung.wait) if rung.wait else None,
        answer=rung.answer,
        in_turn=rung.in_turn,
        only=_only(rung.only) if rung.only else Only(),
    )


def _only(only: OnlyText) -> Only:
    return Only(
        severities=tuple(only.severity),
        units=_units(only.units),
        audiences=tuple(only.audiences),
        hours=_hours(only.hours),
        zone=only.zone or "UTC",
    )


def _routing(routing: RoutingText) -> RoutingRules:
    return RoutingRules(
        relax=tuple(routing.relax),
        training=routing.training.training,
        hub=RoleId(routing.hub) if routing.hub else None,
        capacity=routing.capacity,
        fallback_after=duration(routing.fallback_after),
    )


def _pledge(one: PledgeText) -> Pledge:
    return Pledge(first=duration(one.first), later=duration(one.later), settled=duration(one.settled))


def _webhook(webhook: WebhookText) -> Webhook:
    return Webhook(
        title=_words(webhook.title),
        address=webhook.address,
        key=webhook.key,
        answers=webhook.answers,
    )


def _hours(hours: HoursText | None) -> Hours | None:
    if hours is None:
        return None
    since, until = time.fromisoformat(hours.since), time.fromisoformat(hours.until)
    return Hours(since=since, until=until, days=frozenset(DAYS.index(day) for day in hours.days))


def _moment(written: str, zone: str) -> datetime:
    """Read a moment on a wall in a zone; an hour that a wall shows twice is its first."""
    return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _units(units: list[str]) -> tuple[UnitId, ...]:
    return tuple(UnitId(unit) for unit in units)


def _words(text: ShortText) -> Words:
    return Words(en=text.en, fr=text.fr)
