"""When people were last called, by whichever incident: who is next where people are called in turn."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, select
from sqlmodel import col

from playbooks.events import ContactCalled, Event
from playbooks.playbook import UserId
from storage.statements import insert_into
from storage.tables import LastCallRow


def note(connection: Connection, facts: Iterable[Event]) -> None:
    """Remember whom facts call, and when."""
    called = {fact.person: fact.at for fact in facts if isinstance(fact, ContactCalled)}
    for person, at in sorted(called.items()):  # Two writers lock the same people in the same order.
        row = insert_into(connection.dialect.name, LastCallRow).values(person=person, at=at)
        connection.execute(row.on_conflict_do_update(index_elements=["person"], set_={"at": at}))


def known(connection: Connection) -> Mapping[UserId, datetime]:
    """Give when each person was last called, as far as anybody was."""
    rows = connection.execute(select(col(LastCallRow.person), col(LastCallRow.at)))
    return {UserId(person): at for person, at in rows}
