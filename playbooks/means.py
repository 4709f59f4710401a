"""
By what a call reaches its person: one means after the other, until somebody has answered.

A person's order of means is pinned when the ladder is. Only the latest means used decides about the next one: its
time is over, it has not taken the call, or it refused it for good. Who is called when is the ladder's.
"""

from collections.abc import Iterable, Set
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from playbooks import escalation
from playbooks import events as e
from playbooks.commands import CallId, Errand
from playbooks.escalation import LATE_AFTER, WAITING, asks_on
from playbooks.incident import Call, CallState, Incident, Try
from playbooks.moments import Due, DueKind
from playbooks.playbook import UserId
from playbooks.routing import MAIL, SLACK, Directory, MeansId, Reach

CALLS: Final = frozenset({Errand.CALL, Errand.CALL_MAIL, Errand.CALL_HOOK})
BESIDE_SLACK: Final = frozenset({Errand.ANSWER, Errand.CALL_MAIL, Errand.CALL_HOOK, Errand.HOOK_ENDED})
AND: Final = ":"  # between the call and the means, in what an errand is about


# Pinning ------------------------------------------------------------------------------------------------


def order_of(person: UserId, directory: Directory, at_hand: Set[MeansId]) -> tuple[Reach, ...]:
    """
    Give the means by which somebody is called, as far as the house has them; none: Slack alone.

    Whoever would be called by Slack alone is called by mail where Slack does not take the call.
    """
    contact = directory.contact(person)
    usable = {SLACK, *(at_hand if contact is not None else ())}
    if contact is None or not contact.email:
        usable.discard(MAIL)
    reach = tuple(one for one in directory.reach(person) if one.means in usable) or (Reach(means=SLACK),)
    if {one.means for one in reach} != {SLACK}:
        return reach
    return (*reach, Reach(means=MAIL, last_resort=True)) if MAIL in usable else ()


def pinned(ladder: e.PlannedLadder, directory: Directory, at_hand: Set[MeansId]) -> e.PlannedLadder:
    """Pin by which means the people of a ladder are called."""

    def reached(rung: e.PlannedRung) -> e.PlannedRung:
        orders = ((person, order_of(person, directory, at_hand)) for person in (*rung.people, *rung.asleep))
        return replace(rung, reach=tuple((person, order) for person, order in orders if order))

    rungs = tuple(reached(rung) for rung in ladder.rungs)
    return replace(ladder, rungs=rungs, fallback_after=directory.routing.fallback_after)


# What is due --------------------------------------------------------------------------------------------


def tries_of(call: Call) -> tuple[Try, ...]:
    """Give how each means used goes; a call of before there were any goes by Slack."""
    if call.tries:
        return call.tries
    failed = call.state is CallState.FAILED
    return (
        Try(
            means=SLACK,
            owed_at=call.owed_at,
            sent_at=call.sent_at,
            failed_at=call.owed_at if failed else None,
            reason=call.reason if failed else "",
        ),
    )


def next_means(call: Call) -> Reach | None:
    """Give the means by which a call goes on; None: each was used."""
    used = {tried.means for tried in call.tries}
    left = (one for one in call.reach if one.means not in used)
    return next(left, None)


def next_at(incident: Incident, call: Call) -> datetime | None:
    """
    When a call goes on by its next means; None: there is none, or nobody needs it.

    `after` counts from when the call came to be owed, and never from before the means before had its own time: what
    was missed in an outage of ours is made good by one means, not by all of them at once.
    """
    following = next_means(call) if call.state in WAITING and call.tries else None
    if following is None or not asks_on(incident, call):
        return None
    latest, moments = call.tries[-1], []
    if not following.last_resort:
        before = next((one.after for one in call.reach if one.means == latest.means), timedelta(0))
        own = latest.owed_at + max(following.after - before, timedelta(0))
        moments.append(max(call.owed_at + following.after, own))
    fallback = escalation.climb_of(incident, call.ladder).fallback_after
    if fallback is not None and latest.sent_at is None:
        moments.append(latest.owed_at + fallback)
    return min(moments, default=None)


def dues(incident: Incident) -> Iterable[Due]:
    """List when calls go on by another means."""
    for call in incident.calls:
        at = next_at(incident, call) if call.reach else None
        if at is not None:
            yield Due(at=at, kind=DueKind.MEANS, subject=call.id)


def fallen(incident: Incident, reached: tuple[Due, ...], now: datetime) -> Iterable[e.MeansUsed]:
    """Use the next means of each call whose moment has come."""
    for due in reached:
        if due.kind is DueKind.MEANS:
            yield from _used(incident.call(CallId(due.subject)), due.at, now)


