"""Whether the log is whole, and whether what stands beside it is what it says. Reads only, in constant memory."""

from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import chain, count, groupby
from typing import Any, Final

from sqlalchemy import Connection, Text, exists, func, select, type_coerce
from sqlmodel import col

from playbooks.commands import IncidentId
from playbooks.playbook import Words
from storage import projection, redactions
from storage.chain import BEFORE_FIRST, WHOLE, Head, Keyring, LogRow, redacted_in, signer
from storage.engine import Database
from storage.line import take_time
from storage.reading import SqlReading
from storage.recent import InMind
from storage.redactions import Signed
from storage.refolding import refold
from storage.tables import IncidentEventRow, IncidentRow, RefCounterRow
from storage.transaction import reached

AT_A_TIME: Final = 1000  # rows held in memory
LONGEST_NAME: Final = 40  # signs of a key's name; ours have eight


class Break(StrEnum):
    """What can be wrong at a place of a log."""

    ALTERED = "altered"
    MISSING = "missing"
    UNKNOWN_KEY = "unknown_key"
    CUT = "cut"
    SURPLUS = "surplus"
    UNSEALED = "unsealed"
    HOMELESS = "homeless"
    EMPTY = "empty"
    GONE = "gone"
    RESTORED = "restored"
    UNBURIED = "unburied"

    @property
    def words(self) -> Words:
        """Say it to the person who asked."""
        return _WORDS[self]


