"""P4: what two replicas on one PostgreSQL do of their own accord in the same moment is done once."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import Connection, event, text

from bot.files import CompanyFiles
from bot.outbound.carriers import of_practice
from bot.pack import PackKeeper
from bot.patience import UNHURRIED
from bot.stage import Stage, with_database
from bot.wiring import Bot, build
from config.settings import read_settings
from playbooks import events as e
from playbooks.letters import FilesMended, FilesRefused, ReachAsked, SlackSilent
from playbooks.playbook import Language
from storage.engine import WRITES
from tests.stories.scene import API_TOKEN, CLAIRE, RHYS, incident, start
from tests.stories.test_contact_check import begins
from tests.stories.test_versions import version

pytestmark = pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)

NOBODY_COMES = 2.0  # seconds, after which a writer no longer waits for the other replica's


@dataclass
class Pair:
    """The replica on stage and one beside it, each with a copy of its own of the company's files."""

    stage: Stage
    other: Bot
    folder: Path
    together: Barrier = field(default_factory=lambda: Barrier(2))

    @property
    def bots(self) -> tuple[Bot, Bot]:
        """Both."""
        return self.stage.bot, self.other

    def at_once(self, deed: Callable[[Bot], object]) -> tuple[object, ...]:
        """
        Have both do the same: neither begins to write before the other has looked and is about to write too.

        Where one of them has nothing to write, the other goes on alone after a while.
        """
        self.together.reset()
        for bot in self.bots:
            event.listen(bot.database.engine, "begin", self._meet)
        try:
            with ThreadPoolExecutor(2) as pool:
                return tuple(done.result() for done in [pool.submit(deed, bot) for bot in self.bots])
        finally:
            for bot in self.bots:
                event.remove(bot.database.engine, "begin", self._meet)

    def _meet(self, connection: Connection) -> None:
        if connection.get_execution_options().get(WRITES):
            with suppress(BrokenBarrierError):
                self.together.wait(NOBODY_COMES)

    def letters(self) -> Counter[tuple[str, str]]:
        """How many letters there are of each kind for each person."""
        with self.other.database.reading() as look:
            rows = look.execute(text("SELECT kind, person FROM letter")).all()
        return Counter((kind, person) for kind, person in rows)

    def written_once(self, matter: type[object]) -> bool:
        """Whether there are letters about a matter, and nobody has two."""
        return {1} == {count for (kind, _), count in self.letters().items() if kind == matter.__name__}


def here(work: Callable[[], object]) -> None:
    """Do what nobody waits for in the same thread."""
    work()


@pytest.fixture
def pair(migrated_database_url: str, tmp_path: Path, journal: Path) -> Iterator[Pair]:
    """Two replicas that run the company's data breach in version 3."""
    folder = tmp_path / "own/crisis/data-breach"
    folder.mkdir(parents=True)
    (folder / "v3.yaml").write_text(version(3), "utf-8")
    own = {
        "CRISIS_API_TOKEN": API_TOKEN,
        "CRISIS_PLAYBOOKS": str(tmp_path / "own"),
        "CRISIS_PACK_FOLDER": str(tmp_path / "pack"),
    }
    settings = with_database(read_settings(own), migrated_database_url)
    with Stage(settings, files=CompanyFiles(settings), outside=True) as stage:
        carriers = of_practice(stage.workspace.tray, stage.clock)
        files = CompanyFiles(settings)
        other = build(stage.settings, stage.clock, files, UNHURRIED, here, carriers)
        with closing(other.database):
            yield Pair(stage, other, folder)
        stage.workspace.write_journal(journal)


def later(pair: Pair, **by: float) -> None:
    """Nobody works for a while."""
    pair.stage.clock.moment += timedelta(**by)


def test_p4_a_due_moment_falls_once(pair: Pair) -> None:
    """Both believe that it is theirs: the rung is climbed once, and nobody is called twice."""
    start(pair.stage.player(RHYS))
    found = incident(pair.stage)
    later(pair, minutes=6)

    pair.at_once(lambda bot: bot.desk.clockwork.pass_time(found.id))
    pair.stage.settle()

    calls = [(call.ladder, call.rung, call.person) for call in incident(pair.stage).calls]
    assert 2 < len(calls) == len(set(calls))


def test_p4_the_auditor_mends_once(pair: Pair) -> None:
    """Every due moment was lost: afterwards each is there, once."""
    start(pair.stage.player(RHYS))
    found = incident(pair.stage)
    before = dues(pair)
    with pair.other.database.writing() as connection:
        connection.execute(text("DELETE FROM due"))
        connection.commit()

    assert {True, False} == set(pair.at_once(lambda bot: bot.desk.clockwork.audit(found.id)))

    assert before == dues(pair)


def dues(pair: Pair) -> list[tuple[object, ...]]:
    """The due moments of the crisis, as they are remembered."""
    with pair.other.memory.reading() as look:
        return sorted((due.at, due.kind.value, due.subject) for due in look.dues(incident(pair.stage).id))


