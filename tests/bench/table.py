"""The table that a run prints: each figure beside its floor, its ratio to it, and what is to hold."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

HELD: Final = "held"
NOT_HELD: Final = "NOT held"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """
    One line: a measure on one database.

    `unit` is ms, s, MiB or nothing for a count. `most` is the largest value that holds; None: nothing was promised.
    """

    measure: str
    value: float
    unit: str = "ms"
    of: int | None = None  # a count out of so many, which must be all of them
    most: float | None = None
    floor: float | None = None
    floor_is: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times its floor it is."""
        return self.value / self.floor if self.floor else None

    @property
    def verdict(self) -> str:
        """Whether it holds, in words."""
        if self.of is not None:
            return HELD if self.value == self.of else NOT_HELD
        if self.most is None:
            return ""
        return HELD if self.value <= self.most else NOT_HELD

    @property
    def promised(self) -> str:
        """What is to hold."""
        if self.of is not None:
            return "all"
        if self.most is None:
            return ""
        return "none" if self.most == 0 else f"{self.most:g} {self.unit}".strip()

    def row(self) -> tuple[str, ...]:
        """Write it for the table."""
        shown = f"{self.value:g} of {self.of}" if self.of is not None else self._with_unit(self.value)
        floor = "" if self.floor is None else self._with_unit(self.floor)
        ratio = "" if self.ratio is None else f"{self.ratio:.1f}×"
        return (self.measure, shown, self.promised, self.verdict, floor, ratio, self.floor_is)

    def _with_unit(self, value: float) -> str:
        match self.unit:
            case "ms":
                return f"{value:.1f} ms" if value < 100 else f"{value:.0f} ms"
            case "s":
                return f"{value:.2f} s"
            case "MiB":
                return f"{value:.0f} MiB"
            case _:
                return f"{value:g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that a run measured, by database."""

    machine: str
    figures: dict[str, list[Figure]] = field(default_factory=dict)

    def lines(self) -> Iterable[str]:
        """Draw the table."""
        yield self.machine
        for database, figures in self.figures.items():
            yield ""
            yield from _drawn((database, "measured", "hold", "", "floor", "ratio", "the floor is"), figures)
        missed = [
            f"{name}: {one.measure}"
            for name, all_ in self.figures.items()
            for one in all_
            if one.verdict == NOT_HELD
        ]
        yield ""
        yield "Every target holds." if not missed else "Not held: " + "; ".join(missed) + "."

    def as_json(self) -> dict[str, Any]:
        """Give the same for a machine to read."""
        figures = {
            name: [{**asdict(one), "ratio": one.ratio, "verdict": one.verdict} for one in all_]
            for name, all_ in self.figures.items()
        }
        return {"machine": self.machine, "figures": figures}


def _drawn(head: tuple[str, ...], figures: Sequence[Figure]) -> Iterable[str]:
    rows = [head, *(figure.row() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    for number, row in enumerate(rows):
        cells = (
            text.ljust(width) if column in (0, 3, 6) else text.rjust(width)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()
        if number == 0:
            yield "-" * (sum(widths) + 2 * (len(widths) - 1))
