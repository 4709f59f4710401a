"""What an operator types to bring past incidents along, and what comes back."""

import json
from pathlib import Path

import pytest

from bot.cli import main
from playbooks.ports import Wanted
from storage.engine import connect
from storage.transaction import SqlMemory
from tests.fakes.ids import CountingIds

Streams = pytest.CaptureFixture[str]
KEY = "a-key-of-these-tests-long-enough-to-be-one"
ROW = {
    "id": "OLD-1",
    "lang": "fr",
    "playbook": "C2",
    "unit": "Meridian Rail France",
    "country": "fr",
    "severity": "1",
    "cause": "phishing",
    "title": "Fuite du fichier clients",
    "summary": "Un salarié a donné son mot de passe.",
    "lesson": "Prévenir les clients le jour même.",
    "opened": "2024-03-05",
}


def bring(tmp_path: Path, text: str, *more: str, name: str = "past.jsonl", **environ: str) -> int:
    """Type `crisis incidents import ...`."""
    file = tmp_path / name
    file.write_bytes(text.encode("utf-8"))
    places = {"CRISIS_DATABASE_URL": f"sqlite:///{tmp_path}/crisis.db", "CRISIS_LOG_KEY": KEY}
    return main(["incidents", "import", str(file), *more], {**places, **environ})


def as_json(*rows: dict[str, str]) -> str:
    """The file of some incidents."""
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def memory(tmp_path: Path) -> SqlMemory:
    """The memory that was written to."""
    return SqlMemory(connect(f"sqlite:///{tmp_path}/crisis.db"), CountingIds(), (KEY.encode(),))


def test_an_incident_is_brought_along_and_is_over(tmp_path: Path, capsys: Streams) -> None:
    """On its own day, with what was learned; nothing is due, nothing is owed, and the log's chain holds."""
    assert 0 == bring(tmp_path, as_json(ROW))

    assert "Brought along: 1 incident; 0 were here already." in capsys.readouterr().out
    with memory(tmp_path).reading() as look:
        (line,) = look.lines(Wanted(reader=None, state=None))
        incident = look.incident(line.id)
        assert incident is not None
        assert ("INC-2024-0001", "closed", "rail-fr", "FR", "sev1") == (
            *(line.ref, line.state, line.unit, incident.country, line.severity),
        )
        assert incident.brought is not None
        assert ("OLD-1", "phishing", "Prévenir les clients le jour même.") == (
            *(incident.brought.external, incident.brought.cause, incident.brought.lesson),
        )
        assert ((), ()) == (look.dues(line.id), look.deliveries(line.id))
    environ = {"CRISIS_DATABASE_URL": f"sqlite:///{tmp_path}/crisis.db", "CRISIS_LOG_KEY": KEY}
    assert 0 == main(["audit", "verify"], environ)


def test_the_same_file_again_changes_nothing(tmp_path: Path, capsys: Streams) -> None:
    """What is here by its id is not kept twice, and no reference is used up."""
    bring(tmp_path, as_json(ROW))
    capsys.readouterr()

    assert 0 == bring(tmp_path, as_json(ROW, {**ROW, "id": "OLD-2"}))

    assert "Brought along: 1 incident; 1 were here already." in capsys.readouterr().out
    with memory(tmp_path).reading() as look:
        refs = [line.ref for line in look.lines(Wanted(reader=None, state=None))]
    assert ["INC-2024-0001", "INC-2024-0002"] == sorted(refs)


