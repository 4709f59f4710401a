"""Words that promise too much, and what somebody forgot to fill in."""

import re
from typing import Final

from playbooks.matching.signs import plain

BEFORE: Final = 30  # characters in which a “cannot” takes the promise out of a word

_PROMISES: Final = re.compile(
    r"\b(?:guarantee[ds]?|never again|we promise|i promise|promise you|100 ?%|without fail|will never happen|no risk at all"
    r"|garantir|garantis|garantissons|garantit|garanti|plus jamais|promets|promettons|promis|sans faute|a coup sur"
    r"|aucun risque|zero risque|zero risk)(?!\w)"
)
_NEGATED: Final = re.compile(
    r"\b(?:not|cannot|can't|won't|don't|never|pas|sans pouvoir|under|sous|impossible de)\s+(?:\w+\s+){0,2}$"
)
_WARRANTY: Final = re.compile(r"\s*(?:period|card|certificate|claim)\b")  # the guarantee of a product
_LEFTOVERS: Final = re.compile(
    r"\{\{[^{}]{0,40}\}{0,2}|\[(?:first name|name|prenom|nom|date|reference|ref|link|lien|signature)\]|\bx{3,}\b"
)


def promises(text: str, banned: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Name the words of a text that promise too much, in French and English; `banned` are the company's own, literally."""
    looked_at = plain(text)
    found = [
        match[0]
        for match in _PROMISES.finditer(looked_at)
        if not _NEGATED.search(looked_at[max(0, match.start() - BEFORE) : match.start()])
        and not _WARRANTY.match(looked_at, match.end())
    ]
    own = (word for word in banned if plain(word).strip() and plain(word).strip() in looked_at)
    return tuple(dict.fromkeys((*found, *own)))


def leftovers(text: str) -> tuple[str, ...]:
    """Name what stands for words that somebody forgot to fill in: {{blanks}}, [first name], XXX."""
    return tuple(dict.fromkeys(match[0] for match in _LEFTOVERS.finditer(plain(text))))
