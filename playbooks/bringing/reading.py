"""
A row of a file of past incidents, taken for an incident.

What is harmless is taken as it is and told: a unit that the company does not have keeps its name. What would make it
another incident is a mistake: no id, no words, a playbook or a day that cannot be told.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final

from playbooks.bringing.rows import Row
from playbooks.matching.labelled import CODES
from playbooks.mistakes import Mistake, nearest, shown
from playbooks.playbook import Language, Playbook, PlaybookKind, Severity, UnitId, Words
from playbooks.routing import Directory
from playbooks.shelf import Shelf, folded
from playbooks.typed import one_line, paragraph

FIELDS: Final = (
    *(
        "id",
        "lang",
        "playbook",
        "unit",
        "country",
        "severity",
        "cause",
        "title",
        "summary",
        "lesson",
        "opened",
    ),
)
LONGEST_ID: Final = 120  # characters
LONGEST_NAME: Final = 60
EARLIEST: Final = 1970


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """An incident of another tool, as it will be remembered."""

    line: int
    external: str
    language: Language
    playbook: Playbook
    unit: UnitId
    country: str
    severity: Severity
    cause: str
    title: str
    summary: str
    lesson: str
    opened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """What a row is compared with. `now`: nothing has happened later."""

    shelf: Shelf
    directory: Directory
    now: datetime


@dataclass(slots=True, kw_only=True)
class Taken:
    """What a file gave: incidents, rows that cannot be used, and what was taken otherwise than written."""

    pasts: list[Past] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    notes: list[Mistake] = field(default_factory=list)


class _Unfit(Exception):
    def __init__(self, what: Words, instead: Words | None = None) -> None:
        self.what, self.instead = what, instead
        super().__init__(what.en)


def taken(found: Iterable[Row | Mistake], file: str, company: Company) -> Taken:
    """Take rows for incidents; every bad row is told, and none of it kept."""
    result = Taken()
    lines: dict[str, int] = {}
    unknown: set[str] = set()
    for row in found:
        if isinstance(row, Mistake):
            result.mistakes.append(row)
            continue
        unknown |= row.fields.keys() - set(FIELDS)
        reader = _Reader(row, company)
        try:
            past = reader.past()
            _must_be_new(past, lines)
        except _Unfit as exc:
            result.mistakes.append(
                Mistake(file=file, line=row.line, column=1, what=exc.what, instead=exc.instead)
            )
            continue
        result.pasts.append(past)
        result.notes += (Mistake(file=file, line=row.line, column=1, what=note) for note in reader.notes)
    if unknown:
        result.notes.append(Mistake(file=file, line=1, column=1, what=_unread(unknown)))
    return result


def _must_be_new(past: Past, lines: dict[str, int]) -> None:
    first = lines.setdefault(past.external, past.line)
    if first != past.line:
        raise _Unfit(
            Words(
                en=f"“{shown(past.external)}” is the id of line {first} already",
                fr=f"« {shown(past.external)} » est déjà l’identifiant de la ligne {first}",
            )
        )


class _Reader:
    """Reads one row, and notes what it takes otherwise than it is written."""

    def __init__(self, row: Row, company: Company) -> None:
        self._line = row.line
        self._fields: Mapping[str, str] = row.fields
        self._company = company
        self.notes: list[Words] = []

    def past(self) -> Past:
        external = one_line(self._fields.get("id", ""), LONGEST_ID)
        if not external:
            raise _Unfit(_NO_ID)
        cause = one_line(self._fields.get("cause", ""), LONGEST_NAME)
        summary, lesson = (
            paragraph(self._fields.get("summary", "")),
            paragraph(self._fields.get("lesson", "")),
        )
        title = one_line(self._fields.get("title", "") or summary or cause)
        if not title:
            raise _Unfit(_NO_WORDS)
        playbook = self._playbook(" ".join((title, cause, summary)))
        unit = self._unit()
        return Past(
            line=self._line,
            external=external,
            language=self._language(),
            playbook=playbook,
            unit=unit,
            country=self._country(unit),
            severity=self._severity(playbook),
            cause=cause,
            title=title,
            summary=summary,
            lesson=lesson,
            opened_at=self._opened(),
        )

    def _said(self, name: str) -> str:
        return one_line(self._fields.get(name, ""), LONGEST_NAME)

    def _playbook(self, words: str) -> Playbook:
        said, shelf = self._said("playbook"), self._company.shelf
        if not said:
            likely = shelf.suggest(words, PlaybookKind.CRISIS)
            if likely is None:
                raise _Unfit(_NO_PLAYBOOK, nearest("", _ids(shelf)))
            self.notes.append(_suggested(likely))
            return likely
        known = shelf.find(CODES.get(said.upper(), said.casefold()))
        titled = (p for p in shelf.latest() if folded(said) in (folded(p.title.en), folded(p.title.fr)))
        playbook = known or next(titled, None)
        if playbook is None:
            raise _Unfit(_unknown_playbook(said), nearest(said.casefold(), _ids(shelf)))
        return playbook

    def _unit(self) -> UnitId:
        said, units = self._said("unit"), self._company.directory.units
        names = {unit.id: (folded(unit.id), folded(unit.title.en), folded(unit.title.fr)) for unit in units}
        found = next((unit for unit, written in names.items() if folded(said) in written), None)
        if found is None and said:
            self.notes.append(_unknown_unit(said))
        return found or UnitId(said)

    def _country(self, unit: UnitId) -> str:
        said = self._said("country")
        known = self._company.directory.unit(unit)
        if not said:
            return "" if known is None else known.country
        code = said.upper()
        if len(code) != _CODE or not code.isascii() or not code.isalpha():
            self.notes.append(_unknown_country(said))
        return code

    def _language(self) -> Language:
        said = self._said("lang").casefold()[:2]
        found = next((language for language in Language if language == said), None)
        if found is None and said:
            self.notes.append(_unknown_language(said, self._company.directory.default_language))
        return found or self._company.directory.default_language

    def _severity(self, playbook: Playbook) -> Severity:
        said = self._said("severity")
        found = _SEVERITIES.get("".join(folded(said)))
        if found is None and said:
            self.notes.append(_unknown_severity(said, playbook.severity))
        return found or playbook.severity

    def _opened(self) -> datetime:
        said = self._said("opened")
        moment = _moment(said)
        if moment is None or moment.year < EARLIEST:
            raise _Unfit(_no_day(said), _WRITE_DAY)
        if moment > self._company.now:
            raise _Unfit(_later(said))
        return moment


def _moment(said: str) -> datetime | None:
    """Read a day or a moment as ISO 8601 writes it; without a zone it is UTC."""
    try:
        if len(said) == len("2026-01-31"):
            day = date.fromisoformat(said)
            return datetime(day.year, day.month, day.day, tzinfo=UTC)
        moment = datetime.fromisoformat(said)
        return moment.replace(tzinfo=UTC) if moment.utcoffset() is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _ids(shelf: Shelf) -> Iterator[str]:
    return (playbook.id for playbook in shelf.latest())


def _unread(names: Iterable[str]) -> Words:
    listed = ", ".join(shown(name) for name in sorted(names)[:10])
    return Words(en=f"not read: {listed}", fr=f"non lu : {listed}")


def _suggested(playbook: Playbook) -> Words:
    return Words(
        en=f"no playbook is named; its words speak of {playbook.id}",
        fr=f"aucune fiche n’est nommée ; ses mots parlent de {playbook.id}",
    )


def _unknown_playbook(said: str) -> Words:
    return Words(
        en=f"“{shown(said)}” is no playbook of this library",
        fr=f"« {shown(said)} » n’est pas une fiche de cette bibliothèque",
    )


def _unknown_unit(said: str) -> Words:
    return Words(
        en=f"“{shown(said)}” is no unit of the directory; the name is kept as it is",
        fr=f"« {shown(said)} » n’est pas une unité de l’annuaire ; le nom est gardé tel quel",
    )


def _unknown_country(said: str) -> Words:
    return Words(
        en=f"“{shown(said)}” is no country’s two letters; it is kept as it is",
        fr=f"« {shown(said)} » n’est pas le code d’un pays en deux lettres ; il est gardé tel quel",
    )


def _unknown_language(said: str, instead: Language) -> Words:
    return Words(
        en=f"“{shown(said)}” is neither fr nor en; {instead.value} is taken",
        fr=f"« {shown(said)} » n’est ni fr ni en ; {instead.value} est pris à la place",
    )


def _unknown_severity(said: str, instead: Severity) -> Words:
    return Words(
        en=f"“{shown(said)}” is no severity (sev1 to sev4); the playbook’s own is taken, {instead.value}",
        fr=f"« {shown(said)} » n’est pas une gravité (sev1 à sev4) ; celle de la fiche est prise, {instead.value}",
    )


def _no_day(said: str) -> Words:
    if not said:
        return Words(en="opened is missing: the day it began", fr="opened manque : le jour où il a commencé")
    return Words(
        en=f"“{shown(said)}” is no day that exists", fr=f"« {shown(said)} » n’est pas un jour qui existe"
    )


def _later(said: str) -> Words:
    return Words(en=f"“{shown(said)}” is yet to come", fr=f"« {shown(said)} » est encore à venir")


_CODE: Final = 2  # letters of a country
_SEVERITIES: Final[Mapping[str, Severity]] = {
    **{f"{prefix}{n}": grade for n, grade in enumerate(Severity, 1) for prefix in ("sev", "", "p", "s", "n")},
    **dict.fromkeys(("crisis", "crise", "critical", "critique"), Severity.SEV1),
    **dict.fromkeys(("sensitive", "sensible", "major", "majeur", "majeure", "high", "haute"), Severity.SEV2),
    **dict.fromkeys(("incident", "minor", "mineur", "mineure", "medium", "moyenne"), Severity.SEV3),
    **dict.fromkeys(("watch", "veille", "low", "faible", "basse"), Severity.SEV4),
}
_NO_ID: Final = Words(
    en="id is missing: its name in the other tool", fr="id manque : son nom dans l’autre outil"
)
_NO_WORDS: Final = Words(
    en="title is missing, and there is no summary or cause in its place",
    fr="title manque, sans résumé ni cause pour en tenir lieu",
)
_NO_PLAYBOOK: Final = Words(
    en="playbook is missing, and its words speak of none",
    fr="playbook manque, et ses mots ne parlent d’aucune fiche",
)
_WRITE_DAY: Final = Words(en="write it as 2026-01-31", fr="écrivez-le 2026-01-31")
