"""The legal clocks of an incident: what each asks, since when it counts, and how it stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from playbooks.playbook import Clock, ClockId, Playbook, UserId


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
    told_at: datetime | None = None  # when that was, or was told again
    missed_at: datetime | None = None  # when the limit was seen to have passed
    by: UserId | None = None  # who confirmed, waived or met it
    at: datetime | None = None  # when they said so
    words: str = ""  # why it was waived or starts later, or what shows that it was met
    met_at: datetime | None = None  # when it was met, which may be before anybody said so
    decisions: int = 0  # how often it was confirmed, waived or met


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


def clocks_of(playbook: Playbook, before: tuple[Clock, ...]) -> tuple[Clock, ...]:
    """
    List a playbook's clocks, then those of `before` that it no longer has.

    One that was decided on stays as it was then: no newer version moves a limit that somebody answers for.
    """
    earlier = {clock.id: clock for clock in before}
    present = tuple(earlier.pop(clock.id, clock) for clock in playbook.clocks)
    return (*present, *earlier.values())


def duties_of(
    clocks: tuple[Clock, ...], kept: tuple[DutyProgress, ...], opened_at: datetime
) -> tuple[Duty, ...]:
    """Set each clock beside how it goes, counted from the opening until it is confirmed."""
    known = {progress.clock: progress for progress in kept}
    goes = ((clock, known.get(clock.id) or DutyProgress(clock=clock.id)) for clock in clocks)
    return tuple(Duty(clock=c, progress=p, since=p.started_at or opened_at) for c, p in goes)
