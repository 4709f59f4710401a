"""Who is asked about a statement, until when, and what happens when nobody answers."""

from collections.abc import Iterable
from datetime import datetime

from playbooks import events as e
from playbooks import refusals
from playbooks.commands import AskId, ChannelId, StatementId
from playbooks.folding import apply
from playbooks.incident import Ask, Incident, Statement, StatementState, StepInRun
from playbooks.moments import Due, DueKind
from playbooks.playbook import Lane, Language, MessageId, StepKind, UserId
from playbooks.statements.reviewers import DEFAULT_ESTIMATE, Reviewer, Way, deputies, reviewers


def statement_of(incident: Incident, statement: StatementId) -> Statement:
    """Find a statement; raises NotFound."""
    found = next((s for s in incident.statements if s.id == statement), None)
    if found is None:
        raise refusals.statements.no_such_statement(statement)
    return found


def language_of(incident: Incident, statement: Statement) -> Language:
    """Tell the language of a statement."""
    return statement.wording.language or incident.language


def ask_named(incident: Incident, ask: AskId) -> tuple[Statement, Ask]:
    """Find an ask and its statement; raises NotFound."""
    statement = statement_of(incident, StatementId(ask.partition(".")[0]))
    found = next((a for a in statement.asks if a.id == ask), None)
    if found is None:
        raise refusals.statements.no_such_statement(ask)
    return statement, found


def ask_of(statement: Statement, person: UserId) -> Ask | None:
    """Find what somebody was asked about the present words."""
    return next((ask for ask in statement.present_asks if ask.person == person), None)


def objects(statement: Statement, ask: Ask) -> bool:
    """Whether the person asked objects to the present words."""
    return any(objection.ask == ask.id for objection in statement.blocking)


def is_asked(incident: Incident, statement: Statement, ask: Ask) -> bool:
    """Whether an ask still needs its person's answer."""
    present = ask.revision == statement.revision and statement.is_live and incident.is_open
    needed = ask.approved_at is None and not set(ask.roles).isdisjoint(statement.missing)
    return present and needed and not objects(statement, ask)


def settled_by(statement: Statement, ask: Ask) -> Ask | None:
    """Find the approval that made an ask needless: of a common role, or in the amber lane anybody's."""
    given = (a for a in statement.present_asks if a.approved_at is not None)
    any_of_them = statement.wording.lane is not Lane.RED
    return next((a for a in given if any_of_them or set(a.roles) & set(ask.roles)), None)


def awaited(statement: Statement) -> tuple[UserId, ...]:
    """Name whose answer is missing."""
    missing = set(statement.missing)
    pending = (a for a in statement.present_asks if a.approved_at is None and missing & set(a.roles))
    return tuple(ask.person for ask in pending)


def step_for(incident: Incident, message: MessageId | None) -> StepInRun | None:
    """Find the open step that sends a prepared message."""
    sends = (s for s in incident.open_steps if s.step.kind is StepKind.MESSAGE)
    return next((s for s in sends if message is not None and s.step.message == message), None)


def live_for(incident: Incident, message: MessageId | None) -> Statement | None:
    """Find the latest statement made of a prepared message that is neither published nor withdrawn."""
    made = (s for s in reversed(incident.statements) if s.is_live and s.wording.message == message)
    return next(made, None) if message is not None else None


def asks(incident: Incident, statement_id: StatementId) -> tuple[e.Event, ...]:
    """Ask everybody who must approve the present words, all at once. Raises NotAllowed where nobody is left."""
    statement = statement_of(incident, statement_id)
    wording = statement.wording
    if wording.lane is Lane.GREEN:
        return ()
    people = reviewers(incident, Way(lane=wording.lane, roles=wording.roles), statement.writers)
    until = statement.written_at + DEFAULT_ESTIMATE[incident.severity]
    return tuple(asked(statement, reviewer, statement.written_at, until) for reviewer in people)


def dues(incident: Incident) -> Iterable[Due]:
    """List the moments at which an approver's time is over. A text that is blocked chases nobody."""
    for statement in incident.statements:
        if statement.state is StatementState.IN_REVIEW:
            pending = (a for a in statement.present_asks if not a.lapsed and is_asked(incident, statement, a))
            yield from (Due(at=ask.until, kind=DueKind.ESTIMATE, subject=ask.id) for ask in pending)


def fallen(incident: Incident, reached: Iterable[Due], now: datetime) -> tuple[e.Event, ...]:
    """Give what happens because approvers' times are over: each deputy is asked as well, once."""
    facts: tuple[e.Event, ...] = ()
    for due in reached:
        if due.kind is DueKind.ESTIMATE:
            lapsed = _lapsed(incident, AskId(due.subject), "", now)
            facts = (*facts, *lapsed)
            # Two who are silent at once must not lead to one deputy asked twice.
            for fact in lapsed:
                incident = apply(incident, fact)
    return facts


def unreached(incident: Incident, ask: AskId, reason: str, now: datetime) -> tuple[e.Event, ...]:
    """Slack refused the message to an approver for good: the deputy is asked at once."""
    _, found = ask_named(incident, ask)
    return _lapsed(incident, ask, reason, now) if found.channel is None else ()


def reached(incident: Incident, ask: AskId, place: tuple[ChannelId, str], now: datetime) -> Iterable[e.Event]:
    """Keep where Slack took the message to an approver: its channel and its ts."""
    statement, found = ask_named(incident, ask)
    channel, ts = place
    if found.ts != ts:
        yield e.ApproverReached(at=now, statement=statement.id, ask=ask, channel=channel, ts=ts)


def _lapsed(incident: Incident, ask_id: AskId, reason: str, now: datetime) -> tuple[e.Event, ...]:
    statement, ask = ask_named(incident, ask_id)
    if ask.lapsed or not is_asked(incident, statement, ask):
        return ()
    # Once: whoever stands in is not stood in for.
    others = deputies(incident, statement, ask.person, ask.roles) if ask.instead_of is None else ()
    covered = {role for other in others for role in other.roles}
    alone = tuple(role for role in ask.roles if role in statement.missing and role not in covered)
    lapsed = e.EstimateLapsed(at=now, statement=statement.id, ask=ask.id, reason=reason, alone=alone)
    until = now + DEFAULT_ESTIMATE[incident.severity]
    return (lapsed, *(asked(statement, other, now, until, ask.person) for other in others))


def asked(
    statement: Statement, reviewer: Reviewer, at: datetime, until: datetime, instead_of: UserId | None = None
) -> e.ApproverAsked:
    """Ask somebody about the present words; asked again, they have one ask still."""
    return e.ApproverAsked(
        at=at,
        statement=statement.id,
        ask=AskId(f"{statement.id}.{statement.revision}.{reviewer.person}"),
        roles=reviewer.roles,
        person=reviewer.person,
        until=until,
        instead_of=instead_of,
    )
