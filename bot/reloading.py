"""Takes in the company's files, at the start and whenever somebody asks, and offers what is new to what runs."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, TypeAlias

import structlog

from bot.advising import Adviser
from bot.files import tell
from bot.ids import TimeOrderedIds
from bot.round import Round
from playbooks.commands import Asked
from playbooks.desk.library import LibraryDesk
from playbooks.errors import NotSaved
from playbooks.mistakes import Mistake

log = structlog.get_logger(__name__)

FOLLOWED_EVERY: Final = timedelta(seconds=2)  # one row is read
Spawn: TypeAlias = Callable[[Callable[[], object]], None]


def aside(work: Callable[[], object]) -> None:
    """Do something in a thread of its own: reading sixty playbooks takes longer than Slack waits for an answer."""
    threading.Thread(target=work, name="reload", daemon=True).start()


@dataclass(slots=True, kw_only=True)
class Reloading:
    """Reads the files, one thread at a time."""

    library: LibraryDesk
    round: Round
    spawn: Spawn = aside
    adviser: Adviser | None = None
    after: Callable[[], object] = lambda: None  # what else is made anew once something was taken in
    fresh: Callable[[], str] = field(
        default_factory=lambda: TimeOrderedIds().fresh
    )  # names each time for the others
    _stopping: threading.Event = field(default_factory=threading.Event, repr=False)
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

    def follow_others(self) -> None:
        """Look every few seconds, in a thread of its own, whether another process has read its files again."""
        threading.Thread(target=self._follow_on, name="following", daemon=True).start()

    def learn(self) -> None:
        """Learn beside everything else which playbook suits a message."""
        if self.adviser is not None:
            self.spawn(self.adviser.learn)

    def stop(self) -> None:
        """Look no more."""
        self._stopping.set()
        if self.adviser is not None:
            self.adviser.stop()

    def _follow_on(self) -> None:
        while not self._stopping.wait(FOLLOWED_EVERY.total_seconds()):
            try:
                self.follow()
            except NotSaved as exc:
                log.warning("files_not_followed", why=str(exc))
            except Exception:
                # What other processes have read must not keep this one from looking again.
                log.exception("files_not_followed")

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
        except Exception:
            # In a thread of its own it would be told to nobody.
            log.exception("reload_failed")
