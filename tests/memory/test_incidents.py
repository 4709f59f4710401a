"""Incidents: what was written is what is read, and nobody overwrites anybody."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from playbooks.commands import ChannelId, IncidentId
from playbooks.dues import dues
from playbooks.errors import Conflict, NotFound
from playbooks.events import (
    IncidentClosed,
    IncidentOpened,
    LeadNamed,
    LogWritten,
    RoomOpened,
    StepCompleted,
)
from playbooks.folding import fold
from playbooks.incident import Incident
from playbooks.moments import Due, DueKind
from playbooks.playbook import Language, PlaybookId, RoleId
from playbooks.ports import Entry
from playbooks.routing import Criterion, Relaxed
from storage.transaction import SqlMemory
from tests.fakes.clock import MONDAY_MORNING, MovableClock
from tests.fakes.plans import CLAIRE, DANA, FACTS, OMAR, SAM, a_change, a_playbook, an_opened_change
from tests.memory.conftest import remember

LATER = MONDAY_MORNING + timedelta(minutes=3, microseconds=7)


def test_an_incident_reads_as_it_was_written(memory: SqlMemory, opened: Incident) -> None:
    """An incident that was opened is there for the next reader, with its pinned playbook."""
    with memory.reading() as look:
        assert opened == look.incident(opened.id)


def test_every_kind_of_value_comes_back(memory: SqlMemory, opened: Incident) -> None:
    """Moments to the microsecond, accents, emoji, quotes and no-break spaces survive."""
    words = "« fuite » — l’été 🎉\nO'Brien; DROP TABLE incident;"
    done = StepCompleted(at=LATER, by=SAM, step=FACTS, note=words)
    after = remember(memory, a_change(opened, done))

    with memory.reading() as look:
        assert after == look.incident(opened.id)
        assert done == look.log(opened.id)[-1].fact


def test_what_was_given_up_to_name_its_people_comes_back(memory: SqlMemory) -> None:
    """The log keeps who was named for a role without meeting everything, and what they do not meet."""
    given_up = (Relaxed(role=RoleId("comms"), person=OMAR, missed=(Criterion.PLACE, Criterion.LANGUAGE)),)
    opened = remember(memory, an_opened_change(relaxed=given_up))

    with memory.reading() as look:
        first = look.log(opened.id)[0]
    assert isinstance(first.fact, IncidentOpened)
    assert given_up == first.fact.relaxed


def test_an_incident_is_read_as_it_is_written_whoever_wrote_it(
    memory: SqlMemory, opened: Incident, elsewhere: SqlMemory
) -> None:
    """What one process has in mind of an incident never hides what another has written since."""
    with memory.reading() as look:
        assert opened == look.incident(opened.id)
    after = remember(elsewhere, a_change(opened, LogWritten(at=LATER, by=DANA, text="from next door")))

    with memory.reading() as look:
        assert after == look.incident(opened.id)
    with memory.transaction() as tx:
        assert after == tx.locked(opened.id)


def test_a_change_that_failed_is_not_in_mind(memory: SqlMemory, opened: Incident) -> None:
    """A state whose transaction was undone was never there."""
    with suppress(ZeroDivisionError), memory.transaction() as tx:
        tx.write(a_change(tx.locked(opened.id), LogWritten(at=LATER, by=DANA, text="undone")))
        raise ZeroDivisionError

    with memory.reading() as look:
        assert opened == look.incident(opened.id)


def test_the_log_gives_the_same_incident(memory: SqlMemory, opened: Incident) -> None:
    """Folding the log again gives the state that was remembered beside it."""
    done = StepCompleted(at=LATER, by=SAM, step=FACTS, note="")
    after = remember(memory, a_change(opened, done))

    with memory.reading() as look:
        facts = tuple(entry.fact for entry in look.log(opened.id))
        assert after == fold(opened.id, facts, opened.playbook)


def test_the_log_is_numbered_from_the_opening(memory: SqlMemory, opened: Incident) -> None:
    """Facts are numbered from 1 without a gap, and keep when they were recorded beside when they happened."""
    written = LogWritten(at=LATER, by=DANA, text="late news")
    remember(memory, a_change(opened, written, now=LATER + timedelta(hours=1)))

    with memory.reading() as look:
        log = look.log(opened.id)
        assert [1, 2, 3] == [entry.seq for entry in log]
        assert Entry(seq=3, fact=written, recorded_at=LATER + timedelta(hours=1)) == log[-1]


def test_the_log_can_be_read_in_parts(memory: SqlMemory, opened: Incident) -> None:
    """A reader who has seen some facts asks for those after them, as many as wanted."""
    notes = [LogWritten(at=LATER, by=DANA, text=str(number)) for number in range(5)]
    remember(memory, a_change(opened, *notes))

    with memory.reading() as look:
        assert [4, 5] == [entry.seq for entry in look.log(opened.id, after=3, limit=2)]
        assert () == look.log(opened.id, after=7)


def test_an_unknown_incident_is_not_there(memory: SqlMemory) -> None:
    """An id that was never given finds nothing; to change it is refused."""
    unknown = IncidentId("0195-nothing")
    with memory.reading() as look:
        assert look.incident(unknown) is None
        assert () == look.log(unknown)
        assert () == look.dues(unknown)
        assert () == look.deliveries(unknown)

    with memory.transaction() as tx, pytest.raises(NotFound):
        tx.locked(unknown)


@pytest.mark.parametrize("typed", ["INC-2026-0001", "inc-2026-0001", " Inc-2026-0001 "])
def test_a_reference_is_found_in_any_case(memory: SqlMemory, opened: Incident, typed: str) -> None:
    """People type references as they like."""
    with memory.reading() as look:
        assert opened.id == look.by_ref(typed)
        assert look.by_ref("INC-2026-0002") is None
        assert look.by_ref("%") is None


def test_a_room_gives_its_latest_open_incident(memory: SqlMemory) -> None:
    """Of several incidents in one channel the latest open one is meant, else the latest."""
    room = ChannelId("C0CARE")
    first = remember(memory, an_opened_change(1, room=room))
    second = remember(memory, an_opened_change(2, room=room, at=LATER))
    third = remember(memory, an_opened_change(3, room=room, at=LATER + timedelta(minutes=1)))
    closed = remember(memory, a_change(third, IncidentClosed(at=LATER, by=SAM, reason="", left_open=())))

    with memory.reading() as look:
        assert second == look.in_room(room)
        assert look.in_room(ChannelId("C0OTHER")) is None

    for incident in (first, second):
        remember(memory, a_change(incident, IncidentClosed(at=LATER, by=SAM, reason="", left_open=())))

    with memory.reading() as look:
        assert closed == look.in_room(room)


def test_a_channel_made_later_finds_its_incident(memory: SqlMemory, opened: Incident) -> None:
    """Once Slack has made the channel, the incident is found by it."""
    made = remember(
        memory, a_change(opened, RoomOpened(at=LATER, channel=ChannelId("C0INC"), name="inc-2026-0001-x"))
    )

    with memory.reading() as look:
        assert made == look.in_room(ChannelId("C0INC"))


def test_who_decided_on_an_older_state_is_refused(memory: SqlMemory, opened: Incident) -> None:
    """A change that was decided before somebody else's is not written over it."""
    stale = a_change(opened, LeadNamed(at=LATER, by=DANA, lead=CLAIRE))
    after = remember(memory, a_change(opened, LeadNamed(at=LATER, by=DANA, lead=OMAR)))

    with pytest.raises(Conflict):
        remember(memory, stale)

    with memory.reading() as look:
        assert after == look.incident(opened.id)
        assert after.seq == len(look.log(opened.id))


