"""What the doctor looks at in the offline pack: whether it is there, how old it is, and who can read it."""

import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from bot.doctor.finding import Check, Finding, note, to_mend, well
from bot.doctor.visit import Visit
from bot.doctor.words import same
from bot.pack import file_of
from bot.places import pack_folder
from bot.private_files import OWNER_FILE, OWNER_FOLDER
from bot.trouble import told
from config.settings import DEFAULT_DATABASE
from handlers.wording import lasting
from playbooks.playbook import Language, Words

OLD: Final = timedelta(hours=26)  # a day, and time for whoever was busy


def pack(visit: Visit) -> Iterator[Finding]:
    """Whether the files of both languages are there, fresh, and for their owner alone."""
    url = visit.settings.database_url.get_secret_value()
    if visit.settings.practice and visit.settings.pack_folder is None and url == DEFAULT_DATABASE:
        yield well(_PRACTICE)
        return
    folder = pack_folder(visit.settings)
    try:
        yield from _looked_at(folder, visit)
    except OSError as exc:
        yield to_mend(told(OSError(exc.errno, exc.strerror, str(folder))), _LET_IT_WRITE)


def _looked_at(folder: Path, visit: Visit) -> Iterator[Finding]:
    paths = [file_of(folder, language) for language in Language]
    if not all(path.is_file() for path in paths):
        yield note(_missing(folder), _MAKE_IT)
        return
    made = min(datetime.fromtimestamp(path.stat().st_mtime, UTC) for path in paths)
    age = visit.clock.now() - made
    yield to_mend(_old(age), _MAKE_IT) if age > OLD else well(_fresh(folder, age))
    for path, wanted in ((folder, OWNER_FOLDER), *((path, OWNER_FILE) for path in paths)):
        if stat.S_IMODE(path.stat().st_mode) & ~wanted:
            yield to_mend(_open_to_others(path), same(f"chmod {wanted:o} {path}"))


def _missing(folder: Path) -> Words:
    return Words(en=f"none yet in {folder}", fr=f"aucun pour l’instant dans {folder}")


def _fresh(folder: Path, age: timedelta) -> Words:
    return Words(
        en=f"made {lasting(age, Language.EN)} ago, in {folder}",
        fr=f"établi il y a {lasting(age, Language.FR)}, dans {folder}",
    )


def _old(age: timedelta) -> Words:
    return Words(
        en=f"made {lasting(age, Language.EN)} ago: its telephone numbers may no longer answer",
        fr=f"établi il y a {lasting(age, Language.FR)} : ses numéros ne répondent peut-être plus",
    )


def _open_to_others(path: Path) -> Words:
    return Words(
        en=f"others can read {path}, which holds personal telephone numbers",
        fr=f"d’autres peuvent lire {path}, qui contient des numéros personnels",
    )


_PRACTICE: Final = Words(
    en="practice keeps it beside its passing database",
    fr="l’exercice le garde à côté de sa base éphémère",
)
_MAKE_IT: Final = Words(
    en="`crisis serve` makes it at its start and each day",
    fr="`crisis serve` l’établit au démarrage puis chaque jour",
)
_LET_IT_WRITE: Final = Words(
    en="let the program write there, or name another folder in CRISIS_PACK_FOLDER",
    fr="donnez au programme le droit d’y écrire, ou désignez un autre dossier dans CRISIS_PACK_FOLDER",
)
_NAME: Final = Words(en="Offline pack", fr="Dossier de secours")

CHECKS: Final[tuple[Check[Visit], ...]] = (Check(about=_NAME, look=pack),)
