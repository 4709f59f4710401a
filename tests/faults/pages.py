"""A clock whose hands several processes see: how far it is ahead stands in a file that all of them have mapped."""

import mmap
import struct
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import SystemClock

HANDS = struct.Struct("d")


class PagedClock:
    """The machine's clock, moved forward for every process at once. `wrong` is this machine's own mistake."""

    def __init__(self, file: Path, wrong: timedelta = timedelta(0)) -> None:
        if not file.exists():
            file.write_bytes(HANDS.pack(0.0))
        self._file = file.open("r+b")
        self._page = mmap.mmap(self._file.fileno(), HANDS.size)
        self._wrong = wrong

    @property
    def ahead(self) -> timedelta:
        """How far it was moved."""
        (seconds,) = HANDS.unpack(self._page[:])
        return timedelta(seconds=seconds)

    def now(self) -> datetime:
        """Give the moment that this machine takes for the present one."""
        return SystemClock().now() + self.ahead + self._wrong

    def forward(self, by: timedelta) -> None:
        """Let time pass, for everybody."""
        self._page[:] = HANDS.pack((self.ahead + by).total_seconds())

    def close(self) -> None:
        """Let go of the file."""
        self._page.close()
        self._file.close()