def _used(call: Call, due_at: datetime, now: datetime) -> Iterable[e.MeansUsed]:
    following = next_means(call)
    if following is None:
        return
    why = e.Why.NOT_TAKEN if call.tries[-1].sent_at is None else e.Why.TIME
    late = due_at if now - due_at > LATE_AFTER else None
    yield e.MeansUsed(at=now, call=call.id, means=following.means, why=why, due_at=late)


# What becomes of it -------------------------------------------------------------------------------------


def failed(
    incident: Incident, call_id: CallId, means: MeansId, reason: str, now: datetime
) -> tuple[e.Event, ...]:
    """A means refused a call for good: the next one is used at once; after the last, the ladder goes on at once."""
    call = incident.call(call_id)
    tried = next((one for one in tries_of(call) if one.means == means), None)
    if tried is None or call.state not in WAITING or tried.sent_at is not None or tried.failed_at is not None:
        return ()
    others = [one for one in tries_of(call) if one.means != means]
    following = next_means(call) if asks_on(incident, call) and tried == tries_of(call)[-1] else None
    fact = e.CallFailed(at=now, call=call_id, reason=reason, means=means)
    if following is not None:
        used = e.MeansUsed(at=now, call=call_id, means=following.means, why=e.Why.FAILED, reason=reason)
        return (fact, used)
    if any(_carries(one) for one in others):
        return (fact,)
    _, *more = escalation.failed(incident, call_id, reason, now) or (fact,)
    return (fact, *more)


def _carries(tried: Try) -> bool:
    """Whether a means may still bring an answer: it took the call, or is to; what waits to be mended brings none."""
    return tried.sent_at is not None or (tried.failed_at is None and not tried.reason)


def blocked(
    incident: Incident, call_id: CallId, means: MeansId, reason: str, now: datetime
) -> tuple[e.Event, ...]:
    """
    A means refuses everything until somebody mends it: the next one is used at once, and this one tried on.

    After a person's last means the ladder goes on at once, if somebody further up is reached by something else.
    """
    call = incident.call(call_id)
    latest = tries_of(call)[-1]
    if call.state not in WAITING or not asks_on(incident, call) or latest.means != means or latest.sent_at:
        return ()
    following = next_means(call)
    if following is None:
        return escalation.passed_over(incident, call, now)
    return (e.MeansUsed(at=now, call=call_id, means=following.means, why=e.Why.BLOCKED, reason=reason),)


def accepted(call: Call, means: MeansId) -> bool:
    """Whether a means has taken a call's message."""
    return any(one.means == means and one.sent_at is not None for one in tries_of(call))


class MeansState(StrEnum):
    """Where one means of a call stands."""

    OWED = "owed"
    SENT = "sent"  # accepted, nothing more
    FAILED = "failed"
    BLOCKED = "blocked"  # it goes once somebody has mended something
    DROPPED = "dropped"  # nobody needed it any more before it was sent


def standing(incident: Incident, call: Call, tried: Try) -> MeansState:
    """Say where one means of a call stands."""
    if tried.sent_at is not None:
        return MeansState.SENT
    if tried.failed_at is not None:
        return MeansState.FAILED
    if not asks_on(incident, call):
        return MeansState.DROPPED
    return MeansState.BLOCKED if tried.reason else MeansState.OWED


def late_by(call: Call, tried: Try) -> timedelta | None:
    """How much too late a means got a call or, until then, we owed it; None when it was in time."""
    due_at = tried.due_at or (call.due_at if tried.owed_at == call.owed_at else tried.owed_at)
    late = (tried.sent_at or tried.owed_at) - due_at
    return late if late > LATE_AFTER else None


# What an errand is about --------------------------------------------------------------------------------


def subject_of(call: CallId, means: MeansId) -> str:
    """Name a call and the means that carries it."""
    return call if means == SLACK else f"{call}{AND}{means}"


def named_in(subject: str) -> tuple[CallId, MeansId]:
    """Give the call and the means that an errand is about."""
    call, sign, means = subject.rpartition(AND)
    return (CallId(call), MeansId(means)) if sign else (CallId(subject), SLACK)


def lane_of(person: UserId, means: MeansId) -> str:
    """Name the lane of a means: each person has one of their own, so that nobody waits for another."""
    match means:
        case "slack":
            return f"person:{person}"
        case "mail":
            return f"mail:{person}"
        case _:
            return f"hook:{means}:{person}"


def errand_of(means: MeansId) -> Errand:
    """Name what carries a call by a means."""
    return {SLACK: Errand.CALL, MAIL: Errand.CALL_MAIL}.get(means, Errand.CALL_HOOK)
