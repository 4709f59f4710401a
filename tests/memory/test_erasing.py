"""D2: a person is erased from three incidents and everything beside them, and the log's chain stays whole."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import inspect, text

from playbooks.commands import ActionId, RequestId
from playbooks.erasing import MARK, Person, is_erased
from playbooks.events import (
    ActionAdded,
    ActionCompleted,
    IncidentClosed,
    LeadNamed,
    LogWritten,
    ReviewAnswered,
    ReviewReminded,
    StepCompleted,
)
from playbooks.incident import Incident
from playbooks.letters import Letter, Proposed, ReachWrong
from playbooks.playbook import Language, PlaybookId, UserId, Words
from playbooks.ports_search import Sought
from playbooks.proposals import Proposal
from playbooks.routing import Away
from playbooks.routing.changes import WentAway
from playbooks.search import Narrowed
from storage.audit import Break, Fault, strayed, verify
from storage.engine import Database
from storage.erasing import Eraser, Left, Named
from storage.transaction import SqlMemory
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.ids import CountingIds
from tests.fakes.plans import DANA, FACTS, SAM, a_change, a_playbook, an_opened_change
from tests.memory.conftest import KEY, remember

ZOE = UserId("U0ZOE")
NAMES = ("Zoé Martin", "Zoé")
THEY = Person(aliases=(ZOE,), names=NAMES)
LATER = MONDAY_MORNING + timedelta(minutes=3)
AFTER = MONDAY_MORNING + timedelta(days=30)
NEW_KEY = b"the key after the rotation"
Tamper = Callable[[str], None]


def worked(memory: SqlMemory, number: int, **changes: object) -> Incident:
    """An incident that Zoé led, wrote in and was named in; its first words are hers."""
    state = remember(
        memory, an_opened_change(number, a_playbook(), title=f"Zoe Martin’s file {number}", **changes)
    )
    facts = (
        LeadNamed(at=LATER, by=DANA, lead=ZOE, former=SAM),
        StepCompleted(at=LATER, by=ZOE, step=FACTS, note="Zoé checked the archive"),
        LogWritten(at=LATER, by=SAM, text="ZOE MARTIN called the press; <@U0ZOE> goes on"),
        ActionAdded(at=LATER, by=SAM, action=ActionId("a1"), text="Train with Zoé", owner=ZOE, due_at=AFTER),
    )
    for fact in facts:
        state = remember(memory, a_change(state, fact))
    return state


def ended(memory: SqlMemory, incident: Incident) -> Incident:
    """The same, closed, looked back on and settled."""
    facts = (
        ActionCompleted(at=LATER, by=ZOE, action=ActionId("a1")),
        IncidentClosed(at=LATER, by=ZOE, reason="Zoé settled the archive", left_open=()),
        ReviewReminded(at=LATER),
        ReviewAnswered(at=LATER, by=ZOE, question="next", text="Ask Zoé sooner about the archive"),
    )
    for fact in facts:
        incident = remember(memory, a_change(incident, fact))
    return incident


@pytest.fixture
def three(memory: SqlMemory) -> tuple[Incident, ...]:
    """Three incidents that are over and one that has nothing to do with her; the references were given in order."""
    with memory.transaction() as tx:
        for _ in range(4):
            tx.next_ref("INC", 2026)
    kept = tuple(ended(memory, worked(memory, number, restricted=number == 3)) for number in (1, 2, 3))
    return (*kept, remember(memory, an_opened_change(4, title="Another matter")))


@pytest.fixture
def eraser(database: Database, ids: CountingIds) -> Eraser:
    """What takes people out of this database."""
    return Eraser(database, ids, (KEY,))


def everything(database: Database) -> str:
    """Give every value of every row of every table."""
    with database.reading() as connection:
        tables = inspect(connection).get_table_names()
        rows = (connection.execute(text(f'SELECT * FROM "{name}"')).all() for name in tables)  # noqa: S608  # Ours.
        return "\n".join(str(tuple(row)) for found in rows for row in found)


def named(database: Database) -> list[str]:
    """Give every line of the database in which she is named."""
    return [line for line in everything(database).splitlines() if THEY.text_without(line, UserId("")) != line]


def beside(memory: SqlMemory) -> None:
    """Let her be named in what is kept beside the logs."""
    away = Away(person=ZOE, since=LATER, until=AFTER)
    title = Words(en="Data breach", fr="Fuite de données")
    wish = Proposed(
        playbook=PlaybookId("data-breach"),
        title=title,
        step=None,
        text="Zoé says so",
        author=ZOE,
        name="Zoé Martin",
    )
    proposal = Proposal(
        id="p1",
        playbook=wish.playbook,
        step=None,
        text=wish.text,
        author=wish.author,
        name=wish.name,
        at=LATER,
    )
    with memory.transaction() as tx:
        tx.learn_language(ZOE, Language.FR, LATER)
        tx.claim(RequestId("T1.U0ZOE.9"), "INC-2026-0001", LATER)
        tx.change_duty(WentAway(at=LATER, by=ZOE, away=away, instead=False))
        tx.owe_letter(Letter(person=ZOE, subject="s1", matter=ReachWrong(person=SAM, text="gone")), LATER)
        tx.owe_letter(Letter(person=SAM, subject="s2", matter=ReachWrong(person=ZOE, text="Zoé left")), LATER)
        tx.owe_letter(Letter(person=SAM, subject="s3", matter=wish), LATER)
        tx.keep_proposal(proposal)


def test_d2_nothing_names_the_person_and_the_chain_holds(
    database: Database, memory: SqlMemory, three: tuple[Incident, ...], eraser: Eraser
) -> None:
    """Not in one row of one table: logs, states, lists, search, letters, absences, proposals, requests."""
    beside(memory)
    assert named(database)

    erased = eraser.erase(THEY, AFTER)

    assert erased.complete
    assert {"INC-2026-0001", "INC-2026-0002", "INC-2026-0003"} == {one.ref for one in erased.incidents}
    assert [] == named(database)
    verdict = verify(database, (KEY,))
    assert verdict.fault is None
    assert sum(one.facts for one in erased.incidents) == verdict.redacted
    assert [] == list(strayed(database))


def test_d2_no_byte_of_the_file_names_the_person(
    database: Database, memory: SqlMemory, three: tuple[Incident, ...], eraser: Eraser
) -> None:
    """Neither between the rows of an SQLite file, nor in its index of words, nor in what was written ahead of it."""
    if database.file is None:
        assert database.is_postgresql  # It clears up by itself, in its own time.
        return
    beside(memory)
    files = (database.file, database.file.with_name(f"{database.file.name}-wal"))

    eraser.erase(THEY, AFTER)

    kept = b"".join(file.read_bytes() for file in files if file.exists()).lower()
    assert not [name for name in ("zoé", "zoe", "martin") if name.encode() in kept]


def test_d2_what_happened_can_still_be_read(
    database: Database, memory: SqlMemory, three: tuple[Incident, ...], eraser: Eraser
) -> None:
    """Somebody led it and did the step; who, nobody knows any more, nor that it was the same as elsewhere."""
    eraser.erase(THEY, AFTER)

    with memory.reading() as look:
        first, second = (look.incident(one.id) for one in three[:2])
        assert first is not None
        assert second is not None
        log = [entry.fact for entry in look.log(first.id)]
        found = look.entries(
            Sought(choices=(((frozenset({"archive"}),),),), narrowed=Narrowed(), most=9, enough=9)
        )
    assert is_erased(first.lead)
    assert {first.lead} == {fact.by for fact in log if isinstance(fact, StepCompleted | IncidentClosed)}
    assert first.lead != second.lead
    assert f"{MARK}’s file 1" == first.title
    assert three[3].lead == SAM
    assert {first.ref, second.ref} == {one.entry.ref for one in found}


def test_d2_what_is_still_at_work_is_left_and_named(
    database: Database, memory: SqlMemory, three: tuple[Incident, ...], eraser: Eraser
) -> None:
    """An open incident, or one with an open action, needs its people; the others lose her all the same."""
    open_one = worked(memory, 5)
    closed = IncidentClosed(at=LATER, by=SAM, reason="", left_open=())
    owing = remember(memory, a_change(worked(memory, 6), closed, ReviewReminded(at=LATER)))

    erased = eraser.erase(THEY, AFTER)

    left = {one.ref: one.left for one in erased.incidents if one.left is not None}
    assert {open_one.ref: Left.OPEN, owing.ref: Left.OPEN} == left
    assert not erased.complete
    with memory.reading() as look:
        assert open_one == look.incident(open_one.id)
    assert verify(database, (KEY,)).fault is None


def test_d2_a_rehearsal_tells_the_same_and_changes_nothing(
    database: Database, memory: SqlMemory, three: tuple[Incident, ...], eraser: Eraser
) -> None:
    """What would be erased is said beforehand."""
    beside(memory)
    before = everything(database)

    rehearsed = eraser.rehearse(THEY, AFTER)

    assert before == everything(database)
    assert rehearsed == eraser.erase(THEY, AFTER)


def test_d2_a_log_goes_on_after_an_erasure(
    database: Database, memory: SqlMemory, three: tuple[Incident, ...], ids: CountingIds, eraser: Eraser
) -> None:
    """Another fact, another key, another person erased from the same rows: it holds all the time."""
    eraser.erase(THEY, AFTER)
    renewed = SqlMemory(database, ids, (NEW_KEY, KEY))
    with renewed.reading() as look:
        first = look.incident(three[0].id)
    assert first is not None
    remember(renewed, a_change(first, LogWritten(at=AFTER, by=SAM, text="Read once more"), now=AFTER))
    assert verify(database, (NEW_KEY, KEY)).fault is None

    erased = Eraser(database, ids, (NEW_KEY, KEY)).erase(Person(aliases=(SAM,)), AFTER)

    assert {"INC-2026-0001", "INC-2026-0002", "INC-2026-0003", "INC-2026-0004"} == {
        one.ref for one in erased.incidents
    }
    assert Named(ref="INC-2026-0004", facts=1, left=Left.OPEN) in erased.incidents
    verdict = verify(database, (KEY, NEW_KEY))
    assert verdict.fault is None
    assert [] == list(strayed(database))


TAMPERINGS = {
    "what is left": (
        "UPDATE incident_event SET body = replace(body, 'archive', 'attic') WHERE incident_id = :first AND seq = 4",
        Fault(ref="INC-2026-0001", seq=4, what=Break.ALTERED),
    ),
    "who is left": (
        "UPDATE incident_event SET \"by\" = 'U0EVE' WHERE incident_id = :first AND seq = 4",
        Fault(ref="INC-2026-0001", seq=4, what=Break.ALTERED),
    ),
    "its mac": (
        "UPDATE incident_event SET mac = 'beef' WHERE incident_id = :first AND seq = 4",
        Fault(ref="INC-2026-0001", seq=4, what=Break.ALTERED),
    ),
    "a redaction": (
        "UPDATE redaction SET after = before WHERE incident_id = :first AND seq = 4",
        Fault(ref="INC-2026-0001", seq=0, what=Break.RESTORED),
    ),
    "all redactions": (
        "DELETE FROM redaction WHERE incident_id = :first",
        Fault(ref="INC-2026-0001", seq=0, what=Break.RESTORED),
    ),
    "the last redaction": (
        (
            "DELETE FROM redaction WHERE incident_id = :first AND number = "
            "(SELECT max(number) FROM redaction WHERE incident_id = :first)"
        ),
        Fault(ref="INC-2026-0001", seq=0, what=Break.RESTORED),
    ),
    "another's redaction": (
        (
            "UPDATE redaction SET mac = (SELECT r.mac FROM redaction r WHERE r.incident_id = :second AND r.number = 1) "
            "WHERE incident_id = :first AND number = 1"
        ),
        Fault(ref="INC-2026-0001", seq=0, what=Break.RESTORED),
    ),
    "the seal": (
        (
            "DELETE FROM redaction WHERE incident_id = :first; "
            "UPDATE incident SET seal = substr(seal, 1, 73) WHERE id = :first"
        ),
        Fault(ref="INC-2026-0001", seq=1, what=Break.ALTERED),
    ),
}


@pytest.mark.parametrize(("statements", "fault"), TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_d1_tampering_after_an_erasure_is_found(
    database: Database, three: tuple[Incident, ...], eraser: Eraser, statements: str, fault: Fault
) -> None:
    """A redaction opens no door: whatever is changed of it, or of what it left, is named."""
    eraser.erase(THEY, AFTER)
    change(database, three, statements)

    assert fault == verify(database, (KEY,)).fault


def test_d1_a_row_put_back_from_a_backup_is_found(
    database: Database, three: tuple[Incident, ...], eraser: Eraser
) -> None:
    """The old words with their old mac are no longer what the log says."""
    with database.reading() as connection:
        old = connection.execute(
            text('SELECT body, "by" FROM incident_event WHERE incident_id = :of AND seq = 4'),
            {"of": three[0].id},
        ).one()
    eraser.erase(THEY, AFTER)
    with database.engine.begin() as connection:
        back = text('UPDATE incident_event SET body = :body, "by" = :by WHERE incident_id = :of AND seq = 4')
        connection.execute(back, {"body": old.body, "by": old.by, "of": three[0].id})

    assert Fault(ref="INC-2026-0001", seq=4, what=Break.ALTERED) == verify(database, (KEY,)).fault


def test_d1_nothing_is_taken_out_of_a_log_that_does_not_hold(
    database: Database, memory: SqlMemory, three: tuple[Incident, ...], eraser: Eraser
) -> None:
    """Else somebody's change would be signed as ours; the first broken row stays to be found."""
    change(
        database,
        three,
        "UPDATE incident_event SET body = replace(body, 'archive', 'attic') "
        "WHERE incident_id = :first AND seq = 4",
    )

    erased = eraser.erase(THEY, AFTER)

    assert [Left.BROKEN] == [one.left for one in erased.incidents if one.ref == "INC-2026-0001"]
    assert Fault(ref="INC-2026-0001", seq=4, what=Break.ALTERED) == verify(database, (KEY,)).fault


def change(database: Database, incidents: tuple[Incident, ...], statements: str) -> None:
    """Change the database behind the product's back."""
    names = {"first": incidents[0].id, "second": incidents[1].id}
    with database.engine.begin() as connection:
        for statement in map(text, statements.split(";")):
            connection.execute(statement, {name: names[name] for name in statement.compile().params})
