"""How long incidents are kept: by kind, from their closing on, and never while something of them is still to be done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from playbooks.dues import dues
from playbooks.incident import Incident
from playbooks.playbook import PlaybookKind


class KeptKind(StrEnum):
    """What a company may keep for a time of its own."""

    CRISIS = "crisis"
    REPLY = "reply"
    DRILL = "drill"
    IMPORTED = "imported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """For how long each kind is kept after its closing; a kind that is not named is kept for ever."""

    incidents: Mapping[KeptKind, timedelta] = field(default_factory=dict)


def kept_as(incident: Incident) -> KeptKind:
    """Say as what an incident is kept: an exercise or what was brought along is no crisis."""
    if incident.drill:
        return KeptKind.DRILL
    if incident.brought is not None:
        return KeptKind.IMPORTED
    return KeptKind.REPLY if incident.kind is PlaybookKind.REPLY else KeptKind.CRISIS


def is_over(incident: Incident) -> bool:
    """Whether nothing of an incident is still to be done: no action, legal clock, restart or review is waited for."""
    return not incident.is_open and not dues(incident)


def is_past(incident: Incident, retention: Retention, now: datetime) -> bool:
    """Whether the time of an incident that is over has passed."""
    kept = retention.incidents.get(kept_as(incident))
    ended = incident.closed_at or (incident.opened_at if incident.brought is not None else None)
    return kept is not None and ended is not None and is_over(incident) and ended + kept < now
