"""When fixed points are due, as a function of an incident's state."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from playbooks.incident import Incident
from playbooks.playbook import PlaybookKind, Severity

FIRST_HOURS: Final = timedelta(hours=2)
EVERY: Final[Mapping[Severity, timedelta]] = {
    Severity.SEV1: timedelta(hours=1),
    Severity.SEV2: timedelta(hours=2),
    Severity.SEV3: timedelta(days=1),
}
AT_FIRST: Final[Mapping[Severity, timedelta]] = {Severity.SEV1: timedelta(minutes=30)}


def next_at(incident: Incident) -> datetime | None:
    """
    When the next fixed point is due; None: at this severity, in this version or for a reply, there are none.

    It counts from the last one that was held or told as missed, else from the opening: a crisis has one every
    thirty minutes in its first two hours, then hourly; every two hours where it is sensitive; daily for an incident.
    Where the severity was raised since, it counts from there, and comes no later than it would have come before.
    """
    if not has_points(incident):
        return None
    return incident.point_by or _counted(incident, began(incident))


def has_points(incident: Incident) -> bool:
    """Whether there are fixed points: not for a reply, after the close, or in an early version that knows none."""
    return incident.kind is PlaybookKind.CRISIS and incident.is_open and incident.playbook.has_points


def began(incident: Incident) -> datetime:
    """When the present span began."""
    last = last_at(incident)
    return last if incident.point_told_at is None else max(last, incident.point_told_at)


def last_at(incident: Incident) -> datetime:
    """When the last fixed point was held; before the first, the opening."""
    return incident.points[-1].at if incident.points else incident.opened_at


def pending_since(incident: Incident) -> datetime | None:
    """When the fixed point was due that the lead was told of and nobody has held; None: there is none."""
    told_at = incident.point_told_at
    if told_at is None or next_at(incident) is None:
        return None
    held = bool(incident.points) and incident.points[-1].at >= told_at
    return None if held else incident.point_due_at or told_at


def lapsed(incident: Incident) -> bool:
    """Whether the room was told that the last fixed point was not held."""
    told_at, lapsed_at = incident.point_told_at, incident.point_lapsed_at
    return told_at is not None and lapsed_at is not None and lapsed_at >= told_at


def changed(incident: Incident, severity: Severity, at: datetime) -> Incident:
    """Give the state with another severity. A raise calls nobody together at once: the new span begins with it."""
    after = replace(incident, severity=severity, point_by=None)
    if severity.rank > incident.severity.rank:
        return after
    moments = (next_at(incident), _counted(after, at))
    return replace(after, point_by=min((moment for moment in moments if moment is not None), default=None))


def accepted(before: Incident, after: Incident, at: datetime) -> Incident:
    """Give the state with a newer version: where it is the first to have fixed points, they begin with it."""
    begins = has_points(after) and not has_points(before)
    return replace(after, point_by=_counted(after, at)) if begins else after


def _counted(incident: Incident, since: datetime) -> datetime | None:
    early = since - incident.opened_at < FIRST_HOURS
    span = AT_FIRST.get(incident.severity) if early else None
    span = span or EVERY.get(incident.severity)
    return None if span is None else since + span
