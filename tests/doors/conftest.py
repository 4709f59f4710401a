"""
A stage for the Slack doors: the product before a practice workspace, on one small database.

And a scene for the web doors: the pages and the API on a desk of their own.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.stage import Stage, with_database
from config.settings import read_settings
from tests.doors.web_scene import Scene, a_scene


@pytest.fixture
def stage(migrated_sqlite: Path, tmp_path: Path, journal: Path) -> Iterator[Stage]:
    """The product and its workspace; what the doors do does not hang on the database, so there is one."""
    file = tmp_path / "doors.db"
    shutil.copyfile(migrated_sqlite, file)
    with Stage(with_database(read_settings({}), f"sqlite:///{file}")) as standing:
        yield standing
        standing.workspace.write_journal(journal)


@pytest.fixture
def web_database(migrated_sqlite: Path, tmp_path: Path) -> str:
    """The URL of a fresh database for the web doors."""
    file = tmp_path / "web.db"
    shutil.copyfile(migrated_sqlite, file)
    return f"sqlite:///{file}"


@pytest.fixture
def scene(web_database: str) -> Iterator[Scene]:
    """A company with the web doors open to its operator."""
    with a_scene(web_database) as made:
        yield made
