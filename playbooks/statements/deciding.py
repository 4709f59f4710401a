"""What somebody asks of a statement, turned into facts or a refusal."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from typing import Final, assert_never

from playbooks import events as e
from playbooks import refusals
from playbooks.blanks import placeholders
from playbooks.commands import (
    AboutStatement,
    ApproveStatement,
    EditStatement,
    EstimateStatement,
    HandAnswer,
    ObjectToStatement,
    ProposeStatement,
    PublishStatement,
    StatementId,
    WithdrawObjection,
    WithdrawStatement,
    Worded,
)
from playbooks.deciding import FURTHEST_PROMISE
from playbooks.folding import apply
from playbooks.incident import Ask, Incident, Statement, StatementState
from playbooks.networks import limits
from playbooks.playbook import Lane, Message, Network, Strategy, UserId
from playbooks.statements.ageing import aged, day_of, has_expired
from playbooks.statements.asking import ask_of, asks, awaited, objects, settled_by, statement_of, step_for
from playbooks.statements.customers import must_suit
from playbooks.statements.handing import handed
from playbooks.statements.reviewers import stricter_way, way_of
from playbooks.statements.text import (
    LONGEST,
    NEXT_WORD,
    SLOT_OF,
    Local,
    Text,
    digest,
    limited,
    prepared,
    prepared_here,
    text_of,
    too_long_for,
)
from playbooks.typed import one_line, paragraph
from playbooks.variables import asked

StatementOrder = (
    ProposeStatement
    | EditStatement
    | EstimateStatement
    | ApproveStatement
    | ObjectToStatement
    | WithdrawObjection
    | PublishStatement
    | HandAnswer
    | WithdrawStatement
)
Facts = tuple[e.Event, ...]

FURTHEST_ESTIMATE: Final = timedelta(hours=4)
HOLDING_LINE: Final = (
    "holding-line"  # the prepared message that is what we say for now, whatever its strategy
)
_FIELDS: Final = {"known": "known", "doing": "doing", "ask": "ask", "contact": "contact", "next_at": "next"}


def decide(incident: Incident, order: StatementOrder, *, by: UserId, local: Local) -> Facts:
    """Turn an order into what happens because of it. Raises a Refusal; the incident is then unchanged."""
    if not incident.is_open:
        raise refusals.crisis.is_closed(incident.ref)
    when = e.Event(at=local.now, by=by)
    match order:
        case ProposeStatement():
            return _proposed(incident, order, when, local)
        case EditStatement():
            return _edited(incident, order, when, local)
        case EstimateStatement() | ApproveStatement() | ObjectToStatement() | WithdrawObjection():
            return (_answered(incident, order, when),)
        case PublishStatement():
            return _published(incident, order, when, local.zone)
        case HandAnswer():
            return (_handed(incident, order, when, local.zone),)
        case WithdrawStatement():
            statement = _live(incident, order)
            reason = paragraph(order.reason)
            return (e.StatementWithdrawn(at=when.at, by=by, statement=statement.id, reason=reason),)
        case _:
            assert_never(order)


def worded(incident: Incident, order: Worded, message: Message | None, local: Local) -> e.Wording:
    """Put the words together, whole. Raises BadRequest for what they lack: nothing unfinished is proposed."""
    strategy = order.strategy if message is None else message.strategy
    made = text_of(incident, order, message, local)
    without = tuple(network for network in limited(message) if network in order.without)
    _must_be_whole(incident, made, message, local, without)
    if strategy is None:
        raise refusals.statements.strategy_missing()
    way = way_of(incident, message, strategy, made)
    return e.Wording(
        message=None if message is None else message.id,
        strategy=strategy,
        lane=way.lane,
        roles=way.roles,
        slots=made.slots,
        blanks=made.blanks,
        words=made.words,
        text=made.text,
        digest=digest(made.text),
        without=without,
        language=order.language,
        alternative=order.alternative,
    )


def _must_be_whole(
    incident: Incident, made: Text, message: Message | None, local: Local, without: tuple[Network, ...]
) -> None:
    slots = made.slots
    if message is None and not slots.known and not made.words:
        raise refusals.statements.known_missing()
    if incident.people_at_risk and not slots.empathy:
        raise refusals.statements.empathy_missing()
    if slots.next_at is None and (message is None or NEXT_WORD in message.variables):
        raise refusals.statements.next_word_missing()
    if slots.next_at is not None and slots.next_at <= local.now:
        raise refusals.statements.next_word_in_the_past()
    if slots.next_at is not None and slots.next_at > local.now + FURTHEST_PROMISE:
        raise refusals.crisis.promise_too_far(int(FURTHEST_PROMISE.total_seconds() // 3600))
    for blank in placeholders(made.text):
        if blank in incident.left_open:
            continue
        slot = SLOT_OF.get(blank)
        raise refusals.statements.blank_left(
            blank, asked(blank), f"blank:{blank}" if slot is None else _FIELDS[slot]
        )
    if len(made.text) > LONGEST:
        raise refusals.statements.too_long(len(made.text), LONGEST)
    unfit = too_long_for(made.text, message, without)
    if unfit:
        raise refusals.statements.too_long_for(len(made.text), limits(unfit))
    must_suit(incident, message, dict(made.blanks), made.text)


def _proposed(incident: Incident, order: ProposeStatement, when: e.Event, local: Local) -> Facts:
    wording = worded(incident, order, _today(incident, prepared(incident, order.message), local), local)
    statement = StatementId(f"s{len(incident.statements) + 1}")
    proposed = e.StatementProposed(at=when.at, by=when.by, statement=statement, wording=wording)
    return (proposed, *asks(apply(incident, proposed), statement))


def _edited(incident: Incident, order: EditStatement, when: e.Event, local: Local) -> Facts:
    statement = _live(incident, order)
    if order.seen not in {None, statement.revision}:
        raise refusals.statements.text_has_changed(statement.written_by, statement.written_at)
    wording = _reworded(incident, order, statement, local)
    if wording == statement.wording:
        raise refusals.statements.nothing_edited()
    edited = e.StatementEdited(at=when.at, by=when.by, statement=statement.id, wording=wording)
    return (edited, *asks(apply(incident, edited), statement.id))


def _reworded(incident: Incident, order: EditStatement, statement: Statement, local: Local) -> e.Wording:
    """Put edited words together; where an accepted version has dropped the prepared ones, they stand alone."""
    was = statement.wording
    message = prepared_here(incident, was.message)
    if message is None and was.message is not None:
        order = replace(order, strategy=order.strategy or was.strategy, words=order.words or was.text)
    return worded(incident, order, _today(incident, message, local), local)


def _today(incident: Incident, message: Message | None, local: Local) -> Message | None:
    return aged(message, day_of(local.now, local.zone), incident.playbook.lead)


def _answered(
    incident: Incident,
    order: EstimateStatement | ApproveStatement | ObjectToStatement | WithdrawObjection,
    when: e.Event,
) -> e.Event:
    statement = _live(incident, order)
    ask = _own_ask(statement, order, when.by)
    match order:
        case EstimateStatement():
            _must_be_awaited(statement, ask)
            if not timedelta(0) < order.needs <= FURTHEST_ESTIMATE:
                raise refusals.statements.estimate_too_far(int(FURTHEST_ESTIMATE.total_seconds() // 3600))
            until = when.at + order.needs
            return e.EstimateGiven(at=when.at, by=when.by, statement=statement.id, ask=ask.id, until=until)
        case ApproveStatement():
            _must_be_awaited(statement, ask)
            return e.StatementApproved(
                at=when.at,
                by=when.by,
                statement=statement.id,
                ask=ask.id,
                digest=order.digest,
                remark=paragraph(order.remark),
            )
        case ObjectToStatement():
            return _objected(statement, ask, order, when)
        case WithdrawObjection():
            if not objects(statement, ask):
                raise refusals.statements.no_objection_of_yours()
            return e.ObjectionWithdrawn(at=when.at, by=when.by, statement=statement.id, ask=ask.id)
        case _:
            assert_never(order)


def _own_ask(statement: Statement, order: AboutStatement, by: UserId | None) -> Ask:
    """Find what the person was asked. Raises Conflict for a text that has changed since it was read."""
    ask = None if by is None else ask_of(statement, by)
    if ask is None and by in statement.writers:
        raise refusals.statements.author_never_approves()
    if isinstance(order, ApproveStatement | ObjectToStatement):
        _must_be_the_present_text(statement, order.digest)
    if ask is None:
        raise refusals.statements.not_asked(awaited(statement))
    return ask


def _must_be_the_present_text(statement: Statement, seen: str) -> None:
    if seen != statement.wording.digest:
        raise refusals.statements.text_has_changed(statement.written_by, statement.written_at)


def _must_be_awaited(statement: Statement, ask: Ask) -> None:
    if objects(statement, ask):
        raise refusals.statements.objects_already()
    if ask.approved_at is None and set(ask.roles) & set(statement.missing):
        return
    first = ask if ask.approved_at is not None else settled_by(statement, ask) or ask
    raise refusals.statements.approved_already(first.person, first.approved_at)


def _objected(statement: Statement, ask: Ask, order: ObjectToStatement, when: e.Event) -> e.StatementObjected:
    text = paragraph(order.text)
    if not text:
        raise refusals.statements.objection_needs_words()
    if objects(statement, ask):
        raise refusals.statements.objects_already()
    return e.StatementObjected(
        at=when.at, by=when.by, statement=statement.id, ask=ask.id, digest=order.digest, text=text
    )


def _live(incident: Incident, order: AboutStatement | EditStatement) -> Statement:
    statement = statement_of(incident, order.statement)
    if statement.publication is not None:
        raise refusals.statements.published_already(statement.publication.by, statement.publication.at)
    if statement.withdrawn_at is not None:
        raise refusals.statements.withdrawn_already(statement.withdrawn_by, statement.withdrawn_at)
    return statement


def must_be_publishable(incident: Incident, statement: Statement) -> None:
    """Refuse what is not approved for its present text, or was when it was less serious than it is now."""
    if statement.is_wording:
        raise refusals.surge.not_published()
    if statement.state is StatementState.BLOCKED:
        raise refusals.statements.is_blocked(statement.blocking[0].by)
    if statement.state is StatementState.IN_REVIEW:
        raise refusals.statements.not_approved_yet(awaited(statement))
    words = statement.wording
    if stricter_way(incident, prepared_here(incident, words.message), words) is not None:
        raise refusals.statements.more_serious_now()


def _must_not_have_expired(incident: Incident, statement: Statement, at: datetime, zone: tzinfo) -> None:
    """Refuse prepared words that nobody approved and whose last day is over by the time they go out."""
    message = prepared_here(incident, statement.wording.message)
    if statement.wording.lane is Lane.GREEN and message and has_expired(message, day_of(at, zone)):
        raise refusals.statements.expired_since()


def _published(incident: Incident, order: PublishStatement, when: e.Event, zone: tzinfo) -> Facts:
    statement = _live(incident, order)
    _must_be_the_present_text(statement, order.digest)
    must_be_publishable(incident, statement)
    where, published_at = one_line(order.where), when.at - max(order.ago, timedelta(0))
    if not where:
        raise refusals.statements.where_missing()
    _must_not_have_expired(incident, statement, published_at, zone)
    if statement.approved_at is not None and published_at < statement.approved_at:
        raise refusals.statements.published_before_approval(statement.approved_at)
    next_at = statement.wording.slots.next_at
    if next_at is not None and next_at <= published_at:
        raise refusals.statements.announces_the_past(next_at)
    published = e.StatementPublished(
        at=when.at,
        by=when.by,
        statement=statement.id,
        digest=order.digest,
        where=where,
        published_at=published_at,
        next_at=next_at,
    )
    return (published, *_following(incident, statement, where, when))


def _handed(incident: Incident, order: HandAnswer, when: e.Event, zone: tzinfo) -> e.Event:
    statement = _live(incident, order)
    _must_be_the_present_text(statement, order.digest)
    must_be_publishable(incident, statement)
    _must_not_have_expired(incident, statement, when.at, zone)
    return handed(incident, statement, order, when)


def _following(incident: Incident, statement: Statement, where: str, when: e.Event) -> Iterable[e.Event]:
    """Give what a publication settles: what we say for now, and the step that asked for it."""
    wording = statement.wording
    if wording.strategy is Strategy.HOLD or wording.message == HOLDING_LINE:
        yield e.HoldingLineSet(at=when.at, by=when.by, text=wording.text)
    step = step_for(incident, wording.message)
    if step is not None:
        yield e.StepCompleted(at=when.at, by=when.by, step=step.step.id, note=where)
