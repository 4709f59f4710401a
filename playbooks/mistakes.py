"""A mistake in a written file: where it is, what it is, and what to write instead."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from itertools import islice
from typing import Final

from playbooks.playbook import Language, Words

SHOWN_CHARACTERS: Final = 60  # of what the person wrote; longer is cut, and nearest words are not sought
SHOWN_MISTAKES: Final = 50  # in one file; a file with more is not a playbook with mistakes


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in a file, counted from 1 as editors do."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One thing to mend in one file."""

    file: str
    line: int
    column: int
    what: Words
    instead: Words | None = None

    def line_for(self, language: Language) -> str:
        """Say the mistake in one line: `file:line:column: what, what to write instead`."""
        told = f"{self.file}:{self.line}:{self.column}: {self.what.read(language)}"
        return f"{told}, {self.instead.read(language)}" if self.instead else told


class Unreadable(Exception):
    """
    A written file cannot be used.

    Carries every mistake found, in the order of the file.
    """

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(mistake.line_for(Language.EN) for mistake in mistakes))


def in_order(*checks: Iterable[Mistake]) -> tuple[Mistake, ...]:
    """
    Give the mistakes that several checks found, in the order of the file.

    Where two checks stumble over the same place, only the first check speaks: it is the nearer cause.
    """
    told: list[Mistake] = []
    for found in checks:
        taken = {(mistake.line, mistake.column) for mistake in told}
        fresh = (mistake for mistake in found if (mistake.line, mistake.column) not in taken)
        # A check finds its mistakes one by one: what will not be shown is not even looked for.
        told += islice(fresh, SHOWN_MISTAKES)
    each_once = dict.fromkeys(sorted(told, key=lambda mistake: (mistake.line, mistake.column)))
    return tuple(each_once)[:SHOWN_MISTAKES]


_IN_ADDRESS: Final = re.compile(r"(?<=://)[^/@\s]*@")  # a name and a password in an address


def shown(text: object) -> str:
    """Quote what somebody wrote, on one line, cut to a length that can be read, and never with a password."""
    open_ = " ".join("".join(sign if sign.isprintable() else " " for sign in str(text)).split())
    written = _IN_ADDRESS.sub("…@", open_)
    return written if len(written) <= SHOWN_CHARACTERS else written[: SHOWN_CHARACTERS - 1] + "…"


def write(example: str) -> Words:
    """Say what to write, in both languages."""
    return Words(en=f"write {example}", fr=f"écrivez {example}")


def nearest(written: object, known: Iterable[str]) -> Words | None:
    """Offer the known name nearest to what was written; failing that, the short list of them all."""
    names = sorted(known)
    text = str(written)
    close = get_close_matches(text, names, n=2, cutoff=0.6) if len(text) <= SHOWN_CHARACTERS else []
    if len(close) == 1 or (close and _likeness(text, close[0]) > _likeness(text, close[1])):
        return Words(en=f"write “{close[0]}”", fr=f"écrivez « {close[0]} »")
    if not names:
        return None
    listed = ", ".join(names)
    return Words(en=f"write one of: {listed}", fr=f"écrivez l’un de ces mots : {listed}")


def _likeness(written: str, name: str) -> float:
    return SequenceMatcher(None, name, written).ratio()
