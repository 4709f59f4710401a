"""D1: whatever was done to the log behind the product's back, the first bad row is named."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import text

from playbooks.commands import ChannelId
from playbooks.dues import dues
from playbooks.events import (
    LeadNamed,
    LogWritten,
    RoomOpened,
    StepCompleted,
    VersionAccepted,
    VersionOffered,
)
from playbooks.incident import Incident
from playbooks.ports import Change
from storage.audit import Break, Fault, strayed, verify
from storage.chain import key_id
from storage.engine import Database
from storage.refolding import refold
from storage.transaction import SqlMemory
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.ids import CountingIds
from tests.fakes.plans import CLAIRE, DANA, FACTS, SAM, a_change, a_playbook, a_version, an_opened_change
from tests.memory.conftest import KEY, remember
from tests.memory.tampering import as_owner

NEW_KEY = b"the key after the rotation"
LATER = MONDAY_MORNING + timedelta(minutes=3)
Tamper = Callable[[str], None]


@pytest.fixture
def told(memory: SqlMemory) -> tuple[Incident, Incident]:
    """Two incidents: the first with six facts in its log, the second with two."""
    playbook = a_playbook()
    with memory.transaction() as tx:
        for _ in range(2):
            tx.next_ref("INC", 2026)
    state = remember(memory, an_opened_change(1, playbook))
    facts = (
        RoomOpened(at=LATER, channel=ChannelId("C0INC"), name="inc-2026-0001"),
        StepCompleted(at=LATER, by=SAM, step=FACTS, note="checked"),
        LeadNamed(at=LATER, by=DANA, lead=CLAIRE),
        LogWritten(at=LATER, by=DANA, text="press called"),
    )
    for fact in facts:
        state = remember(memory, a_change(state, fact))
    return state, remember(memory, an_opened_change(2, playbook, title="Second"))


@pytest.fixture
def tamper(database: Database, told: tuple[Incident, Incident]) -> Tamper:
    """Somebody who reaches the database itself; `:first` and `:second` name the two incidents."""
    names = {"first": told[0].id, "second": told[1].id}

    return partial(as_owner, database, **names)


def update(edit: str, seq: int) -> str:
    """Change one row of the first incident's log."""
    return f"UPDATE incident_event SET {edit} WHERE incident_id = :first AND seq = {seq}"  # noqa: S608  # Our own.


def fault_of(database: Database, *keys: bytes) -> Fault | None:
    return verify(database, keys or (KEY,)).fault


def test_d1_an_untouched_log_is_whole(database: Database, told: tuple[Incident, Incident]) -> None:
    """Nothing is found where nothing was done, and all of it was read."""
    verdict = verify(database, (KEY,))

    assert verdict.fault is None
    assert (8, 2) == (verdict.rows, verdict.incidents)


def test_d1_an_empty_log_is_whole(database: Database) -> None:
    """A product that has just been set up has nothing to complain of."""
    assert fault_of(database) is None


