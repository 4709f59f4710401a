"""
Who may open, close and lower. The lead closes and lowers, and everybody opens; where the company names roles for an act,
it is left to those of them who hold one today.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, TypeAlias

from playbooks import events as e
from playbooks import refusals
from playbooks.errors import NotAllowed
from playbooks.incident import Incident
from playbooks.playbook import RoleId, UnitId, UserId
from playbooks.routing import Act, Directory
from playbooks.routing.standard import DEPUTY

Where: TypeAlias = tuple[UnitId | None, str | None]  # a unit and a country


class LacksRight(NotAllowed):
    """Somebody asked for what is left to others; it belongs in the log."""

    def __init__(self, act: Act, may: tuple[UserId, ...]) -> None:
        super().__init__(_WORDS[act](may).tell)
        self.act = act


_WORDS: Final = {
    Act.OPEN: refusals.rights.opening_is_left_to,
    Act.CLOSE: refusals.rights.closing_is_left_to,
    Act.LOWER: refusals.rights.lowering_is_left_to,
}


def must_be_theirs(act: Act, by: UserId, may: tuple[UserId, ...] | None) -> None:
    """Refuse whoever is not among those who may; None: everybody may."""
    if may is not None and by not in may:
        raise LacksRight(act, may)


def who_may(act: Act, directory: Directory, where: Where) -> tuple[UserId, ...] | None:
    """
    Name who may do something, the nearest first: who holds one of the roles there, or stands in for it; None: everybody.

    An administrator always may, so that nothing stays open because nobody holds a role any more.
    """
    named = directory.rights.get(act)
    if named is None:
        return None
    roles = (role for one in named for role in (one, RoleId(f"{one}{DEPUTY}")))
    held = (contact.user for role in roles for contact in directory.people_of(role, *where))
    return tuple(dict.fromkeys((*held, *directory.administrators)))


def act_of(incident: Incident, facts: Iterable[e.Event]) -> Act | None:
    """Say as what a decision counts; None: as nothing that is ever left to some."""
    for fact in facts:
        if isinstance(fact, e.IncidentClosed):
            return Act.CLOSE
        if isinstance(fact, e.SeverityChanged) and fact.severity.rank > incident.severity.rank:
            return Act.LOWER
    return None


def refused(incident: Incident, who: UserId, act: Act, now: datetime) -> e.ActRefused:
    """Keep that somebody asked; the lead hears of it the second time."""
    again = any(person == who for person, _ in incident.refused)
    return e.ActRefused(at=now, who=who, act=act, to=incident.lead if again else None)
