"""The company's own files: its directory and its playbooks, read at the start and again when asked."""

from dataclasses import dataclass
from typing import Final

import structlog

from bot.reporting_tools import ReportingTools
from bot.trouble import unopened
from config.directory import load_directory
from config.playbook_files import built_in_digests, load_playbooks
from config.settings import Settings
from playbooks.files import Found
from playbooks.mistakes import Mistake, Unreadable
from playbooks.playbook import Language
from playbooks.routing import Directory
from playbooks.shelf import Shelf

log = structlog.get_logger(__name__)

TOLD: Final = 20  # mistakes written to the log at once


class CompanyFiles:
    """
    What the files said when they were last readable.

    At the start a broken playbook is left out and the others serve; a broken directory stops the start (raises
    Unreadable). When they are read again, any mistake keeps the whole last good set: half a change is no change.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.tools: ReportingTools | None = None  # that report to us; read again with the rest
        directory = load_directory(settings.directory)
        self._good = _Good(
            directory=directory, shelf=load_playbooks(settings.playbooks, directory.vocabulary)
        )
        tell("playbooks_left_out", self._good.shelf.mistakes)

    def directory(self) -> Directory:
        """Give the company's directory."""
        return self._good.directory

    def shelf(self) -> Shelf:
        """Give the playbooks at hand."""
        return self._good.shelf

    def built_in(self) -> frozenset[str]:
        """Give the digests of the documents that come with the product."""
        return built_in_digests()

    def read(self) -> Found:
        """Read everything again; nothing that is at hand changes."""
        try:
            directory = load_directory(self._settings.directory)
        except Unreadable as exc:
            return Found(directory=None, shelf=Shelf(playbooks=()), mistakes=exc.mistakes)
        except OSError as exc:
            return Found(directory=None, shelf=Shelf(playbooks=()), mistakes=(unopened(exc),))
        return Found(
            directory=directory,
            shelf=load_playbooks(self._settings.playbooks, directory.vocabulary),
            mistakes=() if self.tools is None else self.tools.read(),
        )

    def keep(self, directory: Directory, shelf: Shelf) -> None:
        """Have these at hand from now on: both at once, so that nobody meets the one without the other."""
        self._good = _Good(directory=directory, shelf=shelf)
        if self.tools is not None:
            self.tools.keep()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Good:
    """A directory and the playbooks that were checked against it."""

    directory: Directory
    shelf: Shelf


def tell(event: str, mistakes: tuple[Mistake, ...]) -> None:
    """Write mistakes to the program's log."""
    if mistakes:
        log.warning(event, mistakes=[mistake.line_for(Language.EN) for mistake in mistakes[:TOLD]])
