"""`crisis retention`, the worker's own deleting, and `crisis incidents keep` and `let-go`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import structlog

from bot.at_hand import database_to_change, memory_of
from bot.files import CompanyFiles
from bot.ids import TimeOrderedIds
from config.settings import Settings
from handlers.wording import counted
from playbooks import refusals
from playbooks.commands import IncidentId
from playbooks.desk import Desk
from playbooks.errors import CannotStart
from playbooks.playbook import Language, Words
from playbooks.ports import Clock
from playbooks.typed import one_line
from storage.clearing import rewrite_file
from storage.engine import Database
from storage.keeping import Gone, Keeper, Past, Stays

log = structlog.get_logger(__name__)

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An incident that somebody wants kept, and why; or kept no longer than others."""

    ref: str
    reason: str = ""


def retain(settings: Settings, language: Language, clock: Clock, tell: Tell, *, dry: bool) -> int:
    """
    Delete what is past the company's own times, or say what would be; give 1 where a log does not hold.

    Raises CannotStart, NotSaved, UnreadableDirectory.
    """
    retention = CompanyFiles(settings).directory().retention
    if not retention:
        tell(_OFF.read(language))
        return 0
    with database_to_change(settings) as (database, keys):
        keeper = Keeper(database, TimeOrderedIds(), keys)
        gone = keeper.look(retention, clock.now()) if dry else keeper.delete(retention, clock.now())
        if not dry:
            rewrite_file(database)
    for one in sorted(gone.incidents, key=lambda past: (past.kind.value, past.closed_at)):
        tell(_line(one, language))
    for line in _sum(gone, _WOULD if dry else _DONE, language):
        tell(line)
    return 1 if any(one.stays is Stays.BROKEN for one in gone.incidents) else 0


def delete_past(database: Database, settings: Settings, desk: Desk) -> None:
    """Delete what is past the company's own times, where it has set any."""
    retention = desk.directory().retention
    if not retention:
        return
    gone = Keeper(database, TimeOrderedIds(), settings.signing_keys).delete(retention, desk.clock.now())
    for one in gone.incidents:
        if one.stays is not Stays.HELD:
            log.info("incident_past_its_time", ref=one.ref, kind=one.kind, stays=one.stays)


def hold(settings: Settings, held: Held, language: Language, clock: Clock, tell: Tell) -> int:
    """Keep an incident whatever its age. Raises CannotStart, NotSaved."""
    reason = one_line(held.reason)
    if not reason:
        raise CannotStart(_NO_REASON)
    with database_to_change(settings) as (database, keys):
        found = _found(database, settings, held.ref)
        Keeper(database, TimeOrderedIds(), keys).hold(found, reason, clock.now())
    tell(_HELD.read(language).format(ref=held.ref.upper()))
    return 0


def let_go(settings: Settings, held: Held, language: Language, tell: Tell) -> int:
    """Keep an incident no longer than others. Raises CannotStart, NotSaved."""
    with database_to_change(settings) as (database, keys):
        found = _found(database, settings, held.ref)
        was = Keeper(database, TimeOrderedIds(), keys).let_go(found)
    tell((_LET_GO if was else _NOT_HELD).read(language).format(ref=held.ref.upper()))
    return 0


def _found(database: Database, settings: Settings, ref: str) -> IncidentId:
    with memory_of(database, settings).reading() as look:
        found = look.by_ref(ref)
    if found is None:
        raise CannotStart(refusals.crisis.no_such_incident(ref).tell)
    return found


def _line(one: Past, language: Language) -> str:
    stays = "" if one.stays is None else _STAYS[one.stays].read(language)
    kind, day = one.kind.words.read(language), f"{one.closed_at:%Y-%m-%d}"
    return _LINE.read(language).format(ref=one.ref, kind=kind, day=day, stays=stays)


def _sum(gone: Gone, words: Words, language: Language) -> Iterator[str]:
    incidents = sum(one.stays is None for one in gone.incidents)
    reports = counted(gone.reports, _REPORT, _REPORTS, language)
    yield words.read(language).format(
        incidents=counted(incidents, _INCIDENT, _INCIDENTS, language), reports=reports
    )
    if incidents or gone.reports:
        yield _BACKUPS.read(language)


_OFF: Final = Words(
    en="No time is set: everything is kept. Set one in directory.yaml, such as retention: {reply: 730d, drill: 365d}",
    fr="Aucune durée n’est fixée : tout est gardé. Fixez-en dans directory.yaml, par exemple retention: {reply: 730d, "
    "drill: 365d}",
)
_LINE: Final = Words(en="{ref}, {kind}, closed on {day}{stays}", fr="{ref}, {kind}, fermé le {day}{stays}")
_STAYS: Final = {
    Stays.HELD: Words(en=": stays, under a legal hold", fr=" : reste, conservé pour la justice"),
    Stays.BROKEN: Words(
        en=": stays, its log does not hold; run crisis audit verify",
        fr=" : reste, son journal ne tient pas ; lancez crisis audit verify",
    ),
}
_INCIDENT: Final = Words(en="{n} incident", fr="{n} incident")
_INCIDENTS: Final = Words(en="{n} incidents", fr="{n} incidents")
_REPORT: Final = Words(en="{n} report", fr="{n} signalement")
_REPORTS: Final = Words(en="{n} reports", fr="{n} signalements")
_WOULD: Final = Words(
    en="A dry run: {incidents} and {reports} would be deleted. Nothing was changed.",
    fr="À blanc : {incidents} et {reports} à supprimer. Rien n’a changé.",
)
_DONE: Final = Words(en="Deleted: {incidents} and {reports}.", fr="Supprimés : {incidents} et {reports}.")
_BACKUPS: Final = Words(
    en="Backups made before, and what stands in Slack, are not reached from here: delete them in their own time.",
    fr="Les sauvegardes faites avant, et ce qui est dans Slack, sont hors de portée d’ici : supprimez-les en leur temps.",
)
_NO_REASON: Final = Words(
    en='say why it is kept, as in crisis incidents keep INC-2026-0042 --reason "claim of March"',
    fr='dites pourquoi il est gardé, par exemple crisis incidents keep INC-2026-0042 --reason "litige de mars"',
)
_HELD: Final = Words(
    en="{ref} is kept until you say crisis incidents let-go {ref}: it is not deleted, and nobody is erased from it.",
    fr="{ref} est gardé jusqu’à crisis incidents let-go {ref} : il n’est pas supprimé, et nul n’en est effacé.",
)
_LET_GO: Final = Words(
    en="{ref} is kept no longer than others of its kind.",
    fr="{ref} n’est plus gardé au-delà des autres de son genre.",
)
_NOT_HELD: Final = Words(
    en="{ref} was under no hold. Nothing was changed.", fr="{ref} n’était pas gardé. Rien n’a changé."
)
