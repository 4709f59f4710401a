"""What happens to the decision to answer, hold or stay silent."""

from dataclasses import dataclass
from datetime import datetime

from playbooks.commands import Trigger
from playbooks.events.event import Event
from playbooks.gate import Advice, Answers
from playbooks.playbook import Outcome, StepId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingFact(Event):
    """A fact about the decision that `step` asks for, and the outcome that was, or had been, chosen."""

    step: StepId
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceTaken(HoldingFact):
    """Somebody decided; what was answered and advised is kept beside it, whatever they chose."""

    reason: str
    answers: Answers
    advice: Advice
    owner: UserId
    until: datetime | None  # of a hold or a silence
    line: str
    triggers: tuple[Trigger, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceReminded(HoldingFact):
    """So much of the time of a hold or a silence is over, and its owner is told."""

    share: int  # per cent: 50 or 80
    to: UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceExpired(HoldingFact):
    """The time of a hold or a silence is over: the decision is open again, and these people are told."""

    to: tuple[UserId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionAwaited(HoldingFact):
    """The decision is still open after a hold or a silence, and the lead is told so again."""

    to: UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceRenewed(HoldingFact):
    """A hold or a silence goes on until a later moment."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceEnded(HoldingFact):
    """A stance ended because of something that happened, or, without a trigger, because of a new decision."""

    trigger: Trigger | None
    note: str
