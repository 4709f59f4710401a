"""Who is called by a ladder that begins at a moment: whose turn it is, who is away or asleep, which rungs count."""

from collections.abc import Collection, Iterable, Set
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from playbooks.playbook import LadderId, RoleId, Severity, UnitId, UserId
from playbooks.routing.availability import Availability
from playbooks.routing.directory import Directory
from playbooks.routing.ladders import Answer, Only, Rung
from playbooks.routing.people import Contact
from playbooks.routing.rotas import Rota
from playbooks.routing.standing import index_of
from playbooks.routing.turns import is_away, on_duty, within

# One rung with its people, and its wait before the next; None: as long as the incident's severity says.
Called: TypeAlias = tuple[tuple[UserId, ...], timedelta | None]

LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What an incident is about and how people stand, at the moment at which its ladders begin."""

    at: datetime
    unit: UnitId | None
    country: str | None
    severity: Severity
    audiences: tuple[str, ...] = ()  # of the playbook
    availability: Availability = field(default_factory=Availability)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The people of one role or rota, or one person by name, on a rung."""

    people: tuple[UserId, ...]
    role: RoleId | None = None
    others: tuple[UserId, ...] = ()  # who take turns with the one on duty: for a list that outlives the turn
    asleep: tuple[UserId, ...] = ()  # passed over in their quiet hours


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledRung:
    """One rung with its people found."""

    groups: tuple[Group, ...]
    answer: Answer = Answer.ANY
    wait: timedelta | None = None
    severities: tuple[Severity, ...] = ()
    in_turn: bool = False
    asleep: tuple[UserId, ...] = ()  # everybody whom quiet hours alone leave out

    @property
    def people(self) -> tuple[UserId, ...]:
        """Everybody on it, each once."""
        return tuple(dict.fromkeys(user for group in self.groups for user in group.people))


def rungs_of(directory: Directory, ladder: LadderId, setting: Setting) -> tuple[CalledRung, ...]:
    """
    Find the people of each rung of a ladder that begins now; never nobody, as long as the company has anybody.

    Left out is a rung whose hours, units or audiences are others, one without anybody, and whoever the rung before
    has called. Where no rung is left that counts at the severity, the hub is called, else the administrators.
    """
    rungs = own_rungs(directory, ladder, setting)
    if any(not rung.severities or setting.severity in rung.severities for rung in rungs):
        return rungs
    return (*rungs, CalledRung(groups=(Group(people=last_resort(directory, setting)),)))


def own_rungs(directory: Directory, ladder: LadderId, setting: Setting) -> tuple[CalledRung, ...]:
    """Find the people of each rung of a ladder that begins now, as far as the ladder itself names any."""
    plan = next((plan for plan in directory.ladders if plan.id == ladder), None)
    rungs: list[CalledRung] = []
    for rung in plan.rungs if plan else ():
        if not _counts(directory, rung.only, setting):
            continue
        before = rungs[-1] if rungs else None
        found = _fresh(_found(directory, rung, setting, () if before is None else before.people), before)
        if found.people:
            rungs.append(found)
    return tuple(rungs)


def whoever(directory: Directory, ladder: LadderId, unit: UnitId) -> tuple[UserId, ...]:
    """Name everybody whom a ladder itself may ever call for a unit: by name, the nearest of a role, in some turn."""
    plans = (plan for plan in directory.ladders if plan.id == ladder)
    people: dict[UserId, None] = {}
    for rung in (rung for plan in plans for rung in plan.rungs):
        people |= dict.fromkeys(user for user in rung.users if directory.contact(user))
        for role in rung.roles:
            people |= dict.fromkeys(next(iter(directory.nearest_first(role, unit)), ()))
        for rota in filter(None, map(directory.rota, rung.rotas)):
            people |= dict.fromkeys(person for layer in rota.layers for person in layer.people)
    return tuple(people)


