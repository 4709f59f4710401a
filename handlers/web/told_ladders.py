"""Ladders, put into the API's own shapes."""

from handlers.web.answers_ladders import EscalationAnswer, LadderAnswer, MissingAnswer
from playbooks import escalation
from playbooks.incident import Climb, Incident


def ladders(told: Incident) -> list[LadderAnswer]:
    """Tell how every ladder stands."""
    return [_ladder(told, climb) for climb in told.climbs]


def escalations(told: Incident) -> list[EscalationAnswer]:
    """Tell who asked for more people."""
    return [EscalationAnswer.model_validate(one, from_attributes=True) for one in told.escalations]


def _ladder(told: Incident, climb: Climb) -> LadderAnswer:
    next_at = escalation.silent_at(told, climb) or escalation.expires_at(told, climb)
    missing = (
        MissingAnswer(role=group.role, people=list(group.people)) for group in escalation.missing(told, climb)
    )
    return LadderAnswer(
        ladder=climb.ladder,
        state=climb.state,
        rung=climb.rung,
        rungs=len(climb.rungs),
        round=climb.round,
        missing=list(missing),
        next=list(escalation.who_follows(told, climb)),
        next_at=next_at if told.is_open else None,
    )
