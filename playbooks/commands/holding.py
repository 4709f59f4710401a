"""What people ask about answering, holding and staying silent: orders that `holding` decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from playbooks.commands.order import Order
from playbooks.gate import Answers
from playbooks.playbook import Outcome, StepId, UserId, Words


class Trigger(StrEnum):
    """What ends a hold or a silence before its time."""

    FACT = "fact-confirmed"
    JOURNALIST = "journalist-calls"
    VOLUME = "volume-doubled"
    LEAK = "leak"
    SAFETY = "safety-doubt"

    @property
    def words(self) -> Words:
        """Name it for a person."""
        return _TRIGGERS[self]


_TRIGGERS: Final[Mapping[Trigger, Words]] = {
    Trigger.FACT: Words(en="a fact is confirmed", fr="un fait est confirmé"),
    Trigger.JOURNALIST: Words(en="a journalist calls", fr="un journaliste appelle"),
    Trigger.VOLUME: Words(en="the volume has doubled", fr="le volume a doublé"),
    Trigger.LEAK: Words(en="it has leaked", fr="il y a une fuite"),
    Trigger.SAFETY: Words(en="there is a doubt about safety", fr="il y a un doute pour la sécurité"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeStance(Order):
    """Decide to answer, answer in private, hold or stay silent, after the questions of the gate."""

    step: StepId
    answers: Answers
    outcome: Outcome
    reason: str
    owner: UserId | None = None  # of a hold or a silence; None: who decides
    lasts: timedelta | None = None  # of a hold; None: an hour, or the playbook's most if that is shorter
    line: str = ""  # what is said meanwhile; a hold needs one
    triggers: tuple[Trigger, ...] = tuple(Trigger)
    known: int | None = None  # how many decisions had been taken when it was asked; None: it does not matter


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewStance(Order):
    """Go on holding, or staying silent, from now on; `lasts` None: as long as a new one would."""

    reason: str
    lasts: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndStance(Order):
    """Say what ends the hold or the silence before its time; the decision is then open again."""

    trigger: Trigger
    note: str = ""
