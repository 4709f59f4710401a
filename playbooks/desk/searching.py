"""Past incidents: what was like it, and what was learned. Databases choose; the order is made here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, Protocol, TypeVar

from playbooks.commands import IncidentId
from playbooks.ports import Memory, Reading
from playbooks.ports_lessons import LessonsWanted
from playbooks.ports_search import ALL_OF_THEM, Sought
from playbooks.search import (
    Found,
    Hit,
    Narrowed,
    Question,
    Ranking,
    Term,
    choices,
    errors_mended,
    guesses,
    mended,
    question,
    stems,
    weighed,
)
from playbooks.shelf import Shelf

ENOUGH: Final = 120  # incidents among which the best are looked for
OF_ONE_CHOICE: Final = 100
MOST_CHOICES: Final = 14
LONGEST_QUESTION: Final = 2000  # characters
SHOWN: Final = 5  # of what was found, in Slack
RECALLED: Final = 3  # of similar incidents
STRONG: Final = (
    0.4  # from which on it is shown on the card: of 60 questions none reached it wrongly (record 0020)
)
FEWEST_WORDS: Final = 2  # that it has in common
LOOKED_AT: Final = 5
MOST_MENDED_WORDS: Final = 6  # of one question
LONG_ENOUGH: Final = 5  # letters of a word that longer ones may begin with
LONGER: Final = 6  # letters more


Done = TypeVar("Done")


class Spared(Protocol):
    """Does what can be done without; gives None where it fails, which is not hidden from the operator."""

    def __call__(self, work: Callable[[], Done], /) -> Done | None:
        """Do it."""
        ...


def as_it_is(work: Callable[[], Done], /) -> Done | None:
    """Do it, and let it fail."""
    return work()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDesk:
    """Finds past incidents."""

    memory: Memory
    shelf: Callable[[], Shelf]
    spared: Spared = as_it_is

    def search(self, text: str, narrowed: Narrowed, limit: int = SHOWN) -> tuple[Hit, ...]:
        """Find incidents by words, "phrases" among them that must stand there just so; the best first."""
        asked = question(text[:LONGEST_QUESTION])
        if not asked.terms:
            return ()
        with self.memory.reading() as look:
            asked, known = understood(look, asked)
            if narrowed.reader is None and not any(term.documents for term in asked.terms):
                return ()  # Only restricted ones could have such words.
            found = _chosen(look, asked, narrowed)
            shelf = {playbook.id: playbook for playbook in self.shelf().latest()}
            hits = Ranking(asked, known.get(ALL_OF_THEM, 0)).best(found, shelf, limit)
            return _with_lessons(look, hits, narrowed)

    def similar(self, text: str, narrowed: Narrowed | None = None, limit: int = RECALLED) -> tuple[Hit, ...]:
        """Find what was like it before; exercises are no past."""
        # A quotation in what somebody tells is no order to find it word for word.
        told = text.translate(_NO_QUOTES)
        return self.search(told, replace(narrowed or Narrowed(), drills=False), limit)

    def beside(self, text: str) -> tuple[Hit, ...]:
        """Find what was like it before, for the form that opens an incident: which opens also where this fails."""
        return self.spared(lambda: self.similar(text)) or ()

    def recall(self, title: str) -> Hit | None:
        """
        Find the past incident that somebody who opens one must know of; None: nothing was enough like it.

        Nor is any found where this fails: the crisis is opened all the same.
        """
        return self.spared(lambda: self._recalled(title))

    def _recalled(self, title: str) -> Hit | None:
        strong = [
            hit
            for hit in self.similar(title, limit=LOOKED_AT)
            if hit.score >= STRONG and len(hit.matched) >= FEWEST_WORDS and not hit.entry.is_open
        ]
        learned = (hit for hit in strong if hit.entry.texts.lesson)
        return next(learned, None) or next(iter(strong), None)


def _with_lessons(look: Reading, hits: tuple[Hit, ...], narrowed: Narrowed) -> tuple[Hit, ...]:
    """Say of each which of its lessons still wait for something."""
    of = tuple(hit.entry.incident for hit in hits)
    wanted = LessonsWanted(reader=narrowed.reader, left_to_do=True, incidents=of)
    waiting: dict[IncidentId, list[str]] = {}
    for line in look.lessons(wanted) if of else ():
        waiting.setdefault(line.incident, []).append(line.action.text)
    return tuple(replace(hit, waiting=tuple(waiting.get(hit.entry.incident, ()))) for hit in hits)


_NO_QUOTES: Final = str.maketrans(dict.fromkeys('"«»“”', " "))


def understood(look: Reading, asked: Question) -> tuple[Question, Mapping[str, int]]:
    """Note how rare each word is, and take those that nobody wrote for those that they are typing errors of."""
    every = {stem for term in asked.terms for stem in term.every}
    known = look.stems({ALL_OF_THEM, *every})
    asked = weighed(asked, known)
    unknown = [term for term in asked.terms if not term.documents][:MOST_MENDED_WORDS]
    if not unknown:
        return asked, known
    halves = {stem for term in unknown for guess in guesses(term) for stem in stems(guess)}
    known = {**known, **look.stems(halves - known.keys())}
    meant = {term.folded: mended(term, _near(look, term), known) for term in unknown}
    terms = tuple(meant.get(term.folded, term) for term in asked.terms)
    return replace(asked, terms=terms), known


def _near(look: Reading, term: Term) -> Mapping[str, int]:
    word, most = term.folded, errors_mended(term.folded)
    if not most:
        return {}
    # Whoever types in a hurry gets the first letter right, or changes it about with the second.
    beginnings = {word[0], word[1] + word[0]}
    near = look.stems_near(beginnings, len(word) - most, len(word) + most)
    if len(word) < LONG_ENOUGH:
        return near
    return {**near, **look.stems_near({word}, len(word) + 1, len(word) + LONGER)}


def _chosen(look: Reading, asked: Question, narrowed: Narrowed) -> Iterable[Found]:
    sought = Sought(
        choices=tuple(islice(choices(asked), MOST_CHOICES)),
        narrowed=narrowed,
        most=OF_ONE_CHOICE,
        enough=ENOUGH,
    )
    return look.entries(sought)
