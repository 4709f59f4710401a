"""What an operator types to keep a copy of everything and to use one, and what comes back."""

import sqlite3
import stat
from pathlib import Path

import pytest

from bot.cli import main
from storage.copying import close_file
from storage.engine import connect
from storage.transaction import SqlMemory
from tests.fakes.ids import CountingIds
from tests.fakes.plans import an_opened_change
from tests.memory.conftest import remember

Streams = pytest.CaptureFixture[str]
KEY = "a-key-of-these-tests-long-enough-to-be-one"


def types(database: Path, *words: str, **environ: str) -> int:
    """Type `crisis ...` on a database."""
    places = {"CRISIS_DATABASE_URL": f"sqlite:///{database}", "CRISIS_LOG_KEY": KEY}
    return main(list(words), {**places, **environ})


@pytest.fixture
def used(migrated_sqlite: Path) -> Path:
    """A database with an incident that has something owed and due, long ago."""
    database = connect(f"sqlite:///{migrated_sqlite}")
    remember(SqlMemory(database, CountingIds(), (KEY.encode(),)), an_opened_change())
    database.close()
    return migrated_sqlite


@pytest.fixture
def backup(used: Path, tmp_path: Path, capsys: Streams) -> Path:
    """A backup of it."""
    file = tmp_path / "backup.db"
    assert 0 == types(used, "backup", str(file))
    assert f"Backed up: 1 incident, in {file}." in (told := capsys.readouterr().out)
    assert "The log is whole: 2 rows of 1 incident verified, to the last one." in told
    return file


def test_a_backup_is_one_file_of_its_owner(backup: Path) -> None:
    """It holds customers' words and telephone numbers: nobody else reads it, and nothing lies beside it."""
    assert 0o600 == stat.S_IMODE(backup.stat().st_mode)
    assert [] == [
        one.name for one in backup.parent.iterdir() if one.name.startswith((".crisis", "backup.db-"))
    ]


def test_d4_no_key_is_in_a_backup(backup: Path) -> None:
    """Whoever finds it can read it, and sign nothing."""
    assert KEY.encode() not in backup.read_bytes()


def test_no_backup_is_written_over(used: Path, backup: Path, capsys: Streams) -> None:
    """A file that is there stays as it is."""
    before = backup.read_bytes()

    assert 1 == types(used, "backup", str(backup))

    assert f"{backup}: it is there already" in capsys.readouterr().err
    assert before == backup.read_bytes()


def test_what_is_restored_is_verified_and_paused(backup: Path, tmp_path: Path, capsys: Streams) -> None:
    """In a database of its own; the backup is left as it is, to be used again."""
    before, target = backup.read_bytes(), tmp_path / "restored.db"

    assert 0 == types(tmp_path / "none.db", "restore", str(backup), "--into", f"sqlite:///{target}")

    told = capsys.readouterr().out
    assert "Restored: 1 incident." in told
    assert "The log is whole: 2 rows of 1 incident verified" in told
    assert "It is paused: nothing is sent" in told
    assert before == backup.read_bytes()
    assert not (tmp_path / "none.db").exists()
    assert 1 == types(target, "doctor")
    assert "a restored copy, and paused" in capsys.readouterr().out


def test_nothing_is_restored_over_a_database_in_use(
    used: Path, backup: Path, capsys: Streams, tmp_path: Path
) -> None:
    """The mistake of a hurried night: what is there stays."""
    assert 2 == types(used, "restore", str(backup), "--into", f"sqlite:///{used}")

    assert "the database to restore into is not empty" in capsys.readouterr().err
    assert 0 == types(used, "audit", "verify")


def test_a_log_that_was_changed_is_not_restored(backup: Path, tmp_path: Path, capsys: Streams) -> None:
    """The first row that does not hold is named."""
    with sqlite3.connect(backup) as opened:
        opened.execute("UPDATE incident_event SET body = replace(body, 'customer', 'client')")
        opened.execute("UPDATE incident_event SET occurred_at = '2020-01-01 00:00:00.000000'")
    opened.close()

    assert 1 == types(tmp_path / "x.db", "restore", str(backup), "--into", f"sqlite:///{tmp_path / 'y.db'}")

    told = capsys.readouterr().out
    assert "The log is broken at INC-2026-0001, row 1: this row was changed" in told
    assert "Nothing was restored." in told
    assert not (tmp_path / "y.db").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"id,title\n1,x\n", "is no backup"), (b"", "is no backup"), (None, "is no backup")],
)
def test_only_a_backup_is_restored(
    content: bytes | None, words: str, tmp_path: Path, capsys: Streams
) -> None:
    """Neither another file nor another program's database."""
    file = tmp_path / "file"
    if content is None:
        sqlite3.connect(file).execute("CREATE TABLE theirs (id)").connection.close()
        close_file(file)
    else:
        file.write_bytes(content)

    assert 2 == types(tmp_path / "x.db", "restore", str(file), "--into", f"sqlite:///{tmp_path / 'y.db'}")

    assert words in capsys.readouterr().err


def test_without_the_key_nothing_is_restored(backup: Path, tmp_path: Path, capsys: Streams) -> None:
    """A backup can be made without it, and says that it was not verified."""
    into = ("--into", f"sqlite:///{tmp_path / 'y.db'}")

    assert 2 == types(tmp_path / "x.db", "restore", str(backup), *into, CRISIS_LOG_KEY="")
    assert "CRISIS_LOG_KEY is missing" in capsys.readouterr().err

    again = tmp_path / "again.db"
    assert 0 == types(backup, "backup", str(again), CRISIS_LOG_KEY="", CRISIS_LANGUAGE="fr")
    assert "Son journal n’a pas été vérifié" in capsys.readouterr().out


def test_resume_says_what_would_be_sent_and_waits_for_a_decision(used: Path, capsys: Streams) -> None:
    """Nothing changes until somebody has decided; each way says what it did."""
    assert 0 == types(used, "pause")
    capsys.readouterr()

    assert 1 == types(used, "resume")
    told = capsys.readouterr().out
    assert "Owed: 2 messages, 2 of them for more than an hour. " in told
    assert "Concerned: 1 incident (INC-2026-0001)." in told
    assert "Decide: crisis resume --drop-owed, or crisis resume --send-owed." in told

    assert 1 == types(used, "resume", CRISIS_LANGUAGE="fr")
    assert "Dû : 2 messages, dont 2 depuis plus d’une heure." in capsys.readouterr().out

    assert 0 == types(used, "resume", "--drop-owed")
    assert "what was owed is dropped" in capsys.readouterr().out
    assert 0 == types(used, "resume")
    assert "It is not paused." in capsys.readouterr().out


def test_pausing_needs_a_database(tmp_path: Path, capsys: Streams) -> None:
    """A misspelt address makes no new one."""
    assert 2 == types(tmp_path / "none.db", "pause")
    assert 2 == types(tmp_path / "none.db", "backup", str(tmp_path / "b.db"))

    assert [] == list(tmp_path.iterdir())
