"""How work that nobody waits for makes room for those who wait: they share one interpreter."""

from collections.abc import Callable
from typing import Final

BREATH_SECONDS: Final = 0.05  # a thousand open incidents are looked at in a minute
MOST_BREATHS: Final = 40  # two seconds: what goes on in the background comes to its end even in a long crowd


def breathe(pause: Callable[[float], object], busy: Callable[[], bool]) -> None:
    """Rest between two portions of work, and go on resting while somebody waits for an answer, but not for ever."""
    for _ in range(MOST_BREATHS):
        pause(BREATH_SECONDS)
        if not busy():
            return
