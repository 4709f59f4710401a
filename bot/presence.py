"""
Who this process is among those that share its database, and whether it may still act in that name.

Where several share one (PostgreSQL), each beats: it says every second that it lives, and learns by that what time it
is. The numbers follow from each other. A process that has not been heard for `fence` begins nothing any more, what it
had begun ends within `call`, and only then, after `silence`, do the others take over. So nobody sends beside somebody
who has taken over, whatever was paused, killed or cut off, and nobody waits longer than `silence` and a beat.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Protocol

import structlog

from bot.clock import SharedClock, elapsed
from bot.fence import CALL_LIMIT
from playbooks.errors import NotSaved
from playbooks.playbook import Words
from playbooks.ports import Ids
from storage.replicas import Kind, ReplicaId, SqlReplicas, holder_of

log = structlog.get_logger(__name__)

LEAVING_SECONDS: Final = 1.0  # for the beat that is under way; who leaves without a word is overtaken
FIRST_TRIES: Final = 10  # beats at the start, before it is given up
TRUSTED_ROUND_TRIP: Final = 0.5  # seconds; the time told by an answer that took longer is not taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How often a replica beats, and what its silence means, in seconds."""

    beat: float = 1.0
    fence: float = 3.0  # since the last beat that was heard, after which nothing is begun
    call: float = CALL_LIMIT.total_seconds()
    margin: float = 0.5  # for the instant between the fence and the wire

    @property
    def silence(self) -> timedelta:
        """How long a replica is silent before the others take over."""
        return timedelta(seconds=self.fence + self.call + self.margin)


_UNHEARD: Final = Words(
    en="the database did not tell the time: nothing is begun without it",
    fr="la base de données n’a pas donné l’heure : rien ne commence sans elle",
)


class Presence(Protocol):
    """Under which name a process takes what it sends, and whether it still may."""

    @property
    def shared(self) -> bool:
        """Whether others may be sending beside this one."""
        ...

    @property
    def holder(self) -> str:
        """The name under which leases are taken; empty where nobody else could take any."""
        ...

    @property
    def ready(self) -> bool:
        """Whether something may be taken at this instant."""
        ...

    def may_begin(self, token: str) -> bool:
        """Whether something may be begun under a lease's token at this instant."""
        ...

    def begin(self, overtaken: Callable[[], None]) -> None:
        """Be present; `overtaken` is called whenever something was taken over, or this one is there again."""
        ...

    def end(self) -> None:
        """Be present no more."""
        ...


class Alone:
    """Nobody else sends: an SQLite file, whose seat this process has, or rounds run by hand."""

    shared = False
    holder = ""
    ready = True

    def may_begin(self, token: str) -> bool:
        """Nobody could have taken it over."""
        return True

    def begin(self, overtaken: Callable[[], None]) -> None:
        """Nobody has to know."""

    def end(self) -> None:
        """As above."""


@dataclass(slots=True, kw_only=True)
class Beating:
    """One among several; see above."""

    replicas: SqlReplicas
    kind: Kind
    host: str
    ids: Ids
    clock: SharedClock
    terms: Terms = field(default_factory=Terms)
    elapsed: Callable[[], float] = elapsed
    _stand: tuple[str, float] = ("", 0.0)  # our name, and when the last beat began that was heard
    _stopping: threading.Event = field(default_factory=threading.Event)
    _overtaken: Callable[[], None] = lambda: None
    _thread: threading.Thread | None = None
    _turn: threading.Lock = field(default_factory=threading.Lock)

    @property
    def shared(self) -> bool:
        """Others may be sending."""
        return True

    @property
    def holder(self) -> str:
        """Our present name; empty: never heard yet."""
        return self._stand[0]

    @property
    def begun(self) -> bool:
        """Whether this process beats at all; one that never does runs its rounds by hand."""
        return self._thread is not None

    @property
    def ready(self) -> bool:
        """Whether we were heard lately enough."""
        name, heard = self._stand
        return not self.begun or (bool(name) and self.elapsed() - heard < self.terms.fence)

    def may_begin(self, token: str) -> bool:
        """Whether the lease is under our present name, and we were heard lately enough."""
        return not self.begun or (self.ready and holder_of(token) == self.holder)

    def begin(self, overtaken: Callable[[], None]) -> None:
        """
        Beat until the end; nothing is done before the first beat, which tells the time. Raises NotSaved.

        A machine whose own clock is wrong would else write moments that never were.
        """
        self._overtaken = overtaken
        self._thread = threading.Thread(target=self._run, name="presence", daemon=True)
        for _ in range(FIRST_TRIES):
            self.turn()
            if self.holder or self._stopping.wait(self.terms.beat):
                break
        if not self.holder:
            raise NotSaved(_UNHEARD)
        self._thread.start()

    def end(self) -> None:
        """Beat no more, and be forgotten if nothing is left under our name."""
        self._stopping.set()
        if not self._turn.acquire(timeout=LEAVING_SECONDS):
            return
        try:
            if self.holder:
                self.replicas.leave(ReplicaId(self.holder))
        except NotSaved as exc:
            log.warning("replica_not_left", why=str(exc))
        self.replicas.close()

    def _run(self) -> None:
        while not self._stopping.wait(self.terms.beat):
            self.turn()

    def turn(self) -> None:
        """Beat once, and take over from those who fell silent; a database out of reach is tried again by the next."""
        try:
            with self._turn:
                if self._stopping.is_set():
                    return
                self._beat()
                self._overtake()
        except NotSaved as exc:
            log.warning("beat_not_heard", why=str(exc))
        except Exception:
            # A replica whose heart has stopped for a fault of ours would send nothing, and not say why.
            log.exception("beat_failed")

    def _beat(self) -> None:
        (name, _), began = self._stand, self.elapsed()
        moment = self.replicas.beat(ReplicaId(name)) if name else None
        if moment is None:
            # The first time, or the others have taken over: what was taken under the old name is lost to us.
            name, began = self.ids.fresh(), self.elapsed()
            moment = self.replicas.join(ReplicaId(name), self.kind, self.host)
            log.info("replica_joined", replica=name, kind=self.kind, instead_of=self.holder or None)
        answered = self.elapsed()
        if answered - began < TRUSTED_ROUND_TRIP or not self.holder:
            self.clock.set(moment, (began + answered) / 2)
        was_ready, self._stand = self.ready, (name, began)
        if not was_ready:
            self._overtaken()

    def _overtake(self) -> None:
        found = self.replicas.overtake(self.clock.now(), self.terms.silence)
        if found.hosts or found.leases:
            log.warning("replica_overtaken", hosts=found.hosts, leases=found.leases)
            self._overtaken()
