"""The way to a database: SQLite in a file of this machine's own, or PostgreSQL."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path, PurePosixPath
from select import POLLIN, poll
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from playbooks.errors import CannotStart
from playbooks.playbook import Words
from playbooks.ports import Haste
from storage import line
from storage.turns import Turns

PATIENCE: Final = timedelta(seconds=10)  # another writer holding the database for three is waited out (P7)
STATEMENT_LIMIT: Final = timedelta(seconds=30)
IDLE_LIMIT: Final = timedelta(
    seconds=5
)  # a transaction whose process is paused gives its locks back, for the others
CONNECTIONS: Final = 8  # kept open, for readers and for writers each; how many hardly matters to a crowd
MORE_CONNECTIONS: Final = 10  # opened under load: two replicas take 72 of a server's usual hundred
WRITES: Final = "crisis_writes"  # the execution option of a connection that will write
NETWORK_DISKS: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "fuse.sshfs"}
)


_NO_ADDRESS: Final = Words(
    en="the database’s address cannot be read; write sqlite:///var/crisis.db or postgresql://user@host/name",
    fr="l’adresse de la base de données est illisible ; écrivez sqlite:///var/crisis.db ou "
    "postgresql://utilisateur@hôte/nom",
)
_FORGETFUL: Final = Words(
    en="a database in memory forgets everything with the process; name a file, such as sqlite:///var/crisis.db",
    fr="une base en mémoire oublie tout à l’arrêt ; nommez un fichier, par exemple sqlite:///var/crisis.db",
)


class UnfitDatabase(CannotStart):
    """The database that was asked for cannot keep what the product promises; says what to use instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """One database as one process reaches it: its connections, and the order of its writers."""

    engine: Engine
    readers: Engine  # the same one on SQLite
    turns: Turns | None  # None: the database lets several write at once
    address: URL  # as the operator wrote it

    @property
    def is_postgresql(self) -> bool:
        """Several machines can share it."""
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def reading(self, *, once: bool = False) -> Iterator[Connection]:
        """Look at one consistent state, without waiting for a writer; `once`: with one statement."""
        with self.readers.connect() as connection:
            if self.is_postgresql and not once:
                connection.exec_driver_sql("BEGIN")
            yield connection
            # Ended by a rollback, the driver would forget every statement that it has prepared.
            connection.commit()

    @contextmanager
    def writing(self, haste: Haste = Haste.AWAITED) -> Iterator[Connection]:
        """Open a transaction that will write, and undo it unless whoever asked for it commits."""
        turn = nullcontext() if self.turns is None else self.turns.mine(haste)
        with turn, self.engine.connect() as connection:
            connection.execution_options(**{WRITES: True})
            yield connection

    @property
    def file(self) -> Path | None:
        """The file of an SQLite database; None: it is another database, or SQLite's own way of writing an address."""
        name = self.engine.url.database
        return None if self.is_postgresql or not name or name.startswith("file:") else Path(name)

    @property
    def is_gone(self) -> bool:
        """An SQLite file was taken away: what is written to it now is lost with the process."""
        return self.file is not None and not self.file.exists()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()
        self.readers.dispose()


