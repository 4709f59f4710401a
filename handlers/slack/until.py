"""Spans of time as people type them: until Friday 18:00, du 20/03 au 27/03, jusqu’à demain midi."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from handlers.slack.verbs import bare

BEYOND: Final = datetime(9000, 1, 1, tzinfo=UTC)  # further away than the calendar goes on
_DAY: Final = timedelta(days=1)
_FROM: Final = re.compile(r"^(?:from|since|starting|a partir d[eu]s?|du|des|de|depuis)\s+(?P<since>.+)$")
_UNTIL: Final = re.compile(r"(?:^|\s+)(?:until|till|jusqu'?\s*(?:aux?|a\s+la|a|en)?)\s+(?P<until>.+)$")
_TO: Final = re.compile(r"\s+(?:to|au|a)\s+(?P<until>.+)$")
_TIME: Final = re.compile(
    r"(?:\b(?:at|a)\s+|,\s*|\s|^)(?P<hour>\d{1,2})\s*(?::|h)\s*(?P<minute>\d{2})?\s*(?P<noon>am|pm)?$"
    r"|(?:\b(?:at|a)\s+|,\s*|\s|^)(?P<only>\d{1,2})\s*(?P<half>am|pm)$"
    r"|(?:\b(?:at|a)\s+|,\s*|\s|^)(?P<word>noon|midi|midnight|minuit)$"
)
_SPAN: Final = re.compile(
    r"^(?:in|dans|for|pendant|pour)?\s*(?P<n>\d{1,4})\s*"
    r"(?P<unit>h|hours?|heures?|d|days?|j|jours?|w|weeks?|sem|semaines?|m|min|minutes?)$"
)
_ISO: Final = re.compile(r"^(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})$")
_SLASHED: Final = re.compile(r"^(?P<day>\d{1,2})[/.](?P<month>\d{1,2})(?:[/.](?P<year>\d{4}))?$")
_NAMED: Final = re.compile(
    r"^(?:(?P<day>\d{1,2})(?:st|nd|rd|th|er)?\s+(?:of\s+)?(?P<month>[a-z]+)|(?P<month2>[a-z]+)\s+(?P<day2>\d{1,2})"
    r"(?:st|nd|rd|th)?)(?:,?\s+(?P<year>\d{4}))?$"
)
_WEEKDAYS: Final = {
    **{
        name: n
        for n, names in enumerate(
            (
                ("monday", "mon", "lundi"),
                ("tuesday", "tue", "mardi"),
                ("wednesday", "wed", "mercredi"),
                ("thursday", "thu", "jeudi"),
                ("friday", "fri", "vendredi"),
                ("saturday", "sat", "samedi"),
                ("sunday", "sun", "dimanche"),
            )
        )
        for name in names
    }
}
_MONTHS: Final = {
    name: n
    for n, names in enumerate(
        (
            ("january", "jan", "janvier"),
            ("february", "feb", "fevrier"),
            ("march", "mar", "mars"),
            ("april", "apr", "avril"),
            ("may", "mai"),
            ("june", "jun", "juin"),
            ("july", "jul", "juillet"),
            ("august", "aug", "aout"),
            ("september", "sep", "septembre"),
            ("october", "oct", "octobre"),
            ("november", "nov", "novembre"),
            ("december", "dec", "decembre"),
        ),
        1,
    )
    for name in names
}
_RELATIVE: Final = {"today": 0, "aujourd'hui": 0, "tonight": 0, "tomorrow": 1, "demain": 1, "apres-demain": 2}
_UNITS: Final = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": _DAY, "j": _DAY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """From one moment to another; None: from now on, or without an end."""

    since: datetime | None = None
    until: datetime | None = None


def between(text: str, now: datetime, zone: str) -> Between | None:
    """
    Read a span as somebody in a zone means it; None: it cannot be read.

    A day without a time is meant whole: it begins with its first minute and ends with its last.
    """
    plain = " ".join(bare(text).replace("’", "'").split()).strip(" .!,;")
    start = _FROM.match(plain)
    rest = start["since"] if start else plain
    end = _UNTIL.search(rest) or (_TO.search(rest) if start else None)
    if start is None:
        until = moment(end["until"] if end else plain, now, zone, whole=True)
        return None if until is None or (end and end.start() > 0) else Between(until=until)
    since = moment(rest[: end.start()] if end else rest, now, zone)
    if since is None:
        return None
    if end is None:
        return Between(since=since)
    until = moment(end["until"], max(since, now), zone, whole=True)
    return None if until is None else Between(since=since, until=until)


def moment(text: str, now: datetime, zone: str, *, whole: bool = False) -> datetime | None:
    """Read a moment to come; `whole`: a day without a time means the end of that day, else its beginning."""
    try:
        return _moment(text, now, zone, whole=whole)
    except OverflowError:
        return BEYOND


def _moment(text: str, now: datetime, zone: str, *, whole: bool) -> datetime | None:
    span = _SPAN.match(text)
    if span is not None:
        unit = timedelta(weeks=1) if span["unit"][0] in "ws" else _UNITS[span["unit"][0]]
        return now + int(span["n"]) * unit
    found = _TIME.search(text)
    wall = None if found is None else _wall(found)
    if found is not None and wall is None:
        return None
    local = now.astimezone(ZoneInfo(zone))
    named = text if found is None else text[: found.start()]
    day = local.date() if found and not named.strip(" ,") else _day(named.strip(" ,"), local.date())
    if day is None:
        return None
    at = datetime.combine(day + _DAY * (whole and wall is None), wall or time(0), ZoneInfo(zone)).astimezone(
        UTC
    )
    again = not named.strip(" ,") or named.strip(" ,") in _WEEKDAYS
    if wall is not None and again and at <= now:
        days = 1 if not named.strip(" ,") else 7
        at = datetime.combine(day + days * _DAY, wall, ZoneInfo(zone)).astimezone(UTC)
    return at


def _wall(found: re.Match[str]) -> time | None:
    if found["word"]:
        return time(12) if found["word"] in {"noon", "midi"} else time(0)
    hour, minute = int(found["hour"] or found["only"]), int(found["minute"] or 0)
    half = found["noon"] or found["half"]
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _day(named: str, today: date) -> date | None:
    name = re.sub(r"^(?:next|on|le|la)\s+|\s+prochaine?$", "", named)
    weekday, _, dated = name.partition(" ")
    if weekday in _WEEKDAYS and dated:
        name = dated  # “Friday 6 March”: the date says more than its weekday.
    if name in _RELATIVE:
        return today + _RELATIVE[name] * _DAY
    if name in _WEEKDAYS:
        ahead = (_WEEKDAYS[name] - today.weekday()) % 7
        return today + (ahead or 7 * (name != named)) * _DAY  # “next Monday”, said on a Monday, is in a week
    for pattern in (_ISO, _SLASHED, _NAMED):
        found = pattern.match(name)
        if found is not None:
            return _date(found.groupdict(), today)
    return None


def _date(parts: dict[str, str | None], today: date) -> date | None:
    named = parts["month"] or parts.get("month2") or ""
    month = int(named) if named.isdecimal() else _MONTHS.get(named, 0)
    number = int(parts["day"] or parts.get("day2") or 0)
    try:
        if parts["year"]:
            return date(int(parts["year"]), month, number)
        this = date(today.year, month, number)
        return this if this >= today else date(today.year + 1, month, number)
    except ValueError:
        return None
