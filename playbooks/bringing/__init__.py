"""A company brings its past along: incidents of another tool, read from a file and kept as what is over."""

from datetime import datetime

from playbooks import events as e
from playbooks.bringing.moved import Moved, opening, taken_over
from playbooks.bringing.reading import FIELDS, Company, Past, Taken, taken
from playbooks.bringing.rows import Row, rows
from playbooks.incident import Ref
from playbooks.playbook import UserId

__all__ = [
    "FIELDS",
    "NOBODY",
    "Company",
    "Moved",
    "Past",
    "Row",
    "Taken",
    "brought",
    "opened",
    "opening",
    "rows",
    "taken",
    "taken_over",
]

NOBODY = UserId("operator")  # leads what was brought along: the file names no people of this workspace


def opened(past: Past, ref: Ref) -> e.IncidentOpened:
    """Say that it was opened, on its day; nobody is called, and it has no channel."""
    return e.IncidentOpened(
        at=past.opened_at,
        ref=ref,
        kind=past.playbook.kind,
        playbook=past.playbook.id,
        version=past.playbook.version,
        digest=past.playbook.digest,
        title=past.title,
        severity=past.severity,
        unit=past.unit,
        country=past.country,
        language=past.language,
        people_at_risk=False,
        drill=False,
        restricted=False,
        lead=NOBODY,
        roster=(),
        ladders=(),
        room=None,
    )


def brought(past: Past, now: datetime) -> e.IncidentBrought:
    """Say that it was brought along, and what is known of it."""
    return e.IncidentBrought(
        at=now,
        external=past.external,
        cause=past.cause,
        summary=past.summary,
        lesson=past.lesson,
    )
