"""Who answers for something at a moment: what somebody asked in words becomes a need, and finds its person."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from playbooks import refusals
from playbooks.playbook import Severity
from playbooks.ports import Clock, Memory
from playbooks.routing import Availability, Directory, Found, Need, find
from playbooks.routing.tongues import CODES, NAMES
from playbooks.shelf import folded

Name = TypeVar("Name", bound=str)

MOMENT: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{1,2}:\d{2})(?:\s+([A-Za-z][\w+/-]{1,60}))?")

_BY_NAME: Final = {
    "".join(folded(name)): code for code, names in NAMES.items() for name in (names.en, names.fr)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody asks, as they wrote or chose it; nothing written does not matter."""

    unit: str = ""
    role: str = ""
    language: str = ""
    place: str = ""
    competence: str = ""
    severity: str = ""
    at: str = ""  # 2026-12-25 03:00 Europe/Paris; none: now


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked, understood: for what, when, and by whose clocks that was meant."""

    need: Need
    at: datetime
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Who answers, for what and when."""

    question: Question
    found: Found


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoDesk:
    """Says who answers, and why; changes nothing."""

    memory: Memory
    clock: Clock
    directory: Callable[[], Directory]

    def answer(self, wish: Wish, zone: str | None = None) -> Answered:
        """Find who answers; `zone` is where a moment without one is meant. Raises BadRequest."""
        directory = self.directory()
        question = understood(wish, directory, self.clock.now(), zone)
        with self.memory.reading() as look:
            return answered(question, directory, look.availability(question.at))


def answered(question: Question, directory: Directory, availability: Availability) -> Answered:
    """Find who answers a question."""
    return Answered(question=question, found=find(directory, question.need, question.at, availability))


def understood(wish: Wish, directory: Directory, now: datetime, zone: str | None = None) -> Question:
    """
    Read what somebody asks; a moment without a zone is meant by the clocks of `zone`, else of the administrators.

    Raises BadRequest.
    """
    administrator = directory.contact(directory.administrators[0])
    here = zone or ("UTC" if administrator is None else administrator.zone)
    need = needed(wish, directory)
    at, where = moment(wish.at, here) if wish.at.strip() else (now, here)
    return Question(need=need, at=at, zone=where)


def needed(wish: Wish, directory: Directory) -> Need:
    """Read what somebody asks. Raises BadRequest for a name that is not known, with the nearest one."""
    return Need(
        unit=_named(wish.unit, "unit", sorted(unit.id for unit in directory.units)),
        role=_named(wish.role, "role", sorted(directory.roles)),
        language=_named(code_of(wish.language), "language", (*_spoken(directory), *sorted(CODES))),
        place=_named(wish.place.upper(), "place", countries(directory)),
        competence=_named(wish.competence, "competence", sorted(directory.competences)),
        severity=_severity(wish.severity),
    )


def countries(directory: Directory) -> tuple[str, ...]:
    """Name the countries that units work in or people answer for."""
    named = [unit.country for unit in directory.units]
    named += [place for contact in directory.contacts for place in contact.places]
    return tuple(sorted(dict.fromkeys(named)))


def languages(directory: Directory) -> tuple[str, ...]:
    """Name the languages that somebody may ask for: those that people answer in, and any other that has a name."""
    return tuple(sorted({*NAMES, *_spoken(directory)}))


def code_of(written: str) -> str:
    """Give the code of a language written as a code, as a locale (de-CH) or by its name in French or English."""
    first, *_ = folded(written) or ("",)
    return _BY_NAME.get(first, first)


def _spoken(directory: Directory) -> tuple[str, ...]:
    return tuple(sorted({code for contact in directory.contacts for code in contact.speaks}))


def moment(written: str, zone: str) -> tuple[datetime, str]:
    """Read a moment, and the zone by whose clocks it is meant. Raises BadRequest."""
    found = MOMENT.fullmatch(written.strip())
    if found is None:
        raise refusals.routing.no_such_moment(written)
    day, hour, named = found.groups()
    try:
        where = named or zone
        local = datetime.fromisoformat(f"{day}T{hour.zfill(5)}").replace(tzinfo=ZoneInfo(where))
        return local.astimezone(UTC), where
    except (ValueError, LookupError, OSError, OverflowError) as exc:
        raise refusals.routing.no_such_moment(written) from exc


def _severity(written: str) -> Severity | None:
    named = _named(written.lower(), "severity", Severity)
    return None if named is None else Severity(named)


def _named(written: str, field: str, known: Iterable[Name]) -> Name | None:
    wanted = written.strip()
    if not wanted:
        return None
    names = {str(name): name for name in known}
    if wanted not in names:
        raise refusals.routing.not_known(field, wanted, tuple(names))
    return names[wanted]
