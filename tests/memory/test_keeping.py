"""D3: incidents are deleted in their time, never one that is open or kept on purpose, and the verifier knows it."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from playbooks.commands import ActionId
from playbooks.events import ActionAdded, IncidentClosed, ReviewReminded
from playbooks.incident import Incident
from playbooks.ports import Wanted
from playbooks.routing import KeptKind
from storage.audit import Break, Fault, strayed, verify
from storage.engine import Database
from storage.keeping import Keeper, Past, Stays
from storage.transaction import SqlMemory
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.ids import CountingIds
from tests.fakes.plans import DANA, SAM, a_change, a_playbook, an_opened_change
from tests.memory.conftest import KEY, remember

YEAR = timedelta(days=365)
LATER = MONDAY_MORNING + timedelta(minutes=3)
PAST = LATER + YEAR + timedelta(seconds=1)
A_YEAR = {KeptKind.CRISIS: YEAR}


def closed(memory: SqlMemory, incident: Incident) -> Incident:
    """The same, over: closed, and its review reminded of."""
    facts = (IncidentClosed(at=LATER, by=DANA, reason="", left_open=()), ReviewReminded(at=LATER))
    return remember(memory, a_change(incident, *facts))


@pytest.fixture
def several(memory: SqlMemory) -> tuple[Incident, ...]:
    """A crisis that is over, an open one, an exercise that is over, one with an open action; all equally old."""
    with memory.transaction() as tx:
        for _ in range(4):
            tx.next_ref("INC", 2026)
    playbook = a_playbook()
    opened = [
        remember(memory, an_opened_change(n, playbook, drill=n == 3, title=f"Vermilion {n}"))
        for n in (1, 2, 3, 4)
    ]
    action = ActionAdded(at=LATER, by=SAM, action=ActionId("a1"), text="Train", owner=SAM, due_at=PAST)
    owing = remember(memory, a_change(opened[3], action))
    return (closed(memory, opened[0]), opened[1], closed(memory, opened[2]), closed(memory, owing))


@pytest.fixture
def keeper(database: Database, ids: CountingIds) -> Keeper:
    """What deletes incidents from this database."""
    return Keeper(database, ids, (KEY,))


def there(memory: SqlMemory) -> list[str]:
    """Give the references of every incident that can be listed."""
    with memory.reading() as look:
        return sorted(line.ref for line in look.lines(Wanted(reader=None, state=None)))


def test_d3_what_is_past_its_time_is_deleted_and_the_log_is_whole(
    database: Database, memory: SqlMemory, several: tuple[Incident, ...], keeper: Keeper
) -> None:
    """A closed crisis goes; the open one, the exercise without a time and the open action stay."""
    assert () == keeper.delete(A_YEAR, LATER + YEAR).incidents

    gone = keeper.delete(A_YEAR, PAST)

    past = Past(ref="INC-2026-0001", kind=KeptKind.CRISIS, closed_at=LATER)
    assert (past,) == gone.incidents
    assert ["INC-2026-0002", "INC-2026-0003", "INC-2026-0004"] == there(memory)
    verdict = verify(database, (KEY,))
    assert verdict.fault is None
    assert (3, 1) == (verdict.incidents, verdict.deleted)
    assert [] == list(strayed(database))
    assert () == keeper.delete(A_YEAR, PAST).incidents


def test_d3_nothing_of_it_is_left(
    database: Database, memory: SqlMemory, several: tuple[Incident, ...], keeper: Keeper
) -> None:
    """Neither its words nor what counted them; the words of others are still counted."""
    keeper.delete(A_YEAR, PAST)

    with memory.reading() as look:
        # An exercise and two crises are left of four.
        assert {"vermilion": 3} == {
            s: n for s, n in look.stems(["vermilion", "1"]).items() if s == "vermilion"
        }
        assert look.incident(several[0].id) is None
    with database.reading() as connection:
        for table in ("incident_event", "outbox", "due", "search_entry", "incident_load"):
            of = text(f"SELECT count(*) FROM {table} WHERE incident_id = :of")  # noqa: S608  # Our own.
            assert 0 == connection.execute(of, {"of": several[0].id}).scalar_one(), table


def test_d3_a_look_beforehand_deletes_nothing(
    database: Database, memory: SqlMemory, several: tuple[Incident, ...], keeper: Keeper
) -> None:
    """It names what the deleting then names."""
    both = A_YEAR | {KeptKind.DRILL: YEAR}
    looked = keeper.look(both, PAST)

    assert {"INC-2026-0001": KeptKind.CRISIS, "INC-2026-0003": KeptKind.DRILL} == {
        one.ref: one.kind for one in looked.incidents
    }
    assert 4 == len(there(memory))
    assert 0 == verify(database, (KEY,)).deleted
    assert looked == keeper.delete(both, PAST)


def test_d3_without_a_time_everything_is_kept(
    memory: SqlMemory, several: tuple[Incident, ...], keeper: Keeper
) -> None:
    """Nobody loses a log because they never heard of retention."""
    assert () == keeper.delete({}, PAST + 100 * YEAR).incidents
    assert 4 == len(there(memory))


def test_d3_what_somebody_had_kept_stays_until_it_is_let_go(
    memory: SqlMemory, several: tuple[Incident, ...], keeper: Keeper
) -> None:
    """A court may ask for it long after its time."""
    keeper.hold(several[0].id, "claim of March", LATER)

    assert [Stays.HELD] == [one.stays for one in keeper.delete(A_YEAR, PAST).incidents]
    assert "INC-2026-0001" in there(memory)

    assert keeper.let_go(several[0].id)
    assert [None] == [one.stays for one in keeper.delete(A_YEAR, PAST).incidents]
    assert "INC-2026-0001" not in there(memory)


def test_d3_a_log_that_does_not_hold_is_not_buried(
    database: Database, several: tuple[Incident, ...], keeper: Keeper
) -> None:
    """A tombstone would hide that somebody has changed it."""
    alter(database, "UPDATE incident_event SET \"by\" = 'U0EVE' WHERE seq = 1 AND body LIKE '%Vermilion 1%'")

    assert [Stays.BROKEN] == [one.stays for one in keeper.delete(A_YEAR, PAST).incidents]
    assert Fault(ref="INC-2026-0001", seq=1, what=Break.ALTERED) == verify(database, (KEY,)).fault


TAMPERINGS = {
    "removed": ("DELETE FROM tombstone", Fault(ref="INC-2026-0001", seq=0, what=Break.GONE)),
    "another's": (
        "UPDATE tombstone SET ref = 'INC-2026-0009'",
        Fault(ref="INC-2026-0009", seq=0, what=Break.UNBURIED),
    ),
    "its last mac": (
        "UPDATE tombstone SET mac = 'beef'",
        Fault(ref="INC-2026-0001", seq=0, what=Break.UNBURIED),
    ),
    "its days": ("UPDATE tombstone SET days = ''", Fault(ref="INC-2026-0001", seq=0, what=Break.UNBURIED)),
    "a second one": (
        "INSERT INTO tombstone SELECT 'INC-2026-0002', incident_id, kind, seq, mac, days, at, at, seal FROM tombstone",
        Fault(ref="INC-2026-0002", seq=0, what=Break.UNBURIED),
    ),
}


@pytest.mark.parametrize(("statement", "fault"), TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_d1_tampering_with_what_a_deleted_incident_left_is_found(
    database: Database, several: tuple[Incident, ...], keeper: Keeper, statement: str, fault: Fault
) -> None:
    """Nobody makes an incident look as if its time had been over."""
    keeper.delete(A_YEAR, PAST)
    alter(database, statement)

    assert fault == verify(database, (KEY,)).fault


def test_a_past_days_head_can_still_be_made(
    database: Database, several: tuple[Incident, ...], keeper: Keeper
) -> None:
    """The last mac of each day with facts is kept with the tombstone."""
    with database.reading() as connection:
        last = text("SELECT mac FROM incident_event WHERE incident_id = :of ORDER BY seq DESC LIMIT 1")
        mac = connection.execute(last, {"of": several[0].id}).scalar_one()
    keeper.delete(A_YEAR, PAST)

    with database.reading() as connection:
        days = connection.execute(text("SELECT days FROM tombstone")).scalar_one()
    assert f"{LATER:%Y-%m-%d}:{mac}" == days


def alter(database: Database, statement: str) -> None:
    """Change the database behind the product's back."""
    with database.engine.begin() as connection:
        connection.execute(text(statement))
