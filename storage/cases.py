"""Who is on which customer; kept equal to the cases, in the transaction that changes them."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, or_, select
from sqlmodel import col

from playbooks.cases import Answering, claimed_until, thread_of
from playbooks.commands import IncidentId
from playbooks.incident import Incident, Ref
from playbooks.playbook import UserId
from storage.statements import insert_into
from storage.tables_cases import CaseClaimRow

Columns = dict[str, Any]


def keep(connection: Connection, before: Incident | None, after: Incident) -> None:
    """Make who is on a customer equal to a case's new state; nothing is asked where there is no customer."""
    row, known = expected(after), None if before is None else expected(before)
    if row == known:
        return
    if row is None:
        connection.execute(delete(CaseClaimRow).where(col(CaseClaimRow.incident_id) == after.id))
        return
    kept = insert_into(connection.dialect.name, CaseClaimRow).values(row)
    connection.execute(kept.on_conflict_do_update(index_elements=["incident_id"], set_=row))


def answering(connection: Connection, author: str, thread: str, now: datetime) -> tuple[Answering, ...]:
    """List who is on a customer or a thread at a moment, the earliest first; empty names nobody and no place."""
    if not author and not thread:
        return ()
    found = connection.execute(_answering(), {"of": author, "in": thread, "now": now})
    return tuple(
        Answering(
            incident=IncidentId(incident),
            ref=None if restricted else Ref(ref),
            who=UserId(person),
            since=since,
        )
        for incident, ref, restricted, person, since in found
    )


def of(connection: Connection, incident_id: IncidentId) -> Columns | None:
    """Give what is kept of who is on the customer of an incident."""
    kept = select(*(getattr(CaseClaimRow, name) for name in CaseClaimRow.model_fields))
    found = connection.execute(kept.where(col(CaseClaimRow.incident_id) == incident_id))
    row = found.mappings().one_or_none()
    return None if row is None else dict(row)


@cache
def _answering() -> Any:
    row = CaseClaimRow
    of_author = and_(col(row.author) == bindparam("of"), col(row.author) != "")
    in_thread = and_(col(row.thread) == bindparam("in"), col(row.thread) != "")
    chosen = select(*map(col, (row.incident_id, row.ref, row.restricted, row.person, row.since)))
    return (
        chosen.where(or_(of_author, in_thread), col(row.until) > bindparam("now"))
        .order_by(col(row.since), col(row.incident_id))
        .limit(10)
    )


def expected(incident: Incident) -> Columns | None:
    """Say what is to be kept of who is on the customer of an incident; None: nothing."""
    until, case = claimed_until(incident), incident.case
    if until is None or case is None or not (case.author or case.link):
        return None
    return {
        "incident_id": incident.id,
        "ref": incident.ref,
        "restricted": incident.restricted,
        "author": case.author,
        "thread": thread_of(case.link),
        "person": incident.lead,
        "since": incident.opened_at,
        "until": until,
    }
