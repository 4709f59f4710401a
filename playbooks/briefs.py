"""What a fixed point goes through, and what one shift hands to the next: gathered here, drawn where they are read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Final

from playbooks import duties, escalation, publishing, rhythm
from playbooks import events as e
from playbooks.claims import to_verify
from playbooks.commands import Verification
from playbooks.incident import (
    Call,
    CallState,
    Claim,
    Duty,
    Incident,
    Outlet,
    Promise,
    Said,
    Stance,
    StepInRun,
)
from playbooks.playbook import Gate, Severity, StepKind, UserId

NEXT_HOURS: Final = timedelta(hours=4)  # how far ahead a brief looks


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What a fixed point goes through."""

    since: datetime  # the last one, or the opening
    next_at: datetime | None
    facts: tuple[Claim, ...]  # verified since then
    refuted: tuple[Claim, ...]  # found to be false since then
    to_verify: tuple[Claim, ...]
    late: tuple[StepInRun, ...]
    held: Stance | None  # the hold or the silence that stands
    clocks: tuple[Duty, ...]  # that run, the one whose limit is nearest first
    stopped: tuple[Outlet, ...]  # of publishing, confirmed frozen or not
    promise: Promise | None  # the next public word
    calls: tuple[Call, ...]  # that wait for an answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """What the next shift needs to know."""

    severity: Severity
    severity_since: datetime
    lead: UserId
    calls: tuple[Call, ...]  # that wait for an answer
    taken: tuple[UserId, ...]  # who took a call
    holding_line: Said | None
    promise: Promise | None
    late: tuple[StepInRun, ...]
    soon: tuple[StepInRun, ...]  # due within the next hours
    next_point_at: datetime | None
    facts: tuple[Claim, ...]  # verified, the latest first
    refuted: tuple[Claim, ...]  # found to be false, the latest first
    to_verify: tuple[Claim, ...]
    held: Stance | None  # the hold or the silence that stands
    clocks: tuple[Duty, ...]  # that run, the one whose limit is nearest first
    stopped: tuple[Outlet, ...]  # of publishing, confirmed frozen or not
    since: datetime  # the last hand-over, or the opening
    decisions: tuple[e.Event, ...]  # taken since then, as far as they still hold


def agenda(incident: Incident, now: datetime) -> Agenda:
    """Gather what a fixed point goes through."""
    since = rhythm.last_at(incident)
    return Agenda(
        since=since,
        next_at=rhythm.next_at(incident),
        facts=_known(incident, Verification.VERIFIED, since),
        refuted=_known(incident, Verification.FALSE, since),
        to_verify=to_verify(incident),
        late=_late(incident, now),
        held=_held(incident),
        clocks=duties.running(incident),
        stopped=publishing.stopped(incident),
        promise=incident.promise,
        calls=_waiting(incident),
    )


def handover(
    incident: Incident, facts: Iterable[e.Event], now: datetime, given: e.HandedOver | None = None
) -> Handover:
    """
    Gather what the next shift needs to know, from the state and the log.

    `given` is the hand-over that the brief goes with, if it has happened: what was decided after it is another shift's.
    """
    log = _until(tuple(facts), given)
    shifts = [fact.at for fact in log if isinstance(fact, e.HandedOver)]
    since = max(shifts, default=incident.opened_at)
    changes = [fact.at for fact in log if isinstance(fact, e.SeverityChanged)]
    ahead = (step for step in incident.open_steps if step.progress.due_at is not None)
    return Handover(
        severity=incident.severity,
        severity_since=max(changes, default=incident.opened_at),
        lead=incident.lead,
        calls=_waiting(incident),
        taken=tuple(call.person for call in incident.calls if call.state is CallState.TAKEN),
        holding_line=incident.holding_line,
        promise=incident.promise,
        late=_late(incident, now),
        soon=tuple(s for s in ahead if s.progress.due_at and now <= s.progress.due_at <= now + NEXT_HOURS),
        next_point_at=rhythm.next_at(incident),
        facts=tuple(reversed(_known(incident, Verification.VERIFIED))),
        refuted=tuple(reversed(_known(incident, Verification.FALSE))),
        to_verify=to_verify(incident),
        held=_held(incident),
        clocks=duties.running(incident),
        stopped=publishing.stopped(incident),
        since=since,
        decisions=tuple(fact for fact in _after(log) if _holds(incident, fact)),
    )


