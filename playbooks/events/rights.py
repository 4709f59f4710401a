"""What was refused because of who asked."""

from dataclasses import dataclass

from playbooks.events.event import Event
from playbooks.playbook import UserId
from playbooks.routing.rights import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class RightFact(Event):
    """Something about who may do what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRefused(RightFact):
    """
    Somebody asked for what the company leaves to others, and it was not done.

    Nobody did anything, so the fact has no author: `who` asked. `to` hears of it, where they asked before.
    """

    who: UserId
    act: Act
    to: UserId | None = None
