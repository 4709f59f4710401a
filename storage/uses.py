"""Which prepared answers went out to customers and what came of each; written with the facts that tell it."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, cast, delete, func, select, update
from sqlmodel import col

from playbooks.events import CustomerWrote, Event, StatementPublished
from playbooks.incident import Incident
from playbooks.playbook import MessageId, PlaybookId
from playbooks.templates import Use
from storage.statements import insert_into
from storage.tables_cases import TemplateUseRow
from storage.types import UtcDateTime


def note(connection: Connection, incident: Incident, facts: Iterable[Event]) -> None:
    """Remember what went out, and that the customer wrote again; of an exercise, or what is restricted, nothing."""
    if incident.case is None or incident.drill or incident.restricted:
        return
    for fact in facts:
        if isinstance(fact, StatementPublished):
            _sent(connection, incident, fact)
        elif isinstance(fact, CustomerWrote):
            row = TemplateUseRow
            again = update(row).where(col(row.incident_id) == incident.id)
            connection.execute(again.values(wrote_again=True))


def _sent(connection: Connection, incident: Incident, fact: StatementPublished) -> None:
    statement = next(one for one in incident.statements if one.id == fact.statement)
    if statement.wording.message is None:
        return
    row = {
        "incident_id": incident.id,
        "statement": statement.id,
        "playbook": incident.playbook.id,
        "message": statement.wording.message,
        "at": fact.at,
        "edited": statement.edited,
        "wrote_again": False,
    }
    connection.execute(insert_into(connection.dialect.name, TemplateUseRow).on_conflict_do_nothing(), row)


def since(connection: Connection, at: datetime) -> tuple[Use, ...]:
    """Count what went out since a moment, by prepared answer."""
    return tuple(
        Use(playbook=PlaybookId(playbook), message=MessageId(message), times=n, edited=edited, again=again)
        for playbook, message, n, edited, again in connection.execute(_counted(), {"since": at})
    )


def forget(connection: Connection, before: datetime) -> int:
    """Remove what went out before a moment; give how many."""
    old = delete(TemplateUseRow).where(col(TemplateUseRow.at) < bindparam("before", type_=UtcDateTime()))
    return connection.execute(old, {"before": before}).rowcount


@cache
def _counted() -> Any:
    row = TemplateUseRow
    names = (col(row.playbook), col(row.message))
    sums = (func.sum(cast(col(flag), Integer)) for flag in (row.edited, row.wrote_again))
    counted = select(*names, func.count(), *sums)
    late = col(row.at) >= bindparam("since", type_=UtcDateTime())
    return counted.where(late).group_by(*names).order_by(*names)
