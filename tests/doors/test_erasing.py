"""D2 at the doors: what an operator types to erase a person, what comes back, and how people read of them afterwards."""

from datetime import datetime
from pathlib import Path

import pytest

from bot.cli import main
from bot.clock import SystemClock
from bot.wiring import build
from config.settings import read_settings
from handlers.sentences import sentence
from handlers.slack.blocks.reader import mention
from handlers.web.drawing.reader import Reader
from playbooks.erasing import MARK, handle
from playbooks.events import IncidentClosed
from playbooks.playbook import Language
from playbooks.ports import Wanted
from storage.engine import connect
from storage.transaction import SqlMemory
from tests.doors.company import a_directory
from tests.doors.test_bringing import KEY, ROW, Streams, as_json, bring
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.ids import CountingIds, identifier
from tests.fakes.plans import an_incident

GONE = handle(identifier(7))
NAMING = ROW | {"id": "OLD-2", "title": "Zoé Martin’s laptop", "lesson": "Ask zoe martin before the audit."}


def crisis(tmp_path: Path, *typed: str, **environ: str) -> int:
    """Type a command."""
    places = {"CRISIS_DATABASE_URL": f"sqlite:///{tmp_path}/crisis.db", "CRISIS_LOG_KEY": KEY}
    return main([*typed], {**places, **environ})


def titles(tmp_path: Path) -> set[str]:
    """Give the titles of what is remembered, each with its lesson."""
    memory = SqlMemory(connect(f"sqlite:///{tmp_path}/crisis.db"), CountingIds(), (KEY.encode(),))
    with memory.reading() as look:
        kept = [look.incident(line.id) for line in look.lines(Wanted(reader=None, state=None))]
        return {
            f"{one.title} {one.brought.lesson}" for one in kept if one is not None and one.brought is not None
        }


def test_d2_a_name_is_erased_and_the_log_is_whole(tmp_path: Path, capsys: Streams) -> None:
    """A dry run says where it stands; then it is gone, the log verifies, and backups are spoken of."""
    bring(tmp_path, as_json(ROW, NAMING))
    typed = ("people", "erase", "--name", "Zoé Martin")
    capsys.readouterr()

    assert 0 == crisis(tmp_path, *typed, "--dry-run")
    said = capsys.readouterr().out
    assert "A dry run: the person would be erased from 2 entries of 1 incident" in said
    assert any("Zoé" in title for title in titles(tmp_path))

    assert 0 == crisis(tmp_path, *typed)
    said = capsys.readouterr().out
    assert "INC-2024-0002: 2 entries." in said
    assert "Backups made before now still hold the person" in said
    assert f"{MARK}’s laptop Ask {MARK} before the audit." in titles(tmp_path)

    assert 0 == crisis(tmp_path, "audit", "verify")
    said = capsys.readouterr().out
    assert "4 rows of 2 incidents verified" in said
    assert "People were erased from 2 of them, and what is left of them holds." in said
    assert 0 == crisis(tmp_path, *typed)
    assert "Erased from 0 entries of 0 incidents" in capsys.readouterr().out


def test_d2_it_is_said_in_french(tmp_path: Path, capsys: Streams) -> None:
    """Everything the operator reads."""
    bring(tmp_path, as_json(NAMING))
    capsys.readouterr()

    assert 0 == crisis(tmp_path, "people", "erase", "--name", "Zoé Martin", CRISIS_LANGUAGE="fr")
    said = capsys.readouterr().out
    assert "La personne est effacée de 2 entrées de 1 incident" in said
    assert "Les sauvegardes faites avant maintenant contiennent encore la personne" in said


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ((), "nobody is named"),
        (("Zoé",), "is no Slack id"),
        (("--name", "Li"), "too short"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    tmp_path: Path, capsys: Streams, typed: tuple[str, ...], why: str
) -> None:
    """Nothing is touched, and what to type instead is said."""
    bring(tmp_path, as_json(NAMING))
    capsys.readouterr()

    assert 2 == crisis(tmp_path, "people", "erase", *typed)
    assert why in capsys.readouterr().err
    assert any("Zoé" in title for title in titles(tmp_path))


