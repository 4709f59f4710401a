"""docs/operating.md names every setting."""

from pathlib import Path

import pytest

from config.setting import Setting
from config.settings import SETTINGS

PAGE = Path(__file__).parents[2] / "docs" / "operating.md"


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_a_setting_is_documented(setting: Setting) -> None:
    """Its name, purpose, unit, default and example stand in one line, as the program tells them."""
    unit = setting.unit.en if setting.unit else "–"
    line = (
        f"| `{setting.name}` | {setting.purpose.en} | {unit} | {setting.default.en} | `{setting.example}` |"
    )

    assert line in PAGE.read_text("utf-8").splitlines()
