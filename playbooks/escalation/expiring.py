"""Answers that expire: the work goes quiet, whoever took it is asked again, and without a word the ladder goes on."""

from collections.abc import Iterable
from datetime import datetime

from playbooks import events as e
from playbooks.escalation.climbing import climb_of, resumed
from playbooks.escalation.planning import wait_of
from playbooks.folding import apply
from playbooks.incident import Climb, ClimbState, Incident, taken
from playbooks.moments import Due, DueKind
from playbooks.playbook import LadderId


def expires_at(incident: Incident, climb: Climb) -> datetime | None:
    """When an answer that is doubted expires, if nobody does or says anything until then; None: it is not doubted."""
    if climb.state is not ClimbState.ANSWERED or climb.doubted_at is None:
        return None
    return climb.doubted_at + wait_of(climb.rungs[climb.rung], incident.severity)


def dues(incident: Incident) -> Iterable[Due]:
    """Give the moment at which each ladder's answer is doubted, or expires."""
    for climb in incident.climbs:
        ends = expires_at(incident, climb)
        if ends is not None:
            yield Due(at=ends, kind=DueKind.ANSWER_EXPIRES, subject=climb.ladder)
        elif climb.state is ClimbState.ANSWERED and climb.asked_again and climb.active_at is not None:
            yield Due(at=climb.active_at + climb.asked_again, kind=DueKind.ANSWER_QUIET, subject=climb.ladder)


def fallen(incident: Incident, reached: tuple[Due, ...], now: datetime) -> Iterable[e.Event]:
    """Doubt an answer, or let it expire and call the next rung, and whom it had let go."""
    for due in reached:
        if due.kind is DueKind.ANSWER_QUIET:
            for call in taken(incident, LadderId(due.subject)):
                yield e.AnswerDoubted(at=now, call=call.id)
        elif due.kind is DueKind.ANSWER_EXPIRES:
            yield from _expired(incident, LadderId(due.subject), due.at, now)


def _expired(incident: Incident, ladder: LadderId, due_at: datetime, now: datetime) -> Iterable[e.Event]:
    after = incident
    for call in taken(incident, ladder):
        expired = e.AnswerExpired(at=now, call=call.id)
        yield expired
        after = apply(after, expired)
    yield from resumed(after, climb_of(after, ladder), due_at=due_at, now=now)
