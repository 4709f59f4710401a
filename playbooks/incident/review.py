"""What the review answered and decided to do."""

from dataclasses import dataclass
from datetime import datetime

from playbooks.commands import ActionId
from playbooks.playbook import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody answered to a question of the review."""

    question: str
    text: str
    by: UserId | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something the review decided to do."""

    id: ActionId
    text: str
    owner: UserId
    due_at: datetime
    reminded_at: datetime | None = None
    done_at: datetime | None = None
    done_by: UserId | None = None
