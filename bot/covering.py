"""`crisis coverage`: when nobody is on duty in the weeks to come, and who is for too long."""

from collections.abc import Callable
from datetime import datetime
from typing import Final, TypeAlias

from bot.at_hand import availability_at_hand
from bot.files import CompanyFiles
from config.settings import Settings
from handlers.rota_words import coverage_told, plain_voice
from playbooks.errors import Refusal
from playbooks.playbook import Language, Words
from playbooks.ports import Clock
from playbooks.refusals.rotas import no_rota
from playbooks.rotas.deciding import rota_of
from playbooks.routing import Directory, Duty, RotaId
from playbooks.routing.coverage import coverage as looked_at

Tell = Callable[[str], None]
Wanted: TypeAlias = tuple[int, str | None]  # so many weeks, and one rota or all


def coverage(settings: Settings, wanted: Wanted, language: Language, clock: Clock, tell: Tell) -> int:
    """
    Tell what is lacking within some weeks, in one rota or in all; give 1 if something is, else 0.

    Where the database cannot be read, the rotas are taken as the directory has them, and that is said. Raises Unreadable.
    """
    now = clock.now()
    known = availability_at_hand(settings, now)
    duty = None if known is None else known.duty
    code, lines = report(CompanyFiles(settings).directory(), duty, wanted, language, now)
    for line in lines:
        tell(line)
    return code


def report(
    directory: Directory, duty: Duty | None, wanted: Wanted, language: Language, now: datetime
) -> tuple[int, tuple[str, ...]]:
    """Give the code and the lines; without `duty`, nothing is known of what people have changed."""
    weeks, named = wanted
    only = None if named is None else RotaId(named)
    try:
        if not directory.rotas:
            raise no_rota()
        if only is not None:
            rota_of(directory, only)
    except Refusal as exc:
        return 1, (exc.tell.read(language).replace("`", ""),)
    found = looked_at(directory, duty or Duty(), now, weeks, only)
    told = coverage_told(found, plain_voice(directory, language), weeks)
    heavy = (_HEAVY.read(language), *(f"  ! {line}" for line in told.heavy)) if told.heavy else ()
    warned = () if duty is not None else (_FILE_ALONE.read(language),)
    lacks = (f"  ✗ {line}" for line in told.lacks)
    return 1 if told.lacks else 0, (*warned, told.head, *lacks, *heavy, told.thresholds)


_HEAVY: Final = Words(en="On duty for too long:", fr="Trop longtemps d’astreinte :")
_FILE_ALONE: Final = Words(
    en="The database cannot be read: this is what the directory says, without absences, covers and swaps.",
    fr="La base de données ne peut être lue : voici ce que dit l’annuaire, sans absences, remplacements ni échanges.",
)
