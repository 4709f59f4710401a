"""
Erasing a person from the logs and from everything beside them.

A fact they were named in is written anew without them and keeps its mac; a redaction, signed and chained, says what is
left of it. Nothing is taken out of a log that does not hold: that would make somebody else's change look like ours.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, select, update
from sqlmodel import col

from playbooks import dues as rules
from playbooks.commands import Errand, IncidentId
from playbooks.erasing import Person, handle
from playbooks.events import CauseNamed, Event, StatementEdited, StatementProposed, Wording
from playbooks.incident import Incident
from playbooks.keeping import is_over
from playbooks.owed import Owed
from playbooks.ports import Ids
from playbooks.statements.text import digest
from storage import (
    audit,
    cases,
    causes,
    codec,
    dues,
    erasing_beside,
    lessons,
    loads,
    outbox,
    projection,
    redactions,
    search,
)
from storage.chain import BEFORE_FIRST, WHOLE, Head, Keyring, LogRow, Redaction
from storage.clearing import rewrite_file
from storage.engine import Database
from storage.line import take_time
from storage.recent import InMind
from storage.refolding import refold
from storage.tables import IncidentEventRow, IncidentRow
from storage.transaction import SqlTransaction, reached, writing

AT_A_TIME: Final = 1000  # rows held in memory


class Left(StrEnum):
    """Why somebody was not erased from an incident."""

    OPEN = "open"  # something of it is still to be done
    BROKEN = "broken"  # its log does not hold
    HELD = "held"  # somebody had it kept as it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An incident in which somebody is named: in how many facts, and why they stay there; None: they do not."""

    ref: str
    facts: int
    left: Left | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What was erased, or would be: the incidents, and how many rows beside the logs."""

    incidents: tuple[Named, ...]
    beside: int

    @property
    def complete(self) -> bool:
        """Whether the person is named nowhere any more."""
        return all(one.left is None for one in self.incidents)


class Eraser:
    """Takes people out of a database; `keys` sign its log, the first one from now on."""

    def __init__(self, database: Database, ids: Ids, keys: tuple[bytes, ...]) -> None:
        self._database = database
        self._ids = ids
        self._keyring = Keyring(keys)

    def erase(self, person: Person, now: datetime) -> Erased:
        """Erase a person wherever nothing is still to be done. Raises NotSaved, Unreadable."""
        found = list[Named]()
        for incident_id in self._naming(person):
            with writing(self._database) as connection:
                found += self._erase_from(connection, incident_id, person, now)
        with writing(self._database) as connection:
            beside = erasing_beside.erase(connection, person, handle(self._ids.fresh()))
            search.sweep(connection)
        rewrite_file(self._database)
        return Erased(incidents=tuple(found), beside=beside)

    def rehearse(self, person: Person, now: datetime) -> Erased:
        """Say what would be erased, and keep everything as it is. Raises NotSaved, Unreadable."""
        found = list[Named]()
        for incident_id in self._naming(person):
            with writing(self._database) as connection:
                found += self._erase_from(connection, incident_id, person, now)
                connection.rollback()
        with writing(self._database) as connection:
            beside = erasing_beside.erase(connection, person, handle(self._ids.fresh()))
            connection.rollback()
        return Erased(incidents=tuple(found), beside=beside)

    def _naming(self, person: Person) -> tuple[IncidentId, ...]:
        """List the incidents whose logs are worth a closer look, the oldest first."""
        row = IncidentEventRow
        wanted = select(*map(col, (row.incident_id, row.by, row.body)))
        ordered = wanted.order_by(col(row.incident_id), col(row.seq))
        with reached(), self._database.reading() as connection:
            take_time(connection, None)
            with connection.execute(ordered, execution_options={"yield_per": AT_A_TIME}) as rows:
                logs = groupby(rows, key=lambda row: row.incident_id)
                return tuple(IncidentId(of) for of, log in logs if _may_name(log, person))

    def _erase_from(
        self, connection: Connection, incident_id: IncidentId, person: Person, now: datetime
    ) -> Iterator[Named]:
        log = _log(connection, incident_id)
        kept = tuple(_fact(row) for row in log)
        instead = handle(self._ids.fresh())
        without = _bound(kept, tuple(person.erased_from(fact, instead) for fact in kept))
        changed = sum(fact != before for fact, before in zip(without, kept, strict=True))
        if not changed:
            return
        tx = SqlTransaction(connection, InMind(), self._ids, self._keyring)
        before = tx.locked(incident_id)
        why = self._stays(connection, before)
        if why is None:
            self._redact(tx, connection, before, (log, without), now)
            erasing_beside.erase_deliveries(connection, incident_id, person, instead)
            outbox.add(connection, incident_id, _drawn_anew(before), self._ids, now)
        yield Named(ref=before.ref, facts=changed, left=why)

    def _stays(self, connection: Connection, incident: Incident) -> Left | None:
        if not is_over(incident):
            return Left.OPEN
        if redactions.is_held(connection, incident.id):
            return Left.HELD
        broken = audit.fault_in(connection, incident.id, self._keyring)
        return None if broken is None else Left.BROKEN

    def _redact(
        self,
        tx: SqlTransaction,
        connection: Connection,
        before: Incident,
        of: tuple[tuple[Any, ...], tuple[Event, ...]],
        now: datetime,
    ) -> None:
        known = redactions.of(connection, before.id)
        last = {one.redaction.seq: one.redaction.after for one in known}
        fresh = list[Redaction]()
        previous = BEFORE_FIRST
        for row, fact in zip(*of, strict=True):
            if fact != _fact(row):
                left = self._rewrite(connection, row, fact, previous)
                fresh.append(
                    Redaction(
                        incident_id=before.id,
                        number=len(known) + len(fresh) + 1,
                        seq=row.seq,
                        before=last.get(row.seq, row.mac),
                        after=left,
                        at=now,
                    )
                )
            previous = row.mac
        chained = redactions.append(
            connection, tuple(fresh), known[-1].mac if known else WHOLE, self._keyring
        )
        after = refold(tx, before.id)
        self._keep(connection, before, after, (previous, chained))
        causes.note(connection, after, tuple(fact for fact in of[1] if isinstance(fact, CauseNamed)))

    def _rewrite(self, connection: Connection, row: Any, fact: Event, previous: str) -> str:
        """Write a fact anew; give the digest of what it is now."""
        values = {"body": codec.fact_body(fact), "by": fact.by}
        event = IncidentEventRow
        this = (col(event.incident_id) == row.incident_id, col(event.seq) == row.seq)
        connection.execute(update(event).where(*this).values(**values))
        kept = {one.name: getattr(row, one.name) for one in fields(LogRow)}
        return self._keyring.left(LogRow(**kept | values), previous, (row.mac, self._keyring.current))

    def _keep(self, connection: Connection, before: Incident, after: Incident, macs: tuple[str, str]) -> None:
        mac, redacted = macs
        head = Head(incident_id=after.id, ref=after.ref, seq=after.seq, mac=mac, redacted=redacted)
        stamp = projection.Stamp(mac=mac, seal=self._keyring.seal(head), snapshot=codec.snapshot(after))
        projection.save(connection, after, after.seq, stamp)
        loads.keep(connection, before, after)
        cases.keep(connection, before, after)
        search.enter(connection, after)
        lessons.note(connection, None, after)
        dues.make_equal(connection, after.id, rules.dues(after))


def _drawn_anew(incident: Incident) -> tuple[Owed, ...]:
    """Owe what stands in Slack and is edited there: drawn from what is left, it names them no longer."""
    drawn = ((incident.card, Errand.CARD), (incident.review, Errand.REVIEW))
    lane = f"room:{incident.id}"
    return tuple(Owed(errand=errand, subject="", lane=lane) for posted, errand in drawn if posted is not None)


def _may_name(log: Iterator[Any], person: Person) -> bool:
    named = [person.may_be_in(row.body) or row.by in person.aliases for row in log]
    return any(named)


def _log(connection: Connection, incident_id: IncidentId) -> tuple[Any, ...]:
    row = IncidentEventRow
    columns = (*(getattr(row, one.name) for one in fields(LogRow)), row.mac)
    wanted = select(*map(col, columns)).where(col(row.incident_id) == incident_id).order_by(col(row.seq))
    # Whoever writes to the incident meanwhile waits for us, and finds what we leave.
    locked = select(col(IncidentRow.id)).where(col(IncidentRow.id) == incident_id).with_for_update()
    connection.execute(locked)
    return tuple(connection.execute(wanted).all())


def _fact(row: Any) -> Event:
    return codec.read_fact(row.kind, row.body, at=row.occurred_at, by=row.by)


def _bound(kept: tuple[Event, ...], without: tuple[Event, ...]) -> tuple[Event, ...]:
    """Bind approvals to the words that are left: the digest of the old ones would tell a good guess from a bad one."""
    pairs = ((_wording(before), _wording(after)) for before, after in zip(kept, without, strict=True))
    fresh = {was.digest: digest(left.text) for was, left in pairs if was and left and was.text != left.text}
    return tuple(_rebound(fact, fresh) for fact in without) if fresh else without


def _wording(fact: Event) -> Wording | None:
    return fact.wording if isinstance(fact, StatementProposed | StatementEdited) else None


def _rebound(fact: Event, fresh: dict[str, str]) -> Event:
    if isinstance(fact, StatementProposed | StatementEdited):
        bound = fresh.get(fact.wording.digest, fact.wording.digest)
        return replace(fact, wording=replace(fact.wording, digest=bound))
    bound = fresh.get(getattr(fact, "digest", ""), "")
    return replace(fact, digest=bound) if bound else fact  # type: ignore[call-arg]  # It has one.
