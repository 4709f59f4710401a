"""
Legal clocks: what the playbook proposes, and what a named person makes of it.

The product reminds and never decides. A proposed clock counts from the opening, so that nobody's silence hides it;
a confirmed one from the moment that was confirmed. The clocks go on after their limit, after a newer version and after
the close, until each is met or waived.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, assert_never

from playbooks import events as e
from playbooks import refusals
from playbooks.commands import ConfirmClock, MeetClock, WaiveClock
from playbooks.folding import apply
from playbooks.incident import Duty, DutyState, Incident, StepInRun, StepStatus
from playbooks.moments import Due, DueKind
from playbooks.playbook import Clock, ClockId, RoleId, Since, UserId, Words
from playbooks.typed import paragraph

ClockOrder = ConfirmClock | WaiveClock | MeetClock
Roles = tuple[tuple[RoleId, UserId], ...]
Decided = e.ClockConfirmed | e.ClockWaived | e.ClockMet

LIMIT: Final = 100  # per cent
SHARES: Final = (50, 75, 90, LIMIT)  # of the limit, at which the owner is told
LEAD_FROM: Final = 90  # from this share on, the lead and the room are told as well
AGAIN: Final = timedelta(hours=24)  # between two reminders of a limit that has passed
# A start longer ago than this, and than the clock's own limit, is a slip of the hand.
FURTHEST_BACK: Final = timedelta(days=30)


# Whose they are, and how they stand.


def duty_of(incident: Incident, clock: ClockId) -> Duty:
    """Find a legal clock of the incident. Raises NotFound."""
    found = next((duty for duty in incident.duties if duty.id == clock), None)
    if found is None:
        raise refusals.duties.no_such_clock(clock)
    return found


def newer(incident: Incident, duty: Duty) -> Clock | None:
    """Give a clock as the present version has it, where it was decided on under an earlier one; None: it is the same."""
    present = incident.playbook.clock(duty.id)
    return None if present == duty.clock else present


def running(incident: Incident) -> tuple[Duty, ...]:
    """List the clocks that are neither met nor waived, the one whose limit is nearest first."""
    return tuple(sorted((d for d in incident.duties if d.runs), key=lambda duty: duty.limit_at))


def nearest_first(incident: Incident) -> tuple[Duty, ...]:
    """List every clock: those that run by their limits, then what is settled."""
    return (*running(incident), *(duty for duty in incident.duties if not duty.runs))


def owner(incident: Incident, clock: Clock) -> UserId:
    """
    Who holds the role that a clock names; the lead only where nobody does, so that no clock is nobody's.

    Whoever takes the lead later takes no clock with it: anybody may take the lead.
    """
    return incident.holder(clock.owner)


def deciders(incident: Incident, clock: Clock, today: Roles = ()) -> tuple[UserId, ...]:
    """
    Who may confirm, waive or meet a clock: its owner, then that role's deputy.

    `today` is who holds which role now, deputies included: whoever has left cannot decide any more.
    """
    present = (user for role, user in today if role == clock.owner)
    return tuple(dict.fromkeys((owner(incident, clock), *incident.deputy(clock.owner), *present)))


def of_step(incident: Incident, step: StepInRun) -> tuple[Duty, ...]:
    """List the clocks that a step is about."""
    return tuple(duty for duty in incident.duties if duty.id in step.step.clocks)


def missing(incident: Incident, step: StepInRun) -> tuple[Duty, ...]:
    """
    List the clocks with which what a step asks for is not done: while there are any, it is not done either.

    The first step about a clock asks that it be confirmed, waived or met; a later one, that it be met or waived.
    """
    return tuple(
        duty
        for duty in of_step(incident, step)
        if duty.state is DutyState.PROPOSED or (duty.runs and _asked_before(incident, step, duty))
    )


def _asked_before(incident: Incident, step: StepInRun, duty: Duty) -> bool:
    return any(duty.id in other.step.clocks for other in incident.steps if other.number < step.number)


def must_allow_tick(incident: Incident, step: StepInRun) -> None:
    """Raise Conflict, naming what is missing and whose it is, while something is missing with a step's clocks."""
    left = missing(incident, step)
    if not left:
        return
    title = step.step.title.read(incident.language)
    whose = tuple((duty.clock.title, owner(incident, duty.clock)) for duty in left)
    if any(_asked_before(incident, step, duty) for duty in left):
        raise refusals.duties.clocks_still_run(title, whose)
    raise refusals.duties.clocks_only_proposed(title, whose)


