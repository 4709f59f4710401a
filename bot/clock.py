"""The present moment, from one place."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from playbooks.ports import Clock


def elapsed() -> float:
    """Give seconds that only ever pass, also while the process is stopped or the machine asleep, where it can tell."""
    of_machine = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime(of_machine)


class SystemClock:
    """The machine's clock, in UTC."""

    def now(self) -> datetime:
        """Give the present moment."""
        return datetime.now(UTC)


@dataclass(slots=True)
class MovableClock:
    """The machine's clock, moved forward by hand: for practice, where an hour passes in a click."""

    ahead: timedelta = timedelta(0)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def now(self) -> datetime:
        """Give the moment that practice pretends it is."""
        return SystemClock().now() + self.ahead

    def forward(self, by: timedelta) -> None:
        """Let time pass; it never goes back."""
        if by < timedelta(0):
            message = "practice time only goes forward"
            raise ValueError(message)
        with self._lock:
            self.ahead += by


@dataclass(slots=True)
class SharedClock:
    """
    The clock of everybody who shares a database, once somebody has `set` it by the database's.

    From then on it runs by seconds that only pass, so that neither a machine whose clock is wrong nor one that is put
    right meanwhile lets a moment fall early or late. What practice is ahead of the machine it stays ahead.
    """

    machine: Clock
    elapsed: Callable[[], float] = elapsed
    _set: tuple[datetime, float] | None = None  # a moment of the database's, and when it was

    def set(self, moment: datetime, at: float) -> None:
        """Take a moment that the database has told; `at` is when it did, by `elapsed`."""
        self._set = (moment, at)

    def now(self) -> datetime:
        """Give the present moment."""
        known = self._set
        if known is None:
            return self.machine.now()
        moment, at = known
        ahead: timedelta = getattr(self.machine, "ahead", timedelta(0))
        return moment + timedelta(seconds=self.elapsed() - at) + ahead

    @property
    def skew(self) -> timedelta:
        """Give how far the machine's clock is ahead of the database's."""
        return self.machine.now() - self.now()
