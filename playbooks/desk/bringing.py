"""Past incidents of another tool are kept: in the log and in the search, and nobody hears of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from playbooks import bringing
from playbooks.bringing import Past
from playbooks.commands import IncidentId
from playbooks.desk.crisis import SERIES
from playbooks.folding import apply, begin
from playbooks.incident import Ref
from playbooks.ports import Change, Clock, Haste, Ids, Memory, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class BringingDesk:
    """Keeps what was brought along, each incident in a transaction of its own and once."""

    memory: Memory
    clock: Clock
    ids: Ids

    def known(self, pasts: Iterable[Past]) -> frozenset[str]:
        """Name those that were brought along before."""
        with self.memory.reading() as look:
            return frozenset(look.brought([past.external for past in pasts]))

    def bring(self, pasts: Iterable[Past]) -> Iterator[Ref | None]:
        """Keep incidents, and give the reference of each; None: it was brought along before, and nothing was kept."""
        for past in pasts:
            with self.memory.transaction(Haste.PATIENT) as tx:
                ref = self._kept(past, tx)
            yield ref

    def _kept(self, past: Past, tx: Transaction) -> Ref | None:
        now = self.clock.now()
        if tx.brought((past.external,)):
            return None
        ref = tx.next_ref(SERIES[past.playbook.kind], past.opened_at.year)
        tx.release(past.playbook, now)
        first = bringing.opened(past, ref)
        second = bringing.brought(past, now)
        incident = begin(IncidentId(self.ids.fresh()), first, past.playbook)
        after = apply(incident, second, tx.released)
        tx.write(Change(after=after, facts=(first, second), dues=(), owed=(), now=now))
        return ref
