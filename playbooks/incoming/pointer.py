"""JSON Pointer (RFC 6901): a place in a JSON document."""

import re
from typing import Final, TypeAlias

Pointer: TypeAlias = tuple[str, ...]  # the names and indexes on the way, unescaped

MISSING: Final = object()  # what is found where nothing is
DEEPEST: Final = 30  # names on the way: no report of any tool nests so far
_INDEX: Final = re.compile(r"0|[1-9][0-9]{0,8}")
_ESCAPE: Final = re.compile(r"~(?![01])")


def parsed(text: str) -> Pointer:
    """Read a pointer; the empty one is the whole document. Raises ValueError with a plain reason."""
    if not text:
        return ()
    if not text.startswith("/"):
        message = "it does not begin with /"
        raise ValueError(message)
    if _ESCAPE.search(text):
        message = "~ stands alone: write ~0 for ~ and ~1 for /"
        raise ValueError(message)
    names = text[1:].split("/")
    if len(names) > DEEPEST:
        message = f"it is deeper than {DEEPEST}"
        raise ValueError(message)
    return tuple(name.replace("~1", "/").replace("~0", "~") for name in names)


def found(document: object, pointer: Pointer) -> object:
    """Give what stands at a place; MISSING where there is no such place."""
    here = document
    for name in pointer:
        if isinstance(here, dict):
            here = here.get(name, MISSING)
        elif isinstance(here, list) and _INDEX.fullmatch(name) and int(name) < len(here):
            here = here[int(name)]
        else:
            return MISSING
    return here
