"""
Which incidents answer a question best: BM25F over their fields, with more for words that stand together.

The same on every database: they only choose, and this alone decides on the order.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import Final

from playbooks.playbook import Playbook, PlaybookId
from playbooks.search.asking import AS_ASKED, Question, Term
from playbooks.search.entry import Entry, Found, fields
from playbooks.search.words import stems, words

WEIGHTS: Final = (2.6, 3.0, 0.9, 1.5, 0.6)  # of title, cause, lesson, summary and what was said
USUAL: Final = (8.0, 3.0, 14.0, 24.0, 30.0)  # words of each
EVEN: Final = (0.3, 0.2, 0.6, 0.6, 0.7)  # how far a longer text counts for less
OF_PLAYBOOK: Final = 0.35  # weight of a word that its playbook is known by
SATURATION: Final = 1.2
TOGETHER: Final = 0.12  # of two words' weight, where they stand together as they were asked
EXACT: Final = 0.06  # more where a word is found as it was typed, not only its stem
ONLY_TITLE: Final = 0.15  # more where the whole title was asked for
SHOWN_DIGITS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An incident that answers a question. `score`: what of the question it answers, about 1 for all of it."""

    entry: Entry
    score: float
    matched: tuple[str, ...]  # the words that it was found by, as they stand in it
    waiting: tuple[str, ...] = ()  # its lessons about which something is still to be done


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What one word of the question is worth where it is found."""

    number: int
    weight: float


class Ranking:
    """Ranks incidents for one question. `documents`: how many incidents there are."""

    def __init__(self, asked: Question, documents: int) -> None:
        self._asked = asked
        self._rarity = tuple(rarity(term, documents) for term in asked.terms)
        self._all = sum(self._rarity)
        by_stem: dict[str, list[_Wanted]] = {}
        for number, term in enumerate(asked.terms):
            for stem, weight in term.weights.items():
                by_stem.setdefault(stem, []).append(_Wanted(number=number, weight=weight))
        self._by_stem = by_stem

    def best(
        self, found: Iterable[Found], playbooks: Mapping[PlaybookId, Playbook], limit: int
    ) -> tuple[Hit, ...]:
        """Give the best of what was found, the best first, and the latest first of equals."""
        scored = [(self._score(one, playbooks.get(one.entry.playbook)), one.entry) for one in found]
        ranked = sorted(
            (pair for pair in scored if pair[0] > 0),
            key=lambda pair: (-pair[0], -pair[1].opened_at.timestamp(), pair[1].ref),
        )
        return tuple(
            Hit(entry=entry, score=round(score, SHOWN_DIGITS), matched=self.matched(entry))
            for score, entry in ranked[:limit]
        )

    def matched(self, entry: Entry) -> tuple[str, ...]:
        """Name the words of an incident that were asked for, as they stand in it, each once, the rarest first."""
        told: dict[str, tuple[float, str]] = {}
        for text in entry.texts:
            for word in words(text):
                worth = max((self._worth(stem) for stem in word.stems), default=0.0)
                if worth > 0 and not word.weightless and word.folded not in told:
                    told[word.folded] = (worth, word.written)
        return tuple(written for _, written in sorted(told.values(), key=lambda pair: -pair[0]))

    def _worth(self, stem: str) -> float:
        return max(
            (self._rarity[one.number] * one.weight for one in self._by_stem.get(stem, ())), default=0.0
        )

    def _score(self, found: Found, playbook: Playbook | None) -> float:
        by_field = fields(found.kept)
        if not all(any(_stands(phrase, field) for field in by_field) for phrase in self._asked.phrases):
            return 0.0
        if not self._asked.terms:
            return 1.0 if self._asked.phrases else 0.0
        counted = [0.0] * len(self._asked.terms)
        exact = [False] * len(self._asked.terms)
        beside = 0.0
        for weight, usual, even, field in zip(WEIGHTS, USUAL, EVEN, by_field, strict=False):
            if field:
                share = weight / (1 - even + even * len(field) / usual)
                beside += self._count(field, share, counted, exact) * min(1.0, weight)
        if not any(counted):
            return 0.0
        known = frozenset[str]() if playbook is None else _known_by(playbook)
        total = sum(
            rare * self._saturated(n + self._of_playbook(term, known)) * (1 + EXACT * whole)
            for rare, n, term, whole in zip(self._rarity, counted, self._asked.terms, exact, strict=True)
        )
        return (total + TOGETHER * beside) / self._all * (1 + ONLY_TITLE * self._is_title(by_field[0]))

    def _count(
        self, field: Sequence[tuple[str, ...]], share: float, counted: list[float], exact: list[bool]
    ) -> float:
        """Count the words asked for in a field; give what those that stand together as they were asked are worth."""
        beside, before = 0.0, dict[int, float]()
        for forms in field:
            if forms[0].startswith("="):
                continue
            here: dict[int, float] = {}
            for place, stem in enumerate(forms):
                for one in self._by_stem.get(stem, ()):
                    if one.weight > here.get(one.number, 0.0):
                        here[one.number] = one.weight
                    exact[one.number] |= place == 0 and self._asked.terms[one.number].folded == stem
            for number, weight in here.items():
                counted[number] += share * weight
                if number - 1 in before:
                    both = min(weight, before[number - 1])
                    beside += both * (self._rarity[number] + self._rarity[number - 1])
            before = here
        return beside

    @staticmethod
    def _saturated(count: float) -> float:
        return count * (SATURATION + 1) / (SATURATION + count) / (SATURATION + 1)

    @staticmethod
    def _of_playbook(term: Term, known: frozenset[str]) -> float:
        return (
            OF_PLAYBOOK
            if known and any(stem in known for stem, weight in term.weights.items() if weight == AS_ASKED)
            else 0.0
        )

    def _is_title(self, title: Sequence[tuple[str, ...]]) -> bool:
        telling = [forms[0] for forms in title if not forms[0].startswith("=")]
        return bool(telling) and telling == [term.folded for term in self._asked.terms]


def rarity(term: Term, documents: int) -> float:
    """Say how much a word tells: the more, the fewer incidents have it."""
    n = min(term.documents, documents)
    return log(1 + (documents - n + 0.5) / (n + 0.5))


def _stands(phrase: tuple[str, ...], field: Sequence[tuple[str, ...]]) -> bool:
    folded = [forms[0].removeprefix("=") for forms in field]
    size = len(phrase)
    return any(tuple(folded[at : at + size]) == phrase for at in range(len(folded) - size + 1))


def _known_by(playbook: Playbook) -> frozenset[str]:
    known = playbook.keywords
    return _stems_in((playbook.title.en, playbook.title.fr, *known.en, *known.fr))


@lru_cache(maxsize=256)
def _stems_in(texts: tuple[str, ...]) -> frozenset[str]:
    telling = (word for text in texts for word in words(text) if not word.weightless)
    return frozenset(stem for word in telling for stem in stems(word.folded))
