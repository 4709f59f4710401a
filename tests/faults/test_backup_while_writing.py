"""D5: a backup is taken while people write; it verifies, and they are not held up."""

import threading
from pathlib import Path

import pytest

from bot.cli import main
from bot.ids import TimeOrderedIds
from playbooks.ports import Wanted
from storage.engine import connect
from storage.transaction import SqlMemory
from tests.fakes.plans import a_playbook, an_opened_change
from tests.memory.conftest import remember

KEY = "a-key-of-these-tests-long-enough-to-be-one"
MOST = 400  # incidents; a backup that never ended would be seen


def test_a_backup_taken_while_writing_verifies(
    migrated_database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody writes from before its beginning to after its end; what it holds is one state of all of it."""
    database = connect(migrated_database_url)
    memory, playbook = SqlMemory(database, TimeOrderedIds(), (KEY.encode(),)), a_playbook()
    written, ended = threading.Event(), threading.Event()
    count = 0

    def write() -> None:
        nonlocal count
        while not ended.is_set() and count < MOST:
            count += 1
            remember(memory, an_opened_change(count, playbook))
            written.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert written.wait(30)
    environ = {"CRISIS_DATABASE_URL": migrated_database_url, "CRISIS_LOG_KEY": KEY}
    codes = [main(["backup", str(tmp_path / f"{n}.db")], environ) for n in range(2)]
    ended.set()
    writer.join(30)
    database.close()

    assert [0, 0] == codes
    told = capsys.readouterr().out
    assert 2 == told.count("The log is whole")
    kept = connect(f"sqlite:///{tmp_path / '1.db'}")
    with SqlMemory(kept, TimeOrderedIds(), (KEY.encode(),)).reading() as look:
        held = len(look.lines(Wanted(reader=None, state=None, limit=10 * MOST)))
    kept.close()
    assert 0 < held <= count
