"""How long incidents are kept: by kind, from their closing on, and never while something of them is still to be done."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TypeAlias

from playbooks.dues import dues
from playbooks.incident import Incident
from playbooks.moments import DueKind
from playbooks.playbook import PlaybookKind
from playbooks.routing import KeptKind

Retention: TypeAlias = Mapping[KeptKind, timedelta]  # after the closing; what is not named is kept for ever


def kept_as(incident: Incident) -> KeptKind:
    """Say as what an incident is kept: an exercise or what was brought along is no crisis."""
    if incident.drill:
        return KeptKind.DRILL
    if incident.brought is not None:
        return KeptKind.IMPORTED
    return KeptKind.REPLY if incident.kind is PlaybookKind.REPLY else KeptKind.CRISIS


def is_over(incident: Incident) -> bool:
    """
    Whether nothing of an incident is still to be done: no action, legal clock or restart is waited for.

    A review that nobody has held keeps nothing: it is asked for until somebody does, which may be never.
    """
    waits = (due for due in dues(incident) if due.kind is not DueKind.REVIEW)
    return not incident.is_open and next(waits, None) is None


def is_past(incident: Incident, retention: Retention, now: datetime) -> bool:
    """Whether the time of an incident that is over has passed."""
    kept, ended = retention.get(kept_as(incident)), incident.closed_at
    return kept is not None and ended is not None and is_over(incident) and ended + kept < now