def _until(log: tuple[e.Event, ...], given: e.HandedOver | None) -> tuple[e.Event, ...]:
    """Leave out what came after a hand-over, and the hand-over."""
    return log[: log.index(given)] if given in log else log


def _after(log: tuple[e.Event, ...]) -> tuple[e.Event, ...]:
    """Give what came after the last hand-over, in the order of the log: two may share a moment."""
    shifts = [n for n, fact in enumerate(log, 1) if isinstance(fact, e.HandedOver)]
    return log[max(shifts, default=0) :]


def _holds(incident: Incident, fact: e.Event) -> bool:
    """Whether a fact is a decision that still is what we do: undone, overruled or decided anew, it no longer counts."""
    match fact:
        case e.SeverityChanged():
            return incident.graded is not None and incident.graded.at == fact.at
        case e.StepCompleted():
            return _stands(incident, fact)
        case e.VersionAccepted():
            return incident.playbook.version == fact.version
        case e.HoldingFact():
            return _is_the_stance(incident, fact)
        case e.ClockConfirmed() | e.ClockWaived():
            kept = (duty.progress for duty in incident.duties if duty.id == fact.clock)
            return any(progress.at == fact.at for progress in kept)
        case e.PublishingFact():
            return _stops_or_starts(incident, fact)
        case _:
            return False


def _stands(incident: Incident, fact: e.StepCompleted) -> bool:
    # A newer version may have dropped a step that was undone.
    step = next((step for step in incident.plan if step.step.id == fact.step), None)
    if step is None or step.step.kind is not StepKind.DECISION:
        return False
    return step.step.gate is not Gate.RESPOND_HOLD_SILENT and step.progress.settled_at == fact.at


def _is_the_stance(incident: Incident, fact: e.HoldingFact) -> bool:
    stance = incident.stance
    match fact:
        case e.StanceTaken():
            return stance is not None and stance.at == fact.at
        case e.StanceRenewed():
            return stance is not None and stance.until == fact.until
        case _:
            return False


def _stops_or_starts(incident: Incident, fact: e.PublishingFact) -> bool:
    outlets = () if incident.freeze is None else incident.freeze.outlets
    match fact:
        case e.PublishingFrozen():
            stopped = {outlet.id for outlet in publishing.stopped(incident)}
            return not stopped.isdisjoint(outlet for outlet, _ in fact.outlets)
        case e.OutletRestarted():
            return any((o.id, o.restarted_at) == (fact.outlet, fact.at) for o in outlets)
        case _:
            return False


def _known(incident: Incident, status: Verification, since: datetime | None = None) -> tuple[Claim, ...]:
    """List what turned out so, or not, in the order in which it did."""
    found = (claim for claim in incident.claims if claim.status is status and claim.stands)
    late = (claim for claim in found if since is None or claim.known_at >= since)
    return tuple(sorted(late, key=attrgetter("known_at")))


def _held(incident: Incident) -> Stance | None:
    return incident.stance if incident.stance is not None and incident.stance.waits else None


def _late(incident: Incident, now: datetime) -> tuple[StepInRun, ...]:
    timed = ((step, step.progress.due_at) for step in incident.open_steps)
    return tuple(step for step, due_at in timed if due_at is not None and due_at < now)


def _waiting(incident: Incident) -> tuple[Call, ...]:
    return tuple(call for call in incident.calls if escalation.asks_on(incident, call))
