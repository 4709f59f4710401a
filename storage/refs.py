"""References for people: counted per series and year, without a gap."""

from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlmodel import col

from playbooks.incident import Ref
from storage.statements import insert_into
from storage.tables import IncidentRow, RefCounterRow


def following(connection: Connection, series: str, year: int) -> Ref:
    """
    Give the next reference of a series; whoever opens at the same time waits for this transaction.

    One that was taken over with an incident of another installation is passed over.
    """
    first = {"series": series, "year": year, "last": 1}
    while True:
        number = connection.execute(_counting(connection.dialect.name), first).scalar_one()
        ref = Ref(f"{series}-{year}-{number:04d}")
        if not _is_given(connection, ref):
            return ref


def take(connection: Connection, ref: Ref) -> bool:
    """Keep everybody else from giving a reference until the end of this transaction. False: it is given already."""
    series, year, _ = ref.split("-")
    unused = insert_into(connection.dialect.name, RefCounterRow).values(series=series, year=int(year), last=0)
    # Written to all the same where it is there: whoever gives the next one waits, and then sees ours.
    same = {"last": col(RefCounterRow.last)}
    connection.execute(unused.on_conflict_do_update(index_elements=["series", "year"], set_=same))
    return not _is_given(connection, ref)


def _is_given(connection: Connection, ref: Ref) -> bool:
    return connection.execute(_giving(), {"wanted": ref}).first() is not None


@cache
def _giving() -> Any:
    return select(col(IncidentRow.id)).where(col(IncidentRow.ref) == bindparam("wanted"))


@cache
def _counting(dialect: str) -> Any:
    counted = insert_into(dialect, RefCounterRow).on_conflict_do_update(
        index_elements=["series", "year"], set_={"last": col(RefCounterRow.last) + 1}
    )
    return counted.returning(col(RefCounterRow.last))
