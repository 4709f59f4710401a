"""The library of prepared answers, looked through by what somebody types."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from playbooks.playbook import Message, MessageId, Playbook, PlaybookId, PlaybookKind
from playbooks.shelf import Shelf, folded

STEM: Final = 5  # letters by which a word is known again in another form: refund, refunded
COUNTED_FOR: Final = timedelta(days=90)  # what went out before tells nothing of the words as they are
SHORTEST: Final = 3  # letters of a word that is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A prepared answer, and the playbook that it belongs to."""

    playbook: Playbook
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """How often a prepared answer went out lately, how often it was edited before, and the customer wrote again."""

    playbook: PlaybookId
    message: MessageId
    times: int
    edited: int
    again: int


Uses = Mapping[tuple[PlaybookId, MessageId], Use]


def by_answer(uses: Iterable[Use]) -> Uses:
    """Find uses by the prepared answer."""
    return {(use.playbook, use.message): use for use in uses}


def library(shelf: Shelf) -> tuple[Template, ...]:
    """List every prepared answer to customers, by playbook in the order of the shelf."""
    replies = shelf.latest(PlaybookKind.REPLY)
    return tuple(Template(playbook=p, message=m) for p in replies for m in p.messages)


def find(shelf: Shelf, words: str) -> tuple[Template, ...]:
    """
    Find prepared answers by words of either language, the best first; no words: all of them.

    Found by the answer's own words, its name, and what its playbook says of itself. An answer counts as far as the words
    that were typed are found in it, wherever they stand.
    """
    wanted = _stems(words)
    if not wanted:
        return library(shelf)
    scored = [(len(wanted & _spoken(one)), one) for one in library(shelf)]
    best = max((score for score, _ in scored), default=0)
    kept = [pair for pair in scored if best and pair[0] * 2 >= best]
    return tuple(one for _, one in sorted(kept, key=lambda pair: -pair[0]))


def _spoken(one: Template) -> frozenset[str]:
    playbook, message = one.playbook, one.message
    keywords = (*playbook.keywords.en, *playbook.keywords.fr)
    said = (*message.bodies, playbook.title, *((message.intent,) if message.intent else ()))
    texts = (message.id, *(words.en for words in said), *(words.fr for words in said), *keywords)
    return _stems(" ".join(texts))


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:STEM] for word in folded(text) if len(word) >= SHORTEST)
