"""A memory in dictionaries, for tests of the desk: one thread, nothing on disk, everything undone on an error."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from playbooks import dues as rules
from playbooks import refusals
from playbooks.cases import Answering, claimed_until, thread_of
from playbooks.commands import ChannelId, Errand, IncidentId, RequestId
from playbooks.errors import Conflict
from playbooks.events import ContactCalled, IncidentOpened
from playbooks.incident import Incident, Ref
from playbooks.incident.busy import busy_with
from playbooks.letters import Letter, Matter, OwedLetter
from playbooks.moments import Due
from playbooks.owed import Owed
from playbooks.playbook import Language, Playbook, PlaybookId, UserId, Words
from playbooks.ports import (
    CLAIMS_KEPT,
    DELIVERIES_KEPT,
    LONG_AGO,
    OPERATOR,
    OUTCOMES,
    Change,
    Delivery,
    DeliveryState,
    Entry,
    ErrandId,
    Haste,
    Ids,
    IncidentLine,
    Outcome,
    OwedErrand,
    Slowed,
    Wanted,
)
from playbooks.proposals import Proposal
from playbooks.releasing import Remembered, digests
from playbooks.routing import Availability
from playbooks.seeing import admitted
from playbooks.trouble import ASKED_TO_WAIT, Silence
from tests.fakes.ids import CountingIds
from tests.fakes.inbox import FakeInboxReading, FakeInboxWriting, InboxBooks
from tests.fakes.lessons import FakeLessonsReading
from tests.fakes.record import FakeRecordReading
from tests.fakes.rotas import FakeRotaReading, FakeRotaWriting, RotaBooks
from tests.fakes.search import FakeSearchReading

AT_A_TIME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing owed, and how it goes."""

    id: ErrandId
    number: int
    incident: IncidentId
    owed: Owed
    owed_at: datetime
    urgent: bool
    state: DeliveryState = DeliveryState.OWED
    attempts: int = 0
    token: str = ""
    lease_until: datetime | None = None
    interrupted: bool = False
    settled_at: datetime | None = None
    reason: str = ""

    @property
    def same(self) -> tuple[IncidentId, Errand, str]:
        """What makes two of them the same thing."""
        return self.incident, self.owed.errand, self.owed.subject

    @property
    def turn(self) -> tuple[bool, int]:
        """Its place in its lane: the urgent first, then the older."""
        return not self.urgent, self.number

    @property
    def waits(self) -> bool:
        """Owed, and nobody is sending it."""
        return self.state is DeliveryState.OWED

    @property
    def unsettled(self) -> bool:
        """Owed or being sent."""
        return self.settled_at is None

    def taken(self, token: str, until: datetime) -> "Row":
        """The same under a lease."""
        again = self.state is DeliveryState.SENDING
        return replace(
            self,
            state=DeliveryState.SENDING,
            token=token,
            lease_until=until,
            attempts=self.attempts + 1,
            interrupted=self.interrupted or again,
        )

    def errand(self) -> OwedErrand:
        """As whoever sends it sees it."""
        return OwedErrand(
            id=self.id,
            incident=self.incident,
            errand=self.owed.errand,
            subject=self.owed.subject,
            lane=self.owed.lane,
            owed_at=self.owed_at,
            attempts=self.attempts - 1,
            token=self.token,
            interrupted=self.interrupted,
        )

    def delivery(self) -> Delivery:
        """As somebody who looks at what was sent sees it."""
        return Delivery(
            errand=self.owed.errand,
            subject=self.owed.subject,
            lane=self.owed.lane,
            state=self.state,
            attempts=self.attempts,
            owed_at=self.owed_at,
            settled_at=self.settled_at,
            reason=self.reason,
        )


