"""Which prepared answers went out, and what came of them: counted as it happens, on both databases."""

from datetime import datetime, timedelta

from playbooks import events as e
from playbooks.playbook import MessageId
from playbooks.templates import COUNTED_FOR, Use
from storage.transaction import SqlMemory
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.customers import a_case
from tests.fakes.plans import SAM, a_change, an_opened_change
from tests.fakes.statements import S1, a_proposal, a_wording
from tests.memory.conftest import remember

MESSAGE = MessageId("acknowledgement")
LATER = MONDAY_MORNING + timedelta(hours=1)


def published(at: datetime = LATER) -> e.StatementPublished:
    """It is out."""
    return e.StatementPublished(
        at=at, by=SAM, statement=S1, digest="", where="x", published_at=at, next_at=None
    )


def answered(memory: SqlMemory, number: int, *more: e.Event, words: str = "", drill: bool = False) -> None:
    """A customer of an incident of its own is answered with the prepared words."""
    opened = an_opened_change(number, drill=drill)
    remember(memory, opened)
    said = a_proposal(SAM, a_wording(message=MESSAGE, words=words))
    remember(memory, a_change(opened.after, a_case(), said, published(), *more))


def uses(memory: SqlMemory, since: datetime = MONDAY_MORNING) -> tuple[Use, ...]:
    """What is counted since a moment."""
    with memory.reading() as look:
        return look.uses(since)


def test_what_went_out_is_counted_with_what_came_of_it(memory: SqlMemory) -> None:
    """Edited before, and the customer wrote again; an exercise counts for nothing."""
    answered(memory, 1)
    answered(memory, 2, e.CustomerWrote(at=LATER + timedelta(hours=1), by=SAM, text="And now?"))
    answered(memory, 3, words="Other words")
    answered(memory, 4, drill=True)
    (use,) = uses(memory)
    assert (MESSAGE, 3, 1, 1) == (use.message, use.times, use.edited, use.again)
    assert () == uses(memory, LATER + timedelta(seconds=1))


def test_words_of_ones_own_and_of_a_crisis_are_no_use(memory: SqlMemory) -> None:
    """There is no prepared answer, or no customer."""
    opened = an_opened_change(1)
    remember(memory, opened)
    remember(memory, a_change(opened.after, a_case(), a_proposal(SAM, a_wording()), published()))
    crisis = an_opened_change(2)
    remember(memory, crisis)
    remember(memory, a_change(crisis.after, a_proposal(SAM, a_wording(message=MESSAGE)), published()))
    assert () == uses(memory)


def test_it_is_forgotten_in_time(memory: SqlMemory) -> None:
    """The log keeps what went out; the count is of the words as they are now."""
    answered(memory, 1)
    memory.forget(LATER + COUNTED_FOR)
    assert 1 == len(uses(memory))
    memory.forget(LATER + COUNTED_FOR + timedelta(seconds=1))
    assert () == uses(memory)
