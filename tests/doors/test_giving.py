"""What an operator types to give an incident away and to take one over, and what comes back."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from playbooks.playbook import PlaybookId
from storage.engine import connect
from storage.schema import migrate
from storage.transaction import SqlMemory
from tests.fakes.ids import CountingIds
from tests.fakes.plans import a_playbook, an_opened_change
from tests.memory.conftest import remember

Streams = pytest.CaptureFixture[str]
KEY = "a-key-of-these-tests-long-enough-to-be-one"
THEIR_KEY = "the-key-of-another-installation-of-ours"
REF = "INC-2026-0001"


def types(database: Path, *words: str, **environ: str) -> int:
    """Type `crisis ...` on a database."""
    places = {"CRISIS_DATABASE_URL": f"sqlite:///{database}", "CRISIS_LOG_KEY": KEY}
    return main(list(words), {**places, **environ})


def used(file: Path, number: int, **changes: Any) -> Path:
    """A database with one incident of a playbook that the company has written itself."""
    database = connect(f"sqlite:///{file}")
    migrate(database)
    memory = SqlMemory(database, CountingIds(), (KEY.encode(),))
    remember(memory, an_opened_change(number, a_playbook(id=PlaybookId("strike")), **changes))
    database.close()
    return file


@pytest.fixture
def ours(migrated_sqlite: Path) -> Path:
    """A database with a restricted incident: whoever runs the machine may read it."""
    return used(migrated_sqlite, 1, restricted=True)


@pytest.fixture
def file(ours: Path, tmp_path: Path) -> Path:
    """The incident, exported."""
    made = tmp_path / "incident.json"
    assert 0 == types(ours, "incidents", "export", REF, "--out", str(made))
    return made


@pytest.mark.parametrize(
    ("ending", "begins"),
    [("json", '{\n "form"'), ("csv", "ref,title,seq,at,"), ("md", f"# {REF}"), ("html", "<!doctype")],
)
def test_an_export_is_a_file_of_its_owner(
    ours: Path, tmp_path: Path, ending: str, begins: str, capsys: Streams
) -> None:
    """Its form is told by its ending, or named; without a file it is printed."""
    made = tmp_path / f"incident.{ending}"
    form = {"md": "markdown"}.get(ending, ending)

    assert 0 == types(ours, "incidents", "export", REF.lower(), "--out", str(made))
    assert 0 == types(ours, "incidents", "export", REF, "--format", form)

    assert made.read_text().startswith(begins)
    assert 0o600 == stat.S_IMODE(made.stat().st_mode)
    assert capsys.readouterr().out.startswith(begins)


@pytest.mark.parametrize(("language", "words"), [("en", "Entries of the log"), ("fr", "Lignes du journal")])
def test_a_paper_is_in_the_language_asked_for(ours: Path, capsys: Streams, language: str, words: str) -> None:
    """Whatever the terminal speaks."""
    assert 0 == types(ours, "incidents", "export", REF, "--format", "html", "--language", language)

    assert words in capsys.readouterr().out


def test_an_incident_that_is_not_there_is_refused(ours: Path, tmp_path: Path, capsys: Streams) -> None:
    """With its name, in the operator's language; and where there is no database, that."""
    assert 1 == types(ours, "incidents", "export", "INC-2026-0099", CRISIS_LANGUAGE="fr")
    assert "INC-2026-0099" in (captured := capsys.readouterr()).err
    assert "" == captured.out

    assert 2 == types(tmp_path / "none.db", "incidents", "export", REF)
    assert "there is no database" in capsys.readouterr().err
    assert not (tmp_path / "none.db").exists()


def test_an_export_is_taken_over_once(file: Path, tmp_path: Path, capsys: Streams) -> None:
    """Into a database that is not even there yet, under another key; it verifies, and is found again."""
    theirs = tmp_path / "theirs.db"
    digest = json.loads(file.read_text())["digest"]

    assert 0 == types(theirs, "incidents", "import", str(file), "--dry-run", CRISIS_LOG_KEY=THEIR_KEY)
    assert f"A dry run: {REF} can be read, entries of its log: 2." in capsys.readouterr().out
    assert not theirs.exists()

    assert 0 == types(theirs, "incidents", "import", str(file), CRISIS_LOG_KEY=THEIR_KEY)
    assert f"Taken over: {REF}, with its whole log. The file’s digest is kept with it: {digest}" in (
        capsys.readouterr().out
    )
    assert 0 == types(theirs, "incidents", "import", str(file), CRISIS_LOG_KEY=THEIR_KEY)
    assert f"{REF} is here already" in capsys.readouterr().out

    assert 0 == types(theirs, "audit", "verify", CRISIS_LOG_KEY=THEIR_KEY)
    assert "3 rows of 1 incident verified" in capsys.readouterr().out


def test_a_reference_that_is_given_is_refused_with_the_reason(
    file: Path, tmp_path: Path, capsys: Streams
) -> None:
    """Nothing is renumbered: a reference stands in mails and in minutes."""
    theirs = used(tmp_path / "theirs.db", 2, ref=REF)

    assert 1 == types(theirs, "incidents", "import", str(file))

    assert f"{REF} is another incident here" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('"kind": "IncidentOpened"', '"kind": "IncidentClosed"', "its digest does not fit"),
        ('"version": 1,\n "digest"', '"version": 9,\n "digest"', "a later version of Crisis Desk"),
        ('"content"', '"contents"', "no whole export"),
    ],
)
def test_a_file_that_was_changed_is_refused(
    file: Path, tmp_path: Path, capsys: Streams, before: str, after: str, words: str
) -> None:
    """Nothing is made of it, not even a database."""
    file.write_text(file.read_text().replace(before, after))

    assert 2 == types(tmp_path / "theirs.db", "incidents", "import", str(file))

    assert words in capsys.readouterr().err
    assert not (tmp_path / "theirs.db").exists()
