"""
The fence before everything that leaves: nobody sends on a lease that another may have taken over.

A replica that was paused, or cut from the database, cannot know what the others have done meanwhile. So each request
passes here at the last moment, under the token of the lease on which it is made.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

CALL_LIMIT: Final = timedelta(seconds=10)  # for what passed the fence, also what a killed process had begun

_UNDER: Final[ContextVar[str | None]] = ContextVar("lease", default=None)


class LeaseLost(Exception):
    """The request was not begun: the lease may be somebody else's by now. No refusal, and no fault either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fence:
    """`open_to` tells whether something may be begun under a lease's token, at this very instant."""

    open_to: Callable[[str], bool] = lambda _: True

    @contextmanager
    def under(self, token: str) -> Iterator[None]:
        """Do the block under a lease. Raises LeaseLost where `check` does."""
        before = _UNDER.set(token)
        try:
            self.check()
            yield
        finally:
            _UNDER.reset(before)

    def check(self) -> None:
        """Pass immediately before a request; what is done under no lease always passes. Raises LeaseLost."""
        token = _UNDER.get()
        if token is not None and not self.open_to(token):
            raise LeaseLost
