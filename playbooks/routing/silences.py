"""Where nobody would be called: hours at which a rota has nobody on duty, or a whole ladder ends in silence."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from playbooks.playbook import LadderId, Severity, UnitId
from playbooks.routing.availability import Availability
from playbooks.routing.calling import Setting, stand_in
from playbooks.routing.directory import Directory
from playbooks.routing.ladders import LadderPlan, Rung
from playbooks.routing.people import Contact
from playbooks.routing.rotas import Duty, Rota, RotaId
from playbooks.routing.standing import Standing
from playbooks.routing.turns import within

AHEAD: Final = timedelta(weeks=4)
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A ladder would call nobody, were it begun at some moments."""

    ladder: LadderId
    unit: UnitId
    severities: tuple[Severity, ...]  # at which
    since: datetime  # the first such moment
    lasts: timedelta  # all of them together


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A rota has nobody on duty."""

    rota: RotaId
    since: datetime  # the first such moment
    lasts: timedelta  # all of them together


def silences(
    directory: Directory, since: datetime, ahead: timedelta = AHEAD, duty: Duty | None = None
) -> tuple[Silence, ...]:
    """Tell for which units and severities a ladder would call nobody, begun at some moment of the time ahead."""
    calendar = Calendar.of(directory, since, ahead, duty or Duty())
    return tuple(
        silence
        for ladder in directory.ladders
        for unit in directory.units
        for silence in calendar.silence(ladder, unit.id)
    )


def gaps(
    directory: Directory, since: datetime, ahead: timedelta = AHEAD, duty: Duty | None = None
) -> tuple[Gap, ...]:
    """Tell which rotas have nobody on duty at some moment of the time ahead."""
    calendar = Calendar.of(directory, since, ahead, duty or Duty())
    found = ((rota.id, calendar.everything & ~calendar.covered(rota)) for rota in directory.rotas)
    return tuple(
        Gap(rota=rota, since=calendar.first(open_), lasts=calendar.length(open_))
        for rota, open_ in found
        if open_
    )


# Moments of the time ahead at which something may change, as the bits of a number: between two of them all stays.
Moments = int


@dataclass(slots=True, kw_only=True)
class Calendar:
    """The time ahead, cut at every moment at which a turn or an hour begins or ends."""

    directory: Directory
    standings: tuple[Standing, ...]
    until: datetime
    _known: dict[object, Moments] = field(default_factory=dict)

    @classmethod
    def of(cls, directory: Directory, since: datetime, ahead: timedelta, duty: Duty) -> "Calendar":
        """Cut the time ahead."""
        until = since + ahead
        cuts = {since, *(since + n * HOUR for n in range(int(ahead / HOUR)))}
        cuts |= {cut for cut in _changes(directory, since, until, duty) if since <= cut < until}
        available = Availability(duty=duty)
        standings = tuple(Standing(directory, cut, available) for cut in sorted(cuts))
        return cls(directory=directory, standings=standings, until=until)

    @property
    def everything(self) -> Moments:
        """Every moment."""
        return (1 << len(self.standings)) - 1

    def silence(self, ladder: LadderPlan, unit: UnitId) -> Iterator[Silence]:
        """Give when a ladder calls nobody for a unit, if that can be."""
        silent = {one: self.everything & ~self._called(ladder, unit, one) for one in Severity}
        severities = tuple(one for one, moments in silent.items() if moments)
        if severities:
            ever = 0
            for moments in silent.values():
                ever |= moments
            yield Silence(
                ladder=ladder.id,
                unit=unit,
                severities=severities,
                since=self.first(ever),
                lasts=self.length(ever),
            )

    def covered(self, rota: Rota) -> Moments:
        """Give when somebody is on duty in a rota."""
        return self._once(("rota", rota.id), lambda at: at.on_turn(rota) is not None)

    def first(self, moments: Moments) -> datetime:
        """Give the first of some moments."""
        return self.standings[(moments & -moments).bit_length() - 1].at

    def length(self, moments: Moments) -> timedelta:
        """Tell how long some moments last together, each until the next."""
        ends = [*(standing.at for standing in self.standings[1:]), self.until]
        lasting = (
            end - standing.at
            for number, (standing, end) in enumerate(zip(self.standings, ends, strict=True))
            if moments >> number & 1
        )
        return sum(lasting, timedelta())

    def _called(self, ladder: LadderPlan, unit: UnitId, severity: Severity) -> Moments:
        called = 0
        for number, rung in enumerate(ladder.rungs):
            if self._counts(rung, unit, severity):
                asked = self._asked(rung, (ladder.id, number))
                for rota in self._rotas_of(rung, unit):
                    asked |= self.covered(rota)
                called |= asked & self._hours(rung)
        return called

    def _counts(self, rung: Rung, unit: UnitId, severity: Severity) -> bool:
        """Whether a rung counts for a unit and severity; one for an audience alone may not, and is not counted on."""
        only = rung.only
        of_unit = not only.units or bool(set(self.directory.lineage(unit)) & set(only.units))
        return of_unit and not only.audiences and (not only.severities or severity in only.severities)

    def _hours(self, rung: Rung) -> Moments:
        hours, zone = rung.only.hours, rung.only.zone
        if hours is None:
            return self.everything
        return self._once((hours, zone), lambda at: within(hours, at.at.astimezone(ZoneInfo(zone))))

    def _asked(self, rung: Rung, name: tuple[LadderId, int]) -> Moments:
        known = self._known.get(name)
        if known is None:
            known = 0
            for contact in self._people(rung):
                known |= self._there(contact)
            for rota_id in rung.rotas:
                rota = self.directory.rota(rota_id)
                known |= 0 if rota is None else self._on_duty(rota)
            self._known[name] = known
        return known

    def _rotas_of(self, rung: Rung, unit: UnitId) -> Iterator[Rota]:
        """Give the rotas whose turns hold a role of the rung there."""
        for role in rung.roles:
            yield from self.standings[0].index.rotas_for(role, unit)

    def _people(self, rung: Rung) -> Iterator[Contact]:
        index = self.standings[0].index
        for user in rung.users:
            if user in index.contacts:
                yield index.contacts[user]
        # Somebody far away who holds the role is called too, where nobody nearer can be.
        for role in rung.roles:
            yield from self.directory.people_of(role, None)

    def _there(self, contact: Contact) -> Moments:
        """When somebody, or their deputy, is there: quiet hours make no silence, since nobody else could answer."""
        if not any(one.person == contact.user for one in self._duty.away):
            return self.everything
        return self._once(("there", contact.user), lambda at: self._is_there(contact, at))

    def _is_there(self, contact: Contact, at: Standing) -> bool:
        if not at.is_away(contact.user):
            return True
        setting = Setting(
            at=at.at, unit=None, country=None, severity=Severity.SEV1, availability=Availability(duty=at.duty)
        )
        return stand_in(self.directory, contact.user, setting) is not None

    @property
    def _duty(self) -> Duty:
        return self.standings[0].duty

    def _on_duty(self, rota: Rota) -> Moments:
        """When somebody is on duty, or whoever holds the role fills the gap."""
        role = (self._there(contact) for contact in self.directory.people_of(rota.role, None))
        found = self.covered(rota)
        for there in role:
            found |= there
        return found

    def _once(self, key: object, holds: Callable[[Standing], bool]) -> Moments:
        known = self._known.get(key)
        if known is None:
            known = sum(1 << number for number, at in enumerate(self.standings) if holds(at))
            self._known[key] = known
        return known


def _changes(directory: Directory, since: datetime, until: datetime, duty: Duty) -> Iterator[datetime]:
    """Give every moment at which a turn, a cover, an absence or some hours begin or end."""
    for rota in directory.rotas:
        for cover in rota.covers:
            yield from (cover.since, cover.until)
    for _, cover in duty.covers:
        yield from (cover.since, cover.until)
    for away in duty.away:
        yield from (away.since, *(() if away.until is None else (away.until,)))
    for zone, walls in _walls(directory):
        here = ZoneInfo(zone)
        day = since.astimezone(here).date()
        while datetime.combine(day, time(), here) <= until:
            yield from (datetime.combine(day, wall, here).astimezone(since.tzinfo) for wall in walls)
            day += DAY


def _walls(directory: Directory) -> Iterable[tuple[str, set[time]]]:
    """Give, by zone, the times of the day at which something changes."""
    walls: dict[str, set[time]] = {}
    for rota in directory.rotas:
        for layer in rota.layers:
            walls.setdefault(layer.zone, set()).add(layer.change)
            if layer.hours is not None:
                walls[layer.zone] |= {layer.hours.since, layer.hours.until}
    for ladder in directory.ladders:
        for hours, zone in ((rung.only.hours, rung.only.zone) for rung in ladder.rungs):
            if hours is not None:
                walls.setdefault(zone, set()).update((hours.since, hours.until))
    return walls.items()
