"""The last assessment of the severity, the fixed points that were held, and who changed what there is only one of."""

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
    seq: int = 0  # the number of its fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The last time that somebody changed what there is only one of: the severity, the lead."""

    by: UserId | None
    at: datetime
    seq: int  # the number of its fact: a form that was opened before it did not know of it