def connect(url: str, *, patience: timedelta = PATIENCE) -> Database:
    """
    Make the way to a database; nothing is opened before it is first used.

    `patience` is how long a writer waits for another before it gives up. Raises UnfitDatabase.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as exc:
        raise UnfitDatabase(_NO_ADDRESS) from exc
    match parsed.get_backend_name():
        case "sqlite":
            return _sqlite(parsed.set(drivername="sqlite"), patience)
        case "postgresql":
            return _postgresql(parsed.set(drivername="postgresql+psycopg"), patience)
        case other:
            raise UnfitDatabase(
                Words(
                    en=f"{other} is not a database this product knows; use sqlite or postgresql",
                    fr=f"{other} n’est pas une base de données connue de ce produit ; utilisez sqlite ou postgresql",
                )
            )


def connect_aside(database: Database, *, patience: timedelta) -> Database:
    """
    Make a second way to a database, with one connection that a crowd at the first cannot take.

    Everything on it ends within `patience`, for somebody who would rather know soon than get an answer late.
    """
    if not database.is_postgresql:
        return connect(database.address.render_as_string(hide_password=False), patience=patience)
    return _postgresql(database.address, patience, aside=True)


def network_disk(path: PurePosixPath, mounts: str) -> str | None:
    """Name the kind of network disk that `path` lies on, given the text of /proc/mounts; None: a disk of its own."""
    entries = (line.split() for line in mounts.splitlines())
    holding = (
        (PurePosixPath(entry[1]), entry[2])
        for entry in entries
        if len(entry) > 2 and path.is_relative_to(entry[1])
    )
    kind = max(holding, key=lambda mount: len(mount[0].parts), default=(path, ""))[1]
    return kind if kind in NETWORK_DISKS else None


def _pooled(
    url: URL, patience: timedelta, arguments: dict[str, Any], *, aside: bool = False, **options: Any
) -> Engine:
    return create_engine(
        url,
        pool_size=1 if aside else CONNECTIONS,
        max_overflow=0 if aside else MORE_CONNECTIONS,
        pool_timeout=patience.total_seconds(),
        pool_use_lifo=True,  # The connection used last has its statements prepared.
        connect_args=arguments,
        hide_parameters=True,
        **options,
    )


# SQLite ------------------------------------------------------------------------------------------------


def _sqlite(url: URL, patience: timedelta) -> Database:
    name = url.database
    if not name or name == ":memory:" or "memory" in url.query.get("mode", ""):
        raise UnfitDatabase(_FORGETFUL)
    if not name.startswith("file:"):
        file = Path(name).absolute()
        _refuse_network(file)
        file.parent.mkdir(parents=True, exist_ok=True)
        url = url.set(database=str(file))
    engine = _pooled(url, patience, {"timeout": patience.total_seconds()})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return Database(engine=engine, readers=engine, turns=Turns(patience), address=url)


def _refuse_network(file: Path) -> None:
    mounts = Path("/proc/mounts")
    kind = network_disk(PurePosixPath(file), mounts.read_text(errors="replace")) if mounts.exists() else None
    if kind is not None:
        raise UnfitDatabase(
            Words(
                en=f"{file} lies on a network disk ({kind}), where SQLite loses writes; use a local disk, or PostgreSQL",
                fr=f"{file} est sur un disque réseau ({kind}), où SQLite perd des écritures ; utilisez un disque local, "
                "ou PostgreSQL",
            )
        )


def _prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # The driver's own transactions begin too late and without the lock: ours are begun below.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    # An acknowledged incident survives a power cut.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    # A transaction that only later asks to write is refused if somebody wrote meanwhile: a writer says so at once.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


# PostgreSQL --------------------------------------------------------------------------------------------

# A reader's lines are of this kind from the start: told so for each look, the driver takes longer than the look.
ONE_STATE: Final = {
    "default_transaction_isolation": r"repeatable\ read",
    "default_transaction_read_only": "on",
}
BY_ITSELF: Final = (
    "AUTOCOMMIT"  # A reader's transaction is begun by `Database.reading`, where there is to be one.
)


def _postgresql(url: URL, patience: timedelta, *, aside: bool = False) -> Database:
    limits = {
        "lock_timeout": patience,
        "statement_timeout": patience if aside else STATEMENT_LIMIT,
        "idle_in_transaction_session_timeout": IDLE_LIMIT,
    }
    ours = {name: f"{limit // timedelta(milliseconds=1)}" for name, limit in limits.items()}
    return Database(
        engine=_lines(url, patience, ours, aside=aside),
        readers=_lines(url, patience, ours | ONE_STATE, aside=aside, isolation_level=BY_ITSELF),
        turns=None,
        address=url,
    )


def _lines(url: URL, patience: timedelta, ours: Mapping[str, str], *, aside: bool, **options: Any) -> Engine:
    """Make the lines to a server on which its settings are ours, except for what the operator wrote in the address."""
    settings = " ".join((*(f"-c {name}={value}" for name, value in ours.items()), *_asked(url)))
    arguments: dict[str, Any] = {
        "connect_timeout": max(2, int(patience.total_seconds())),
        # A line that swallows what is sent is given up, rather than waited for as long as the system likes; one
        # that takes it and stays silent: see `storage/line.py`.
        "tcp_user_timeout": patience // timedelta(milliseconds=1),
        "options": settings,
    }
    engine = _pooled(url.difference_update_query(("options",)), patience, arguments, aside=aside, **options)
    event.listen(engine, "do_connect", line.opened)
    event.listen(engine, "checkin", line.given_back)
    event.listen(engine, "checkout", _refuse_ended)
    return engine


def _refuse_ended(connection: DBAPIConnection, _: ConnectionPoolEntry, __: object) -> None:
    """Take no connection that the server has ended: asking it costs a round trip, and looking at its line does not."""
    coming = poll()
    coming.register(connection.fileno(), POLLIN)
    if coming.poll(0):
        message = "the server spoke without being asked: it has ended the connection"
        raise DisconnectionError(message)


def _asked(url: URL) -> tuple[str, ...]:
    options = url.query.get("options", ())
    return (options,) if isinstance(options, str) else options
