"""Identifiers that count, so that a failing test reads the same each time."""

import itertools


class CountingIds:
    """Keeps the port `Ids`: shaped as a UUIDv7, sortable, never the same twice, also from several threads."""

    def __init__(self, start: int = 1) -> None:
        self._numbers = itertools.count(start)  # `next` on it is one step that no other thread divides.

    def fresh(self) -> str:
        """Give the next identifier."""
        return identifier(next(self._numbers))


def identifier(number: int) -> str:
    """The identifier that is given as the `number`-th."""
    high, low = divmod(number, 1 << 48)
    return f"01950000-0000-7000-{0x8000 + high:04x}-{low:012x}"
