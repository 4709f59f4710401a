"""A stage for the Slack doors: the product before a practice workspace, on one small database."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.stage import Stage, with_database
from config.settings import read_settings


@pytest.fixture
def stage(migrated_sqlite: Path, tmp_path: Path, journal: Path) -> Iterator[Stage]:
    """The product and its workspace; what the doors do does not hang on the database, so there is one."""
    file = tmp_path / "doors.db"
    shutil.copyfile(migrated_sqlite, file)
    with Stage(with_database(read_settings({}), f"sqlite:///{file}")) as standing:
        yield standing
        standing.workspace.write_journal(journal)
