"""Every word that a reader sees in a piece of Block Kit, in reading order."""

from collections.abc import Iterable, Iterator
from typing import Any

# Keys whose text a reader sees, in the order in which a client draws them.
_SEEN = (
    "label",
    "text",
    "title",
    "fields",
    "alt_text",
    "elements",
    "element",
    "accessory",
    "hint",
    "placeholder",
    "initial_value",
    "options",
    "option_groups",
    "description",
)


def spoken(blocks: Iterable[Any]) -> Iterator[str]:
    """The visible words of the blocks, one piece at a time."""
    for block in blocks:
        yield from _spoken(block)


def _spoken(piece: Any) -> Iterator[str]:
    if isinstance(piece, str):
        yield piece
    elif isinstance(piece, list | tuple):
        for part in piece:
            yield from _spoken(part)
    elif isinstance(piece, dict):
        for key in _SEEN:
            if key in piece:
                yield from _spoken(piece[key])


def labels(blocks: Iterable[Any]) -> tuple[str, ...]:
    """The words on every button, in reading order."""
    return tuple(
        str(element["text"]["text"])
        for block in blocks
        for element in elements_of(block)
        if element["type"] == "button"
    )


def elements_of(block: Any) -> list[dict[str, Any]]:
    """The interactive elements of one block."""
    match block.get("type"):
        case "section":
            found = [block.get("accessory")]
        case "actions":
            found = list(block.get("elements", []))
        case "input":
            found = [block.get("element")]
        case _:
            found = []
    return [piece for piece in found if isinstance(piece, dict) and piece.get("type") != "image"]