def test_nothing_stays_of_a_transaction_that_failed(memory: SqlMemory, opened: Incident) -> None:
    """Facts, dues, messages, claims and references of a unit that ends in an error are all undone."""
    change = a_change(opened, LeadNamed(at=LATER, by=DANA, lead=CLAIRE))
    with suppress(LookupError), memory.transaction() as tx:
        tx.write(change)
        tx.next_ref("REP", 2026)
        tx.learn_language(SAM, Language.FR, LATER)
        raise LookupError

    with memory.reading() as look:
        assert opened == look.incident(opened.id)
        assert opened.seq == len(look.log(opened.id))
        assert dues(opened) == look.dues(opened.id)
        assert look.language(SAM) is None
    with memory.transaction() as tx:
        assert "REP-2026-0001" == tx.next_ref("REP", 2026)


def test_a_transaction_reads_what_it_has_written(memory: SqlMemory, opened: Incident) -> None:
    """Within one unit the state after the write is there at once, locked or merely read."""
    change = a_change(opened, LeadNamed(at=LATER, by=DANA, lead=CLAIRE))
    with memory.transaction() as tx:
        tx.write(change)

        assert change.after == tx.incident(opened.id)
        assert change.after == tx.locked(opened.id)


def test_two_changes_in_one_transaction_follow_each_other(memory: SqlMemory, opened: Incident) -> None:
    """A unit may write twice about one incident."""
    first = a_change(opened, LeadNamed(at=LATER, by=DANA, lead=CLAIRE))
    second = a_change(first.after, LeadNamed(at=LATER, by=DANA, lead=OMAR))
    with memory.transaction() as tx:
        tx.write(first)
        tx.write(second)

    with memory.reading() as look:
        assert second.after == look.incident(opened.id)


