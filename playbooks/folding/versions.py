"""A newer version accepted: what is done stays done, what is new is added, in the new words and the new order."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias, assert_never

from playbooks import events as e
from playbooks import rhythm
from playbooks.incident import DutyProgress, DutyState, Incident, Offer, Progress, StepInRun
from playbooks.playbook import Clock, ClockId, Gate, Playbook, PlaybookId, Step, StepId

VersionFact = e.VersionOffered | e.VersionAccepted | e.VersionDeclined
# How a released version is looked up: the memory's own, so that the log alone gives the state again.
Released: TypeAlias = Callable[[PlaybookId, int], Playbook | None]


def after(incident: Incident, fact: VersionFact, released: Released) -> Incident:
    """Give the state after a fact about versions. Raises LookupError, ValueError if the version is not the one meant."""
    match fact:
        case e.VersionOffered():
            offer = Offer(version=fact.version, digest=fact.digest, at=fact.at)
            return replace(incident, offer=offer)
        case e.VersionDeclined():
            declined = incident.offer and replace(incident.offer, declined_by=fact.by, declined_at=fact.at)
            return replace(incident, offer=declined)
        case e.VersionAccepted():
            accepted = _with(incident, _pinned(incident, fact, released), fact.at)
            return rhythm.accepted(incident, accepted, fact.at)
        case _:
            assert_never(fact)


def _pinned(incident: Incident, fact: e.VersionAccepted, released: Released) -> Playbook:
    playbook = released(incident.playbook.id, fact.version)
    if playbook is None:
        message = f"{incident.playbook.id} v{fact.version} of {incident.ref} is not remembered"
        raise LookupError(message)
    if playbook.digest != fact.digest:
        message = f"{playbook.id} v{playbook.version} is not the document that {incident.ref} accepted"
        raise ValueError(message)
    return playbook


def _with(incident: Incident, playbook: Playbook, now: datetime) -> Incident:
    before = {step.step.id: step for step in incident.plan}
    wanted = {step.id for step in playbook.steps}
    left = [step for step in incident.plan if step.step.id not in wanted]
    people_s = {step.id for step in incident.added}
    # What was settled or begun under the old version stays; what nobody had touched is no longer asked for.
    kept = [s for s in left if s.step.id not in people_s and _is_begun(incident, s)]
    added = [s for s in left if s.step.id in people_s]
    progress = (
        *(_carried(incident, step, before, now) for step in playbook.steps),
        *(step.progress for step in (*kept, *added)),
    )
    return replace(
        incident,
        playbook=playbook,
        progress=progress,
        retired=tuple(step.step for step in kept),
        added=tuple(step.step for step in added),
        clocks_before=_clocks_before(incident, playbook),
        clocks_kept=_clocks_kept(incident, playbook),
        offer=None,
    )


def _clocks_before(incident: Incident, playbook: Playbook) -> tuple[Clock, ...]:
    """Keep each legal clock that the newer version has lost, since it still counts, and each that was decided on."""
    present = {clock.id: clock for clock in playbook.clocks}
    decided = {duty.id for duty in incident.duties if duty.state is not DutyState.PROPOSED}
    return tuple(
        clock
        for clock in incident.clocks
        if clock.id not in present or (clock.id in decided and clock != present[clock.id])
    )


def _clocks_kept(incident: Incident, playbook: Playbook) -> tuple[DutyProgress, ...]:
    """How the clocks go; of one that is only proposed, what was told of another limit or to another role is void."""
    present = {clock.id: clock for clock in playbook.clocks}
    kept = dict[ClockId, DutyProgress]()
    for duty in incident.duties:
        goes, clock = duty.progress, present.get(duty.id, duty.clock)
        if duty.state is DutyState.PROPOSED and clock.limit != duty.clock.limit:
            goes = replace(goes, told=0, told_at=None, missed_at=None)
        elif duty.state is DutyState.PROPOSED and clock.owner != duty.clock.owner:
            goes = replace(goes, told=0, told_at=None)
        kept[duty.id] = goes
    return tuple(kept[goes.clock] for goes in incident.clocks_kept)


def _is_begun(incident: Incident, step: StepInRun) -> bool:
    """Whether somebody has done something about a step; a decision that was taken and lapsed is still to be taken."""
    decided = step.step.gate is Gate.RESPOND_HOLD_SILENT and bool(incident.stances)
    return not step.open or bool(step.progress.parts) or decided


def _carried(incident: Incident, step: Step, before: Mapping[StepId, StepInRun], now: datetime) -> Progress:
    """How a step of the new version goes: as it went, at its new time where that is another."""
    known = before.get(step.id)
    if known is None:
        return Progress(step=step.id, due_at=_due_at(step, before, now))
    if not known.open or (known.step.due, known.step.after) == (step.due, step.after):
        return known.progress
    due_at = _due_at(step, before, incident.opened_at)
    if due_at is not None and due_at < now:  # Nobody is late with what they have only just been told.
        due_at = _due_at(step, before, now)
    return replace(known.progress, due_at=due_at, owner_told=False, lead_told=False)


def _due_at(step: Step, before: Mapping[StepId, StepInRun], start: datetime) -> datetime | None:
    """When a step is due, counted from `start` at the earliest; None while the step it counts from is not settled."""
    if step.due is None:
        return None
    if step.after is None:
        return start + step.due
    anchor = before.get(step.after)
    settled_at = None if anchor is None else anchor.progress.settled_at
    return None if settled_at is None else max(start, settled_at) + step.due
