"""Threads that carry out tasks, and for which the process does not wait when it ends."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Final, TypeVar

IDLE_SECONDS: Final = 30.0  # after which a thread that nobody needs ends

Done = TypeVar("Done")


@dataclass(slots=True, kw_only=True)
class Hands:
    """
    At most so many threads, made when they are needed.

    The standard library's pool is waited for without a limit when the interpreter ends. Whatever these do is safe
    to be cut off: what was not committed never was, and what was being sent is looked for before it is sent again.
    """

    most: int
    name: str
    _guard: threading.Lock = field(default_factory=threading.Lock)
    _tasks: SimpleQueue[Callable[[], None]] = field(default_factory=SimpleQueue)
    _open: set[Future[object]] = field(default_factory=set)
    _threads: int = 0

    def submit(self, task: Callable[[], Done]) -> Future[Done]:
        """Have a task carried out as soon as a thread is free."""
        future: Future[Done] = Future()

        def carry_out() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                done = task()
            except BaseException as exc:  # noqa: BLE001 - it is raised where the outcome is asked for.
                future.set_exception(exc)
            else:
                future.set_result(done)

        with self._guard:
            self._open.add(future)  # type: ignore[arg-type]  # It is only waited for.
            self._tasks.put(carry_out)
            if self._threads < min(self.most, len(self._open)):
                self._threads += 1
                threading.Thread(target=self._work, name=self.name, daemon=True).start()
        future.add_done_callback(self._forget)
        return future

    @property
    def crowded(self) -> bool:
        """Whether something waits for a thread; what does not will begin in a moment."""
        with self._guard:
            return len(self._open) > self.most

    @property
    def busy(self) -> bool:
        """Whether something is being done, or waits to be."""
        return bool(self._open)

    def drain(self, seconds: float) -> bool:
        """Wait until nothing is left to do, for at most so long; whether nothing is."""
        with self._guard:
            present = tuple(self._open)
        return not wait(present, max(seconds, 0.0)).not_done

    def _forget(self, future: Future[Done]) -> None:
        with self._guard:
            self._open.discard(future)

    def _work(self) -> None:
        while True:
            try:
                carry_out = self._tasks.get(timeout=IDLE_SECONDS)
            except Empty:
                with self._guard:
                    if self._tasks.empty():
                        self._threads -= 1
                        return
            else:
                carry_out()
                del carry_out  # What it held is not kept while this thread waits.
