"""`crisis replies evaluate`: what a company learns of its own messages."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main

Streams = pytest.CaptureFixture[str]
SURE = {
    "text": "Il y a un incendie dans votre usine, des blessés graves, les pompiers arrivent",
    "playbook": "C4",
}


def evaluate(file: Path, *options: str, **environ: str) -> int:
    """Type the command; give the exit code."""
    return main(("replies", "evaluate", str(file), *options), environ)


def labelled(folder: Path, *messages: dict[str, Any], name: str = "ours.jsonl") -> Path:
    """Write a file of messages."""
    file = folder / name
    file.write_text("".join(json.dumps(message) + "\n" for message in messages), "utf-8")
    return file


def test_the_shares_come_as_json(tmp_path: Path, capsys: Streams) -> None:
    """Fractions of one, under the names that a script expects, and nothing else on the way out."""
    file = labelled(
        tmp_path, SURE | {"triage": "handover", "lang": "fr"}, SURE | {"playbook": "R2", "lang": "en"}
    )

    assert 0 == evaluate(file, "--json")

    told = json.loads(capsys.readouterr().out)
    assert {"n": 2, "top1": 0.5, "triage": 1.0, "language": 0.5}.items() <= told.items()
    assert {"n", "top1", "top3", "triage", "language"} == set(told)


def test_what_was_not_right_is_listed(tmp_path: Path, capsys: Streams) -> None:
    """Each with what somebody said and what was suggested instead; a right one is not listed."""
    file = labelled(
        tmp_path, SURE, SURE | {"text": "fire, casualties at the plant", "triage": "silent", "lang": "fr"}
    )

    assert 0 == evaluate(file)

    told = capsys.readouterr().out
    assert "Messages: 2." in told
    assert "100.0%  right playbook among the first three" in told
    assert "  0.0%  right triage" in told
    assert "triage silent, suggested handover · language fr, found en" in told
    assert "incendie" not in told


def test_it_is_told_in_french(tmp_path: Path, capsys: Streams) -> None:
    """Figures with a comma, and a mistake in the file too."""
    assert 0 == evaluate(labelled(tmp_path, SURE), CRISIS_LANGUAGE="fr")
    told = capsys.readouterr().out
    assert "non jugé  bon choix de réponse" in told
    assert "100,0\N{NO-BREAK SPACE}%  bonne fiche parmi les trois premières" in told

    assert 2 == evaluate(labelled(tmp_path, {"text": "x", "playbook": "R9"}), CRISIS_LANGUAGE="fr")
    assert "ours.jsonl:1:1: « R9 » n’est pas une fiche" in capsys.readouterr().err


def test_a_companys_own_examples_are_learned_too(tmp_path: Path, capsys: Streams) -> None:
    """What the company has labelled counts beside what comes with the product."""
    unheard = {"text": "zwirbel quabbel", "playbook": "C9", "triage": "handover", "lang": "en"}
    own = labelled(tmp_path, unheard, unheard, name="own.jsonl")
    file = labelled(tmp_path, unheard | {"text": "zwirbel!"})

    evaluate(file, "--json")
    before = json.loads(capsys.readouterr().out)
    evaluate(file, "--json", "--examples", str(own))
    after = json.loads(capsys.readouterr().out)

    assert 0.0 == before["top1"]
    assert 1.0 == after["top1"]


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"", "no message"), (b"\n\n", "no message"), (b"\xff\xfe", "not UTF-8"), (b"{}", "text is missing")],
)
def test_a_file_that_cannot_be_used_says_why(
    content: bytes, told: str, tmp_path: Path, capsys: Streams
) -> None:
    """It is refused before anything is judged."""
    file = tmp_path / "x.jsonl"
    file.write_bytes(content)

    assert 2 == evaluate(file)

    streams = capsys.readouterr()
    assert told in streams.err
    assert "" == streams.out


def test_a_file_that_is_not_there_says_so(tmp_path: Path, capsys: Streams) -> None:
    """The path is named."""
    assert 1 == evaluate(tmp_path / "nowhere.jsonl")

    assert "nowhere.jsonl" in capsys.readouterr().err
