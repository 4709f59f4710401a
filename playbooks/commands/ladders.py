"""What people ask of ladders: more people by hand, somebody else in one's place, and that one is still on it."""

from dataclasses import dataclass

from playbooks.commands.order import CallId, Order
from playbooks.playbook import LadderId, RoleId, UnitId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class PassCall(Order):
    """Answer a call with somebody else's name: they are called on the same rung."""

    call: CallId
    to: UserId
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepAnswer(Order):
    """Say that one is still on it."""

    call: CallId


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalate(Order):
    """
    Ask for more people: one by name, whoever holds a role, a unit, else the next rung of a ladder that runs.

    `ladder` says of which; None: of the first that has a next rung.
    """

    person: UserId | None = None
    role: RoleId | None = None
    unit: UnitId | None = None
    ladder: LadderId | None = None
    reason: str = ""
