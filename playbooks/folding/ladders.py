"""Ladders, folded: answers and what becomes of them, and people asked for by hand."""

from dataclasses import replace

from playbooks import events as e
from playbooks.commands import CallId
from playbooks.incident import CallState, Climb, ClimbState, Escalation, Incident, is_settled, taken
from playbooks.playbook import LadderId


def after(incident: Incident, fact: e.LadderFact) -> Incident:
    """Give the state after a fact about a ladder."""
    match fact:
        case e.AnswerDoubted():
            return with_climb(incident, incident.call(fact.call).ladder, doubted_at=fact.at)
        case e.AnswerConfirmed():
            return incident  # What a person does shows that the work goes on: see `stirred`.
        case e.AnswerExpired():
            expired = with_call(incident, fact.call, state=CallState.EXPIRED)
            begun = {"state": ClimbState.CALLING, "active_at": None, "doubted_at": None}
            return with_climb(expired, incident.call(fact.call).ladder, **begun)
        case e.Escalated():
            return _escalated(incident, fact)
        case _:
            message = f"no rule for {type(fact).__name__}"
            raise TypeError(message)


def answered(incident: Incident, fact: e.CallTaken) -> Incident:
    """Give the state after an answer: the ladder rests once it has every answer that it needs."""
    through = {"answered_at": fact.at, "answered_through": fact.means}
    kept = with_call(incident, fact.call, state=CallState.TAKEN, **through)
    ladder = incident.call(fact.call).ladder
    climb = next(climb for climb in kept.climbs if climb.ladder == ladder)
    if not is_settled(climb, taken(kept, ladder)):
        return counted(kept, ladder, fact)
    return with_climb(kept, ladder, state=ClimbState.ANSWERED)


def stirred(incident: Incident, fact: e.Event) -> Incident:
    """Note that a person did something, where a ladder counts on somebody's being at work."""
    if fact.by is None or not any(map(_may_expire, incident.climbs)):
        return incident
    climbs = tuple(
        replace(climb, active_at=fact.at, doubted_at=None) if _may_expire(climb) else climb
        for climb in incident.climbs
    )
    return replace(incident, climbs=climbs)


def counted(incident: Incident, ladder: LadderId, fact: e.Event) -> Incident:
    """
    Let the silence of a rung count from now, if all who are still asked on it have their call.

    Whoever is called in somebody's place makes it wait for Slack anew; they may be gone before Slack took their call.
    """
    climb = next(climb for climb in incident.climbs if climb.ladder == ladder)
    here = (climb.round, climb.rung)
    rung = {
        call.state for call in incident.calls if call.ladder == ladder and (call.round, call.rung) == here
    }
    if climb.heard_at is not None or CallState.OWED in rung or CallState.SENT not in rung:
        return incident
    return with_climb(incident, ladder, heard_at=fact.at)


def with_call(incident: Incident, call_id: CallId, **changes: object) -> Incident:
    """Give the state with one call changed."""
    calls = tuple(
        replace(c, **changes) if c.id == call_id else c  # type: ignore[arg-type]  # Field names are checked by tests.
        for c in incident.calls
    )
    return replace(incident, calls=calls)


def with_climb(incident: Incident, ladder: LadderId, **changes: object) -> Incident:
    """Give the state with one ladder changed."""
    climbs = tuple(
        replace(c, **changes) if c.ladder == ladder else c  # type: ignore[arg-type]  # Field names: as above.
        for c in incident.climbs
    )
    return replace(incident, climbs=climbs)


def _may_expire(climb: Climb) -> bool:
    return climb.asked_again is not None and climb.state is ClimbState.ANSWERED


def _escalated(incident: Incident, fact: e.Escalated) -> Incident:
    asked = Escalation(
        at=fact.at,
        by=fact.by,
        ladder=fact.ladder,
        reason=fact.reason,
        person=fact.person,
        role=fact.role,
        unit=fact.unit,
        joined=fact.joined,
    )
    climbs = incident.climbs if fact.planned is None else (*incident.climbs, begun(fact.planned))
    return replace(incident, escalations=(*incident.escalations, asked), climbs=climbs)


def begun(planned: e.PlannedLadder) -> Climb:
    """Begin to climb a ladder."""
    return Climb(
        ladder=planned.ladder,
        rungs=planned.rungs,
        again=planned.again,
        asked_again=planned.asked_again,
        fallback_after=planned.fallback_after,
    )
