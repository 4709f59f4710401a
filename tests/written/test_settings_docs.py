"""docs/operating.md names every setting and every key of the directory."""

from pathlib import Path

import pytest

from config.directory import ContactText, DirectoryText, LadderText, RungText, UnitText
from config.settings import SETTINGS, Setting
from playbooks.routing import STANDARD_OBJECTIVES, STANDARD_ROLES

PAGE = Path(__file__).parents[2] / "docs" / "operating.md"


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_a_setting_is_documented(setting: Setting) -> None:
    """Its name, purpose, unit, default and example stand in one line, as the program tells them."""
    unit = setting.unit.en if setting.unit else "–"
    line = (
        f"| `{setting.name}` | {setting.purpose.en} | {unit} | {setting.default.en} | `{setting.example}` |"
    )

    assert line in PAGE.read_text("utf-8").splitlines()


def test_the_directory_is_documented() -> None:
    """Each key of the directory's file, each standard role and objective stands in the page."""
    text = PAGE.read_text("utf-8")
    parts = (DirectoryText, UnitText, ContactText, LadderText, RungText)
    keys = {field.alias or name for part in parts for name, field in part.model_fields.items()}

    assert [] == sorted(
        key for key in {*keys, *STANDARD_ROLES, *STANDARD_OBJECTIVES} if f"`{key}`" not in text
    )
