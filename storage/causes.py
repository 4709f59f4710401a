"""What made customers write, by unit and moment; written with the fact that names it."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, func, select
from sqlmodel import col

from playbooks.events import CauseNamed, Event
from playbooks.inbox import same_name
from playbooks.incident import Incident
from playbooks.playbook import UnitId
from storage.statements import insert_into
from storage.tables_cases import CaseCauseRow


def note(connection: Connection, incident: Incident, facts: Iterable[Event]) -> None:
    """Remember the cause that facts name, in the place of an earlier one; what is restricted, or an exercise, has none."""
    named = [fact for fact in facts if isinstance(fact, CauseNamed)]
    if not named or incident.drill or incident.restricted:
        return
    row = {
        "incident_id": incident.id,
        "cause": same_name(named[-1].cause),
        "unit": incident.unit,
        "at": named[-1].at,
    }
    kept = insert_into(connection.dialect.name, CaseCauseRow).values(row)
    connection.execute(kept.on_conflict_do_update(index_elements=["incident_id"], set_=row))


def count(connection: Connection, cause: str, unit: UnitId, since: datetime) -> int:
    """Count the cases of a unit with the same cause since a moment."""
    row = CaseCauseRow
    same = (col(row.cause) == same_name(cause), col(row.unit) == unit, col(row.at) >= since)
    number: int = connection.execute(select(func.count()).select_from(row).where(*same)).scalar_one()
    return number
