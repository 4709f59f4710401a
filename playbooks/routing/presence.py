"""How somebody stands at a moment: whether they are on duty, away or asleep, and who is there in their place."""

from dataclasses import dataclass
from datetime import datetime

from playbooks.playbook import RoleId, UserId
from playbooks.routing.availability import Availability
from playbooks.routing.calling import sleeps
from playbooks.routing.directory import Directory
from playbooks.routing.rotas import Rota
from playbooks.routing.turns import is_away, on_duty


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """How one person stands."""

    person: UserId
    away: bool
    asleep: bool  # it is their quiet hours
    off_duty: bool  # they take turns, and it is nobody's of theirs
    instead: tuple[tuple[RoleId, UserId], ...]  # who is on duty for their roles

    @property
    def warns(self) -> bool:
        """Whether somebody who wants them called should know of it first."""
        return self.away or self.asleep or self.off_duty


def presence(directory: Directory, person: UserId, availability: Availability, at: datetime) -> Presence:
    """Tell how somebody stands. Whoever takes no turns is never off duty."""
    contact, duty = directory.contact(person), availability.duty
    turns = tuple(rota for rota in directory.rotas if person in _takers(rota, availability))
    roles = () if contact is None else contact.roles
    theirs = (rota for rota in directory.rotas if rota in turns or rota.role in roles)
    there = ((rota.role, on_duty(rota, at, duty)) for rota in theirs)
    return Presence(
        person=person,
        away=is_away(duty, person, at),
        asleep=sleeps(contact, at),
        off_duty=bool(turns) and all(on_duty(rota, at, duty) != person for rota in turns),
        instead=tuple((role, user) for role, user in there if user is not None and user != person),
    )


def _takers(rota: Rota, availability: Availability) -> frozenset[UserId]:
    covers = (*rota.covers, *(cover for of, cover in availability.duty.covers if of == rota.id))
    layers = (user for layer in rota.layers for user in layer.people)
    return frozenset((*layers, *(cover.person for cover in covers)))
