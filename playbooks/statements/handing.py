"""Approved answers handed to a care tool, which sends what was approved; by that alone nothing is published."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from playbooks import events as e
from playbooks import refusals
from playbooks.commands import HandAnswer, StatementId
from playbooks.incident import Incident, Statement, StatementState
from playbooks.routing import MeansId
from playbooks.statements.asking import statement_of

AND: Final = ":"  # between the statement, the tool and the digest of the words, in what an errand is about
HELD: Final = "answer_held"  # why they do not leave: they are not to go out, or not yet


def handed(incident: Incident, statement: Statement, order: HandAnswer, when: e.Event) -> e.AnswerHanded:
    """Hand an answer that may be published to a tool. Raises a Refusal."""
    if incident.case is None:
        raise refusals.cases.no_customer(incident.ref)
    if incident.drill:
        raise refusals.statements.drill_hands_nothing()
    before = next((one for one in statement.handed if one.to == order.to and not one.reason), None)
    if before is not None:
        raise refusals.statements.handed_already(before.by, before.at)
    return e.AnswerHanded(
        at=when.at, by=when.by, statement=statement.id, to=order.to, digest=statement.wording.digest
    )


def subject_of(statement: StatementId, to: MeansId, digest: str) -> str:
    """Name what an errand is about: other words are another errand, with a reference of their own."""
    return AND.join((statement, to, digest))


def named_in(subject: str) -> tuple[StatementId, MeansId, str]:
    """Read it."""
    statement, to, digest = (*subject.split(AND), "", "")[:3]
    return StatementId(statement), MeansId(to), digest


def on_its_way(incident: Incident, subject: str) -> Statement | None:
    """Give the answer that an errand is about; None: its words have changed, are out, or need an approval by now."""
    named, to, digest = named_in(subject)
    statement = statement_of(incident, named)
    waits = any(one.to == to and not one.reason for one in statement.handed)
    approved = incident.is_open and statement.state is StatementState.APPROVED
    return statement if waits and approved and statement.wording.digest == digest else None


def taken(subject: str, now: datetime) -> Iterable[e.AnswerArrived]:
    """Keep that the tool has taken it."""
    statement, to, digest = named_in(subject)
    yield e.AnswerArrived(at=now, statement=statement, to=to, digest=digest)


def not_taken(subject: str, reason: str, now: datetime) -> Iterable[e.AnswerRefused]:
    """Keep that the tool does not get it, or refused it for good."""
    statement, to, digest = named_in(subject)
    yield e.AnswerRefused(at=now, statement=statement, to=to, reason=reason, digest=digest)
