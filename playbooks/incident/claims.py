"""What is claimed, and how far it is known to be so."""

from dataclasses import dataclass
from datetime import datetime

from playbooks.commands import Verification
from playbooks.playbook import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One entry of the log that was kept to be verified, or as verified."""

    number: int  # 1 is the first
    text: str
    by: UserId | None
    at: datetime
    status: Verification
    settled_by: UserId | None = None  # None: it still waits, or was verified when it was kept
    settled_at: datetime | None = None
    words: str = ""  # what was said when it was settled
    source: str = ""  # who or what it is known from
    happened: datetime | None = None  # None: as it was kept
    checked_by: UserId | None = None  # who is verifying it, or was
    checked_at: datetime | None = None
    corrected_by: int = 0  # the entry in its place; 0: none

    @property
    def stands(self) -> bool:
        """No other entry has taken its place."""
        return not self.corrected_by

    @property
    def waits(self) -> bool:
        """Nobody has said yet whether it is so."""
        return self.stands and self.status in {Verification.TO_VERIFY, Verification.CHECKING}

    @property
    def known_at(self) -> datetime:
        """When it was kept or, later, settled."""
        return self.settled_at or self.at
