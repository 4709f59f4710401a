"""Facts of a surge for tests."""

from dataclasses import replace
from typing import Any

from playbooks.commands import StatementId
from playbooks.events import SurgeAnswered
from playbooks.playbook import UserId
from tests.fakes.clock import MONDAY_MORNING


def an_answer(by: UserId, **changes: Any) -> SurgeAnswered:
    """The first answer of a surge, to a customer whom no tool has reported; nobody waits after it."""
    plain = SurgeAnswered(
        at=MONDAY_MORNING,
        by=by,
        number=1,
        wording=StatementId("s1"),
        text="Anna, power is back at five.",
        report="",
        others=0,
        where="",
        sampled=True,
        waiting=0,
        oldest_at=None,
    )
    return replace(plain, **changes)
