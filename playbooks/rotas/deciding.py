"""Who may change what of a rota, and what follows: an order becomes facts, or a refusal that says why not."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from playbooks.playbook import UserId, Words
from playbooks.refusals import rotas as refusals
from playbooks.rotas.orders import AskSwap, ComeBack, GoAway, MakeCover
from playbooks.routing import Away, Cover, Directory, Duty, Rota, RotaId
from playbooks.routing.changes import (
    CameBack,
    CoverMade,
    DutyChange,
    Shift,
    Swap,
    SwapAsked,
    SwapId,
    SwapSettled,
    SwapState,
    WentAway,
)
from playbooks.routing.turns import gaps, is_away, stints

AHEAD: Final = timedelta(weeks=8)  # how far turns are listed to be swapped
LONGEST: Final = timedelta(days=400)  # of an absence
LONGEST_COVER: Final = timedelta(days=92)

STATES: Final = {
    SwapState.ASKED: Words(en="asked for", fr="demandé"),
    SwapState.ACCEPTED: Words(en="accepted", fr="accepté"),
    SwapState.DECLINED: Words(en="declined", fr="refusé"),
    SwapState.WITHDRAWN: Words(en="withdrawn", fr="retiré"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What is decided upon: the directory, what people have changed since, who asks, and when."""

    directory: Directory
    duty: Duty
    by: UserId
    now: datetime

    @property
    def administers(self) -> bool:
        """Whether whoever asks is an administrator."""
        return self.by in self.directory.administrators


def go_away(ground: Ground, order: GoAway) -> tuple[DutyChange, ...]:
    """Note an absence. Raises NotAllowed, NotFound, BadRequest."""
    _own_or_administrator(ground, order.person)
    if ground.directory.contact(order.person) is None:
        raise refusals.not_in_directory(order.person, "person")
    since = max(order.since or ground.now, ground.now)
    if order.until is not None and order.until <= since:
        raise refusals.ends_before_it_begins()
    if max(since, order.until or since) > ground.now + LONGEST:
        raise refusals.too_far_ahead(LONGEST.days)
    away = Away(person=order.person, since=since, until=order.until)
    instead = since == ground.now and is_away(ground.duty, order.person, since)
    return (WentAway(at=ground.now, by=ground.by, away=away, instead=instead),)


def back(ground: Ground, order: ComeBack) -> tuple[DutyChange, ...]:
    """End the absence that runs; where none does, the planned ones are off. Raises NotAllowed, AlreadyDone."""
    _own_or_administrator(ground, order.person)
    absences = tuple(a for a in ground.duty.away if a.person == order.person)
    ahead = tuple(a for a in absences if a.until is None or a.until > ground.now)
    if not ahead:
        raise refusals.not_away(order.person)
    planned = not is_away(ground.duty, order.person, ground.now)
    return (CameBack(at=ground.now, by=ground.by, person=order.person, planned=planned),)


def cover(ground: Ground, order: MakeCover) -> tuple[DutyChange, ...]:
    """Have somebody on duty for a span. Raises NotFound, NotAllowed, BadRequest, Conflict, AlreadyDone."""
    rota = rota_of(ground.directory, order.rota)
    since = max(order.since, ground.now)
    if order.until <= since:
        raise refusals.ends_before_it_begins()
    if order.until > ground.now + LONGEST_COVER:
        raise refusals.too_far_ahead(LONGEST_COVER.days)
    _must_be_there(ground, order.person, since, order.until)
    listed = stints(rota, since, order.until, ground.duty)
    free = bool(gaps(listed, since, order.until))
    taken = _Taken(people=frozenset(stint.person for stint in listed), free=free)
    if not free and taken.people == {order.person}:
        raise refusals.has_it_already(order.person)
    if not (ground.administers or _is_theirs(rota, taken, order.person, ground.by)):
        raise refusals.turns_of_others(ground.directory.administrators)
    made = Cover(person=order.person, since=since, until=order.until)
    return (CoverMade(at=ground.now, by=ground.by, rota=rota.id, cover=made),)


def ask_swap(
    ground: Ground, order: AskSwap, swap_id: SwapId, waiting: tuple[Swap, ...]
) -> tuple[DutyChange, ...]:
    """
    Ask a colleague to take a turn; `waiting` are the wishes that have no answer yet.

    Raises NotAllowed, NotFound, BadRequest, Conflict, AlreadyDone.
    """
    given, instead = order.given, order.instead
    if ground.by != given.person and not ground.administers:
        raise refusals.turns_of_others(ground.directory.administrators)
    if order.to == given.person:
        raise refusals.swap_with_oneself()
    if instead is not None and instead.person != order.to:
        raise refusals.rota_has_changed(field="instead")
    swap = Swap(
        id=swap_id, given=given, to=order.to, instead=instead, asked_by=ground.by, asked_at=ground.now
    )
    _can_be_swapped(ground, swap)
    if any(other.given == given and other.to == order.to for other in waiting):
        raise refusals.asked_already(order.to)
    return (SwapAsked(at=ground.now, by=ground.by, swap=swap),)


