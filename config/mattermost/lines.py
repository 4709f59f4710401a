"""Lines of a YAML document, written so that our own reader and every other give back the same text."""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from playbooks.playbook import Language
from playbooks.typed import one_line, paragraph

EVERYTHING: Final = 1_000_000  # a limit that no text reaches
# What the reader takes for a blank or for something to compute: {{ }} {% %} {# #}.
_OPENING: Final = re.compile(r"\{(?=[{%#])")
_CLOSING: Final = re.compile(r"(?<=[}%#])\}")
TO_TRANSLATE: Final = "  # to translate"


@lru_cache(maxsize=2048)  # A long export is written several times, until it fits.
def line_of(text: str, limit: int) -> str:
    """Make a text that stands on one line of the document."""
    return one_line(_plain(one_line(text, EVERYTHING)), limit)


def paragraph_of(text: str, limit: int) -> str:
    """Make a text that may keep its lines."""
    return paragraph(_plain(paragraph(text, EVERYTHING)), limit)


def _plain(text: str) -> str:
    return _CLOSING.sub(" }", _OPENING.sub("{ ", text))


def quoted(text: str) -> str:
    """Write a text of one line between double quotes; what JSON escapes there, YAML reads."""
    return json.dumps(text, ensure_ascii=False)


def both(pad: str, key: str, text: str, source: Language) -> Iterator[str]:
    """Write a text under its language, and the same under the other, marked."""
    yield f"{pad}{key}:"
    for language in Language:
        mark = "" if language is source else TO_TRANSLATE
        yield from _value(f"{pad}  ", language.value, text, mark)


def _value(pad: str, key: str, text: str, mark: str) -> Iterator[str]:
    if "\n" not in text:
        yield f"{pad}{key}: {quoted(text)}{mark}"
        return
    yield f"{pad}{key}: |-{mark}"
    yield from (f"{pad}  {line}" if line else "" for line in text.split("\n"))


def comments(pad: str, text: str, limit: int) -> Iterator[str]:
    """Write a text as comments, line by line, `limit` lines at most."""
    lines = paragraph(text).split("\n")
    yield from (f"{pad}# {line}".rstrip() for line in lines[:limit])