@dataclass(slots=True, kw_only=True)
class Books:
    """Everything remembered; values never change, only the dictionaries do."""

    incidents: dict[IncidentId, Incident] = field(default_factory=dict)
    logs: dict[IncidentId, tuple[Entry, ...]] = field(default_factory=dict)
    dues: dict[IncidentId, tuple[Due, ...]] = field(default_factory=dict)
    rows: dict[int, Row] = field(default_factory=dict)
    pauses: dict[str, datetime] = field(default_factory=dict)
    answers: dict[RequestId, tuple[str, datetime]] = field(default_factory=dict)
    numbers: dict[tuple[str, int], int] = field(default_factory=dict)
    shelf: dict[tuple[PlaybookId, int], Playbook] = field(default_factory=dict)
    languages: dict[UserId, Language] = field(default_factory=dict)
    proposals: tuple[Proposal, ...] = ()
    letters: tuple[Letter, ...] = ()
    rotas: RotaBooks = field(default_factory=RotaBooks)
    inbox: InboxBooks = field(default_factory=InboxBooks)
    called: dict[UserId, datetime] = field(default_factory=dict)
    files_read: str | None = None

    def copy(self) -> "Books":
        """The same books, in which somebody else may write."""
        return Books(
            incidents=dict(self.incidents),
            logs=dict(self.logs),
            dues=dict(self.dues),
            rows=dict(self.rows),
            pauses=dict(self.pauses),
            answers=dict(self.answers),
            numbers=dict(self.numbers),
            shelf=dict(self.shelf),
            languages=dict(self.languages),
            proposals=self.proposals,
            letters=self.letters,
            rotas=self.rotas.copy(),
            inbox=self.inbox.copy(),
            called=dict(self.called),
            files_read=self.files_read,
        )

    def leased(self, errand: OwedErrand) -> Row | None:
        """The row that an errand's lease still holds."""
        rows = (
            row for row in self.rows.values() if row.id == errand.id and row.state is DeliveryState.SENDING
        )
        return next((row for row in rows if row.token == errand.token), None)


