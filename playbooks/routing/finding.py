"""
Who answers: the person for a need, by role, place, language, competence, training, duty and load.

Training and duty are never given up. What else nobody meets is given up in the order that the directory states, and
told; then the hub is asked, then the administrators: never nobody.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, TypeAlias

from playbooks.playbook import RoleId, Severity, UnitId, UserId
from playbooks.routing.availability import Availability
from playbooks.routing.directory import Criterion, Directory
from playbooks.routing.people import BrandId, CompetenceId, Contact, Training
from playbooks.routing.standing import Nearness, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What is asked of whoever answers; what is empty does not matter."""

    role: RoleId | None = None
    unit: UnitId | None = None
    language: str | None = None  # ISO 639-1
    place: str | None = None  # a country, ISO 3166; None: the unit's own
    competence: CompetenceId | None = None
    brand: BrandId | None = None  # None: the unit's own
    training: Training | None = None  # None: the least that the directory asks
    severity: Severity | None = None  # in a crisis quiet hours do not count


class Bar(StrEnum):
    """Why somebody cannot be asked at all."""

    TRAINING = "training"  # not trained far enough
    AWAY = "away"
    DUTY = "duty"  # others have this turn
    QUIET = "quiet"  # their own quiet hours


class Way(StrEnum):
    """How somebody came to be asked, the regular way first."""

    ROLE = "role"
    DEPUTY = "deputy"  # of somebody who is away, or must not be woken
    HUB = "hub"
    ADMINISTRATORS = "administrators"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Why somebody is asked, and when, or why not."""

    person: UserId
    way: Way
    rank: int | None  # 1 is asked first; None: not asked
    bars: tuple[Bar, ...]
    lacks: tuple[Criterion, ...]  # of what was asked for
    other_brand: bool
    near: Nearness
    load: int
    over: bool  # busy with as much as the directory allows, or more
    on_turn: bool  # a rota has them on duty for this
    unseen: int = 0  # of the load: what is restricted counts, and is shown to nobody

    @property
    def seen(self) -> int:
        """The load that may be shown."""
        return self.load - self.unseen


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Who answers, and why."""

    people: tuple[UserId, ...]  # who is asked first, then who if they cannot; never none
    way: Way
    relaxed: tuple[Criterion, ...]  # what the first of them does not meet, the language among it
    over: bool  # nobody was left who is not busy with too much
    verdicts: tuple[
        Verdict, ...
    ]  # of everybody who was considered: those asked in their order, then the others

    @property
    def person(self) -> UserId:
        """Who is asked first."""
        return self.people[0]

    @property
    def first(self) -> Verdict:
        """The verdict on who is asked first."""
        return next(verdict for verdict in self.verdicts if verdict.rank == 1)


def find(directory: Directory, need: Need, at: datetime, availability: Availability | None = None) -> Found:
    """Find who answers at a moment (aware). Somebody is always found, if the directory has administrators."""
    return find_among(Standing(directory, at, availability or Availability()), need)


def find_among(standing: Standing, need: Need) -> Found:
    """Find who answers, where many needs are looked at for one moment."""
    seen = list[Verdict]()
    for way, people in _ways(standing, need, seen):
        asked = _Asked(standing, need, way)
        verdicts = [asked.verdict(contact) for contact in people]
        chosen = _chosen(verdicts, standing.index.directory) if way in RELAXES else _everybody(verdicts)
        if chosen:
            return _found(way, chosen, (*seen, *verdicts), standing.index.directory)
        seen += verdicts
    message = "the directory has no administrators"
    raise LookupError(message)


RELAXES: Final = frozenset({Way.ROLE, Way.DEPUTY})


