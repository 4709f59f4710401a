"""The memory in dictionaries keeps the contract of the one on a database: the same claims, on another ground."""

import pytest

from playbooks.incident import Incident
from playbooks.ports import Memory
from tests.fakes.clock import MovableClock
from tests.fakes.ids import CountingIds
from tests.fakes.memory import FakeMemory
from tests.fakes.plans import an_opened_change
from tests.memory import (
    test_incidents,
    test_last_calls,
    test_lists,
    test_outbox,
    test_requests,
    test_retention,
    test_rotas,
    test_search,
)

# It has no queries to count, and sends no letters.
DATABASE_ONLY = {
    "test_a_list_costs_the_same_for_one_and_for_many",
    "test_a_check_knows_whose_message_slack_refused",
    "test_what_was_there_before_is_entered_anew",
}

SUITES = (
    test_incidents,
    test_last_calls,
    test_lists,
    test_outbox,
    test_requests,
    test_retention,
    test_rotas,
    test_search,
)
for _suite in SUITES:
    _claims = {name: claim for name, claim in vars(_suite).items() if name.startswith("test_")}
    globals().update({name: claim for name, claim in _claims.items() if name not in DATABASE_ONLY})

quiet = test_outbox.quiet


@pytest.fixture
def ids() -> CountingIds:
    """Ids that count."""
    return CountingIds()


@pytest.fixture
def clock() -> MovableClock:
    """A clock that stands still."""
    return MovableClock()


@pytest.fixture
def memory(ids: CountingIds) -> Memory:
    """A memory with nothing in it."""
    return FakeMemory(ids)


@pytest.fixture
def elsewhere(memory: Memory) -> Memory:
    """It has no other process beside it."""
    return memory


@pytest.fixture
def opened(memory: Memory) -> Incident:
    """An incident whose opening is remembered."""
    change = an_opened_change()
    with memory.transaction() as tx:
        tx.release(change.after.playbook, change.now)
        tx.write(change)
    return change.after
