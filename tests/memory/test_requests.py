"""Requests: the same message arriving again has one effect."""

from contextlib import suppress

from playbooks.commands import RequestId
from storage.transaction import SqlMemory
from tests.fakes.clock import MONDAY_MORNING

PRESS = RequestId("T1.press")


def test_an_answered_request_keeps_its_answer(memory: SqlMemory) -> None:
    """A message that arrives again gets the first answer."""
    with memory.transaction() as tx:
        assert tx.claim(PRESS, "INC-2026-0001", MONDAY_MORNING) is None

    with memory.transaction() as tx:
        assert "INC-2026-0001" == tx.claim(PRESS, "INC-2026-0002", MONDAY_MORNING)


def test_a_request_is_claimed_once(memory: SqlMemory) -> None:
    """However often a message arrives, the first answer stays."""
    with memory.transaction() as tx:
        tx.claim(PRESS, "first", MONDAY_MORNING)

    for later in ("second", "third"):
        with memory.transaction() as tx:
            assert "first" == tx.claim(PRESS, later, MONDAY_MORNING)


def test_a_request_that_failed_may_come_again(memory: SqlMemory) -> None:
    """A message whose handling failed was not answered: its next arrival is carried out."""
    with suppress(LookupError), memory.transaction() as tx:
        tx.claim(PRESS, "first", MONDAY_MORNING)
        raise LookupError

    with memory.transaction() as tx:
        assert tx.claim(PRESS, "second", MONDAY_MORNING) is None
