"""The directory of one company: its people, what each is for, and the order in which they are called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Final

from playbooks.playbook import Language, RoleId, UnitId, UserId, Words
from playbooks.routing.keeping import KeptKind
from playbooks.routing.ladders import LadderPlan
from playbooks.routing.people import (
    MAIL,
    SLACK,
    Account,
    BrandId,
    CompetenceId,
    Contact,
    MeansId,
    Reach,
    Training,
    Unit,
)
from playbooks.routing.pledges import STANDARD_PLEDGES, Pledge, Urgency, Week
from playbooks.routing.rights import Act
from playbooks.routing.rotas import Rota, RotaId
from playbooks.routing.standard import DEPUTY
from playbooks.vocabulary import Vocabulary

COMPANY: Final = 100  # how far whoever serves the whole company is; units are not nested as deep
MAIL_AFTER: Final = timedelta(minutes=2)  # for people whose order of means the directory does not give


class Criterion(StrEnum):
    """What may be given up where nobody fits everything; the language is never given up silently."""

    PLACE = "place"
    COMPETENCE = "competence"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """A provider that reaches people, by telephone, text message or pager; or a care tool that takes answers."""

    title: Words
    address: str  # https://…
    key: str  # the name of the environment variable that holds the secret it is signed with
    answers: bool = False  # approved answers to customers may be handed to it


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingRules:
    """How the company looks for whoever answers."""

    relax: tuple[Criterion, ...] = (Criterion.PLACE, Criterion.COMPETENCE, Criterion.LANGUAGE)
    training: Training = Training.RESPONDER  # the least that is asked of whoever answers
    hub: RoleId | None = None  # who answers when nobody else is left; None: the administrators
    capacity: int = 3  # open incidents at which somebody is asked only when nobody else is left
    fallback_after: timedelta = timedelta(minutes=2)  # without Slack taking a call, until the next means


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """The people, units and ladders of one company, as its own file gives them."""

    company: str
    default_language: Language
    units: tuple[Unit, ...]
    roles: Mapping[RoleId, Words]
    contacts: tuple[Contact, ...]
    ladders: tuple[LadderPlan, ...]
    objectives: Mapping[str, Words]
    announcements: str  # a channel's name or id
    administrators: tuple[UserId, ...]
    channels: tuple[Account, ...] = ()  # by which it publishes
    brands: Mapping[BrandId, Words] = field(default_factory=dict)
    competences: Mapping[CompetenceId, Words] = field(default_factory=dict)
    rotas: tuple[Rota, ...] = ()
    routing: RoutingRules = field(default_factory=RoutingRules)
    webhooks: Mapping[MeansId, Webhook] = field(default_factory=dict)
    pledges: Mapping[Urgency, Pledge] = field(default_factory=lambda: STANDARD_PLEDGES)
    rights: Mapping[Act, tuple[RoleId, ...]] = field(default_factory=dict)  # what is not named is everybody's
    retention: Mapping[KeptKind, timedelta] = field(
        default_factory=dict
    )  # what is not named is kept for ever

    @property
    def vocabulary(self) -> Vocabulary:
        """Give the names that a playbook may refer to."""
        return Vocabulary(
            roles=frozenset(self.roles),
            ladders=frozenset(ladder.id for ladder in self.ladders),
            objectives=frozenset(self.objectives),
            units=frozenset(unit.id for unit in self.units),
            countries=frozenset(unit.country for unit in self.units),
        )

    def accounts(self, unit: UnitId) -> tuple[str, ...]:
        """Name where a unit publishes: its own accounts, and the whole company's."""
        return tuple(a.name for a in self.channels if not a.units or unit in a.units)

    def contact(self, user: UserId) -> Contact | None:
        """Find a person by their Slack id; None: the directory does not know them."""
        return next((contact for contact in self.contacts if contact.user == user), None)

    def unit(self, unit_id: UnitId) -> Unit | None:
        """Find a unit by its id."""
        return next((unit for unit in self.units if unit.id == unit_id), None)

    def lineage(self, unit_id: UnitId) -> tuple[UnitId, ...]:
        """Name a unit, the one that it is a part of, and so on up."""
        parents = {unit.id: unit.parent for unit in self.units}
        line, here = list[UnitId](), unit_id
        while here in parents and here not in line:
            line.append(here)
            here = parents[here] or here
        return tuple(line)

    def brand_title(self, unit_id: UnitId) -> Words:
        """Name the brand of a unit, or of what it is a part of; else the company."""
        line = (self.unit(one) for one in self.lineage(unit_id))
        brands = (self.brands.get(unit.brand) for unit in line if unit is not None and unit.brand is not None)
        return next((title for title in brands if title), Words(en=self.company, fr=self.company))

    def week_of(self, unit_id: UnitId) -> Week | None:
        """Give the hours in which a unit answers customers: its own, or those of what it is a part of; None: all."""
        line = (self.unit(one) for one in self.lineage(unit_id))
        weeks = (Week(hours=u.hours, zone=u.zone) for u in line if u is not None and u.hours is not None)
        return next(weeks, None)

    def rota(self, rota_id: RotaId) -> Rota | None:
        """Find a rota by its id."""
        return next((rota for rota in self.rotas if rota.id == rota_id), None)

    def reach(self, user: UserId) -> tuple[Reach, ...]:
        """Give the means by which somebody is called, in their order; never none."""
        contact = self.contact(user)
        if contact is None:
            return (Reach(means=SLACK),)
        return contact.reach or (Reach(means=SLACK), Reach(means=MAIL, after=MAIL_AFTER))

    def role_title(self, role: RoleId) -> Words:
        """Name a role for people; a role that is no longer known keeps its id."""
        return self.roles.get(role) or Words(en=role, fr=role)

    def language_of(self, user: UserId) -> Language:
        """Give the language a person reads; the company's own for people the directory does not know."""
        contact = self.contact(user)
        return contact.language if contact else self.default_language

    def people_of(self, role: RoleId, unit: UnitId | None, country: str | None = None) -> tuple[Contact, ...]:
        """
        Find everybody who holds a role, the nearest first.

        Order: those of the unit itself, those of the units it is a part of, those of the whole company, those of
        another unit in the same country (the unit's, unless another is given), then anybody else. Never empty if
        somebody holds the role: a colleague from far away is better than silence.
        """
        own = self.unit(unit) if unit else None
        near = country or (own.country if own else None)
        holders = [contact for contact in self.contacts if role in contact.roles]
        return tuple(sorted(holders, key=lambda contact: self._distance(contact, unit, near)))

    def roster(self, unit: UnitId | None, country: str | None = None) -> tuple[tuple[RoleId, UserId], ...]:
        """Name the nearest person for each role that somebody holds."""
        nearest = ((role, self.people_of(role, unit, country)) for role in self.roles)
        return tuple((role, people[0].user) for role, people in nearest if people)

    def deputies(self, unit: UnitId | None, country: str | None = None) -> tuple[tuple[RoleId, UserId], ...]:
        """
        Name who stands in for each role: the next nearest who hold it, then who hold the role `…-deputy`.

        The first of a role is its deputy; the others come after. A role nobody can stand in for is left out.
        """
        named: list[tuple[RoleId, UserId]] = []
        for role in self.roles:
            holders = self.people_of(role, unit, country)
            understudies = self.people_of(RoleId(f"{role}{DEPUTY}"), unit, country)
            others = (c.user for c in (*holders[1:], *understudies) if c.user != holders[0].user)
            if holders:
                named += ((role, deputy) for deputy in dict.fromkeys(others))
        return tuple(named)

    def nearest_first(
        self, role: RoleId, unit: UnitId | None, country: str | None = None
    ) -> tuple[tuple[UserId, ...], ...]:
        """Group everybody who holds a role by how near they are, the nearest first; see `people_of`."""
        own = self.unit(unit) if unit else None
        near = country or (own.country if own else None)
        tiers: dict[int, list[UserId]] = {}
        for contact in self.people_of(role, unit, country):
            tiers.setdefault(self._distance(contact, unit, near), []).append(contact.user)
        return tuple(tuple(users) for users in tiers.values())

    def _distance(self, contact: Contact, unit: UnitId | None, country: str | None) -> int:
        for steps, above in enumerate(() if unit is None else self.lineage(unit) or (unit,)):
            if above in contact.units:
                return steps
        if not contact.units:
            return COMPANY
        countries = {known.country for known in self.units if known.id in contact.units}
        return COMPANY + (1 if country in countries else 2)
