"""The offline pack on disk: fresh, whole, and for its owner alone; and what an operator types to export."""

import stat
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.cli import main
from bot.files import CompanyFiles
from bot.pack import PackKeeper, file_of
from bot.places import pack_folder
from bot.private_files import write_private
from bot.wiring import Bot, build
from config.settings import read_settings
from playbooks.playbook import Language
from playbooks.ports import Memory
from tests.fakes.clock import MovableClock

PATIENCE_SECONDS = 60
Streams = pytest.CaptureFixture[str]


@pytest.fixture
def files() -> CompanyFiles:
    """The fictional company's files."""
    return CompanyFiles(read_settings({}))


@pytest.fixture
def clock() -> MovableClock:
    """A clock that moves when it is told to."""
    return MovableClock()


@pytest.fixture
def keeper(tmp_path: Path, files: CompanyFiles, clock: MovableClock) -> PackKeeper:
    """Somebody who keeps the pack of the fictional company in a folder that is not there yet."""
    return PackKeeper(
        folder=tmp_path / "var" / "pack", shelf=files.shelf, directory=files.directory, clock=clock
    )


def texts(keeper: PackKeeper) -> list[str]:
    """What stands in the files, English first."""
    return [file_of(keeper.folder, language).read_text("utf-8") for language in Language]


def mode(path: Path) -> int:
    """Who may do what with a file."""
    return stat.S_IMODE(path.stat().st_mode)


# The keeper ----------------------------------------------------------------------------------------------


def test_the_pack_is_made_at_the_start(keeper: PackKeeper) -> None:
    """The first look makes both languages, folder and all."""
    keeper.look()

    english, french = texts(keeper)
    assert ("Made on 2", "Établi le 2") == (
        english[english.index("Made on") :][:9],
        french[french.index("Établi le") :][:11],
    )


def test_its_telephone_numbers_are_its_owners_alone(keeper: PackKeeper) -> None:
    """The files can be read by their owner alone, and so can the folder; nothing else is left in it."""
    keeper.look()

    assert 0o700 == mode(keeper.folder)
    assert {0o600} == {mode(path) for path in keeper.folder.iterdir()}
    assert {"crisis-pack.en.html", "crisis-pack.fr.html"} == {path.name for path in keeper.folder.iterdir()}


def test_a_folder_that_was_there_keeps_its_rights(keeper: PackKeeper) -> None:
    """Somebody's own folder is not shut for the others who use it; the files are, all the same."""
    keeper.folder.mkdir(parents=True)
    keeper.folder.chmod(0o755)
    keeper.look()

    assert (0o755, 0o600) == (mode(keeper.folder), mode(file_of(keeper.folder, Language.EN)))


def test_the_pack_is_made_anew_each_day(keeper: PackKeeper, clock: MovableClock) -> None:
    """Looked at every few minutes, it is made once a day."""
    made = [keeper.look()]
    for hours in (1, 22, 1, 1):
        clock.forward(hours=hours)
        made.append(keeper.look())

    assert [True, False, False, True, False] == made


def test_the_age_of_a_file_is_the_time_on_its_first_page(keeper: PackKeeper, clock: MovableClock) -> None:
    """The file's own time is the moment it speaks of, so that whoever lists the folder sees how old it is."""
    keeper.look()

    assert clock.now().timestamp() == file_of(keeper.folder, Language.FR).stat().st_mtime


@pytest.fixture
def bot(migrated_sqlite: Path) -> Iterator[Bot]:
    """The whole product, with a database of its own and the clock of these tests."""
    environ = {
        "SLACK_BOT_TOKEN": "xoxb-nobody",
        "SLACK_SIGNING_SECRET": "8f742231b10e8888abcd99eeef0085a5",
        "CRISIS_LOG_KEY": "f5a1c04b9d7e6238f5a1c04b9d7e6238",
        "CRISIS_DATABASE_URL": f"sqlite:///{migrated_sqlite}",
    }
    made = build(read_settings(environ), MovableClock())
    yield made
    made.database.close()


def test_the_worker_keeps_the_pack_beside_the_database(bot: Bot, tmp_path: Path) -> None:
    """A product that starts has its pack a moment later, without being told where."""
    looked, keep = threading.Event(), bot.worker.pack

    def keep_and_tell() -> None:
        keep()
        looked.set()

    bot.worker.pack = keep_and_tell
    bot.worker.start()
    try:
        assert looked.wait(PATIENCE_SECONDS)
    finally:
        bot.worker.stop(PATIENCE_SECONDS)

    assert 2 == len(list((tmp_path / "pack").iterdir()))


@dataclass(frozen=True, slots=True)
class _Forgetful:
    """A memory that tells when it is asked to forget."""

    memory: Memory
    forgot: threading.Event

    def forget(self, _: datetime) -> int:
        """Tell it."""
        self.forgot.set()
        return 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.memory, name)


@dataclass(frozen=True, slots=True)
class _Senseless:
    """A memory with an incident that no rule fits."""

    memory: Memory

    def recollect(self) -> int:
        """Find that out."""
        message = "no rule for it"
        raise TypeError(message)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.memory, name)


def test_the_worker_forgets_what_is_past_its_time(bot: Bot) -> None:
    """What should be forgotten is looked for by a worker that runs, not only when somebody asks for it."""
    forgot = threading.Event()
    bot.worker.round.memory, bot.worker.tidies_after = _Forgetful(bot.memory, forgot), 0
    bot.worker.start()
    try:
        assert forgot.wait(PATIENCE_SECONDS)
    finally:
        bot.worker.stop(PATIENCE_SECONDS)


