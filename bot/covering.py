"""`crisis coverage`: when nobody is on duty in the weeks to come, and who is for too long."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from bot.files import CompanyFiles
from bot.ids import TimeOrderedIds
from bot.places import sqlite_file
from config.settings import Settings
from handlers.rota_words import coverage_told, plain_voice
from playbooks.errors import NotSaved, Refusal
from playbooks.playbook import Language, Words
from playbooks.ports import Clock
from playbooks.refusals.rotas import no_rota
from playbooks.rotas.deciding import rota_of
from playbooks.routing import Duty, RotaId
from playbooks.routing.coverage import coverage as looked_at
from storage.engine import UnfitDatabase, connect
from storage.schema import SchemaState, state
from storage.transaction import SqlMemory, reached

Tell = Callable[[str], None]
UNUSED_KEY: Final = b"nothing is written to the log here"


def coverage(
    settings: Settings, wanted: tuple[int, str | None], language: Language, clock: Clock, tell: Tell
) -> int:
    """
    Tell what is lacking within some weeks, in one rota or in all; give 1 if something is, else 0.

    Where the database cannot be read, the rotas are taken as the directory has them, and that is said. Raises Unreadable.
    """
    (weeks, named), directory = wanted, CompanyFiles(settings).directory()
    only = None if named is None else RotaId(named)
    try:
        if not directory.rotas:
            raise no_rota()
        if only is not None:
            rota_of(directory, only)
    except Refusal as exc:
        tell(exc.tell.read(language).replace("`", ""))
        return 1
    duty = _remembered(settings, clock.now())
    if duty is None:
        tell(_FILE_ALONE.read(language))
    found = looked_at(directory, duty or Duty(), clock.now(), weeks, only)
    told = coverage_told(found, plain_voice(directory, language), weeks)
    heavy = (_HEAVY.read(language), *(f"  ! {line}" for line in told.heavy)) if told.heavy else ()
    for line in (told.head, *(f"  ✗ {line}" for line in told.lacks), *heavy, told.thresholds):
        tell(line)
    return 1 if told.lacks else 0


def _remembered(settings: Settings, now: datetime) -> Duty | None:
    """Give what people have changed; None where there is no database of this version to ask. Nothing is made."""
    url = settings.database_url.get_secret_value()
    file = sqlite_file(url)
    if file is not None and not file.exists():
        return None
    try:
        database = connect(url)
    except UnfitDatabase:
        return None
    try:
        with reached():
            stands = state(database)
        if stands is not SchemaState.CURRENT:
            return None
        with SqlMemory(database, TimeOrderedIds(), (UNUSED_KEY,)).reading() as look:
            return look.availability(now).duty
    except (NotSaved, OSError):
        return None
    finally:
        database.close()


_HEAVY: Final = Words(en="On duty for too long:", fr="Trop longtemps d’astreinte :")
_FILE_ALONE: Final = Words(
    en="The database cannot be read: this is what the directory says, without absences, covers and swaps.",
    fr="La base de données ne peut être lue : voici ce que dit l’annuaire, sans absences, remplacements ni échanges.",
)
