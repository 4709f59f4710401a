"""The log's entries as they are remembered, also those of before entries had numbers and kinds."""

from datetime import timedelta

from playbooks.commands import ChannelId, EntryKind, Original, Verification
from playbooks.events import ClaimSettled, LogWritten
from storage.codec import fact_body, read_fact, read_snapshot, snapshot
from storage.transaction import SqlMemory
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.plans import DANA, SAM, a_change, an_opened_change
from tests.memory.conftest import remember


def test_what_was_kept_before_entries_had_numbers_reads_as_before() -> None:
    """A note and a claim of an old log: no number, no kind, nothing else was said of them."""
    note = read_fact("LogWritten", '{"text":"x","status":"note","claim":0}', at=MONDAY_MORNING, by=DANA)
    claim = read_fact("LogWritten", '{"text":"x","status":"to-verify","claim":2}', at=MONDAY_MORNING, by=DANA)
    settled = read_fact("ClaimSettled", '{"claim":2,"true":true,"words":""}', at=MONDAY_MORNING, by=DANA)

    assert LogWritten(at=MONDAY_MORNING, by=DANA, text="x") == note
    assert LogWritten(at=MONDAY_MORNING, by=DANA, text="x", status=Verification.TO_VERIFY, claim=2) == claim
    assert ClaimSettled(at=MONDAY_MORNING, by=DANA, claim=2, true=True, words="") == settled


def test_an_entry_comes_back_as_it_was_kept() -> None:
    """With its source, when it happened, and the message it was kept from."""
    original = Original(channel=ChannelId("C0"), ts="1.2", author=SAM, link="https://x.slack.com/p1")
    fact = LogWritten(
        at=MONDAY_MORNING,
        by=DANA,
        text="x",
        entry=4,
        kind=EntryKind.HANDOVER,
        source="AFP",
        happened=MONDAY_MORNING - timedelta(hours=1),
        original=original,
        corrects=2,
    )

    assert fact == read_fact("LogWritten", fact_body(fact), at=fact.at, by=fact.by)


def test_the_numbers_of_entries_are_remembered_and_not_their_texts(memory: SqlMemory) -> None:
    """The state stays small however much is noted; what was said stands in the log."""
    opened = remember(memory, an_opened_change(1))
    original = Original(channel=ChannelId("C0"), ts="1.2", author=SAM)
    facts = (
        LogWritten(at=MONDAY_MORNING, by=DANA, text="a long story", entry=1),
        LogWritten(
            at=MONDAY_MORNING, by=DANA, text="a word", entry=2, kind=EntryKind.MESSAGE, original=original
        ),
        LogWritten(at=MONDAY_MORNING, by=SAM, text="a true story", entry=3, corrects=1),
    )
    after = remember(memory, a_change(opened, *facts))

    with memory.reading() as look:
        found = look.incident(after.id)
    assert found == after
    text = snapshot(after)
    assert "story" not in text
    assert after == read_snapshot(text, after.playbook)
    book = after.logbook
    assert (3, EntryKind.MESSAGE, 3, 2) == (book.last, book.kind(2), book.successor(1), book.latest_of(DANA))
