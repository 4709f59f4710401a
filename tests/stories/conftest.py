"""The stage on which stories are told: the whole product before a practice workspace as strict as Slack."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot.files import CompanyFiles
from bot.stage import Stage, with_database
from config.settings import read_settings

API_TOKEN = "an-api-token-of-some-length"


@pytest.fixture(scope="session", autouse=True)
def plain_logs() -> None:
    """Facts go where pytest catches them, one line each."""
    structlog.configure(
        processors=[structlog.processors.format_exc_info, structlog.processors.JSONRenderer()],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


@pytest.fixture(scope="session")
def company_files() -> CompanyFiles:
    """The example company's directory and the built-in playbooks, read once."""
    return CompanyFiles(read_settings({}))


@pytest.fixture
def stage(migrated_database_url: str, journal: Path, company_files: CompanyFiles) -> Iterator[Stage]:
    """The product, its workspace and a clock that only moves when told to; every call to Slack is kept for CI."""
    settings = with_database(read_settings({"CRISIS_API_TOKEN": API_TOKEN}), migrated_database_url)
    with Stage(settings, files=company_files) as standing:
        yield standing
        standing.workspace.write_journal(journal)