def settle_swap(ground: Ground, swap: Swap, state: SwapState) -> tuple[DutyChange, ...]:
    """
    Accept, decline or withdraw a wish to swap; what is accepted is as it was asked, or nothing.

    Raises NotAllowed, AlreadyDone, Conflict (a turn has begun, the rota has changed, somebody is away).
    """
    if state is SwapState.WITHDRAWN:
        if ground.by not in {swap.asked_by, swap.given.person} and not ground.administers:
            raise refusals.swap_is_the_askers(swap.asked_by)
    elif ground.by != swap.to:
        raise refusals.swap_is_for_somebody_else(swap.to)
    if swap.state is not SwapState.ASKED:
        raise refusals.swap_is_settled(STATES[swap.state], swap.settled_by, swap.settled_at)
    settled = replace(swap, state=state, settled_by=ground.by, settled_at=ground.now)
    facts: tuple[DutyChange, ...] = (SwapSettled(at=ground.now, by=ground.by, swap=settled),)
    if state is not SwapState.ACCEPTED:
        return facts
    _can_be_swapped(ground, swap)
    facts = (*facts, _handed(ground, swap.id, swap.given, swap.to))
    if swap.instead is None:
        return facts
    return (*facts, _handed(ground, swap.id, swap.instead, swap.given.person))


def shifts_of(directory: Directory, duty: Duty, person: UserId, now: datetime) -> tuple[Shift, ...]:
    """List the turns of somebody that have not begun, in their order: those that can be swapped."""
    found = [
        Shift(rota=rota.id, person=person, since=stint.since, until=stint.until)
        for rota in directory.rotas
        for stint in stints(rota, now, now + AHEAD, duty)
        if stint.person == person and now < stint.since and stint.until < now + AHEAD
    ]
    return tuple(sorted(found, key=lambda shift: (shift.since, shift.rota)))


def rota_of(directory: Directory, rota_id: RotaId) -> Rota:
    """Find a rota. Raises NotFound."""
    rota = directory.rota(rota_id)
    if rota is None:
        raise refusals.no_such_rota(rota_id)
    return rota


def _handed(ground: Ground, swap: SwapId, shift: Shift, to: UserId) -> CoverMade:
    made = Cover(person=to, since=shift.since, until=shift.until)
    return CoverMade(at=ground.now, by=ground.by, rota=shift.rota, cover=made, swap=swap)


def _can_be_swapped(ground: Ground, swap: Swap) -> None:
    """Look whether both turns are still as they were, and both people there. Raises Conflict, NotFound."""
    given, instead = swap.given, swap.instead
    for shift, field in ((given, "given"), (instead, "instead")):
        if shift is not None and shift.since <= ground.now:
            raise refusals.turn_has_begun(shift.since, field)
    # Who is away has no turn any more: that they are away says more than that the rota has changed.
    _must_be_there(ground, swap.to, given.since, given.until)
    if instead is not None:
        _must_be_there(ground, given.person, instead.since, instead.until)
    for shift, field in ((given, "given"), (instead, "instead")):
        if shift is not None and not _stands(ground, shift):
            raise refusals.rota_has_changed(field)


def _stands(ground: Ground, shift: Shift) -> bool:
    rota = ground.directory.rota(shift.rota)
    # A look to both sides of it: a turn that has become longer is another turn.
    around = timedelta(hours=1)
    listed = () if rota is None else stints(rota, shift.since - around, shift.until + around, ground.duty)
    same = (shift.person, shift.since, shift.until)
    return any((one.person, one.since, one.until) == same for one in listed)


def _must_be_there(ground: Ground, person: UserId, since: datetime, until: datetime) -> None:
    if ground.directory.contact(person) is None:
        raise refusals.not_in_directory(person, "person")
    for away in ground.duty.away:
        if away.person == person and away.since < until and (away.until is None or since < away.until):
            raise refusals.is_away_then(person, away.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """Who is on duty within a span, and whether somebody is missing."""

    people: frozenset[UserId]
    free: bool


def _own_or_administrator(ground: Ground, person: UserId) -> None:
    if person != ground.by and not ground.administers:
        raise refusals.absences_of_others(ground.directory.administrators)


def _is_theirs(rota: Rota, taken: _Taken, to: UserId, by: UserId) -> bool:
    """Whether somebody gives away their own turn, or takes, as one of the rota's people, what nobody has."""
    of_rota = any(by in layer.people for layer in rota.layers)
    return taken.people <= {by, to} and (by in taken.people or to == by) and (of_rota or not taken.free)
