"""Which answers a ladder has, and whose it still needs."""

from playbooks.incident.calls import Call, CallState, Climb
from playbooks.incident.incident import Incident
from playbooks.playbook import LadderId


def taken(incident: Incident, ladder: LadderId) -> tuple[Call, ...]:
    """Give the calls of a ladder whose people are on it."""
    return tuple(c for c in incident.calls if c.ladder == ladder and c.state is CallState.TAKEN)


def unanswered(climb: Climb, answers: tuple[Call, ...], rung: int) -> tuple[int, ...]:
    """
    List the groups of a rung that nobody has answered for; none for a rung of which anybody may answer.

    Rungs of equally many groups stand in for one another, group by group: an answer on one counts on all.
    """
    groups = climb.rungs[rung].groups
    alike = (call for call in answers if len(climb.rungs[call.rung].groups) == len(groups))
    held = {group for call in alike for group in call.groups}
    return tuple(group for group in range(len(groups)) if group not in held)


def is_settled(climb: Climb, answers: tuple[Call, ...]) -> bool:
    """Whether a ladder has every answer that it needs: on a rung of groups one of each, else anybody's."""
    return any(not unanswered(climb, answers, call.rung) for call in answers)


def released_by(climb: Climb, answers: tuple[Call, ...], call: Call) -> Call | None:
    """Name the answer because of which a call needs none any more; None: it does."""
    others = tuple(other for other in answers if other.id != call.id)
    if is_settled(climb, answers):
        return next(iter(others), None)
    if not call.groups or set(call.groups) & set(unanswered(climb, answers, call.rung)):
        return None
    return next((other for other in others if set(other.groups) & set(call.groups)), None)
