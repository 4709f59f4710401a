"""How the process ends when it is told to stop: everything shares one budget of seconds."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from bot.hands import Hands

ALL_IN_ALL: Final = 7.0  # seconds; an operator is promised ten (P5), and the interpreter has to end too
REQUESTS: Final = 3  # of them, for requests under way: Slack's are answered sooner, late ones go on behind


@dataclass(slots=True, kw_only=True)
class Leaving:
    """The seconds that are left, from the moment at which the process is told to stop."""

    seconds: float = ALL_IN_ALL
    elapsed: Callable[[], float] = time.monotonic
    doors: list[Callable[[], object]] = field(
        default_factory=list
    )  # what to close first, such as Socket Mode
    _closing: Hands = field(default_factory=lambda: Hands(most=2, name="closing"))
    _since: float | None = None

    def begin(self) -> None:
        """Start to count; only the first time tells."""
        if self._since is None:
            self._since = self.elapsed()

    def close_doors(self) -> None:
        """Let nothing more in; a door that closes slowly takes no time from the others."""
        for close in self.doors:
            self._closing.submit(close)

    def see_doors_closed(self) -> bool:
        """Wait for the doors with what is left of the budget; whether they are closed."""
        return self._closing.drain(self.left())

    def left(self) -> float:
        """Give the seconds that are left, none at worst."""
        if self._since is None:
            return self.seconds
        return max(0.0, self._since + self.seconds - self.elapsed())
