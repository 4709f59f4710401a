"""The file of the tools that report: read again with the others, kept as it was where it is wrong, seen by the doctor."""

from pathlib import Path

import pytest

from bot.doctor import examine
from bot.files import CompanyFiles
from bot.wiring import build
from config.settings import Settings, read_settings
from config.sources import UnreadableSources
from playbooks.playbook import Language
from tests.fakes.clock import MovableClock

SOURCE = """\
schema: 1
sources:
  - id: {name}
    title: {{en: Our tool, fr: Notre outil}}
    kind: message
    secret: CARE_TOOL_SECRET
    signature: {{header: X-Signature}}
    fields: {{id: /id, text: /text}}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with one tool."""
    path = tmp_path / "sources.yaml"
    path.write_text(SOURCE.format(name="care-tool"), "utf-8")
    return path


@pytest.fixture
def settings(file: Path, migrated_sqlite: Path, tmp_path: Path) -> Settings:
    """A house that reads it."""
    return read_settings(
        {
            "CRISIS_SOURCES": str(file),
            "CARE_TOOL_SECRET": "a-secret-of-some-length",
            "CRISIS_DATABASE_URL": f"sqlite:///{migrated_sqlite}",
            "CRISIS_PACK_FOLDER": str(tmp_path / "pack"),
            "SLACK_BOT_TOKEN": "xoxb-a",
            "SLACK_SIGNING_SECRET": "s" * 32,
            "CRISIS_LOG_KEY": "k" * 44,
        }
    )


def test_a_tool_that_is_added_is_known_after_a_reload(settings: Settings, file: Path) -> None:
    """Without a start; one that is taken out is a stranger from then on."""
    files = CompanyFiles(settings)
    bot = build(settings, MovableClock(), files=files)
    tools = files.tools
    assert tools is not None
    assert ["care-tool"] == list(tools.sources())

    file.write_text(SOURCE.format(name="mail-gateway"), "utf-8")
    assert ["care-tool"] == list(tools.sources())
    assert () == bot.reload()
    assert ["mail-gateway"] == list(tools.sources())


def test_a_file_that_is_wrong_leaves_the_last_good_one(settings: Settings, file: Path) -> None:
    """The mistake is told with its line; mended, it counts."""
    files = CompanyFiles(settings)
    bot = build(settings, MovableClock(), files=files)
    tools = files.tools
    assert tools is not None
    file.write_text(SOURCE.format(name="mail-gateway").replace("kind: message", "kind: letter"), "utf-8")

    (mistake, *_) = bot.reload()
    assert ("sources.yaml", 5) == (mistake.file, mistake.line)
    assert ["care-tool"] == list(tools.sources())

    file.unlink()
    (gone,) = bot.reload()
    assert "cannot be opened" in gone.line_for(Language.EN)
    assert ["care-tool"] == list(tools.sources())

    file.write_text(SOURCE.format(name="mail-gateway"), "utf-8")
    assert () == bot.reload()
    assert ["mail-gateway"] == list(tools.sources())


def test_a_file_that_is_wrong_at_the_start_stops_it(settings: Settings, file: Path) -> None:
    """Nobody finds out later that no customer was ever reported."""
    file.write_text("sources: 7", "utf-8")
    with pytest.raises(UnreadableSources):
        build(settings, MovableClock())


def told(settings: Settings, language: Language = Language.EN) -> list[str]:
    """What the doctor says of tools and examples."""
    lines: list[str] = []
    examine(settings, language, lines.append)
    names = ("Tools that report", "Labelled messages", "Outils qui signalent", "Messages étiquetés")
    return [line for line in lines if any(name in line for name in names)]


def test_the_doctor_names_the_tools_or_what_is_wrong(file: Path) -> None:
    """Before a start, in the operator's language, and without their secrets."""
    settings = read_settings({"CRISIS_SOURCES": str(file), "CARE_TOOL_SECRET": "a-secret-of-some-length"})
    assert any("may report: care-tool" in line for line in told(settings))
    file.write_text(SOURCE.format(name="care-tool").replace("CARE_TOOL_SECRET", "OTHER_SECRET"), "utf-8")
    (line,) = [line for line in told(settings, Language.FR) if "✗" in line]
    assert "sources.yaml:6" in line
    assert "OTHER_SECRET" in line
    assert "/crise recharger" in line
    file.unlink()
    assert any("✗" in line and "no such file" in line for line in told(settings))


def test_the_doctor_reads_the_companys_examples(tmp_path: Path) -> None:
    """How many there are, or which line is wrong."""
    path = tmp_path / "mine.jsonl"
    path.write_text('{"text": "Where is my train?", "playbook": "R1", "triage": "private", "lang": "en"}\n')
    known = read_settings({"CRISIS_EXAMPLES": str(path)})
    assert any("1 labelled messages" in line for line in told(known))
    path.write_text('{"text": "Where?", "playbook": "R99"}\n')
    assert any("✗" in line and "mine.jsonl:1" in line for line in told(known))
