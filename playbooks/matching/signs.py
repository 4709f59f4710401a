"""What a message shows: its words, its pairs of words, and the letters that make them up."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

LONGEST: Final = 4000  # characters that are looked at; a message to a company rarely has a thousand
SHORTEST_PART: Final = 3  # letters: long enough to mean something
LONGEST_PART: Final = 5  # short enough to outlive a typing mistake
PART: Final = "#"  # begins a part of a word, which is not shown to people as a reason

_WORD: Final = re.compile(r"[^\W_]+|[^\w\s]")


def plain(text: str) -> str:
    """Write a text without capitals and accents, as hurried people do."""
    apart = unicodedata.normalize("NFKD", text[:LONGEST].casefold().replace("’", "'"))
    # Some signs become eighteen when they are taken apart.
    return "".join(sign for sign in apart[:LONGEST] if not unicodedata.combining(sign))


def signs(text: str) -> Counter[str]:
    """Count everything that a message shows. Emoji and punctuation are words as well: they carry the tone."""
    words = _WORD.findall(plain(text))
    pairs = (f"{one} {next_}" for one, next_ in pairwise(words))
    return Counter((*words, *pairs, *(part for word in words if word.isalnum() for part in _parts(word))))


def written(text: str) -> dict[str, str]:
    """Tell how each word of a text was written, with its accents."""
    return {plain(word): word.lower() for word in _WORD.findall(text[:LONGEST])}


def _parts(word: str) -> Iterator[str]:
    """Cut a word into overlapping pieces: endings and typing mistakes leave most of them as they are."""
    whole = f"<{word}>"
    for length in range(SHORTEST_PART, LONGEST_PART + 1):
        for start in range(len(whole) - length + 1):
            yield PART + whole[start : start + length]
