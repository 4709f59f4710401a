"""Who holds each role of an incident from the day it opens, and what was given up to find them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from playbooks.playbook import RoleId, Severity, UnitId, UserId
from playbooks.routing.availability import Availability
from playbooks.routing.directory import Criterion, Directory
from playbooks.routing.finding import Need, Way, find_among
from playbooks.routing.standing import Standing

Pairs = tuple[tuple[RoleId, UserId], ...]
REGULAR = (Way.ROLE, Way.DEPUTY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxed:
    """Somebody was named for a role although they do not meet everything."""

    role: RoleId
    person: UserId
    missed: tuple[Criterion, ...]
    away: bool = False  # nobody else holds the role at all


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinning:
    """Who holds the roles of an incident, who stands in for them, and what was given up."""

    roster: Pairs
    deputies: Pairs
    relaxed: tuple[Relaxed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where an incident is, and in which language it is worked."""

    unit: UnitId
    country: str
    language: str


def pinned(directory: Directory, where: Where, at: datetime, availability: Availability) -> Pinning:
    """
    Name who holds each role of an incident.

    A directory that says nothing of languages, places, domains or turns names the nearest, as it always did. Any
    other names whoever answers: on duty, not away, in the incident's language. Owning a step wakes nobody, so quiet
    hours do not count. A role that nobody may be asked for is held by the nearest who holds it at all.
    """
    roster = directory.roster(where.unit, where.country)
    deputies = directory.deputies(where.unit, where.country)
    if not says_who_answers(directory):
        return Pinning(roster=roster, deputies=deputies)
    standing = Standing(directory, at, availability)
    held = tuple(_holder(standing, where, role) for role in directory.roles if role in standing.index.holders)
    named = {relaxed.role: relaxed.person for relaxed in held}
    return Pinning(
        roster=tuple(named.items()),
        deputies=tuple(_deputies(standing, where, named, deputies)),
        relaxed=tuple(relaxed for relaxed in held if relaxed.missed or relaxed.away),
    )


def says_who_answers(directory: Directory) -> bool:
    """Whether a directory says more of who answers than where people belong."""
    spoken = (one.languages or one.places or one.competences for one in directory.contacts)
    return bool(directory.rotas) or any(spoken)


def _holder(standing: Standing, where: Where, role: RoleId) -> Relaxed:
    need = Need(
        role=role, unit=where.unit, place=where.country, language=where.language, severity=Severity.SEV1
    )
    found = find_among(standing, need)
    if found.way in REGULAR:
        return Relaxed(role=role, person=found.person, missed=found.relaxed)
    nearest = standing.index.directory.people_of(role, where.unit, where.country)
    held = nearest or standing.index.holders[role]
    here = (contact.user for contact in held if not standing.is_away(contact.user))
    person = next(here, held[0].user)
    lacks = next(verdict.lacks for verdict in found.verdicts if verdict.person == person)
    return Relaxed(role=role, person=person, missed=lacks, away=standing.is_away(person))


def _deputies(
    standing: Standing, where: Where, named: dict[RoleId, UserId], nearest: Pairs
) -> Iterator[tuple[RoleId, UserId]]:
    """Name who stands in for each: the nearest who is there, unless that is whoever holds the role."""
    directory = standing.index.directory
    for role, person in named.items():
        contact = directory.contact(person)
        own = None if contact is None else contact.deputy
        listed = (user for held, user in nearest if held == role)
        others = (one.user for one in directory.people_of(role, where.unit, where.country))
        choice = [one for one in (own, *listed, *others) if one is not None and one != person]
        here = (one for one in choice if not standing.is_away(one))
        deputy = next(here, next(iter(choice), None))
        if deputy is not None:
            yield role, deputy
