"""Writers of one process take turns, and those whom somebody waits for go first."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Condition, Lock

from playbooks.errors import NotSaved
from playbooks.playbook import Words
from playbooks.ports import Haste


class Turns:
    """
    A queue in front of a database that lets one writer in at a time.

    At SQLite's own door a writer looks again every so often, and whoever looks at the right moment gets in: under load
    some wait far longer than others.
    """

    def __init__(self, patience: timedelta) -> None:
        self._patience_seconds = patience.total_seconds()
        self._guard = Lock()
        self._waiting = {haste: deque[Lock]() for haste in Haste}  # The hastiest come first.
        self._taken = False

    @contextmanager
    def mine(self, haste: Haste = Haste.AWAITED) -> Iterator[None]:
        """Wait for one's turn and keep it for the block. Raises NotSaved if it does not come in time."""
        self._take(haste)
        try:
            yield
        finally:
            self._pass_on()

    @property
    def waiting(self) -> int:
        """How many writers wait for their turn."""
        with self._guard:
            return sum(map(len, self._waiting.values()))

    def _take(self, haste: Haste) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            called = Lock()
            called.acquire()
            self._waiting[haste].append(called)
        if not called.acquire(timeout=self._patience_seconds):
            self._give_up(called, haste)

    def _give_up(self, called: Lock, haste: Haste) -> None:
        with self._guard:
            if called not in self._waiting[haste]:
                return  # The turn came in the same instant.
            self._waiting[haste].remove(called)
        seconds = f"{self._patience_seconds:g}"
        tell = Words(
            en=f"other writers kept the database for {seconds} s",
            fr=f"d’autres écritures ont occupé la base de données pendant {seconds} s",
        )
        raise NotSaved(tell)

    def _pass_on(self) -> None:
        with self._guard:
            hastiest = next((queue for queue in self._waiting.values() if queue), None)
            if hastiest is None:
                self._taken = False
            else:
                hastiest.popleft().release()


class Precedence:
    """
    Lets those who must acknowledge have the interpreter before those who only send what is owed.

    They share one: each card that is drawn meanwhile is time in which somebody waits for an answer.
    """

    def __init__(self, courtesy: timedelta) -> None:
        self._courtesy_seconds = courtesy.total_seconds()
        self._changed = Condition()
        self._awaited = 0

    @contextmanager
    def first(self) -> Iterator[None]:
        """Be one of those whom somebody waits for, for the block."""
        with self._changed:
            self._awaited += 1
        try:
            yield
        finally:
            with self._changed:
                self._awaited -= 1
                if not self._awaited:
                    self._changed.notify_all()

    def after_you(self) -> None:
        """Wait until nobody is waited for, but not for long: what is owed must leave too."""
        with self._changed:
            self._changed.wait_for(lambda: not self._awaited, self._courtesy_seconds)
