"""Every moment at which something must happen to an incident, as a function of its state."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from playbooks import cases, duties, escalation, holding, lessons, means, points, publishing, sittings, surge
from playbooks import events as e
from playbooks.commands import ActionId
from playbooks.incident import Incident, StepInRun
from playbooks.moments import IN_ORDER, Due, DueKind
from playbooks.playbook import LadderId, StepId, UserId
from playbooks.statements import asking

LEAD_TOLD_AFTER: Final = timedelta(minutes=10)  # after the owner of a late step was
REMIND_BEFORE: Final = timedelta(minutes=10)  # of a promised update
SHORTEST_REMINDED: Final = timedelta(minutes=20)  # a promise nearer than this needs no reminder
ACTION_AGAIN: Final = timedelta(days=7)  # until it is done


def dues(incident: Incident) -> tuple[Due, ...]:
    """List every pending moment, the earliest first; of what was brought from elsewhere nothing is asked any more."""
    if incident.brought is not None:
        return ()
    pending = (
        (*_running(incident),) if incident.is_open else (*sittings.dues(incident), *lessons.dues(incident))
    )
    more = (*_actions(incident), *duties.dues(incident), *publishing.dues(incident))
    return tuple(sorted((*pending, *more), key=IN_ORDER))


def fallen(incident: Incident, now: datetime) -> tuple[e.Event, ...]:
    """
    Give what happens because of every moment reached by `now`.

    Harmless when nothing is due. Missed moments are made good once, not once each: a ladder climbs one rung, and a
    person hears of all late steps in one message.
    """
    reached = tuple(due for due in dues(incident) if due.at <= now)
    climbed = (fact for due in reached if due.kind is DueKind.RUNG for fact in _rung(incident, due, now))
    quiet = escalation.fallen(incident, reached, now)
    held = holding.fallen(incident, reached, now)
    clocks = (*duties.fallen(incident, reached, now), *publishing.fallen(incident, reached, now))
    late = _late_steps(incident, reached, now)
    asked = asking.fallen(incident, reached, now)
    point = (*points.fallen(incident, reached, now), *cases.fallen(incident, reached, now))
    carried = means.fallen(incident, reached, now)
    calls = (*climbed, *carried, *quiet)
    return (*calls, *held, *clocks, *late, *asked, *_reminders(incident, reached, now), *point)


def _running(incident: Incident) -> Iterable[Due]:
    for climb in incident.climbs:
        silent_at = escalation.silent_at(incident, climb)
        if silent_at is not None:
            yield Due(at=silent_at, kind=DueKind.RUNG, subject=climb.ladder)
    yield from escalation.dues(incident)
    yield from means.dues(incident)
    for step in incident.open_steps:
        yield from _step(incident, step)
    yield from asking.dues(incident)
    promise = incident.promise
    if promise is not None and not promise.broken:
        yield Due(at=promise.at, kind=DueKind.PROMISE)
        if not promise.reminded and promise.at - promise.given_at >= SHORTEST_REMINDED:
            yield Due(at=promise.at - REMIND_BEFORE, kind=DueKind.PROMISE_SOON)
    yield from holding.dues(incident)
    yield from points.dues(incident)
    yield from cases.dues(incident)
    yield from surge.dues(incident)


def _step(incident: Incident, step: StepInRun) -> Iterable[Due]:
    due_at = step.progress.due_at
    if due_at is None:
        return
    if not step.progress.owner_told:
        yield Due(at=due_at, kind=DueKind.STEP_OWNER, subject=step.step.id)
    if not step.progress.lead_told and incident.lead not in incident.waiting_on(step):
        yield Due(at=due_at + LEAD_TOLD_AFTER, kind=DueKind.STEP_LEAD, subject=step.step.id)


def _actions(incident: Incident) -> Iterable[Due]:
    for action in incident.actions:
        # What a released playbook says is done, whether or not its owner came back to press it.
        if action.done_at is None and lessons.is_open(action):
            at = action.due_at if action.reminded_at is None else action.reminded_at + ACTION_AGAIN
            yield Due(at=at, kind=DueKind.ACTION, subject=action.id)


def _rung(incident: Incident, due: Due, now: datetime) -> tuple[e.Event, ...]:
    climb = escalation.climb_of(incident, LadderId(due.subject))
    return escalation.next_rung(incident, climb, due_at=due.at, now=now)


def _late_steps(incident: Incident, reached: tuple[Due, ...], now: datetime) -> Iterable[e.StepsLate]:
    """Tell each person once: an owner of their own late steps, the lead of those that stay late as well."""
    owners = {due.subject for due in reached if due.kind is DueKind.STEP_OWNER}
    leads = {due.subject for due in reached if due.kind is DueKind.STEP_LEAD}
    told: dict[UserId, list[StepId]] = {}
    for step in incident.open_steps:
        if step.step.id in owners:
            for owner in incident.waiting_on(step):
                told.setdefault(owner, []).append(step.step.id)
        if step.step.id in leads:
            told.setdefault(incident.lead, []).append(step.step.id)
    for to, steps in told.items():
        chases = to == incident.lead and not leads.isdisjoint(steps)
        level = e.Nudged.LEAD if chases else e.Nudged.OWNER
        yield e.StepsLate(at=now, to=to, level=level, steps=tuple(steps))


def _reminders(incident: Incident, reached: tuple[Due, ...], now: datetime) -> Iterable[e.Event]:
    kinds = {due.kind for due in reached}
    promise = incident.promise
    if promise is not None and DueKind.PROMISE in kinds:
        yield e.PromiseBroken(at=now, next_at=promise.at)
    elif promise is not None and DueKind.PROMISE_SOON in kinds:
        yield e.PromiseReminded(at=now, next_at=promise.at)
    yield from sittings.fallen(reached, now)
    yield from lessons.fallen(incident, reached, now)
    for due in reached:
        if due.kind is DueKind.ACTION:
            yield e.ActionReminded(at=now, action=ActionId(due.subject))
