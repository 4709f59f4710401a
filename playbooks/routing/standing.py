"""How the people of a company stand at one moment: whose turn it is, who is away, quiet, busy, and how near."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from playbooks.playbook import RoleId, UnitId, UserId
from playbooks.routing.availability import Availability
from playbooks.routing.directory import Directory
from playbooks.routing.people import BrandId, Contact, Hours
from playbooks.routing.rotas import Rota, RotaId
from playbooks.routing.turns import on_duty, within

KEPT: Final = 4  # directories whose index is at hand: the company's, and the one it is being changed to


class Nearness(IntEnum):
    """How near somebody is to a unit or a country, the nearest first."""

    OWN = 0  # of the unit itself
    ABOVE = 1  # of a unit that it is a part of
    PLACE = 2  # says of themselves that they answer for the country
    COMPANY = 3  # serves the whole company
    BELOW = 4  # of a part of the unit
    COUNTRY = 5  # of another unit in the same country
    ELSEWHERE = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """What is looked up of a directory again and again."""

    directory: Directory
    contacts: Mapping[UserId, Contact]
    holders: Mapping[RoleId, tuple[Contact, ...]]  # whoever holds the role, or takes turns in a rota of it
    lineage: Mapping[UnitId, tuple[UnitId, ...]]  # a unit, its parent, and so on
    countries: Mapping[UnitId, str]
    brands: Mapping[UnitId, BrandId]  # a unit's own, else that of the nearest above it
    rotas: Mapping[RoleId, tuple[Rota, ...]]
    turns: Mapping[UserId, tuple[Rota, ...]]  # in which somebody takes turns

    def near(self, contact: Contact, unit: UnitId | None, country: str | None) -> Nearness:
        """Tell how near somebody is to a unit, and to a country where that is known."""
        above = self.lineage.get(unit, (unit,)) if unit is not None else ()
        if unit is not None and unit in contact.units:
            return Nearness.OWN
        if any(one in contact.units for one in above):
            return Nearness.ABOVE
        if country is not None and contact.places:
            return Nearness.PLACE if country in contact.places else Nearness.ELSEWHERE
        if not contact.units:
            return Nearness.COMPANY
        if unit is not None and any(unit in self.lineage.get(one, ()) for one in contact.units):
            return Nearness.BELOW
        at_home = country is not None and any(self.countries.get(one) == country for one in contact.units)
        return Nearness.COUNTRY if at_home else Nearness.ELSEWHERE

    def rotas_for(self, role: RoleId | None, unit: UnitId | None) -> tuple[Rota, ...]:
        """Give the rotas that say who is on duty for a role in a unit: those of the nearest scope that has any."""
        of_role = self.rotas.get(role, ()) if role is not None else ()
        for one in self.lineage.get(unit, ()) if unit is not None else ():
            own = tuple(rota for rota in of_role if one in rota.units)
            if own:
                return own
        return tuple(rota for rota in of_role if not rota.units)


def index_of(directory: Directory) -> Index:
    """Give a directory's index, made once for each directory."""
    known = next((index for index in _AT_HAND if index.directory is directory), None)
    if known is None:
        known = _indexed(directory)
        # Whoever comes at the same moment makes it too; one list takes the place of another in one step.
        _AT_HAND[:] = [known, *_AT_HAND[: KEPT - 1]]
    return known


_AT_HAND: Final[list[Index]] = []


def _indexed(directory: Directory) -> Index:
    lineage = {unit.id: directory.lineage(unit.id) for unit in directory.units}
    brands = {unit.id: unit.brand for unit in directory.units}
    inherited = {
        unit: brand
        for unit, above in lineage.items()
        if (brand := next((b for one in above if (b := brands.get(one)) is not None), None)) is not None
    }
    turns = _turns(directory)
    rotas: dict[RoleId, tuple[Rota, ...]] = {}
    for rota in directory.rotas:
        rotas[rota.role] = (*rotas.get(rota.role, ()), rota)
    return Index(
        directory=directory,
        contacts=MappingProxyType({contact.user: contact for contact in directory.contacts}),
        holders=MappingProxyType(_holders(directory, turns)),
        lineage=MappingProxyType(lineage),
        countries=MappingProxyType({unit.id: unit.country for unit in directory.units}),
        brands=MappingProxyType(inherited),
        rotas=MappingProxyType(rotas),
        turns=MappingProxyType(turns),
    )


def _turns(directory: Directory) -> dict[UserId, tuple[Rota, ...]]:
    turns: dict[UserId, tuple[Rota, ...]] = {}
    for rota in directory.rotas:
        for person in dict.fromkeys(person for layer in rota.layers for person in layer.people):
            turns[person] = (*turns.get(person, ()), rota)
    return turns


def _holders(
    directory: Directory, turns: Mapping[UserId, tuple[Rota, ...]]
) -> dict[RoleId, tuple[Contact, ...]]:
    held: dict[RoleId, list[Contact]] = {}
    for contact in directory.contacts:
        in_rotas = (rota.role for rota in turns.get(contact.user, ()))
        for role in dict.fromkeys((*contact.roles, *in_rotas)):
            held.setdefault(role, []).append(contact)
    return {role: tuple(people) for role, people in held.items()}


class Standing:
    """How the people of a directory stand at one moment; asked many times, each thing is worked out once."""

    def __init__(self, directory: Directory, at: datetime, availability: Availability) -> None:
        self.index: Final = index_of(directory)
        self.at: Final = at
        self.load: Final = availability.load
        self.unseen: Final = availability.unseen
        self.duty: Final = availability.duty
        self._away = {
            one.person for one in self.duty.away if one.since <= at and (one.until is None or at < one.until)
        }
        self._turns: dict[RotaId, UserId | None] = {}
        self._quiet: dict[UserId, bool] = {}
        self._hours: dict[tuple[Hours, str], bool] = {}

    def is_away(self, person: UserId) -> bool:
        """Whether somebody is away."""
        return person in self._away

    def is_quiet(self, contact: Contact) -> bool:
        """Whether these are somebody's quiet hours."""
        if contact.quiet is None:
            return False
        known = self._quiet.get(contact.user)
        if known is None:
            known = self._quiet[contact.user] = self._are_now(contact.quiet, contact.zone)
        return known

    def _are_now(self, hours: Hours, zone: str) -> bool:
        known = self._hours.get((hours, zone))
        if known is None:
            known = within(hours, self.at.astimezone(ZoneInfo(zone)))
            self._hours[hours, zone] = known
        return known

    def on_turn(self, rota: Rota) -> UserId | None:
        """Name who is on duty in a rota; None: nobody is."""
        if rota.id not in self._turns:
            self._turns[rota.id] = on_duty(rota, self.at, self.duty)
        return self._turns[rota.id]

    def busy_with(self, person: UserId) -> int:
        """Count the open incidents that somebody is busy with."""
        return self.load.get(person, 0)

    def unseen_of(self, person: UserId) -> int:
        """Say how many of these are restricted: they count, and are shown to nobody."""
        return self.unseen.get(person, 0)
