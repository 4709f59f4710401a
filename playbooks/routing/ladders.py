"""Ladders as the company writes them down: who is called when something happens, and who after them."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from playbooks.playbook import LadderId, RoleId, Severity, UnitId, UserId, Words
from playbooks.routing.people import Hours
from playbooks.routing.rotas import RotaId


class Answer(StrEnum):
    """Whose answer a rung needs."""

    ANY = "any"
    ALL = "all"  # of each of its roles, rotas and named people one: press and legal


@dataclass(frozen=True, slots=True, kw_only=True)
class Only:
    """When a rung counts; what is empty does not matter."""

    severities: tuple[Severity, ...] = ()
    units: tuple[UnitId, ...] = ()  # and those below them
    audiences: tuple[str, ...] = ()  # of the playbook
    hours: Hours | None = None  # in `zone`, at the moment at which the ladder begins
    zone: str = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step of a ladder: whoever holds these roles, is on duty in these rotas, and these people by name."""

    roles: tuple[RoleId, ...] = ()
    users: tuple[UserId, ...] = ()
    rotas: tuple[RotaId, ...] = ()
    wait: timedelta | None = None  # None: as long as the incident's severity says
    answer: Answer = Answer.ANY
    in_turn: bool = False  # one of them alone, whoever was called the longest ago
    only: Only = Only()


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderPlan:
    """Who is called when something happens, and who after them if they do not answer."""

    id: LadderId
    title: Words
    rungs: tuple[Rung, ...]
    again: int = 0  # how often it is climbed anew from its first rung once its last was silent
    asked_again: timedelta | None = None  # quiet work after an answer is doubted after so long; None: never
