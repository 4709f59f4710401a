"""What an incident remembers of the newer versions of its playbook that it was offered."""

from dataclasses import dataclass
from datetime import datetime

from playbooks.playbook import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The newest version that was offered, and whether somebody has declined it."""

    version: int
    digest: str
    at: datetime
    declined_by: UserId | None = None
    declined_at: datetime | None = None

    @property
    def waits(self) -> bool:
        """Nobody has decided yet."""
        return self.declined_at is None
