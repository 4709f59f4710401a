"""Whether the log still leads to each daily head. Reads only, in constant memory but for a line for each day."""

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, Text, and_, func, select, type_coerce
from sqlmodel import col

from playbooks.playbook import Words
from storage.audit import AT_A_TIME, moment_kept
from storage.chain import HeadSum, Keyring, Mark, SumOf
from storage.engine import Database
from storage.line import take_time
from storage.tables import IncidentEventRow, IncidentRow
from storage.tables_erased import TombstoneRow
from storage.tables_heads import DailyHeadRow, HeadMarkRow
from storage.transaction import reached


class HeadBreak(StrEnum):
    """Why the log does not lead to a head."""

    ALTERED = "altered"
    UNKNOWN_KEY = "unknown_key"
    PARTED = "parted"
    TAKEN = "taken"
    REWRITTEN = "rewritten"
    CUT = "cut"
    GONE = "gone"

    @property
    def words(self) -> Words:
        """Say it to the person who asked."""
        return _WORDS[self]


_WORDS: Final = {
    HeadBreak.ALTERED: Words(
        en="this head, or the list of incidents under it, was changed",
        fr="cette empreinte, ou la liste des incidents qu’elle couvre, a été modifiée",
    ),
    HeadBreak.UNKNOWN_KEY: Words(
        en="this head was signed with the key {key}, which is not given here",
        fr="cette empreinte est signée avec la clé {key}, qui n’est pas fournie ici",
    ),
    HeadBreak.PARTED: Words(
        en="the head before this one was removed or changed",
        fr="l’empreinte qui précède celle-ci a été supprimée ou modifiée",
    ),
    HeadBreak.TAKEN: Words(
        en="the head of this day was removed", fr="l’empreinte de ce jour a été supprimée"
    ),
    HeadBreak.REWRITTEN: Words(
        en="this row no longer reads as it did on that day", fr="cette ligne n’est plus celle de ce jour-là"
    ),
    HeadBreak.CUT: Words(
        en="this row and what follows it were there on that day, and are gone",
        fr="cette ligne et les suivantes étaient là ce jour-là, et ont disparu",
    ),
    HeadBreak.GONE: Words(
        en="the incident was there on that day, and is gone",
        fr="l’incident était là ce jour-là, et a disparu",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadFault:
    """Why the log does not lead to a head, and the first place that shows it where one does."""

    what: HeadBreak
    ref: str = ""  # of the incident; empty: no incident can be named
    seq: int = 0  # the row's number in its log; 0: no row can be named
    key: str = ""  # the name of the key that is not given


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadState:
    """One daily head, and whether the log leads to it."""

    day: str
    at: str  # when it was drawn, as it is kept
    value: str  # empty: it was removed
    marks: int
    fault: HeadFault | None  # its own
    after: str = ""  # the day of the first head before it that has a fault

    @property
    def leads(self) -> bool:
        """Whether the log leads to it, and to each one before it."""
        return self.fault is None and not self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What the marks of one day come to."""

    value: str
    marks: int
    wrong: HeadFault | None


def heads(database: Database, keys: tuple[bytes, ...]) -> tuple[HeadState, ...]:
    """Follow the daily heads, the eldest first, down to the rows of the log. Raises NotSaved if it cannot be reached."""
    keyring = Keyring(keys)
    with reached(), database.reading() as connection:
        take_time(connection, None)
        kept = {str(row.day): row for row in connection.execute(_kept())}
        found: dict[str, _Found] = {}
        strays: list[str] = []
        with closing(_marks(connection)) as marks:
            for day, of in groupby(marks, key=lambda mark: mark.day):
                if day in kept:
                    found[day] = _added_up(kept[day], of, keyring)
                elif _is_of_the_past(day, kept):
                    strays.append(str(day))
        wrong = {day: _placed(connection, one.wrong) for day, one in found.items() if one.wrong}
    return tuple(_followed(_judged(kept, found, wrong, keyring), strays))


def _added_up(head: Any, marks: Iterator[Any], keyring: Keyring) -> _Found:
    """Sum the marks of a day anew, and find the first one that the log does not have."""
    total, wrong, number = _begun(head, keyring), None, 0
    for number, mark in enumerate(marks, 1):  # noqa: B007 - the last number is wanted.
        if wrong is None and mark.logged != mark.mac:
            what = HeadBreak.REWRITTEN if mark.logged is not None else HeadBreak.CUT
            gone = mark.there is None
            # What was deleted in its time left a tombstone, whose seal is looked at with the log itself.
            if not gone or mark.buried is None or mark.buried < mark.seq:
                wrong = HeadFault(what=HeadBreak.GONE if gone else what, ref=mark.ref, seq=mark.seq)
        total = _taken(total, mark)
    return _Found(value="" if total is None else total.value(), marks=number, wrong=wrong)


def _begun(head: Any, keyring: Keyring) -> HeadSum | None:
    """Begin the sum of a head, which may hold anything; None: it cannot be summed."""
    try:
        return keyring.sum(SumOf(day=head.day, at=moment_kept(head.at), previous=head.previous), head.key_id)
    except (KeyError, TypeError, ValueError):
        return None


def _taken(total: HeadSum | None, mark: Any) -> HeadSum | None:
    try:
        if total is not None:
            total.take(Mark(incident_id=mark.incident_id, ref=mark.ref, seq=mark.seq, mac=mark.mac))
    except (TypeError, ValueError):
        return None
    return total


def _placed(connection: Connection, fault: HeadFault) -> HeadFault:
    """Name the first row that is gone, rather than the last one that was there."""
    if fault.what is not HeadBreak.CUT:
        return HeadFault(what=fault.what, ref=fault.ref, seq=0 if fault.what is HeadBreak.GONE else fault.seq)
    last = (
        select(func.max(col(IncidentEventRow.seq)))
        .join_from(IncidentEventRow, IncidentRow, col(IncidentRow.id) == col(IncidentEventRow.incident_id))
        .where(col(IncidentRow.ref) == fault.ref, col(IncidentEventRow.seq) < fault.seq)
    )
    found = connection.execute(last).scalar() or 0
    return HeadFault(what=fault.what, ref=fault.ref, seq=found + 1)


def _judged(
    kept: dict[str, Any], found: dict[str, _Found], wrong: dict[str, HeadFault], keyring: Keyring
) -> Iterator[HeadState]:
    previous = ""
    for day, head in kept.items():
        fault = _fault(head, previous, found.get(day), keyring) or wrong.get(day)
        marks = 0 if day not in found else found[day].marks
        yield HeadState(day=day, at=str(head.at), value=str(head.value), marks=marks, fault=fault)
        previous = head.value


def _fault(head: Any, previous: str, found: _Found | None, keyring: Keyring) -> HeadFault | None:
    """Judge a head by itself and by the one before it; the log under it is judged apart."""
    if head.key_id not in keyring:
        return HeadFault(what=HeadBreak.UNKNOWN_KEY, key=str(head.key_id))
    if found is None:
        none = _begun(head, keyring)
        found = _Found(value="" if none is None else none.value(), marks=0, wrong=None)
    if (found.value, found.marks) != (head.value, head.marks):
        return HeadFault(what=HeadBreak.ALTERED)
    return HeadFault(what=HeadBreak.PARTED) if head.previous != previous else None


def _followed(states: Iterator[HeadState], strays: list[str]) -> Iterator[HeadState]:
    """Put the heads that are gone in their places; whatever follows a fault no longer leads back."""
    gone = (
        HeadState(day=day, at="", value="", marks=0, fault=HeadFault(what=HeadBreak.TAKEN)) for day in strays
    )
    first = ""
    for state in sorted((*states, *gone), key=lambda state: state.day):
        yield HeadState(
            day=state.day, at=state.at, value=state.value, marks=state.marks, fault=state.fault, after=first
        )
        first = first or (state.day if state.fault is not None else "")


def _is_of_the_past(day: Any, kept: dict[str, Any]) -> bool:
    """Whether a day should have a head: what was noted after the last one still waits for its own."""
    return not isinstance(day, str) or any(day < one for one in kept)


def _kept() -> Any:
    row = DailyHeadRow
    columns: tuple[Any, ...] = (col(row.day), type_coerce(col(row.at), Text).label("at"), col(row.marks))
    return select(*columns, col(row.previous), col(row.key_id), col(row.value)).order_by(col(row.day))


def _marks(connection: Connection) -> Generator[Any, None, None]:
    row, logged, of, stone = HeadMarkRow, IncidentEventRow, IncidentRow, TombstoneRow
    same = and_(col(logged.incident_id) == col(row.incident_id), col(logged.seq) == col(row.seq))
    columns: tuple[Any, ...] = (
        *(col(row.day), col(row.incident_id), col(row.ref), col(row.seq), col(row.mac)),
        *(col(logged.mac).label("logged"), col(of.id).label("there"), col(stone.seq).label("buried")),
    )
    wanted = (
        select(*columns)
        .outerjoin_from(row, logged, same)
        .outerjoin(of, col(of.id) == col(row.incident_id))
        .outerjoin(stone, col(stone.incident_id) == col(row.incident_id))
        .order_by(col(row.day), col(row.number))
    )
    with connection.execute(wanted, execution_options={"yield_per": AT_A_TIME}) as found:
        yield from found
