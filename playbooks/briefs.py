"""What a fixed point goes through, and what one shift hands to the next: gathered here, drawn where they are read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from playbooks import duties, escalation, rhythm
from playbooks import events as e
from playbooks.claims import to_verify
from playbooks.commands import Verification
from playbooks.incident import Call, CallState, Claim, Duty, Incident, Promise, Said, Stance, StepInRun
from playbooks.playbook import Gate, Severity, StepKind, UserId

NEXT_HOURS: Final = timedelta(hours=4)  # how far ahead a brief looks


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What a fixed point goes through."""

    since: datetime  # the last one, or the opening
    next_at: datetime | None
    facts: tuple[Claim, ...]  # verified since then
    to_verify: tuple[Claim, ...]
    late: tuple[StepInRun, ...]
    held: Stance | None  # the hold or the silence that stands
    clocks: tuple[Duty, ...]  # that run, the one whose limit is nearest first
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
    to_verify: tuple[Claim, ...]
    held: Stance | None  # the hold or the silence that stands
    clocks: tuple[Duty, ...]  # that run, the one whose limit is nearest first
    since: datetime  # the last hand-over, or the opening
    decisions: tuple[e.Event, ...]  # taken since then


def agenda(incident: Incident, now: datetime) -> Agenda:
    """Gather what a fixed point goes through."""
    since = rhythm.last_at(incident)
    verified = (claim for claim in incident.claims if claim.status is Verification.VERIFIED)
    return Agenda(
        since=since,
        next_at=rhythm.next_at(incident),
        facts=tuple(claim for claim in verified if claim.known_at >= since),
        to_verify=to_verify(incident),
        late=_late(incident, now),
        held=_held(incident),
        clocks=duties.running(incident),
        promise=incident.promise,
        calls=_waiting(incident),
    )


def handover(
    incident: Incident, facts: Iterable[e.Event], now: datetime, given: e.HandedOver | None = None
) -> Handover:
    """
    Gather what the next shift needs to know, from the state and the log.

    `given` is the hand-over that the brief goes with, if it has happened: what counts is what came before it.
    """
    log = tuple(facts)
    shifts = [fact.at for fact in log if isinstance(fact, e.HandedOver) and fact != given]
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
        to_verify=to_verify(incident),
        held=_held(incident),
        clocks=duties.running(incident),
        since=since,
        decisions=tuple(fact for fact in log if fact.at >= since and _decides(incident, fact)),
    )


def _decides(incident: Incident, fact: e.Event) -> bool:
    match fact:
        case e.SeverityChanged() | e.StanceTaken() | e.ClockConfirmed() | e.ClockWaived():
            return True
        case e.StepCompleted():
            step = incident.step(fact.step)  # Undone meanwhile, or decided anew, it no longer counts.
            decides = step.step.kind is StepKind.DECISION and step.step.gate is not Gate.RESPOND_HOLD_SILENT
            return decides and step.progress.settled_at == fact.at
        case _:
            return False


def _held(incident: Incident) -> Stance | None:
    return incident.stance if incident.stance is not None and incident.stance.waits else None


def _late(incident: Incident, now: datetime) -> tuple[StepInRun, ...]:
    timed = ((step, step.progress.due_at) for step in incident.open_steps)
    return tuple(step for step, due_at in timed if due_at is not None and due_at < now)


def _waiting(incident: Incident) -> tuple[Call, ...]:
    return tuple(call for call in incident.calls if escalation.asks_on(incident, call))
