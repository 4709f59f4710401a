"""Units of reading and writing. This is the only file that commits."""

from collections import ChainMap
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, count, repeat
from typing import Final, assert_never

from sqlalchemy import Connection, exc

from playbooks import dues as rules
from playbooks import refusals as told
from playbooks.cases import Answering
from playbooks.commands import IncidentId, RequestId
from playbooks.errors import NotSaved
from playbooks.events import IncidentOpened
from playbooks.incident import Incident, Ref
from playbooks.letters import OwedLetter
from playbooks.moments import Due
from playbooks.playbook import Language, Playbook, UnitId, UserId, Words
from playbooks.ports import (
    LONG_AGO,
    Change,
    DeliveryState,
    Haste,
    Ids,
    Outcome,
    OwedErrand,
    Slowed,
)
from storage import (
    askings,
    cases,
    causes,
    claims,
    dues,
    incident_log,
    last_calls,
    lessons,
    letters,
    loads,
    outbox,
    pausing,
    people,
    projection,
    refs,
    refusals,
    retention,
    search,
    shelf,
    uses,
)
from storage.bookshelf import LibraryWriting
from storage.chain import BEFORE_FIRST, WHOLE, Head, Keyring, redacted_in
from storage.codec import Unreadable, snapshot
from storage.engine import Database
from storage.inbox import InboxWriting
from storage.reading import SqlReading
from storage.recent import InMind
from storage.rotas import RotasWriting
from storage.turns import Precedence

OUR_OWN_FAULT = (exc.IntegrityError, exc.ProgrammingError, exc.DataError, exc.NotSupportedError)
TRIAL_LANE = "nobody"  # a lane in which nothing is ever owed
COURTESY: Final = timedelta(milliseconds=100)  # for which what is owed waits until what is awaited is on disk
TRIES = 5  # of giving an errand back while the same thing comes to be owed anew


@contextmanager
def reached() -> Iterator[None]:
    """Turn a database that is full, locked, read-only or away into NotSaved; a mistake of ours stays one."""
    try:
        yield
    except OUR_OWN_FAULT:
        raise
    except (exc.DBAPIError, exc.TimeoutError) as fault:
        said = getattr(fault, "orig", None) or fault
        tell = Words(
            en=f"the database cannot be used: {said}", fr=f"la base de données est inutilisable : {said}"
        )
        raise NotSaved(tell) from fault