# Orders.


def decide(
    incident: Incident, order: ClockOrder, *, by: UserId, now: datetime, today: Roles = ()
) -> tuple[e.Event, ...]:
    """
    Turn an order about a legal clock into what happens because of it. Raises a Refusal.

    The clocks outlive the incident: what a regulator is told a month later is still said here.
    """
    duty = duty_of(incident, order.clock)
    _must_be_theirs(incident, duty, by, today)
    _must_be_known(duty, order.known)
    match order:
        case ConfirmClock():
            fact: Decided = _confirmed(incident, duty, order, e.Event(at=now, by=by))
        case WaiveClock():
            fact = _waived(duty, order, e.Event(at=now, by=by))
        case MeetClock():
            fact = _met(duty, order, e.Event(at=now, by=by))
        case _:
            assert_never(order)
    return (fact, *_steps(apply(incident, fact), fact))


def refuse(incident: Incident, clock: ClockId, by: UserId, today: Roles = ()) -> None:
    """Raise what an order of `by` about a clock would be refused with, before they fill a form for nothing."""
    _must_be_theirs(incident, duty_of(incident, clock), by, today)


def _must_be_theirs(incident: Incident, duty: Duty, by: UserId, today: Roles) -> None:
    people = deciders(incident, duty.clock, today)
    if by not in people:
        raise refusals.duties.clock_is_theirs(people)


def _must_be_known(duty: Duty, known: int | None) -> None:
    """Refuse what was asked in a form that opened before the latest decision: it was about another state."""
    progress = duty.progress
    if known is not None and known != progress.decisions:
        raise refusals.duties.clock_decided_meanwhile(_STANDS[duty.state], progress.by, progress.at)


def _confirmed(incident: Incident, duty: Duty, order: ConfirmClock, when: e.Event) -> e.ClockConfirmed:
    started_at, reason = _start(incident, duty, order, when), paragraph(order.reason)
    progress = duty.progress
    same = progress.started_at == started_at and newer(incident, duty) is None
    if progress.state is DutyState.CONFIRMED and same:
        raise refusals.duties.confirmed_before(progress.by, progress.at)
    # What counts from a decision or an event has no start before somebody gives one.
    known = progress.started_at is not None or duty.clock.since is Since.AWARENESS
    later = known and started_at > duty.since
    if later and not reason:
        raise refusals.duties.later_start_needs_a_reason(duty.since)
    return e.ClockConfirmed(
        at=when.at, by=when.by, clock=duty.id, started_at=started_at, reason=reason if later else ""
    )


def _start(incident: Incident, duty: Duty, order: ConfirmClock, when: e.Event) -> datetime:
    started_at = order.started_at
    if started_at is None:
        if duty.clock.since is not Since.AWARENESS:
            raise refusals.duties.start_needed()
        started_at = incident.opened_at
    if started_at > when.at:
        raise refusals.duties.start_in_the_future()
    # An incident open for longer than that may still be confirmed from its own opening.
    reach = max(FURTHEST_BACK, duty.clock.limit)
    if started_at < min(when.at - reach, incident.opened_at):
        raise refusals.duties.start_too_far_back(reach.days)
    return started_at


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
    met_at = order.met_at
    if met_at is not None and met_at > when.at:
        raise refusals.duties.met_in_the_future()
    # A calendar has no seconds: what was met in the minute of its start was met.
    if met_at is not None and met_at < duty.since.replace(second=0, microsecond=0):
        raise refusals.duties.met_before_its_start(duty.since)
    return e.ClockMet(at=when.at, by=when.by, clock=duty.id, evidence=evidence, met_at=met_at)


def _must_run(duty: Duty) -> None:
    if not duty.runs:
        state = _STANDS[duty.state]
        raise refusals.duties.ended_before(state, duty.progress.by, duty.progress.at)


def _steps(incident: Incident, because: Decided) -> Iterable[e.StepCompleted | e.StepReopened]:
    """Tick every open step about this clock with which nothing is missing, and open the done ones where something is."""
    if not incident.is_open:
        return
    for step in incident.steps:
        if because.clock not in step.step.clocks:
            continue
        left, done = missing(incident, step), step.progress.status is StepStatus.DONE
        if step.open and not left:
            yield e.StepCompleted(at=because.at, by=because.by, step=step.step.id, note="")
        elif done and left:
            yield e.StepReopened(at=because.at, by=because.by, step=step.step.id)


