"""Past incidents: what was like it, and what was learned. Databases choose; the order is made here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from playbooks.ports import Memory, Reading
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

ENOUGH: Final = 220  # incidents among which the best are looked for
OF_ONE_CHOICE: Final = 160
MOST_CHOICES: Final = 16
LONGEST_QUESTION: Final = 2000  # characters
SHOWN: Final = 5  # of what was found, in Slack
RECALLED: Final = 3  # of similar incidents
MOST_MENDED_WORDS: Final = 6  # of one question


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDesk:
    """Finds past incidents."""

    memory: Memory
    shelf: Callable[[], Shelf]

    def search(self, text: str, narrowed: Narrowed, limit: int = SHOWN) -> tuple[Hit, ...]:
        """Find incidents by words, "phrases" among them that must stand there just so; the best first."""
        asked = question(text[:LONGEST_QUESTION])
        if not asked.terms:
            return ()
        with self.memory.reading() as look:
            asked, known = understood(look, asked)
            found = _chosen(look, asked, narrowed)
        shelf = {playbook.id: playbook for playbook in self.shelf().latest()}
        return Ranking(asked, known.get(ALL_OF_THEM, 0)).best(found, shelf, limit)

    def similar(self, text: str, narrowed: Narrowed | None = None, limit: int = RECALLED) -> tuple[Hit, ...]:
        """Find what was like it before; exercises are no past."""
        # A quotation in what somebody tells is no order to find it word for word.
        told = text.translate(_NO_QUOTES)
        return self.search(told, replace(narrowed or Narrowed(), drills=False), limit)


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
    # A word is looked for by its beginning, and by the same with its second letter changed about or left out.
    beginnings = {word[:2], word[1] + word[0], word[0] + word[2]}
    return look.stems_near(beginnings, len(word) - most, len(word) + most)


def _chosen(look: Reading, asked: Question, narrowed: Narrowed) -> Iterable[Found]:
    found: dict[str, Found] = {}
    for number, groups in enumerate(choices(asked)):
        if len(found) >= ENOUGH or number == MOST_CHOICES:
            break
        sought = Sought(groups=groups, narrowed=narrowed, most=OF_ONE_CHOICE)
        found |= {one.entry.incident: one for one in look.entries(sought)}
    return found.values()
