"""To answer, to hold or to stay silent: deciding it, and never letting a hold or a silence lapse quietly."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, assert_never

from playbooks import events as e
from playbooks import refusals
from playbooks.blanks import placeholders
from playbooks.commands import EndStance, RenewStance, TakeStance
from playbooks.deciding import PERSON, SLACKBOT
from playbooks.gate import Advice, Answers, advise
from playbooks.incident import WAITING_OUTCOMES, Ending, Incident, Stance, StepInRun
from playbooks.moments import Due, DueKind
from playbooks.playbook import Gate, Outcome, Outcomes, RoleId, StepId, Strategy, UserId
from playbooks.typed import paragraph

HoldingOrder = TakeStance | RenewStance | EndStance

USUAL: Final = timedelta(minutes=60)  # of a hold, where the playbook allows as much
IN_ALL: Final = timedelta(hours=24)  # from the decision, without the executive
AGAIN: Final = timedelta(minutes=30)  # the lead is told again that the decision is still open
SHARES: Final = (50, 80)  # per cent of the time, at which the owner is told
EXECUTIVE: Final = RoleId("executive")

# After these a hold chosen again is the same hold going on; after a trigger it is another one.
_GOES_ON: Final = frozenset({None, Ending.EXPIRED, Ending.REPLACED, Ending.TAKEN_BACK})
_OPENS_AGAIN: Final = frozenset({Ending.EXPIRED, Ending.TRIGGER, Ending.TAKEN_BACK})


# What may be decided.


def gated_step(incident: Incident) -> StepInRun:
    """
    Find the step that asks whether to answer: the first that is open, else the last one decided.

    Raises BadRequest where the playbook has none.
    """
    gated = [step for step in incident.steps if step.step.gate is Gate.RESPOND_HOLD_SILENT]
    if not gated:
        raise refusals.holding.no_such_decision()
    return next((step for step in gated if step.open), gated[-1])


def outcomes_of(incident: Incident) -> Outcomes:
    """Give what the playbook allows; one that says nothing allows to answer."""
    return incident.playbook.outcomes or Outcomes()


def possible(incident: Incident, answers: Answers) -> tuple[Outcome, ...]:
    """List what may be decided on these answers, the most open first: where people are at risk, only to answer."""
    allowed = outcomes_of(incident).allowed
    at_risk = incident.people_at_risk or answers.danger
    return tuple(o for o in allowed if not at_risk or o not in WAITING_OUTCOMES)


def advised(incident: Incident, answers: Answers) -> Advice:
    """Advise on these answers, knowing what the incident knows: people at risk are a danger, whoever says no."""
    from_all = _with_danger(answers) if incident.people_at_risk else answers
    return advise(from_all, outcomes_of(incident))


def longest(incident: Incident, outcome: Outcome) -> timedelta:
    """How long a hold, or a silence, may last before it is decided or renewed again."""
    outcomes = outcomes_of(incident)
    most = outcomes.silent if outcome is Outcome.SILENT else outcomes.hold and outcomes.hold.most
    return most or timedelta(0)


def usual(incident: Incident, outcome: Outcome) -> timedelta:
    """How long it lasts when nobody says how long."""
    most = longest(incident, outcome)
    return most if outcome is Outcome.SILENT else min(USUAL, most)


def suggested_line(incident: Incident) -> str:
    """Give what we could say meanwhile: what we say for now, else the words prepared for a hold."""
    if incident.holding_line is not None:
        return incident.holding_line.text
    prepared = (m for m in incident.playbook.messages if m.strategy is Strategy.HOLD)
    message = next(prepared, None)
    return "" if message is None else message.body.read(incident.language)


def may_renew(incident: Incident, outcome: Outcome) -> tuple[UserId, ...]:
    """Name who may prolong: who holds the role that the playbook names, then the deputy; without a role, the lead."""
    terms = outcomes_of(incident).hold
    role = terms.renew if outcome is Outcome.HOLD and terms is not None else None
    if role is None or role == incident.playbook.lead:
        return (incident.lead,)
    return tuple(dict.fromkeys((incident.holder(role), *incident.deputy(role))))


def awaited(incident: Incident) -> Stance | None:
    """Give the hold or silence after which the decision is open again and not yet taken; None: there is none."""
    last = incident.stances[-1] if incident.stances else None
    if last is None or not last.waits or last.ending not in _OPENS_AGAIN or not incident.is_open:
        return None
    step = _step(incident, last.step)
    return last if step is not None and step.open else None


def renewable(incident: Incident) -> Stance | None:
    """Give the hold or silence that may be prolonged: the present one, or one whose time is just over."""
    stance = incident.stance or awaited(incident)
    expired = stance is not None and stance.ending in {None, Ending.EXPIRED}
    return stance if stance is not None and stance.waits and expired else None


# Orders.


def decide(incident: Incident, order: HoldingOrder, *, by: UserId, now: datetime) -> tuple[e.Event, ...]:
    """Turn an order about answering into what happens because of it. Raises a Refusal."""
    if not incident.is_open:
        raise refusals.crisis.is_closed(incident.ref)
    when = e.Event(at=now, by=by)
    match order:
        case TakeStance():
            return tuple(_decided(incident, order, by, now))
        case RenewStance():
            return tuple(_renewed(incident, order, by, now))
        case EndStance():
            return tuple(_ended(incident, order, when))
        case _:
            assert_never(order)


def _decided(incident: Incident, order: TakeStance, by: UserId, now: datetime) -> Iterable[e.Event]:
    step = incident.step(order.step)
    taken = _taken(incident, order, step, e.Event(at=now, by=by))
    _must_not_go_on_too_long(incident, taken, by)
    former = incident.stance
    if former is not None:
        yield e.StanceEnded(at=now, by=by, step=former.step, outcome=former.outcome, trigger=None, note="")
    if not step.open:
        yield e.StepReopened(at=now, by=by, step=order.step)
    yield taken
    said = "" if incident.holding_line is None else incident.holding_line.text
    if taken.line and taken.line != said:  # There is one line that we say for now, and this is it.
        yield e.HoldingLineSet(at=now, by=by, text=taken.line)
    yield e.StepCompleted(at=now, by=by, step=order.step, note=taken.reason, choice=order.outcome)


def _taken(incident: Incident, order: TakeStance, step: StepInRun, when: e.Event) -> e.StanceTaken:
    if step.step.gate is not Gate.RESPOND_HOLD_SILENT:
        raise refusals.holding.no_such_decision()
    if step not in incident.steps:
        raise refusals.steps.not_called_for(step.step.title.read(incident.language))
    _must_be_news(incident, order)
    _must_be_possible(incident, order)
    waits = order.outcome in WAITING_OUTCOMES
    owner = (order.owner if waits else None) or when.by or incident.lead
    if PERSON.fullmatch(owner) is None or owner == SLACKBOT:
        raise refusals.crisis.unknown_user(owner)
    return e.StanceTaken(
        at=when.at,
        by=when.by,
        step=order.step,
        outcome=order.outcome,
        reason=_reason(order.reason),
        answers=order.answers,
        advice=advised(incident, order.answers),
        owner=owner,
        until=when.at + _span(incident, order.outcome, order.lasts) if waits else None,
        line=_line(order) if waits else "",
        triggers=tuple(dict.fromkeys(order.triggers)) if waits else (),
    )


def _must_be_news(incident: Incident, order: TakeStance) -> None:
    """Refuse what was asked before somebody else decided: they may not have wanted to overrule them."""
    if order.known is not None and order.known < len(incident.stances):
        last = incident.stances[-1]
        raise refusals.holding.decided_meanwhile(last.by, last.outcome.words)


def _must_be_possible(incident: Incident, order: TakeStance) -> None:
    if order.outcome in possible(incident, order.answers):
        return
    if order.outcome in outcomes_of(incident).allowed:
        raise refusals.holding.people_come_first()
    raise refusals.holding.outcome_not_allowed(order.outcome.words)


def _must_not_go_on_too_long(incident: Incident, taken: e.StanceTaken, by: UserId) -> None:
    """To wait right after having waited is a renewal by another name: it needs the same people."""
    if taken.until is None:
        return
    last = incident.stances[-1] if incident.stances else None
    if last is not None and last.outcome is taken.outcome and last.ending in _GOES_ON:
        _must_be_entitled(incident, last, taken.until, by)
    elif taken.outcome is Outcome.HOLD:
        _must_be_within_a_day(incident, _held_since(incident) or taken.at, taken.until, by)


def _must_be_entitled(incident: Incident, stance: Stance, until: datetime, by: UserId) -> None:
    # A silence is looked at again as often as it lasts: only a hold has a whole length.
    since = _held_since(incident) if stance.outcome is Outcome.HOLD else None
    if since is not None and until - since > IN_ALL:
        _must_be_within_a_day(incident, since, until, by)
        return
    entitled = may_renew(incident, stance.outcome)
    if by not in entitled:
        raise refusals.holding.renewing_is_for(entitled[0])


def _must_be_within_a_day(incident: Incident, since: datetime, until: datetime, by: UserId) -> None:
    executive = next((user for held, user in incident.roster if held == EXECUTIVE), None)
    if until - since > IN_ALL and by != executive:
        hours = int(IN_ALL.total_seconds() // 3600)
        raise refusals.holding.longer_is_the_executives(hours, executive)


def _held_since(incident: Incident) -> datetime | None:
    """
    Since when the substance has been held without an answer in between; None: it is not.

    A silence between two holds is no answer: it does not begin the count anew.
    """
    since = None
    for stance in reversed(incident.stances):
        if not stance.waits:
            break
        since = stance.at if stance.outcome is Outcome.HOLD else since
    return since


def _renewed(incident: Incident, order: RenewStance, by: UserId, now: datetime) -> Iterable[e.Event]:
    stance = renewable(incident)
    if stance is None:
        raise refusals.holding.nothing_held()
    if incident.people_at_risk:
        raise refusals.holding.people_come_first()
    if stance.outcome not in outcomes_of(incident).allowed:  # A newer version was accepted since.
        raise refusals.holding.outcome_not_allowed(stance.outcome.words)
    until = now + _span(incident, stance.outcome, order.lasts)
    _must_be_entitled(incident, stance, until, by)
    reason = _reason(order.reason)
    yield e.StanceRenewed(at=now, by=by, step=stance.step, outcome=stance.outcome, until=until, reason=reason)
    if not stance.stands:
        yield e.StepCompleted(at=now, by=by, step=stance.step, note=reason, choice=stance.outcome)


def _ended(incident: Incident, order: EndStance, when: e.Event) -> Iterable[e.Event]:
    stance = incident.stance
    if stance is None or not stance.waits:
        raise refusals.holding.nothing_held()
    note = paragraph(order.note)
    yield e.StanceEnded(
        at=when.at,
        by=when.by,
        step=stance.step,
        outcome=stance.outcome,
        trigger=order.trigger,
        note=note,
    )
    yield from _opened_again(incident, stance, when)


def _opened_again(incident: Incident, stance: Stance, when: e.Event) -> Iterable[e.Event]:
    step = _step(incident, stance.step)
    if step is not None and not step.open:
        yield e.StepReopened(at=when.at, by=when.by, step=stance.step)


def _span(incident: Incident, outcome: Outcome, lasts: timedelta | None) -> timedelta:
    most = longest(incident, outcome)
    span = usual(incident, outcome) if lasts is None else lasts
    if not timedelta(0) < span <= most:
        raise refusals.holding.hold_too_long(int(most.total_seconds() // 60))
    return span


def _line(order: TakeStance) -> str:
    line = paragraph(order.line)
    if order.outcome is Outcome.HOLD and not line:
        raise refusals.holding.hold_needs_a_line()
    blanks = placeholders(line)
    if blanks and order.outcome is not Outcome.HOLD:
        return ""  # Whoever stays silent has nothing to fill in: the proposed line is left out.
    if blanks:
        raise refusals.holding.line_has_blanks(", ".join("{{" + blank + "}}" for blank in blanks))
    return line


def _reason(text: str) -> str:
    kept = paragraph(text)
    if not kept:
        raise refusals.crisis.words_missing(field="reason")
    return kept


def _with_danger(answers: Answers) -> Answers:
    return Answers(danger=True, truth=answers.truth)


def _step(incident: Incident, step_id: StepId) -> StepInRun | None:
    return next((step for step in incident.steps if step.step.id == step_id), None)


# Time.


def dues(incident: Incident) -> Iterable[Due]:
    """Give the pending moments of a hold or a silence, and of a decision that is open again after one."""
    stance = incident.stance
    if stance is not None and stance.until is not None:
        span = stance.until - stance.since
        for share in SHARES:
            if share > stance.told:
                yield Due(at=stance.since + span * share / 100, kind=DueKind.HOLD_SOON, subject=str(share))
        yield Due(at=stance.until, kind=DueKind.HOLD_ENDS, subject=stance.step)
    open_again = awaited(incident)
    if open_again is not None and open_again.ended_at is not None:
        last_told = open_again.chased_at or open_again.ended_at
        yield Due(at=last_told + AGAIN, kind=DueKind.DECISION_WAITS, subject=open_again.step)


def fallen(incident: Incident, reached: tuple[Due, ...], now: datetime) -> Iterable[e.Event]:
    """Give what happens because of the moments reached: of several missed reminders, only the last."""
    kinds = {due.kind for due in reached}
    stance, open_again = incident.stance, awaited(incident)
    if stance is not None and DueKind.HOLD_ENDS in kinds:
        yield e.StanceExpired(
            at=now, step=stance.step, outcome=stance.outcome, to=_escalated_to(incident, stance)
        )
        yield from _opened_again(incident, stance, e.Event(at=now))
    elif stance is not None and DueKind.HOLD_SOON in kinds:
        share = max(int(due.subject) for due in reached if due.kind is DueKind.HOLD_SOON)
        yield e.StanceReminded(at=now, step=stance.step, outcome=stance.outcome, share=share, to=stance.owner)
    elif open_again is not None and DueKind.DECISION_WAITS in kinds:
        yield e.DecisionAwaited(at=now, step=open_again.step, outcome=open_again.outcome, to=incident.lead)


def _escalated_to(incident: Incident, stance: Stance) -> tuple[UserId, ...]:
    renewer, executive = may_renew(incident, stance.outcome)[0], incident.holder(EXECUTIVE)
    return tuple(
        dict.fromkeys((stance.owner, incident.lead, renewer, executive, *_decider(incident, stance)))
    )


def _decider(incident: Incident, stance: Stance) -> Iterable[UserId]:
    """Name whose step the decision is."""
    step = _step(incident, stance.step)
    if step is not None:
        yield incident.owner(step)


def opens_again(fact: e.Event, incident: Incident) -> bool:
    """Whether a fact opened the decision again after a hold or a silence. `incident` is the state right after it."""
    match fact:
        case e.StanceExpired():
            return True
        case e.StanceEnded():
            return fact.trigger is not None
        case e.StepReopened():
            last = awaited(incident)
            undone = last is not None and last.ending is Ending.TAKEN_BACK
            return last is not None and undone and (last.step, last.ended_at) == (fact.step, fact.at)
        case _:
            return False


def hearers(fact: e.Event, incident: Incident) -> tuple[UserId, ...]:
    """Name who hears of a fact in a direct message. `incident` is the state right after it."""
    match fact:
        case e.StanceExpired():
            return fact.to
        case e.StanceReminded() | e.DecisionAwaited():
            return (fact.to,)
        case e.StanceTaken():
            return () if fact.until is None else (fact.owner,)
        case e.StanceEnded() | e.StanceRenewed() | e.StepReopened():
            return tuple(dict.fromkeys(_concerned(fact, incident)))
        case _:
            return ()


def _concerned(
    fact: e.StanceEnded | e.StanceRenewed | e.StepReopened, incident: Incident
) -> Iterable[UserId]:
    again = opens_again(fact, incident)
    stance = next((s for s in reversed(incident.stances) if s.step == fact.step), None)
    if stance is not None and stance.waits and (again or not isinstance(fact, e.StepReopened)):
        yield stance.owner
    if again and stance is not None:
        yield incident.lead
        yield from _decider(incident, stance)
