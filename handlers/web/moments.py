"""Moments as people read them: in UTC and saying so, in their language's own way of writing."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from playbooks.playbook import Language

NBSP: Final = "\N{NO-BREAK SPACE}"
_MONTHS: Final = {
    Language.EN: ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    Language.FR: (
        *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
        *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One moment, ready for a page."""

    machine: str  # ISO 8601, for the datetime attribute
    day: str
    clock: str  # with its zone
    local: str  # the same in a person's own zone, with the zone's name; empty where no zone is known

    @property
    def full(self) -> str:
        """Day and time."""
        return f"{self.day}, {self.clock}"


def moment(at: datetime, language: Language, zone: str | None = None) -> Moment:
    """Make a moment; `zone` is the IANA name of the person it is also shown for."""
    utc = at.astimezone(UTC)
    return Moment(
        machine=machine(at),
        day=day(utc, language),
        clock=f"{clock(utc, language)}{NBSP}UTC",
        local=_local(utc, language, zone),
    )


def machine(at: datetime) -> str:
    """Write a moment for a machine: ISO 8601, UTC, to the second."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def day(at: datetime, language: Language) -> str:
    """Write the day: 23 Nov 2026, 1er mars 2026."""
    month = _MONTHS[language][at.month - 1]
    number = "1er" if language is Language.FR and at.day == 1 else str(at.day)
    return NBSP.join((number, month, str(at.year)))


def clock(at: datetime, language: Language) -> str:
    """Write the time of day: 14:05, 14 h 05."""
    return f"{at.hour}{NBSP}h{NBSP}{at:%M}" if language is Language.FR else f"{at:%H:%M}"


def _local(utc: datetime, language: Language, zone: str | None) -> str:
    if zone in (None, "UTC"):
        return ""
    try:
        there = utc.astimezone(ZoneInfo(str(zone)))
    except (ZoneInfoNotFoundError, ValueError):
        return ""  # A zone this machine has no rules for is left out: the time in UTC is always right.
    other_day = "" if there.date() == utc.date() else f"{day(there, language)}, "
    return f"{other_day}{clock(there, language)}{NBSP}{str(zone).replace('_', ' ')}"
