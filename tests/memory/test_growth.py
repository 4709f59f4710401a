"""A command costs the same in the first week and after years: no hot statement reads a table through."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from playbooks.commands import ChannelId, RequestId
from playbooks.events import LogWritten
from playbooks.ports import DeliveryState, Slowed
from storage.engine import Database
from storage.transaction import SqlMemory
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.plans import DANA, a_change, an_opened_change
from tests.memory.conftest import opened_many

NOW = MONDAY_MORNING
LATER = NOW + timedelta(days=1)
HOUR = timedelta(hours=1)
Heard = list[tuple[str, Any]]


def listen(database: Database) -> Heard:
    """Hear every statement from now on."""
    heard: Heard = []

    def hear(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        heard.append((statement, parameters[0] if isinstance(parameters, list) else parameters))

    event.listen(database.engine, "before_cursor_execute", hear)
    return heard


def a_day(memory: SqlMemory) -> None:
    """Everything that happens all the time."""
    change = an_opened_change(900)
    with memory.transaction() as tx:
        tx.claim(RequestId("T1"), change.after.id, NOW)
        tx.next_ref("INC", 2026)
        tx.release(change.after.playbook, NOW)
        tx.write(change)
    with memory.transaction() as tx:
        tx.claim(RequestId("T1"), "another", NOW)
    with memory.transaction() as tx:
        tx.write(a_change(tx.locked(change.after.id), LogWritten(at=NOW, by=DANA, text="x")))
    errand, slow, *_ = memory.claim(now=LATER, lease=HOUR, limit=10)
    with memory.transaction() as tx:
        tx.settle(errand, DeliveryState.SENT, LATER)
    memory.postpone(slow, Slowed(wait=HOUR, reason="ratelimited"), LATER)
    memory.due_incidents(LATER, 10)
    memory.next_moment()
    memory.forget(LATER)
    with memory.reading() as look:
        look.incident(change.after.id)
        look.by_ref("INC-2026-0900")
        look.in_room(ChannelId("C0"))
        look.log(change.after.id)
        look.dues(change.after.id)
        look.deliveries(change.after.id)


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_no_hot_statement_reads_a_table_through(database: Database, memory: SqlMemory) -> None:
    """Every statement of a day finds its rows by an index; what is waiting is found without what was sent."""
    opened_many(memory, 3)
    heard = listen(database)
    a_day(memory)
    plans: list[str] = []

    with database.reading() as connection:
        for statement, parameters in list(heard):
            if statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                plans += [row.detail for row in plan]

    through = {detail for detail in plans if detail.startswith("SCAN") and "heads" not in detail}
    assert {"SCAN outbox USING INDEX ix_outbox_waiting"} >= through
    assert 20 < len(plans)


def test_a_change_costs_as_many_statements_after_a_long_history(
    database: Database, memory: SqlMemory
) -> None:
    """A fact is added to a log of hundreds with the statements that it takes to add one to a log of two."""
    (incident,) = opened_many(memory, 1)
    heard = listen(database)

    def cost_of(write: Callable[[], None]) -> int:
        before = len(heard)
        write()
        return len(heard) - before

    def add_one() -> None:
        with memory.transaction() as tx:
            tx.write(a_change(tx.locked(incident.id), LogWritten(at=NOW, by=DANA, text="x")))

    early = cost_of(add_one)
    with memory.transaction() as tx:
        many = [LogWritten(at=NOW, by=DANA, text=str(number)) for number in range(300)]
        tx.write(a_change(tx.locked(incident.id), *many))

    assert early == cost_of(add_one)
