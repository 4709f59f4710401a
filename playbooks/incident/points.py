"""The last assessment of the severity, and the fixed points that were held."""

from dataclasses import dataclass
from datetime import datetime

from playbooks.factors import Factors
from playbooks.playbook import Severity, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The six answers as they were last given."""

    factors: Factors
    advised: Severity
    by: UserId | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A fixed point that was held."""

    at: datetime
    by: UserId | None
