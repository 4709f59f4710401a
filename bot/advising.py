"""Knows which playbook suits a message, some time after the start: learning it takes seconds of a whole processor."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

import structlog

from config.examples import built_in_examples, load_labelled
from playbooks.matching import CODES, Advice, Labelled, Matcher, as_labelled, learned
from playbooks.mistakes import Unreadable
from playbooks.shelf import Shelf

log = structlog.get_logger(__name__)

BREATH_SECONDS: Final = 0.05  # between two portions that are learned: whoever asks for an answer comes first


@dataclass(slots=True, kw_only=True)
class Adviser:
    """Advises on messages once it has learned how; `own` is the file of the company's labelled messages."""

    shelf: Callable[[], Shelf]
    own: Path | None = None
    _stopping: threading.Event = field(default_factory=threading.Event)
    _matcher: Matcher | None = None

    def advise(self, text: str) -> Advice | None:
        """Suggest what to do with a message; None: nothing was learned yet, or there is nothing to go by."""
        return None if self._matcher is None or not text.strip() else self._matcher.advise(text)

    def learn(self, rest: Callable[[], object] | None = None) -> None:
        """Learn from the messages that come with the product, the company's, and what its playbooks say of themselves."""
        rest = partial(self._stopping.wait, BREATH_SECONDS) if rest is None else rest
        spoken_of = as_labelled(self.shelf().latest())
        self.go_by(learned((*built_in_examples(CODES.values()), *self._own(), *spoken_of), rest))
        log.info("learned_to_suggest")

    def go_by(self, matcher: Matcher) -> None:
        """Advise from now on by what was learned."""
        self._matcher = matcher

    def stop(self) -> None:
        """Stop resting: the process ends."""
        self._stopping.set()

    def _own(self) -> tuple[Labelled, ...]:
        if self.own is None:
            return ()
        try:
            return load_labelled(self.own, {playbook.id for playbook in self.shelf().playbooks})
        except (Unreadable, OSError) as exc:
            # A mistake in the company's own examples must not take away what the product knows without them.
            log.error("examples_not_read", file=str(self.own), why=str(exc))  # noqa: TRY400 - it says enough.
            return ()
