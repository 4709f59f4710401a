"""What people ask of ladders by hand."""

from dataclasses import dataclass
from datetime import datetime

from playbooks.playbook import LadderId, RoleId, UnitId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """More people asked for: a person, whoever holds a role, a unit, or where none is named a ladder's next rung."""

    at: datetime
    by: UserId | None
    ladder: LadderId  # the one that is climbed because of it
    reason: str = ""
    person: UserId | None = None
    role: RoleId | None = None
    unit: UnitId | None = None
    joined: bool = False  # the same was asked for a moment before, and nobody was called twice

    @property
    def to(self) -> tuple[UserId | None, RoleId | None, UnitId | None]:
        """Whom it is to; nobody by name: the next rung."""
        return self.person, self.role, self.unit
