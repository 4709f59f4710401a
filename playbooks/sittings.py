"""When an incident is looked back at: hot within days, cold some weeks later, and reminders until each was held."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final, assert_never

from playbooks import events as e
from playbooks import refusals
from playbooks.commands import HoldReview, SetReviewDay, Sitting
from playbooks.incident import Held, Incident
from playbooks.moments import Due, DueKind
from playbooks.playbook import PlaybookKind, UserId, Words

SittingOrder = SetReviewDay | HoldReview

COLD_AFTER: Final = timedelta(days=21)  # the close, where the playbook says nothing else
FURTHEST: Final = timedelta(days=366)  # a later day is no plan
NAMES: Final[Mapping[Sitting, Words]] = {
    Sitting.HOT: Words(en="hot review", fr="retour d’expérience à chaud"),
    Sitting.COLD: Words(en="cold review", fr="retour d’expérience à froid"),
}
AGAIN: Final[Mapping[Sitting, timedelta]] = {Sitting.HOT: timedelta(days=3), Sitting.COLD: timedelta(days=7)}


def known(incident: Incident, sitting: Sitting) -> Held:
    """Give what is known of a sitting."""
    return next((one for one in incident.sittings if one.sitting is sitting), Held(sitting=sitting))


def day_of(incident: Incident, sitting: Sitting) -> datetime | None:
    """
    Say when a sitting is held, or was to be; None: there is none.

    Only crises are looked back at, and an exercise has no cold review: nothing is to be checked weeks later.
    """
    closed_at = incident.closed_at
    if closed_at is None or incident.kind is not PlaybookKind.CRISIS or incident.brought is not None:
        return None
    if sitting is Sitting.COLD and incident.drill:
        return None
    plan = incident.playbook.review
    usual = plan.hot_within if sitting is Sitting.HOT else plan.cold_after or COLD_AFTER
    return known(incident, sitting).day or closed_at + usual


def held_at(incident: Incident, sitting: Sitting) -> datetime | None:
    """Say when a sitting was held, as far as anybody said; answers to the questions hold the hot one."""
    said = known(incident, sitting).held_at
    if said is not None or sitting is Sitting.COLD:
        return said
    return min((answer.at for answer in incident.answers), default=None)


def next_one(incident: Incident) -> Sitting | None:
    """Give the sitting that is held next; None: all were, or there are none."""
    waiting = (one for one in Sitting if day_of(incident, one) and held_at(incident, one) is None)
    return next(waiting, None)


def last_one(incident: Incident) -> Sitting:
    """Give the last sitting that an incident of its kind has."""
    return Sitting.HOT if incident.drill else Sitting.COLD


def dues(incident: Incident) -> Iterable[Due]:
    """List when the lead is told that a sitting still waits."""
    for sitting in Sitting:
        day, told = day_of(incident, sitting), known(incident, sitting).reminded_at
        if day is not None and held_at(incident, sitting) is None:
            again = told is not None and told >= day
            at = told + AGAIN[sitting] if again and told is not None else day
            yield Due(at=at, kind=DueKind.REVIEW, subject="" if sitting is Sitting.HOT else sitting.value)


def fallen(reached: Iterable[Due], now: datetime) -> Iterable[e.ReviewReminded]:
    """Tell the lead."""
    for due in reached:
        if due.kind is DueKind.REVIEW:
            yield e.ReviewReminded(at=now, sitting=Sitting(due.subject or Sitting.HOT))


def decide(incident: Incident, order: SittingOrder, *, by: UserId, now: datetime) -> tuple[e.Event, ...]:
    """Set a day, or say that a sitting was held. Raises Conflict, AlreadyDone, BadRequest for a day that cannot be."""
    if incident.is_open:
        raise refusals.crisis.still_open(incident.ref)
    if day_of(incident, order.sitting) is None:
        raise refusals.review.none_is_held(NAMES[order.sitting])
    done = held_at(incident, order.sitting)
    if done is not None and (isinstance(order, SetReviewDay) or order.sitting is Sitting.COLD):
        raise refusals.review.held_before(NAMES[order.sitting], known(incident, order.sitting).held_by, done)
    match order:
        case SetReviewDay():
            if not now < order.day <= now + FURTHEST:
                raise refusals.review.no_such_day()
            return (e.ReviewDated(at=now, by=by, sitting=order.sitting, day=order.day),)
        case HoldReview():
            said = known(incident, order.sitting).held_at
            if said is not None:
                raise refusals.review.held_before(
                    NAMES[order.sitting], known(incident, order.sitting).held_by, said
                )
            return (e.ReviewHeld(at=now, by=by, sitting=order.sitting),)
        case _:
            assert_never(order)