@contextmanager
def writing(database: Database, haste: Haste = Haste.AWAITED) -> Iterator[Connection]:
    """Write everything that the block does, or nothing of it. Raises NotSaved."""
    with reached(), database.writing(haste) as connection:
        yield connection
        connection.commit()


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An incident as a transaction has it."""

    incident: Incident
    mac: str  # of its last fact
    redacted: str = WHOLE  # the mac of its last redaction


class SqlTransaction(SqlReading, LibraryWriting, RotasWriting, InboxWriting):
    """One unit of writing."""

    def __init__(self, connection: Connection, in_mind: InMind, ids: Ids, keyring: Keyring) -> None:
        super().__init__(connection, in_mind)
        self._ids = ids
        self._keyring = keyring
        self._held: dict[IncidentId, Held] = {}  # what is locked or was written
        self._leaves_work = False

    @property
    def leaves_work(self) -> bool:
        """Whether what was written of incidents leaves the worker something to do, or changes when."""
        return self._leaves_work

    def incident(self, incident_id: IncidentId) -> Incident | None:
        """Give an incident's present state, as this transaction has left it."""
        held = self._held.get(incident_id)
        return super().incident(incident_id) if held is None else held.incident

    def claim(self, request: RequestId, answer: str, now: datetime) -> str | None:
        """
        Claim a request, or give what its first arrival was answered; waits for one that is under way.

        Raises NotSaved where this is a paused copy: whoever asks there would be heard by nobody.
        """
        if pausing.is_paused(self._connection):
            raise NotSaved(pausing.PAUSED)
        return claims.claim(self._connection, request, answer, now)

    def locked(self, incident_id: IncidentId) -> Incident:
        """Give an incident's state and keep other writers off it until the end. Raises NotFound."""
        kept = projection.find(self._connection, incident_id, lock=True)
        if kept is None:
            raise told.crisis.no_such_incident(incident_id)
        held = Held(incident=self._read(kept), mac=kept.mac, redacted=redacted_in(kept.seal))
        self._held[incident_id] = held
        return held.incident

    def next_ref(self, series: str, year: int) -> Ref:
        """Give the next reference, INC-2026-0042; a rolled-back one is given again."""
        return refs.following(self._connection, series, year)

    def take_ref(self, ref: Ref) -> bool:
        """Keep everybody else from giving a reference until the end; False: it is given already."""
        return refs.take(self._connection, ref)

    def answering(self, author: str, thread: str, now: datetime) -> tuple[Answering, ...]:
        """List who is on a customer or a thread, the earliest first."""
        return cases.answering(self._connection, author, thread, now)

    def same_causes(self, cause: str, unit: UnitId, since: datetime) -> int:
        """Count the cases of a unit with the same cause since a moment, however it was typed."""
        return causes.count(self._connection, cause, unit, since)

    def release(self, playbook: Playbook, now: datetime) -> None:
        """Remember a playbook's version; does nothing if it is. Raises Conflict if its content differs."""
        known = self._shelf.get((playbook.id, playbook.version))
        if known is None:
            known = shelf.release(self._connection, playbook, now)
        self._shelf[playbook.id, playbook.version] = shelf.same(known, playbook)

    def write(self, change: Change) -> None:
        """Append the facts to the chained log, save the state, make the due moments equal, add what is owed."""
        if change.facts and isinstance(change.facts[0], IncidentOpened):
            self._begin(change)
        else:
            self._go_on(change)
        outbox.add(self._connection, change.after.id, change.owed, self._ids, change.now)
        self._leaves_work |= bool(change.owed)
        if change.after.brought is None:  # What was brought along from elsewhere is in no figure.
            last_calls.note(self._connection, change.facts)
            causes.note(self._connection, change.after, change.facts)
            uses.note(self._connection, change.after, change.facts)

    def learn_language(self, person: UserId, language: Language, now: datetime) -> None:
        """Remember which language a person reads."""
        people.learn_language(self._connection, person, language, now)

    def settle(self, errand: OwedErrand, state: DeliveryState, now: datetime, reason: str = "") -> bool:
        """Record an errand's outcome. False: the lease was lost, nothing was recorded. Raises ValueError for none."""
        return outbox.settle(self._connection, errand, state, now, reason)

    def mend_dues(self, incident_id: IncidentId, expected: tuple[Due, ...]) -> bool:
        """Make the remembered due moments equal to `expected`, if that is what is due now. True: they were not."""
        if rules.dues(self.locked(incident_id)) != expected:
            return False
        return dues.make_equal(self._connection, incident_id, expected)

    def recollect(self, incident_id: IncidentId) -> None:
        """Enter an incident and its lessons into the search as they are now. Raises NotFound."""
        search.enter(self._connection, self.locked(incident_id))
        lessons.note(self._connection, None, self._held[incident_id].incident)

    def _begin(self, change: Change) -> None:
        after = change.after
        rows = self._rows(change, BEFORE_FIRST)
        stamp = self._stamp(after, rows[-1]["mac"])
        projection.begin(self._connection, after, stamp)
        search.note(self._connection, None, after)
        loads.keep(self._connection, None, after)
        cases.keep(self._connection, None, after)
        lessons.note(self._connection, None, after)  # Taken over, it begins with what it learned elsewhere.
        incident_log.append(self._connection, rows)
        self._leaves_work |= dues.replace(self._connection, after.id, (), change.dues)
        self._hold(after, stamp)

    def _go_on(self, change: Change) -> None:
        after = change.after
        if after.id not in self._held:
            self.locked(after.id)
        held = self._held[after.id]
        rows = self._rows(change, held.mac)
        stamp = self._stamp(after, rows[-1]["mac"] if rows else held.mac, held.redacted)
        if not projection.save(self._connection, after, after.seq - len(rows), stamp):
            raise refusals.changed_meanwhile(after.ref)
        loads.keep(self._connection, held.incident, after)
        cases.keep(self._connection, held.incident, after)
        search.note(self._connection, held.incident, after)
        lessons.note(self._connection, held.incident, after)
        incident_log.append(self._connection, rows)
        known = rules.dues(held.incident)
        self._leaves_work |= dues.replace(self._connection, after.id, known, change.dues)
        self._hold(after, stamp)

    def _hold(self, incident: Incident, stamp: projection.Stamp) -> None:
        self._held[incident.id] = Held(incident=incident, mac=stamp.mac, redacted=redacted_in(stamp.seal))
        self._recent.keep(stamp.snapshot, incident)

    def _rows(self, change: Change, previous: str) -> tuple[incident_log.Columns, ...]:
        first = change.after.seq - len(change.facts) + 1
        recorded = chain(change.recorded, repeat(change.now))
        numbered = tuple(zip(count(first), change.facts, recorded, strict=False))
        return incident_log.chained(change.after.id, numbered, previous, self._keyring)

    def _stamp(self, after: Incident, mac: str, redacted: str = WHOLE) -> projection.Stamp:
        head = Head(incident_id=after.id, ref=after.ref, seq=after.seq, mac=mac, redacted=redacted)
        return projection.Stamp(mac=mac, seal=self._keyring.seal(head), snapshot=snapshot(after))