def test_a_moment_without_a_zone_is_refused(memory: SqlMemory, opened: Incident) -> None:
    """A moment that could be any of several is not remembered."""
    naive = datetime(2026, 3, 2, 9, 0)  # noqa: DTZ001  # The very thing that is refused.
    fact = LogWritten(at=naive, by=DANA, text="when?")
    change = replace(a_change(opened, LogWritten(at=LATER, text="x")), facts=(fact,))

    with pytest.raises(Exception, match="no time zone"):
        remember(memory, change)

    with memory.reading() as look:
        assert opened == look.incident(opened.id)


def test_due_moments_are_those_of_the_state(memory: SqlMemory, opened: Incident) -> None:
    """After each change exactly the state's own due moments are remembered, the earliest first."""
    with memory.reading() as look:
        assert dues(opened) == look.dues(opened.id)

    after = remember(memory, a_change(opened, StepCompleted(at=LATER, by=SAM, step=FACTS, note="")))

    with memory.reading() as look:
        assert dues(after) == look.dues(opened.id)
        assert dues(after) != dues(opened)


def test_incidents_that_wait_longest_come_first(memory: SqlMemory, clock: MovableClock) -> None:
    """What falls due is listed by incident, the longest waiting first, once each, up to a number."""
    second = remember(memory, an_opened_change(2, at=MONDAY_MORNING + timedelta(minutes=1)))
    first = remember(memory, an_opened_change(1))

    assert () == memory.due_incidents(MONDAY_MORNING, 10)
    assert (first.id,) == memory.due_incidents(MONDAY_MORNING + timedelta(minutes=30), 10)
    assert (first.id, second.id) == memory.due_incidents(MONDAY_MORNING + timedelta(days=1), 10)
    assert (first.id,) == memory.due_incidents(MONDAY_MORNING + timedelta(days=1), 1)


def test_the_auditor_mends_lost_and_strange_moments(memory: SqlMemory, opened: Incident) -> None:
    """Due moments that differ from those of the state are made equal to them, and that is told."""
    strange = Due(at=LATER, kind=DueKind.ACTION, subject="a9")
    unfitting = replace(a_change(opened, LogWritten(at=LATER, text="x")), dues=(strange,))
    after = remember(memory, unfitting)

    assert memory.mend_dues(opened.id, dues(after))
    assert not memory.mend_dues(opened.id, dues(after))
    with memory.reading() as look:
        assert dues(after) == look.dues(opened.id)


