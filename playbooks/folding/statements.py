"""The facts about statements, folded."""

from collections.abc import Callable
from dataclasses import replace

from playbooks import events as e
from playbooks.commands import AskId, StatementId
from playbooks.incident import Ask, Handed, Incident, Objection, Promise, Publication, Statement
from playbooks.playbook import RoleId


def after(incident: Incident, fact: e.StatementFact) -> Incident:
    """Give the state after one fact about a statement."""
    match fact:
        case e.StatementProposed():
            return replace(incident, statements=(*incident.statements, _proposed(incident, fact)))
        case e.StatementPublished():
            return _published(incident, fact)
        case e.StatementEdited() | e.StatementWithdrawn():
            return _with(incident, fact.statement, lambda statement: _rewritten(statement, fact))
        case e.LaneRaised():
            return _with(incident, fact.statement, lambda statement: _raised(incident, statement, fact))
        case e.AnswerHanded() | e.AnswerArrived() | e.AnswerRefused():
            return _with(incident, fact.statement, lambda statement: _handed(statement, fact))
        case e.StatementObjected() | e.ObjectionWithdrawn():
            return _with(incident, fact.statement, lambda statement: _objected(statement, fact))
        case _:
            return _with(incident, fact.statement, lambda statement: _asked(statement, fact))


def _with(
    incident: Incident, statement_id: StatementId, change: Callable[[Statement], Statement]
) -> Incident:
    statements = tuple(change(s) if s.id == statement_id else s for s in incident.statements)
    return replace(incident, statements=statements)


def _proposed(incident: Incident, fact: e.StatementProposed) -> Statement:
    author = fact.by or incident.lead
    return Statement(
        id=fact.statement,
        author=author,
        proposed_at=fact.at,
        wording=fact.wording,
        written_by=author,
        written_at=fact.at,
    )


def _rewritten(statement: Statement, fact: e.StatementEdited | e.StatementWithdrawn) -> Statement:
    if isinstance(fact, e.StatementWithdrawn):
        return replace(statement, withdrawn_at=fact.at, withdrawn_by=fact.by, reason=fact.reason)
    return replace(
        statement,
        wording=fact.wording,
        revision=statement.revision + 1,
        wrote=(*statement.wrote, statement.written_by),
        written_by=fact.by or statement.author,
        written_at=fact.at,
        handed=(),
    )


def _handed(statement: Statement, fact: e.AnswerHanded | e.AnswerArrived | e.AnswerRefused) -> Statement:
    if fact.digest not in {"", statement.wording.digest}:
        return statement  # What became of earlier words says nothing of the present ones.
    others = tuple(one for one in statement.handed if one.to != fact.to)
    if isinstance(fact, e.AnswerHanded):
        return replace(statement, handed=(*others, Handed(to=fact.to, by=fact.by, at=fact.at)))
    return replace(
        statement, handed=(*others, *(_ended(one, fact) for one in statement.handed if one.to == fact.to))
    )


def _ended(handed: Handed, fact: e.AnswerArrived | e.AnswerRefused) -> Handed:
    if isinstance(fact, e.AnswerArrived):
        return replace(handed, arrived_at=fact.at)
    return replace(handed, reason=fact.reason)


def _raised(incident: Incident, statement: Statement, fact: e.LaneRaised) -> Statement:
    """Let the same words go a stricter way. Whoever has approved them answers for each role that they hold."""
    wording = replace(statement.wording, lane=fact.lane, roles=fact.roles)
    asks = tuple(
        replace(ask, roles=tuple(dict.fromkeys((*ask.roles, *_held(incident, ask, fact)))))
        if ask.approved_at is not None and ask.revision == statement.revision
        else ask
        for ask in statement.asks
    )
    return replace(statement, wording=wording, asks=asks)


def _held(incident: Incident, ask: Ask, fact: e.LaneRaised) -> tuple[RoleId, ...]:
    return tuple(role for role in fact.roles if incident.holder(role) == ask.person)


def _objected(statement: Statement, fact: e.StatementObjected | e.ObjectionWithdrawn) -> Statement:
    if isinstance(fact, e.ObjectionWithdrawn):
        objections = tuple(
            replace(o, withdrawn_at=fact.at) if o.ask == fact.ask and o.withdrawn_at is None else o
            for o in statement.objections
        )
        return replace(statement, objections=objections)
    ask = next(ask for ask in statement.asks if ask.id == fact.ask)
    objection = Objection(ask=ask.id, by=ask.person, revision=ask.revision, text=fact.text, at=fact.at)
    # Whoever objects no longer approves.
    kept = _with_ask(statement, ask.id, approved_at=None, remark="")
    return replace(kept, objections=(*kept.objections, objection))


def _asked(statement: Statement, fact: e.StatementFact) -> Statement:
    match fact:
        case e.ApproverAsked():
            ask = Ask(
                id=fact.ask,
                revision=statement.revision,
                roles=fact.roles,
                person=fact.person,
                asked_at=fact.at,
                until=fact.until,
                instead_of=fact.instead_of,
            )
            return _asked_again(statement, ask) or replace(statement, asks=(*statement.asks, ask))
        case e.ApproverReached():
            return _with_ask(statement, fact.ask, channel=fact.channel, ts=fact.ts)
        case e.EstimateGiven():
            return _with_ask(statement, fact.ask, until=fact.until, estimated=True)
        case e.EstimateLapsed():
            return _with_ask(statement, fact.ask, lapsed=True)
        case e.StatementApproved():
            return _with_ask(statement, fact.ask, approved_at=fact.at, remark=fact.remark)
        case _:
            message = f"no rule for {type(fact).__name__}"
            raise TypeError(message)


def _asked_again(statement: Statement, ask: Ask) -> Statement | None:
    """Let one ask stand for whoever is asked once more about the same words, in a message of its own."""
    before = next((known for known in statement.asks if known.id == ask.id), None)
    if before is None:
        return None
    roles = tuple(dict.fromkeys((*before.roles, *ask.roles)))
    again = {"asked_at": ask.asked_at, "until": ask.until, "estimated": False, "lapsed": False}
    return _with_ask(statement, ask.id, roles=roles, channel=None, ts="", **again)


def _with_ask(statement: Statement, ask_id: AskId, **changes: object) -> Statement:
    asks = tuple(
        replace(a, **changes) if a.id == ask_id else a  # type: ignore[arg-type]  # Field names are checked by tests.
        for a in statement.asks
    )
    return replace(statement, asks=asks)


def _published(incident: Incident, fact: e.StatementPublished) -> Incident:
    publication = Publication(where=fact.where, at=fact.published_at, by=fact.by)
    told = _with(incident, fact.statement, lambda statement: replace(statement, publication=publication))
    if fact.next_at is None:
        return told
    # What was announced to the public is a promise like any other; it replaces the one before.
    return replace(told, promise=Promise(at=fact.next_at, given_at=fact.at))
