"""Requests: the same message arriving again has one effect."""

from contextlib import suppress

import pytest

from playbooks.commands import RequestId
from playbooks.errors import Conflict
from storage.transaction import SqlMemory
from tests.fakes.clock import MONDAY_MORNING

PRESS = RequestId("T1.press")


def test_an_answered_request_keeps_its_answer(memory: SqlMemory) -> None:
    """A message that arrives again gets the first answer."""
    with memory.transaction() as tx:
        assert tx.answer(PRESS) is None
        tx.remember(PRESS, "INC-2026-0001", MONDAY_MORNING)

    with memory.transaction() as tx:
        assert "INC-2026-0001" == tx.answer(PRESS)


def test_a_request_is_claimed_once(memory: SqlMemory) -> None:
    """Whoever claims what was claimed is refused, and the first answer stays."""
    with memory.transaction() as tx:
        tx.remember(PRESS, "first", MONDAY_MORNING)

    with pytest.raises(Conflict), memory.transaction() as tx:
        tx.remember(PRESS, "second", MONDAY_MORNING)

    with memory.transaction() as tx:
        assert "first" == tx.answer(PRESS)


def test_a_request_that_failed_may_come_again(memory: SqlMemory) -> None:
    """A message whose handling failed was not answered: its next arrival is carried out."""
    with suppress(LookupError), memory.transaction() as tx:
        tx.remember(PRESS, "first", MONDAY_MORNING)
        raise LookupError

    with memory.transaction() as tx:
        assert tx.answer(PRESS) is None
