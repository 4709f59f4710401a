"""Takes in the company's files, at the start and whenever somebody asks, and offers what is new to what runs."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

import structlog

from bot.files import tell
from bot.round import Round
from playbooks.commands import Asked
from playbooks.desk.library import LibraryDesk
from playbooks.errors import NotSaved
from playbooks.mistakes import Mistake

log = structlog.get_logger(__name__)

Spawn: TypeAlias = Callable[[Callable[[], object]], None]


def aside(work: Callable[[], object]) -> None:
    """Do something in a thread of its own: reading sixty playbooks takes longer than Slack waits for an answer."""
    threading.Thread(target=work, name="reload", daemon=True).start()


@dataclass(slots=True, kw_only=True)
class Reloading:
    """Reads the files, one thread at a time."""

    library: LibraryDesk
    round: Round
    fresh: Callable[[], str]  # names each time for the processes beside this one
    spawn: Spawn = aside
    after: Callable[[], object] = lambda: None  # what else is made anew once something was taken in
    _taken_in: str | None = None  # the last time that this process knows of
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def begin(self) -> None:
        """Compare the files with what was released, and offer newer versions to what runs. A memory away stops nothing."""
        with self._turn:
            try:
                self._taken_in = self.library.last_reading()
                self.library.begin()
            except NotSaved as exc:
                log.error("library_not_compared", why=str(exc))  # noqa: TRY400 - the reason says it all.
                return
        self.round.offer()
        self.round.watch()

    def __call__(self, asked: Asked | None = None) -> tuple[Mistake, ...]:
        """Read the files again; give the mistakes that kept the last good set in place."""
        with self._turn:
            self._taken_in = reading = self.fresh()
            mistakes = self.library.reload(asked, reading=reading)
        return self._outcome(mistakes)

    def follow(self) -> bool:
        """Read the files again if somebody had another process read its own since; whether that was so. Raises NotSaved."""
        with self._turn:
            latest = self.library.last_reading()
            if latest in {None, self._taken_in}:
                return False
            self._taken_in = latest
            mistakes = self.library.reload()
        self._outcome(mistakes)
        return True

    def _outcome(self, mistakes: tuple[Mistake, ...]) -> tuple[Mistake, ...]:
        if mistakes:
            tell("reload_refused", mistakes)
        else:
            log.info("files_reloaded", playbooks=len(self.library.files.shelf().playbooks))
            self.round.offer()
            self.round.watch()
            self.after()
        return mistakes

    def soon(self, asked: Asked) -> None:
        """Read the files again without keeping anybody waiting; who asked is told the outcome."""
        self.spawn(lambda: self._guarded(asked))

    def _guarded(self, asked: Asked) -> None:
        try:
            self(asked)
        except NotSaved as exc:
            log.error("reload_failed", why=str(exc))  # noqa: TRY400 - as above.
