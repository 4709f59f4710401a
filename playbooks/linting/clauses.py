"""The words around a place of a flattened text, within the same clause, and whether they deny it."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from playbooks.linting.listing import listed

_WORD: Final = re.compile(r"[^\W\d_]{1,40}(?:'t(?!\w)|')?|\d{1,20}")
_CLAUSE_END: Final = re.compile(r"[.!?;:,\n()«»\"“”]| but | mais ")
_SENTENCE_END: Final = re.compile(r"(?:[!?\n]|\.(?=\s|$))[!?.\s]{0,200}")
_REACH: Final = 60  # signs looked at on each side
_NEGATION_REACH: Final = 5  # words: “we are not in a position to guarantee”

_NEGATIONS: Final = frozenset(
    listed(
        "not no cannot cant dont wont never unable without nor neither nothing impossible "
        "ne n' pas non sans aucun aucune rien ni jamais difficile"
    )
)


def words_before(plain: str, start: int) -> list[str]:
    """List the words of the same clause before a place, the nearest last; a number is one word."""
    near = plain[max(0, start - _REACH) : start]
    return _WORD.findall(_CLAUSE_END.split(near)[-1])


def words_after(plain: str, end: int) -> list[str]:
    """List the words of the same clause after a place, the nearest first; a number is one word."""
    return _WORD.findall(_CLAUSE_END.split(plain[end : end + _REACH], maxsplit=1)[0])


def denied(before: Sequence[str]) -> bool:
    """Whether the words before say that it is not so: “we can't”, « nous ne pouvons pas »."""
    return any(word in _NEGATIONS or word.endswith("n't") for word in before[-_NEGATION_REACH:])


def sentences(plain: str) -> Iterator[tuple[int, int]]:
    """Give where each sentence begins and ends; a point inside an address or a number ends none."""
    start = 0
    for end in _SENTENCE_END.finditer(plain):
        yield start, end.end()
        start = end.end()
    if start < len(plain):
        yield start, len(plain)
