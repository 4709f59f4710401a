"""How far two words are apart by typing errors: a letter too many, too few, another, or two changed about."""

from typing import Final

ONE_ERROR: Final = 4  # letters, from which on one error is mended
TWO_ERRORS: Final = 8  # letters, from which on two are


def errors_mended(word: str) -> int:
    """Say how many typing errors are mended in a word: none in a short one, or in one with figures."""
    if len(word) < ONE_ERROR or any(sign.isdecimal() for sign in word):
        return 0
    return 2 if len(word) >= TWO_ERRORS else 1


def errors(typed: str, meant: str, most: int) -> int:
    """Count the typing errors between two words (Damerau and Levenshtein's distance); `most` + 1 where there are more."""
    if abs(len(typed) - len(meant)) > most:
        return most + 1
    before: list[int] = []
    above = list(range(len(meant) + 1))
    for i, sign in enumerate(typed, 1):
        here = [i]
        for j, other in enumerate(meant, 1):
            least = min(above[j] + 1, here[j - 1] + 1, above[j - 1] + (sign != other))
            if i > 1 and j > 1 and sign == meant[j - 2] and typed[i - 2] == other:
                least = min(least, before[j - 2] + 1)
            here.append(least)
        if min(here) > most:
            return most + 1
        before, above = above, here
    return above[-1]


def may_be(typed: str, meant: str, most: int) -> bool:
    """Whether two words can be so near at all, by their letters alone: asked first, since it costs next to nothing."""
    return len(set(typed) ^ set(meant)) <= 2 * most
