"""More people asked for by hand: a person, a role, a unit, or the next rung of a ladder that runs."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from playbooks import events as e
from playbooks import refusals
from playbooks.commands import Escalate
from playbooks.escalation.answering import WAITING, asks_on
from playbooks.escalation.climbing import BY_HAND, climb_of, following, next_rung, raised
from playbooks.escalation.planning import pinned_rung
from playbooks.folding import apply
from playbooks.incident import CallState, Climb, ClimbState, Escalation, Incident
from playbooks.playbook import LadderId, RoleId, UnitId, UserId
from playbooks.routing import (
    DEPUTY,
    Answer,
    CalledRung,
    Directory,
    Group,
    Setting,
    holders,
    last_resort,
    rungs_of,
    stand_in,
)
from playbooks.typed import paragraph

JOINED_WITHIN: Final = timedelta(minutes=1)  # the same wish twice: nobody is called twice
UNIT_LADDER: Final = LadderId("unit")


def escalate(
    incident: Incident, command: Escalate, planned: e.PlannedLadder, *, by: UserId, now: datetime
) -> tuple[e.Event, ...]:
    """
    Call whom somebody asks for. `planned` is the ladder for it, where no ladder that runs has a next rung to call.

    Refused for nobody; raises a Conflict once the incident is over, which says what to do instead.
    """
    if not incident.is_open:
        raise refusals.calls.too_late_to_escalate(incident.ref)
    asked = e.Escalated(
        at=now,
        by=by,
        ladder=planned.ladder,
        reason=paragraph(command.reason),
        person=command.person,
        role=command.role,
        unit=command.unit,
    )
    coming = _coming(incident, command, now)
    if coming is not None:
        return (replace(asked, ladder=coming, joined=True),)
    running = None if _names_somebody(command) else _hurried(incident, command.ladder)
    if running is not None:
        called = next_rung(incident, running, due_at=now, now=now)
        return (replace(asked, ladder=running.ladder), *called)
    asked = replace(asked, planned=planned)
    after = apply(incident, asked)
    return (asked, *next_rung(after, climb_of(after, planned.ladder), due_at=now, now=now))


def planned_by_hand(
    directory: Directory, incident: Incident, command: Escalate, setting: Setting
) -> e.PlannedLadder:
    """Make a ladder of whom somebody asks for: they, their deputy, then the ladder of their unit; never nobody."""
    contact = None if command.person is None else directory.contact(command.person)
    own = contact.units[0] if contact is not None and contact.units else incident.unit
    unit = command.unit or own
    there = replace(setting, unit=unit, country=setting.country if unit == incident.unit else None)
    first = _asked_for(directory, command, setting)
    rest = rungs_of(directory, UNIT_LADDER, there)
    rungs = tuple(_each_once((*(_together(people) for people in first), *rest)))
    if not rungs:
        rungs = (_together(last_resort(directory, setting)),)
    return e.PlannedLadder(
        ladder=LadderId(f"{BY_HAND}{_next_number(incident)}"),
        rungs=tuple(pinned_rung(rung, setting.severity) for rung in rungs),
        fallback_after=directory.routing.fallback_after,
    )


def after_raise(incident: Incident, changed: e.SeverityChanged) -> tuple[e.Event, ...]:
    """Call whom a more serious incident brings in, on ladders that run or have ended."""
    return raised(incident, changed.severity, changed.at)


def _next_number(incident: Incident) -> int:
    return 1 + sum(climb.ladder.startswith(BY_HAND) for climb in incident.climbs)


def _asked_for(directory: Directory, command: Escalate, setting: Setting) -> tuple[tuple[UserId, ...], ...]:
    """Name who is called first, and who in their place. A person named is called, whatever hour it is for them."""
    if command.person is not None:
        deputy = stand_in(directory, command.person, setting)
        return ((command.person,), () if deputy is None else (deputy,))
    if command.role is not None:
        deputies = holders(directory, RoleId(f"{command.role}{DEPUTY}"), setting)
        return (holders(directory, command.role, setting), deputies)
    return () if command.unit is not None else (last_resort(directory, setting),)


def _together(people: tuple[UserId, ...]) -> CalledRung:
    return CalledRung(groups=(Group(people=people),))


def _each_once(rungs: Iterable[CalledRung]) -> Iterable[CalledRung]:
    """Leave out whom an earlier rung calls; a rung of which several must answer stays whole."""
    called: set[UserId] = set()
    for rung in rungs:
        fresh = tuple(person for person in rung.people if person not in called)
        if rung.answer is Answer.ALL:
            yield rung
        elif fresh:
            yield replace(rung, groups=(Group(people=fresh),))
        if not rung.severities:
            called.update(rung.people[:1] if rung.in_turn else rung.people)


def _names_somebody(command: Escalate) -> bool:
    return any(one is not None for one in _target(command))


def _target(command: Escalate) -> tuple[UserId | None, RoleId | None, UnitId | None]:
    return command.person, command.role, command.unit


def _coming(incident: Incident, command: Escalate, now: datetime) -> LadderId | None:
    """Name the ladder that brings whom somebody asks for: they were called a moment before, or the same was asked for."""
    theirs = (c for c in incident.calls if c.person == command.person and now - c.owed_at <= JOINED_WITHIN)
    call = next((c for c in theirs if asks_on(incident, c)), None)
    if call is not None:
        return call.ladder
    before = _same(incident, command, now)
    return None if before is None else before.ladder


def _same(incident: Incident, command: Escalate, now: datetime) -> Escalation | None:
    """Find the same wish of a moment before, if somebody it called may still come, or has."""
    coming = {call.ladder for call in incident.calls if call.state in {*WAITING, CallState.TAKEN}}
    lately = (e for e in incident.escalations if not e.joined and now - e.at <= JOINED_WITHIN)
    recent = (e for e in lately if e.ladder in coming)
    return next((e for e in recent if e.to == _target(command) and command.ladder in (None, e.ladder)), None)


def _hurried(incident: Incident, ladder: LadderId | None) -> Climb | None:
    """Find the ladder whose next rung is called; None: none that runs has another one."""
    running = (climb for climb in incident.climbs if climb.state is ClimbState.CALLING)
    ahead = [climb for climb in running if following(incident, climb) is not None]
    named = (climb for climb in ahead if climb.ladder == ladder)
    return next(named, next(iter(ahead), None))
