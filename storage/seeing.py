"""Who is shown a restricted incident, as a condition of a statement."""

from typing import Any

from sqlalchemy import bindparam, exists, false, or_
from sqlmodel import col

from storage.tables import IncidentPersonRow


def shown_to(incident_id: Any, restricted: Any, *, reader: bool) -> Any:
    """
    Give the condition under which an incident may be shown, from the columns of its id and of whether it is restricted.

    `reader`: somebody asks, who is given as “reader”, and is also shown what they have a part in.
    """
    anybody = col(restricted).is_(false())
    if not reader:
        return anybody
    part = exists().where(
        col(IncidentPersonRow.incident_id) == col(incident_id),
        col(IncidentPersonRow.person) == bindparam("reader"),
    )
    return or_(anybody, part)
