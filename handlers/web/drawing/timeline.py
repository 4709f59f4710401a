"""The timeline, drawn from the log: one sentence for each fact, by day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Final

from handlers.sentences import sentence
from handlers.web.drawing.reader import Reader
from handlers.web.moments import Moment
from playbooks.incident import Incident
from playbooks.ports import Entry

RECORDED_AT_ONCE: Final = timedelta(minutes=1)  # A fact recorded later than this after it happened says so.


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineLine:
    """One fact."""

    number: int
    at: Moment
    says: str
    recorded: str  # empty where it was recorded at once


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineDay:
    """The facts of one day, in UTC."""

    day: str
    lines: tuple[TimelineLine, ...]


def timeline(incident: Incident, log: Iterable[Entry], reader: Reader) -> tuple[TimelineDay, ...]:
    """Draw every fact in the order of the log."""
    lines = [_line(incident, entry, reader) for entry in log]
    return tuple(
        TimelineDay(day=day, lines=tuple(same)) for day, same in groupby(lines, key=lambda line: line.at.day)
    )


def _line(incident: Incident, entry: Entry, reader: Reader) -> TimelineLine:
    return TimelineLine(
        number=entry.seq,
        at=reader.at(entry.fact.at),
        says=sentence(
            entry.fact,
            incident,
            name=reader.name,
            moment=lambda at: reader.at(at).full,
            quote=str,  # Plain text: the template escapes the whole sentence.
            language=reader.language,
            ladder=reader.ladder,
        ),
        recorded=_recorded(entry, reader),
    )


def _recorded(entry: Entry, reader: Reader) -> str:
    if entry.recorded_at - entry.fact.at <= RECORDED_AT_ONCE:
        return ""
    return reader.say("recorded", clock=reader.at(entry.recorded_at).full)
