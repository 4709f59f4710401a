"""What the desk needs of the memory for past incidents; the ports of reading and writing take it in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from playbooks.commands import IncidentId
from playbooks.incident import Ref
from playbooks.search import Choice, Found, Narrowed

ALL_OF_THEM: Final = ""  # the “stem” that every incident has: how many there are


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """
    By what incidents are chosen: choice after choice, until there are enough.

    Each choice gives the latest remembered first, `most` of them.
    """

    choices: tuple[Choice, ...]
    narrowed: Narrowed
    most: int
    enough: int


class SearchReading(Protocol):
    """Looks past incidents up."""

    def stems(self, wanted: Collection[str]) -> Mapping[str, int]:
        """Say how many incidents have each stem, as far as any has; restricted ones are not counted."""
        ...

    def stems_near(self, beginnings: Collection[str], shortest: int, longest: int) -> Mapping[str, int]:
        """Give the known stems of a length that begin so, and how many incidents have each."""
        ...

    def entries(self, sought: Sought) -> tuple[Found, ...]:
        """Choose incidents."""
        ...

    def causes_before(self, cause: str, since: datetime, but: IncidentId) -> int:
        """Count the other incidents opened since a moment with the same cause; restricted ones and exercises count not."""
        ...

    def brought(self, externals: Collection[str]) -> Mapping[str, Ref]:
        """Find which incidents of another tool were brought along before, by their names there."""
        ...


class SearchKeeping(Protocol):
    """Keeps what incidents are found by; what changes is kept with the facts that change it."""

    def recollect(self) -> int:
        """Enter some incidents that were there before anything was kept of them; give how many, 0 when all are."""
        ...
