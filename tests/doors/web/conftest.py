"""A scene for each test of the web doors."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.doors.web.scene import Scene, a_scene


@pytest.fixture
def web_database(migrated_sqlite: Path) -> str:
    """A fresh database. SQLite alone: the doors cannot tell, and the memory's own tests run on both."""
    return f"sqlite:///{migrated_sqlite}"


@pytest.fixture
def scene(web_database: str) -> Iterator[Scene]:
    """A company with the web doors open to its operator."""
    with a_scene(web_database) as made:
        yield made
