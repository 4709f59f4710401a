"""What happens to ladders beside the calls themselves: answers that expire, and more people asked for by hand."""

from dataclasses import dataclass

from playbooks.commands import CallId
from playbooks.events.crisis import PlannedLadder
from playbooks.events.event import Event
from playbooks.playbook import LadderId, RoleId, UnitId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderFact(Event):
    """Something about a ladder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDoubted(LadderFact):
    """The work has gone quiet, and whoever took the call is asked whether they are still on it."""

    call: CallId


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerConfirmed(LadderFact):
    """Whoever took the call is still on it."""

    call: CallId


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerExpired(LadderFact):
    """Nobody did or said anything after the doubt: the answer counts no longer, and the ladder goes on."""

    call: CallId


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalated(LadderFact):
    """
    Somebody asks for more people, by hand.

    `ladder` is what is climbed because of it: one of its own, with its people in `planned`; else one that runs
    already, of which the next rung is called, or which the same wish has `joined`. The three after it say to whom.
    """

    ladder: LadderId
    reason: str
    planned: PlannedLadder | None = None
    person: UserId | None = None
    role: RoleId | None = None
    unit: UnitId | None = None
    joined: bool = False
