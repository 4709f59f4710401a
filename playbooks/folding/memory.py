"""The facts about past incidents, folded."""

from dataclasses import replace

from playbooks import events as e
from playbooks.incident import Brought, Incident, IncidentState, Recalled


def after(incident: Incident, fact: e.MemoryFact) -> Incident:
    """Give the state after a fact about past incidents."""
    match fact:
        case e.IncidentBrought():
            brought = Brought(
                external=fact.external,
                cause=fact.cause,
                summary=fact.summary,
                lesson=fact.lesson,
                digest=fact.digest,
            )
            # When it ended in another tool is not known: it is over, and counts in no figure of how long things take.
            ended = (incident.closed_at or fact.at) if fact.digest else incident.opened_at
            closed = {"state": IncidentState.CLOSED, "closed_at": ended}
            return replace(incident, brought=brought, **closed)  # type: ignore[arg-type]  # Field names.
        case e.PastRecalled():
            recalled = Recalled(
                ref=fact.ref,
                title=fact.title,
                cause=fact.cause,
                lesson=fact.lesson,
                matched=fact.matched,
                waiting=fact.waiting,
            )
            return replace(incident, recalled=recalled)
        case _:
            message = f"no rule for {type(fact).__name__}"
            raise TypeError(message)
