"""What was learned of people."""

from datetime import datetime

from sqlalchemy import Connection, select
from sqlmodel import col

from playbooks.playbook import Language, UserId
from storage.statements import insert_into
from storage.tables import PersonRow


def language(connection: Connection, person: UserId) -> Language | None:
    """Give the language somebody reads; None if that was never learned."""
    known = connection.execute(
        select(col(PersonRow.language)).where(col(PersonRow.person) == person)
    ).scalar()
    return None if known is None else Language(known)


def learn_language(connection: Connection, person: UserId, reads: Language, now: datetime) -> None:
    """Remember which language somebody reads."""
    learned = {"language": reads.value, "at": now}
    known = insert_into(connection.dialect.name, PersonRow).values(person=person, **learned)
    connection.execute(known.on_conflict_do_update(index_elements=["person"], set_=learned))
