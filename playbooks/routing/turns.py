"""Whose turn it is in a rota at a moment, right across changes of the clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from playbooks.playbook import UserId
from playbooks.routing.people import Hours
from playbooks.routing.rotas import Duty, Layer, Rota, Turn

DAY = timedelta(days=1)
DAYS_OF_A_TURN = {Turn.DAY: 1, Turn.WEEK: 7}


def on_duty(rota: Rota, at: datetime, duty: Duty) -> UserId | None:
    """
    Name who is on duty in a rota at a moment (aware); None: nobody is.

    Somebody who is away is not on duty, whoever put them there; the next layer may still have somebody.
    """
    covers = (*rota.covers, *(cover for of, cover in duty.covers if of == rota.id))
    named = (cover.person for cover in reversed(covers) if cover.since <= at < cover.until)
    turns = (whose_turn(layer, at) for layer in rota.layers)
    there = (person for person in (*named, *turns) if person is not None and not is_away(duty, person, at))
    return next(there, None)


def whose_turn(layer: Layer, at: datetime) -> UserId | None:
    """Name whose turn it is in a layer; None: before its first turn, or outside its hours."""
    zone = ZoneInfo(layer.zone)
    if layer.hours is not None and not within(layer.hours, at.astimezone(zone)):
        return None
    day = at.astimezone(zone).date()
    # Compared as moments, not as what a wall shows: where the clock goes back, a wall shows an hour twice.
    if at < datetime.combine(day, layer.change, zone).astimezone(UTC):
        day -= DAY
    past = (day - layer.first).days
    return None if past < 0 else layer.people[past // DAYS_OF_A_TURN[layer.every] % len(layer.people)]


def within(hours: Hours, local: datetime) -> bool:
    """Whether a local moment lies within hours of the week."""
    wall, today = local.time(), local.weekday()
    if hours.since < hours.until:
        return today in hours.days and hours.since <= wall < hours.until
    begun_today = today in hours.days and wall >= hours.since
    begun_yesterday = (today - 1) % 7 in hours.days and wall < hours.until
    return begun_today or begun_yesterday


def is_away(duty: Duty, person: UserId, at: datetime) -> bool:
    """Whether somebody is away at a moment."""
    return any(a.person == person and a.since <= at and (a.until is None or at < a.until) for a in duty.away)