EDITS = {
    "body": "body = replace(body, 'checked', 'checkmate')",
    "kind": "kind = 'StepSkipped'",
    "by": "\"by\" = 'U0EVE'",
    "nobody": '"by" = NULL',
    "occurred": "occurred_at = '2026-03-01 09:00:00.000000'",
    "recorded": "recorded_at = '2026-03-01 09:00:00.000000'",
    "mac": f"mac = '{'0' * 64}'",
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_d1_an_edited_row_is_named(
    database: Database, told: tuple[Incident, Incident], tamper: Tamper, edit: str
) -> None:
    """Any column of a row that was changed gives it away."""
    tamper(update(edit, 4))

    assert Fault(ref="INC-2026-0001", seq=4, what=Break.ALTERED) == fault_of(database)


def test_d1_a_deleted_row_is_named(
    database: Database, told: tuple[Incident, Incident], tamper: Tamper
) -> None:
    """A row taken out of the middle is missed."""
    tamper("DELETE FROM incident_event WHERE incident_id = :first AND seq = 3")

    assert Fault(ref="INC-2026-0001", seq=3, what=Break.MISSING) == fault_of(database)


def test_d1_closing_the_gap_does_not_help(
    database: Database, told: tuple[Incident, Incident], tamper: Tamper
) -> None:
    """A row taken out is missed also where the later ones were numbered anew."""

    tamper(
        "DELETE FROM incident_event WHERE incident_id = :first AND seq = 3;"
        "UPDATE incident_event SET seq = 3 WHERE incident_id = :first AND seq = 4;"
        "UPDATE incident_event SET seq = 4 WHERE incident_id = :first AND seq = 5;"
        "UPDATE incident_event SET seq = 5 WHERE incident_id = :first AND seq = 6;"
        "UPDATE incident SET seq = 5 WHERE id = :first"
    )

    assert Fault(ref="INC-2026-0001", seq=3, what=Break.ALTERED) == fault_of(database)


def test_d1_swapped_rows_are_named(
    database: Database, told: tuple[Incident, Incident], tamper: Tamper
) -> None:
    """Of two rows that changed places the first is named."""

    tamper(
        "UPDATE incident_event SET seq = 99 WHERE incident_id = :first AND seq = 4;"
        "UPDATE incident_event SET seq = 4 WHERE incident_id = :first AND seq = 5;"
        "UPDATE incident_event SET seq = 5 WHERE incident_id = :first AND seq = 99"
    )

    assert Fault(ref="INC-2026-0001", seq=4, what=Break.ALTERED) == fault_of(database)


def test_d1_a_cut_end_is_named(database: Database, told: tuple[Incident, Incident], tamper: Tamper) -> None:
    """Rows taken from the end are missed."""
    tamper("DELETE FROM incident_event WHERE incident_id = :first AND seq > 4")

    assert Fault(ref="INC-2026-0001", seq=5, what=Break.CUT) == fault_of(database)


def test_d1_a_cut_end_with_the_numbers_set_right_is_named(
    database: Database, told: tuple[Incident, Incident], tamper: Tamper
) -> None:
    """Whoever cuts the end off and sets the incident's own numbers right still cannot make its seal."""
    tamper(
        "DELETE FROM incident_event WHERE incident_id = :first AND seq > 4;"
        "UPDATE incident SET seq = 4, mac = "
        "(SELECT mac FROM incident_event WHERE incident_id = :first AND seq = 4) WHERE id = :first"
    )

    assert Fault(ref="INC-2026-0001", seq=4, what=Break.UNSEALED) == fault_of(database)


def test_d1_an_inserted_row_is_named(
    database: Database, told: tuple[Incident, Incident], tamper: Tamper
) -> None:
    """A row added behind the last one does not fit the chain."""
    tamper(
        'INSERT INTO incident_event (incident_id, seq, kind, body, "by", occurred_at, recorded_at, key_id, mac) '
        "SELECT incident_id, 7, kind, body, \"by\", occurred_at, recorded_at, key_id, '1111' "
        "FROM incident_event WHERE incident_id = :first AND seq = 6"
    )

    assert Fault(ref="INC-2026-0001", seq=7, what=Break.ALTERED) == fault_of(database)


def test_d1_a_row_of_another_incident_is_named(
    database: Database, told: tuple[Incident, Incident], tamper: Tamper
) -> None:
    """A genuine row does not fit another incident's log."""
    tamper(
        "DELETE FROM incident_event WHERE incident_id = :second AND seq = 2;"
        "UPDATE incident_event SET incident_id = :second "
        "WHERE incident_id = :first AND seq = 2;"
        "DELETE FROM incident_event WHERE incident_id = :first"
    )

    assert Fault(ref="INC-2026-0002", seq=2, what=Break.ALTERED) == fault_of(database)


@pytest.mark.parametrize(
    "edit", ["ref = 'INC-2026-0077'", "seal = 'none'", f"mac = '{'2' * 64}'"], ids=["ref", "seal", "mac"]
)
def test_d1_an_edited_end_is_named(
    database: Database, told: tuple[Incident, Incident], tamper: Tamper, edit: str
) -> None:
    """What the incident's row says of its log is sealed with it."""
    tamper(" ".join(("UPDATE incident SET", edit, "WHERE id = :first")))
    fault = fault_of(database)

    assert fault is not None
    assert (6, Break.UNSEALED) == (fault.seq, fault.what)


def test_d1_a_lower_count_is_named(
    database: Database, told: tuple[Incident, Incident], tamper: Tamper
) -> None:
    """An incident that claims fewer facts than its log holds is found."""
    tamper("UPDATE incident SET seq = 5 WHERE id = :first")

    assert Fault(ref="INC-2026-0001", seq=6, what=Break.SURPLUS) == fault_of(database)


def test_d1_a_whole_log_that_is_gone_is_named(
    database: Database, told: tuple[Incident, Incident], tamper: Tamper
) -> None:
    """An incident without its log is found."""
    tamper("DELETE FROM incident_event WHERE incident_id = :second")

    assert Fault(ref="INC-2026-0002", seq=0, what=Break.EMPTY) == fault_of(database)


def test_d1_a_log_without_its_incident_is_named(
    database: Database, told: tuple[Incident, Incident], tamper: Tamper
) -> None:
    """A log whose incident was removed is found."""
    tamper("DELETE FROM incident WHERE id = :second")

    assert Fault(ref=told[1].id, seq=1, what=Break.HOMELESS) == fault_of(database)


def test_d1_an_incident_that_is_gone_is_named(
    database: Database, told: tuple[Incident, Incident], tamper: Tamper
) -> None:
    """References have no gap: an incident removed with all of its log is missed."""
    tamper("DELETE FROM incident_event WHERE incident_id = :first;DELETE FROM incident WHERE id = :first")

    assert Fault(ref="INC-2026-0001", seq=0, what=Break.GONE) == fault_of(database)


@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.parametrize("edit", ["seq = 'six'", "seal = x'00ff'", "mac = x'00ff'"])
def test_d1_nonsense_in_what_seals_a_log_is_named(
    database: Database, told: tuple[Incident, Incident], tamper: Tamper, edit: str
) -> None:
    """The same for the incident's own row."""
    tamper(" ".join(("UPDATE incident SET", edit, "WHERE id = :first")))

    assert Fault(ref="INC-2026-0001", seq=6, what=Break.UNSEALED) == fault_of(database)


@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.parametrize(
    "edit", ["occurred_at = 'yesterday'", "body = x'00ff'", "kind = 12"], ids=["moment", "bytes", "number"]
)
def test_d1_nonsense_in_a_column_is_named(
    database: Database, told: tuple[Incident, Incident], tamper: Tamper, edit: str
) -> None:
    """What cannot even be read is a bad row like any other, not a crash."""
    tamper(update(edit, 2))

    assert Fault(ref="INC-2026-0001", seq=2, what=Break.ALTERED) == fault_of(database)


def test_d1_the_wrong_key_is_not_taken_for_tampering(
    database: Database, told: tuple[Incident, Incident]
) -> None:
    """Whoever verifies without the key that signed is told so."""
    unknown = Fault(ref="INC-2026-0001", seq=1, what=Break.UNKNOWN_KEY, key=key_id(KEY))
    assert unknown == fault_of(database, NEW_KEY)
    assert unknown.key in unknown.words.en
    assert unknown.key in unknown.words.fr


def test_d1_a_rotated_key_verifies(
    database: Database, ids: CountingIds, told: tuple[Incident, Incident]
) -> None:
    """A new key signs from now on, and what the old one signed stays verifiable as long as it is kept."""
    rotated = SqlMemory(database, ids, (NEW_KEY, KEY))
    remember(rotated, a_change(told[0], LogWritten(at=LATER, by=DANA, text="after the rotation")))

    assert fault_of(database, NEW_KEY, KEY) is None
    assert fault_of(database, KEY, NEW_KEY) is None
    unknown = Fault(ref="INC-2026-0001", seq=7, what=Break.UNKNOWN_KEY, key=key_id(NEW_KEY))
    assert unknown == fault_of(database, KEY)


def test_d1_a_seal_of_a_key_that_was_taken_away_is_not_taken_for_tampering(
    database: Database, ids: CountingIds, told: tuple[Incident, Incident]
) -> None:
    """Whatever writes an incident seals it anew: where only the seal is of the new key, that key is named."""
    rotated = SqlMemory(database, ids, (NEW_KEY, KEY))
    with rotated.transaction() as tx:
        tx.write(Change(after=told[0], facts=(), dues=dues(told[0]), owed=(), now=LATER))

    assert fault_of(database, NEW_KEY, KEY) is None
    unknown = Fault(ref="INC-2026-0001", seq=6, what=Break.UNKNOWN_KEY, key=key_id(NEW_KEY))
    assert unknown == fault_of(database, KEY)


def test_a_log_without_a_key_is_refused(database: Database, ids: CountingIds) -> None:
    """A memory is not set up without a key, nor with an empty one."""
    for keys in ((), (b"",)):
        with pytest.raises(ValueError, match="needs a key"):
            SqlMemory(database, ids, keys)


def test_a_state_that_left_its_log_is_named(
    database: Database, memory: SqlMemory, told: tuple[Incident, Incident], tamper: Tamper
) -> None:
    """What stands beside the log is what the log says; an incident of which that is not so is named."""
    assert [] == list(strayed(database))

    tamper("UPDATE incident SET title = 'Nothing at all' WHERE id = :second")

    assert ["INC-2026-0002"] == list(strayed(database))


def test_a_snapshot_that_left_its_log_is_named(
    database: Database, told: tuple[Incident, Incident], tamper: Tamper
) -> None:
    """The same for the whole state that is read when an incident is loaded."""
    tamper("UPDATE incident SET snapshot = replace(snapshot, 'Second', 'Third') WHERE id = :second")

    assert ["INC-2026-0002"] == list(strayed(database))


def test_what_another_version_remembered_is_folded_anew(
    database: Database, memory: SqlMemory, told: tuple[Incident, Incident], tamper: Tamper
) -> None:
    """An incident whose state an earlier version wrote lacks nothing that this one keeps, and has not strayed."""
    tamper("UPDATE incident SET snapshot = '0123456789abcdef {\"seq\": 1}' WHERE id = :second")

    with memory.reading() as look:
        assert told[1] == look.incident(told[1].id) == look.incident(told[1].id)
    assert [] == list(strayed(database))

    written = LogWritten(at=LATER, by=SAM, text="We go on")
    after = remember(memory, a_change(told[1], written))
    with memory.reading() as look:
        assert after == look.incident(after.id)
    assert [] == list(strayed(database))


def test_an_incident_that_accepted_a_version_stands_as_its_log_says(
    database: Database, memory: SqlMemory, told: tuple[Incident, Incident]
) -> None:
    """Its row names the version and the digest that it works with now; the log says which it opened with."""
    newest = a_version(told[0].playbook.id, 2)
    offered = VersionOffered(at=LATER, version=2, digest=newest.digest)
    accepted = VersionAccepted(at=LATER, by=SAM, version=2, digest=newest.digest)
    after = remember(memory, a_change(told[0], offered, accepted))

    with database.reading() as connection:
        row = connection.execute(
            text("SELECT version, digest FROM incident WHERE ref = 'INC-2026-0001'")
        ).one()
    assert (2, newest.digest) == tuple(row)
    assert [] == list(strayed(database))
    with memory.reading() as look:
        assert after == refold(look, after.id) == look.incident(after.id)


def test_the_log_alone_gives_the_incident(memory: SqlMemory, told: tuple[Incident, Incident]) -> None:
    """Nothing but the log and the released playbook is needed to have an incident back."""
    with memory.reading() as look:
        for incident in told:
            assert incident == refold(look, incident.id)

        with pytest.raises(LookupError):
            refold(look, replace(told[0], id="nothing").id)  # type: ignore[arg-type]  # An id nobody gave.
