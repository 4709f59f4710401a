"""`crisis incidents import`: a company brings its past along."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.at_hand import NO_DATABASE, memory_at_hand, memory_of, opened
from bot.clock import SystemClock
from bot.files import CompanyFiles
from bot.ids import TimeOrderedIds
from bot.taking import moved, take_over, would
from config.settings import Settings
from handlers.wording import counted
from playbooks.bringing import Company, Past, Taken, rows, taken
from playbooks.desk.bringing import BringingDesk
from playbooks.errors import CannotStart
from playbooks.mistakes import Mistake, Unreadable
from playbooks.playbook import Language, Words
from playbooks.record import is_record
from storage.schema import SchemaState, migrate, state
from storage.transaction import SqlMemory, reached

Tell = Callable[[str], None]

LARGEST: Final = 256 * 1024 * 1024  # bytes; some hundred thousand incidents
NOTES: Final = 20  # of what was taken otherwise than written; every bad row is told
TOLD_EACH: Final = 1000  # incidents that were kept: some five seconds
AT_ONCE: Final = 500  # names that are looked up


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody typed."""

    file: str
    dry_run: bool = False


def bring(settings: Settings, asked: Asked, language: Language, tell: Tell) -> int:
    """
    Keep the incidents of a file; every bad row is told by its line and left out, and 1 is given if there is one.

    Raises UnreadableDirectory, CannotStart (no database, no key), Unreadable (no text), NotSaved, OSError.
    """
    files, clock = CompanyFiles(settings), SystemClock()
    text = _text(Path(asked.file))
    if is_record(text):
        return _take_over(settings, asked, text, language, tell)
    company = Company(shelf=files.shelf(), directory=files.directory(), now=clock.now())
    found = taken(rows(text, asked.file), asked.file, company)
    for line in _said(found, language):
        tell(line)
    if asked.dry_run:
        tell(_would(len(found.pasts), _known_at_hand(settings, clock, found.pasts), language))
        return _code(found, language, tell)
    with _memory(settings) as memory:
        desk = BringingDesk(memory=memory, clock=clock, ids=TimeOrderedIds())
        kept = 0
        for number, ref in enumerate(desk.bring(found.pasts), 1):
            kept += ref is not None
            if number % TOLD_EACH == 0:
                tell(_SO_FAR.read(language).format(n=number, all=len(found.pasts)))
    tell(_done(kept, len(found.pasts) - kept, language))
    return _code(found, language, tell)


def _take_over(settings: Settings, asked: Asked, text: str, language: Language, tell: Tell) -> int:
    """Keep one incident that another installation exported."""
    found = moved(text, asked.file)
    if asked.dry_run:
        return would(found, language, tell)
    with _memory(settings) as memory:
        return take_over(memory, CompanyFiles(settings), found, language, tell)


def _code(found: Taken, language: Language, tell: Tell) -> int:
    if not found.mistakes:
        return 0
    tell(counted(len(found.mistakes), _BAD_ROW, _BAD_ROWS, language))
    return 1


def _text(path: Path) -> str:
    if path.exists() and not path.is_file():
        raise Unreadable((_whole(path, _NO_FILE),))
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Unreadable((_whole(path, _TOO_LARGE),))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What a spreadsheet of Windows saves as CSV.
        return content.decode("cp1252", errors="replace")


def _whole(path: Path, what: Words) -> Mistake:
    return Mistake(file=str(path), line=1, column=1, what=what)


def _said(found: Taken, language: Language) -> Iterator[str]:
    yield from (mistake.line_for(language) for mistake in found.mistakes)
    yield from (note.line_for(language) for note in found.notes[:NOTES])
    more = len(found.notes) - NOTES
    if more > 0:
        yield counted(more, _ONE_NOTE, _NOTES, language)


def _known_at_hand(settings: Settings, clock: SystemClock, pasts: Sequence[Past]) -> int:
    with memory_at_hand(settings) as memory:
        if memory is None:
            return 0
        desk = BringingDesk(memory=memory, clock=clock, ids=TimeOrderedIds())
        return sum(len(desk.known(some)) for some in _portions(pasts))


def _portions(pasts: Sequence[Past]) -> Iterable[Sequence[Past]]:
    return (pasts[start : start + AT_ONCE] for start in range(0, len(pasts), AT_ONCE))


@contextmanager
def _memory(settings: Settings) -> Iterator[SqlMemory]:
    """Open the memory; a database with nothing in it gets its schema. Raises CannotStart, NotSaved."""
    if not settings.log_keys:
        raise CannotStart(_NO_KEY)
    with opened(settings.database_url.get_secret_value()) as database:
        with reached():
            stands = state(database)
        if stands is SchemaState.EMPTY:
            migrate(database)
        elif stands is not SchemaState.CURRENT:
            raise CannotStart(NO_DATABASE)
        yield memory_of(database, settings)


def _would(number: int, known: int, language: Language) -> str:
    fresh = counted(number - known, _ONE, _MANY, language)
    return _WOULD.read(language).format(fresh=fresh, known=known)


def _done(kept: int, known: int, language: Language) -> str:
    return _DONE.read(language).format(fresh=counted(kept, _ONE, _MANY, language), known=known)


_NO_FILE: Final = Words(en="it is no file that can be read", fr="ce n’est pas un fichier lisible")
_TOO_LARGE: Final = Words(en="the file is larger than 256 MB", fr="le fichier dépasse 256 Mo")
_NO_KEY: Final = Words(
    en="CRISIS_LOG_KEY is missing: what is brought along is signed into the log, as the bot does. Set the same key "
    "here; with --dry-run none is needed",
    fr="CRISIS_LOG_KEY manque : ce qui est repris est signé dans le journal, comme le fait le robot. Mettez ici la "
    "même clé ; avec --dry-run, aucune n’est nécessaire",
)
_ONE_NOTE: Final = Words(en="… and {n} more note", fr="… et {n} remarque de plus")
_NOTES: Final = Words(en="… and {n} more notes", fr="… et {n} remarques de plus")
_SO_FAR: Final = Words(en="… {n} of {all}", fr="… {n} sur {all}")
_BAD_ROW: Final = Words(
    en="{n} row cannot be used and was left out: mend it and run this again; what is here is not kept twice.",
    fr="{n} ligne est inutilisable et laissée de côté : corrigez-la et relancez ; ce qui est déjà là n’est pas repris "
    "deux fois.",
)
_BAD_ROWS: Final = Words(
    en="{n} rows cannot be used and were left out: mend them and run this again; what is here is not kept twice.",
    fr="{n} lignes sont inutilisables et laissées de côté : corrigez-les et relancez ; ce qui est déjà là n’est pas "
    "repris deux fois.",
)
_ONE: Final = Words(en="{n} incident", fr="{n} incident")
_MANY: Final = Words(en="{n} incidents", fr="{n} incidents")
_WOULD: Final = Words(
    en="A dry run: {fresh} would be brought along, {known} are here already. Nothing was kept.",
    fr="À blanc : {fresh} à reprendre, {known} déjà là. Rien n’a été repris.",
)
_DONE: Final = Words(
    en="Brought along: {fresh}; {known} were here already.", fr="Repris : {fresh} ; {known} déjà là."
)
