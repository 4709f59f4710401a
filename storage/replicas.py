"""
The processes that share a database: who lives, by the database's clock, and who takes over from whom.

A replica that has been silent for long enough is *gone*: it is marked so in one transaction with the end of its
leases. Its own next beat waits for that transaction and is refused, so that it knows, and goes on under another id.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, Final, NewType

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlmodel import col

from storage.engine import Database
from storage.tables import LetterRow, OutboxRow, ReplicaRow
from storage.transaction import reached, writing
from storage.types import UtcDateTime

ReplicaId = NewType("ReplicaId", str)  # UUIDv7 text; what it takes is leased under a token that begins so

ID_LENGTH: Final = 36
REMEMBERED: Final = timedelta(days=1)  # after its last beat, for whoever asks what was running


class Kind(StrEnum):
    """What a process does."""

    SERVE = "serve"  # doors and a worker
    WORK = "work"  # a worker alone
    DOORS = "doors"  # doors alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Replica:
    """One process, as the others know it."""

    id: ReplicaId
    kind: Kind
    host: str
    began_at: datetime
    beat_at: datetime
    gone_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overtaken:
    """Whose leases were ended: the hosts that are gone, and how many things they had taken."""

    hosts: tuple[str, ...] = ()
    leases: int = 0


class SqlReplicas:
    """The table of replicas; every moment in it is the database's own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def join(self, replica: ReplicaId, kind: Kind, host: str) -> datetime:
        """Say for the first time that one lives; give the database's present moment. Raises NotSaved."""
        with writing(self._database) as connection:
            now = _now(connection)
            row = {"id": replica, "kind": kind.value, "host": host, "began_at": now, "beat_at": now}
            connection.execute(insert(ReplicaRow).values(**row))
            connection.execute(_forgetting(), {"before": now - REMEMBERED})
            return now

    def beat(self, replica: ReplicaId) -> datetime | None:
        """Say that one lives; give the database's present moment. None: the others have taken over. Raises NotSaved."""
        with writing(self._database) as connection:
            return connection.execute(_beating(connection.dialect.name), {"me": replica}).scalar()

    def overtake(self, now: datetime, silence: timedelta) -> Overtaken:
        """
        End the leases of whoever has been silent for so long; `now` is the moment by which leases are counted.

        A lease taken under the name of one that was gone already ends too. Raises NotSaved.
        """
        with writing(self._database) as connection:
            past = {"before": _now(connection) - silence}
            hosts = connection.execute(_leaving(connection.dialect.name), past).scalars().all()
            ended = sum(connection.execute(each, {"moment": now}).rowcount for each in _ending())
        return Overtaken(hosts=tuple(hosts), leases=ended)

    def living(self) -> tuple[Replica, ...]:
        """List who has not been found gone, the eldest first. Raises NotSaved."""
        with reached(), self._database.reading() as connection:
            return tuple(_replica(row) for row in connection.execute(_living()))

    def silent_for(self, replica: Replica) -> timedelta:
        """Give how long ago one last said that it lives. Raises NotSaved."""
        with reached(), self._database.reading() as connection:
            return _now(connection) - replica.beat_at

    def leave(self, replica: ReplicaId) -> None:
        """
        Forget one that ends well, with nothing taken; one that still has something stays, and is overtaken.

        Raises NotSaved.
        """
        with writing(self._database) as connection:
            connection.execute(_ended(), {"me": replica})

    def close(self) -> None:
        """Close the connections."""
        self._database.close()


def holder_of(token: str) -> str:
    """Give the id of the replica under whose name a lease was taken; empty: under nobody's."""
    holder, slash, _ = token.partition("/")
    return holder if slash else ""


def _now(connection: Connection) -> datetime:
    moment: datetime = connection.execute(select(_clock(connection.dialect.name))).scalar_one()
    return moment


@cache
def _clock(dialect: str) -> Any:
    """Give the database's own present moment; on SQLite the machine's, which is the only one."""
    if dialect == "postgresql":
        return func.clock_timestamp(type_=UtcDateTime())
    return func.strftime("%Y-%m-%d %H:%M:%f000", "now", type_=UtcDateTime())


@cache
def _beating(dialect: str) -> Any:
    row = ReplicaRow
    mine = (col(row.id) == bindparam("me"), col(row.gone_at).is_(None))
    return update(row).where(*mine).values(beat_at=_clock(dialect)).returning(col(row.beat_at))


@cache
def _leaving(dialect: str) -> Any:
    row = ReplicaRow
    silent = (col(row.gone_at).is_(None), col(row.beat_at) < bindparam("before", type_=UtcDateTime()))
    return update(row).where(*silent).values(gone_at=_clock(dialect)).returning(col(row.host))


@cache
def _ending() -> tuple[Any, Any]:
    moment = bindparam("moment", type_=UtcDateTime())
    gone = select(col(ReplicaRow.id)).where(col(ReplicaRow.gone_at).is_not(None))
    errand, letter = OutboxRow, LetterRow
    errands = (
        update(errand)
        .where(col(errand.lease_until) > moment, func.substr(col(errand.token), 1, ID_LENGTH).in_(gone))
        .values(lease_until=moment)
    )
    waiting = (col(letter.settled_at).is_(None), col(letter.free_at) > moment)
    letters = (
        update(letter)
        .where(*waiting, func.substr(col(letter.token), 1, ID_LENGTH).in_(gone))
        .values(free_at=moment)
    )
    return errands, letters


@cache
def _living() -> Any:
    row = ReplicaRow
    columns = (row.id, row.kind, row.host, row.began_at, row.beat_at, row.gone_at)
    alive = select(*map(col, columns)).where(col(row.gone_at).is_(None))
    return alive.order_by(col(row.began_at), col(row.id))


@cache
def _ended() -> Any:
    held = func.substr(col(OutboxRow.token), 1, ID_LENGTH) == bindparam("me")
    errand = select(col(OutboxRow.number)).where(col(OutboxRow.lease_until).is_not(None), held)
    letter = select(col(LetterRow.id)).where(
        col(LetterRow.settled_at).is_(None),
        func.substr(col(LetterRow.token), 1, ID_LENGTH) == bindparam("me"),
    )
    return delete(ReplicaRow).where(col(ReplicaRow.id) == bindparam("me"), ~errand.exists(), ~letter.exists())


@cache
def _forgetting() -> Any:
    return delete(ReplicaRow).where(col(ReplicaRow.beat_at) < bindparam("before", type_=UtcDateTime()))


def _replica(row: Any) -> Replica:
    return Replica(
        id=ReplicaId(row.id),
        kind=Kind(row.kind),
        host=row.host,
        began_at=row.began_at,
        beat_at=row.beat_at,
        gone_at=row.gone_at,
    )
