"""The prepared answers as a spreadsheet: out, and in again as drafts; whatever a spreadsheet, or somebody, made of it."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.sheets import Taken, export, take_in
from config.directory import load_directory
from config.playbook_files import load_playbooks
from config.settings import Settings, read_settings
from config.sheets import read_sheet
from playbooks.playbook import Language, MessageId, Words
from playbooks.sheet import COLUMNS, plain, safe
from tests.fakes.clock import MovableClock

Rows = list[dict[str, str]]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A company with a folder of its own for playbooks, and no database yet."""
    (tmp_path / "own").mkdir()
    return read_settings(
        {"CRISIS_PLAYBOOKS": str(tmp_path / "own"), "CRISIS_DATABASE_URL": f"sqlite:///{tmp_path}/none.db"}
    )


def exported(settings: Settings, only: str | None = None) -> str:
    """What the export prints."""
    told: list[str] = []
    assert 0 == export(settings, only, MovableClock(), told.append)
    return "\n".join(told)


def rows_of(text: str) -> Rows:
    """Its lines."""
    return list(csv.DictReader(io.StringIO(text)))


def written(rows: Rows, path: Path, *, delimiter: str = ",", mark: str = "") -> Path:
    """A sheet as somebody saved it."""
    out = io.StringIO()
    sheet = csv.DictWriter(out, rows[0].keys(), delimiter=delimiter)
    sheet.writeheader()
    sheet.writerows(rows)
    path.write_text(mark + out.getvalue(), "utf-8")
    return path


def imported(
    settings: Settings, path: Path, *, language: Language = Language.EN, dry_run: bool = False
) -> tuple[int, list[str]]:
    """What the import gives and tells."""
    told: list[str] = []
    taken = Taken(file=str(path), dry_run=dry_run)
    return take_in(settings, taken, language, told.append), told


def change(name: str, **cells: str) -> Callable[[Rows], None]:
    """Change cells of one answer."""

    def changed(rows: Rows) -> None:
        (row,) = [row for row in rows if row["message"] == name]
        row.update(cells)

    return changed


def test_what_went_out_comes_in_again_unchanged(settings: Settings, tmp_path: Path) -> None:
    """Also saved with semicolons and a mark at its beginning, as spreadsheets do."""
    text = exported(settings)
    assert list(COLUMNS) == text.splitlines()[0].split(",")
    path = tmp_path / "out.csv"
    path.write_text(text, "utf-8")
    assert (0, ["Nothing changes."]) == imported(settings, path)
    again = written(rows_of(text), tmp_path / "semicolons.csv", delimiter=";", mark="\ufeff")
    assert (0, ["Rien ne change."]) == imported(settings, again, language=Language.FR)


def test_a_changed_line_becomes_a_draft_of_the_next_version(settings: Settings, tmp_path: Path) -> None:
    """The released one stays; the draft says what was changed, is without a mistake, and counts once it is released."""
    rows = rows_of(exported(settings))
    change(
        "reminder", text_en="Please keep to {{lien}}. {{signature}}", owner="care", valid_until="2027-01-31"
    )(rows)
    change("reminder", text_fr="Merci de respecter {{lien}}. {{signature}}")(rows)
    path = written(rows, tmp_path / "in.csv")

    code, told = imported(settings, path, dry_run=True)
    assert (0, "Dry run: nothing was written.") == (code, told[-1])
    assert any("hostile/reminder changes: text_en, text_fr, owner, valid_until" in line for line in told)
    assert [] == list((tmp_path / "own").rglob("*.yaml"))

    code, told = imported(settings, path)
    draft = tmp_path / "own/reply/hostile/v3.yaml"
    assert (0, True) == (code, draft.is_file())
    assert "# Released" not in draft.read_text("utf-8")
    shelf = load_playbooks(settings.playbooks, load_directory(None).vocabulary)
    assert () == shelf.mistakes
    taken = shelf.find("hostile")
    assert taken is not None
    message = taken.message(MessageId("reminder"))
    assert message is not None
    assert (3, "care", "2027-01-31") == (taken.version, message.owner, str(message.valid_until))
    assert message.body == Words(
        en="Please keep to {{lien}}. {{signature}}", fr="Merci de respecter {{lien}}. {{signature}}"
    )
    assert 2 == len(message.alternatives)


def test_a_draft_that_is_there_is_never_written_over(settings: Settings, tmp_path: Path) -> None:
    """The company's own work may stand in it."""
    rows = rows_of(exported(settings))
    change("reminder", owner="care")(rows)
    path = written(rows, tmp_path / "in.csv")
    place = tmp_path / "elsewhere/reply/hostile/v3.yaml"
    place.parent.mkdir(parents=True)
    place.write_text("mine", "utf-8")
    told: list[str] = []
    taken = Taken(file=str(path), into=str(tmp_path / "elsewhere"))
    assert 1 == take_in(settings, taken, Language.EN, told.append)
    assert "is there already" in told[-1]
    assert "mine" == place.read_text("utf-8")