def _ways(standing: Standing, need: Need, seen: list[Verdict]) -> Iterator[tuple[Way, tuple[Contact, ...]]]:
    """Give whom to consider, one way after the other; `seen` are the verdicts on those of the ways before."""
    index = standing.index
    directory, contacts = index.directory, index.contacts
    yield Way.ROLE, directory.contacts if need.role is None else _holders(standing, need.role, need.unit)
    barred = {verdict.person for verdict in seen if {Bar.AWAY, Bar.QUIET} & set(verdict.bars)}
    stand_ins = (contacts[person].deputy for person in barred if person in contacts)
    deputies = frozenset(person for person in stand_ins if person is not None)
    yield Way.DEPUTY, tuple(contact for contact in directory.contacts if contact.user in deputies)
    hub = directory.routing.hub
    yield Way.HUB, _holders(standing, hub, need.unit) if hub is not None else ()
    administrators = (contacts.get(person) for person in directory.administrators)
    yield Way.ADMINISTRATORS, tuple(contact for contact in administrators if contact is not None)


def _holders(standing: Standing, role: RoleId, unit: UnitId | None) -> tuple[Contact, ...]:
    """Give whoever holds a role, takes turns in it, or covers a turn now."""
    index = standing.index
    held = index.holders.get(role, ())
    covering = {standing.on_turn(rota) for rota in index.rotas_for(role, unit)} - {c.user for c in held}
    more = (index.contacts.get(person) for person in covering if person is not None)
    return (*held, *(contact for contact in more if contact is not None))


Stand: TypeAlias = tuple[tuple[UnitId, ...], tuple[str, ...]]  # somebody's units and places
Place: TypeAlias = tuple[Nearness, bool, bool]  # how near, whether near enough, whether of another brand


class _Asked:
    """A need, at a moment, in one of the ways."""

    def __init__(self, standing: Standing, need: Need, way: Way) -> None:
        self.standing, self.index, self.need, self.way = standing, standing.index, need, way
        directory = self.index.directory
        self.least = directory.routing.training if need.training is None else need.training
        unit = need.unit
        self.country = need.place or (None if unit is None else self.index.countries.get(unit))
        self.brand = need.brand or (None if unit is None else self.index.brands.get(unit))
        role = directory.routing.hub if way is Way.HUB else need.role
        rotas = () if way is Way.ADMINISTRATORS else self.index.rotas_for(role, unit)
        # Whose turn it is in the rotas that count here; None among them: a gap.
        self.turns = tuple(standing.on_turn(rota) for rota in rotas)
        self._places: dict[Stand, Place] = {}

    def verdict(self, contact: Contact) -> Verdict:
        """Judge one person; nobody is ranked yet."""
        load = self.standing.busy_with(contact.user)
        near, placed, other_brand = self._place(contact)
        return Verdict(
            person=contact.user,
            way=self.way,
            rank=None,
            bars=tuple(self._bars(contact)),
            lacks=tuple(self._lacks(contact, placed=placed)),
            other_brand=other_brand,
            near=near,
            load=load,
            over=load >= self.index.directory.routing.capacity,
            on_turn=contact.user in self.turns,
            unseen=self.standing.unseen_of(contact.user),
        )

    def _bars(self, contact: Contact) -> Iterator[Bar]:
        need, standing = self.need, self.standing
        if self.way in RELAXES and contact.training < self.least:
            yield Bar.TRAINING
        if standing.is_away(contact.user):
            yield Bar.AWAY
        if self._is_off_duty(contact):
            yield Bar.DUTY
        if (
            need.severity is not Severity.SEV1
            and standing.is_quiet(contact)
            and not self._is_on_duty(contact)
        ):
            yield Bar.QUIET

    def _is_on_duty(self, contact: Contact) -> bool:
        """Whether somebody has a turn now, in whatever rota: their quiet hours do not count in it."""
        own = self.standing.index.turns.get(contact.user, ())
        return contact.user in self.turns or any(self.standing.on_turn(rota) == contact.user for rota in own)

    def _is_off_duty(self, contact: Contact) -> bool:
        if self.way in (Way.DEPUTY, Way.ADMINISTRATORS):
            return False
        if self.way is Way.ROLE and self.need.role is None:  # Whoever takes turns is only asked in theirs.
            own = self.index.turns.get(contact.user, ())
            return bool(own) and all(self.standing.on_turn(rota) != contact.user for rota in own)
        return bool(self.turns) and contact.user not in self.turns

    def _place(self, contact: Contact) -> Place:
        """Tell how near somebody is; those of the same units and places are equally near."""
        stand = (contact.units, contact.places)
        known = self._places.get(stand)
        if known is None:
            near = self.index.near(contact, self.need.unit, self.country)
            known = (near, self._is_placed(contact, near), self._is_of_another_brand(contact))
            self._places[stand] = known
        return known

    def _lacks(self, contact: Contact, *, placed: bool) -> Iterator[Criterion]:
        need = self.need
        if not placed:
            yield Criterion.PLACE
        if need.competence is not None and need.competence not in contact.competences:
            yield Criterion.COMPETENCE
        if need.language is not None and need.language not in contact.speaks:
            yield Criterion.LANGUAGE

    def _is_placed(self, contact: Contact, near: Nearness) -> bool:
        place = self.need.place
        if place is None and self.need.unit is None:
            return True
        if place is not None and contact.places and place not in contact.places:
            return False
        if near is Nearness.COUNTRY:  # Of another unit: near enough only where no unit was asked for.
            return self.need.unit is None
        return near <= Nearness.COMPANY

    def _is_of_another_brand(self, contact: Contact) -> bool:
        own = {self.index.brands.get(one) for one in contact.units} - {None}
        return self.brand is not None and bool(own) and self.brand not in own


