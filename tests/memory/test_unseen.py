"""A2: nothing that is counted beside the logs tells that a restricted incident is there, on both databases."""

from datetime import timedelta

from playbooks import events as e
from playbooks.playbook import MessageId, UnitId
from storage.transaction import SqlMemory
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.customers import a_case
from tests.fakes.plans import SAM, a_change, an_opened_change
from tests.fakes.statements import S1, a_proposal, a_wording
from tests.memory.conftest import remember

LATER = MONDAY_MORNING + timedelta(hours=1)
RAIL = UnitId("rail-fr")


def test_a2_the_cause_of_a_restricted_case_is_not_counted(memory: SqlMemory) -> None:
    """The fifth of a cause is told with its words and its number: those of what few may know are not among them."""
    for number, restricted in ((1, False), (2, True)):
        opened = remember(memory, an_opened_change(number, restricted=restricted))
        named = e.CauseNamed(at=LATER, by=SAM, cause="poisoned soup")
        remember(memory, a_change(opened, a_case(by=SAM), named))

    with memory.transaction() as tx:
        assert 1 == tx.same_causes("poisoned soup", RAIL, MONDAY_MORNING)


def test_a2_an_answer_of_a_restricted_case_is_not_counted(memory: SqlMemory) -> None:
    """How often prepared words went out stands in the library, for everybody."""
    opened = an_opened_change(1, restricted=True)
    remember(memory, opened)
    said = a_proposal(SAM, a_wording(message=MessageId("acknowledgement"), words=""))
    out = e.StatementPublished(
        at=LATER, by=SAM, statement=S1, digest="", where="x", published_at=LATER, next_at=None
    )
    remember(memory, a_change(opened.after, a_case(), said, out))

    with memory.reading() as look:
        assert () == look.uses(MONDAY_MORNING)


def test_a2_how_busy_somebody_is_tells_of_no_restricted_incident(memory: SqlMemory) -> None:
    """They are asked later because of it, and nobody can count why."""
    remember(memory, an_opened_change(1))
    remember(memory, an_opened_change(2, restricted=True))

    with memory.reading() as look:
        known = look.availability(LATER)
    assert {SAM: 2} == dict(known.load)
    assert {SAM: 1} == dict(known.unseen)
