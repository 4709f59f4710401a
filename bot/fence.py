"""
The fence before everything that leaves: nobody sends on a lease that another may have taken over.

A replica that was paused, or cut from the database, cannot know what the others have done meanwhile. So each request
passes here at the last moment, under the token of the lease on which it is made, and while there is time for it to end
before the lease does.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.clock import elapsed

CALL_LIMIT: Final = timedelta(seconds=10)  # for what passed the fence, also what a killed process had begun

_UNDER: Final[ContextVar[tuple[str, float] | None]] = ContextVar("lease", default=None)


class LeaseLost(Exception):
    """The request was not begun: the lease may be somebody else's by now. No refusal, and no fault either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fence:
    """`open_to` tells whether something may be begun under a lease's token, at this very instant, by its holder."""

    open_to: Callable[[str], bool] = lambda _: True
    elapsed: Callable[[], float] = elapsed

    @contextmanager
    def under(self, token: str, until: float) -> Iterator[None]:
        """Do the block under a lease that ends when `elapsed` gives `until`. Raises LeaseLost where `check` does."""
        before = _UNDER.set((token, until))
        try:
            self.check()
            yield
        finally:
            _UNDER.reset(before)

    def check(self) -> None:
        """Pass immediately before a request; what is done under no lease always passes. Raises LeaseLost."""
        lease = _UNDER.get()
        if lease is None:
            return
        token, until = lease
        if not self.open_to(token) or self.elapsed() >= until - CALL_LIMIT.total_seconds():
            raise LeaseLost