def test_a_long_file_tells_how_far_it_is(
    tmp_path: Path, capsys: Streams, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that nobody takes a minute of silence for a standstill."""
    monkeypatch.setattr("bot.bringing.TOLD_EACH", 2)

    assert 0 == bring(tmp_path, as_json(*({**ROW, "id": f"OLD-{n}"} for n in range(5))))

    said = capsys.readouterr().out.splitlines()
    assert ["… 2 of 5", "… 4 of 5"] == [line for line in said if line.startswith("…")]


def test_a_dry_run_tells_every_bad_row_and_keeps_nothing(tmp_path: Path, capsys: Streams) -> None:
    """Each by its line, with what to write instead."""
    bad = (
        {**ROW, "id": ""},
        {**ROW, "id": "OLD-3", "playbook": "data-breech"},
        {**ROW, "id": "OLD-4", "opened": "05/03/2024"},
        {**ROW, "id": "OLD-5", "opened": "2124-03-05"},
        {**ROW, "id": "OLD-6", "title": "", "summary": "", "cause": ""},
        ROW,
    )

    assert 1 == bring(tmp_path, as_json(ROW, *bad) + "\nno json", "--dry-run")

    told = capsys.readouterr().out.splitlines()
    assert [2, 3, 4, 5, 6, 7, 8] == [int(line.split(":")[1]) for line in told if "jsonl:" in line]
    assert "“data-breech” is no playbook of this library, write “data-breach”" in told[1]
    assert "“05/03/2024” is no day that exists, write it as 2026-01-31" in told[2]
    assert "is the id of line 1 already" in told[5]
    assert "A dry run: 1 incident would be brought along, 0 are here already. Nothing was kept." in told
    assert not (tmp_path / "crisis.db").exists()


def test_the_good_rows_of_a_bad_file_are_kept(tmp_path: Path, capsys: Streams) -> None:
    """The bad ones are told and left out; the exit code says that something is left to do."""
    assert 1 == bring(tmp_path, as_json(ROW, {**ROW, "id": ""}))

    told = capsys.readouterr().out
    assert "Brought along: 1 incident" in told
    assert "1 row cannot be used and was left out" in told


def test_what_is_harmless_is_taken_and_told(tmp_path: Path, capsys: Streams) -> None:
    """An unknown unit keeps its name; without a playbook the words speak; what is not read is named."""
    row = {**ROW, "unit": "Logistics North", "playbook": "", "severity": "huge", "lang": "de", "team": "x"}

    assert 0 == bring(tmp_path, as_json(row), "--dry-run", CRISIS_LANGUAGE="fr")

    told = capsys.readouterr().out
    assert "« Logistics North » n’est pas une unité de l’annuaire ; le nom est gardé tel quel" in told
    assert "aucune fiche n’est nommée ; ses mots parlent de data-breach" in told
    assert "celle de la fiche est prise, sev1" in told
    assert "non lu : team" in told


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_spreadsheet_is_read(tmp_path: Path, capsys: Streams, separator: str) -> None:
    """With any of the usual separators, line breaks within quotation marks, and Windows' own letters."""
    header = separator.join(ROW)
    fields = [f'"{value}"' if " " in value else value for value in ROW.values()]
    row = separator.join(fields).replace("salarié a", "salarié\na")
    text = f"{header}\n{row}\n{row.replace('OLD-1', 'OLD-2').replace('2024-03-05', 'hier')}\n"
    (tmp_path / "past.csv").write_bytes(text.encode("cp1252"))

    environ = {"CRISIS_DATABASE_URL": f"sqlite:///{tmp_path}/crisis.db", "CRISIS_LOG_KEY": KEY}
    assert 1 == main(["incidents", "import", str(tmp_path / "past.csv")], environ)

    told = capsys.readouterr().out
    assert "past.csv:4:1: “hier” is no day that exists" in told
    with memory(tmp_path).reading() as look:
        (line,) = look.lines(Wanted(reader=None, state=None))
    assert "Fuite du fichier clients" == line.title


def test_nothing_is_signed_without_the_key(tmp_path: Path, capsys: Streams) -> None:
    """The log would be broken for the bot that has it."""
    assert 2 == bring(tmp_path, as_json(ROW), CRISIS_LOG_KEY="")

    assert "CRISIS_LOG_KEY is missing" in capsys.readouterr().err