def test_somebody_in_the_directory_is_spoken_of(tmp_path: Path, capsys: Streams) -> None:
    """It is the company's own file: what is to be done there is said."""
    bring(tmp_path, as_json(NAMING))
    capsys.readouterr()

    assert 0 == crisis(tmp_path, "people", "erase", "<@U0CLAIRE|claire>")
    said = capsys.readouterr().out
    assert "take them out of directory.yaml" in said
    assert "No name was given" in said


@pytest.mark.parametrize(
    ("language", "words"),
    [(Language.EN, "somebody who was erased"), (Language.FR, "une personne effacée")],
)
def test_people_read_that_somebody_was_erased(language: Language, words: str) -> None:
    """In their language, on pages and in sentences; never a name, and never an id."""
    closed = IncidentClosed(at=MONDAY_MORNING, by=GONE, reason="", left_open=())
    reader = Reader(directory=a_directory(), language=language, now=MONDAY_MORNING)

    told = sentence(closed, an_incident(), mention, _moment, str, language)

    assert words == reader.name(GONE)
    assert words in told
    assert GONE not in told
    assert GONE not in mention(GONE)


def _moment(at: datetime) -> str:
    return at.isoformat()


DIRECTORY = """\
schema: 1
company: Petite
default_language: en
announcements: crisis
administrators: [U0CLAIRE]
units: {shop: {title: {en: Shop, fr: Boutique}, country: FR}}
contacts:
  - {user: U0CLAIRE, name: Claire Petit, email: c@petite.example, telephone: "+33 1 99 00 10 01",
     language: en, zone: UTC, roles: [press]}
ladders:
  press: {title: {en: Press, fr: Presse}, rungs: [{roles: [press]}]}
  unit: {title: {en: Unit, fr: Unité}, rungs: [{roles: [press]}]}
"""


def retention(tmp_path: Path, *typed: str, times: str = "retention: {imported: 365d}") -> int:
    """Type `crisis retention …` in a company that keeps things for so long."""
    file = tmp_path / "directory.yaml"
    file.write_text(DIRECTORY + times + "\n", "utf-8")
    return crisis(tmp_path, *typed, CRISIS_DIRECTORY=str(file))


def test_d3_an_operator_sees_first_what_would_be_deleted(tmp_path: Path, capsys: Streams) -> None:
    """Then it is; the log says that it was in its time, and one that is kept for a claim stays."""
    bring(tmp_path, as_json(ROW, NAMING))
    capsys.readouterr()

    assert 0 == retention(tmp_path, "retention", "--dry-run")
    said = capsys.readouterr().out
    assert "INC-2024-0001, brought along, closed on 2024-03-05\n" in said
    assert "A dry run: 2 incidents and 0 reports would be deleted." in said
    assert 2 == len(titles(tmp_path))

    assert 2 == crisis(tmp_path, "incidents", "keep", "inc-2024-0001")
    assert "say why it is kept" in capsys.readouterr().err
    assert 0 == crisis(tmp_path, "incidents", "keep", "inc-2024-0001", "--reason", "claim")
    assert 0 == retention(tmp_path, "retention")
    said = capsys.readouterr().out
    assert "INC-2024-0001, brought along, closed on 2024-03-05: stays, under a legal hold" in said
    assert "Deleted: 1 incident and 0 reports." in said
    assert 1 == len(titles(tmp_path))

    assert 0 == crisis(tmp_path, "audit", "verify")
    assert "1 incident was deleted because its time was over." in capsys.readouterr().out
    assert 0 == crisis(tmp_path, "incidents", "let-go", "INC-2024-0001")
    assert 0 == retention(tmp_path, "retention")
    assert set() == titles(tmp_path)


def test_d3_without_a_time_nothing_is_deleted(tmp_path: Path, capsys: Streams) -> None:
    """And how to set one is said."""
    bring(tmp_path, as_json(ROW))
    capsys.readouterr()

    assert 0 == retention(tmp_path, "retention", times="")
    assert "No time is set: everything is kept." in capsys.readouterr().out
    assert 1 == len(titles(tmp_path))


