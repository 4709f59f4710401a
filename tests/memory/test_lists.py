"""Lists of incidents: what they show, to whom, and at what price."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from playbooks.commands import ChannelId
from playbooks.events import IncidentClosed, RoomOpened, StepAssigned, StepCompleted
from playbooks.incident import Incident
from playbooks.playbook import PlaybookKind, Severity, UserId
from playbooks.ports import Wanted
from storage.engine import Database
from storage.transaction import SqlMemory
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.plans import CLAIRE, DANA, EVE, FACTS, OMAR, SAM, a_change, a_playbook, an_opened_change
from tests.memory.conftest import opened_many, remember

MINUTE = timedelta(minutes=1)


def refs(memory: SqlMemory, wanted: Wanted) -> list[str]:
    with memory.reading() as look:
        return [line.ref for line in look.lines(wanted)]


def closed(memory: SqlMemory, incident: Incident) -> Incident:
    return remember(
        memory, a_change(incident, IncidentClosed(at=MONDAY_MORNING, by=SAM, reason="", left_open=()))
    )


def test_a_line_says_what_a_list_shows(memory: SqlMemory) -> None:
    """Everything that a list draws is on the line, as it is now."""
    opened = remember(memory, an_opened_change(drill=True))
    room = RoomOpened(at=MONDAY_MORNING, channel=ChannelId("C0INC"), name="inc")
    done = StepCompleted(at=MONDAY_MORNING, by=SAM, step=FACTS, note="")
    closed(memory, remember(memory, a_change(opened, room, done)))

    with memory.reading() as look:
        (line,) = look.lines(Wanted(reader=DANA, state=None))

    assert (opened.id, "INC-2026-0001", PlaybookKind.CRISIS) == (line.id, line.ref, line.kind)
    assert ("data-breach", 1, "Customer file on a forum") == (line.playbook, line.version, line.title)
    assert (Severity.SEV1, "rail-fr", SAM, "closed") == (line.severity, line.unit, line.lead, line.state)
    assert (True, False, "C0INC") == (line.drill, line.restricted, line.channel)
    assert (MONDAY_MORNING, MONDAY_MORNING) == (line.opened_at, line.closed_at)
    assert (1, 3) == (line.steps_settled, line.steps_total)


def test_a_title_of_any_letters_is_listed_as_it_is(memory: SqlMemory) -> None:
    """Quotes, brackets, line separators and faces come back as they were typed."""
    title = '"Été", \\ [1, null] \u2028 {} 😀 \x7f'
    remember(memory, an_opened_change(title=title))

    with memory.reading() as look:
        assert [title] == [line.title for line in look.lines(Wanted(reader=DANA))]


def test_the_latest_opened_comes_first(memory: SqlMemory) -> None:
    """A list begins with what was opened last, and ends at its limit."""
    for number in (2, 3, 1):
        remember(memory, an_opened_change(number, at=MONDAY_MORNING + number * MINUTE))

    assert ["INC-2026-0003", "INC-2026-0002"] == refs(memory, Wanted(reader=DANA, limit=2))


def test_the_next_page_begins_where_the_first_ended(memory: SqlMemory) -> None:
    """Pages follow each other by the moment of opening."""
    for number in (1, 2, 3):
        remember(memory, an_opened_change(number, at=MONDAY_MORNING + number * MINUTE))

    assert ["INC-2026-0001"] == refs(memory, Wanted(reader=DANA, before=MONDAY_MORNING + 2 * MINUTE))


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("open", ["INC-2026-0002"]),
        ("closed", ["INC-2026-0001"]),
        (None, ["INC-2026-0002", "INC-2026-0001"]),
    ],
)
def test_a_list_can_keep_to_a_state(memory: SqlMemory, state: str | None, expected: list[str]) -> None:
    """Open ones, closed ones, or both."""
    closed(memory, remember(memory, an_opened_change(1)))
    remember(memory, an_opened_change(2, at=MONDAY_MORNING + MINUTE))

    assert expected == refs(memory, Wanted(reader=DANA, state=state))


def test_a_list_can_keep_to_a_kind(memory: SqlMemory) -> None:
    """Crises and replies are listed apart."""
    reply = a_playbook(id="unhappy-customer", kind=PlaybookKind.REPLY)
    remember(memory, an_opened_change(1))
    remember(memory, an_opened_change(2, reply, ref="REP-2026-0001"))

    assert ["REP-2026-0001"] == refs(memory, Wanted(reader=DANA, kind=PlaybookKind.REPLY))
    assert ["INC-2026-0001"] == refs(memory, Wanted(reader=DANA, kind=PlaybookKind.CRISIS))


@pytest.mark.parametrize("person", [DANA, SAM, CLAIRE])
def test_a_restricted_incident_is_listed_for_those_with_a_part(memory: SqlMemory, person: UserId) -> None:
    """Who opened it, leads it or is called sees it in the list."""
    remember(memory, an_opened_change(restricted=True))

    assert ["INC-2026-0001"] == refs(memory, Wanted(reader=person))


@pytest.mark.parametrize("person", [EVE, OMAR, None])
def test_a_restricted_incident_is_hidden_from_others(memory: SqlMemory, person: UserId | None) -> None:
    """Who has no part, or is nobody, does not see that it exists; nor who is only on a later rung."""
    remember(memory, an_opened_change(restricted=True))
    remember(memory, an_opened_change(2))

    assert ["INC-2026-0002"] == refs(memory, Wanted(reader=person))


def test_a_part_comes_and_goes(memory: SqlMemory) -> None:
    """Who gets a step of a restricted incident sees it from then on, until the step is somebody else's."""
    opened = remember(memory, an_opened_change(restricted=True))
    given = StepAssigned(at=MONDAY_MORNING, by=SAM, step=FACTS, to=EVE)
    after = remember(memory, a_change(opened, given))
    assert ["INC-2026-0001"] == refs(memory, Wanted(reader=EVE))

    remember(memory, a_change(after, replace(given, to=SAM)))
    assert [] == refs(memory, Wanted(reader=EVE))


def test_a_list_costs_the_same_for_one_and_for_many(database: Database, memory: SqlMemory) -> None:
    """However long a list is, it takes one query."""
    opened_many(memory, 60)
    statements: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(database.readers, "before_cursor_execute", note)
    with memory.reading() as look:
        assert 60 == len(look.lines(Wanted(reader=DANA, limit=100)))

    assert 1 == sum("FROM incident" in statement for statement in statements)
    assert 3 >= len(statements)
