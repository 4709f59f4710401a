"""A copy that is paused gives nothing away: no errand, no letter, no due moment, and it takes no request."""

from datetime import timedelta

import pytest

from playbooks.commands import RequestId
from playbooks.errors import NotSaved
from playbooks.incident import Incident
from playbooks.letters import FilesMended, Letter
from playbooks.ports import DeliveryState
from storage import pausing
from storage.engine import Database
from storage.transaction import SqlMemory, writing
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.plans import DANA

NOW = MONDAY_MORNING
LEASE = timedelta(seconds=30)
LATER = NOW + timedelta(days=2)


def pause(database: Database) -> None:
    """Hold everything back."""
    with writing(database) as connection:
        pausing.pause(connection)


def resume(database: Database, *, drop: bool = False) -> None:
    """Hold nothing back any more."""
    with writing(database) as connection:
        if drop:
            pausing.drop(connection, LATER)
        pausing.resume(connection)


def waiting(database: Database) -> pausing.Waiting:
    """What would be sent two days later."""
    with database.reading() as connection:
        return pausing.waiting(connection, LATER, LATER - timedelta(hours=1))


def owe_a_letter(memory: SqlMemory) -> None:
    """Something is to be told to Dana that is about no incident."""
    with memory.transaction() as tx:
        tx.owe_letter(Letter(person=DANA, subject="files", matter=FilesMended()), NOW)


def given(memory: SqlMemory) -> tuple[int, int, int]:
    """How many errands, letters and incidents with a due moment the memory gives two days later."""
    terms = {"now": LATER, "lease": LEASE}
    return (
        len(memory.claim(**terms, limit=100)),  # type: ignore[arg-type]
        len(memory.claim_letters(**terms, limit=100)),  # type: ignore[arg-type]
        len(memory.take_due(**terms, limit=100)),  # type: ignore[arg-type]
    )


def test_a_paused_copy_gives_nothing_to_be_sent(
    memory: SqlMemory, elsewhere: SqlMemory, database: Database, opened: Incident
) -> None:
    """Not here and not in another process; once it is resumed, all of it is there."""
    owe_a_letter(memory)
    pause(database)

    assert ((0, 0, 0), (0, 0, 0)) == (given(memory), given(elsewhere))
    assert memory.is_paused()

    resume(database)

    assert not memory.is_paused()
    errands, letters, due = given(elsewhere)
    assert errands > 0
    assert (1, 1) == (letters, due)


def test_a_paused_copy_takes_no_request(memory: SqlMemory, database: Database, opened: Incident) -> None:
    """Whoever opened a crisis there would be heard by nobody: they are told, and nothing is kept."""
    pause(database)

    with pytest.raises(NotSaved, match="crisis resume"), memory.transaction() as tx:
        tx.claim(RequestId("r1"), "an answer", NOW)

    resume(database)
    with memory.transaction() as tx:
        assert tx.claim(RequestId("r1"), "an answer", NOW) is None


def test_what_would_be_sent_is_counted(memory: SqlMemory, database: Database, opened: Incident) -> None:
    """Messages, how many of them are old, moments that have passed, and the incidents they are about."""
    owe_a_letter(memory)
    with memory.reading() as look:
        owed, due = len(look.deliveries(opened.id)) + 1, len(look.dues(opened.id))

    assert pausing.Waiting(owed=owed, old=owed, due=due, refs=(opened.ref,)) == waiting(database)


def test_what_is_dropped_is_never_sent_and_stays_to_be_seen(
    memory: SqlMemory, database: Database, opened: Incident
) -> None:
    """Also what was being sent when the copy was made; what is due afterwards goes on."""
    owe_a_letter(memory)
    memory.claim(now=NOW, lease=LEASE, limit=1)
    pause(database)
    resume(database, drop=True)

    assert (0, 0, 1) == given(memory)
    with memory.reading() as look:
        found = {(one.state, one.reason) for one in look.deliveries(opened.id)}
    assert {(DeliveryState.DROPPED, "restored")} == found
