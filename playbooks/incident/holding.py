"""Where the decision to answer, hold or stay silent stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from playbooks.commands import Trigger
from playbooks.gate import Advice, Answers
from playbooks.playbook import Outcome, StepId, UserId

WAITING_OUTCOMES: Final = frozenset({Outcome.HOLD, Outcome.SILENT})


class Ending(StrEnum):
    """How a stance ended."""

    EXPIRED = "expired"  # its time was over
    TRIGGER = "trigger"  # something happened
    REPLACED = "replaced"  # a new decision was taken
    TAKEN_BACK = "taken-back"  # the decision step was undone
    CLOSED = "closed"  # the incident is over


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """One time that a hold or a silence was prolonged."""

    by: UserId | None
    at: datetime
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """
    One decision about answering, with the answers and the advice that it was taken on.

    `since` and `until` are the present span of a hold or a silence: the first, or the latest renewal's.
    """

    step: StepId
    outcome: Outcome
    by: UserId
    at: datetime
    owner: UserId
    reason: str
    answers: Answers
    advice: Advice
    since: datetime
    until: datetime | None = None  # None: an answer, which has no end
    line: str = ""  # what is said meanwhile
    triggers: tuple[Trigger, ...] = ()
    told: int = 0  # the greatest share of the present span, per cent, of which the owner was told
    renewals: tuple[Renewal, ...] = ()
    lapsed_at: tuple[datetime, ...] = ()  # each time that its end was reached
    ending: Ending | None = None  # None: it stands
    ended_at: datetime | None = None
    ended_by: UserId | None = None
    trigger: Trigger | None = None  # what ended it
    note: str = ""  # what was said of that
    chased_at: datetime | None = None  # when the lead was last told that the decision is still open

    @property
    def stands(self) -> bool:
        """Whether it is what we do now."""
        return self.ending is None

    @property
    def waits(self) -> bool:
        """Whether it is a hold or a silence, which has an end."""
        return self.outcome in WAITING_OUTCOMES

    @property
    def followed(self) -> bool:
        """Whether the person chose what was advised."""
        return self.outcome is self.advice.outcome
