"""The facts about legal clocks, folded."""

from dataclasses import replace
from typing import Final, assert_never

from playbooks import events as e
from playbooks.incident import Duty, DutyProgress, DutyState, Incident
from playbooks.playbook import Clock, ClockId, Since

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
            # Whoever confirms it again decides on it as the present version has it.
            proposed = {clock.id for clock in incident.playbook.clocks} & {fact.clock}
            before = tuple(clock for clock in incident.clocks_before if clock.id not in proposed)
            fresh = replace(incident, clocks_before=before)
            return _with(fresh, _confirmed(incident, fresh.clock(fact.clock), fact))
        case e.ClockWaived():
            return _with(incident, _ended(incident, fact, DutyState.WAIVED, fact.reason))
        case e.ClockMet():
            met = replace(_ended(incident, fact, DutyState.MET, fact.evidence), met_at=fact.met_at or fact.at)
            return _with(incident, _in_time(incident, met))
        case e.ClocksReminded():
            for clock, share in fact.shares:
                goes = _progress(incident, clock)
                told = replace(goes, told=max(goes.told, share), told_at=fact.at)
                incident = _with(incident, told)
            return incident
        case e.ClockMissed():
            return _with(incident, replace(_progress(incident, fact.clock), missed_at=fact.at))
        case _:
            assert_never(fact)


def _confirmed(incident: Incident, clock: Clock | None, fact: e.ClockConfirmed) -> DutyProgress:
    goes = _progress(incident, fact.clock)
    confirmed = replace(
        goes,
        state=DutyState.CONFIRMED,
        started_at=fact.started_at,
        by=fact.by,
        at=fact.at,
        words=fact.reason,
        met_at=None,
        decisions=goes.decisions + 1,
    )
    if clock is None:
        return confirmed
    known_as = incident.clock(fact.clock)
    same_limit = known_as is None or known_as.limit == clock.limit
    # Another start or another limit: its shares count anew.
    if not same_limit or (goes.started_at or incident.opened_at) != fact.started_at:
        # A limit that was missed stays missed, whoever moves it later; what nobody knew the start of had none.
        counted = goes.started_at is not None or clock.since is Since.AWARENESS
        missed_at = goes.missed_at if counted and fact.reason else None
        confirmed = replace(confirmed, told=0, told_at=None, missed_at=missed_at)
    duty = Duty(clock=clock, progress=confirmed, since=fact.started_at)
    known = next((share for share in _KNOWN if duty.share_at(share) <= fact.at), 0)
    return replace(confirmed, told=max(confirmed.told, known))


def _ended(
    incident: Incident, fact: e.ClockWaived | e.ClockMet, state: DutyState, words: str
) -> DutyProgress:
    goes = _progress(incident, fact.clock)
    return replace(
        goes, state=state, by=fact.by, at=fact.at, words=words, met_at=None, decisions=goes.decisions + 1
    )


def _in_time(incident: Incident, met: DutyProgress) -> DutyProgress:
    """What was met in time and said too late was not missed."""
    clock = incident.clock(met.clock)
    if clock is None or met.met_at is None:
        return met
    in_time = met.met_at <= (met.started_at or incident.opened_at) + clock.limit
    return replace(met, missed_at=None) if in_time else met


def _progress(incident: Incident, clock: ClockId) -> DutyProgress:
    kept = (progress for progress in incident.clocks_kept if progress.clock == clock)
    return next(kept, DutyProgress(clock=clock))


def _with(incident: Incident, progress: DutyProgress) -> Incident:
    others = tuple(kept for kept in incident.clocks_kept if kept.clock != progress.clock)
    return replace(incident, clocks_kept=(*others, progress))