def test_the_auditor_leaves_alone_what_changed_meanwhile(memory: SqlMemory, opened: Incident) -> None:
    """An auditor that looked before somebody's change does not undo the moments which that change brought."""
    seen_before = dues(opened)
    after = remember(memory, a_change(opened, StepCompleted(at=LATER, by=SAM, step=FACTS, note="")))

    assert not memory.mend_dues(opened.id, seen_before)
    with memory.reading() as look:
        assert dues(after) == look.dues(opened.id)


def test_the_auditor_visits_what_is_open_or_due(memory: SqlMemory) -> None:
    """Open incidents are visited, and closed ones that still wait for something."""
    still_open = remember(memory, an_opened_change(1))
    closed = remember(memory, an_opened_change(2))
    waiting = remember(memory, a_change(closed, IncidentClosed(at=LATER, by=SAM, reason="", left_open=())))
    over = remember(memory, an_opened_change(3))
    ended = a_change(over, IncidentClosed(at=LATER, by=SAM, reason="", left_open=()))
    remember(memory, replace(ended, dues=()))

    assert {still_open.id, waiting.id} == set(memory.every_open())


def test_references_count_up_per_series_and_year(memory: SqlMemory) -> None:
    """Each series has its own numbers, and each year begins anew."""
    with memory.transaction() as tx:
        given = [
            tx.next_ref(*asked) for asked in (("INC", 2026), ("REP", 2026), ("INC", 2026), ("INC", 2027))
        ]

    assert ["INC-2026-0001", "REP-2026-0001", "INC-2026-0002", "INC-2027-0001"] == given


def test_a_released_playbook_is_kept_as_it_was(memory: SqlMemory) -> None:
    """A version stays as it was first used, for incidents of years to come."""
    playbook = a_playbook()
    with memory.transaction() as tx:
        tx.release(playbook, MONDAY_MORNING)
        tx.release(playbook, LATER)

    with memory.reading() as look:
        assert playbook == look.released(playbook.id, 1)
        assert look.released(playbook.id, 2) is None
        assert look.released(PlaybookId("fire"), 1) is None


def test_a_version_with_another_content_is_refused(memory: SqlMemory) -> None:
    """A file that was edited after its release cannot be used under the same number."""
    with memory.transaction() as tx:
        tx.release(a_playbook(), MONDAY_MORNING)

    with pytest.raises(Conflict), memory.transaction() as tx:
        tx.release(a_playbook(digest="f" * 64), LATER)


def test_a_release_that_was_undone_is_forgotten(memory: SqlMemory) -> None:
    """A version whose first use failed may be used with another content."""
    with suppress(LookupError), memory.transaction() as tx:
        tx.release(a_playbook(digest="f" * 64), MONDAY_MORNING)
        raise LookupError

    with memory.reading() as look:
        assert look.released(PlaybookId("data-breach"), 1) is None
    with memory.transaction() as tx:
        tx.release(a_playbook(), LATER)


def test_an_incident_keeps_its_version(memory: SqlMemory, opened: Incident) -> None:
    """A new release changes nothing for an incident that runs."""
    with memory.transaction() as tx:
        tx.release(a_playbook(version=2), LATER)

    with memory.reading() as look:
        kept = look.incident(opened.id)

    assert kept is not None
    assert 1 == kept.playbook.version


def test_the_language_learned_last_counts(memory: SqlMemory) -> None:
    """Somebody who changes their Slack's language is spoken to in the new one."""
    for language in (Language.FR, Language.EN):
        with memory.transaction() as tx:
            tx.learn_language(SAM, language, LATER)

    with memory.reading() as look:
        assert Language.EN is look.language(SAM)
        assert look.language(DANA) is None
