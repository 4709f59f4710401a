"""A customer's case, as it stands."""

from dataclasses import dataclass
from datetime import datetime

from playbooks.matching import Triage
from playbooks.playbook import Network
from playbooks.routing.pledges import Pledges, Urgency, Week


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a customer wrote and waits for. `touched_at`: when whoever answers last did something."""

    text: str
    network: Network | None
    link: str
    author: str
    reach: int | None
    urgency: Urgency
    pledges: Pledges
    week: Week | None
    wrote_at: datetime  # the latest time
    touched_at: datetime
    again: tuple[str, ...] = ()  # what they wrote later, in its order
    first_answered_at: datetime | None = None
    answered_at: datetime | None = None  # the latest time
    answer_told: int = 0  # per cent of the time for the answer they wait for, at which somebody was told
    settled_told: int = 0
    triage: Triage | None = None  # what was decided last
    review_at: datetime | None = None  # of a silence
    review_told: int = 0
    kept_until: datetime | None = None  # the end of the turn past which whoever answers stays on it
    source: str = ""  # the tool that reported it; empty: none did
    external: str = ""  # the tool's own name for the message
    cause: str = ""  # as the customer would name it; empty: nobody has said

    @property
    def waits(self) -> bool:
        """Whether the customer waits for an answer: what they wrote last has none."""
        return self.answered_at is None or self.answered_at < self.wrote_at
