"""Knows which playbook suits a message, some time after the start: learning it takes seconds of a whole processor."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from bot.breath import breathe
from config.examples import built_in_examples, load_labelled
from playbooks.matching import CODES, Advice, Labelled, as_labelled
from playbooks.mistakes import Unreadable
from playbooks.shelf import Shelf

if TYPE_CHECKING:
    from playbooks.matching.matcher import Matcher

log = structlog.get_logger(__name__)


class _Stopped(Exception):
    """The process ends: what is half learned is not needed."""


@dataclass(slots=True, kw_only=True)
class Adviser:
    """Advises on messages once it has learned how; `own` is the file of the company's labelled messages."""

    shelf: Callable[[], Shelf]
    own: Path | None = None
    pause: Callable[[float], object] | None = None  # between two portions; None: until told to stop
    busy: Callable[[], bool] = lambda: False  # whether somebody waits for an answer
    _stopping: threading.Event = field(default_factory=threading.Event)
    _matcher: "Matcher | None" = None

    def advise(self, text: str) -> Advice | None:
        """Suggest what to do with a message; None: nothing was learned yet, or no word of it is known."""
        if self._matcher is None:
            return None
        advice = self._matcher.advise(text)
        return advice if any(one.because for one in advice.suggestions) else None

    def learn(self) -> None:
        """Learn from the messages that come with the product, the company's, and what its playbooks say of themselves."""
        # numpy takes a tenth of a second to come in, which no other command is to wait for.
        from playbooks.matching.matcher import learned

        try:
            spoken_of = as_labelled(self.shelf().latest())
            self.go_by(learned((*built_in_examples(CODES.values()), *self._own(), *spoken_of), self._rest))
        except _Stopped:
            return
        except Exception:
            # Nobody waits for this thread's outcome: what goes wrong here is seen in the log or nowhere.
            log.exception("not_learned_to_suggest")
            return
        log.info("learned_to_suggest")

    def go_by(self, matcher: "Matcher") -> None:
        """Advise from now on by what was learned."""
        self._matcher = matcher

    def stop(self) -> None:
        """Learn no more: the process ends."""
        self._stopping.set()

    def _rest(self) -> None:
        breathe(self.pause or self._stopping.wait, self.busy)
        if self._stopping.is_set():
            raise _Stopped

    def _own(self) -> tuple[Labelled, ...]:
        if self.own is None:
            return ()
        try:
            return load_labelled(self.own, {playbook.id for playbook in self.shelf().playbooks})
        except (Unreadable, OSError) as exc:
            # A mistake in the company's own examples must not take away what the product knows without them.
            log.error("examples_not_read", file=str(self.own), why=str(exc))  # noqa: TRY400 - it says enough.
            return ()
