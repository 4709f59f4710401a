"""Facts into state: `begin` makes an incident of its first fact, `apply` adds each further one."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial, reduce
from typing import Any, Final

from playbooks import events as e
from playbooks.commands import IncidentId
from playbooks.folding import (
    cases,
    crisis,
    duties,
    entries,
    holding,
    ladders,
    learning,
    memory,
    points,
    publishing,
    rights,
    statements,
    surge,
    versions,
)
from playbooks.folding.versions import Released, VersionFact
from playbooks.incident import Incident, Progress, Ref, Room
from playbooks.playbook import Playbook, PlaybookId

__all__ = ["FOLDING", "Facts", "Released", "apply", "begin", "fold", "nothing_released"]

Facts = tuple[e.Event, ...]

# Raised whenever facts that are in a log already come to mean another state: a state that was remembered before is
# then folded anew. A field that comes or goes is noticed without it.
FOLDING: Final = 3


def nothing_released(_: PlaybookId, __: int) -> None:
    """Know no released version: for an incident that never accepts another one."""


def fold(
    incident_id: IncidentId, facts: Facts, playbook: Playbook, released: Released = nothing_released
) -> Incident:
    """
    Rebuild an incident from its whole log.

    `playbook` is the version that the first fact pins; `released` gives those that it accepted later.
    """
    first, *rest = facts
    if not isinstance(first, e.IncidentOpened):
        message = "a log begins with its opening"
        raise TypeError(message)
    return reduce(partial(_applied, released), rest, begin(incident_id, first, playbook))


def _applied(released: Released, incident: Incident, fact: e.Event) -> Incident:
    return apply(incident, fact, released)


def begin(incident_id: IncidentId, fact: e.IncidentOpened, playbook: Playbook) -> Incident:
    """Make the incident that `fact` opened. Raises ValueError if `playbook` is not the one it pins."""
    if playbook.digest != fact.digest:
        message = f"{playbook.id} v{playbook.version} is not the document that {fact.ref} was opened with"
        raise ValueError(message)
    return Incident(
        id=incident_id,
        seq=1,
        ref=Ref(fact.ref),
        kind=fact.kind,
        playbook=playbook,
        title=fact.title,
        severity=fact.severity,
        unit=fact.unit,
        country=fact.country,
        language=fact.language,
        people_at_risk=fact.people_at_risk,
        drill=fact.drill,
        restricted=fact.restricted,
        opened_at=fact.at,
        opened_by=fact.by or fact.lead,
        lead=fact.lead,
        roster=fact.roster,
        deputies=fact.deputies,
        progress=tuple(
            Progress(step=s.id, due_at=None if s.due is None or s.after else fact.at + s.due)
            for s in playbook.steps
        ),
        climbs=tuple(ladders.begun(planned) for planned in fact.ladders),
        room=None if fact.room is None else Room(channel=fact.room, name=None),
    )


def apply(incident: Incident, fact: e.Event, released: Released = nothing_released) -> Incident:
    """Give the incident after `fact`. `released` gives the version that a fact names. Raises LookupError, ValueError."""
    stirred = ladders.stirred(cases.beside(_after(incident, fact, released), fact), fact)
    return replace(stirred, seq=incident.seq + 1)


def _after(incident: Incident, fact: e.Event, released: Released) -> Incident:
    if isinstance(fact, VersionFact):
        return versions.after(incident, fact, released)
    for kind, after in _OF_THEIR_OWN:
        if isinstance(fact, kind):
            return after(incident, fact)
    return holding.beside(crisis.after(incident, fact), fact)


# The facts of one capability each, and what they make of an incident.
_OF_THEIR_OWN: Final[tuple[tuple[Any, Callable[[Incident, Any], Incident]], ...]] = (
    (e.StatementFact, statements.after),
    (e.HoldingFact, holding.after),
    (e.ClockFact, duties.after),
    (e.PublishingFact, publishing.after),
    (e.LadderFact, ladders.after),
    (e.CaseFact, cases.after),
    (e.SurgeFact, surge.after),
    (e.MemoryFact, memory.after),
    (e.LearningFact, learning.after),
    (e.RightFact, rights.after),
    (entries.KeptFact, entries.after),
    (points.RhythmFact, points.after),
)
