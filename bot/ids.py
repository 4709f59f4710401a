"""Fresh identifiers."""

import secrets
import time
from uuid import UUID


class TimeOrderedIds:
    """UUIDv7 as RFC 9562 lays it out: 48 bits of milliseconds, then chance. Python 3.11 has none of its own."""

    def fresh(self) -> str:
        """Give an identifier that sorts after those of earlier milliseconds."""
        milliseconds = time.time_ns() // 1_000_000
        value = (milliseconds & ((1 << 48) - 1)) << 80 | secrets.randbits(80)
        value = value & ~(0xF << 76) | (0x7 << 76)
        value = value & ~(0x3 << 62) | (0x2 << 62)
        return str(UUID(int=value))
