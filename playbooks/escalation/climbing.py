"""Climbing a ladder: which rung is called next and when, and whom of it."""

from collections.abc import Iterable, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from playbooks import events as e
from playbooks.commands import CallId
from playbooks.escalation.planning import wait_of
from playbooks.incident import Call, CallState, Climb, ClimbState, Incident, taken, unanswered
from playbooks.playbook import LadderId, Severity, UserId
from playbooks.routing import SLACK, Reach

LATE_AFTER: Final = timedelta(seconds=15)  # A call owed later than this after its moment says by how much.
BY_HAND: Final = "@"  # begins the name of a ladder that somebody asked for; no ladder of a directory has it
MORE_SERIOUS: Final = {severity: rank for rank, severity in enumerate(reversed(Severity))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A rung of a ladder that is climbed for the first time, or once more."""

    round: int
    rung: int


def begin(incident: Incident, now: datetime) -> tuple[e.Event, ...]:
    """Call the first rung of every ladder."""
    return tuple(
        fact for climb in incident.climbs for fact in next_rung(incident, climb, due_at=now, now=now)
    )


def next_rung(incident: Incident, climb: Climb, *, due_at: datetime, now: datetime) -> tuple[e.Event, ...]:
    """Call everybody of the next rung that counts and must still answer; after the last, say that nobody is left."""
    place = following(incident, climb)
    if place is None:
        return (e.LadderExhausted(at=now, ladder=climb.ladder),)
    return calls(incident, climb, place, e.Event(at=now), due_at)


def resumed(incident: Incident, climb: Climb, *, due_at: datetime, now: datetime) -> tuple[e.Event, ...]:
    """Go on after an answer that has expired: with the next rung, and with whom the answer had let go."""
    waiting = {CallState.OWED, CallState.SENT}
    let_go = [
        call
        for call in incident.calls
        if (call.ladder, call.round) == (climb.ladder, climb.round) and call.state in waiting
    ]
    ahead = following(incident, climb)
    when = e.Event(at=now)
    if let_go and (ahead is None or climb.rungs[climb.rung].groups):
        # Nobody is further up, or they answer for groups of their own rung: that rung is called once more.
        again = Place(round=climb.round + 1, rung=min(call.rung for call in let_go))
        people = {call.person for call in let_go}
        return tuple(f for f in calls(incident, climb, again, when, due_at) if f.person in people)
    called = next_rung(incident, climb, due_at=due_at, now=now)
    if ahead is None:
        return called
    named = {fact.person for fact in called if isinstance(fact, e.ContactCalled)}
    besides = (_moved(call, ahead, due_at, when) for call in let_go if call.person not in named)
    return (*called, *besides)


def _moved(call: Call, place: Place, due_at: datetime, when: e.Event) -> e.ContactCalled:
    """Call somebody once more, beside those of the rung that the ladder has come to."""
    return e.ContactCalled(
        at=when.at,
        call=call_id(call.ladder, place, call.person),
        ladder=call.ladder,
        rung=place.rung,
        person=call.person,
        due_at=due_at,
        reach=call.reach,
        round=place.round,
    )


def following(incident: Incident, climb: Climb) -> Place | None:
    """
    Find the rung that is called next; None: nobody is left.

    A rung counts at the severity that the incident has now, and is called once each time the ladder is climbed.
    """
    return next((place for place in _ahead(climb) if _is_to_come(incident, climb, place)), None)


def _ahead(climb: Climb) -> Iterable[Place]:
    """List the rungs after the present one, and those of the times that the ladder is climbed anew."""
    for number in range(climb.round, max(climb.again, climb.round) + 1):
        first = climb.rung + 1 if number == climb.round else 0
        yield from (Place(round=number, rung=rung) for rung in range(first, len(climb.rungs)))


def calls(
    incident: Incident, climb: Climb, place: Place, when: e.Event, due_at: datetime
) -> tuple[e.ContactCalled, ...]:
    """Call whoever of a rung must still answer."""
    reach = dict(climb.rungs[place.rung].reach)
    return tuple(
        e.ContactCalled(
            at=when.at,
            call=call_id(climb.ladder, place, person),
            ladder=climb.ladder,
            rung=place.rung,
            person=person,
            due_at=due_at,
            reach=reach.get(person, ()),
            groups=groups,
            round=place.round,
        )
        for person, groups in _called_on(incident, climb, place).items()
    )


def call_beside(call: Call, person: UserId, reach: tuple[Reach, ...], now: datetime) -> e.ContactCalled:
    """Call somebody in the place of whom a call was for: on the same rung, for the same groups."""
    return e.ContactCalled(
        at=now,
        call=call_id(call.ladder, Place(round=call.round, rung=call.rung), person),
        ladder=call.ladder,
        rung=call.rung,
        person=person,
        due_at=now,
        reach=reach,
        groups=call.groups,
        round=call.round,
    )


def call_id(ladder: LadderId, place: Place, person: UserId) -> CallId:
    """Name a call: press.0.U0CLAIRE, and press.0.U0CLAIRE.1 where the ladder is climbed for the second time."""
    again = f".{place.round}" if place.round else ""
    return CallId(f"{ladder}.{place.rung}.{person}{again}")


def raised(incident: Incident, severity: Severity, now: datetime) -> tuple[e.Event, ...]:
    """
    Call at once whom a more serious incident brings in on the rungs that a ladder has come to, or left behind.

    They are those of a rung that did not count before, and in a crisis whoever was left to sleep. What lies ahead is
    called when its turn comes; a ladder that rests is left alone.
    """
    if MORE_SERIOUS[severity] <= MORE_SERIOUS[incident.severity]:
        return ()
    graver = replace(incident, severity=severity)
    return tuple(
        fact
        for climb in incident.climbs
        for place in _come_to(climb)
        if _counts(graver, climb, place)
        for fact in calls(graver, climb, place, e.Event(at=now), now)
        if fact.person not in _named_before(incident, climb, place)
    )


def _named_before(incident: Incident, climb: Climb, place: Place) -> Set[UserId]:
    """Name whom a rung has called, or would have called while the incident was less serious."""
    here = (c for c in incident.calls if c.ladder == climb.ladder)
    called = {c.person for c in here if (c.round, c.rung) == (place.round, place.rung)}
    counts = _counts(incident, climb, place)
    return called | set(_called_on(incident, climb, place)) if counts else called


def silent_at(incident: Incident, climb: Climb, *, if_taken_at: datetime | None = None) -> datetime | None:
    """
    When the present rung has been silent for too long; None: the ladder rests, or waits for Slack.

    Silence counts from the moment Slack took the rung's first call: before that nobody was asked. A rung whose calls
    are held up while Slack takes other things counts from then, since the next one may be quicker. Where nothing is
    taken at all, a rung that Slack alone reaches is left all the same if somebody further up is reached otherwise.
    `if_taken_at` tells when it would be if Slack took its first call at that moment. Decided in docs/decisions/0007
    and 0014.
    """
    if climb.state is not ClimbState.CALLING or climb.called_at is None:
        return None
    since = climb.heard_at or climb.held_up_at or if_taken_at
    wait = wait_of(climb.rungs[climb.rung], incident.severity)
    if since is not None:
        return since + wait
    by_slack_alone = all(_is_reached_by_slack_alone(c) for c in _present(incident, climb))
    if climb.fallback_after is None or not by_slack_alone or not _others_are_reached(incident, climb):
        return None
    return climb.called_at + max(wait, climb.fallback_after)


def passed_over(incident: Incident, call: Call, now: datetime) -> tuple[e.Event, ...]:
    """Leave a rung that nobody can be asked on before something is mended, where others further up can be asked."""
    climb = climb_of(incident, call.ladder)
    unheard = climb.state is ClimbState.CALLING and climb.heard_at is None
    if not unheard or not is_present(climb, call) or not _others_are_reached(incident, climb):
        return ()
    return next_rung(incident, climb, due_at=now, now=now)


def _present(incident: Incident, climb: Climb) -> Iterable[Call]:
    """List the calls of the present rung."""
    return (call for call in incident.calls if call.ladder == climb.ladder and is_present(climb, call))


def _is_reached_by_slack_alone(call: Call) -> bool:
    return all(one.means == SLACK for one in call.reach)


def _others_are_reached(incident: Incident, climb: Climb) -> bool:
    """Whether whoever is still to be called on a ladder is reached by something else than Slack."""
    ahead = (place for place in _ahead(climb) if _is_to_come(incident, climb, place))
    return any(
        one.means != SLACK
        for place in ahead
        for person, order in climb.rungs[place.rung].reach
        if person in _called_on(incident, climb, place)
        for one in order
    )


def waits_for_slack(incident: Incident, climb: Climb) -> bool:
    """Whether a rung that has another after it was called and nothing is known of it: not taken, not held up."""
    unheard = climb.called_at is not None and climb.heard_at is None and climb.held_up_at is None
    return climb.state is ClimbState.CALLING and unheard and following(incident, climb) is not None


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


def climb_of(incident: Incident, ladder: LadderId) -> Climb:
    """Find the climb of one of the incident's ladders."""
    return next(climb for climb in incident.climbs if climb.ladder == ladder)


def is_present(climb: Climb, call: Call) -> bool:
    """Whether a call is of the rung that is being called."""
    return (climb.round, climb.rung) == (call.round, call.rung)


def missing(incident: Incident, climb: Climb) -> tuple[e.PlannedGroup, ...]:
    """List who must still answer on the present rung, group by group; none where one answer of anybody is enough."""
    if climb.state is ClimbState.ANSWERED or climb.rung < 0:
        return ()
    groups = climb.rungs[climb.rung].groups
    return tuple(groups[n] for n in unanswered(climb, taken(incident, climb.ladder), climb.rung))


def who_follows(incident: Incident, climb: Climb) -> tuple[UserId, ...]:
    """Name whom the next rung would call; nobody: the lead is told instead."""
    place = following(incident, climb)
    return () if place is None else tuple(_called_on(incident, climb, place))


def _come_to(climb: Climb) -> Iterable[Place]:
    """List the rungs that a ladder will not come to again by itself."""
    match climb.state:
        case ClimbState.CALLING:
            last = climb.rung + 1
        case ClimbState.EXHAUSTED:
            last = len(climb.rungs)
        case ClimbState.ANSWERED:
            last = 0
    return (Place(round=climb.round, rung=rung) for rung in range(last))


def _counts(incident: Incident, climb: Climb, place: Place) -> bool:
    severities = climb.rungs[place.rung].severities
    return not severities or incident.severity in severities


def _is_to_come(incident: Incident, climb: Climb, place: Place) -> bool:
    if not _counts(incident, climb, place):
        return False
    before = (call for call in incident.calls if call.ladder == climb.ladder)
    if any((call.round, call.rung) == (place.round, place.rung) for call in before):
        return False
    return bool(_called_on(incident, climb, place))


def _called_on(incident: Incident, climb: Climb, place: Place) -> dict[UserId, tuple[int, ...]]:
    """Name whom of a rung to call, each with the groups they answer for: those of whom nobody has answered."""
    rung, answers = climb.rungs[place.rung], taken(incident, climb.ladder)
    crisis = incident.severity is Severity.SEV1
    if not rung.groups:
        awake = _in_turn(rung.people, place.round) if rung.in_turn else rung.people
        people = (*awake, *rung.asleep) if crisis else awake
        # Whoever is on it by another ladder is called by none of the directory's; who is asked for by name is all the same.
        at_work = answers if climb.ladder.startswith(BY_HAND) else incident.calls
        on_it = {call.person for call in at_work if call.state is CallState.TAKEN}
        return {person: () for person in people if person not in on_it}
    called: dict[UserId, tuple[int, ...]] = {}
    for number in unanswered(climb, answers, place.rung):
        group = rung.groups[number]
        people = (*group.people, *group.asleep) if crisis else group.people
        for person in _in_turn(people, place.round) if rung.in_turn else people:
            called[person] = (*called.get(person, ()), number)
    return called


def _in_turn(people: tuple[UserId, ...], round_: int) -> tuple[UserId, ...]:
    return (people[round_ % len(people)],) if people else ()


def _first_tried(
    incident: Incident, climb: Climb, tried: Set[CallId], last_taken_at: datetime
) -> Call | None:
    if not waits_for_slack(incident, climb) or climb.called_at is None or last_taken_at < climb.called_at:
        return None
    return next((c for c in _present(incident, climb) if c.state is CallState.OWED and c.id in tried), None)
