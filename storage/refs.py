"""References for people: counted per series and year, without a gap."""

from sqlalchemy import Connection
from sqlmodel import col

from playbooks.incident import Ref
from storage.statements import insert_into
from storage.tables import RefCounterRow


def following(connection: Connection, series: str, year: int) -> Ref:
    """Give the next reference of a series; whoever opens at the same time waits for this transaction."""
    first = insert_into(connection, RefCounterRow).values(series=series, year=year, last=1)
    counted = first.on_conflict_do_update(
        index_elements=["series", "year"], set_={"last": col(RefCounterRow.last) + 1}
    )
    number = connection.execute(counted.returning(col(RefCounterRow.last))).scalar_one()
    return Ref(f"{series}-{year}-{number:04d}")
