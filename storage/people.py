"""What was learned of people."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlmodel import col

from playbooks.playbook import Language, UserId
from storage.statements import insert_into
from storage.tables import PersonRow


def language(connection: Connection, person: UserId) -> Language | None:
    """Give the language somebody reads; None if that was never learned."""
    known = connection.execute(_reads(), {"of": person}).scalar()
    return None if known is None else Language(known)


@cache
def _reads() -> Any:
    return select(col(PersonRow.language)).where(col(PersonRow.person) == bindparam("of"))


def learn_language(connection: Connection, person: UserId, reads: Language, now: datetime) -> None:
    """Remember which language somebody reads."""
    learned = {"language": reads.value, "at": now}
    known = insert_into(connection.dialect.name, PersonRow).values(person=person, **learned)
    connection.execute(known.on_conflict_do_update(index_elements=["person"], set_=learned))