def test_a_column_that_is_not_there_takes_nothing_away(settings: Settings, tmp_path: Path) -> None:
    """Somebody keeps the English of an answer and of its first other wording, and deletes the rest of the sheet."""
    (row,) = [row for row in rows_of(exported(settings)) if row["message"] == "reminder"]
    kept = {name: row[name] for name in ("playbook", "message", "text_en", "other_1_en")}
    path = written([{**kept, "text_en": "Please keep to {{lien}}. {{signature}}"}], tmp_path / "in.csv")

    assert 0 == imported(settings, path)[0]
    taken = load_playbooks(settings.playbooks, load_directory(None).vocabulary).find("hostile")
    message = None if taken is None else taken.message(MessageId("reminder"))
    assert message is not None
    assert Words(en="Please keep to {{lien}}. {{signature}}", fr=row["text_fr"]) == message.body
    others = tuple(Words(en=row[f"other_{n}_en"], fr=row[f"other_{n}_fr"]) for n in (1, 2))
    assert others == message.alternatives


def test_a_new_line_is_a_new_answer(settings: Settings, tmp_path: Path) -> None:
    """With all that a message needs."""
    rows = rows_of(exported(settings))
    fresh = dict.fromkeys(rows[0], "") | {
        "playbook": "hostile",
        "message": "thanks",
        "strategy": "inform",
        "lane": "amber",
        "approvers": "comms",
        "networks": "x",
        "text_en": "Thank you. {{signature}}",
        "text_fr": "Merci. {{signature}}",
    }
    code, told = imported(settings, written([*rows, fresh], tmp_path / "in.csv"))
    assert 0 == code
    assert any("hostile/thanks is new" in line for line in told)
    text = (tmp_path / "own/reply/hostile/v3.yaml").read_text("utf-8")
    assert "  thanks:" in text


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (change("reminder", playbook="hostil"), "there is no reply playbook “hostil”"),
        (change("reminder", text_fr="Merci. {{signature}}"), "the other language has {{lien}}"),
        (change("reminder", owner="nobody"), "there is no “nobody” to refer to"),
        (change("reminder", lane="purple"), "lane"),
        (change("reminder", valid_until="31/12/2026"), "valid_until"),
        (change("reminder", text_en="{{ 9**9 }}", text_fr="{{ 9**9 }}"), "is not a blank"),
    ],
)
def test_a_line_that_is_wrong_stops_everything(
    settings: Settings, tmp_path: Path, spoil: Callable[[Rows], None], says: str
) -> None:
    """It is told where, and nothing is written, not even of the others."""
    rows = rows_of(exported(settings))
    change("correction", owner="care")(rows)
    spoil(rows)
    code, told = imported(settings, written(rows, tmp_path / "in.csv"))
    assert 1 == code
    assert any(says in line for line in told), told
    assert "Nothing was written" in told[-1]
    assert [] == list((tmp_path / "own").rglob("*.yaml"))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "lacks the column"),
        (b"playbook,message,colour\n", "there is no column"),
        (b"playbook,message,message\n", "stands here twice"),
        (b"playbook,message\nhostile\n", "1 cells where the first line has 2"),
        (b'playbook,message\n"hostile,x\n', "is not closed"),
        (b"playbook,message\nhostile,\xff\n", "not UTF-8"),
        (b"playbook,message\nhostile,\0\n", "not UTF-8"),
        (b"\xff\xfep\0l\0", "not UTF-8"),
        (b"playbook,message,text_en\nhostile,x,one\nhostile,x ,two\n", "hostile/x stands on line 2 already"),
        (b"a," * 100 + b"\n", "more than 60 columns"),
        (b"playbook,message\n" + b"x,y\n" * 5001, "the rest is not read"),
        (b"playbook,message\n" + b"x\n" * 5001, "the rest is not read"),
        (b"x" * (4 * 1024 * 1024 + 1), "larger than 4 MB"),
    ],
)
def test_b2_a_hostile_file_is_refused_in_words(content: bytes, says: str) -> None:
    """With its line."""
    found = read_sheet(content, "in.csv")
    assert any(says in mistake.line_for(Language.EN) for mistake in found.mistakes), found.mistakes
    assert all(mistake.line_for(Language.FR).startswith("in.csv:") for mistake in found.mistakes)


@given(some.binary(max_size=300) | some.text(max_size=300).map(str.encode))
def test_nothing_breaks_the_reader(content: bytes) -> None:
    """Lines or mistakes, whatever the file is."""
    found = read_sheet(b"playbook,message,text_en\n" + content, "in.csv")
    assert all(set(row) == {"playbook", "message", "text_en"} for _, row in found.rows)


@pytest.mark.parametrize(
    "text", ["=HYPERLINK(1)", "+1", "-1+1", "@SUM(1)", "\tx", "\rx", "'=x", "''=x", " =x"]
)
def test_i4_a_cell_that_a_spreadsheet_would_compute_is_made_plain(text: str) -> None:
    """And is itself again when it comes back."""
    assert safe(text).startswith("'")
    assert text == plain(safe(text))


@given(some.text(max_size=80))
def test_i4_every_cell_comes_back_as_it_was(text: str) -> None:
    """An apostrophe of one's own as well."""
    assert text == plain(safe(text))
    assert not safe(text).lstrip(" ").startswith(("=", "+", "-", "@"))


def test_only_one_playbook_is_printed_where_it_is_named(settings: Settings) -> None:
    """One that is not there prints the head alone, and says so by its code."""
    assert {"hostile"} == {row["playbook"] for row in rows_of(exported(settings, "hostile"))}
    told: list[str] = []
    assert 1 == export(settings, "nothing", MovableClock(), told.append)
