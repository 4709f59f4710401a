"""D1: the head of a day, once it is posted, holds the past against whoever owns the database."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from playbooks.events import LogWritten
from playbooks.heads import ANNOUNCEMENTS, DailyHead
from playbooks.incident import Incident
from playbooks.letters import HeadDrawn, Letter
from playbooks.ports import Sent
from storage import heads as drawing
from storage.audit import Break, verify
from storage.chain import HeadSum, Keyring, Mark, SumOf, key_id
from storage.engine import Database
from storage.head_audit import HeadBreak, HeadFault, HeadState, heads
from storage.heads import SqlHeads
from storage.transaction import SqlMemory, writing
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.ids import CountingIds
from tests.fakes.plans import DANA, a_change, a_playbook, an_opened_change
from tests.memory.conftest import KEY, Connects, remember
from tests.memory.tampering import as_owner

DAY = timedelta(days=1)
NEW_KEY = b"the key after the rotation"
MONDAY = MONDAY_MORNING.date()
Draw = Callable[[int], DailyHead | None]
NOTED = (
    "INSERT INTO head_mark (day, incident_id, ref, seq, mac) SELECT '2026-03-02', e.incident_id, i.ref, e.seq, e.mac "
    "FROM incident_event e JOIN incident i ON i.id = e.incident_id WHERE e.incident_id = :first AND e.seq = 1"
)


def telling(head: DailyHead) -> tuple[Letter, ...]:
    """One letter, to the channel."""
    matter = HeadDrawn(day=head.day, at=head.at, value=head.value, marks=head.marks)
    return (Letter(person=ANNOUNCEMENTS, subject=head.day.isoformat(), matter=matter),)


@pytest.fixture
def three(memory: SqlMemory) -> tuple[Incident, ...]:
    """Three incidents of two facts each."""
    playbook = a_playbook()
    with memory.transaction() as tx:
        for _ in range(3):
            tx.next_ref("INC", 2026)
    return tuple(remember(memory, an_opened_change(number, playbook)) for number in (1, 2, 3))


@pytest.fixture
def draw(database: Database, ids: CountingIds) -> Draw:
    """Draws the head of so many days after Monday."""
    drawer = SqlHeads(database, ids, (KEY,))

    def on(days: int) -> DailyHead | None:
        return drawer.draw(MONDAY + days * DAY, MONDAY_MORNING + days * DAY, telling)

    return on


def written(memory: SqlMemory, incident: Incident, days: int) -> Incident:
    """A line in its log, so many days after Monday."""
    now = MONDAY_MORNING + days * DAY - timedelta(minutes=1)
    return remember(memory, a_change(incident, LogWritten(at=now, by=DANA, text=f"day {days}")))


def on_days(memory: SqlMemory, draw: Draw, incidents: tuple[Incident, ...]) -> tuple[DailyHead, ...]:
    """A week: on each of four days one more line for the first incident, on the second also for the second."""
    first, second, _ = incidents
    made = [draw(0)]
    for day in (1, 2, 3):
        first = written(memory, first, day)
        if day == 2:
            second = written(memory, second, day)
        made.append(draw(day))
    assert None not in made
    return tuple(head for head in made if head is not None)


def died(*_: object) -> None:
    raise KeyboardInterrupt


def rows(database: Database, wanted: str) -> list[tuple[object, ...]]:
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(text(wanted))]


def states(database: Database, *keys: bytes) -> tuple[HeadState, ...]:
    return heads(database, keys or (KEY,))


# Drawing -----------------------------------------------------------------------------------------------


def test_a_head_is_over_where_each_log_stands(
    database: Database, draw: Draw, three: tuple[Incident, ...]
) -> None:
    """The same on every database: in the order of the incidents, each with its number of facts and its last mac."""
    head = draw(0)

    total = Keyring((KEY,)).sum(SumOf(day="2026-03-02", at=MONDAY_MORNING, previous=""), key_id(KEY))
    for incident_id, ref, seq, mac in sorted(rows(database, "SELECT id, ref, seq, mac FROM incident")):
        total.take(Mark(incident_id=str(incident_id), ref=str(ref), seq=int(str(seq)), mac=str(mac)))
    assert head is not None
    assert (total.value(), 3) == (head.value, head.marks)


def test_a_head_takes_in_only_what_has_changed(
    database: Database, memory: SqlMemory, draw: Draw, three: tuple[Incident, ...]
) -> None:
    """The other incidents are covered by the heads before it."""
    made = on_days(memory, draw, three)

    assert [3, 1, 2, 1] == [head.marks for head in made]
    assert [True] * 4 == [state.leads for state in states(database)]
    assert [head.value for head in made] == [state.value for state in states(database)]


def test_a_head_reads_nothing_of_an_old_log(
    database: Database, memory: SqlMemory, draw: Draw, three: tuple[Incident, ...]
) -> None:
    """However long the history, the daily look asks for what was recorded lately, by an index."""
    on_days(memory, draw, three)
    plan = "EXPLAIN" if database.is_postgresql else "EXPLAIN QUERY PLAN"
    asked: list[str] = []
    event.listen(database.readers, "before_cursor_execute", lambda *given: asked.append(given[2]))
    draw(4)

    (lately,) = [one for one in asked if "recorded_at" in one]
    with database.reading() as connection:
        if database.is_postgresql:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        given = {"since": MONDAY_MORNING} if database.is_postgresql else ("2026-03-02 09:00:00.000000",)
        explained = " ".join(str(row) for row in connection.exec_driver_sql(f"{plan} {lately}", given))
    assert "ix_incident_event_recorded_at" in explained


def test_what_was_recorded_before_a_head_and_came_after_it_is_in_the_next(
    database: Database, memory: SqlMemory, draw: Draw, three: tuple[Incident, ...]
) -> None:
    """The clock of whoever wrote it was slow, or its transaction long; an hour is nothing unusual to be off."""
    draw(1)
    late = MONDAY_MORNING + DAY - timedelta(hours=1)
    remember(memory, a_change(three[0], LogWritten(at=late, by=DANA, text="late")))
    head = draw(2)

    assert head is not None
    assert 1 == head.marks


def test_a_day_has_one_head(
    database: Database, memory: SqlMemory, draw: Draw, connects: Connects, three: tuple[Incident, ...]
) -> None:
    """After a restart, on another replica, or with a clock that was set back, nothing is drawn or told again."""
    draw(1)
    elsewhere = SqlHeads(connects(), CountingIds(900), (KEY,))

    assert elsewhere.draw(MONDAY + DAY, MONDAY_MORNING + DAY, telling) is None
    assert draw(0) is None
    assert [("2026-03-03",)] == rows(database, "SELECT day FROM daily_head")
    assert 1 == len(memory.claim_letters(now=MONDAY_MORNING + DAY, lease=DAY, limit=9))


def test_replicas_that_look_at_once_draw_one_head(
    database: Database, memory: SqlMemory, connects: Connects, three: tuple[Incident, ...]
) -> None:
    """Of several that look in the same moment one draws it, over every incident, and it is told once."""
    number = 4 if database.is_postgresql else 2
    drawers = [SqlHeads(connects(), CountingIds(1000 * n), (KEY,)) for n in range(1, number + 1)]
    start = Barrier(number)

    def look(drawer: SqlHeads) -> DailyHead | None:
        start.wait()
        return drawer.draw(MONDAY, MONDAY_MORNING, telling)

    with ThreadPoolExecutor(number) as pool:
        made = [head for head in pool.map(look, drawers) if head is not None]

    assert [3] == [head.marks for head in made]
    assert [True] == [state.leads for state in states(database)]
    (letter,) = memory.claim_letters(now=MONDAY_MORNING, lease=DAY, limit=9)
    assert letter.matter == telling(made[0])[0].matter


def test_a_drawing_that_broke_off_is_made_good(
    database: Database,
    memory: SqlMemory,
    draw: Draw,
    three: tuple[Incident, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was noted before a crash is taken in by the next head, be it another day's; none is lost and none doubled."""
    monkeypatch.setattr(drawing, "AT_A_TIME", 1)
    with monkeypatch.context() as crashing:
        crashing.setattr(Keyring, "sum", died)
        with pytest.raises(KeyboardInterrupt):
            draw(0)
    assert 3 == len(rows(database, "SELECT number FROM head_mark"))
    assert () == states(database)
    written(memory, three[0], 1)

    head = draw(1)

    assert head is not None
    assert 4 == head.marks
    assert [True] == [state.leads for state in states(database)]


