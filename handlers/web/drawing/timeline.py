"""The timeline, drawn from the log: one sentence for each fact, by day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Final

from handlers.sentences import sentence
from handlers.web.drawing.reader import Reader
from handlers.web.moments import Moment
from playbooks.events import LogWritten
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
    struck: bool = False  # another entry stands in its place, which the sentence says as well
    link: str = ""  # to the message that it was kept from


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
        struck=_struck(incident, entry),
        link=_link(entry),
    )


def _recorded(entry: Entry, reader: Reader) -> str:
    written = entry.fact.happened if isinstance(entry.fact, LogWritten) else None
    if entry.recorded_at - (written or entry.fact.at) <= RECORDED_AT_ONCE:
        return ""
    return reader.say("recorded", clock=reader.at(entry.recorded_at).full)


def _struck(incident: Incident, entry: Entry) -> bool:
    fact = entry.fact
    number = (fact.entry or fact.claim) if isinstance(fact, LogWritten) else 0
    return bool(incident.logbook.successor(number))


def _link(entry: Entry) -> str:
    """Give the address of the message that an entry was kept from; nothing that is no address of the web."""
    original = entry.fact.original if isinstance(entry.fact, LogWritten) else None
    return original.link if original is not None and original.link.startswith(("https://", "http://")) else ""
