"""A clock that stands still until a test moves it."""

from datetime import UTC, datetime, timedelta
from threading import Lock

MONDAY_MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class MovableClock:
    """Keeps the port `Clock`; safe to read from several threads."""

    def __init__(self, now: datetime = MONDAY_MORNING) -> None:
        self._now = now
        self._lock = Lock()

    def now(self) -> datetime:
        """Give the present moment, aware and in UTC."""
        with self._lock:
            return self._now

    def forward(self, **by: float) -> datetime:
        """Let time pass: `forward(minutes=10)`."""
        with self._lock:
            self._now += timedelta(**by)
            return self._now

    def turn_to(self, moment: datetime) -> None:
        """Set the clock, also back."""
        with self._lock:
            self._now = moment.astimezone(UTC)
