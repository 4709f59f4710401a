"""What the doctor finds: well, to mend, or good to know."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Generic, TypeVar

from playbooks.playbook import Language, Words

Looked = TypeVar("Looked")


class Verdict(StrEnum):
    """How a check came out."""

    WELL = "well"
    MEND = "mend"
    NOTE = "note"


# A sign and a word: whoever cannot see or hear the one has the other.
SIGNS: Final = {
    Verdict.WELL: Words(en="✓ well", fr="✓ bien"),
    Verdict.MEND: Words(en="✗ MEND", fr="✗ RÉPARER"),
    Verdict.NOTE: Words(en="! note", fr="! à noter"),
}
WIDTH: Final = {Language.EN: 8, Language.FR: 11}  # of the longest sign, and room after it


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found, and what to do about it."""

    verdict: Verdict
    what: Words
    mend: Words | None = None

    def line_for(self, about: Words, language: Language) -> str:
        """Say it in one line."""
        sign = SIGNS[self.verdict].read(language).ljust(WIDTH[language])
        colon = Words(en=":", fr=" :").read(language)
        told = f"{sign}{about.read(language)}{colon} {self.what.read(language)}"
        return told if self.mend is None else f"{told} → {self.mend.read(language)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Generic[Looked]):
    """One thing to look at: its name for people, and how it is looked at."""

    about: Words
    look: Callable[[Looked], Iterable[Finding]]


def well(what: Words) -> Finding:
    """Say that something is as it should be."""
    return Finding(verdict=Verdict.WELL, what=what)


def to_mend(what: Words, mend: Words) -> Finding:
    """Say what is wrong, and exactly what puts it right."""
    return Finding(verdict=Verdict.MEND, what=what, mend=mend)


def note(what: Words, mend: Words | None = None) -> Finding:
    """Say something that is good to know and harms nothing."""
    return Finding(verdict=Verdict.NOTE, what=what, mend=mend)
