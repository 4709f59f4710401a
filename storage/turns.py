"""Writers of one process take turns, in the order in which they came."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Lock

from playbooks.errors import NotSaved


class Turns:
    """
    A queue in front of a database that lets one writer in at a time.

    At SQLite's own door a writer looks again every so often, and whoever looks at the right moment gets in: under load
    some wait far longer than others.
    """

    def __init__(self, patience: timedelta) -> None:
        self._patience_seconds = patience.total_seconds()
        self._guard = Lock()
        self._waiting: deque[Lock] = deque()
        self._taken = False

    @contextmanager
    def mine(self) -> Iterator[None]:
        """Wait for one's turn and keep it for the block. Raises NotSaved if it does not come in time."""
        self._take()
        try:
            yield
        finally:
            self._pass_on()

    @property
    def waiting(self) -> int:
        """How many writers wait for their turn."""
        with self._guard:
            return len(self._waiting)

    def _take(self) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            called = Lock()
            called.acquire()
            self._waiting.append(called)
        if not called.acquire(timeout=self._patience_seconds):
            self._give_up(called)

    def _give_up(self, called: Lock) -> None:
        with self._guard:
            if called not in self._waiting:
                return  # The turn came in the same instant.
            self._waiting.remove(called)
        message = f"other writers kept the database for {self._patience_seconds:g} s"
        raise NotSaved(message)

    def _pass_on(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False