# Moments.


def dues(incident: Incident) -> Iterable[Due]:
    """
    List the next reminder of each running clock, and its limit; past its limit, one every day.

    The clocks of an exercise end with it: nobody owes a regulator anything.
    """
    for duty in running(incident) if incident.goes_on else ():
        if duty.progress.told >= LIMIT:
            yield Due(at=_told_again_at(duty), kind=DueKind.CLOCK_OVER, subject=duty.id)
        else:
            following = next(share for share in SHARES if share > duty.progress.told)
            if following < LIMIT:
                yield Due(at=duty.share_at(following), kind=DueKind.CLOCK_SHARE, subject=duty.id)
            yield Due(at=duty.limit_at, kind=DueKind.CLOCK_LIMIT, subject=duty.id)


def fallen(incident: Incident, reached: tuple[Due, ...], now: datetime) -> Iterable[e.ClockFact]:
    """Log each limit that passed unmet, and tell each person once: of several missed shares only the latest."""
    subjects = {due.subject for due in reached if due.kind in _CLOCK_KINDS}
    told: dict[UserId, list[tuple[ClockId, int]]] = {}
    for duty in running(incident):
        if duty.id not in subjects:
            continue
        share = next(share for share in reversed(SHARES) if duty.share_at(share) <= now)
        if share == LIMIT and not _miss_is_known(duty):
            yield e.ClockMissed(at=now, clock=duty.id, limit_at=duty.limit_at)
        lead = (incident.lead,) if share >= LEAD_FROM else ()
        for person in dict.fromkeys((owner(incident, duty.clock), *lead)):
            told.setdefault(person, []).append((duty.id, share))
    for to, shares in told.items():
        yield e.ClocksReminded(at=now, to=to, shares=tuple(shares))


def _miss_is_known(duty: Duty) -> bool:
    """Whether this very limit was seen to have passed; an earlier one may have been."""
    missed_at = duty.progress.missed_at
    return missed_at is not None and missed_at >= duty.limit_at


def _told_again_at(duty: Duty) -> datetime:
    """Every day from the limit on, at its hour; days on which nobody looked come as one."""
    last = max(duty.progress.told_at or duty.limit_at, duty.limit_at)
    return duty.limit_at + ((last - duty.limit_at) // AGAIN + 1) * AGAIN


# What must be said.


def hearers(fact: e.Event, incident: Incident) -> tuple[UserId, ...]:
    """Who hears of a fact in a direct message: whoever is reminded; the owner, of what their deputy decided."""
    match fact:
        case e.ClocksReminded():
            return (fact.to,)
        case e.ClockConfirmed() | e.ClockWaived() | e.ClockMet():
            clock = incident.clock(fact.clock)
            return () if clock is None else (owner(incident, clock),)
        case _:
            return ()


def noticed(fact: e.Event, incident: Incident) -> bool:
    """Whether the room is told: of a waiver, a start moved later, and once when a clock is nearly over, and over."""
    match fact:
        case e.ClockWaived():
            return True
        case e.ClockConfirmed():
            return bool(fact.reason)
        case e.ClocksReminded():
            return bool(for_the_room(fact, incident))
        case _:
            return False


def for_the_room(fact: e.ClocksReminded, incident: Incident) -> tuple[ClockId, ...]:
    """List the clocks of a reminder that the room hears of: those of the owner it goes to, not again the lead's."""
    told = {clock: share for clock, share in fact.shares if share >= LEAD_FROM}
    return tuple(
        duty.id
        for duty in incident.duties
        if duty.id in told
        and owner(incident, duty.clock) == fact.to
        and (told[duty.id] < LIMIT or duty.progress.missed_at == fact.at)
    )


_CLOCK_KINDS: Final = {DueKind.CLOCK_SHARE, DueKind.CLOCK_LIMIT, DueKind.CLOCK_OVER}
_STANDS: Final = {
    DutyState.PROPOSED: Words(en="proposed", fr="proposé"),
    DutyState.CONFIRMED: Words(en="confirmed", fr="confirmé"),
    DutyState.WAIVED: Words(en="waived", fr="écarté"),
    DutyState.MET: Words(en="met", fr="dit tenu"),
}
