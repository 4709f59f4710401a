"""
Legal clocks: what the playbook proposes, and what a named person makes of it.

The product reminds and never decides. A proposed clock counts from the opening, so that nobody's silence hides it;
a confirmed one from the moment that was confirmed. The clocks go on after the close, until each is met or waived.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, assert_never

from playbooks import events as e
from playbooks import refusals
from playbooks.commands import ConfirmClock, MeetClock, WaiveClock
from playbooks.folding import apply
from playbooks.incident import Duty, DutyState, Incident, StepInRun
from playbooks.moments import Due, DueKind
from playbooks.playbook import Clock, ClockId, Since, StepKind, UserId, Words
from playbooks.typed import paragraph

ClockOrder = ConfirmClock | WaiveClock | MeetClock

LIMIT: Final = 100  # per cent
SHARES: Final = (50, 75, 90, LIMIT)  # of the limit, at which the owner is told
LEAD_FROM: Final = 90  # from this share on, the lead and the room are told as well
FURTHEST_BACK: Final = timedelta(
    days=30
)  # a start longer ago than this is a slip of the hand, or Legal's to judge


# Whose they are, and how they stand.


def duty_of(incident: Incident, clock: ClockId) -> Duty:
    """Find a legal clock of the incident. Raises NotFound."""
    found = next((duty for duty in incident.duties if duty.id == clock), None)
    if found is None:
        raise refusals.duties.no_such_clock(clock)
    return found


def running(incident: Incident) -> tuple[Duty, ...]:
    """List the clocks that are neither met nor waived, the one whose limit is nearest first."""
    return tuple(sorted((d for d in incident.duties if d.runs), key=lambda duty: duty.limit_at))


def nearest_first(incident: Incident) -> tuple[Duty, ...]:
    """List every clock: those that run by their limits, then what is settled."""
    return (*running(incident), *(duty for duty in incident.duties if not duty.runs))


def owner(incident: Incident, clock: Clock) -> UserId:
    """Who holds the role that a clock names; the lead where nobody does, so that no clock is nobody's."""
    return incident.lead if clock.owner == incident.playbook.lead else incident.holder(clock.owner)


def deciders(incident: Incident, clock: Clock) -> tuple[UserId, ...]:
    """Who may confirm, waive or meet a clock: its owner, then that role's deputy."""
    return tuple(dict.fromkeys((owner(incident, clock), *incident.deputy(clock.owner))))


def of_step(incident: Incident, step: StepInRun) -> tuple[Duty, ...]:
    """List the clocks that a step is about; a clock step that names none is about all of them."""
    if step.step.kind is not StepKind.CLOCK:
        return ()
    named = step.step.clocks
    return tuple(duty for duty in incident.duties if not named or duty.id in named)


def unconfirmed(incident: Incident, step: StepInRun) -> tuple[Duty, ...]:
    """List the clocks of a step that are still only proposed: until then it cannot be ticked."""
    return tuple(duty for duty in of_step(incident, step) if duty.state is DutyState.PROPOSED)


def must_allow_tick(incident: Incident, step: StepInRun) -> None:
    """Raise Conflict, naming what is missing and whose it is, while a step's clocks are only proposed."""
    waiting = tuple((duty.clock.title, owner(incident, duty.clock)) for duty in unconfirmed(incident, step))
    if waiting:
        raise refusals.duties.clocks_only_proposed(step.step.title.read(incident.language), waiting)


# Orders.


def decide(incident: Incident, order: ClockOrder, *, by: UserId, now: datetime) -> tuple[e.Event, ...]:
    """
    Turn an order about a legal clock into what happens because of it. Raises a Refusal.

    The clocks outlive the incident: what a regulator is told a month later is still said here.
    """
    duty = duty_of(incident, order.clock)
    _must_be_theirs(incident, duty, by)
    match order:
        case ConfirmClock():
            fact: e.ClockFact = _confirmed(incident, duty, order, e.Event(at=now, by=by))
        case WaiveClock():
            fact = _waived(duty, order, e.Event(at=now, by=by))
        case MeetClock():
            fact = _met(duty, order, e.Event(at=now, by=by))
        case _:
            assert_never(order)
    return (fact, *_ticked(apply(incident, fact), fact))


def refuse(incident: Incident, clock: ClockId, by: UserId) -> None:
    """Raise what an order of `by` about a clock would be refused with, before they fill a form for nothing."""
    _must_be_theirs(incident, duty_of(incident, clock), by)


def _must_be_theirs(incident: Incident, duty: Duty, by: UserId) -> None:
    people = deciders(incident, duty.clock)
    if by not in people:
        raise refusals.duties.clock_is_theirs(people)