class SqlMemory:
    """
    Everything remembered, in one database.

    `keys` sign the log: the first one is used from now on, the others were used before it.
    """

    def __init__(self, database: Database, ids: Ids, keys: tuple[bytes, ...]) -> None:
        self._database = database
        self._ids = ids
        self._keyring = Keyring(keys)
        self._in_mind = InMind()
        self._precedence = Precedence(COURTESY)

    @contextmanager
    def transaction(self, haste: Haste = Haste.AWAITED) -> Iterator[SqlTransaction]:
        """Begin one unit of writing. Raises NotSaved if the memory cannot be written."""
        fresh: shelf.Shelf = {}
        with self._precedence_of(haste), writing(self._database, haste) as connection:
            # What this transaction releases is known to others only once it is on disk.
            seen = InMind(shelf=ChainMap(fresh, self._in_mind.shelf), recent=self._in_mind.recent)
            yield SqlTransaction(connection, seen, self._ids, self._keyring)
        self._in_mind.shelf.update(fresh)

    def _precedence_of(self, haste: Haste) -> AbstractContextManager[None]:
        match haste:
            case Haste.AWAITED:
                return self._precedence.first()
            case Haste.PATIENT:
                self._precedence.after_you()
                return nullcontext()
            case _:
                assert_never(haste)

    @contextmanager
    def reading(self, *, once: bool = False) -> Iterator[SqlReading]:
        """Begin a look at one consistent state, or ask one thing. Raises NotSaved if the memory cannot be reached."""
        with reached(), self._database.reading(once=once) as connection:
            yield SqlReading(connection, self._in_mind)

    def claim(
        self, *, now: datetime, lease: timedelta, limit: int, holder: str = ""
    ) -> tuple[OwedErrand, ...]:
        """Take the head of each free lane, urgent ones first; writers whom somebody waits for have the interpreter first."""
        self._precedence.after_you()
        term = outbox.Lease(now=now, until=now + lease, token=outbox.token(holder, self._ids))
        with writing(self._database) as connection:
            return outbox.claim(connection, term, limit)

    def postpone(self, errand: OwedErrand, slowed: Slowed, now: datetime) -> None:
        """
        Give an errand back and pause its whole lane for `slowed.wait`.

        An unsure one comes back marked `interrupted`, as does one that already was. Does nothing if the lease was lost.
        """
        raced: exc.IntegrityError | None = None
        for _ in range(TRIES):
            try:
                with writing(self._database) as connection:
                    if outbox.give_back(connection, errand, slowed):
                        outbox.pause(connection, errand.lane, now + slowed.wait)
            except exc.IntegrityError as fault:
                # The same thing came to be owed anew between our look and our write.
                raced = fault
            else:
                return
        raise NotSaved(refusals.RACED) from raced

    def claim_letters(
        self, *, now: datetime, lease: timedelta, limit: int, holder: str = ""
    ) -> tuple[OwedLetter, ...]:
        """Take letters that can be sent now, the oldest first; as `claim` does, under a lease."""
        with reached(), self._database.reading() as connection:
            # A look costs no writer's turn, and mostly finds nothing.
            if not letters.waiting(connection, now):
                return ()
        with writing(self._database) as connection:
            return letters.claim(connection, now, lease, outbox.token(holder, self._ids), limit)

    def settle_letter(self, letter: OwedLetter, outcome: Outcome, now: datetime) -> bool:
        """Keep what became of a letter, or owe it again after a while. False: the lease was lost, nothing is kept."""
        with writing(self._database, Haste.PATIENT) as connection:
            return letters.settle(connection, letter, outcome, now)

    def is_paused(self) -> bool:
        """Whether this is a copy of which nothing is sent yet. Raises NotSaved."""
        with reached(), self._database.reading(once=True) as connection:
            return pausing.is_paused(connection)

    def write_something(self, now: datetime) -> None:
        """Write what nobody will miss, to see whether anything can be written. Raises NotSaved."""
        if self._database.is_gone:
            raise NotSaved(refusals.GONE)
        with writing(self._database) as connection:
            outbox.pause(connection, TRIAL_LANE, now)

    def shorten_leases(self, until: datetime) -> None:
        """Let no lease outlast a moment: whoever held them before this process started sends nothing after it."""
        with writing(self._database) as connection:
            outbox.shorten_leases(connection, until)
            letters.shorten_leases(connection, until)

    def calling_since(self) -> datetime | None:
        """Give when the longest waiting of the urgent errands came to be owed; None when none waits."""
        with reached(), self._database.reading() as connection:
            return outbox.calling_since(connection)

    def due_incidents(self, now: datetime, limit: int) -> tuple[IncidentId, ...]:
        """List incidents with a due moment reached, the longest waiting first."""
        with reached(), self._database.reading() as connection:
            return dues.reached(connection, now, limit)

    def take_due(self, *, now: datetime, lease: timedelta, limit: int) -> tuple[IncidentId, ...]:
        """List incidents with a due moment reached, the longest waiting first; nobody else takes them meanwhile."""
        with reached(), self._database.reading() as connection:
            if not dues.waiting(connection, now):
                return ()
        with writing(self._database) as connection:
            return dues.take(connection, now, now + lease, limit)

    def next_moment(self, after: datetime = LONG_AGO) -> datetime | None:
        """Give the earliest moment later than `after` at which something falls due or a lane or a lease comes free."""
        each = (dues.earliest, outbox.next_moment, letters.next_moment, askings.next_moment)
        with reached(), self._database.reading() as connection:
            moments = [earliest(connection, after) for earliest in each]
        return min((moment for moment in moments if moment is not None), default=None)

    def every_open(self) -> tuple[IncidentId, ...]:
        """List what the auditor goes through: every incident that is open or still has a due moment."""
        with reached(), self._database.reading() as connection:
            return projection.every_open(connection)

    def forget(self, now: datetime) -> int:
        """Forget some of what is past its time; give how much, 0 when all of it is."""
        with writing(self._database, Haste.PATIENT) as connection:
            return retention.forget(connection, now)

    def recollect(self) -> int:
        """Enter some incidents into the search that an earlier version has not; give how many, 0 when all are."""
        with reached(), self._database.reading() as connection:
            missing = search.behind(connection)
        entered = 0
        for incident_id in missing:
            # One that this version cannot read keeps no others from being found.
            with suppress(Unreadable, LookupError), self.transaction(Haste.PATIENT) as tx:
                tx.recollect(incident_id)
                entered += 1
        return entered

    def mend_dues(self, incident_id: IncidentId, expected: tuple[Due, ...]) -> bool:
        """
        Make the remembered due moments equal to `expected`. True: they were not.

        Does nothing where the incident has changed since `expected` was computed: its writer has kept them equal.
        """
        with self.transaction() as tx:
            return tx.mend_dues(incident_id, expected)
