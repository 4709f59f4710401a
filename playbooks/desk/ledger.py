"""One message, one transaction: claim it, load, decide, fold, and write down what is due and owed."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from playbooks import events as e
from playbooks.commands import Asked, IncidentId
from playbooks.dues import dues
from playbooks.folding import apply
from playbooks.incident import Incident
from playbooks.owed import Owed, owed
from playbooks.ports import Change, Clock, Memory, Transaction

Rule = Callable[[Incident], tuple[e.Event, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Keeps what happens. `woken` is called after each commit that leaves something to do."""

    memory: Memory
    clock: Clock
    woken: Callable[[], None]

    def once(
        self, asked: Asked, incident_id: IncidentId, work: Callable[[Transaction], Incident]
    ) -> Incident:
        """
        Do `work` on an incident for a request that has not been seen, else give the incident of its first arrival.

        The same message arriving again, from Slack's retries or a second press of Send, has one effect.
        """
        with self.memory.transaction() as tx:
            earlier = tx.claim(asked.request, incident_id, self.clock.now())
            incident = work(tx) if earlier is None else tx.incident(IncidentId(earlier))
        if (
            tx.leaves_work
        ):  # A line in the log does not: two hundred of them at once would keep the worker turning.
            self.woken()
        if incident is None:
            message = f"the incident {earlier} of an answered request is gone"
            raise LookupError(message)
        return incident

    def change(self, incident_id: IncidentId, asked: Asked, rule: Rule) -> Incident:
        """Let `rule` decide what happens to an incident because somebody asked."""
        return self.once(asked, incident_id, partial(self._changed, incident_id, rule))

    def _changed(self, incident_id: IncidentId, rule: Rule, tx: Transaction) -> Incident:
        incident = tx.locked(incident_id)
        return self.keep(tx, incident, rule(incident))

    def keep(self, tx: Transaction, before: Incident, facts: tuple[e.Event, ...]) -> Incident:
        """Fold `facts` into the incident and write everything that follows from them."""
        after, owing = before, list[Owed]()
        for fact in facts:
            after = apply(after, fact, tx.released)
            owing.extend(owed(fact, after))
        if facts:
            self._write(tx, after, facts, tuple(owing))
        return after

    def keep_new(
        self, tx: Transaction, opened: Incident, first: e.Event, more: tuple[e.Event, ...]
    ) -> Incident:
        """Write an incident that has just been opened, with what its opening leads to."""
        after, owing = opened, list(owed(first, opened))
        for fact in more:
            after = apply(after, fact, tx.released)
            owing.extend(owed(fact, after))
        self._write(tx, after, (first, *more), tuple(owing))
        return after

    def _write(
        self, tx: Transaction, after: Incident, facts: tuple[e.Event, ...], owing: tuple[Owed, ...]
    ) -> None:
        now = self.clock.now()
        tx.write(Change(after=after, facts=facts, dues=dues(after), owed=owing, now=now))
