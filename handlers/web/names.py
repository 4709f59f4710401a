"""The reference in an address, read before anything is looked up with it."""

import re
from typing import Final

from playbooks import refusals

# INC-2026-0042. Whatever else an address holds (a NUL, a megabyte) never reaches the memory.
_REFERENCE: Final = re.compile(r"[A-Z]{2,8}-[0-9]{4}-[0-9]{1,9}")


def reference(written: str) -> str:
    """Give the reference in capital letters. Raises NotFound for anything that cannot be one."""
    ref = written.upper() if written.isascii() else ""
    if _REFERENCE.fullmatch(ref) is None:
        raise refusals.crisis.no_such_incident(written)
    return ref
