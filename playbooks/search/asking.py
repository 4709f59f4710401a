"""What somebody looks for: the words with their weight, the phrases in quotation marks, and what narrows it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import combinations
from typing import Final, TypeAlias

from playbooks.commands import IncidentId
from playbooks.playbook import Language, PlaybookId, PlaybookKind, Severity, UnitId, UserId
from playbooks.search.glossary import meanings
from playbooks.search.near import errors, errors_mended, may_be
from playbooks.search.words import Word, stems, words

MOST_WORDS: Final = 24  # of a question that are looked for, the rarest
AS_ASKED: Final = 1.0
MENDED: Final = 0.75  # a word that nobody wrote, taken for one that differs by one letter
MENDED_TWICE: Final = 0.55
SAME_MEANING: Final = 0.45
MOST_MENDED: Final = 4  # known words that one typing error may stand for
RAREST: Final = 5  # words that incidents are chosen by
AMONG: Final = 3  # of these, each two
_QUOTED: Final = re.compile(r"\"([^\"]{1,200})\"|«([^»]{1,200})»|“([^”]{1,200})”")
_ELISION: Final = re.compile(r"^(?:qu|[ldjmnstc])(?=[aeiouyh])")


# Any of some ways to be chosen; each is some groups of stems, of each of which an incident has at least one.
Choice: TypeAlias = tuple[tuple[frozenset[str], ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """Which incidents may be found. `reader` sees restricted ones where they have a part; None sees none."""

    reader: UserId | None = None
    kind: PlaybookKind | None = None
    unit: UnitId | None = None
    country: str | None = None
    severity: Severity | None = None
    cause: str | None = None
    playbook: PlaybookId | None = None
    language: Language | None = None
    since: datetime | None = None  # opened then or later
    until: datetime | None = None  # opened before
    drills: bool = False
    but: IncidentId | None = None  # an incident is not similar to itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One word that is looked for: by which stems, with which weight each, and how many incidents have it."""

    folded: str
    weights: Mapping[str, float]
    documents: int = 0

    @property
    def surest(self) -> frozenset[str]:
        """Give the stems that it is chosen by: its own, or those it was mended to."""
        best = max(self.weights.values())
        own = frozenset(stem for stem, weight in self.weights.items() if weight == best)
        return own or frozenset(self.weights)

    @property
    def every(self) -> frozenset[str]:
        """Give all of its stems, those of the same meaning among them."""
        return frozenset(self.weights)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as it was typed, understood."""

    terms: tuple[Term, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()  # folded words that must stand one after the other


def question(text: str) -> Question:
    """Understand what was typed, without knowing yet which words are known."""
    phrases = tuple(
        tuple(word.folded for word in words(next(filter(None, found.groups()))))
        for found in _QUOTED.finditer(text)
    )
    telling = {word.folded: word for word in words(text) if not word.weightless}
    terms = tuple(_term(word) for word in telling.values())
    return Question(terms=terms, phrases=tuple(phrase for phrase in phrases if phrase))


def _term(word: Word) -> Term:
    own = word.stems
    weights = {
        other: SAME_MEANING for stem in own for other in meanings().get(stem, frozenset())
    } | dict.fromkeys(own, AS_ASKED)
    return Term(folded=word.folded, weights=weights)


def weighed(asked: Question, known: Mapping[str, int]) -> Question:
    """Note how many incidents have each word, and keep the rarest where there are too many words."""
    terms = [_counted(term, known) for term in asked.terms]
    if len(terms) > MOST_WORDS:
        rare = sorted(terms, key=lambda term: (not term.documents, term.documents))[:MOST_WORDS]
        terms = [term for term in terms if term in rare]
    return replace(asked, terms=tuple(terms))


def _counted(term: Term, known: Mapping[str, int]) -> Term:
    own = max((known.get(stem, 0) for stem in term.surest), default=0)
    same = max((known.get(stem, 0) for stem in term.every), default=0)
    if own or not same:
        return replace(term, documents=own)
    # Nobody wrote it, but somebody what means the same: it is no typing error.
    return replace(term, documents=same, weights=dict.fromkeys(term.every, SAME_MEANING))


def guesses(term: Term) -> tuple[str, ...]:
    """Give what an unknown word may be, but for typing errors: without an elided article before it, or its two halves."""
    bared = _ELISION.sub("", term.folded)
    halves = (
        half for cut in range(3, len(term.folded) - 2) for half in (term.folded[:cut], term.folded[cut:])
    )
    return tuple(dict.fromkeys(((bared,) if bared != term.folded and len(bared) > 2 else ()) + tuple(halves)))


def mended(term: Term, near: Mapping[str, int], known: Mapping[str, int]) -> Term:
    """Take a word that nobody wrote for those that it may be a typing error of; as it was where there are none."""
    bared = _ELISION.sub("", term.folded)
    if bared != term.folded and any(known.get(stem) for stem in stems(bared)):
        return _taken_for(term, dict.fromkeys(stems(bared), MENDED), known)
    found: dict[str, float] = {}
    most = errors_mended(term.folded)
    apart = {stem: errors(term.folded, stem, most) for stem in near if may_be(term.folded, stem, most)}
    likeliest = sorted((n, -near[stem], stem) for stem, n in apart.items() if 0 < n <= most)
    for n, _, stem in likeliest[:MOST_MENDED]:
        if n == likeliest[0][0]:
            found |= dict.fromkeys(stems(stem), MENDED if n == 1 else MENDED_TWICE)
    return _taken_for(term, found or _longer(term, near) or _in_two(term, known), known)


def _longer(term: Term, near: Mapping[str, int]) -> dict[str, float]:
    """Take a word for the longer ones that begin with it: “hameçon” for “hameçonnage”."""
    longer = sorted((-number, stem) for stem, number in near.items() if stem.startswith(term.folded))
    return dict.fromkeys((form for _, stem in longer[:MOST_MENDED] for form in stems(stem)), MENDED_TWICE)


def _in_two(term: Term, known: Mapping[str, int]) -> dict[str, float]:
    """Take “cyberattaque” for its two halves where each of them is known."""
    for cut in range(len(term.folded) - 3, 2, -1):
        halves = (term.folded[:cut], term.folded[cut:])
        if all(any(known.get(stem) for stem in stems(half)) for half in halves):
            return dict.fromkeys((stem for half in halves for stem in stems(half)), MENDED_TWICE)
    return {}


def _taken_for(term: Term, found: Mapping[str, float], known: Mapping[str, int]) -> Term:
    if not found:
        return term
    same = {other: SAME_MEANING * MENDED for stem in found for other in meanings().get(stem, frozenset())}
    weights = same | dict(term.weights) | dict(found)
    own = stems(term.folded)
    weights |= {stem: min(found.values()) for stem in own if stem not in found}
    documents = max((known.get(stem, 0) for stem in found), default=1)
    return replace(term, weights=weights, documents=max(documents, 1))


def choices(asked: Question) -> Iterator[Choice]:
    """
    Give what to choose incidents by, the most telling first.

    All of the rarest words together; all but any one of them; two of the rarest; then each alone, and what means the same.
    """
    rare = sorted(asked.terms, key=lambda term: (term.documents, term.folded))[:RAREST]
    given = [term for term in rare if term.documents] or rare
    sure = [term.surest for term in given]
    if len(sure) > 1:
        yield (tuple(sure),)
    if len(sure) > AMONG:
        yield tuple(combinations(sure, len(sure) - 1))
    if len(sure) > 2:
        yield from ((pair,) for pair in combinations(sure[:AMONG], 2))
    yield from (((group,),) for group in sure)
    yield from (((term.every,),) for term in rare if term.every != term.surest)