def test_p4_a_newer_version_is_offered_once(pair: Pair) -> None:
    """Both have read it: one fact in the log, and the room hears it once."""
    start(pair.stage.player(RHYS))
    (pair.folder / "v4.yaml").write_text(version(4), "utf-8")
    for bot in pair.bots:
        read = bot.files.read()
        bot.files.keep(bot.files.directory(), read.shelf)
    before = errands(pair)

    pair.at_once(lambda bot: bot.worker.round.offer())

    with pair.other.memory.reading() as look:
        facts = [entry.fact for entry in look.log(incident(pair.stage).id)]
    assert 1 == sum(isinstance(fact, e.VersionOffered) for fact in facts)
    fresh = errands(pair) - before
    assert {1} == set(fresh.values())


def errands(pair: Pair) -> Counter[tuple[str, str]]:
    """How often each thing came to be owed."""
    with pair.other.database.reading() as look:
        return Counter(
            (row.errand, row.subject) for row in look.execute(text("SELECT errand, subject FROM outbox"))
        )


def test_p4_both_start_on_files_that_nobody_has_seen(pair: Pair) -> None:
    """Each version is remembered once, and what is wrong in them is told to each administrator once."""
    (pair.folder / "v4.yaml").write_text("id: [", "utf-8")
    (pair.folder / "v5.yaml").write_text(version(5), "utf-8")
    for bot in pair.bots:
        read = bot.files.read()
        bot.files.keep(bot.files.directory(), read.shelf)

    pair.at_once(lambda bot: bot.reload.begin())

    assert pair.written_once(FilesRefused)
    with pair.other.memory.reading() as look:
        assert ("data-breach", 5) in look.releases()


def test_p4_mistakes_and_their_mend_are_told_once_when_both_read_again(pair: Pair) -> None:
    """Both are asked at the same moment, with no word of one to the other; the later reading is the one to follow."""
    (pair.folder / "v4.yaml").write_text("id: [", "utf-8")
    pair.at_once(lambda bot: bot.reload())
    assert pair.written_once(FilesRefused)

    (pair.folder / "v4.yaml").unlink()
    pair.at_once(lambda bot: bot.reload())
    assert pair.written_once(FilesMended)
    assert 1 >= sum(bot.reload.follow() for bot in pair.bots), "at most the earlier one reads once more"
    assert [False, False] == [bot.reload.follow() for bot in pair.bots]


def test_p4_a_contact_check_asks_everybody_once(pair: Pair) -> None:
    """Both take the next twenty at the same moment."""
    begins(pair.stage)
    people = [contact.user for contact in pair.other.desk.directory().contacts]
    for _ in range(3):
        later(pair, minutes=1)
        pair.at_once(lambda bot: bot.worker.round.ask_contacts())

    asked = {person: count for (kind, person), count in pair.letters().items() if kind == ReachAsked.__name__}
    assert dict.fromkeys(people, 1) == asked


def test_p4_a_silent_slack_is_told_once(pair: Pair) -> None:
    """Both see that it has taken nothing for minutes: one letter for each who hears of it."""
    start(pair.stage.player(RHYS))
    pair.stage.workspace.faults.next("*", status=503, times=100_000)
    pair.stage.player(CLAIRE).types("/crisis update INC-2026-0001 we are on it", "general")
    later(pair, minutes=4)

    pair.at_once(lambda bot: bot.worker.round.watch_slack())

    assert pair.written_once(SlackSilent)


def test_p4_a_letter_is_written_by_one(pair: Pair) -> None:
    """Both look for letters at the same moment: each person finds one."""
    begins(pair.stage)
    later(pair, minutes=4)

    pair.at_once(lambda bot: bot.worker.round.write_letters())
    pair.stage.settle()

    people = [contact.user for contact in pair.other.desk.directory().contacts]
    found = {user: len(pair.stage.player(user).direct_messages()) for user in people if user != CLAIRE}
    assert {1} == set(found.values())


def test_p4_what_is_past_its_time_is_forgotten_by_both_without_waiting(pair: Pair) -> None:
    """Each forgets its share; together it is all, and each thing once."""
    start(pair.stage.player(RHYS))
    with pair.other.database.reading() as look:
        claims = look.execute(text("SELECT count(*) FROM claim")).scalar_one()
    later(pair, days=365)

    forgotten = pair.at_once(lambda bot: bot.memory.forget(bot.desk.clock.now()))

    assert claims == sum(int(str(count)) for count in forgotten)


def test_p4_the_printed_pack_is_whole_when_two_write_it_into_one_folder(pair: Pair, tmp_path: Path) -> None:
    """On a folder that several containers share, each of which takes itself for process 1: nothing is left over."""
    keepers = {
        id(bot): PackKeeper(
            folder=tmp_path / "pack",
            shelf=bot.files.shelf,
            directory=bot.files.directory,
            clock=bot.desk.clock,
        )
        for bot in pair.bots
    }
    for _ in range(5):
        later(pair, days=1)
        together = Barrier(2)

        def look(bot: Bot, together: Barrier = together) -> bool:
            together.wait(30)
            return keepers[id(bot)].look()

        assert (True, True) == pair.at_once(look)
    packs = sorted(path.name for path in (tmp_path / "pack").iterdir())
    assert [f"crisis-pack.{language.value}.html" for language in Language] == packs
