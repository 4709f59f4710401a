"""
What people change of the rotas while they run: who is away, who covers, which turns are swapped.

Each change is a fact of its own log, as it was decided; what is true at a moment follows from all of them.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType, TypeAlias

from playbooks.playbook import UserId
from playbooks.routing.rotas import Away, Cover, RotaId

SwapId = NewType("SwapId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A turn of somebody, as it stood when people spoke of it."""

    rota: RotaId
    person: UserId
    since: datetime
    until: datetime


class SwapState(StrEnum):
    """Where a wish to swap stands; all but the first are final."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """A turn is offered to a colleague, for one of theirs or for nothing."""

    id: SwapId
    given: Shift
    to: UserId
    instead: Shift | None  # of theirs, which they give for it
    asked_by: UserId  # whose turn it is, or an administrator
    asked_at: datetime
    state: SwapState = SwapState.ASKED
    settled_by: UserId | None = None
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WentAway:
    """Somebody is not to be called for a while. `instead`: it takes the place of the absence that ran."""

    at: datetime
    by: UserId | None
    away: Away
    instead: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CameBack:
    """Somebody can be called again. `planned`: what they had announced for later is off."""

    at: datetime
    by: UserId | None
    person: UserId
    planned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverMade:
    """Somebody has the turn of others from now on, for a span."""

    at: datetime
    by: UserId | None
    rota: RotaId
    cover: Cover
    swap: SwapId | None = None  # the swap that led to it


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapAsked:
    """Somebody asks a colleague to take a turn."""

    at: datetime
    by: UserId | None
    swap: Swap


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapSettled:
    """It was accepted, declined or withdrawn."""

    at: datetime
    by: UserId | None
    swap: Swap


DutyChange: TypeAlias = WentAway | CameBack | CoverMade | SwapAsked | SwapSettled
