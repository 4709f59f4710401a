"""What somebody asks of an incident, turned into facts or a refusal."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, assert_never

from playbooks import duties, entries, escalation, publishing, refusals
from playbooks import events as e
from playbooks.commands import (
    AddStep,
    AssignStep,
    ChangeSeverity,
    CloseIncident,
    CompleteStep,
    CompleteSteps,
    GiveUpdate,
    NameLead,
    OpenIncident,
    ReopenStep,
    SetHoldingLine,
    SkipStep,
    TakeStep,
)
from playbooks.entries import LogOrder
from playbooks.incident import Incident, Ref, StepInRun
from playbooks.playbook import Gate, Playbook, RoleId, StepId, StepKind, UserId
from playbooks.routing import Relaxed
from playbooks.typed import one_line, paragraph

CrisisOrder = (
    CompleteStep
    | CompleteSteps
    | ReopenStep
    | SkipStep
    | TakeStep
    | AssignStep
    | AddStep
    | ChangeSeverity
    | NameLead
    | SetHoldingLine
    | GiveUpdate
    | LogOrder
    | CloseIncident
)

PERSON: Final = re.compile(r"[UW][A-Z0-9]+")  # how Slack writes a member's id
SLACKBOT: Final = "USLACKBOT"
FURTHEST_PROMISE: Final = timedelta(hours=72)  # a longer silence is a decision, not a promise
FURTHEST_STEP: Final = timedelta(days=90)  # what is due later is an action of the review, not a step


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """What an incident keeps from the day it opens, whatever changes in the company later."""

    ref: Ref
    playbook: Playbook
    roster: tuple[tuple[RoleId, UserId], ...]
    deputies: tuple[tuple[RoleId, UserId], ...]
    ladders: tuple[e.PlannedLadder, ...]
    relaxed: tuple[Relaxed, ...] = ()


def opening(command: OpenIncident, pinned: Pinned, *, by: UserId, now: datetime) -> e.IncidentOpened:
    """
    Open an incident. The lead is who holds the playbook's lead role, else the person who opens it.

    Without a title it has the first words of the customer.
    """
    title = one_line(command.title or ("" if command.customer is None else command.customer.text))
    if not title:
        raise refusals.crisis.title_missing()
    playbook = pinned.playbook
    return e.IncidentOpened(
        at=now,
        by=by,
        ref=pinned.ref,
        kind=command.kind,
        playbook=playbook.id,
        version=playbook.version,
        digest=playbook.digest,
        title=title,
        severity=command.severity or playbook.severity,
        unit=command.unit,
        country=command.country,
        language=command.language,
        people_at_risk=command.people_at_risk,
        drill=command.drill,
        restricted=command.restricted,
        # Whoever takes a customer answers them.
        lead=by if command.customer else dict(reversed(pinned.roster)).get(playbook.lead, by),
        roster=pinned.roster,
        deputies=pinned.deputies,
        ladders=pinned.ladders,
        relaxed=pinned.relaxed,
        # What is restricted is worked in a private channel of its own, wherever it was asked for.
        room=None if command.restricted else command.room,
    )


def decide(incident: Incident, command: CrisisOrder, *, by: UserId, now: datetime) -> tuple[e.Event, ...]:
    """Turn an order into what happens because of it. Raises a Refusal; the incident is then unchanged."""
    if isinstance(command, LogOrder):  # The log stays open after the close: what is learned late is kept too.
        return entries.decide(incident, command, by=by, now=now)
    if not incident.is_open:
        raise refusals.crisis.is_closed(incident.ref)
    match command:
        case CompleteStep() | ReopenStep() | SkipStep() | TakeStep() | AssignStep():
            return _about_step(incident, command, by, now)
        case CompleteSteps():
            each = (
                CompleteStep(incident=incident.id, step=step, note=command.note) for step in command.steps
            )
            return tuple(fact for one in each for fact in _about_step(incident, one, by, now))
        case AddStep():
            return (_added(incident, command, by, now),)
        case ChangeSeverity():
            changed = severity_changed(incident, command, by=by, now=now)
            return (changed, *escalation.after_raise(incident, changed))
        case NameLead():
            must_lead_next(incident, command.lead, command.known)
            return (e.LeadNamed(at=now, by=by, lead=command.lead, former=incident.lead),)
        case _:
            return (_word(incident, command, by, now),)


def _word(
    incident: Incident, command: SetHoldingLine | GiveUpdate | CloseIncident, by: UserId, now: datetime
) -> e.Event:
    match command:
        case SetHoldingLine():
            return e.HoldingLineSet(at=now, by=by, text=_words(command.text))
        case GiveUpdate():
            return _update(command, by, now)
        case CloseIncident():
            return _close(incident, command, by, now)
        case _:
            assert_never(command)


def _about_step(
    incident: Incident,
    command: CompleteStep | ReopenStep | SkipStep | TakeStep | AssignStep,
    by: UserId,
    now: datetime,
) -> tuple[e.Event, ...]:
    step = incident.step(command.step)
    if step not in incident.steps:
        raise refusals.steps.not_called_for(step.step.title.read(incident.language))
    match command:
        case CompleteStep():
            return (_completed(incident, step, command, e.Event(at=now, by=by)),)
        case SkipStep():
            return (_skipped(incident, step, command.reason, e.Event(at=now, by=by)),)
        case ReopenStep():
            if step.open:
                raise refusals.steps.not_settled(step.step.title.read(incident.language))
            return (e.StepReopened(at=now, by=by, step=command.step),)
        case TakeStep():
            return (_taken(incident, step, e.Event(at=now, by=by), by),)
        case AssignStep():
            return (_assigned(incident, step, command.to, e.Event(at=now, by=by)),)
        case _:
            assert_never(command)


def must_be_open(incident: Incident, step: StepInRun) -> None:
    """Refuse a step that is settled, and say by whom."""
    if not step.open:
        title = step.step.title.read(incident.language)
        raise refusals.steps.already_settled(title, step.progress.settled_by, step.progress.settled_at)


def _taken(incident: Incident, step: StepInRun, when: e.Event, by: UserId) -> e.StepAssigned:
    owner = step.progress.owner
    if step.open and owner is not None and owner != by:
        raise refusals.steps.taken_by_another(
            step.step.title.read(incident.language), owner, step.progress.owned_since
        )
    return _assigned(incident, step, by, when)


def must_lead_next(incident: Incident, user: UserId, known: int | None) -> None:
    """Refuse whoever leads already or cannot lead at all, and what was asked before the lead changed."""
    _must_be_a_person(user)
    if user == incident.lead:
        raise refusals.crisis.already_leads(user)
    named = incident.named
    if known is not None and named is not None and named.seq > known:
        raise refusals.crisis.lead_changed_meanwhile(named.by, incident.lead, named.at)


def _must_be_a_person(user: UserId) -> None:
    """Refuse what is no member's id, and Slack's own bot, who never answers."""
    if PERSON.fullmatch(user) is None or user == SLACKBOT:
        raise refusals.crisis.unknown_user(user)


def _assigned(incident: Incident, step: StepInRun, to: UserId, when: e.Event) -> e.StepAssigned:
    must_be_open(incident, step)
    _must_be_a_person(to)
    if step.progress.owner == to:  # Whoever owns it by role alone may still take it by name.
        raise refusals.steps.already_owns(step.step.title.read(incident.language), to)
    return e.StepAssigned(at=when.at, by=when.by, step=step.step.id, to=to)


def _completed(
    incident: Incident, step: StepInRun, command: CompleteStep, when: e.Event
) -> e.StepCompleted | e.StepPartDone:
    must_be_open(incident, step)
    title, kept = step.step.title.read(incident.language), paragraph(command.note)
    if step.step.gate is Gate.RESPOND_HOLD_SILENT:
        raise refusals.holding.questions_first(title)
    if step.step.gate is Gate.SEVERITY:
        raise refusals.assessing.assess_first(title)
    duties.must_allow_tick(incident, step)
    publishing.must_allow_tick(incident, step)
    choices = [choice.id for choice in step.step.choices]
    if choices and command.choice not in choices:
        raise refusals.steps.choice_needed(title)
    if step.step.kind is StepKind.DECISION and not choices and not kept:
        raise refusals.steps.decision_needed(title)
    if _leaves_parts(incident, step, when.by):
        return e.StepPartDone(at=when.at, by=when.by, step=step.step.id, note=kept)
    choice = command.choice if choices else ""
    return e.StepCompleted(at=when.at, by=when.by, step=step.step.id, note=kept, choice=choice)


def _leaves_parts(incident: Incident, step: StepInRun, by: UserId | None) -> bool:
    """Whether others still have a part once `by` has done theirs. The lead may tick for everybody."""
    owners, waiting = incident.owners(step), incident.waiting_on(step)
    if len(owners) == 1 or (by == incident.lead and by not in waiting):
        return False
    if by in step.progress.parts:
        raise refusals.steps.part_done_before(waiting[0])
    if by not in owners:
        raise refusals.steps.has_several_owners(owners)
    return len(waiting) > 1


def _skipped(incident: Incident, step: StepInRun, reason: str, when: e.Event) -> e.StepSkipped:
    must_be_open(incident, step)
    kept = paragraph(reason)
    lapsed = bool(incident.stances) and not incident.stances[-1].stands
    if step.step.gate is Gate.RESPOND_HOLD_SILENT and lapsed and when.by != incident.lead:
        # Leaving it out ends the chasing; to stay silent is a decision like the others.
        raise refusals.holding.decide_again(step.step.title.read(incident.language), incident.lead)
    if step.step.mandatory and not kept:
        raise refusals.steps.reason_needed(step.step.title.read(incident.language))
    return e.StepSkipped(at=when.at, by=when.by, step=step.step.id, reason=kept)


def _added(incident: Incident, command: AddStep, by: UserId, now: datetime) -> e.StepAdded:
    title = one_line(command.title)
    if not title:
        raise refusals.crisis.words_missing(field="title")
    if command.due_in is not None and not timedelta(0) < command.due_in <= FURTHEST_STEP:
        raise refusals.steps.step_due_too_far(FURTHEST_STEP.days)
    taken = {step.step.id for step in incident.steps}
    number = next(n for n in range(1, len(taken) + 2) if StepId(f"added-{n}") not in taken)
    due_at = None if command.due_in is None else now + command.due_in
    return e.StepAdded(
        at=now, by=by, step=StepId(f"added-{number}"), title=title, owner=command.owner, due_at=due_at
    )


def severity_changed(
    incident: Incident, command: ChangeSeverity, *, by: UserId, now: datetime
) -> e.SeverityChanged:
    """Raise the severity (anyone), or lower it (the lead, with a reason). Raises a Refusal."""
    if command.severity is incident.severity:
        raise refusals.crisis.same_severity(incident.severity.words)
    reason = paragraph(command.reason)
    if command.severity.rank > incident.severity.rank:  # A greater rank is less serious.
        if by != incident.lead:
            raise refusals.crisis.lowering_is_the_leads(incident.lead)
        if not reason:
            raise refusals.crisis.lowering_needs_a_reason()
    return e.SeverityChanged(at=now, by=by, severity=command.severity, reason=reason)


def _update(command: GiveUpdate, by: UserId, now: datetime) -> e.UpdateGiven:
    if command.next_in is not None and not timedelta(0) < command.next_in <= FURTHEST_PROMISE:
        raise refusals.crisis.promise_too_far(int(FURTHEST_PROMISE.total_seconds() // 3600))
    next_at = None if command.next_in is None else now + command.next_in
    return e.UpdateGiven(at=now, by=by, text=_words(command.text), next_at=next_at)


def _close(incident: Incident, command: CloseIncident, by: UserId, now: datetime) -> e.IncidentClosed:
    if by not in {incident.lead, incident.opened_by}:
        raise refusals.crisis.closing_is_the_leads(incident.lead)
    reason = paragraph(command.reason)
    left = incident.open_steps
    if any(step.step.mandatory for step in left) and not reason:
        raise refusals.crisis.closing_needs_a_reason()
    return e.IncidentClosed(at=now, by=by, reason=reason, left_open=tuple(step.step.id for step in left))


def _words(text: str) -> str:
    kept = paragraph(text)
    if not kept:
        raise refusals.crisis.words_missing(field="text")
    return kept
