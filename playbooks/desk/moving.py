"""An incident is given away with everything it is made of, and taken over from another installation."""

from collections.abc import Callable
from dataclasses import dataclass

from playbooks import bringing, refusals
from playbooks.bringing import Moved
from playbooks.folding import apply, fold
from playbooks.incident import Incident, Ref
from playbooks.playbook import Playbook, PlaybookId
from playbooks.ports import Change, Clock, Haste, Memory, Reading, Transaction
from playbooks.record import Document, Record
from playbooks.routing import Directory
from playbooks.shelf import Shelf


@dataclass(frozen=True, slots=True, kw_only=True)
class MovingDesk:
    """Gives incidents away, and takes over what another installation gave."""

    memory: Memory
    clock: Clock
    shelf: Callable[[], Shelf]

    def record(self, incident: Incident, directory: Directory) -> Record:
        """Give everything of an incident that was found before."""
        with self.memory.reading() as look:
            lines = look.signed(incident.id)
            documents = _documents(look, incident)
        told = "\n".join((*(line.body for line in lines), *(f'"{line.by}"' for line in lines)))
        people = {str(one.user): one.name for one in directory.contacts if f'"{one.user}"' in told}
        return Record(id=incident.id, ref=incident.ref, documents=documents, lines=lines, people=people)

    def take(self, moved: Moved) -> Ref | None:
        """
        Take an incident over under its own reference, with its log; nothing is owed or due because of it.

        None: it is here already, and nothing was kept. Raises Conflict (its reference is given, or a playbook of its
        name and number says something else here), BadRequest (its log makes no sense).
        """
        with self.memory.transaction(Haste.PATIENT) as tx:
            if tx.incident(moved.incident) is not None:
                return None
            if not tx.take_ref(moved.ref):
                raise refusals.moving.ref_is_given(moved.ref)
            return self._kept(moved, tx)

    def _kept(self, moved: Moved, tx: Transaction) -> Ref:
        now = self.clock.now()
        if moved.first.at > now:
            raise refusals.moving.no_sense()
        for playbook in moved.playbooks:
            tx.release(self._ours(playbook, tx) or playbook, now)
        last = bringing.taken_over(moved, now)
        after = apply(_folded(moved, tx), last, tx.released)
        facts = (*moved.facts, last)
        tx.write(Change(after=after, facts=facts, dues=(), owed=(), now=now, recorded=moved.recorded))
        return after.ref

    def _ours(self, playbook: Playbook, tx: Transaction) -> Playbook | None:
        """Give the version that is known here; a file's own text counts only where none is. Raises Conflict."""
        ours = tx.released(playbook.id, playbook.version) or self.shelf().find(playbook.id, playbook.version)
        if ours is not None and ours.digest != playbook.digest:
            raise refusals.moving.another_playbook(playbook.id, playbook.version)
        return ours


def _folded(moved: Moved, tx: Transaction) -> Incident:
    first = moved.first
    playbook = tx.released(first.playbook, first.version)
    if playbook is None or first.ref != moved.ref:
        raise refusals.moving.no_sense()
    try:
        return fold(moved.incident, moved.facts, playbook, tx.released)
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RuntimeError) as exc:
        # The file is of anybody's making: facts that no desk has decided may fit to nothing.
        raise refusals.moving.no_sense() from exc


def _documents(look: Reading, incident: Incident) -> tuple[Document, ...]:
    """Give every version that the log needs to be folded: the one it began with, and those accepted on the way."""
    log = tuple(entry.fact for entry in look.log(incident.id))
    first = bringing.opening(log)
    needed = dict.fromkeys(((first.playbook, first.version),))

    def released(playbook: PlaybookId, version: int) -> Playbook | None:
        needed[playbook, version] = None
        return look.released(playbook, version)

    pinned = look.released(first.playbook, first.version)
    if pinned is not None:
        fold(incident.id, log, pinned, released)
    found = (look.document(playbook, version) for playbook, version in needed)
    return tuple(one for one in found if one is not None)