def test_the_worker_deletes_what_is_no_longer_kept(bot: Bot) -> None:
    """Retention is a worker's own work, after the small things, not only an operator's command."""
    deleted = threading.Event()
    bot.worker.round.keep, bot.worker.tidies_after = deleted.set, 0
    bot.worker.start()
    try:
        assert deleted.wait(PATIENCE_SECONDS)
    finally:
        bot.worker.stop(PATIENCE_SECONDS)


def test_what_search_cannot_take_in_keeps_nothing_past_its_time(bot: Bot) -> None:
    """An incident that makes no sense is told in the product's log; what is past its time is deleted all the same."""
    deleted = threading.Event()
    worker = bot.worker
    worker.round.memory, worker.round.keep, worker.tidies_after = _Senseless(bot.memory), deleted.set, 0
    worker.start()
    try:
        assert deleted.wait(PATIENCE_SECONDS)
    finally:
        worker.stop(PATIENCE_SECONDS)


def test_a_reload_brings_a_new_pack(bot: Bot, tmp_path: Path) -> None:
    """The directory and the playbooks were read again: the pack has the new ones, without waiting for tomorrow."""
    bot.worker.pack()
    before = file_of(tmp_path / "pack", Language.EN).stat().st_ino
    bot.worker.pack()
    unchanged = file_of(tmp_path / "pack", Language.EN).stat().st_ino

    assert () == bot.reload()
    assert (True, False) == (
        before == unchanged,
        before == file_of(tmp_path / "pack", Language.EN).stat().st_ino,
    )


def test_a_file_that_was_taken_away_comes_back(keeper: PackKeeper) -> None:
    """Somebody deletes a language by mistake: the next look brings it back."""
    keeper.look()
    file_of(keeper.folder, Language.FR).unlink()

    assert keeper.look()
    assert 2 == len(texts(keeper))


def test_a_folder_that_cannot_be_written_is_told_once(keeper: PackKeeper) -> None:
    """The product goes on; its own log says why, and not again at each look. Once mended, the pack is made."""
    keeper.folder.parent.mkdir()
    keeper.folder.write_text("in the way")
    with capture_logs() as told:
        looks = [keeper.look() for _ in range(3)]
    keeper.folder.unlink()

    assert ([False] * 3, ["pack_not_made"]) == (looks, [entry["event"] for entry in told])
    assert keeper.look()


def test_what_was_there_stays_whole_when_writing_fails(tmp_path: Path) -> None:
    """A text that cannot be written leaves the old file as it was, and nothing beside it."""
    path = tmp_path / "pack.html"
    write_private(path, "yesterday’s")
    with pytest.raises(UnicodeEncodeError):
        write_private(path, "\ud800")

    assert ("yesterday’s", [path]) == (path.read_text("utf-8"), list(tmp_path.iterdir()))


@pytest.mark.parametrize(
    ("environ", "folder"),
    [
        ({}, "var/pack"),
        ({"CRISIS_DATABASE_URL": "sqlite:////srv/crisis/crisis.db"}, "/srv/crisis/pack"),
        ({"CRISIS_DATABASE_URL": "postgresql://crisis@db.example/crisis"}, "var/pack"),
        (
            {"CRISIS_PACK_FOLDER": "/srv/print", "CRISIS_DATABASE_URL": "sqlite:////srv/crisis.db"},
            "/srv/print",
        ),
    ],
    ids=["default", "sqlite", "postgresql", "set"],
)
def test_the_folder_is_beside_the_database(environ: dict[str, str], folder: str) -> None:
    """Where the database can be written, so can the pack; a setting names another place."""
    assert Path(folder) == pack_folder(read_settings(environ))


# What an operator types ----------------------------------------------------------------------------------


def test_pack_is_printed_or_written(tmp_path: Path, capsys: Streams) -> None:
    """`crisis pack` gives the whole file, here or in a file of its owner's."""
    out = tmp_path / "pack.html"
    codes = [main(["pack", "--language", "en"], {}), main(["pack", "--output", str(out)], {})]

    assert [0, 0] == codes
    assert capsys.readouterr().out.startswith('<!doctype html>\n<html lang="en">')
    assert ('lang="fr"' in out.read_text("utf-8"), 0o600) == (True, mode(out))


def test_export_takes_its_form_from_the_file(tmp_path: Path, capsys: Streams) -> None:
    """Markdown unless the file ends in .html or --format says otherwise; the language is the one asked for."""
    html, plain = tmp_path / "outage.html", tmp_path / "outage.txt"
    main(["playbooks", "export", "service-outage", "--output", str(html)], {})
    main(["playbooks", "export", "service-outage", "--format", "html", "--output", str(plain)], {})
    main(["playbooks", "export", "service-outage", "--version", "1", "--language", "fr"], {})

    assert ["<!doctype html>"] * 2 == [path.read_text("utf-8").split("\n")[0] for path in (html, plain)]
    assert "service-outage, version 1" in capsys.readouterr().out.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["data-breech"], "There is no playbook “data-breech”: write “data-breach”."),
        (["data-breach", "--version", "9"], "data-breach has no version 9. There is: 1, 2."),
        (["data-breach", "--unit", "rail-f"], "There is no unit “rail-f”: write “rail-fr”."),
    ],
)
def test_a_name_that_nothing_carries_is_told(typed: list[str], told: str, capsys: Streams) -> None:
    """What there is instead stands in the answer, and the exit code says that nothing was exported."""
    code = main(["playbooks", "export", *typed], {})

    assert (1, "", told + "\n") == (code, *capsys.readouterr())


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, capsys: Streams) -> None:
    """No traceback: the path, and what is wrong with it."""
    code = main(["pack", "--output", str(tmp_path / "no" / "pack.html")], {})

    assert 1 == code
    assert "no such file or folder" in capsys.readouterr().err
