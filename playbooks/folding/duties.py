"""The facts about legal clocks, folded."""

from dataclasses import replace
from typing import Final, assert_never

from playbooks import events as e
from playbooks.incident import Duty, DutyProgress, DutyState, Incident
from playbooks.playbook import ClockId

ClockFacts = e.ClockConfirmed | e.ClockWaived | e.ClockMet | e.ClocksReminded | e.ClockMissed
# Whoever confirms a start knows how much of the time is over; from 90 % on, others must hear of it at once.
_KNOWN: Final = (75, 50)


def after(incident: Incident, fact: e.ClockFact) -> Incident:
    """Give the state after a fact about legal clocks."""
    if not isinstance(fact, ClockFacts):
        message = f"no rule for {type(fact).__name__}"
        raise TypeError(message)
    match fact:
        case e.ClockConfirmed():
            return _with(incident, _confirmed(incident, fact))
        case e.ClockWaived():
            return _ended(incident, fact, DutyState.WAIVED, fact.reason)
        case e.ClockMet():
            return _ended(incident, fact, DutyState.MET, fact.evidence)
        case e.ClocksReminded():
            for clock, share in fact.shares:
                goes = _progress(incident, clock)
                incident = _with(incident, replace(goes, told=max(goes.told, share)))
            return incident
        case e.ClockMissed():
            return _with(incident, replace(_progress(incident, fact.clock), missed_at=fact.at))
        case _:
            assert_never(fact)


def _confirmed(incident: Incident, fact: e.ClockConfirmed) -> DutyProgress:
    goes = _progress(incident, fact.clock)
    clock = incident.playbook.clock(fact.clock)
    confirmed = replace(
        goes, state=DutyState.CONFIRMED, started_at=fact.started_at, by=fact.by, at=fact.at, words=""
    )
    if (goes.started_at or incident.opened_at) != fact.started_at:  # Another start: its shares count anew.
        confirmed = replace(confirmed, told=0, missed_at=None)
    if clock is None:
        return confirmed
    duty = Duty(clock=clock, progress=confirmed, since=fact.started_at)
    known = next((share for share in _KNOWN if duty.share_at(share) <= fact.at), 0)
    return replace(confirmed, told=max(confirmed.told, known))


def _ended(incident: Incident, fact: e.ClockWaived | e.ClockMet, state: DutyState, words: str) -> Incident:
    goes = _progress(incident, fact.clock)
    return _with(incident, replace(goes, state=state, by=fact.by, at=fact.at, words=words))


def _progress(incident: Incident, clock: ClockId) -> DutyProgress:
    kept = (progress for progress in incident.clocks_kept if progress.clock == clock)
    return next(kept, DutyProgress(clock=clock))


def _with(incident: Incident, progress: DutyProgress) -> Incident:
    others = tuple(kept for kept in incident.clocks_kept if kept.clock != progress.clock)
    return replace(incident, clocks_kept=(*others, progress))
