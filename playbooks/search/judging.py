"""How often the right past incident is among the first: for a set of questions with known answers."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

FIRST: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, and the names of the incidents that are right."""

    name: str
    text: str
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A question whose right answer was not among the first, and what was."""

    asked: Asked
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of how many questions the right answer was first, and among the first three."""

    number: int
    first: int
    among: int
    missed: tuple[Missed, ...]

    @property
    def share(self) -> float:
        """Give the share of questions that were answered well, of 1."""
        return self.among / self.number if self.number else 1.0


def judged(questions: Iterable[Asked], find: Callable[[str], Sequence[str]]) -> Figures:
    """Ask each question; `find` gives the names of what is found, the best first."""
    number = first = among = 0
    missed: list[Missed] = []
    for asked in questions:
        found = tuple(find(asked.text)[:FIRST])
        number += 1
        first += bool(found) and found[0] in asked.right
        if set(found) & set(asked.right):
            among += 1
        else:
            missed.append(Missed(asked=asked, found=found))
    return Figures(number=number, first=first, among=among, missed=tuple(missed))
