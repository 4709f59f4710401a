"""An incident is given away as JSON and taken over by another installation: the same facts, under another key."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from bot.taking import moved
from playbooks.commands import ActionId
from playbooks.desk.moving import MovingDesk
from playbooks.dues import fallen
from playbooks.errors import BadRequest, Conflict
from playbooks.events import ActionAdded
from playbooks.incident import Incident
from playbooks.mistakes import Unreadable
from playbooks.ports import OPERATOR, Change
from playbooks.ports_lessons import LessonsWanted
from playbooks.record import Record, digest_of, read, written
from playbooks.shelf import Shelf
from storage.audit import strayed, verify
from storage.chain import BEFORE_FIRST, Keyring, LogRow
from storage.engine import Database, connect
from storage.refolding import refold
from storage.schema import migrate
from storage.transaction import SqlMemory
from tests.conftest import Cluster
from tests.doors.web.scene import company
from tests.fakes.clock import MONDAY_MORNING, MovableClock
from tests.fakes.ids import CountingIds
from tests.fakes.plans import DANA, a_change, a_playbook, an_opened_change
from tests.memory.conftest import KEY, remember
from tests.memory.test_replay import PLAYBOOK, STORY, Turn, facts_of, numbers, openings, turns

THEIR_KEY = b"the key of another installation"
LATER = MONDAY_MORNING + timedelta(days=30)


@pytest.fixture(params=["to sqlite", "to postgresql"])
def elsewhere_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """The empty database of another installation, of either kind."""
    with ExitStack() as opened:
        if request.param == "to sqlite":
            made = connect(f"sqlite:///{tmp_path / 'theirs.db'}")
        else:
            cluster: Cluster = request.getfixturevalue("postgresql_cluster")
            name = cluster.create()
            opened.callback(cluster.drop, name)
            made = connect(cluster.url(name))
        opened.callback(made.close)
        migrate(made)
        yield made


@pytest.fixture
def theirs(elsewhere_database: Database) -> SqlMemory:
    """The memory of another installation, which signs with a key of its own."""
    return SqlMemory(elsewhere_database, CountingIds(), (THEIR_KEY,))


def desk(memory: SqlMemory, *playbooks: Any) -> MovingDesk:
    """Whoever gives away and takes over, a month later."""
    return MovingDesk(memory=memory, clock=MovableClock(LATER), shelf=lambda: Shelf(playbooks=playbooks))


def record_of(memory: SqlMemory, incident: Incident) -> Record:
    """What leaves with an incident."""
    return desk(memory).record(incident, company()[0])


def lived(memory: SqlMemory, told: list[Turn], **pinned: Any) -> Incident:
    """An incident after some orders, with time passing between them."""
    now = MONDAY_MORNING
    state = remember(memory, an_opened_change(next(numbers), PLAYBOOK, **pinned))
    for order, wait in told:
        now += wait
        for facts in (fallen(state, now), facts_of(state, replace(order, incident=state.id), now)):
            if facts:
                state = remember(memory, a_change(state, *facts, now=now))
    return state


def a_long_story() -> list[Turn]:
    """Two days with another version of the playbook, clocks and a freeze."""
    return [(order, timedelta(hours=hours)) for order, hours in STORY]


def facts(record: Record) -> list[tuple[object, ...]]:
    """The facts of a record, without who signed them."""
    return [(one.seq, one.kind, one.at, one.by, one.recorded_at, one.body) for one in record.lines]


def check_round_trip(ours: SqlMemory, theirs: SqlMemory, there: Database, incident: Incident) -> None:
    """Whatever it lived through, it is the same there, marked, signed anew, and asks nothing of anybody."""
    given_away = record_of(ours, incident)
    text = written(given_away)

    assert incident.ref == desk(theirs).take(moved(text, "x.json"))

    with theirs.reading() as look:
        taken = look.incident(incident.id)
        assert taken is not None
        assert ((), ()) == (look.dues(taken.id), look.deliveries(taken.id))
        assert taken == refold(look, taken.id)
        assert {incident.id: incident.ref} == look.brought((incident.id,))
    record = record_of(theirs, taken)
    assert facts(given_away) == facts(record)[:-1]
    assert given_away.documents == record.documents
    last = record.lines[-1]
    assert ("IncidentBrought", json.loads(text)["digest"]) == (last.kind, json.loads(last.body)["digest"])
    assert not taken.is_open
    assert (incident.closed_at or LATER) == taken.closed_at
    assert not {one.mac for one in given_away.lines} & {one.mac for one in record.lines}
    assert verify(there, (THEIR_KEY,)).fault is None
    assert [] == list(strayed(there))
    assert desk(theirs).take(moved(text, "x.json")) is None


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=turns, pinned=openings)
def test_an_incident_is_the_same_elsewhere(
    memory: SqlMemory,
    theirs: SqlMemory,
    elsewhere_database: Database,
    told: list[Turn],
    pinned: dict[str, Any],
) -> None:
    """After any orders."""
    check_round_trip(memory, theirs, elsewhere_database, lived(memory, told, **pinned))


def test_an_incident_that_accepted_another_version_is_the_same_elsewhere(
    memory: SqlMemory, theirs: SqlMemory, elsewhere_database: Database
) -> None:
    """Both versions of its playbook leave with it."""
    incident = lived(memory, a_long_story())

    check_round_trip(memory, theirs, elsewhere_database, incident)

    assert [1, 2] == [one.version for one in record_of(memory, incident).documents]


def test_nobody_is_reminded_of_the_lessons_of_what_was_taken_over(
    memory: SqlMemory, theirs: SqlMemory
) -> None:
    """They are seen to where it happened; also after the search was made anew, as a restored copy has it done."""
    lesson = ActionAdded(
        at=MONDAY_MORNING,
        by=DANA,
        action=ActionId("a1"),
        text="Call earlier",
        owner=DANA,
        due_at=MONDAY_MORNING,
    )
    incident = lived(memory, a_long_story())
    incident = remember(memory, a_change(incident, lesson))
    open_ones = LessonsWanted(reader=OPERATOR, left_to_do=True)
    with memory.reading() as look:
        assert incident.ref in {line.ref for line in look.lessons(open_ones)}
    desk(theirs).take(moved(written(record_of(memory, incident)), "x.json"))

    with theirs.transaction() as tx:
        tx.recollect(incident.id)

    with theirs.reading() as look:
        assert () == look.lessons(open_ones)


def test_a_holder_of_the_key_can_check_the_facts_of_a_file(memory: SqlMemory) -> None:
    """The macs in the file are those of the log, and cover every character of a body."""
    record, _ = read(written(record_of(memory, lived(memory, a_long_story()))), "x.json")
    keyring, previous = Keyring((KEY,)), BEFORE_FIRST

    for line in record.lines:
        row = LogRow(
            incident_id=record.id,
            seq=line.seq,
            kind=line.kind,
            body=line.body,
            by=line.by,
            occurred_at=line.at,
            recorded_at=line.recorded_at,
        )
        previous = keyring.mac(row, previous, line.key)
        assert previous == line.mac


def test_a_reference_is_never_given_twice(
    memory: SqlMemory, theirs: SqlMemory, elsewhere_database: Database
) -> None:
    """Not to what is taken over where it is given, and not to what opens after something was taken over."""
    with theirs.transaction() as tx:
        assert "INC-2026-0001" == tx.next_ref("INC", 2026)
    remember(theirs, an_opened_change(1))
    clashing = remember(memory, an_opened_change(11, ref="INC-2026-0001"))
    second = remember(memory, an_opened_change(12, ref="INC-2026-0002"))
    fourth = remember(memory, an_opened_change(14, ref="INC-2026-0004"))
    file = {one.ref: moved(written(record_of(memory, one)), "x") for one in (clashing, second, fourth)}

    with pytest.raises(Conflict, match="INC-2026-0001 is another incident here"):
        desk(theirs).take(file[clashing.ref])
    assert ("INC-2026-0002", "INC-2026-0004") == (
        desk(theirs).take(file[second.ref]),
        desk(theirs).take(file[fourth.ref]),
    )

    with theirs.transaction() as tx:
        ref = tx.next_ref("INC", 2026)
        assert "INC-2026-0003" == ref
        tx.write(an_opened_change(13, ref=ref))
    with theirs.transaction() as tx:
        ref = tx.next_ref("INC", 2026)
        assert "INC-2026-0005" == ref
        tx.write(an_opened_change(15, ref=ref))
    assert verify(elsewhere_database, (THEIR_KEY,)).fault is None


def test_a_gap_is_still_found_beside_what_was_taken_over(
    memory: SqlMemory, theirs: SqlMemory, elsewhere_database: Database
) -> None:
    """One that came from elsewhere does not stand in for one that was removed with its log."""
    with theirs.transaction() as tx:
        tx.next_ref("INC", 2026)  # of which nothing is left
    taken = remember(memory, an_opened_change(12, ref="INC-2026-0002"))
    desk(theirs).take(moved(written(record_of(memory, taken)), "x"))

    fault = verify(elsewhere_database, (THEIR_KEY,)).fault

    assert fault is not None
    assert "INC-2026-0001" == fault.ref


def test_a_playbook_that_says_something_else_here_is_not_replaced(
    memory: SqlMemory, theirs: SqlMemory
) -> None:
    """Neither one that was used, nor one that only stands on the shelf; what is refused leaves nothing."""
    incident = remember(memory, an_opened_change())
    file = moved(written(record_of(memory, incident)), "x")
    other = replace(a_playbook(), digest="another")

    with pytest.raises(Conflict, match="another version 1 of the playbook"):
        desk(theirs, other).take(file)
    with theirs.reading() as look:
        assert look.incident(incident.id) is None
    assert incident.ref == desk(theirs).take(file)


def test_what_was_taken_over_is_in_no_figure(memory: SqlMemory, theirs: SqlMemory) -> None:
    """Who was called there was not called here."""
    incident = remember(memory, an_opened_change())
    with memory.reading() as look:
        called = look.availability(LATER).called

    desk(theirs).take(moved(written(record_of(memory, incident)), "x"))

    assert called
    with theirs.reading() as look:
        assert ({}, {}) == (look.availability(LATER).called, look.availability(LATER).load)


Content = dict[str, Any]
SPOILT: dict[str, Callable[[Content], object]] = {
    "order": lambda content: content["log"].reverse(),
    "no opening": lambda content: content["log"].pop(0),
    "another reference": lambda content: content["log"][0]["body"].update(ref="INC-2026-0099"),
    "no such severity": lambda content: content["log"][0]["body"].update(severity="sev9"),
    "another document": lambda content: content["log"][0]["body"].update(digest="another"),
    "no such fact": lambda content: content["log"][0].update(kind="Opened"),
    "no such field": lambda content: content["log"][1]["body"].update(mood="good"),
    "no zone": lambda content: content["log"][0].update(at="2026-03-02T09:00:00"),
    "yet to come": lambda content: content["log"][0].update(at="2999-03-02T09:00:00+00:00"),
    "a zero": lambda content: content["log"][0].update(by="\0"),
    "no playbook": lambda content: content["playbooks"].clear(),
    "another playbook": lambda content: content["playbooks"][0].update(id="another"),
    "no document": lambda content: content["playbooks"][0]["document"].update(steps="none"),
    "a path": lambda content: content.update(id="../../etc/passwd"),
    "quoted": lambda content: content.update(ref="INC'; --"),
    "no log": lambda content: content.update(log=7),
    "no people": lambda content: content.update(people=[]),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_file_that_makes_no_sense_is_refused_with_a_reason(
    memory: SqlMemory, theirs: SqlMemory, how: str
) -> None:
    """Also where its digest fits: anybody can make one. Nothing is kept of it."""
    incident = remember(memory, an_opened_change())
    whole = json.loads(written(record_of(memory, incident)))
    SPOILT[how](whole["content"])
    whole["digest"] = digest_of(whole["content"])

    with pytest.raises((Unreadable, BadRequest)):
        desk(theirs).take(moved(json.dumps(whole), "x.json"))
    with theirs.reading() as look:
        assert look.incident(incident.id) is None


def test_a_file_that_was_changed_is_refused(memory: SqlMemory) -> None:
    """By its digest; and by its version, where a later one has made it."""
    text = written(record_of(memory, remember(memory, an_opened_change())))

    with pytest.raises(Unreadable, match="its digest does not fit"):
        read(text.replace("sev2", "sev1").replace("sev1", "sev3"), "x.json")
    with pytest.raises(Unreadable, match="a later version of Crisis Desk"):
        read(text.replace('"version": 1,', '"version": 2,', 1), "x.json")
    with pytest.raises(Unreadable, match="no whole export"):
        read(text[:-200], "x.json")


def test_a_change_says_when_it_was_recorded(memory: SqlMemory) -> None:
    """Of facts that were recorded elsewhere it says so; of the others, that it was now."""
    change = an_opened_change()
    earlier = MONDAY_MORNING - timedelta(days=1)
    incident = remember(memory, Change(**{**_fields(change), "recorded": (earlier,)}))

    with memory.reading() as look:
        recorded = [entry.recorded_at for entry in look.log(incident.id)]
    assert [earlier, *[change.now] * (len(change.facts) - 1)] == recorded


def _fields(change: Change) -> dict[str, Any]:
    return {name: getattr(change, name) for name in ("after", "facts", "dues", "owed", "now")}
