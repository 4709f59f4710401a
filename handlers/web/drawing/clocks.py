"""The legal clocks: which duty, whose, since when it counts, until when, and what was decided."""

from dataclasses import dataclass

from handlers.web.drawing.reader import Reader
from handlers.web.moments import Moment
from playbooks import duties
from playbooks.incident import Duty, DutyState, Incident

_LOOK = {DutyState.WAIVED: "skipped", DutyState.MET: "done"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRow:
    """One legal clock."""

    title: str
    state: str  # open, late, done or skipped: the line's look
    state_words: str
    owner: str
    role: str
    since: Moment
    limit: Moment
    length: str  # as the law counts it: 72 h
    decided: Moment | None
    decided_by: str
    words: str  # why it was waived, or what shows that it is met


def clock_rows(incident: Incident, reader: Reader) -> tuple[ClockRow, ...]:
    """Draw every legal clock of the incident, the one whose limit is nearest first."""
    return tuple(_row(incident, duty, reader) for duty in duties.nearest_first(incident))


def standing(duty: Duty, reader: Reader) -> str:
    """Say how a clock stands."""
    if duty.runs and duty.limit_at <= reader.now:
        return reader.say("clock_missed")
    met_at = duty.progress.met_at or duty.progress.at
    late = met_at is not None and met_at > duty.limit_at
    return reader.say("clock_met_late" if duty.state is DutyState.MET and late else f"clock_{duty.state}")


def _row(incident: Incident, duty: Duty, reader: Reader) -> ClockRow:
    progress = duty.progress
    late = duty.runs and duty.limit_at <= reader.now
    by = progress.by
    return ClockRow(
        title=reader.read(duty.clock.title),
        state="late" if late else _LOOK.get(duty.state, "open"),
        state_words=standing(duty, reader),
        owner=reader.name(duties.owner(incident, duty.clock)),
        role=reader.role(duty.clock.owner),
        since=reader.at(duty.since),
        limit=reader.at(duty.limit_at),
        length=reader.length(duty.clock.limit),
        decided=reader.at_or_none(progress.at),
        decided_by="" if by is None else reader.say("settled_by", name=reader.name(by)),
        words=progress.words,
    )
