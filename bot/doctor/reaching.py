"""What the doctor looks at in people and rotas: who was reached lately, and when nobody is on duty."""

from collections.abc import Iterator
from typing import Final

from bot.at_hand import memory_at_hand
from bot.doctor.finding import Check, Finding, note, to_mend, well
from bot.doctor.visit import Visit
from bot.doctor.words import NEEDS_DIRECTORY
from bot.ids import TimeOrderedIds
from handlers.rota_words import lack_line, plain_voice
from playbooks.desk.checking import CheckingDesk
from playbooks.playbook import Language, Words
from playbooks.routing import Directory
from playbooks.routing.coverage import coverage
from playbooks.routing.reachability import VERIFIED_FOR
from storage.transaction import SqlMemory

LISTED: Final = 5


def contacts(visit: Visit) -> Iterator[Finding]:
    """Whether everybody was reached within 90 days."""
    known = visit.directory
    if known is None:
        yield note(NEEDS_DIRECTORY)
        return
    with memory_at_hand(visit.settings) as memory:
        if memory is None:
            yield note(_NO_DATABASE)
            return
        desk = _desk(visit, known, memory)
        verified, total = desk.verified()
        found = desk.progress()
    unreachable = () if found is None else found.unreachable
    if unreachable:
        names = [contact.name for one in unreachable if (contact := known.contact(one.person)) is not None]
        yield to_mend(_unreachable(names), _MEND_CONTACTS)
    if verified == total:
        yield well(_verified(verified, total))
    elif not unreachable:
        yield note(_verified(verified, total), _ASK_THEM)
    else:
        yield note(_verified(verified, total))


def rotas(visit: Visit) -> Iterator[Finding]:
    """Whether somebody is on duty at every moment of the next four weeks."""
    known = visit.directory
    if known is None:
        yield note(NEEDS_DIRECTORY)
        return
    if not known.rotas:
        yield well(_NO_ROTA)
        return
    now = visit.clock.now()
    with memory_at_hand(visit.settings) as memory:
        if memory is None:
            yield note(_NO_DATABASE)
            return
        with memory.reading() as look:
            found = coverage(known, look.availability(now).duty, now)
    if not found.gaps:
        yield well(_COVERED)
    for gap in found.gaps[:LISTED]:
        told = (lack_line(gap, plain_voice(known, language)) for language in (Language.EN, Language.FR))
        yield to_mend(Words(**dict(zip(("en", "fr"), told, strict=True))), _MEND_GAP)
    for hole in found.holes[:LISTED]:
        said = (lack_line(hole, plain_voice(known, language)) for language in (Language.EN, Language.FR))
        yield note(Words(**dict(zip(("en", "fr"), said, strict=True))))


def _desk(visit: Visit, known: Directory, memory: SqlMemory) -> CheckingDesk:
    return CheckingDesk(
        memory=memory,
        clock=visit.clock,
        ids=TimeOrderedIds(),
        directory=lambda: known,
        woken=lambda: None,
    )


def _unreachable(names: list[str]) -> Words:
    shown = ", ".join(names[:LISTED]) + (" …" if len(names) > LISTED else "")
    return Words(
        en=f"{len(names)} of the last contact check cannot be reached: {shown}",
        fr=f"{len(names)} injoignables à la dernière vérification : {shown}",
    )


def _verified(verified: int, total: int) -> Words:
    days = VERIFIED_FOR.days
    return Words(
        en=f"{verified} of {total} contacts verified in {days} days",
        fr=f"{verified} contacts sur {total} vérifiés en {days} jours",
    )


CONTACTS: Final = Words(en="Contacts", fr="Contacts")
ROTAS: Final = Words(en="Rotas", fr="Astreintes")
_NO_DATABASE: Final = Words(
    en="not looked at: it needs a database of this version",
    fr="non vérifié : il faut une base de cette version",
)
_MEND_CONTACTS: Final = Words(
    en="correct them in the directory, then /crisis check-contacts",
    fr="corrigez l’annuaire, puis /crise contacts",
)
_ASK_THEM: Final = Words(
    en="an administrator asks everybody with /crisis check-contacts",
    fr="un administrateur demande à tout le monde avec /crise contacts",
)
_NO_ROTA: Final = Words(
    en="none: whoever holds a role is called", fr="aucune : les titulaires des rôles sont appelés"
)
_COVERED: Final = Words(
    en="nobody who has a turn in the next four weeks is away without somebody else on duty",
    fr="aucun tour des quatre prochaines semaines ne reste sans personne",
)
_MEND_GAP: Final = Words(
    en="/crisis cover, or change the rota in the directory",
    fr="/crise remplacer, ou changez l’astreinte dans l’annuaire",
)

CHECKS: Final[tuple[Check[Visit], ...]] = (
    Check(about=ROTAS, look=rotas),
    Check(about=CONTACTS, look=contacts),
)
