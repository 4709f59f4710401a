"""Writes moments as a reader in some zone and language reads them, Slack's date tokens included."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.practice.phrases import Language

_MONTHS = {
    Language.EN: "January February March April May June July August September October November December",
    Language.FR: "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
_SHORT = {
    Language.EN: "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    Language.FR: "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
}
_DAYS = {
    Language.EN: "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    Language.FR: "lundi mardi mercredi jeudi vendredi samedi dimanche",
}
_NEAR = {
    Language.EN: {-1: "yesterday", 0: "today", 1: "tomorrow"},
    Language.FR: {-1: "hier", 0: "aujourd’hui", 1: "demain"},
}
_UNITS = (
    (86_400, ("day", "days"), ("jour", "jours")),
    (3_600, ("hour", "hours"), ("heure", "heures")),
    (60, ("minute", "minutes"), ("minute", "minutes")),
)
_TOKEN = re.compile(r"\{(\w+)\}")


def zone_of(name: str) -> tzinfo:
    """The zone of this name; UTC when nobody knows it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads: language, zone, and the practice moment at which they read (aware)."""

    language: Language
    zone: tzinfo
    now: datetime


def ago(reader: Reader, moment: datetime) -> str:
    """How far a moment lies from the reader's present, in one unit."""
    away = moment - reader.now
    seconds = abs(away.total_seconds())
    french = reader.language is Language.FR
    for size, english_names, french_names in _UNITS:
        if seconds >= size:
            count = int(seconds // size)
            unit = (french_names if french else english_names)[count > 1]
            return _placed(f"{count} {unit}", french=french, past=away < timedelta(0))
    return "à l’instant" if french else "just now"


def _placed(span: str, *, french: bool, past: bool) -> str:
    if french:
        return f"il y a {span}" if past else f"dans {span}"
    return f"{span} ago" if past else f"in {span}"


def time_of_day(reader: Reader, moment: datetime) -> str:
    """Hours and minutes in the reader's zone."""
    return moment.astimezone(reader.zone).strftime("%H:%M")


def day(reader: Reader, moment: datetime) -> str:
    """The day of the week and the date in the reader's zone."""
    there = moment.astimezone(reader.zone)
    return f"{_DAYS[reader.language].split()[there.weekday()]} {_date(reader, moment, _MONTHS)}"


def _date(reader: Reader, moment: datetime, names: dict[Language, str]) -> str:
    there = moment.astimezone(reader.zone)
    month = names[reader.language].split()[there.month - 1]
    if reader.language is Language.FR:
        return f"{'1er' if there.day == 1 else there.day} {month} {there.year}"
    return f"{there.day} {month} {there.year}"


def _near(reader: Reader, moment: datetime, otherwise: str) -> str:
    days = (moment.astimezone(reader.zone).date() - reader.now.astimezone(reader.zone).date()).days
    return _NEAR[reader.language].get(days, otherwise)


_WRITERS: dict[str, Callable[[Reader, datetime], str]] = {
    "date_num": lambda reader, at: at.astimezone(reader.zone).strftime("%Y-%m-%d"),
    "date": lambda reader, at: _date(reader, at, _MONTHS),
    "date_short": lambda reader, at: _date(reader, at, _SHORT),
    "date_long": day,
    "date_pretty": lambda reader, at: _near(reader, at, _date(reader, at, _MONTHS)),
    "date_short_pretty": lambda reader, at: _near(reader, at, _date(reader, at, _SHORT)),
    "date_long_pretty": lambda reader, at: _near(reader, at, day(reader, at)),
    "time": time_of_day,
    "time_secs": lambda reader, at: at.astimezone(reader.zone).strftime("%H:%M:%S"),
    "ago": ago,
}


def from_token(reader: Reader, seconds: int, form: str) -> str:
    """The text of `<!date^seconds^form|fallback>`. Raises ValueError for a moment or token that is none."""
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError) as exc:
        msg = f"{seconds} is no moment"
        raise ValueError(msg) from exc

    def written(found: re.Match[str]) -> str:
        if found[1] not in _WRITERS:
            msg = f"unknown date token {found[0]}"
            raise ValueError(msg)
        return _WRITERS[found[1]](reader, moment)

    return _TOKEN.sub(written, form)
