"""Rotas: whose turn it is, by the clocks of the places where people live."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import NewType

from playbooks.playbook import RoleId, UnitId, UserId, Words
from playbooks.routing.people import Hours

RotaId = NewType("RotaId", str)


class Turn(StrEnum):
    """How long one person's turn is."""

    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """
    People who take turns.

    The first of `people` has the turn that begins on `first`; turns change at `change`, on a wall in `zone`. Within
    their turn people are on duty during `hours`, if any are given: so several layers follow the sun.
    """

    people: tuple[UserId, ...]
    first: date
    every: Turn
    change: time
    zone: str
    hours: Hours | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """Somebody is on duty from one moment to another, whatever the layers say."""

    person: UserId
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Rota:
    """
    Who is on duty for a role.

    At a moment it is whoever a cover names; else whoever the first layer names that has somebody then; else nobody.
    """

    id: RotaId
    title: Words
    role: RoleId
    layers: tuple[Layer, ...]
    units: tuple[UnitId, ...] = ()  # none: the whole company
    covers: tuple[Cover, ...] = ()  # the file's own; those made in Slack come beside it


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """Somebody is not to be called from one moment to another; without an end, until they are back."""

    person: UserId
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What people have changed since the directory was written: who is away, and who covers for whom."""

    away: tuple[Away, ...] = ()
    covers: tuple[tuple[RotaId, Cover], ...] = ()  # the latest last, and the latest counts
