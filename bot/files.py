"""The company's own files: its directory and its playbooks, read at the start and again when asked."""

import threading
from typing import Final

import structlog

from config.directory import load_directory
from config.playbook_files import load_playbooks
from config.settings import Settings
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
        self._lock = threading.Lock()
        self._directory = load_directory(settings.directory)
        self._shelf = load_playbooks(settings.playbooks, self._directory.vocabulary)
        _tell("playbooks_left_out", self._shelf.mistakes)

    def directory(self) -> Directory:
        """Give the company's directory."""
        return self._directory

    def shelf(self) -> Shelf:
        """Give the playbooks at hand."""
        return self._shelf

    def reload(self) -> tuple[Mistake, ...]:
        """Read the files again; give the mistakes that kept the last good set in place, none if all is well."""
        with self._lock:
            try:
                directory = load_directory(self._settings.directory)
                shelf = load_playbooks(self._settings.playbooks, directory.vocabulary)
            except Unreadable as exc:
                mistakes = exc.mistakes
            except OSError as exc:
                log.warning("reload_refused", why=str(exc))
                return ()
            else:
                mistakes = shelf.mistakes
            if mistakes:
                _tell("reload_refused", mistakes)
            else:
                self._directory, self._shelf = directory, shelf
                log.info("files_reloaded", playbooks=len(shelf.playbooks))
            return mistakes


def _tell(event: str, mistakes: tuple[Mistake, ...]) -> None:
    if mistakes:
        log.warning(event, mistakes=[mistake.line_for(Language.EN) for mistake in mistakes[:TOLD]])
