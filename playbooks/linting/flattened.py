"""A text without accents, capitals and hidden signs, from which one finds back to what was written."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_WRITTEN: Final[Mapping[str, str]] = {
    **dict.fromkeys("’‘ʼ‛′＇`´", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "œ": "oe",
    "Œ": "OE",
    "æ": "ae",
    "Æ": "AE",
}
_MARKS: Final = frozenset({"Mn", "Me"})  # accents and what else stands on the sign before
_HIDDEN: Final = frozenset({"Cf"})  # turns of direction, joiners, soft hyphens
_MOST_PARTS: Final = 3  # signs that one sign is taken apart into: ½ and …, but not a phrase in one sign
_LINES: Final = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")
_LINK: Final = re.compile(r"(?:https?://|www\.)\S{1,400}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Flat:
    """
    A text in a plain form, sign by sign.

    `plain` and `cased` are equally long; the second keeps its capitals. Any number of spaces is one, and a
    line break if there was one among them; every digit is one of 0 to 9.
    """

    text: str
    plain: str
    cased: str
    starts: tuple[int, ...]  # where each sign of `plain` begins in the text
    ends: tuple[int, ...]  # and where it ends

    def piece(self, start: int, end: int) -> str:
        """Give the text as it was written between two places of `plain`."""
        return self.text[self.starts[start] : self.ends[end - 1]] if start < end else ""


def flat(text: str) -> Flat:
    """Flatten a text, in time proportional to its length."""
    signs: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for place, written in enumerate(text):
        parts = _apart(written)
        if not parts and ends and unicodedata.category(written) in _MARKS:
            ends[-1] = place + 1
        for sign in parts:
            if sign.isspace() and signs and signs[-1].isspace():
                signs[-1] = "\n" if "\n" in (sign, signs[-1]) else " "
                ends[-1] = place + 1
                continue
            signs.append(sign)
            starts.append(place)
            ends.append(place + 1)
    return Flat(
        text=text,
        plain="".join(map(_small, signs)),
        cased="".join(signs),
        starts=tuple(starts),
        ends=tuple(ends),
    )


def without_links(plain: str) -> str:
    """Put spaces in the place of every link: what stands in one was not written to a person."""
    return _LINK.sub(lambda link: " " * len(link[0]), plain)


@lru_cache(maxsize=4096)
def _apart(sign: str) -> str:
    if sign in _WRITTEN:
        return _WRITTEN[sign]
    if sign.isspace():
        return "\n" if sign in _LINES else " "
    if sign.isascii():
        return sign
    category = unicodedata.category(sign)
    if category in _MARKS or category in _HIDDEN:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    parts = "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
    return parts if 0 < len(parts) <= _MOST_PARTS else sign


@lru_cache(maxsize=4096)
def _small(sign: str) -> str:
    """Make a sign small where that leaves one sign, so that both forms stay equally long."""
    return next((small for small in (sign.casefold(), sign.lower()) if len(small) == 1), sign)