def listed(directory: Directory, ladder: LadderId, unit: UnitId | None, at: datetime) -> tuple[Called, ...]:
    """
    Name the people of each rung for a list on paper or for an outage: as in a crisis, by what the files say.

    Whoever is on duty comes first, and those who take turns with them follow: the list outlives the turn.
    """
    known = None if unit is None else directory.unit(unit)
    setting = Setting(
        at=at, unit=unit, country=None if known is None else known.country, severity=Severity.SEV1
    )
    rungs = rungs_of(directory, ladder, setting)
    return tuple(
        (tuple(dict.fromkeys((*rung.people, *(one for g in rung.groups for one in g.others)))), rung.wait)
        for rung in rungs
    )


def last_resort(directory: Directory, setting: Setting) -> tuple[UserId, ...]:
    """Name who is called when nobody else is left: the hub, else the administrators, away or not."""
    hub = directory.routing.hub
    people = () if hub is None else holders(directory, hub, setting)
    here = tuple(u for u in directory.administrators if not is_away(setting.availability.duty, u, setting.at))
    return people or here or directory.administrators


def holders(
    directory: Directory, role: RoleId, setting: Setting, called: Collection[UserId] = ()
) -> tuple[UserId, ...]:
    """
    Name whoever is on duty for a role, else its nearest people who are there.

    Deputies stand in the place of those who are away. Whoever is on duty and was `called` already leaves it to others.
    """
    turns = (
        on_duty(rota, setting.at, setting.availability.duty) for rota in _rotas_of(directory, role, setting)
    )
    on_turn = dict.fromkeys(person for person in turns if person is not None and person not in called)
    if on_turn:
        return tuple(on_turn)
    tiers = directory.nearest_first(role, setting.unit, setting.country)
    there = (_present(directory, tier, setting) for tier in tiers)
    return next((people for people in there if people), ())


def sleeps(contact: Contact | None, at: datetime) -> bool:
    """Whether it is somebody's quiet hours."""
    return (
        contact is not None
        and contact.quiet is not None
        and within(contact.quiet, at.astimezone(ZoneInfo(contact.zone)))
    )


def stand_in(directory: Directory, person: UserId, setting: Setting) -> UserId | None:
    """Name who is called in somebody's place: their deputy, or the deputy's if that one is away too; None: nobody."""
    seen = {person}
    contact = directory.contact(person)
    while contact is not None and contact.deputy is not None and contact.deputy not in seen:
        if not is_away(setting.availability.duty, contact.deputy, setting.at):
            return contact.deputy
        seen.add(contact.deputy)
        contact = directory.contact(contact.deputy)
    return None


def _counts(directory: Directory, only: Only, setting: Setting) -> bool:
    """Whether a rung counts as far as it is decided at the opening; its severity is looked at when it is reached."""
    if only.hours is not None and not within(only.hours, setting.at.astimezone(ZoneInfo(only.zone))):
        return False
    if only.audiences and not set(only.audiences) & set(setting.audiences):
        return False
    return not only.units or bool(set(only.units) & set(_lineage(directory, setting.unit)))


def _lineage(directory: Directory, unit: UnitId | None) -> tuple[UnitId, ...]:
    """List a unit and those it is a part of."""
    line: list[UnitId] = []
    while unit is not None and unit not in line:
        line.append(unit)
        found = directory.unit(unit)
        unit = None if found is None else found.parent
    return tuple(line)


def _rotas_of(directory: Directory, role: RoleId, setting: Setting) -> tuple[Rota, ...]:
    return index_of(directory).rotas_for(role, setting.unit)


