"""The daily heads of the log: what all logs have come to, drawn a little at a time, each chained to the one before."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlmodel import col

from playbooks.heads import DailyHead
from playbooks.letters import Letter
from playbooks.ports import Haste, Ids
from storage import letters
from storage.chain import HeadSum, Keyring, Mark, SumOf
from storage.engine import Database
from storage.line import take_time
from storage.statements import insert_many_into, is_postgresql, of_many
from storage.tables import IncidentEventRow, IncidentRow
from storage.tables_heads import DailyHeadRow, HeadMarkRow
from storage.transaction import reached, writing
from storage.types import UtcDateTime

AT_A_TIME: Final = 500  # marks that one transaction writes, so that nobody waits long for it
LOOK_BACK: Final = timedelta(
    days=1
)  # before the last head: clocks differ, and what was recorded then may have come later
DRAWING: Final = 0x68_65_61_64  # the number of the lock under which replicas draw, a moment each
TRIES: Final = 5  # of keeping a head while another replica adds to its marks

Telling = Callable[[DailyHead], tuple[Letter, ...]]


class SqlHeads:
    """
    Draws the heads, in one database; see ports_heads.Heads.

    `keys` as of the memory: the first one signs.
    """

    def __init__(self, database: Database, ids: Ids, keys: tuple[bytes, ...]) -> None:
        self._database = database
        self._ids = ids
        self._keyring = Keyring(keys)

    def draw(self, day: date, now: datetime, telling: Telling) -> DailyHead | None:
        """Draw the head of a day and owe what tells of it; None: it is drawn, or there is nothing yet. Raises NotSaved."""
        name, last = day.isoformat(), self._last()
        if (last is not None and last.day >= name) or not self._mark(name, last):
            return None
        for _ in range(TRIES):
            signed, marks = self._summed(SumOf(day=name, at=now, previous="" if last is None else last.value))
            if last is None and not marks:
                return None  # Nothing has ever happened here.
            head = DailyHead(day=day, at=now, value=signed, marks=marks)
            kept = self._keep(head, last, telling)
            if kept is not None:
                return head if kept else None
        return None

    def _last(self) -> Any:
        with reached(), self._database.reading(once=True) as connection:
            return connection.execute(_latest()).one_or_none()

    def _mark(self, day: str, last: Any) -> bool:
        """Note where each log stands that has changed since the last head. False: another replica was quicker."""
        with reached(), self._database.reading() as connection:
            take_time(connection, None)
            for rows in _changed(connection, None if last is None else last.at - LOOK_BACK):
                if not self._note(day, last, rows):
                    return False
        return self._note(day, last, ())

    def _note(self, day: str, last: Any, rows: tuple[dict[str, Any], ...]) -> bool:
        with writing(self._database, Haste.PATIENT) as connection:
            if not _is_still_last(connection, last):
                return False
            # What a drawing that broke off has left belongs to this one.
            left = {"after": "" if last is None else last.day, "today": day}
            connection.execute(_adopting(), left)
            if rows:
                adding = _adding(connection.dialect.name)
                connection.execute(adding, of_many(connection, [{"day": day, **row} for row in rows]))
        return True

    def _summed(self, of: SumOf) -> tuple[str, int]:
        """Sign what a head is over; give it with the number of marks."""
        total = self._keyring.sum(of, self._keyring.current)
        with reached(), self._database.reading() as connection:
            take_time(connection, None)
            found = connection.execute(
                _marks(), {"today": of.day}, execution_options={"yield_per": AT_A_TIME}
            )
            with found as rows:
                return _total(total, rows)

    def _keep(self, head: DailyHead, last: Any, telling: Telling) -> bool | None:
        """Keep a head and owe what tells of it. False: another replica has one; None: there are more marks by now."""
        with writing(self._database, Haste.PATIENT) as connection:
            if not _is_still_last(connection, last):
                return False
            day = head.day.isoformat()
            # None is ever taken away before the head is kept, so that the number tells whether all were summed.
            if connection.execute(_number_of_marks(), {"today": day}).scalar_one() != head.marks:
                return None
            connection.execute(
                insert(DailyHeadRow).values(
                    day=day,
                    at=head.at,
                    marks=head.marks,
                    previous="" if last is None else last.value,
                    key_id=self._keyring.current,
                    value=head.value,
                )
            )
            for letter in telling(head):
                letters.owe(connection, letter, self._ids, head.at)
        return True


def _is_still_last(connection: Connection, last: Any) -> bool:
    """Keep other replicas from drawing until the end of the transaction; whether none has since `last` was read."""
    if is_postgresql(connection):
        connection.execute(select(func.pg_advisory_xact_lock(DRAWING)))
    latest = connection.execute(_latest()).one_or_none()
    return bool((latest and latest.value) == (last and last.value))


def _changed(connection: Connection, since: datetime | None) -> Iterator[tuple[dict[str, Any], ...]]:
    """Give where each log stands that has changed since a moment, or each one, some at a time."""
    rows, given = (_all(), {}) if since is None else (_lately(), {"since": since})
    with connection.execute(rows, given, execution_options={"yield_per": AT_A_TIME}) as found:
        for some in found.partitions():
            yield tuple(dict(row._mapping) for row in some)  # noqa: SLF001 - its public name, says SQLAlchemy.


def _total(total: HeadSum, rows: Any) -> tuple[str, int]:
    for row in rows:
        total.take(Mark(incident_id=row.incident_id, ref=row.ref, seq=row.seq, mac=row.mac))
    return total.value(), total.marks


@cache
def _latest() -> Any:
    row = DailyHeadRow
    columns = (col(row.day), col(row.at), col(row.value))
    return select(*columns).order_by(col(row.day).desc()).limit(1)


@cache
def _all() -> Any:
    row = IncidentRow
    columns: tuple[Any, ...] = (col(row.id).label("incident_id"), col(row.ref), col(row.seq), col(row.mac))
    return select(*columns).order_by(col(row.id))


@cache
def _lately() -> Any:
    since = bindparam("since", type_=UtcDateTime())
    lately = select(col(IncidentEventRow.incident_id)).where(col(IncidentEventRow.recorded_at) >= since)
    return _all().where(col(IncidentRow.id).in_(lately))


@cache
def _adding(dialect: str) -> Any:
    names = ("day", "incident_id", "ref", "seq", "mac")
    return insert_many_into(dialect, HeadMarkRow, names).on_conflict_do_nothing()


@cache
def _adopting() -> Any:
    row = HeadMarkRow
    left = (col(row.day) > bindparam("after"), col(row.day) != bindparam("today"))
    return update(row).where(*left).values(day=bindparam("today"))


@cache
def _marks() -> Any:
    row = HeadMarkRow
    columns = (col(row.incident_id), col(row.ref), col(row.seq), col(row.mac))
    return select(*columns).where(col(row.day) == bindparam("today")).order_by(col(row.number))


@cache
def _number_of_marks() -> Any:
    return select(func.count()).where(col(HeadMarkRow.day) == bindparam("today"))
