"""Who is busy with what is open, as the one who looks for somebody to ask is told."""

from datetime import timedelta

from alembic import command
from sqlalchemy import text

from playbooks.commands import CallId
from playbooks.events import CallTaken, ContactCalled, IncidentClosed, LeadNamed
from storage.engine import Database
from storage.schema import config, migrate
from storage.transaction import SqlMemory, writing
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.plans import CLAIRE, DANA, OMAR, PRESS, a_change, an_opened_change
from tests.memory.conftest import opened_many, remember

LATER = MONDAY_MORNING + timedelta(minutes=3)
CALL = CallId(f"{PRESS}.0.{CLAIRE}")
CALLED = ContactCalled(at=LATER, call=CALL, ladder=PRESS, rung=0, person=CLAIRE, due_at=LATER)
TAKEN = CallTaken(at=LATER, by=CLAIRE, call=CALL)


def busy(memory: SqlMemory) -> dict[str, int]:
    """Who is busy, and with how much."""
    with memory.reading() as look:
        return {str(who): number for who, number in look.availability(LATER).load.items()}


def test_whoever_leads_or_took_a_call_is_busy(memory: SqlMemory) -> None:
    """Each open incident counts once for its lead and for whoever took a call; a call that waits counts for nobody."""
    first, second = opened_many(memory, 2)
    assert {first.lead: 2} == busy(memory)

    called = remember(memory, a_change(first, CALLED))
    assert {first.lead: 2} == busy(memory)

    remember(memory, a_change(called, TAKEN))
    remember(memory, a_change(second, LeadNamed(at=LATER, by=DANA, lead=OMAR)))
    assert {first.lead: 1, CLAIRE: 1, OMAR: 1} == busy(memory)


def test_what_is_closed_keeps_nobody_busy(memory: SqlMemory) -> None:
    """With the close, in the same transaction, its people are free."""
    (opened,) = opened_many(memory, 1)
    called = remember(memory, a_change(opened, CALLED, TAKEN))
    assert {opened.lead, CLAIRE} == set(busy(memory))

    remember(memory, a_change(called, IncidentClosed(at=LATER, by=DANA, reason="over", left_open=())))
    assert {} == busy(memory)


def test_what_another_version_closed_keeps_nobody_busy(memory: SqlMemory, database: Database) -> None:
    """During an upgrade a version that does not know of loads may close an incident."""
    opened_many(memory, 1)
    with writing(database) as connection:
        connection.execute(text("UPDATE incident SET state = 'closed'"))

    assert {} == busy(memory)


def test_a_drill_keeps_nobody_busy(memory: SqlMemory) -> None:
    """An exercise never keeps somebody from being asked in earnest."""
    remember(memory, an_opened_change(drill=True))

    assert {} == busy(memory)


def test_an_older_databases_incidents_count_from_the_first_day(memory: SqlMemory, database: Database) -> None:
    """The migration finds who leads and who took a call in what was remembered before it."""
    first, _ = opened_many(memory, 2)
    remember(memory, a_change(first, CALLED, TAKEN))
    remember(memory, an_opened_change(3, drill=True))
    before = busy(memory)
    with writing(database) as connection:
        command.downgrade(config(connection), "0006-1")

    migrate(database)

    assert {first.lead: 2, CLAIRE: 1} == before == busy(memory)