class FakeReading(
    FakeRotaReading, FakeInboxReading, FakeLessonsReading, FakeSearchReading, FakeRecordReading
):
    """Keeps the port `Reading`."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._rotas = books.rotas
        self._inbox = books.inbox
        self._incidents = books.incidents

    def incident(self, incident_id: IncidentId) -> Incident | None:
        return self._books.incidents.get(incident_id)

    def by_ref(self, ref: str) -> IncidentId | None:
        wanted = ref.strip().upper()
        return next((i.id for i in self._books.incidents.values() if i.ref == wanted), None)

    def in_room(self, channel: ChannelId) -> Incident | None:
        here = [i for i in self._books.incidents.values() if i.room and i.room.channel == channel]
        return max(here, key=lambda i: (i.is_open, i.opened_at, i.id), default=None)

    def lines(self, wanted: Wanted) -> tuple[IncidentLine, ...]:
        chosen = [i for i in self._books.incidents.values() if _is_wanted(i, wanted)]
        chosen.sort(key=lambda i: (i.opened_at, i.id), reverse=True)
        return tuple(_line(incident) for incident in chosen[: wanted.limit])

    def log(self, incident_id: IncidentId, *, after: int = 0, limit: int = 10_000) -> tuple[Entry, ...]:
        return self._books.logs.get(incident_id, ())[after:][:limit]

    def dues(self, incident_id: IncidentId) -> tuple[Due, ...]:
        return tuple(sorted(self._books.dues.get(incident_id, ())))

    def deliveries(self, incident_id: IncidentId) -> tuple[Delivery, ...]:
        rows = (row for row in self._books.rows.values() if row.incident == incident_id)
        return tuple(row.delivery() for row in sorted(rows, key=lambda row: row.number))

    def released(self, playbook: PlaybookId, version: int) -> Playbook | None:
        return self._books.shelf.get((playbook, version))

    def releases(self) -> Remembered:
        return digests(self._books.shelf.values())

    def proposals(self, playbook: PlaybookId | None = None, limit: int = 200) -> tuple[Proposal, ...]:
        return tuple(p for p in reversed(self._books.proposals) if playbook in (None, p.playbook))[:limit]

    def files_read(self) -> str | None:
        return self._books.files_read

    def latest_letter(self, *kinds: type[Matter]) -> tuple[str, Letter] | None:
        numbered = reversed(list(enumerate(self._books.letters)))
        found = ((f"letter-{n}", one) for n, one in numbered if isinstance(one.matter, kinds))
        return next(found, None)

    def availability(self, at: datetime) -> Availability:
        busy = Counter(person for i in self._books.incidents.values() for person in busy_with(i))
        few = Counter(
            person for i in self._books.incidents.values() if i.restricted for person in busy_with(i)
        )
        return replace(super().availability(at), load=busy, unseen=few, called=dict(self._books.called))

    def slack_silence(self, before: datetime) -> Silence | None:
        rows = [r for r in self._books.rows.values() if not r.owed.lane.startswith(("mail:", "hook:"))]
        offered = [r for r in rows if r.unsettled and r.attempts > 0 and r.owed_at <= before]
        offered = [r for r in offered if r.reason != ASKED_TO_WAIT]
        taken = (r.settled_at for r in rows if r.state is DeliveryState.SENT and r.settled_at is not None)
        since = max(taken, default=None)
        if not offered or (since is not None and since > before):
            return None
        return Silence(since=since, waiting=tuple(sorted({r.incident for r in offered})))

    def language(self, person: UserId) -> Language | None:
        return self._books.languages.get(person)


class FakeTransaction(FakeReading, FakeRotaWriting, FakeInboxWriting):
    """Keeps the port `Transaction`."""

    def __init__(self, books: Books, ids: Ids) -> None:
        super().__init__(books)
        self._ids = ids
        self._leaves_work = False

    @property
    def leaves_work(self) -> bool:
        return self._leaves_work

    def claim(self, request: RequestId, answer: str, now: datetime) -> str | None:
        earlier = self._books.answers.get(request)
        self._books.answers.setdefault(request, (answer, now))
        return None if earlier is None else earlier[0]

    def locked(self, incident_id: IncidentId) -> Incident:
        incident = self.incident(incident_id)
        if incident is None:
            raise refusals.crisis.no_such_incident(incident_id)
        return incident

    def next_ref(self, series: str, year: int) -> Ref:
        number = self._books.numbers.get((series, year), 0) + 1
        self._books.numbers[series, year] = number
        return Ref(f"{series}-{year}-{number:04d}")

    def take_ref(self, ref: Ref) -> bool:
        return all(one.ref != ref for one in self._books.incidents.values())

    def answering(self, author: str, thread: str, now: datetime) -> tuple[Answering, ...]:
        found = []
        for one in self._books.incidents.values():
            until, case = claimed_until(one), one.case
            if case is None or until is None or until <= now:
                continue
            if (author and case.author == author) or (thread and thread_of(case.link) == thread):
                ref = None if one.restricted else one.ref
                found.append(Answering(incident=one.id, ref=ref, who=one.lead, since=one.opened_at))
        return tuple(sorted(found, key=lambda a: (a.since, a.incident)))[:10]

    def release(self, playbook: Playbook, now: datetime) -> None:
        known = self._books.shelf.setdefault((playbook.id, playbook.version), playbook)
        if known.digest != playbook.digest:
            raise _meanwhile()

    def keep_proposal(self, proposal: Proposal) -> None:
        self._books.proposals = (*self._books.proposals, proposal)

    def note_files_read(self, reading: str, now: datetime) -> None:
        self._books.files_read = reading

    def owe_letter(self, letter: Letter, now: datetime) -> None:
        told = {(one.person, type(one.matter), one.subject) for one in self._books.letters}
        if (letter.person, type(letter.matter), letter.subject) not in told:
            self._books.letters = (*self._books.letters, letter)

    def write(self, change: Change) -> None:
        calls = (fact for fact in change.facts if isinstance(fact, ContactCalled))
        self._books.called.update({fact.person: fact.at for fact in calls})
        after, log = change.after, self._books.logs.get(change.after.id, ())
        if any(fact.at.tzinfo is None for fact in change.facts):
            message = "a moment has no time zone"
            raise ValueError(message)
        begins = bool(change.facts) and isinstance(change.facts[0], IncidentOpened)
        if not begins:
            self.locked(after.id)
        if after.seq != len(log) + len(change.facts):
            raise _meanwhile()
        entries = (
            Entry(seq=number, fact=fact, recorded_at=change.now)
            for number, fact in enumerate(change.facts, len(log) + 1)
        )
        self._books.logs[after.id] = (*log, *entries)
        self._books.incidents[after.id] = after
        self.note_causes(after, change.facts)
        self.note_uses(after, change.facts)
        before = self._books.dues.get(after.id, ())
        self._leaves_work |= bool(change.owed) or set(before) != set(change.dues)
        self._books.dues[after.id] = change.dues
        for thing in change.owed:
            self._owe(after.id, thing, change.now)

    def learn_language(self, person: UserId, language: Language, now: datetime) -> None:
        self._books.languages[person] = language

    def settle(self, errand: OwedErrand, state: DeliveryState, now: datetime, reason: str = "") -> bool:
        if state not in OUTCOMES:
            message = f"{state} is no outcome"
            raise ValueError(message)
        row = self._books.leased(errand)
        if row is None:
            return False
        self._books.rows[row.number] = replace(
            row, state=state, settled_at=now, reason=reason, token="", lease_until=None
        )
        return True

    def _owe(self, incident: IncidentId, thing: Owed, now: datetime) -> None:
        key = (incident, thing.errand, thing.subject)
        known = next((row for row in self._books.rows.values() if row.waits and row.same == key), None)
        if known is not None:
            self._books.rows[known.number] = replace(known, urgent=known.urgent or thing.urgent)
            return
        number = len(self._books.rows) + 1
        while number in self._books.rows:
            number += 1
        self._books.rows[number] = Row(
            id=ErrandId(self._ids.fresh()),
            number=number,
            incident=incident,
            owed=thing,
            owed_at=now,
            urgent=thing.urgent,
        )


class FakeMemory:
    """Keeps the port `Memory`."""

    def __init__(self, ids: Ids | None = None) -> None:
        self._books = Books()
        self._ids = ids or CountingIds()

    @contextmanager
    def transaction(self, haste: Haste = Haste.AWAITED) -> Iterator[FakeTransaction]:
        books = self._books.copy()
        yield FakeTransaction(books, self._ids)
        self._books = books

    @contextmanager
    def reading(self, *, once: bool = False) -> Iterator[FakeReading]:
        yield FakeReading(self._books.copy())

    def claim(
        self, *, now: datetime, lease: timedelta, limit: int, holder: str = ""
    ) -> tuple[OwedErrand, ...]:
        heads: dict[str, Row] = {}
        for row in sorted((row for row in self._books.rows.values() if row.unsettled), key=lambda r: r.turn):
            heads.setdefault(row.owed.lane, row)
        free = [row for lane, row in heads.items() if self._is_free(lane, now)]
        token = f"{holder}/{self._ids.fresh()}" if holder else self._ids.fresh()
        taken = [row.taken(token, now + lease) for row in sorted(free, key=lambda r: r.turn)[:limit]]
        self._books.rows.update({row.number: row for row in taken})
        return tuple(row.errand() for row in taken)

    def postpone(self, errand: OwedErrand, slowed: Slowed, now: datetime) -> None:
        row = self._books.leased(errand)
        if row is None:
            return
        newer = [r for r in self._books.rows.values() if r.waits and r.same == row.same]
        for joined in newer:
            del self._books.rows[joined.number]
        self._books.rows[row.number] = replace(
            row,
            state=DeliveryState.OWED,
            token="",
            lease_until=None,
            urgent=row.urgent or any(joined.urgent for joined in newer),
            interrupted=errand.interrupted or slowed.unsure,
            reason=slowed.reason,
        )
        self._books.pauses[errand.lane] = now + slowed.wait

    def claim_letters(
        self, *, now: datetime, lease: timedelta, limit: int, holder: str = ""
    ) -> tuple[OwedLetter, ...]:
        return ()  # Letters are sent by a real memory: these tests only look whether they are owed.

    def settle_letter(self, letter: OwedLetter, outcome: Outcome, now: datetime) -> bool:
        return False

    @property
    def letters(self) -> tuple[Letter, ...]:
        """Every letter owed so far, the oldest first."""
        return self._books.letters

    def write_something(self, now: datetime) -> None:
        with self.transaction():
            pass

    def shorten_leases(self, until: datetime) -> None:
        for number, row in self._books.rows.items():
            if row.lease_until is not None and row.lease_until > until:
                self._books.rows[number] = replace(row, lease_until=until)

    def calling_since(self) -> datetime | None:
        waiting = (row.owed_at for row in self._books.rows.values() if row.unsettled and row.urgent)
        return min(waiting, default=None)

    def due_incidents(self, now: datetime, limit: int) -> tuple[IncidentId, ...]:
        first = {i: min(due.at for due in pending) for i, pending in self._books.dues.items() if pending}
        waiting = sorted((at, incident_id) for incident_id, at in first.items() if at <= now)
        return tuple(incident_id for _, incident_id in waiting[:limit])

    def take_due(self, *, now: datetime, lease: timedelta, limit: int) -> tuple[IncidentId, ...]:
        return self.due_incidents(now, limit)  # One thread has nobody to keep off.

    def next_moment(self, after: datetime = LONG_AGO) -> datetime | None:
        moments = [due.at for pending in self._books.dues.values() for due in pending]
        for row in self._books.rows.values():
            busy = any(r.owed.lane == row.owed.lane and r.lease_until for r in self._books.rows.values())
            if row.unsettled and (row.lease_until is not None or not busy):
                free_at = row.lease_until or row.owed_at
                moments.append(max(free_at, self._books.pauses.get(row.owed.lane, free_at)))
        moments += [one.due_at for one in self._books.rotas.askings.values() if one.due_at is not None]
        return min((moment for moment in moments if moment > after), default=None)

    def every_open(self) -> Iterable[IncidentId]:
        return tuple(i.id for i in self._books.incidents.values() if i.is_open or self._books.dues.get(i.id))

    def recollect(self) -> int:
        return 0  # It looks through everything each time.

    def forget(self, now: datetime) -> int:
        old = [r for r, (_, at) in self._books.answers.items() if at < now - CLAIMS_KEPT][:AT_A_TIME]
        gone = [number for number, row in self._books.rows.items() if self._is_over(row, now)][:AT_A_TIME]
        for request in old:
            del self._books.answers[request]
        for number in gone:
            del self._books.rows[number]
        return len(old) + len(gone)

    def _is_over(self, row: Row, now: datetime) -> bool:
        closed_at = self._books.incidents[row.incident].closed_at
        moments = (closed_at, row.settled_at)
        return row.state in {DeliveryState.SENT, DeliveryState.DROPPED} and all(
            at is not None and at < now - DELIVERIES_KEPT for at in moments
        )

    def mend_dues(self, incident_id: IncidentId, expected: tuple[Due, ...]) -> bool:
        incident = self._books.incidents[incident_id]
        known = set(self._books.dues.get(incident_id, ()))
        if rules.dues(incident) != expected or known == set(expected):
            return False
        self._books.dues[incident_id] = expected
        return True

    def lose_dues(self, incident_id: IncidentId) -> None:
        """Forget an incident's due moments, as no memory should; for tests of the auditor."""
        self._books.dues[incident_id] = ()

    def stray_due(self, incident_id: IncidentId, due: Due) -> None:
        """Remember a due moment that the state does not know."""
        self._books.dues[incident_id] = (due, *self._books.dues[incident_id])

    def _is_free(self, lane: str, now: datetime) -> bool:
        busy = any(
            row.owed.lane == lane and row.lease_until is not None and row.lease_until > now
            for row in self._books.rows.values()
        )
        return not busy and self._books.pauses.get(lane, now) <= now


def _is_wanted(incident: Incident, wanted: Wanted) -> bool:
    visible = not incident.restricted or wanted.reader == OPERATOR or wanted.reader in admitted(incident)
    return (
        visible
        and wanted.state in (None, incident.state)
        and wanted.kind in (None, incident.kind)
        and (wanted.before is None or incident.opened_at < wanted.before)
    )


def _line(incident: Incident) -> IncidentLine:
    return IncidentLine(
        id=incident.id,
        ref=incident.ref,
        kind=incident.kind,
        playbook=incident.playbook.id,
        version=incident.playbook.version,
        title=incident.title,
        severity=incident.severity,
        unit=incident.unit,
        lead=incident.lead,
        state=incident.state,
        drill=incident.drill,
        restricted=incident.restricted,
        channel=None if incident.room is None else incident.room.channel,
        opened_at=incident.opened_at,
        closed_at=incident.closed_at,
        steps_settled=len(incident.steps) - len(incident.open_steps),
        steps_total=len(incident.steps),
    )


def _meanwhile() -> Conflict:
    return Conflict(Words(en="Somebody was faster; try again.", fr="On vous a devancé ; réessayez."))
