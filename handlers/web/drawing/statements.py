"""Statements: the words, who was asked and how long the answer took, objections, and where they were published."""

from dataclasses import dataclass

from handlers.statement_words import LANES, STATE_SIGN, STATES, STRATEGIES, statement_name
from handlers.web.drawing.reader import Reader
from handlers.web.moments import Moment
from playbooks.incident import Ask, Incident, Objection, Statement, StatementState
from playbooks.statements import clashing, is_asked


@dataclass(frozen=True, slots=True, kw_only=True)
class AskRow:
    """One person asked once."""

    person: str
    roles: str
    asked: Moment
    says: str  # approved after so long, or no approval
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionRow:
    """One strong objection."""

    person: str
    text: str
    at: Moment
    withdrawn: Moment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPart:
    """One statement with everything that became of it."""

    name: str
    sign: str
    state: str
    author: str
    proposed: Moment
    about: str  # its strategy and its lane
    text: str
    digest: str
    to_copy: bool  # approved, and nobody has published it yet
    asks: tuple[AskRow, ...]
    objections: tuple[ObjectionRow, ...]
    published: str  # where and by whom; empty: it was not
    published_at: Moment | None
    withdrawn: str  # why, where somebody said it
    clash: str  # which statements say the opposite


def statement_parts(incident: Incident, reader: Reader) -> tuple[StatementPart, ...]:
    """Draw every statement, the latest first."""
    return tuple(_part(incident, statement, reader) for statement in reversed(incident.statements))


def _part(incident: Incident, statement: Statement, reader: Reader) -> StatementPart:
    wording, publication = statement.wording, statement.publication
    others = clashing(incident, wording.strategy, statement.id) if statement.withdrawn_at is None else ()
    published = "" if publication is None else reader.say("published_by", name=reader.name(publication.by))
    return StatementPart(
        name=statement_name(incident, statement, reader.language),
        sign=STATE_SIGN[statement.state],
        state=reader.read(STATES[statement.state]),
        author=reader.name(statement.author),
        proposed=reader.at(statement.proposed_at),
        about=f"{reader.read(STRATEGIES[wording.strategy])} · {reader.read(LANES[wording.lane])}",
        text=wording.text,
        digest=wording.digest,
        # A surge's wording is filled anew for each customer: it is copied from the form that fills it.
        to_copy=incident.is_open and statement.state is StatementState.APPROVED and not statement.is_wording,
        asks=tuple(_ask(incident, statement, ask, reader) for ask in statement.asks),
        objections=tuple(_objection(objection, reader) for objection in statement.objections),
        published="" if publication is None else f"{publication.where} ({published})",
        published_at=reader.at_or_none(None if publication is None else publication.at),
        withdrawn=statement.reason,
        clash=", ".join(other.id for other in others),
    )


def _ask(incident: Incident, statement: Statement, ask: Ask, reader: Reader) -> AskRow:
    if ask.approved_at is not None:
        says = reader.say("approved_after", length=reader.length(ask.approved_at - ask.asked_at))
    else:
        waits = is_asked(incident, statement, ask)
        says = reader.say("no_answer_yet" if waits else "not_approved")
    if ask.revision != statement.revision:
        says = f"{says} ({reader.say('earlier_words')})"
    return AskRow(
        person=reader.name(ask.person),
        roles=", ".join(reader.role(role) for role in ask.roles),
        asked=reader.at(ask.asked_at),
        says=says,
        remark=ask.remark,
    )


def _objection(objection: Objection, reader: Reader) -> ObjectionRow:
    return ObjectionRow(
        person=reader.name(objection.by),
        text=objection.text,
        at=reader.at(objection.at),
        withdrawn=reader.at_or_none(objection.withdrawn_at),
    )
