"""What was planned against what was done, as a picture: a line for each step, on one scale of time."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handlers.web.drawing.reader import Reader
from playbooks.incident import Incident, StepInRun, StepStatus
from playbooks.review import lateness

LEFT: Final = 320  # where the time begins, in the picture's own units; the steps' names stand before it
WIDTH: Final = 400  # of the time
TOP: Final = 34
STEP: Final = 24  # between one line and the next
LONGEST: Final = 46  # characters of a name
TICKS: Final = 4  # parts of the scale


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRow:
    """One step: where it was planned and where it was settled, as far as it was."""

    y: int
    label: str
    says: str  # the same in words, for whoever cannot see it
    planned: int | None
    settled: int | None
    late: bool
    left_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One moment of the scale."""

    x: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The whole picture."""

    rows: tuple[PictureRow, ...]
    ticks: tuple[Tick, ...]
    width: int
    height: int


def picture(incident: Incident, reader: Reader) -> Picture | None:
    """Draw the steps that had a time or were settled; None: none has, or nothing took any time."""
    steps = [step for step in incident.steps if _moments(step)]
    if not steps:
        return None
    ends = max((moment for step in steps for moment in _moments(step)), default=incident.opened_at)
    scale = _Scale(begins=incident.opened_at, ends=max(ends, incident.closed_at or ends))
    if scale.ends <= scale.begins:
        return None
    return Picture(
        rows=tuple(_row(step, TOP + STEP * n, scale, reader) for n, step in enumerate(steps, 1)),
        ticks=tuple(scale.ticks(reader)),
        width=LEFT + WIDTH + 40,
        height=TOP + STEP * (len(steps) + 1),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    begins: datetime
    ends: datetime

    def x(self, at: datetime | None) -> int | None:
        if at is None:
            return None
        share = (at - self.begins) / (self.ends - self.begins)
        # Most happens in the first hours: they are drawn wider than the last days.
        return LEFT + round(WIDTH * math.sqrt(min(max(share, 0.0), 1.0)))

    def ticks(self, reader: Reader) -> Iterable[Tick]:
        for number in range(TICKS + 1):
            at = self.begins + (self.ends - self.begins) * (number / TICKS) ** 2
            yield Tick(
                x=LEFT + WIDTH * number // TICKS,
                label="0" if number == 0 else reader.length(at - self.begins),
            )


def _moments(step: StepInRun) -> tuple[datetime, ...]:
    both = (step.progress.due_at, step.progress.settled_at)
    return tuple(moment for moment in both if moment is not None)


def _row(step: StepInRun, y: int, scale: _Scale, reader: Reader) -> PictureRow:
    title = f"{step.number}. {reader.read(step.step.title)}"
    late, progress = lateness(step), step.progress
    planned = reader.say("picture_planned", when=reader.at(progress.due_at).full) if progress.due_at else ""
    settled = (
        reader.say("picture_open")
        if progress.settled_at is None
        else reader.say(
            "picture_left_out" if progress.status is StepStatus.SKIPPED else "picture_done",
            when=reader.at(progress.settled_at).full,
        )
    )
    how_late = "" if late is None else reader.say("picture_late", length=reader.length(late))
    return PictureRow(
        y=y,
        label=title if len(title) <= LONGEST else f"{title[: LONGEST - 1].rstrip()}…",
        says=", ".join(part for part in (title, planned, settled, how_late) if part),
        planned=scale.x(progress.due_at),
        settled=scale.x(progress.settled_at),
        late=late is not None,
        left_out=progress.status is StepStatus.SKIPPED,
    )