def test_writers_are_not_held_while_a_head_is_drawn(
    database: Database,
    memory: SqlMemory,
    draw: Draw,
    three: tuple[Incident, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Between any two of its steps somebody can write; what comes too late for this head is in the next."""
    monkeypatch.setattr(drawing, "AT_A_TIME", 1)
    state, real = [three[0]], writing

    @contextmanager
    def and_then_somebody_writes(*given: Any) -> Iterator[Connection]:
        with real(*given) as connection:
            yield connection
        moment = MONDAY_MORNING + timedelta(seconds=state[0].seq)
        state[0] = remember(memory, a_change(state[0], LogWritten(at=moment, by=DANA, text="meanwhile")))

    monkeypatch.setattr(drawing, "writing", and_then_somebody_writes)
    assert draw(0) is not None
    monkeypatch.undo()
    assert draw(1) is not None

    assert [True, True] == [state.leads for state in states(database)]
    assert [(state[0].seq,)] == rows(database, "SELECT max(seq) FROM head_mark WHERE ref = 'INC-2026-0001'")


def test_a_mark_that_comes_while_the_others_are_summed_is_in_the_head(
    database: Database,
    memory: SqlMemory,
    draw: Draw,
    three: tuple[Incident, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Another replica notes one at the last moment: everything is summed again, so that the head holds."""
    value, late = HeadSum.value, [three[0].id]

    def and_then_another_notes(total: HeadSum) -> str:
        if late:
            as_owner(database, NOTED, first=late.pop())
        return value(total)

    monkeypatch.setattr(HeadSum, "value", and_then_another_notes)
    head = draw(0)
    monkeypatch.undo()

    assert head is not None
    assert 4 == head.marks
    assert [True] == [state.leads for state in states(database)]


def test_where_nothing_ever_happened_there_is_no_head(draw: Draw, database: Database) -> None:
    """A product that has just been set up posts no digits about nothing."""
    assert draw(0) is None
    assert () == states(database)


def test_a_quiet_day_has_a_head_as_well(database: Database, draw: Draw, three: tuple[Incident, ...]) -> None:
    """It says that nothing has changed, and that the heads before it are still there."""
    draw(0)
    draw(1)
    quiet = draw(5)

    assert quiet is not None
    assert 0 == quiet.marks
    assert [True, True, True] == [state.leads for state in states(database)]


def test_a_head_is_told_once(memory: SqlMemory, draw: Draw, three: tuple[Incident, ...]) -> None:
    """Once it is sent, no look of that day owes it again."""
    draw(0)
    (letter,) = memory.claim_letters(now=MONDAY_MORNING, lease=DAY, limit=9)
    assert memory.settle_letter(letter, Sent(), MONDAY_MORNING)
    draw(0)

    assert () == memory.claim_letters(now=MONDAY_MORNING + DAY, lease=DAY, limit=9)


# Rotation ----------------------------------------------------------------------------------------------


def test_heads_outlast_a_change_of_the_key(
    database: Database, ids: CountingIds, draw: Draw, three: tuple[Incident, ...]
) -> None:
    """What the old key signed verifies as long as it is kept, and the key that is missing is named."""
    draw(0)
    after = SqlHeads(database, ids, (NEW_KEY, KEY))
    remember(
        SqlMemory(database, ids, (NEW_KEY, KEY)),
        a_change(three[0], LogWritten(at=MONDAY_MORNING + timedelta(hours=1), by=DANA, text="after")),
    )
    assert after.draw(MONDAY + DAY, MONDAY_MORNING + DAY, telling) is not None

    assert [True, True] == [state.leads for state in states(database, NEW_KEY, KEY)]
    assert [key_id(KEY), key_id(NEW_KEY)] == [
        str(key) for (key,) in rows(database, "SELECT key_id FROM daily_head ORDER BY day")
    ]
    old, new = states(database, NEW_KEY)
    assert HeadFault(what=HeadBreak.UNKNOWN_KEY, key=key_id(KEY)) == old.fault
    assert (None, "2026-03-02") == (new.fault, new.after)


# Tampering ---------------------------------------------------------------------------------------------

# What leaves the chain and every seal whole, so that only a head can tell.
ROLLED_BACK = (
    "DELETE FROM incident_event WHERE incident_id = :first AND seq > 3;"
    "UPDATE incident SET seq = 3, mac = :mac, seal = :seal, snapshot = :snapshot WHERE id = :first"
)
WHOLE_INCIDENT = (
    "DELETE FROM due;DELETE FROM outbox;DELETE FROM search_entry WHERE incident_id = :third;"
    "DELETE FROM incident_event WHERE incident_id = :third;DELETE FROM incident WHERE id = :third;"
    "UPDATE ref_counter SET last = 2"
)


def test_an_incident_put_back_to_an_earlier_state_is_named(
    database: Database, memory: SqlMemory, draw: Draw, three: tuple[Incident, ...]
) -> None:
    """Its rows, its seal and its state are all genuine, of an earlier day; the head of the next one tells."""
    draw(0)
    first = written(memory, three[0], 1)
    draw(1)
    keep = "SELECT mac, seal, snapshot FROM incident WHERE ref = 'INC-2026-0001'"
    ((mac, seal, snapshot),) = rows(database, keep)
    first = written(memory, written(memory, first, 2), 2)
    draw(2)
    as_owner(database, ROLLED_BACK, first=first.id, mac=mac, seal=seal, snapshot=snapshot)

    assert verify(database, (KEY,)).fault is None  # Nothing else would find it.
    assert [None, None, HeadFault(what=HeadBreak.CUT, ref="INC-2026-0001", seq=4)] == [
        state.fault for state in states(database)
    ]


def test_an_incident_removed_without_a_gap_is_named(
    database: Database, memory: SqlMemory, draw: Draw, three: tuple[Incident, ...]
) -> None:
    """The last one, with all of its log and the number that was given: only the heads still know of it."""
    on_days(memory, draw, three)
    as_owner(database, WHOLE_INCIDENT, third=three[2].id)

    assert verify(database, (KEY,)).fault is None
    found = states(database)
    assert HeadFault(what=HeadBreak.GONE, ref="INC-2026-0003") == found[0].fault
    assert ["", "2026-03-02", "2026-03-02", "2026-03-02"] == [state.after for state in found]


def test_a_past_written_anew_with_the_key_is_named(
    database: Database, memory: SqlMemory, ids: CountingIds, draw: Draw, three: tuple[Incident, ...]
) -> None:
    """Whoever has both the database and the key makes a chain that holds, and cannot make it lead to the heads."""
    keep = "SELECT mac, seal, snapshot FROM incident WHERE ref = 'INC-2026-0002'"
    ((mac, seal, snapshot),) = rows(database, keep)
    on_days(memory, draw, three)
    as_owner(
        database,
        ROLLED_BACK.replace("3", "2").replace(":first", ":second"),
        second=three[1].id,
        mac=mac,
        seal=seal,
        snapshot=snapshot,
    )
    remember(
        SqlMemory(database, ids, (KEY,)),
        a_change(three[1], LogWritten(at=MONDAY_MORNING + 2 * DAY, by=DANA, text="otherwise")),
    )

    assert verify(database, (KEY,)).fault is None
    assert HeadFault(what=HeadBreak.REWRITTEN, ref="INC-2026-0002", seq=3) == states(database)[2].fault


OF_HEADS = {
    "a value": ("UPDATE daily_head SET value = 'aa' WHERE day = '2026-03-03'", HeadBreak.ALTERED, 1),
    "a moment": ("UPDATE daily_head SET at = '2026-03-03 10:00:00.000000' WHERE day = '2026-03-03'", HeadBreak.ALTERED, 1),
    "a number": ("UPDATE daily_head SET marks = 7 WHERE day = '2026-03-03'", HeadBreak.ALTERED, 1),
    "a key": ("UPDATE daily_head SET key_id = '12345678' WHERE day = '2026-03-03'", HeadBreak.UNKNOWN_KEY, 1),
    "what it follows": ("UPDATE daily_head SET previous = '' WHERE day = '2026-03-03'", HeadBreak.ALTERED, 1),
    "a mark of a day": ("DELETE FROM head_mark WHERE day = '2026-03-04' AND ref = 'INC-2026-0002'", HeadBreak.ALTERED, 2),
    "a mac of a mark": ("UPDATE head_mark SET mac = 'aa' WHERE day = '2026-03-04'", HeadBreak.ALTERED, 2),
    "a number of a mark": ("UPDATE head_mark SET seq = seq + 90 WHERE day = '2026-03-04'", HeadBreak.ALTERED, 2),
    "a mark moved": ("UPDATE head_mark SET day = '2026-03-05' WHERE day = '2026-03-04'", HeadBreak.ALTERED, 2),
    "a head alone": ("DELETE FROM daily_head WHERE day = '2026-03-04'", HeadBreak.TAKEN, 2),
    "a whole day": (
        "DELETE FROM daily_head WHERE day = '2026-03-04';DELETE FROM head_mark WHERE day = '2026-03-04'",
        HeadBreak.PARTED,
        2,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "what", "place"), OF_HEADS.values(), ids=OF_HEADS.keys())
def test_a_head_that_was_changed_is_named(
    database: Database,
    memory: SqlMemory,
    draw: Draw,
    three: tuple[Incident, ...],
    edit: str,
    what: HeadBreak,
    place: int,
) -> None:
    """Whatever is done to the heads themselves breaks the first one that it touches, and those after it follow."""
    on_days(memory, draw, three)
    as_owner(database, edit)
    found = states(database)

    assert [True] * place == [state.leads for state in found[:place]]
    fault = found[place].fault
    assert fault is not None
    assert what == fault.what
    assert not any(state.leads for state in found[place:])


def test_a_head_that_was_posted_outlasts_the_whole_database(
    database: Database, memory: SqlMemory, draw: Draw, three: tuple[Incident, ...]
) -> None:
    """A database put back as a whole holds in itself; the head that people have kept is not in it."""
    made = on_days(memory, draw, three)
    as_owner(
        database,
        "DELETE FROM daily_head WHERE day > '2026-03-03';DELETE FROM head_mark WHERE day > '2026-03-03'",
    )
    found = states(database)

    assert all(state.leads for state in found)
    assert [True, True, False, False] == [head.value in {state.value for state in found} for head in made]


@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE daily_head SET at = 'noon' WHERE day = '2026-03-04'",
        "UPDATE daily_head SET value = x'00ff' WHERE day = '2026-03-04'",
        "UPDATE daily_head SET day = x'00ff' WHERE day = '2026-03-04'",
        "UPDATE daily_head SET previous = x'00ff' WHERE day = '2026-03-04'",
        "UPDATE head_mark SET mac = x'00ff' WHERE day = '2026-03-04'",
        "UPDATE head_mark SET day = x'00ff' WHERE day = '2026-03-04'",
        "UPDATE head_mark SET seq = 'three' WHERE day = '2026-03-04' AND ref = 'INC-2026-0001'",
    ],
)
def test_nonsense_in_the_heads_is_found(
    database: Database, memory: SqlMemory, draw: Draw, three: tuple[Incident, ...], edit: str
) -> None:
    """What cannot even be read is a head that does not hold, not a crash."""
    on_days(memory, draw, three)
    as_owner(database, edit)

    assert not all(state.leads for state in states(database))


def test_a_row_that_was_changed_breaks_both(
    database: Database, memory: SqlMemory, draw: Draw, three: tuple[Incident, ...]
) -> None:
    """An edit that the chain finds leaves the heads before it as they were."""
    on_days(memory, draw, three)
    as_owner(
        database,
        "UPDATE incident_event SET mac = 'aa' WHERE incident_id = :first AND seq = 4",
        first=three[0].id,
    )
    fault = verify(database, (KEY,)).fault

    assert fault is not None
    assert Break.ALTERED is fault.what
    assert [True, True, False, False] == [state.leads for state in states(database)]