def _chosen(verdicts: list[Verdict], directory: Directory) -> list[Verdict]:
    """
    Choose among those who may be asked: whoever meets everything, else with one thing after the other given up.

    Before the language is given up, whoever speaks it is asked even if they are busy with too much.
    """
    free = [verdict for verdict in verdicts if not verdict.bars]
    for given_up in _phases(directory.routing.relax):
        for busy in (False, True):
            for relaxed in given_up:
                fits = [v for v in free if v.over is busy and set(v.lacks) <= relaxed]
                if fits:
                    return _in_order(fits)
    return []


def _phases(relax: tuple[Criterion, ...]) -> tuple[tuple[frozenset[Criterion], ...], ...]:
    """Give what may be given up, step by step: first the steps that keep the language, then the others."""
    steps = [frozenset(relax[:number]) for number in range(len(relax) + 1)]
    keep = tuple(step for step in steps if Criterion.LANGUAGE not in step)
    return keep, tuple(step for step in steps if Criterion.LANGUAGE in step)


def _everybody(verdicts: list[Verdict]) -> list[Verdict]:
    """Choose in the hub, and among the administrators: the latter are asked even where all of them are barred."""
    free = [verdict for verdict in verdicts if not verdict.bars]
    if not free and verdicts and verdicts[0].way is Way.ADMINISTRATORS:
        return sorted(verdicts, key=lambda v: (Bar.AWAY in v.bars, *_order(v)))
    return _in_order([v for v in free if not v.over]) + _in_order([v for v in free if v.over])


def _in_order(verdicts: Iterable[Verdict]) -> list[Verdict]:
    return sorted(verdicts, key=_order)


def _order(verdict: Verdict) -> tuple[bool, int, bool, bool, int]:
    return (
        Criterion.LANGUAGE in verdict.lacks,
        verdict.near,
        Criterion.COMPETENCE in verdict.lacks,
        verdict.other_brand,
        verdict.load,
    )


def _found(way: Way, chosen: list[Verdict], considered: tuple[Verdict, ...], directory: Directory) -> Found:
    asked = tuple(replace(verdict, rank=number) for number, verdict in enumerate(chosen, 1))
    people = tuple(verdict.person for verdict in asked)
    there = frozenset(people)
    others = {verdict.person: verdict for verdict in reversed(considered) if verdict.person not in there}
    first = asked[0]
    told = (*directory.routing.relax, *Criterion)
    return Found(
        people=people,
        way=way,
        relaxed=tuple(criterion for criterion in dict.fromkeys(told) if criterion in first.lacks),
        over=first.over,
        verdicts=(*asked, *reversed(others.values())),
    )
