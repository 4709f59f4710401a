"""Which databases are fit, and how they are opened."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import Dialect, make_url, text

from storage.engine import Database, UnfitDatabase, connect, network_disk
from storage.types import UtcDateTime

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/export /srv/share nfs4 rw 0 0
/dev/sdb1 /srv/share/local xfs rw 0 0
//server/c /mnt/office cifs rw 0 0
tmpfs /run tmpfs rw 0 0
broken
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/crisis.db", None),
        ("/srv/share/crisis.db", "nfs4"),
        ("/srv/share/local/crisis.db", None),  # The innermost mount counts.
        ("/srv/shared/crisis.db", None),  # Not below /srv/share.
        ("/mnt/office/crisis/crisis.db", "cifs"),
        ("/run/crisis.db", None),
    ],
)
def test_a_network_disk_is_recognised(path: str, kind: str | None) -> None:
    """SQLite on a network disk loses writes, so that such a disk is refused by its kind."""
    assert kind == network_disk(PurePosixPath(path), MOUNTS)


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("sqlite://", "name a file"),
        ("sqlite:///:memory:", "name a file"),
        ("sqlite:///file:x?mode=memory&uri=true", "name a file"),
        ("mysql://root@localhost/crisis", "use sqlite or postgresql"),
        ("crisis.db", "write sqlite:///"),
        ("", "write sqlite:///"),
    ],
)
def test_an_unfit_database_is_refused(url: str, advice: str) -> None:
    """A database that would forget, or that is not known, is refused with what to write instead."""
    with pytest.raises(UnfitDatabase, match=advice) as told:
        connect(url)

    assert told.value.tell.en != told.value.tell.fr


def test_a_password_does_not_stand_in_the_refusal() -> None:
    """D4: the address that is refused may hold a password."""
    with pytest.raises(UnfitDatabase) as told:
        connect("mysql://root:hunter2@localhost/crisis")

    assert "hunter2" not in str(told.value)


def test_the_folder_of_the_file_is_made(tmp_path: Path) -> None:
    """A new machine has no folder for the database yet."""
    database = connect(f"sqlite:///{tmp_path}/var/crisis/crisis.db")
    with database.reading() as connection:
        assert 1 == connection.execute(text("SELECT 1")).scalar()
    database.close()


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_sqlite_is_opened_so_that_nothing_is_lost(database: Database) -> None:
    """Written-ahead log, flushed at each commit, foreign keys kept, writers waited for."""
    with database.reading() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }

    assert {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000} == found


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_postgresql_never_waits_for_ever(database: Database) -> None:
    """Locks, statements and idle transactions have limits; readers see one state and cannot write."""
    with database.reading() as connection:
        found = {
            name: connection.exec_driver_sql(f"SHOW {name}").scalar()
            for name in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
        }
        assert "on" == connection.exec_driver_sql("SHOW transaction_read_only").scalar()
        assert "repeatable read" == connection.exec_driver_sql("SHOW transaction_isolation").scalar()

    assert ["30s", "30s", "5s"] == list(found.values())


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_what_the_operator_wrote_in_the_address_counts(database_url: str) -> None:
    """Options in the address overrule the product's own."""
    mark = "&" if "?" in database_url else "?"
    database = connect(f"{database_url}{mark}options=-c%20lock_timeout%3D1234")
    with database.reading() as connection:
        assert "1234ms" == connection.exec_driver_sql("SHOW lock_timeout").scalar()
    database.close()


zones = some.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = some.datetimes(
    min_value=datetime(1971, 1, 1),  # noqa: DTZ001  # The zone is drawn beside it.
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=zones,
)


@given(moment=moments)
@pytest.mark.parametrize("backend", ["sqlite", "postgresql+psycopg"])
def test_a_moment_comes_back_as_the_same_moment_in_utc(backend: str, moment: datetime) -> None:
    """Whatever zone a moment is given in, it is kept and given back in UTC."""
    dialect = dialect_of(backend)
    kept = UtcDateTime().process_bind_param(moment, dialect)
    assert kept is not None
    # SQLite forgets the zone.
    back = UtcDateTime().process_result_value(kept.replace(tzinfo=None), dialect)

    assert back is not None
    assert (moment, UTC) == (back, back.tzinfo)


def dialect_of(backend: str) -> Dialect:
    return make_url(f"{backend}://").get_dialect()()


def test_no_moment_stays_no_moment() -> None:
    """An empty moment is kept as such."""
    dialect = dialect_of("sqlite")

    assert UtcDateTime().process_bind_param(None, dialect) is None
    assert UtcDateTime().process_result_value(None, dialect) is None


def test_a_moment_without_a_zone_is_refused() -> None:
    """A naive moment could be any of several."""
    with pytest.raises(ValueError, match="no time zone"):
        UtcDateTime().process_bind_param(datetime(2026, 3, 2), dialect_of("sqlite"))  # noqa: DTZ001  # What is refused.