def test_d3_minutes_are_not_months(tmp_path: Path, capsys: Streams) -> None:
    """A slip of a letter deletes nothing: the file is refused, at its line."""
    bring(tmp_path, as_json(ROW))
    capsys.readouterr()

    assert 2 == retention(tmp_path, "retention", times="retention: {imported: 5m}")
    assert "directory.yaml:13:23: " in capsys.readouterr().err
    assert 1 == len(titles(tmp_path))


def test_a1_a_role_that_nobody_knows_is_refused_in_the_file(tmp_path: Path, capsys: Streams) -> None:
    """A slip would leave closing to nobody."""
    assert 2 == retention(tmp_path, "retention", times="rights: {close: [pres]}")
    assert "directory.yaml:13:18: " in capsys.readouterr().err


def test_d2_nobody_is_erased_from_what_a_court_may_ask_for(tmp_path: Path, capsys: Streams) -> None:
    """It is named, and how to go on."""
    bring(tmp_path, as_json(NAMING))
    crisis(tmp_path, "incidents", "keep", "INC-2024-0001", "--reason", "claim")
    capsys.readouterr()

    assert 1 == crisis(tmp_path, "people", "erase", "--name", "Zoé Martin")
    assert "It is under a legal hold" in capsys.readouterr().out
    assert any("Zoé" in title for title in titles(tmp_path))


def test_d3_the_worker_deletes_by_itself_what_the_directory_says(tmp_path: Path, capsys: Streams) -> None:
    """What the bot is wired to: with a time it goes, without one it stays."""
    bring(tmp_path, as_json(ROW))
    file = tmp_path / "directory.yaml"
    for times, left in (("", 1), ("retention: {imported: 365d}\n", 0)):
        file.write_text(DIRECTORY + times, "utf-8")
        environ = {
            "CRISIS_DATABASE_URL": f"sqlite:///{tmp_path}/crisis.db",
            "CRISIS_LOG_KEY": KEY,
            "CRISIS_DIRECTORY": str(file),
        }
        bot = build(read_settings(environ), SystemClock())
        try:
            bot.worker.round.keep()
        finally:
            bot.database.close()
        assert left == len(titles(tmp_path))


def test_what_stays_is_told_in_whole_sentences(tmp_path: Path, capsys: Streams) -> None:
    """Of one entry as of several, in each language; and what is typed in Slack is quoted without Slack's marks."""
    bring(tmp_path, as_json(ROW | {"title": "Zoé Martin’s laptop"}))
    crisis(tmp_path, "incidents", "keep", "INC-2024-0001", "--reason", "claim of March")
    capsys.readouterr()

    assert 1 == crisis(tmp_path, "people", "erase", "--name", "Zoé Martin", "--dry-run")
    assert 1 == crisis(tmp_path, "people", "erase", "--name", "Zoé Martin", "--dry-run", CRISIS_LANGUAGE="fr")
    assert 2 == crisis(tmp_path, "incidents", "keep", "INC-2024-0009", "--reason", "claim of March")

    told = capsys.readouterr()
    assert "INC-2024-0001: nothing is erased from 1 entry. It is under a legal hold" in told.out
    assert "INC-2024-0001 : rien n’est effacé de 1 entrée. Il est conservé pour la justice" in told.out
    assert "/crisis list shows the open ones" in told.err
    assert "`" not in told.err


@pytest.mark.parametrize(
    "typed",
    [
        ("people", "erase", "U0CLAIRE"),
        ("incidents", "keep", "INC-2026-0001", "--reason", "claim"),
        ("backup", "copy.db"),
        ("pause",),
    ],
)
def test_no_database_is_made_to_take_something_out_of(
    tmp_path: Path, capsys: Streams, typed: tuple[str, ...]
) -> None:
    """Whoever mistypes the address is told so, and no empty file is left in the place of what was meant."""
    assert 2 == crisis(tmp_path, *typed)

    assert "check CRISIS_DATABASE_URL" in capsys.readouterr().err
    assert not (tmp_path / "crisis.db").exists()
