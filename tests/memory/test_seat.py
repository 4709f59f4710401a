"""P4: an SQLite file has one worker; the seat is free the moment its process ends."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.seat import SeatTaken, Sitter, sitting, take
from tests.fakes.clock import MONDAY_MORNING

SITS = """
import sys
from pathlib import Path
from storage.seat import Sitter, take
seat = take(Path(sys.argv[1]), Sitter(process=4711, host="desk"))
print("sits", flush=True)
sys.stdin.read()
"""
ME = Sitter(process=12, host="desk", since=MONDAY_MORNING)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the database lies, or will."""
    return tmp_path / "crisis.db"


@pytest.fixture
def somebody(file: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process, which has the seat."""
    command = (sys.executable, "-c", SITS, str(file))
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "sits" == process.stdout.readline().strip()
        yield process
        process.kill()


def test_p4_the_second_is_refused_and_told_whom_by(file: Path) -> None:
    """The line names the process, the machine and the moment, in both languages, and what to do."""
    seat = take(file, ME)

    with pytest.raises(SeatTaken) as refused:
        take(file, Sitter(process=13))

    assert "process 12 on desk, since 2026-03-02 09:00 UTC" in refused.value.tell.en
    assert "le processus 12 sur desk, depuis 2026-03-02 09:00 UTC" in refused.value.tell.fr
    assert "PostgreSQL" in refused.value.tell.en
    assert ME == sitting(file)
    seat.leave()


def test_a_seat_that_was_left_is_free(file: Path) -> None:
    """The next one sits, and nobody is named meanwhile."""
    take(file, ME).leave()

    assert sitting(file) is None
    take(file, ME).leave()


def test_nobody_ever_sat(file: Path) -> None:
    """Looking makes nothing."""
    assert sitting(file) is None
    assert [] == list(file.parent.iterdir())


def test_p4_a_killed_process_leaves_its_seat(file: Path, somebody: "subprocess.Popen[str]") -> None:
    """However it ends, the system gives the seat back; what its file says then means nothing."""
    with pytest.raises(SeatTaken, match="process 4711 on desk"):
        take(file, ME)

    somebody.kill()
    somebody.wait()

    assert sitting(file) is None
    take(file, ME).leave()


def test_p4_a_paused_process_keeps_its_seat(file: Path, somebody: "subprocess.Popen[str]") -> None:
    """It will go on, so nobody may sit beside it."""
    somebody.send_signal(signal.SIGSTOP)

    with pytest.raises(SeatTaken):
        take(file, ME)


def test_one_file_under_two_names_has_one_seat(file: Path, tmp_path: Path) -> None:
    """A link to the database's file leads to the same seat."""
    file.touch()
    other = tmp_path / "link.db"
    other.symlink_to(file)
    seat = take(file, ME)

    with pytest.raises(SeatTaken):
        take(other, ME)
    seat.leave()
