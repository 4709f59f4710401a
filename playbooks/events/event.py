"""What every fact shares."""

from dataclasses import dataclass
from datetime import datetime

from playbooks.playbook import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that has happened."""

    at: datetime
    by: UserId | None = None
