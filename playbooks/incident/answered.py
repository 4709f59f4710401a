"""Which answers a ladder has, and whose it still needs."""

from playbooks import events as e
from playbooks.incident.calls import Call, CallState, Climb
from playbooks.incident.incident import Incident
from playbooks.playbook import LadderId


def taken(incident: Incident, ladder: LadderId) -> tuple[Call, ...]:
    """Give the calls of a ladder whose people are on it."""
    return tuple(c for c in incident.calls if c.ladder == ladder and c.state is CallState.TAKEN)


def lapsed(incident: Incident, ladder: LadderId) -> bool:
    """Whether somebody had answered on a ladder and the work went quiet."""
    return any(c.ladder == ladder and c.state is CallState.EXPIRED for c in incident.calls)


def unanswered(climb: Climb, answers: tuple[Call, ...], rung: int) -> tuple[int, ...]:
    """
    List the groups of a rung that nobody has answered for; none for a rung of which anybody may answer.

    A group of another rung stands for one here where both are of the same role, or of the same people by name: an
    answer on one counts on all.
    """
    answered = {_meant(climb.rungs[call.rung].groups, n) for call in answers for n in call.groups}
    groups = climb.rungs[rung].groups
    return tuple(number for number in range(len(groups)) if _meant(groups, number) not in answered)


def _meant(groups: tuple[e.PlannedGroup, ...], number: int) -> tuple[object, int]:
    """Name a group by what it is; of several of one role on a rung, as for two places, each is one of its own."""
    meant = [group.people if group.role is None else group.role for group in groups]
    return meant[number], meant[:number].count(meant[number])


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