_WORDS: Final = {
    Break.ALTERED: Words(
        en="this row was changed, moved or put in", fr="cette ligne a été modifiée, déplacée ou ajoutée"
    ),
    Break.MISSING: Words(en="this row is missing", fr="cette ligne manque"),
    Break.UNKNOWN_KEY: Words(
        en="this row was signed with a key that is not given here ({key})",
        fr="cette ligne est signée avec une clé qui n’est pas fournie ici ({key})",
    ),
    Break.CUT: Words(
        en="the log ends before this row; its end was cut off",
        fr="le journal s’arrête avant cette ligne ; sa fin a été coupée",
    ),
    Break.SURPLUS: Words(
        en="the log goes on after its end; this row was put in",
        fr="le journal continue après sa fin ; cette ligne a été ajoutée",
    ),
    Break.UNSEALED: Words(
        en="the seal on the log’s end does not fit this last row",
        fr="le sceau de fin du journal ne correspond pas à cette dernière ligne",
    ),
    Break.HOMELESS: Words(
        en="this row belongs to an incident that was removed",
        fr="cette ligne appartient à un incident qui a été supprimé",
    ),
    Break.EMPTY: Words(en="the incident’s whole log is missing", fr="tout le journal de l’incident manque"),
    Break.GONE: Words(
        en="the incident was removed with its log", fr="l’incident a été supprimé avec son journal"
    ),
    Break.RESTORED: Words(
        en="what says which rows somebody was erased from was changed, removed or put in",
        fr="ce qui dit de quelles lignes une personne a été effacée a été modifié, supprimé ou ajouté",
    ),
    Break.UNBURIED: Words(
        en="what says that this incident was deleted in its time was changed or put in",
        fr="ce qui dit que cet incident a été supprimé en son temps a été modifié ou ajouté",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """The first row that does not hold."""

    ref: str  # the incident's reference, or its id where only that is left
    seq: int  # the row's number in its log; 0: the log as a whole
    what: Break
    key: str = ""  # the name of the key that is not given

    @property
    def words(self) -> Words:
        """Say what is wrong with it to the person who asked."""
        words = self.what.words
        return Words(en=words.en.format(key=self.key), fr=words.fr.format(key=self.key))


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was found. Reading stops at the first fault, so that the numbers then say how far it came."""

    rows: int
    incidents: int
    fault: Fault | None
    redacted: int = 0  # of the rows: somebody was erased from them
    deleted: int = 0  # incidents, because their time was over


class _Broken(Exception):
    """Ends the reading at the first fault; nobody else sees it."""

    def __init__(self, ref: str, seq: int, what: Break, key: str = "") -> None:
        super().__init__(what)
        self.fault = Fault(ref=ref, seq=seq, what=what, key=key)


def verify(database: Database, keys: tuple[bytes, ...]) -> Verdict:
    """Read the whole log, oldest incident first. `keys` in any order. Raises NotSaved if it cannot be reached."""
    keyring = Keyring(keys)
    rows = incidents = redacted = 0
    with reached(), database.reading() as connection:
        take_time(connection, None)
        try:
            with closing(logged(connection)) as found:
                for _, log in groupby(found, key=lambda row: row.incident_id):
                    read = _verify_log(connection, log, keyring)
                    rows, redacted, incidents = rows + read[0], redacted + read[1], incidents + 1
            deleted = _verify_absence(connection, keyring)
        except _Broken as broken:
            return Verdict(rows=rows, incidents=incidents, fault=broken.fault)
    return Verdict(rows=rows, incidents=incidents, fault=None, redacted=redacted, deleted=deleted)


def fault_in(connection: Connection, incident_id: IncidentId, keyring: Keyring) -> Fault | None:
    """Follow the log of one incident, which is there."""
    with closing(logged(connection, incident_id)) as found:
        return first_fault(connection, found, keyring)


def strayed(database: Database) -> Iterator[str]:
    """Name the incidents whose remembered state is not what their log says. Raises what `refold` raises."""
    with reached(), database.reading() as connection:
        take_time(connection, None)
        look = SqlReading(connection, InMind())
        wanted = select(col(IncidentRow.id), col(IncidentRow.ref)).order_by(col(IncidentRow.id))
        with connection.execute(wanted, execution_options={"yield_per": AT_A_TIME}) as found:
            for incident_id, ref in found:
                if not projection.agrees(connection, refold(look, IncidentId(incident_id)), look.incident):
                    yield ref


def first_fault(connection: Connection, log: Iterable[Any], keyring: Keyring) -> Fault | None:
    """Follow the log of one incident, given as `logged` gives it; None: it holds to its end."""
    try:
        _verify_log(connection, iter(log), keyring)
    except _Broken as broken:
        return broken.fault
    return None


def absence(connection: Connection, keyring: Keyring) -> Fault | None:
    """Find what no row is left to tell of: an incident without a log, or a number that nothing has; None: none is."""
    try:
        _verify_absence(connection, keyring)
    except _Broken as broken:
        return broken.fault
    return None


def logged(connection: Connection, incident_id: IncidentId | None = None) -> Generator[Any, None, None]:
    """Give every row of the log, or of one, with what its incident's own row says, one incident after the other."""
    row, of = IncidentEventRow, IncidentRow
    columns: tuple[Any, ...] = (
        *(col(row.incident_id), col(row.seq), col(row.kind), col(row.body), col(row.by)),
        *(type_coerce(col(row.occurred_at), Text), type_coerce(col(row.recorded_at), Text)),
        *(col(row.key_id), col(row.mac)),
        *(col(of.ref), col(of.seq).label("last"), col(of.mac).label("last_mac"), col(of.seal)),
    )
    wanted = (
        select(*columns)
        .outerjoin_from(row, of, col(of.id) == col(row.incident_id))
        .order_by(col(row.incident_id), col(row.seq))
    )
    if incident_id is not None:
        wanted = wanted.where(col(row.incident_id) == incident_id)
    with connection.execute(wanted, execution_options={"yield_per": AT_A_TIME}) as found:
        yield from found


def _verify_log(connection: Connection, log: Iterator[Any], keyring: Keyring) -> tuple[int, int]:
    """Follow one log; give how many rows it has, and from how many somebody was erased."""
    previous, number, row = BEFORE_FIRST, 0, None
    erased: Mapping[int, tuple[Signed, ...]] = {}
    for number, row in enumerate(log, 1):
        if row.ref is None:
            raise _Broken(row.incident_id, number, Break.HOMELESS)
        if number == 1:
            erased = _erased(connection, row, keyring)
        what = _wrong(row, number, previous, (keyring, erased.get(number, ())))
        if what is not None:
            key = _shown(row.key_id) if what is Break.UNKNOWN_KEY else ""
            raise _Broken(row.ref, number, what, key)
        previous = row.mac
    _verify_end(row, keyring)
    return number, len(erased)


def _erased(connection: Connection, row: Any, keyring: Keyring) -> Mapping[int, tuple[Signed, ...]]:
    last = redacted_in(row.seal) if isinstance(row.seal, str) else WHOLE
    if last == WHOLE:
        return {}
    held = redactions.held(redactions.of(connection, row.incident_id), last, keyring)
    if held is None:
        raise _Broken(row.ref, 0, Break.RESTORED)
    return held


def _wrong(row: Any, number: int, previous: str, held: tuple[Keyring, tuple[Signed, ...]]) -> Break | None:
    """Judge one row, which may hold anything: SQLite keeps whatever is put into a column."""
    keyring, erased = held
    if row.seq != number:
        return Break.MISSING if isinstance(row.seq, int) and row.seq > number else Break.ALTERED
    if row.key_id not in keyring:
        return Break.UNKNOWN_KEY
    try:
        if erased:
            left = keyring.left(_covered(row), previous, (row.mac, erased[-1].key))
            fits = (row.mac, left) == (erased[0].redaction.before, erased[-1].redaction.after)
        else:
            fits = keyring.mac(_covered(row), previous, row.key_id) == row.mac
    except (TypeError, ValueError):
        fits = False
    return None if fits else Break.ALTERED


def _shown(kept: Any) -> str:
    """Name a key as it is kept, which may be anything at all."""
    name = str(kept)[:LONGEST_NAME]
    return name if name.isprintable() else repr(name)


def _verify_end(row: Any, keyring: Keyring) -> None:
    if not (isinstance(row.last, int) and isinstance(row.seal, str)):
        raise _Broken(row.ref, row.seq, Break.UNSEALED)
    if row.seq < row.last:
        raise _Broken(row.ref, row.seq + 1, Break.CUT)
    if row.seq > row.last:
        raise _Broken(row.ref, row.last + 1, Break.SURPLUS)
    key = signer(row.seal)
    if key is not None and key not in keyring:
        raise _Broken(row.ref, row.seq, Break.UNKNOWN_KEY, key)
    redacted = redacted_in(row.seal)
    head = Head(incident_id=row.incident_id, ref=row.ref, seq=row.seq, mac=row.mac, redacted=redacted)
    if row.last_mac != row.mac or not keyring.fits(head, row.seal):
        raise _Broken(row.ref, row.seq, Break.UNSEALED)


def _covered(row: Any) -> LogRow:
    return LogRow(
        incident_id=row.incident_id,
        seq=row.seq,
        kind=row.kind,
        body=row.body,
        by=row.by,
        occurred_at=moment_kept(row.occurred_at),
        recorded_at=moment_kept(row.recorded_at),
    )


def moment_kept(kept: datetime | str) -> datetime:
    """Read a moment as it was kept: SQLite has it as text, which somebody may have made unreadable."""
    return kept if isinstance(kept, datetime) else datetime.fromisoformat(kept).replace(tzinfo=UTC)


def _verify_absence(connection: Connection, keyring: Keyring) -> int:
    """
    Find an incident without a log, and a reference that was given to an incident which is not there.

    Gives how many are not there because they were deleted in their time.
    """
    of = IncidentRow
    logged = exists().where(col(IncidentEventRow.incident_id) == col(of.id))
    empty = connection.execute(select(col(of.ref)).where(~logged).order_by(col(of.id)).limit(1)).scalar()
    if empty is not None:
        raise _Broken(empty, 0, Break.EMPTY)
    for incident_id in redactions.homeless(connection):
        raise _Broken(incident_id, 0, Break.RESTORED)
    deleted = _deleted(connection, keyring)
    for series, year, last in connection.execute(
        select(col(RefCounterRow.series), col(RefCounterRow.year), col(RefCounterRow.last))
    ).all():
        prefix = f"{series}-{year}-"
        gone = sum(ref.startswith(prefix) and int(ref.removeprefix(prefix)) <= last for ref in deleted)
        if _given(connection, prefix, last) + gone < last:
            raise _Broken(_first_gap(connection, f"{series}-{year}", deleted), 0, Break.GONE)
    return len(deleted)


def _given(connection: Connection, prefix: str, last: int) -> int:
    """Count the references up to a number; a higher one was taken over with an incident of another installation."""
    wanted = select(col(IncidentRow.ref)).where(col(IncidentRow.ref).like(f"{prefix}%"))
    with connection.execute(wanted, execution_options={"yield_per": AT_A_TIME}) as found:
        return sum(int(ref.removeprefix(prefix)) <= last for ref in found.scalars())


def _deleted(connection: Connection, keyring: Keyring) -> frozenset[str]:
    refs = set[str]()
    for stone, seal, there in redactions.tombstones(connection):
        if there or not keyring.is_buried(stone, seal):
            raise _Broken(stone.ref, 0, Break.UNBURIED)
        refs.add(stone.ref)
    return frozenset(refs)


def _first_gap(connection: Connection, series: str, deleted: frozenset[str]) -> str:
    ref = col(IncidentRow.ref)
    given = select(ref).where(ref.like(f"{series}-%")).order_by(func.length(ref), ref)
    expected = (one for number in count(1) if (one := f"{series}-{number:04d}") not in deleted)
    with connection.execute(given, execution_options={"yield_per": AT_A_TIME}) as found:
        kept = chain((row.ref for row in found), (None,))
        return next(ref for ref, there in zip(expected, kept, strict=False) if ref != there)
