"""Ladders: who is called next, when, and what an answer means."""

from collections.abc import Iterable, Set
from datetime import datetime, timedelta
from typing import Final

from playbooks import events as e
from playbooks import refusals
from playbooks.commands import CallId, DeclineCall, TakeCall
from playbooks.incident import Call, CallState, Climb, ClimbState, Incident
from playbooks.playbook import LadderId, Severity, UserId
from playbooks.routing import Called
from playbooks.typed import one_line

# How long a rung may stay silent before the next is called; the company's ladder may say otherwise.
DEFAULT_WAIT: Final = {
    Severity.SEV1: timedelta(minutes=5),
    Severity.SEV2: timedelta(minutes=10),
    Severity.SEV3: timedelta(minutes=30),
    Severity.SEV4: timedelta(minutes=60),
}
LATE_AFTER: Final = timedelta(seconds=15)  # A call owed later than this after its moment says by how much.
WAITING: Final = frozenset({CallState.OWED, CallState.SENT})


def planned(ladder: LadderId, rungs: Iterable[Called], severity: Severity) -> e.PlannedLadder:
    """Pin a ladder whose people were found; a rung without a wait takes the severity's own."""
    kept = (
        e.PlannedRung(people=tuple(dict.fromkeys(people)), wait=wait or DEFAULT_WAIT[severity])
        for people, wait in rungs
        if people
    )
    return e.PlannedLadder(ladder=ladder, rungs=tuple(kept))


def begin(incident: Incident, now: datetime) -> tuple[e.Event, ...]:
    """Call the first rung of every ladder."""
    return tuple(fact for climb in incident.climbs for fact in next_rung(climb, due_at=now, now=now))


def next_rung(climb: Climb, *, due_at: datetime, now: datetime) -> tuple[e.Event, ...]:
    """Call everybody on the next rung; after the last, say that the ladder is exhausted."""
    number = climb.rung + 1
    if number >= len(climb.rungs):
        return (e.LadderExhausted(at=now, ladder=climb.ladder),)
    return tuple(
        e.ContactCalled(
            at=now,
            call=CallId(f"{climb.ladder}.{number}.{person}"),
            ladder=climb.ladder,
            rung=number,
            person=person,
            due_at=due_at,
        )
        for person in climb.rungs[number].people
    )


def silent_at(climb: Climb, *, if_taken_at: datetime | None = None) -> datetime | None:
    """
    When the present rung has been silent for too long; None: the ladder rests, or waits for Slack.

    Silence counts from the moment Slack took the rung's first call: before that nobody was asked. A rung whose calls
    are held up while Slack takes other things counts from then, since the next one may be quicker. `if_taken_at`
    tells when it would be if Slack took its first call at that moment. Decided in docs/decisions/0007.
    """
    if climb.state is not ClimbState.CALLING or climb.called_at is None:
        return None
    since = climb.heard_at or climb.held_up_at or if_taken_at
    return None if since is None else since + climb.rungs[climb.rung].wait


def waits_for_slack(climb: Climb) -> bool:
    """Whether a rung that has another above it was called and nothing is known of it: not taken, not held up."""
    unheard = climb.called_at is not None and climb.heard_at is None and climb.held_up_at is None
    return climb.state is ClimbState.CALLING and unheard and climb.rung + 1 < len(climb.rungs)


def held_up(
    incident: Incident, tried: Set[CallId], last_taken_at: datetime | None, now: datetime
) -> tuple[e.CallHeldUp, ...]:
    """
    Tell which rungs are held up: Slack took something of the incident since they were called, not what was tried.

    `tried` are calls that a try has not delivered, `last_taken_at` is when Slack last took anything of the incident.
    While it takes nothing at all it is away, and whoever were called meanwhile would all be called at once afterwards.
    """
    if not incident.is_open or last_taken_at is None:
        return ()
    found = (_first_tried(incident, climb, tried, last_taken_at) for climb in incident.climbs)
    return tuple(e.CallHeldUp(at=now, call=call.id) for call in found if call is not None)


def decide(
    incident: Incident, command: TakeCall | DeclineCall, *, by: UserId, now: datetime
) -> tuple[e.Event, ...]:
    """Turn an answer into what happens because of it. Raises a Refusal."""
    call = incident.call(command.call)
    _may_answer(incident, call, by)
    if isinstance(command, TakeCall):
        return (e.CallTaken(at=now, by=by, call=call.id),)
    declined = e.CallDeclined(at=now, by=by, call=call.id, reason=one_line(command.reason))
    return (declined, *_after_no(incident, call, now))


def failed(incident: Incident, call_id: CallId, reason: str, now: datetime) -> tuple[e.Event, ...]:
    """Slack refused the call for good: the next rung is called at once, nobody waits for a silence."""
    call = incident.call(call_id)
    if call.state is not CallState.OWED:
        return ()
    return (e.CallFailed(at=now, call=call_id, reason=reason), *_after_no(incident, call, now))


def climb_of(incident: Incident, ladder: LadderId) -> Climb:
    """Find the climb of one of the incident's ladders."""
    return next(climb for climb in incident.climbs if climb.ladder == ladder)


def taken_by(incident: Incident, ladder: LadderId) -> Call | None:
    """Give the call that somebody took, if anybody did."""
    calls = (c for c in incident.calls if c.ladder == ladder and c.state is CallState.TAKEN)
    return next(calls, None)


def asks_on(incident: Incident, call: Call) -> bool:
    """Whether a call still needs its person's answer: it waits, nobody took its ladder, and the incident runs."""
    return incident.is_open and call.state in WAITING and taken_by(incident, call.ladder) is None


def late_by(call: Call) -> timedelta | None:
    """How much too late Slack got the call or, until then, we owed it; None when it was in time."""
    late = (call.sent_at or call.owed_at) - call.due_at
    return late if late > LATE_AFTER else None


def _first_tried(
    incident: Incident, climb: Climb, tried: Set[CallId], last_taken_at: datetime
) -> Call | None:
    if not waits_for_slack(climb) or climb.called_at is None or last_taken_at < climb.called_at:
        return None
    of_rung = (c for c in incident.calls if (c.ladder, c.rung) == (climb.ladder, climb.rung))
    return next((c for c in of_rung if c.state is CallState.OWED and c.id in tried), None)


def _may_answer(incident: Incident, call: Call, by: UserId) -> None:
    if by != call.person:
        raise refusals.calls.not_your_call(call.person)
    if not incident.is_open:
        raise refusals.crisis.is_closed(incident.ref)
    taken = taken_by(incident, call.ladder)
    if taken is not None:
        raise refusals.calls.call_answered(taken.person, taken.answered_at)
    if call.state is CallState.DECLINED:
        raise refusals.calls.call_declined(call.answered_at)


def _after_no(incident: Incident, call: Call, now: datetime) -> tuple[e.Event, ...]:
    """Climb at once if this was the last person of the present rung who could still answer."""
    climb = climb_of(incident, call.ladder)
    if not incident.is_open or climb.state is not ClimbState.CALLING or call.rung != climb.rung:
        return ()  # Slack may refuse a call after the close: nobody further is woken for what is over.
    same_rung = (c for c in incident.calls if c.ladder == call.ladder and c.rung == call.rung)
    if any(c.state in WAITING and c.id != call.id for c in same_rung):
        return ()
    return next_rung(climb, due_at=now, now=now)
