"""Facts into state: `begin` makes an incident of its first fact, `apply` adds each further one."""

from dataclasses import replace
from functools import reduce

from playbooks import events as e
from playbooks.commands import IncidentId
from playbooks.folding import crisis, statements
from playbooks.incident import Climb, Incident, Progress, Ref, Room
from playbooks.playbook import Playbook

Facts = tuple[e.Event, ...]


def fold(incident_id: IncidentId, facts: Facts, playbook: Playbook) -> Incident:
    """Rebuild an incident from its whole log. `playbook` is the version that the first fact pins."""
    first, *rest = facts
    if not isinstance(first, e.IncidentOpened):
        message = "a log begins with its opening"
        raise TypeError(message)
    return reduce(apply, rest, begin(incident_id, first, playbook))


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
        climbs=tuple(Climb(ladder=planned.ladder, rungs=planned.rungs) for planned in fact.ladders),
        room=None if fact.room is None else Room(channel=fact.room, name=None),
    )


def apply(incident: Incident, fact: e.Event) -> Incident:
    """Give the incident after `fact`."""
    if isinstance(fact, e.StatementFact):
        return replace(statements.after(incident, fact), seq=incident.seq + 1)
    return replace(crisis.after(incident, fact), seq=incident.seq + 1)
