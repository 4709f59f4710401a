"""The present moment, from one place."""

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


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
        return datetime.now(UTC) + self.ahead

    def forward(self, by: timedelta) -> None:
        """Let time pass; it never goes back."""
        if by < timedelta(0):
            message = "practice time only goes forward"
            raise ValueError(message)
        with self._lock:
            self.ahead += by
