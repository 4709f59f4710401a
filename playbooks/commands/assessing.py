"""What people ask about severity by its six factors: orders that `assessing` and `points` decide."""

from dataclasses import dataclass

from playbooks.commands.order import Order
from playbooks.factors import Factors
from playbooks.playbook import Severity, StepId


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """What somebody answered, and the severity that they keep, whatever the answers advise."""

    factors: Factors | None  # None: nobody answered; only the severity, or that people are at risk
    severity: Severity | None = None  # None: as it is
    people_at_risk: bool = False
    reason: str = ""  # needed to lower the severity
    known: int | None = None  # how many facts there were when it was asked; None: it does not matter


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftRisk(Order):
    """Say that nobody is at risk any more, or never was (the lead, with a reason)."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessSeverity(Order):
    """Answer the six questions, or change the severity alone. `step` is the decision that was pressed, if it was one."""

    assessed: Assessed
    step: StepId | None = None
