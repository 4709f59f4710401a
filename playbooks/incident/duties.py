"""The legal clocks of an incident: what each asks, since when it counts, and how it stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from playbooks.playbook import Clock, ClockId, UserId


class DutyState(StrEnum):
    """Where a legal duty stands; a proposed one counts too, from the opening."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    WAIVED = "waived"
    MET = "met"


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyProgress:
    """How one of the playbook's legal clocks goes; only those that something happened to are kept."""

    clock: ClockId
    state: DutyState = DutyState.PROPOSED
    started_at: datetime | None = None  # as it was confirmed; None: counted from the opening
    told: int = 0  # per cent of the limit, the latest share that was told
    missed_at: datetime | None = None  # when the limit was seen to have passed
    by: UserId | None = None  # who confirmed, waived or met it
    at: datetime | None = None  # when they said so
    words: str = ""  # why it was waived, or what shows that it was met


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A legal clock of the playbook beside how it goes."""

    clock: Clock
    progress: DutyProgress
    since: datetime  # the confirmed start, else the opening

    @property
    def id(self) -> ClockId:
        """Name it within its incident."""
        return self.clock.id

    @property
    def state(self) -> DutyState:
        """Where it stands."""
        return self.progress.state

    @property
    def runs(self) -> bool:
        """Neither met nor waived: its time counts."""
        return self.state in {DutyState.PROPOSED, DutyState.CONFIRMED}

    @property
    def limit_at(self) -> datetime:
        """When its time is over."""
        return self.since + self.clock.limit

    def share_at(self, share: int) -> datetime:
        """When so many per cent of its time are over."""
        return self.since + self.clock.limit * share / 100
