"""Lists of words, written in a row so that they can be read."""

import re


def listed(words: str) -> tuple[str, ...]:
    """Take words that are parted by spaces one by one, in their order."""
    return tuple(words.split())


def any_of(*patterns: str) -> str:
    """Write the pattern that any of several patterns matches."""
    return f"(?:{'|'.join(patterns)})"


def phrases(*patterns: str) -> re.Pattern[str]:
    """Make a pattern that finds any of several phrases, never inside a longer word."""
    return re.compile(rf"(?<!\w){any_of(*patterns)}(?!\w)")
