"""Whether this process can do its work, for load balancers and for people."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.together import Together
from bot.web_app import Check
from bot.worker import Worker
from playbooks.commands import IncidentId
from playbooks.errors import NotSaved
from playbooks.moments import Due
from playbooks.playbook import Words
from playbooks.ports import Clock, Memory

LATE: Final = timedelta(seconds=30)  # twice what the README promises after an outage
STUCK: Final = timedelta(seconds=60)  # a call that Slack has slowed down for half a minute is not stuck yet
MOST_NAMED: Final = 100  # incidents with late work that are counted
STILL: Final = timedelta(seconds=30)  # the worker turns every five seconds, whatever happens

_UNHEARD: Final = Words(
    en="the database has not been heard for seconds",
    fr="la base de données n’a pas répondu depuis plusieurs secondes",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Looks at the memory and at the worker, or where this process has none, at whoever works beside it."""

    memory: Memory
    worker: Worker | None
    clock: Clock
    together: Together
    paused: Callable[[], bool] = lambda: False  # whether the database is a copy that sends nothing

    def checks(self) -> Iterable[Check]:
        """Give each check with its outcome and a sentence."""
        yield self._memory()
        yield from self._paused()
        yield self._due_work()
        yield self._calls()
        yield self._worker()

    def _heard(self) -> None:
        """Ask nothing of a database that has not been heard lately: the answer may never come. Raises NotSaved."""
        if not self.together.presence.ready:
            raise NotSaved(_UNHEARD)

    def _memory(self) -> Check:
        try:
            self._heard()
            self.memory.write_something(self.clock.now())
        except NotSaved:
            return ("memory", False, "The database cannot be written.")
        return ("memory", True, "The database can be written.")

    def _paused(self) -> Iterable[Check]:
        """Tell that this is a copy of which nothing is sent; of any other database there is nothing to tell."""
        try:
            self._heard()
            if not self.paused():
                return
        except NotSaved:
            return
        yield ("paused", False, "This is a restored copy: it sends nothing until `crisis resume`.")

    def _due_work(self) -> Check:
        now = self.clock.now()
        try:
            self._heard()
            late = self.memory.due_incidents(now - LATE, MOST_NAMED)
            worst = self._worst(late[0]) if late else None
        except NotSaved:
            return ("due_work", False, "The database cannot be read.")
        if worst is None:
            return ("due_work", True, "Nothing is late.")
        due, ref = worst
        seconds = int((now - due.at).total_seconds())
        count = f"{len(late)} or more" if len(late) == MOST_NAMED else str(len(late))
        told = f"The longest late: “{due.kind.value}” of {ref}, by {seconds} seconds. Incidents with late work: {count}."
        return ("due_work", False, told)

    def _worst(self, incident_id: IncidentId) -> tuple[Due, str] | None:
        with self.memory.reading() as look:
            found, incident = look.dues(incident_id), look.incident(incident_id)
        if not found:
            return None  # It was done while we looked.
        # Whoever asks here may not know of a restricted one.
        hidden = incident is None or incident.restricted
        return found[0], "a restricted incident" if hidden or incident is None else incident.ref

    def working(self) -> tuple[Check, ...]:
        """Give what must hold for the work to get done."""
        return (*self._paused(), self._due_work(), self._worker())

    def _calls(self) -> Check:
        try:
            self._heard()
            since = self.memory.calling_since()
        except NotSaved:
            return ("calls", False, "The database cannot be read.")
        if since is not None and self.clock.now() - since > STUCK:
            return ("calls", False, f"A call has waited to be taken for more than {STUCK.seconds} seconds.")
        return ("calls", True, "No call waits to be taken.")

    def _worker(self) -> Check:
        if self.worker is None:
            return self._elsewhere()
        beat = self.worker.beat
        if beat is None or self.clock.now() - beat > STILL:
            return ("worker", False, "The worker does not turn.")
        if not self.together.presence.ready:
            return (
                "worker",
                False,
                "The worker has not reached the database for seconds, and sends nothing.",
            )
        return ("worker", True, "The worker turns.")

    def _elsewhere(self) -> Check:
        try:
            self._heard()
            workers = self.together.workers()
        except (NotSaved, OSError):
            return ("worker", False, "Whether anybody works cannot be read.")
        if not workers:
            return ("worker", False, "Nobody works on this database: start `crisis work`.")
        return ("worker", True, f"Others work: {len(workers)}.")
