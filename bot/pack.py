"""The offline pack: everything needed when Slack itself has failed, in one printable file per language."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import structlog

from bot.private_files import make_private_folder, write_private
from config.directory import load_directory
from config.playbook_files import load_playbooks
from config.settings import Settings
from handlers.web import printing
from handlers.web.drawing.reader import Reader
from playbooks.playbook import Language
from playbooks.ports import Clock
from playbooks.routing import Directory
from playbooks.shelf import Shelf

log = structlog.get_logger(__name__)

EVERY: Final = timedelta(days=1)  # the pack's own first page says so

Tell = Callable[[str], None]
Source = tuple[Shelf, Directory]


def file_of(folder: Path, language: Language) -> Path:
    """Name the file of a language."""
    return folder / f"crisis-pack.{language.value}.html"


def drawn(source: Source, language: Language, now: datetime) -> str:
    """Draw the pack of the newest versions, as it is at this moment."""
    shelf, directory = source
    return printing.pack(shelf.latest(), Reader(language=language, directory=directory, now=now))


@dataclass(slots=True, kw_only=True)
class PackKeeper:
    """Keeps the files fresh: made at the start, after the company's files have changed, and each day."""

    folder: Path
    shelf: Callable[[], Shelf]
    directory: Callable[[], Directory]
    clock: Clock
    _made: datetime | None = None
    _source: Source | None = None
    _trouble: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def look(self) -> bool:
        """Make the pack anew if it is due; whether it was made. A folder that cannot be written is told once."""
        with self._lock:
            now, source = self.clock.now(), (self.shelf(), self.directory())
            if not self._due(now, source):
                return False
            try:
                self._write(now, source)
            except OSError as exc:
                self._tell(str(exc))
                return False
            self._made, self._source, self._trouble = now, source, ""
            log.info("pack_made", folder=str(self.folder), playbooks=len(source[0].latest()))
            return True

    def _due(self, now: datetime, source: Source) -> bool:
        before = self._source
        if self._made is None or before is None or now - self._made >= EVERY:
            return True
        changed = before[0] is not source[0] or before[1] is not source[1]
        return changed or not all(file_of(self.folder, language).is_file() for language in Language)

    def _write(self, now: datetime, source: Source) -> None:
        make_private_folder(self.folder)
        for language in Language:
            write_private(file_of(self.folder, language), drawn(source, language, now), now)

    def _tell(self, trouble: str) -> None:
        if trouble != self._trouble:
            log.warning("pack_not_made", why=trouble)
        self._trouble = trouble


def make(settings: Settings, clock: Clock, language: Language | None, output: str | None, tell: Tell) -> int:
    """
    Make the pack in one language, to a file or to be read at once; give 0.

    Raises UnreadableDirectory, OSError. A playbook that cannot be read is left out, as the product leaves it out.
    """
    directory = load_directory(settings.directory)
    shelf = load_playbooks(settings.playbooks, directory.vocabulary)
    spoken = language or settings.language or directory.default_language
    text = drawn((shelf, directory), spoken, clock.now())
    if output is None:
        tell(text)
    else:
        write_private(Path(output), text)
    return 0
