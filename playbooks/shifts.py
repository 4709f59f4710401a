"""
The end of a turn: whoever answers customers on it hands over what is open, unless they stay on it.

A case goes along where its lead had it before the turn ended: whoever takes one while they are off duty keeps it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Final

from playbooks import events as e
from playbooks import refusals
from playbooks.cases import promised, urgency
from playbooks.commands import KeepCase
from playbooks.events import CaseClock
from playbooks.incident import Incident
from playbooks.letters import CaseInHand
from playbooks.playbook import RoleId, UserId
from playbooks.routing import Directory, Duty, Rota, RotaId, on_duty, stints
from playbooks.routing.pledges import Urgency

WARNED: Final = timedelta(minutes=30)  # before the end of a turn
LOOKED_BACK: Final = timedelta(days=2)  # for turns that ended while nothing of ours ran
LOOKED_AHEAD: Final = timedelta(days=4)  # for whoever has the next turn: a long week-end


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """The turn of somebody who leads cases ends, or has ended. `to` has the next one; None: nobody has, for days."""

    person: UserId
    rota: RotaId
    until: datetime
    over: bool
    to: UserId | None


def endings(
    directory: Directory, role: RoleId, people: Iterable[UserId], duty: Duty, now: datetime
) -> tuple[Ending, ...]:
    """
    List whose turn for a role ends soon, or has ended, among some people; the latest of each.

    Whoever has the next turn as well, however long the night between them, goes on; so does whoever is on duty then in
    another rota of the role.
    """
    wanted = frozenset(people)
    rotas = tuple(rota for rota in directory.rotas if rota.role == role)
    ended = (ending for rota in rotas for ending in _endings_of(rota, duty, now) if ending.person in wanted)
    latest = {ending.person: ending for ending in sorted(ended, key=lambda one: one.until)}
    return tuple(
        one
        for one in latest.values()
        if not _goes_on(rotas, one.person, now if one.over else one.until, duty)
    )


def _endings_of(rota: Rota, duty: Duty, now: datetime) -> Iterable[Ending]:
    listed = stints(rota, now - LOOKED_BACK, now + LOOKED_AHEAD, duty)
    for stint, after in zip_longest(listed, listed[1:]):
        to = None if after is None else after.person
        if stint.until <= now + WARNED and to != stint.person:
            yield Ending(person=stint.person, rota=rota.id, until=stint.until, over=stint.until <= now, to=to)


def _goes_on(rotas: Iterable[Rota], person: UserId, at: datetime, duty: Duty) -> bool:
    return any(on_duty(rota, at, duty) == person for rota in rotas)


def goes_along(incident: Incident, person: UserId, until: datetime) -> bool:
    """Whether a case is handed over where its lead's turn ended at a moment."""
    case = incident.case
    since = incident.opened_at if incident.named is None else incident.named.at
    kept = case is not None and case.kept_until is not None and case.kept_until >= until
    led = incident.is_open and incident.lead == person and since < until
    return case is not None and led and not kept and not incident.drill


def in_hand(incident: Incident) -> CaseInHand | None:
    """Say of a case what whoever takes it over needs to know; None: there is no customer, or no real one."""
    case = incident.case
    if case is None or incident.drill or not incident.is_open:
        return None
    return CaseInHand(
        incident=incident.id,
        ref=incident.ref,
        title=incident.title,
        urgent=urgency(incident, case) is Urgency.P1,
        answer_by=promised(incident).get(CaseClock.ANSWER),
    )


def in_order(cases: Iterable[CaseInHand]) -> tuple[CaseInHand, ...]:
    """Put first who is to be answered soonest, then those who wait for nothing."""
    waiting = sorted((one for one in cases if one.answer_by), key=lambda one: (not one.urgent, one.answer_by))
    return (*waiting, *(one for one in cases if one.answer_by is None))


def handed_over(ending: Ending, to: UserId, now: datetime) -> e.LeadNamed:
    """Give a case to whoever comes next."""
    return e.LeadNamed(at=now, lead=to, former=ending.person, turn_ended=ending.until)


def crosses(case: CaseInHand) -> bool:
    """Whether a case goes from one turn to the next as it may not: the most urgent, without an answer."""
    return case.urgent and case.answer_by is not None


def kept(incident: Incident, order: KeepCase, *, by: UserId, now: datetime) -> e.CaseKept:
    """Stay on a case past the end of one's turn. Raises a Refusal."""
    if incident.case is None:
        raise refusals.cases.no_customer(incident.ref)
    if not incident.is_open:
        raise refusals.crisis.is_closed(incident.ref)
    if incident.lead != by:
        raise refusals.cases.handed_over_by_now(incident.lead)
    return e.CaseKept(at=now, by=by, until=order.until)
