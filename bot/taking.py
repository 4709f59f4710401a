"""`crisis incidents import` of a file that another installation exported: the same incident, here as well."""

from collections.abc import Callable
from typing import Final

from bot.clock import SystemClock
from bot.files import CompanyFiles
from playbooks.bringing import Moved, opening
from playbooks.commands import IncidentId
from playbooks.desk.moving import MovingDesk
from playbooks.errors import Refusal
from playbooks.incident import Ref
from playbooks.mistakes import Mistake, Unreadable
from playbooks.playbook import Language, Words
from playbooks.ports import Memory
from playbooks.record import Record, read
from storage import codec

Tell = Callable[[str], None]


def moved(text: str, file: str) -> Moved:
    """Read an export; whatever stands in it is a fact of a known kind, or refused. Raises Unreadable."""
    record, digest = read(text, file)
    try:
        return _moved(record, digest)
    except (codec.Unreadable, ValueError) as exc:
        what = Words(en=f"it cannot be used here: {exc}", fr=f"il est inutilisable ici (en anglais) : {exc}")
        raise Unreadable((Mistake(file=file, line=1, column=1, what=what),)) from exc


def _moved(record: Record, digest: str) -> Moved:
    facts = tuple(codec.read_fact(line.kind, line.body, at=line.at, by=line.by) for line in record.lines)
    playbooks = tuple(codec.read_document(document.text) for document in record.documents)
    named = tuple((one.id, one.version, one.digest) for one in record.documents)
    if named != tuple((one.id, one.version, one.digest) for one in playbooks):
        message = "a playbook in it has another name than its own"
        raise ValueError(message)
    return Moved(
        incident=IncidentId(record.id),
        ref=Ref(record.ref),
        first=opening(facts),
        rest=facts[1:],
        recorded=tuple(line.recorded_at for line in record.lines),
        playbooks=playbooks,
        digest=digest,
    )


def take_over(memory: Memory, files: CompanyFiles, found: Moved, language: Language, tell: Tell) -> int:
    """Keep it; gives 1, with the reason, where it cannot be."""
    desk = MovingDesk(memory=memory, clock=SystemClock(), shelf=files.shelf)
    try:
        ref = desk.take(found)
    except Refusal as exc:
        tell(exc.tell.read(language).replace("`", ""))
        return 1
    tell((_HERE_ALREADY if ref is None else _TAKEN).read(language).format(ref=found.ref, digest=found.digest))
    return 0


def would(found: Moved, language: Language, tell: Tell) -> int:
    """Say what would be kept."""
    tell(_WOULD.read(language).format(ref=found.ref, entries=len(found.facts)))
    return 0


_TAKEN: Final = Words(
    en="Taken over: {ref}, with its whole log. The file’s digest is kept with it: {digest}",
    fr="Repris : {ref}, avec tout son journal. L’empreinte du fichier est gardée avec lui : {digest}",
)
_HERE_ALREADY: Final = Words(
    en="{ref} is here already: nothing was kept twice.", fr="{ref} est déjà là : rien n’est repris deux fois."
)
_WOULD: Final = Words(
    en="A dry run: {ref} can be read, entries of its log: {entries}. Nothing was kept.",
    fr="À blanc : {ref} est lisible, lignes de son journal : {entries}. Rien n’a été repris.",
)
