"""
Whose turn it is in a rota, at a moment and between two, right across changes of the clock.

A time of the day is a moment of one day in one zone. Where the clock jumps over it, it is as long after the jump as it
would have been after the last time on the wall before; where a wall shows it twice, it is the first of the two.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

from playbooks.playbook import UserId
from playbooks.routing.people import Hours
from playbooks.routing.rotas import Cover, Duty, Layer, Rota, RotaId, Turn

DAY = timedelta(days=1)
DAYS_OF_A_TURN = {Turn.DAY: 1, Turn.WEEK: 7}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stint:
    """
    Somebody is on duty from one moment to another, the second not included.

    One turn gives one stint, unless a cover, hours, or somebody who is away cuts it. `layer` counts from 0; None: a
    cover put them there.
    """

    person: UserId
    since: datetime
    until: datetime
    layer: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From one moment to another, the second not included."""

    since: datetime
    until: datetime


def on_duty(rota: Rota, at: datetime, duty: Duty) -> UserId | None:
    """
    Name who is on duty in a rota at a moment (aware); None: nobody is.

    Somebody who is away is not on duty, whoever put them there; the next layer may still have somebody.
    """
    named = (cover.person for cover in reversed(covers_of(rota, duty)) if cover.since <= at < cover.until)
    turns = (whose_turn(layer, at) for layer in rota.layers)
    there = (person for person in (*named, *turns) if person is not None and not is_away(duty, person, at))
    return next(there, None)


