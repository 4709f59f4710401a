"""References for people: counted per series and year, without a gap."""

from functools import cache
from typing import Any

from sqlalchemy import Connection
from sqlmodel import col

from playbooks.incident import Ref
from storage.statements import insert_into
from storage.tables import RefCounterRow


def following(connection: Connection, series: str, year: int) -> Ref:
    """Give the next reference of a series; whoever opens at the same time waits for this transaction."""
    first = {"series": series, "year": year, "last": 1}
    number = connection.execute(_counting(connection.dialect.name), first).scalar_one()
    return Ref(f"{series}-{year}-{number:04d}")


@cache
def _counting(dialect: str) -> Any:
    counted = insert_into(dialect, RefCounterRow).on_conflict_do_update(
        index_elements=["series", "year"], set_={"last": col(RefCounterRow.last) + 1}
    )
    return counted.returning(col(RefCounterRow.last))
