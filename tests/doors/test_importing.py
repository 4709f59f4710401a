"""What an operator types to take a playbook over, and what comes back."""

import json
import os
from pathlib import Path

import pytest

from bot.cli import main
from tests.rules.test_mattermost import EXPORT

Streams = pytest.CaptureFixture[str]


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A file as Mattermost gives it, under a name that is free here."""
    file = tmp_path / "export.json"
    file.write_text(json.dumps({**EXPORT, "title": "Log-in is down"}), "utf-8")
    return file


def take_over(export: Path, *more: str, **environ: str) -> int:
    """Type `crisis playbooks import ...`."""
    return main(
        ["playbooks", "import", str(export), "--output", str(export.parent / "drafts"), *more], environ
    )


def test_a_draft_is_written_and_checked(export: Path, capsys: Streams) -> None:
    """At its place, named in the first line; the check that a person would run finds no mistake in it."""
    code = take_over(export)
    told = capsys.readouterr().out.splitlines()
    document = export.parent / "drafts/crisis/log-in-is-down/v1.yaml"

    assert (0, f"Draft written: {document}") == (code, told[0])
    assert 0 == main(["playbooks", "check", str(document)], {})
    assert "finds no mistake" in told[-1]


def test_the_report_is_in_the_operators_language(export: Path, capsys: Streams) -> None:
    """Each kind of thing that stays behind, with what to do instead, and which steps are meant."""
    take_over(export, "--language", "en", CRISIS_LANGUAGE="fr")

    told = capsys.readouterr().out
    assert "Ce qui n’a pas d’équivalent ici :" in told
    assert "- Commandes « / » des étapes : rien ne s’exécute tout seul ici." in told
    assert "    Open a bridge" in told.splitlines()


def test_nothing_is_written_over(export: Path, capsys: Streams) -> None:
    """Somebody has already worked on the draft: a second import leaves it alone and says what to choose."""
    take_over(export)
    document = export.parent / "drafts/crisis/log-in-is-down/v1.yaml"
    document.write_text("translated", "utf-8")
    code = take_over(export)

    assert (1, "translated") == (code, document.read_text("utf-8"))
    assert "is there already: nothing was written" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("data-breach", "There is a playbook data-breach already"),
        ("../../etc", "cannot be an id"),
        ("Data Breach", "cannot be an id"),
        ("a" * 41, "cannot be an id"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused(export: Path, name: str, told: str, capsys: Streams) -> None:
    """A playbook that is there keeps its name, and a name never leads out of the folder."""
    code = take_over(export, "--id", name)

    assert 1 == code
    assert told in capsys.readouterr().out
    assert [export] == list(export.parent.iterdir())


def test_what_is_no_export_is_told(tmp_path: Path, capsys: Streams) -> None:
    """Another file, or a pipe that nobody writes to: words, at once, and no traceback."""
    pipe, other = tmp_path / "pipe", tmp_path / "notes.md"
    os.mkfifo(pipe)
    other.write_text("# Notes")

    assert [1, 1] == [take_over(path) for path in (pipe, other)]
    assert 2 == capsys.readouterr().out.count("is no playbook exported from Mattermost")


def test_a_file_that_is_not_there_is_told(tmp_path: Path, capsys: Streams) -> None:
    """The path, and what is wrong with it."""
    assert 1 == take_over(tmp_path / "nowhere.json")
    assert "nowhere.json" in capsys.readouterr().err
