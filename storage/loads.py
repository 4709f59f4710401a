"""Who is busy with which open incident; kept equal to the incidents, in the transaction that changes them."""

from sqlalchemy import Connection, delete, func, insert, select
from sqlmodel import col

from playbooks.commands import IncidentId
from playbooks.incident import Incident
from playbooks.incident.busy import busy_with
from playbooks.playbook import UserId
from storage.statements import is_open
from storage.tables import IncidentLoadRow, IncidentRow


def loads(connection: Connection) -> dict[UserId, int]:
    """Count, for each person who is busy, the incidents they are busy with."""
    person = col(IncidentLoadRow.person)
    # An earlier version, beside this one during an upgrade, closes incidents without a look at this table.
    runs = select(col(IncidentRow.id)).where(col(IncidentRow.state) == is_open())
    counted = select(person, func.count()).where(col(IncidentLoadRow.incident_id).in_(runs)).group_by(person)
    return {UserId(who): number for who, number in connection.execute(counted)}


def unseen(connection: Connection) -> dict[UserId, int]:
    """Count those of them that are restricted."""
    person = col(IncidentLoadRow.person)
    few = select(col(IncidentRow.id)).where(col(IncidentRow.state) == is_open(), col(IncidentRow.restricted))
    counted = select(person, func.count()).where(col(IncidentLoadRow.incident_id).in_(few)).group_by(person)
    return {UserId(who): number for who, number in connection.execute(counted)}


def keep(connection: Connection, before: Incident | None, after: Incident) -> None:
    """Make who is busy equal to an incident's new state; most changes of an incident change nobody's load."""
    people = busy_with(after)
    if before is not None and busy_with(before) == people:
        return
    if before is not None:
        connection.execute(delete(IncidentLoadRow).where(col(IncidentLoadRow.incident_id) == after.id))
    if people:
        rows = [{"incident_id": after.id, "person": person} for person in sorted(people)]
        connection.execute(insert(IncidentLoadRow), rows)


def of(connection: Connection, incident_id: IncidentId) -> frozenset[UserId]:
    """Name who is kept as busy with an incident."""
    known = select(col(IncidentLoadRow.person)).where(col(IncidentLoadRow.incident_id) == incident_id)
    return frozenset(UserId(person) for person in connection.execute(known).scalars())