def whose_turn(layer: Layer, at: datetime) -> UserId | None:
    """Name whose turn it is in a layer; None: before its first turn, or outside its hours."""
    zone = ZoneInfo(layer.zone)
    local = at.astimezone(zone)
    if layer.hours is not None and not within(layer.hours, local):
        return None
    # Where the clock goes back over midnight, a change of tomorrow may be past while the wall still shows today.
    day = local.date() + DAY
    while at < _moment(day, layer.change, zone):
        day -= DAY
    past = (day - layer.first).days
    return None if past < 0 else layer.people[past // DAYS_OF_A_TURN[layer.every] % len(layer.people)]


def within(hours: Hours, local: datetime) -> bool:
    """Whether a moment, given in the zone whose walls are meant, lies within hours of the week."""
    days = (local.date() + n * DAY for n in (1, 0, -1, -2))
    zone = local.tzinfo or UTC
    return any(span.since <= local.astimezone(UTC) < span.until for span in windows(hours, days, zone))


def is_away(duty: Duty, person: UserId, at: datetime) -> bool:
    """Whether somebody is away at a moment."""
    return any(a.person == person and a.since <= at and (a.until is None or at < a.until) for a in duty.away)


def covers_of(rota: Rota, duty: Duty) -> tuple[Cover, ...]:
    """Give the covers of a rota, those of the file first: the last of them counts."""
    return (*rota.covers, *(cover for of, cover in duty.covers if of == rota.id))


def stints(rota: Rota, since: datetime, until: datetime, duty: Duty) -> tuple[Stint, ...]:
    """
    List who is on duty between two moments (aware), in their order; where nobody is, there is no stint.

    What begins before `since` or ends after `until` is cut there. The work grows with what is listed: the turns, covers
    and absences between the two moments, not the time.
    """
    wishes = tuple(_wishes(rota, since, until, duty))
    absences = _absences(duty, since, until)
    marks = {since, until, *(at for wish in wishes for at in (wish.since, wish.until))}
    marks.update(
        at for person in {w.person for w in wishes} for span in absences.get(person, ()) for at in span
    )
    begins = sorted(range(len(wishes)), key=lambda n: wishes[n].since)
    found, running, coming = list[tuple[int, datetime, datetime]](), set[int](), 0
    for here, after in pairwise(sorted(marks)):
        while coming < len(begins) and wishes[begins[coming]].since <= here:
            running.add(begins[coming])
            coming += 1
        running = {n for n in running if wishes[n].until > here}
        there = (n for n in sorted(running) if not _absent(absences.get(wishes[n].person, ()), here))
        chosen = next(there, None)
        if chosen is None:
            continue
        if found and found[-1][0] == chosen and found[-1][2] == here:
            found[-1] = (chosen, found[-1][1], after)
        else:
            found.append((chosen, here, after))
    return tuple(
        Stint(person=wishes[n].person, since=begin, until=end, layer=wishes[n].layer)
        for n, begin, end in found
    )


def gaps(listed: Iterable[Stint], since: datetime, until: datetime) -> tuple[Span, ...]:
    """List when nobody is on duty between two moments, by the stints between them."""
    found, at = list[Span](), since
    for stint in listed:
        if stint.since > at:
            found.append(Span(since=at, until=stint.since))
        at = stint.until
    return (*found, Span(since=at, until=until)) if at < until else tuple(found)


def overlaps(listed: Iterable[tuple[RotaId, Stint]]) -> tuple[tuple[RotaId, RotaId, Stint, Stint], ...]:
    """List which stints of which rotas have the same person on duty at the same time, the earlier one first."""
    running: dict[UserId, list[tuple[RotaId, Stint]]] = {}
    found = list[tuple[RotaId, RotaId, Stint, Stint]]()
    for rota, stint in sorted(listed, key=lambda one: one[1].since):
        still = [one for one in running.get(stint.person, []) if one[1].until > stint.since]
        found.extend((other, rota, before, stint) for other, before in still)
        running[stint.person] = [*still, (rota, stint)]
    return tuple(found)


def layer_stints(layer: Layer, since: datetime, until: datetime, number: int = 0) -> Iterator[Stint]:
    """Give the turns of a layer between two moments in their order, cut to its hours and to the two moments."""
    zone, days = ZoneInfo(layer.zone), DAYS_OF_A_TURN[layer.every]
    # One day earlier and later than the wall says, for zones whose clock goes over midnight.
    first = max(0, ((since.astimezone(zone).date() - DAY - layer.first).days) // days)
    turn = first
    while (begin := _moment(layer.first + turn * days * DAY, layer.change, zone)) < until:
        end = _moment(layer.first + (turn + 1) * days * DAY, layer.change, zone)
        person = layer.people[turn % len(layer.people)]
        for span in _on(layer, Span(since=max(begin, since), until=min(end, until)), zone):
            yield Stint(person=person, since=span.since, until=span.until, layer=number)
        turn += 1


def _on(layer: Layer, turn: Span, zone: tzinfo) -> Iterator[Span]:
    """Cut a turn to the hours of its layer."""
    if turn.since >= turn.until:
        return
    if layer.hours is None:
        yield turn
        return
    begins, ends = (at.astimezone(zone).date() for at in (turn.since, turn.until))
    days = (begins + n * DAY for n in range(-2, (ends - begins).days + 2))
    for span in windows(layer.hours, days, zone):
        cut = Span(since=max(span.since, turn.since), until=min(span.until, turn.until))
        if cut.since < cut.until:
            yield cut


def windows(hours: Hours, days: Iterable[date], zone: tzinfo) -> Iterator[Span]:
    """Give the hours that begin on each of some days."""
    over = timedelta(0) if hours.since < hours.until else DAY
    for day in days:
        if day.weekday() in hours.days:
            yield Span(since=_moment(day, hours.since, zone), until=_moment(day + over, hours.until, zone))


def _moment(day: date, wall: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, wall, zone).astimezone(UTC)


def _wishes(rota: Rota, since: datetime, until: datetime, duty: Duty) -> Iterator[Stint]:
    """Give whoever would be on duty if nobody before them were, the one that counts first."""
    for cover in reversed(covers_of(rota, duty)):
        begin, end = max(cover.since, since), min(cover.until, until)
        if begin < end:
            yield Stint(person=cover.person, since=begin, until=end)
    for number, layer in enumerate(rota.layers):
        yield from layer_stints(layer, since, until, number)


def _absences(
    duty: Duty, since: datetime, until: datetime
) -> dict[UserId, tuple[tuple[datetime, datetime], ...]]:
    found: dict[UserId, tuple[tuple[datetime, datetime], ...]] = {}
    for away in duty.away:
        begin, end = max(away.since, since), min(away.until or until, until)
        if begin < end:
            found[away.person] = (*found.get(away.person, ()), (begin, end))
    return found


def _absent(absences: Iterable[tuple[datetime, datetime]], at: datetime) -> bool:
    return any(begin <= at < end for begin, end in absences)
