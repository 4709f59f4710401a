"""Whether the log is whole, and whether what stands beside it is what it says. Reads only, in constant memory."""

from collections.abc import Generator, Iterable, Iterator
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
from storage import projection
from storage.chain import BEFORE_FIRST, Head, Keyring, LogRow, signer
from storage.engine import Database
from storage.line import take_time
from storage.reading import SqlReading
from storage.recent import InMind
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


class _Broken(Exception):
    """Ends the reading at the first fault; nobody else sees it."""

    def __init__(self, ref: str, seq: int, what: Break, key: str = "") -> None:
        super().__init__(what)
        self.fault = Fault(ref=ref, seq=seq, what=what, key=key)


def verify(database: Database, keys: tuple[bytes, ...]) -> Verdict:
    """Read the whole log, oldest incident first. `keys` in any order. Raises NotSaved if it cannot be reached."""
    keyring = Keyring(keys)
    rows = incidents = 0
    with reached(), database.reading() as connection:
        take_time(connection, None)
        try:
            with closing(logged(connection)) as found:
                for _, log in groupby(found, key=lambda row: row.incident_id):
                    rows += _verify_log(log, keyring)
                    incidents += 1
            _refuse_absence(connection)
        except _Broken as broken:
            return Verdict(rows=rows, incidents=incidents, fault=broken.fault)
    return Verdict(rows=rows, incidents=incidents, fault=None)


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


def first_fault(log: Iterable[Any], keyring: Keyring) -> Fault | None:
    """Follow the log of one incident, given as `logged` gives it; None: it holds to its end."""
    try:
        _verify_log(iter(log), keyring)
    except _Broken as broken:
        return broken.fault
    return None


def absence(connection: Connection) -> Fault | None:
    """Find what no row is left to tell of: an incident without a log, or a number that nothing has; None: none is."""
    try:
        _refuse_absence(connection)
    except _Broken as broken:
        return broken.fault
    return None


def logged(connection: Connection) -> Generator[Any, None, None]:
    """Give every row of the log with what its incident's own row says, one incident after the other."""
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
    with connection.execute(wanted, execution_options={"yield_per": AT_A_TIME}) as found:
        yield from found


def _verify_log(log: Iterator[Any], keyring: Keyring) -> int:
    previous, number, row = BEFORE_FIRST, 0, None
    for number, row in enumerate(log, 1):
        if row.ref is None:
            raise _Broken(row.incident_id, number, Break.HOMELESS)
        what = _wrong(row, number, previous, keyring)
        if what is not None:
            key = _shown(row.key_id) if what is Break.UNKNOWN_KEY else ""
            raise _Broken(row.ref, number, what, key)
        previous = row.mac
    _verify_end(row, keyring)
    return number


def _wrong(row: Any, number: int, previous: str, keyring: Keyring) -> Break | None:
    """Judge one row, which may hold anything: SQLite keeps whatever is put into a column."""
    if row.seq != number:
        return Break.MISSING if isinstance(row.seq, int) and row.seq > number else Break.ALTERED
    if row.key_id not in keyring:
        return Break.UNKNOWN_KEY
    try:
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
    head = Head(incident_id=row.incident_id, ref=row.ref, seq=row.seq, mac=row.mac)
    key = signer(row.seal)
    if key is not None and key not in keyring:
        raise _Broken(row.ref, row.seq, Break.UNKNOWN_KEY, key)
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


def _refuse_absence(connection: Connection) -> None:
    """Find an incident without a log, and a reference that was given to an incident which is not there."""
    of = IncidentRow
    logged = exists().where(col(IncidentEventRow.incident_id) == col(of.id))
    empty = connection.execute(select(col(of.ref)).where(~logged).order_by(col(of.id)).limit(1)).scalar()
    if empty is not None:
        raise _Broken(empty, 0, Break.EMPTY)
    for series, year, last in connection.execute(
        select(col(RefCounterRow.series), col(RefCounterRow.year), col(RefCounterRow.last))
    ).all():
        given = col(of.ref).like(f"{series}-{year}-%")
        if connection.execute(select(func.count()).where(given)).scalar_one() < last:
            raise _Broken(_first_gap(connection, f"{series}-{year}"), 0, Break.GONE)


def _first_gap(connection: Connection, series: str) -> str:
    ref = col(IncidentRow.ref)
    given = select(ref).where(ref.like(f"{series}-%")).order_by(func.length(ref), ref)
    expected = (f"{series}-{number:04d}" for number in count(1))
    with connection.execute(given, execution_options={"yield_per": AT_A_TIME}) as found:
        kept = chain((row.ref for row in found), (None,))
        return next(ref for ref, there in zip(expected, kept, strict=False) if ref != there)
