"""Finds what a person's hand reaches for, among what is really on the screen."""

from collections.abc import Iterable

from bot.practice.contract import Json
from bot.practice.refusals import PracticeError
from bot.practice.words import elements_of


def _label(block: Json, element: Json) -> str:
    """The words by which a person knows an element."""
    for piece in (element.get("text"), block.get("label"), element.get("placeholder")):
        if isinstance(piece, dict):
            return str(piece["text"])
    return ""


def reach(blocks: Iterable[Json], what: str, value: str | None = None) -> tuple[Json, Json]:
    """
    The one element, with its block, that has this action_id or these words.

    `value` tells two buttons with the same words apart. Raises PracticeError when there is none, or several.
    """
    there = [(block, element) for block in blocks for element in elements_of(block)]
    exact = [pair for pair in there if pair[1].get("action_id") == what]
    spoken = [pair for pair in there if _label(*pair) == what]
    found = [pair for pair in exact or spoken if value is None or pair[1].get("value") == value]
    if len(found) == 1:
        return found[0]
    seen = [f"{_label(*pair)!r} ({pair[1].get('action_id')})" for pair in there]
    number = "several" if found else "no"
    msg = f"there is {number} {what!r} here; one can reach {', '.join(seen) or 'nothing'}"
    raise PracticeError(msg)


def input_block(blocks: Iterable[Json], what: str) -> Json:
    """The block that has this block_id, action_id or label and holds a value. Raises PracticeError."""
    holding = [block for block in blocks if elements_of(block)]
    for block in holding:
        element = elements_of(block)[0]
        if what in (block["block_id"], element.get("action_id"), _label(block, element)):
            return block
    seen = [f"{_label(block, elements_of(block)[0])!r} ({block['block_id']})" for block in holding]
    msg = f"there is no field {what!r} here; the fields are {', '.join(seen) or 'none'}"
    raise PracticeError(msg)
