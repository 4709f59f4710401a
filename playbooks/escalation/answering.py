"""Answers: who may give one, what it means for the ladder, and whose call needs none any more."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from playbooks import events as e
from playbooks import refusals
from playbooks.commands import CallId, DeclineCall, KeepAnswer, PassCall, TakeCall
from playbooks.escalation.climbing import LATE_AFTER, call_beside, climb_of, is_present, next_rung
from playbooks.folding import apply
from playbooks.incident import (
    Call,
    CallState,
    ClimbState,
    Incident,
    is_settled,
    released_by,
    taken,
    unanswered,
)
from playbooks.playbook import LadderId, UserId
from playbooks.routing import SLACK, MeansId, Reach
from playbooks.typed import one_line

WAITING: Final = frozenset({CallState.OWED, CallState.SENT})


def decide(
    incident: Incident, command: TakeCall | DeclineCall | KeepAnswer, *, by: UserId, now: datetime
) -> tuple[e.Event, ...]:
    """Turn an answer into what happens because of it. Raises a Refusal."""
    call = incident.call(command.call)
    if isinstance(command, KeepAnswer) and call.state is CallState.TAKEN:
        _must_be_theirs(incident, call, by)
        return (e.AnswerConfirmed(at=now, by=by, call=call.id),)
    if not (isinstance(command, TakeCall) and may_return(incident, call) and by == call.person):
        _may_answer(incident, call, by)
    if not isinstance(command, DeclineCall):
        through = command.means if isinstance(command, TakeCall) else SLACK
        return tuple(_taken(incident, call, through, by, now))
    reason = one_line(command.reason)
    declined = e.CallDeclined(at=now, by=by, call=call.id, reason=reason, means=command.means)
    return (declined, *_after_no(incident, call, now))


def _taken(
    incident: Incident, call: Call, through: MeansId, by: UserId, now: datetime
) -> Iterator[e.CallTaken]:
    """Take a call, and what else that person is still asked on then: whoever takes one is at work on the incident."""
    first = e.CallTaken(at=now, by=by, call=call.id, means=through)
    yield first
    after = apply(incident, first)
    for other in incident.calls:
        if other.person == by and asks_on(after, after.call(other.id)):
            more = e.CallTaken(at=now, by=by, call=other.id, means=through)
            yield more
            after = apply(after, more)


def pass_on(
    incident: Incident, command: PassCall, reach: tuple[Reach, ...], *, by: UserId, now: datetime
) -> tuple[e.Event, ...]:
    """Decline a call and call whom the person names on the same rung. Raises a Refusal."""
    call = incident.call(command.call)
    _may_answer(incident, call, by)
    if command.to == by:
        raise refusals.calls.passed_to_oneself()
    beside = call_beside(call, command.to, reach, now)
    before = next((other for other in incident.calls if other.id == beside.call), None)
    if before is not None:
        raise refusals.calls.called_there_before(command.to, declined=before.state is CallState.DECLINED)
    reason = one_line(command.reason)
    return (e.CallDeclined(at=now, by=by, call=call.id, reason=reason, to=command.to), beside)


def failed(incident: Incident, call_id: CallId, reason: str, now: datetime) -> tuple[e.Event, ...]:
    """The call was refused for good: the next rung is called at once, nobody waits for a silence."""
    call = incident.call(call_id)
    if call.state is not CallState.OWED:
        return ()
    return (e.CallFailed(at=now, call=call_id, reason=reason), *_after_no(incident, call, now))


def taken_by(incident: Incident, ladder: LadderId) -> Call | None:
    """Give the call that somebody took, once the ladder has every answer that it needs."""
    answers = taken(incident, ladder)
    if not answers or not is_settled(climb_of(incident, ladder), answers):
        return None
    return answers[0]


def released(incident: Incident, call: Call) -> Call | None:
    """Give the answer because of which a call needs none any more; None: it does."""
    return released_by(climb_of(incident, call.ladder), taken(incident, call.ladder), call)


def asks_on(incident: Incident, call: Call) -> bool:
    """Whether a call still needs its person's answer: it waits, nobody else's is enough, and the incident runs."""
    return (
        incident.is_open
        and call.state in WAITING
        and not _was_released(incident, call)
        and released(incident, call) is None
    )


def may_return(incident: Incident, call: Call) -> bool:
    """Whether somebody who said that they can’t may take the call after all: while nobody has, and the incident runs."""
    return incident.is_open and call.state is CallState.DECLINED and released(incident, call) is None


def late_by(call: Call) -> timedelta | None:
    """How much too late Slack got the call or, until then, we owed it; None when it was in time."""
    late = (call.sent_at or call.owed_at) - call.due_at
    return late if late > LATE_AFTER else None


def _was_released(incident: Incident, call: Call) -> bool:
    """Whether somebody's answer, expired since, once made this one needless: the person was told so."""
    expired = (c for c in incident.calls if c.ladder == call.ladder and c.state is CallState.EXPIRED)
    return any(c.answered_at is not None and call.owed_at <= c.answered_at for c in expired)


def _must_be_theirs(incident: Incident, call: Call, by: UserId) -> None:
    if by != call.person:
        raise refusals.calls.not_your_call(call.person)
    if not incident.is_open:
        raise refusals.crisis.is_closed(incident.ref)


def _may_answer(incident: Incident, call: Call, by: UserId) -> None:
    _must_be_theirs(incident, call, by)
    if call.state is CallState.TAKEN:
        raise refusals.calls.call_answered(call.person, call.answered_at)
    first = released(incident, call)
    if first is not None:
        raise refusals.calls.call_answered(first.person, first.answered_at)
    if call.state is CallState.DECLINED:
        raise refusals.calls.call_declined(call.answered_at)


def _after_no(incident: Incident, call: Call, now: datetime) -> tuple[e.Event, ...]:
    """Climb at once if nobody of the present rung, or of one of its groups, could still answer."""
    climb = climb_of(incident, call.ladder)
    if not incident.is_open or climb.state is not ClimbState.CALLING or not is_present(climb, call):
        return ()  # Slack may refuse a call after the close: nobody further is woken for what is over.
    rung = (c for c in incident.calls if c.ladder == call.ladder and is_present(climb, c))
    waiting = tuple(c for c in rung if c.state in WAITING and c.id != call.id)
    if climb.rungs[climb.rung].groups:
        wanted = unanswered(climb, taken(incident, climb.ladder), climb.rung)
        reachable = {group for c in waiting for group in c.groups}
        if reachable.issuperset(wanted):
            return ()
    elif waiting:
        return ()
    return next_rung(incident, climb, due_at=now, now=now)
