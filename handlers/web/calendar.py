"""A rota as an iCalendar (RFC 5545): each turn an event in UTC, with a name that stays the same while it does."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Final

from handlers.wording import say, set_in
from playbooks.playbook import Language, Words
from playbooks.routing import Directory, Rota
from playbooks.routing.turns import Stint, gaps

_ENDINGS: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+"
)  # whatever a reader may take for the end of a line
OCTETS: Final = 75  # of one line, its end not counted
PRODUCT: Final = "-//Crisis Desk//Rotas//EN"


def calendar(rota: Rota, turns: tuple[Stint, ...], *, directory: Directory, now: datetime) -> bytes:
    """
    Write a rota's turns, in the company's own language. Names only: a calendar may be read by others than its people.

    Between the first and the last turn, times at which nobody is on duty are events too.
    """
    language = directory.default_language
    title = set_in(language, rota.title)
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(title)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        *_events(rota, turns, directory, now),
        "END:VCALENDAR",
    )
    return b"".join(_folded(line) for line in lines)


def _events(rota: Rota, turns: tuple[Stint, ...], directory: Directory, now: datetime) -> Iterator[str]:
    language = directory.default_language
    title = set_in(language, rota.title)
    for turn in turns:
        contact = directory.contact(turn.person)
        name = turn.person if contact is None else contact.name
        yield from _event(rota, (turn.since, turn.until), say(_TURN, language, rota=title, name=name), now)
    if turns:
        for gap in gaps(turns, turns[0].since, turns[-1].until):
            yield from _event(rota, (gap.since, gap.until), _nobody(title, language), now)


def _nobody(title: str, language: Language) -> str:
    return say(_NOBODY, language, rota=title)


def _event(rota: Rota, span: tuple[datetime, datetime], summary: str, now: datetime) -> Iterable[str]:
    since, until = span
    return (
        "BEGIN:VEVENT",
        # A turn is the same event whoever has it: where it is swapped, calendars show the new name in its place.
        f"UID:{rota.id}-{_moment(since)}@crisis-desk",
        f"DTSTAMP:{_moment(now)}",
        f"DTSTART:{_moment(since)}",
        f"DTEND:{_moment(until)}",
        f"SUMMARY:{_text(summary)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    )


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """Write a text so that nothing of it ends its line or its value."""
    plain = _ENDINGS.sub(" ", text).replace("\\", "\\\\")
    return plain.replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> bytes:
    """End a line, and fold it where it is longer than 75 octets, never within a sign."""
    parts, present = list[bytes](), b""
    for sign in line:
        octets = sign.encode()
        # A line that goes on begins with a space, which counts.
        if len(present) + len(octets) > OCTETS - bool(parts):
            parts.append(present)
            present = b""
        present += octets
    return b"\r\n ".join((*parts, present)) + b"\r\n"


_TURN: Final = Words(en="{rota}: {name}", fr="{rota} : {name}")
_NOBODY: Final = Words(en="⚠ {rota}: nobody", fr="⚠ {rota} : personne")