def _confirmed(incident: Incident, duty: Duty, order: ConfirmClock, when: e.Event) -> e.ClockConfirmed:
    started_at = order.started_at
    if started_at is None:
        if duty.clock.since is not Since.AWARENESS:
            raise refusals.duties.start_needed()
        started_at = incident.opened_at
    if started_at > when.at:
        raise refusals.duties.start_in_the_future()
    # An incident open for longer than that may still be confirmed from its own opening.
    if started_at < min(when.at - FURTHEST_BACK, incident.opened_at):
        raise refusals.duties.start_too_far_back(FURTHEST_BACK.days)
    progress = duty.progress
    if progress.state is DutyState.CONFIRMED and progress.started_at == started_at:
        raise refusals.duties.confirmed_before(progress.by, progress.at)
    return e.ClockConfirmed(at=when.at, by=when.by, clock=duty.id, started_at=started_at)


def _waived(duty: Duty, order: WaiveClock, when: e.Event) -> e.ClockWaived:
    _must_run(duty)
    reason = paragraph(order.reason)
    if not reason:
        raise refusals.duties.waiving_needs_a_reason()
    return e.ClockWaived(at=when.at, by=when.by, clock=duty.id, reason=reason)


def _met(duty: Duty, order: MeetClock, when: e.Event) -> e.ClockMet:
    _must_run(duty)
    evidence = paragraph(order.evidence)
    if not evidence:
        raise refusals.duties.meeting_needs_evidence()
    return e.ClockMet(at=when.at, by=when.by, clock=duty.id, evidence=evidence)


def _must_run(duty: Duty) -> None:
    if not duty.runs:
        state = _ENDED_AS[duty.state]
        raise refusals.duties.ended_before(state, duty.progress.by, duty.progress.at)


def _ticked(incident: Incident, because: e.ClockFact) -> Iterable[e.StepCompleted]:
    """Tick every open clock step with whose clocks everything is done that it asks for."""
    if not incident.is_open:
        return
    for step in incident.open_steps:
        duties = of_step(incident, step)
        if duties and all(_done_for(incident, step, duty) for duty in duties):
            yield e.StepCompleted(at=because.at, by=because.by, step=step.step.id, note="")


def _done_for(incident: Incident, step: StepInRun, duty: Duty) -> bool:
    """The first step about a clock asks that it be confirmed; a later one, that it be met or waived."""
    earlier = (other for other in incident.steps if other.number < step.number)
    asked_before = any(duty in of_step(incident, other) for other in earlier)
    return not duty.runs if asked_before else duty.state is not DutyState.PROPOSED


# Moments.


def dues(incident: Incident) -> Iterable[Due]:
    """List the next reminder of each running clock, and its limit."""
    for duty in incident.duties:
        if duty.runs and duty.progress.told < LIMIT:
            following = next(share for share in SHARES if share > duty.progress.told)
            if following < LIMIT:
                yield Due(at=duty.share_at(following), kind=DueKind.CLOCK_SHARE, subject=duty.id)
            yield Due(at=duty.limit_at, kind=DueKind.CLOCK_LIMIT, subject=duty.id)


def fallen(incident: Incident, reached: tuple[Due, ...], now: datetime) -> Iterable[e.ClockFact]:
    """Log each limit that passed unmet, and tell each person once: of several missed shares only the latest."""
    subjects = {due.subject for due in reached if due.kind in {DueKind.CLOCK_SHARE, DueKind.CLOCK_LIMIT}}
    told: dict[UserId, list[tuple[ClockId, int]]] = {}
    for duty in running(incident):
        if duty.id not in subjects:
            continue
        share = next(share for share in reversed(SHARES) if duty.share_at(share) <= now)
        if share == LIMIT:
            yield e.ClockMissed(at=now, clock=duty.id, limit_at=duty.limit_at)
        lead = (incident.lead,) if share >= LEAD_FROM else ()
        for person in dict.fromkeys((owner(incident, duty.clock), *lead)):
            told.setdefault(person, []).append((duty.id, share))
    for to, shares in told.items():
        yield e.ClocksReminded(at=now, to=to, shares=tuple(shares))


# What must be said.


def hearers(fact: e.Event, incident: Incident) -> tuple[UserId, ...]:
    """Who hears of a fact in a direct message: whoever is reminded; the owner, of what their deputy decided."""
    match fact:
        case e.ClocksReminded():
            return (fact.to,)
        case e.ClockConfirmed() | e.ClockWaived() | e.ClockMet():
            clock = incident.playbook.clock(fact.clock)
            return () if clock is None else (owner(incident, clock),)
        case _:
            return ()


def noticed(fact: e.Event, incident: Incident) -> bool:
    """Whether the room is told: of a waiver, and once of each clock that is nearly or quite over."""
    match fact:
        case e.ClockWaived():
            return True
        case e.ClocksReminded():
            return bool(for_the_room(fact, incident))
        case _:
            return False


def for_the_room(fact: e.ClocksReminded, incident: Incident) -> tuple[ClockId, ...]:
    """List the clocks of a reminder that the room hears of: those of the owner it goes to, not again the lead's."""
    near = (clock for clock, share in fact.shares if share >= LEAD_FROM)
    known = ((clock, incident.playbook.clock(clock)) for clock in near)
    return tuple(name for name, clock in known if clock is not None and owner(incident, clock) == fact.to)


_ENDED_AS: Final = {
    DutyState.WAIVED: Words(en="waived", fr="levé"),
    DutyState.MET: Words(en="met", fr="dit tenu"),
}
