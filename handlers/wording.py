"""How the doors put words together in both languages: a template, its values, French spacing, spans of time."""

import re
from datetime import timedelta
from functools import lru_cache
from typing import Final

from playbooks.playbook import Language, Words

_WIDE: Final = "\u00a0"  # no-break space
_NARROW: Final = "\u202f"  # narrow no-break space
_GROUPED: Final = 10_000
_BETWEEN: Final = {Language.EN: ",", Language.FR: _NARROW}
_IN_HOURS: Final = timedelta(hours=72)
_LITERAL: Final = re.compile(r"(`[^`\n]*`|<[^<>\n]*>)")  # what is typed, and links: kept sign by sign
_BEFORE_TALL: Final = re.compile(r" (?=[;!?])")
_BEFORE_WIDE: Final = re.compile(r" (?=[:»%])|(?<=«) ")


def say(words: Words, language: Language, **values: object) -> str:
    """Fill a template of ours in the reader's language. What is put in is never read as a template."""
    template = words.read(language)
    return (french(template) if language is Language.FR else template).format(**values)


@lru_cache(maxsize=4096)  # The templates of the doors and the words of playbooks come back with every line.
def french(text: str) -> str:
    """Keep French signs on the line of their word; code and links stay as they are."""
    parts = _LITERAL.split(text)
    parts[::2] = (_BEFORE_WIDE.sub(_WIDE, _BEFORE_TALL.sub(_NARROW, part)) for part in parts[::2])
    return "".join(parts)


def set_in(language: Language, words: Words) -> str:
    """Give words of a playbook or of the directory, with the signs of their language in their place."""
    return french(words.fr) if language is Language.FR else words.en


def lasting(span: timedelta, language: Language) -> str:
    """
    Say how long: 42 min, 1 h 05, 72 h, 5 d (5 j); under a minute, seconds. Never negative.

    In hours up to 72, as the law counts: whoever answers for a limit of 72 hours must not read it as days.
    """
    seconds = max(0, int(span.total_seconds()))
    if seconds < 60:
        return f"{seconds}{_WIDE}s"
    minutes = seconds // 60
    if minutes < 60:
        return f"{minutes}{_WIDE}min"
    hours, rest = divmod(minutes, 60)
    if timedelta(hours=hours, minutes=rest) <= _IN_HOURS:
        return f"{hours}{_WIDE}h{_WIDE}{rest:02}" if rest else f"{hours}{_WIDE}h"
    days, hours = divmod(hours, 24)
    day = "j" if language is Language.FR else "d"
    return f"{days}{_WIDE}{day}{_WIDE}{hours}{_WIDE}h" if hours else f"{days}{_WIDE}{day}"


def counted(number: int, one: Words, many: Words, language: Language, **values: object) -> str:
    """Say how many, in the singular or the plural; in French, zero is singular."""
    singular = number <= 1 if language is Language.FR else number == 1
    return say(one if singular else many, language, n=grouped(number, language), **values)


def grouped(number: int, language: Language) -> str:
    """Write a number so that it can be read at a glance: 9999, then 10,000 (10 000)."""
    return str(number) if number < _GROUPED else f"{number:,}".replace(",", _BETWEEN[language])