def _found(directory: Directory, rung: Rung, setting: Setting, called: Collection[UserId]) -> CalledRung:
    """Find the people of a rung, by what names them."""
    named = [Group(people=(user,)) for user in rung.users if directory.contact(user)]
    there = [Group(people=_present(directory, group.people, setting)) for group in named]
    roles = [Group(people=holders(directory, role, setting, called), role=role) for role in rung.roles]
    rotas = [_of_rota(rota, setting) for rota in map(directory.rota, rung.rotas) if rota]
    groups = [*there, *roles, *rotas]
    if rung.answer is Answer.ALL or not any(group.people for group in groups):
        groups = [_never_nobody(directory, group, rung, setting) for group in groups]
    awake = _awake(directory, groups, rung.answer, setting)
    kept = tuple(group for group in awake if group.people)
    return CalledRung(
        groups=_in_order(kept, rung.answer, setting) if rung.in_turn else kept,
        answer=rung.answer if len(kept) > 1 else Answer.ANY,
        wait=rung.wait,
        severities=rung.only.severities,
        in_turn=rung.in_turn,
        asleep=tuple(dict.fromkeys(person for group in awake for person in group.asleep)),
    )


def _of_rota(rota: Rota, setting: Setting) -> Group:
    person = on_duty(rota, setting.at, setting.availability.duty)
    turns = dict.fromkeys(one for layer in rota.layers for one in layer.people if one != person)
    return Group(people=() if person is None else (person,), role=rota.role, others=tuple(turns))


def _never_nobody(directory: Directory, group: Group, rung: Rung, setting: Setting) -> Group:
    """Fill a gap: of a rota whoever holds its role; whoever must answer and is nobody, the hub stands for."""
    if group.people:
        return group
    people = () if group.role is None else holders(directory, group.role, setting)
    if not people and rung.answer is Answer.ALL:
        people = last_resort(directory, setting)
    return replace(group, people=people)


def _present(directory: Directory, people: Iterable[UserId], setting: Setting) -> tuple[UserId, ...]:
    """Leave out who is away, and put their deputy in their place."""
    duty, at = setting.availability.duty, setting.at
    there = (stand_in(directory, p, setting) if is_away(duty, p, at) else p for p in people)
    return tuple(dict.fromkeys(person for person in there if person is not None))


def _awake(directory: Directory, groups: list[Group], answer: Answer, setting: Setting) -> tuple[Group, ...]:
    """
    Pass over whose quiet hours it is, unless it is a crisis or nobody else could answer.

    Whoever has taken a turn is on duty for all of it, their quiet hours included.
    """
    if setting.severity is Severity.SEV1:
        return tuple(groups)
    duty = setting.availability.duty
    on_turn = frozenset(on_duty(rota, setting.at, duty) for rota in directory.rotas)
    asleep = {p for g in groups for p in g.people if sleeps(directory.contact(p), setting.at)} - on_turn
    woken = [_without(group, asleep) for group in groups]
    if answer is Answer.ALL:
        return tuple(awake if awake.people else all_ for awake, all_ in zip(woken, groups, strict=True))
    return tuple(woken if any(group.people for group in woken) else groups)


def _without(group: Group, asleep: Set[UserId]) -> Group:
    people = tuple(person for person in group.people if person not in asleep)
    return replace(group, people=people, asleep=tuple(p for p in group.people if p in asleep))


def _in_order(groups: tuple[Group, ...], answer: Answer, setting: Setting) -> tuple[Group, ...]:
    """Put whoever was called the longest ago first: of each group, or of all where anybody may answer."""
    if answer is Answer.ANY:
        groups = (Group(people=tuple(dict.fromkeys(p for group in groups for p in group.people))),)
    called = setting.availability.called
    return tuple(
        replace(g, people=tuple(sorted(g.people, key=lambda person: called.get(person, LONG_AGO))))
        for g in groups
    )


def _fresh(found: CalledRung, before: CalledRung | None) -> CalledRung:
    """Leave out whom the rung before has called, where it counts whenever this one does and nobody must answer."""
    if before is None or found.answer is Answer.ALL:
        return found
    if before.severities not in ((), found.severities) or before.in_turn or before.answer is Answer.ALL:
        return found
    groups = (replace(g, people=tuple(p for p in g.people if p not in before.people)) for g in found.groups)
    asleep = tuple(p for p in found.asleep if p not in {*before.people, *before.asleep})
    return replace(found, groups=tuple(group for group in groups if group.people), asleep=asleep)
