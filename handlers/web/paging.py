"""One page of a list, and where the next begins."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import Query
from pydantic import AwareDatetime

from playbooks.ports import IncidentLine

EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2200, 1, 1, tzinfo=UTC)

# A moment with its zone, such as 2026-03-01T14:05:00Z; out of these bounds nothing was ever opened.
Before = Annotated[
    AwareDatetime | None,
    Query(ge=EARLIEST, le=LATEST, description="Opened before this moment (ISO 8601 with its zone)."),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some lines, and the moment before which the next ones were opened; None: there are no more."""

    lines: tuple[IncidentLine, ...]
    next_before: datetime | None


def asking(limit: int) -> int:
    """Ask for one line more than a page holds: it tells whether there is another page."""
    return limit + 1


def page_of(lines: tuple[IncidentLine, ...], limit: int) -> Page:
    """Cut a page out of up to `limit + 1` lines, so that lines opened in the same moment are not torn apart."""
    if len(lines) <= limit:
        return Page(lines=lines, next_before=None)
    left_out = lines[limit]
    kept = tuple(line for line in lines[:limit] if line.opened_at != left_out.opened_at) or lines[:limit]
    return Page(lines=kept, next_before=kept[-1].opened_at)


def in_utc(before: datetime | None) -> datetime | None:
    """Write a moment in UTC, as the memory wants it."""
    return None if before is None else before.astimezone(UTC)
