"""People as paper needs them: by name and telephone number, up each ladder, for each role, and all in order."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from handlers.web.drawing.reader import Reader
from playbooks.escalation import DEFAULT_WAIT
from playbooks.playbook import LadderId, RoleId, Severity, UnitId, UserId
from playbooks.routing import Called, listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody to reach without Slack."""

    name: str
    telephone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RungLine:
    """Who is called together, and what follows if none of them answers."""

    number: int
    people: tuple[Person, ...]
    then: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderPart:
    """One ladder, from the first who is called to the last; no rung: it calls nobody."""

    title: str
    whom: str  # the units for which these people are called
    rungs: tuple[RungLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLine:
    """Who holds a role, and who stands in; None: nobody."""

    title: str
    holder: Person | None
    deputy: Person | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLine:
    """Everything that the directory says of how to reach somebody."""

    person: Person
    email: str
    roles: str
    units: str
    language: str


def person(user: UserId, reader: Reader) -> Person:
    """Draw somebody; a number that the directory does not know stays empty, to be written by hand."""
    contact = reader.directory.contact(user)
    return Person(name=reader.name(user), telephone=contact.telephone if contact else "")


def ladder_parts(
    ladder: LadderId, unit: UnitId | None, severity: Severity | None, reader: Reader
) -> tuple[LadderPart, ...]:
    """
    Draw a ladder for a unit, or for each; units for which the same people are called share a part.

    Without a severity, waits that depend on it are left to the page's own note.
    """
    units = (known.id for known in reader.directory.units)
    shared: dict[tuple[Called, ...], list[str]] = {}
    for one in units if unit is None else (unit,):
        shared.setdefault(listed(reader.directory, ladder, one, reader.now), []).append(reader.unit(one))
    return tuple(
        LadderPart(title=reader.ladder(ladder), whom=", ".join(whom), rungs=_rungs(rungs, severity, reader))
        for rungs, whom in shared.items()
    )


def _rungs(rungs: tuple[Called, ...], severity: Severity | None, reader: Reader) -> tuple[RungLine, ...]:
    return tuple(
        RungLine(
            number=number,
            people=tuple(person(user, reader) for user in users),
            then=_then(wait or (DEFAULT_WAIT[severity] if severity else None), number == len(rungs), reader),
        )
        for number, (users, wait) in enumerate(rungs, 1)
    )


def _then(wait: timedelta | None, last: bool, reader: Reader) -> str:  # noqa: FBT001 - a fact about the rung.
    if wait is None:
        return reader.paper("then_told" if last else "then_next")
    return reader.paper("then_lead" if last else "then_after", length=reader.length(wait))


def role_lines(roles: Iterable[RoleId], unit: UnitId | None, reader: Reader) -> tuple[RoleLine, ...]:
    """Draw who holds each of these roles for a unit, each role once."""
    holders = dict(reader.directory.roster(unit))
    # The first of each role.
    deputies = dict(reversed(reader.directory.deputies(unit)))
    return tuple(
        RoleLine(
            title=reader.role(role),
            holder=person(holders[role], reader) if role in holders else None,
            deputy=person(deputies[role], reader) if role in deputies else None,
        )
        for role in dict.fromkeys(roles)
    )


def every_contact(reader: Reader) -> tuple[ContactLine, ...]:
    """Draw the whole directory in order of name, whatever the accents."""
    contacts = sorted(reader.directory.contacts, key=lambda contact: _in_order(contact.name))
    return tuple(
        ContactLine(
            person=Person(name=contact.name, telephone=contact.telephone),
            email=contact.email,
            roles=", ".join(reader.role(role) for role in contact.roles),
            units=", ".join(reader.unit(unit) for unit in contact.units) or reader.paper("whole_company"),
            language={"en": "English", "fr": "Français"}[contact.language.value],
        )
        for contact in contacts
    )


def _in_order(name: str) -> str:
    return "".join(_bare(name.casefold()))


def _bare(name: str) -> Iterator[str]:
    return (sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
