"""What happens when the severity is assessed by its six factors."""

from dataclasses import dataclass

from playbooks.events.event import Event
from playbooks.factors import Factors
from playbooks.playbook import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessingFact(Event):
    """A fact about how serious it is found to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityAssessed(AssessingFact):
    """The six questions were answered; where another severity follows, SeverityChanged says so."""

    factors: Factors
    advised: Severity
    people_at_risk: bool  # from now on, where they were not before


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskFound(AssessingFact):
    """People may be at risk, which was not known before; somebody said so without the six questions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskLifted(AssessingFact):
    """Nobody is at risk any more, or nobody ever was."""

    reason: str
