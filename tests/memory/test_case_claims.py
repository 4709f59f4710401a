"""Who is on which customer, as somebody who is about to answer is told."""

from datetime import timedelta

from playbooks.cases import CLAIM, Answering
from playbooks.events import IncidentClosed, LeadNamed, LogWritten
from playbooks.incident import Incident
from storage.engine import Database
from storage.projection import agrees
from storage.refolding import refold
from storage.transaction import SqlMemory
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.customers import a_case
from tests.fakes.plans import CLAIRE, DANA, SAM, a_change, an_opened_change
from tests.memory.conftest import remember

ANNA, LINK = "ANNA23456789", "https://x.com/anna/status/1?s=20"
LATER = MONDAY_MORNING + timedelta(minutes=10)


def a_reply(
    memory: SqlMemory, number: int = 1, *, author: str = ANNA, link: str = LINK, restricted: bool = False
) -> Incident:
    """A case that Sam answers."""
    opened = remember(memory, an_opened_change(number, restricted=restricted))
    return remember(memory, a_change(opened, a_case(by=SAM, author=author, link=link)))


def on(memory: SqlMemory, author: str = ANNA, thread: str = "", minutes: int = 5) -> tuple[Answering, ...]:
    """Who is on a customer or a thread so many minutes after the opening."""
    with memory.transaction() as tx:
        return tx.answering(author, thread, MONDAY_MORNING + timedelta(minutes=minutes))


def test_whoever_took_a_customer_is_on_them(memory: SqlMemory) -> None:
    """Found by the author as by the place, with the person and since when; by nothing that is unknown."""
    reply = a_reply(memory)

    (found,) = on(memory)
    assert Answering(incident=reply.id, ref=reply.ref, who=SAM, since=MONDAY_MORNING) == found
    assert (found,) == on(memory, "", "x.com/anna/status/1")
    assert () == on(memory, "SOMEBODYELSE", "x.com/anna/status/2")
    a_reply(memory, 2, author="", link="")
    assert () == on(memory, "", "")


def test_a_claim_goes_on_with_work_and_goes_over_with_the_lead(memory: SqlMemory) -> None:
    """It ends half an hour after the last deed of whoever answers, and at once with the close."""
    reply = a_reply(memory)
    reply = remember(memory, a_change(reply, LogWritten(at=LATER, by=SAM, text="x")))
    assert () != on(memory, minutes=39)
    assert () == on(memory, minutes=int((LATER + CLAIM - MONDAY_MORNING).total_seconds() // 60))

    reply = remember(memory, a_change(reply, LeadNamed(at=LATER, by=DANA, lead=CLAIRE, former=SAM)))
    assert [CLAIRE] == [one.who for one in on(memory)]

    remember(memory, a_change(reply, IncidentClosed(at=LATER, by=DANA, reason="", left_open=())))
    assert () == on(memory)


def test_a2_of_a_restricted_case_only_the_person_is_told(memory: SqlMemory) -> None:
    """No reference, by which something could be asked."""
    a_reply(memory, restricted=True)

    assert [(None, SAM)] == [(one.ref, one.who) for one in on(memory)]


def test_what_was_tampered_with_is_seen(memory: SqlMemory, database: Database) -> None:
    """A claim that is not the case's own is found by whoever compares both."""
    reply = a_reply(memory)
    with memory.reading() as look, database.reading() as connection:
        assert agrees(connection, refold(look, reply.id), look.incident)

    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE case_claim SET person = 'U0EVE'")
        connection.commit()
    with memory.reading() as look, database.reading() as connection:
        assert not agrees(connection, refold(look, reply.id), look.incident)
