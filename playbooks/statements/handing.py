"""Approved answers handed to a care tool, which sends what was approved; by that alone nothing is published."""

from collections.abc import Iterable
from datetime import datetime

from playbooks import events as e
from playbooks import refusals
from playbooks.commands import HandAnswer, StatementId
from playbooks.incident import Incident, Statement
from playbooks.routing import MeansId
from playbooks.statements.asking import statement_of

AND = ":"  # between the statement and the tool, in what an errand is about


def handed(incident: Incident, statement: Statement, order: HandAnswer, when: e.Event) -> e.AnswerHanded:
    """Hand an answer that may be published to a tool. Raises a Refusal."""
    if incident.case is None:
        raise refusals.cases.no_customer(incident.ref)
    if incident.drill:
        raise refusals.statements.not_in_a_drill()
    before = next((one for one in statement.handed if one.to == order.to and not one.reason), None)
    if before is not None:
        raise refusals.statements.handed_already(before.by, before.at)
    return e.AnswerHanded(
        at=when.at, by=when.by, statement=statement.id, to=order.to, digest=statement.wording.digest
    )


def subject_of(statement: StatementId, to: MeansId) -> str:
    """Name what an errand is about."""
    return f"{statement}{AND}{to}"


def named_in(subject: str) -> tuple[StatementId, MeansId]:
    """Read it."""
    statement, _, to = subject.partition(AND)
    return StatementId(statement), MeansId(to)


def taken(incident: Incident, subject: str, now: datetime) -> Iterable[e.AnswerArrived]:
    """Keep that the tool has taken it, once."""
    statement, to = named_in(subject)
    if any(one.to == to and one.arrived_at is None for one in statement_of(incident, statement).handed):
        yield e.AnswerArrived(at=now, statement=statement, to=to)


def refused(subject: str, reason: str, now: datetime) -> Iterable[e.AnswerRefused]:
    """Keep that the tool refused it for good."""
    statement, to = named_in(subject)
    yield e.AnswerRefused(at=now, statement=statement, to=to, reason=reason)
