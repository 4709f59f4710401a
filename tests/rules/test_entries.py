"""The log's entries: numbered, of a kind, corrected by new ones, and kept from messages that change later."""

from dataclasses import replace
from datetime import timedelta

import pytest

from playbooks import events as e
from playbooks.claims import to_verify
from playbooks.commands import (
    CheckClaim,
    CorrectEntry,
    EntryKind,
    NoteMessageDeletion,
    NoteMessageEdit,
    Original,
    SettleClaim,
    Verification,
    WriteLog,
)
from playbooks.errors import AlreadyDone, BadRequest, Conflict, NotFound
from tests.rules.scene import ID, MAUD, NOON, PAUL, ROOM, Story, opened

THERE = Original(
    channel=ROOM, ts="1772452800.000100", author=PAUL, link="https://x.slack.com/archives/C0ROOM/p1"
)


NOTE = WriteLog(incident=ID, text="passports are in it")
CLAIM = replace(NOTE, status=Verification.TO_VERIFY)


def kept(order: WriteLog = NOTE) -> Story:
    """An incident whose log has one entry."""
    story = opened()
    story.asks(order, by=PAUL)
    return story


def with_message() -> Story:
    """An incident whose log has one message."""
    return kept(
        WriteLog(
            incident=ID,
            text="we saw it on a forum",
            kind=EntryKind.MESSAGE,
            original=THERE,
            happened=NOON,
        )
    )


def edit(text: str, ts: str = THERE.ts) -> NoteMessageEdit:
    """The message says something else by now."""
    return NoteMessageEdit(incident=ID, channel=ROOM, ts=ts, text=text)


GONE = NoteMessageDeletion(incident=ID, channel=ROOM, ts=THERE.ts)


@pytest.mark.parametrize("kind", [kind for kind in EntryKind if kind is not EntryKind.INFORMATION])
def test_an_entry_has_a_number_and_a_kind(kind: EntryKind) -> None:
    """Which its correction keeps: the log itself is not read for that."""
    story = kept(replace(NOTE, text="we hold", kind=kind))
    (entry,) = story.asks(CorrectEntry(incident=ID, entry=1, text="we answer"), by=MAUD)

    assert isinstance(entry, e.LogWritten)
    assert (2, 1, kind, "we answer") == (entry.entry, entry.corrects, entry.kind, entry.text)


def test_a_note_from_before_entries_had_numbers_takes_none() -> None:
    """The claims of an old log keep theirs, and the next entry goes on from there."""
    story = opened()
    story.happens(
        e.LogWritten(at=NOON, by=PAUL, text="a note"),
        e.LogWritten(at=NOON, by=PAUL, text="a claim", status=Verification.TO_VERIFY, claim=1),
    )
    (entry,) = story.asks(WriteLog(incident=ID, text="a new note"))

    assert isinstance(entry, e.LogWritten)
    assert 2 == entry.entry


def test_when_it_happened_is_kept_beside_when_it_was_said() -> None:
    """The fact stands in the log where it was kept."""
    story = kept(replace(NOTE, happened=NOON - timedelta(hours=2)))

    (fact,) = (f for f in story.facts if isinstance(f, e.LogWritten))
    assert (NOON - timedelta(hours=2), story.now) == (fact.happened, fact.at)


def test_what_is_still_to_come_is_no_entry() -> None:
    """A log holds what was; the day before is named as such."""
    with pytest.raises(BadRequest, match="yesterday") as refusal:
        kept(replace(NOTE, happened=opened().now + timedelta(seconds=1)))
    assert "at" == refusal.value.field


def test_a_source_is_kept_on_one_line_and_bounded() -> None:
    """It is typed by somebody, and quoted in a line."""
    story = kept(replace(CLAIM, source="AFP\n*forged*\u202e " + "x" * 500))

    source = story.incident.claims[0].source
    assert source.startswith("AFP *forged* x")
    assert 120 == len(source)


def test_who_is_verifying_is_known_until_it_is_settled() -> None:
    """A claim that somebody is at waits all the same, and whoever takes it over has it."""
    story = kept(CLAIM)
    story.asks(CheckClaim(incident=ID, claim=1), by=PAUL)
    story.asks(CheckClaim(incident=ID, claim=1), by=MAUD)

    claim = story.incident.claims[0]
    assert (Verification.CHECKING, MAUD) == (claim.status, claim.checked_by)
    assert [1] == [c.number for c in to_verify(story.incident)]

    story.asks(SettleClaim(incident=ID, claim=1, true=True, words="seen", source="the host"), by=MAUD)
    claim = story.incident.claims[0]
    assert (Verification.VERIFIED, "the host") == (claim.status, claim.source)


@pytest.mark.parametrize("settled", [False, True])
def test_nobody_begins_twice_or_after_the_end(settled: bool) -> None:
    """They are told what stands."""
    story = kept(CLAIM)
    story.asks(CheckClaim(incident=ID, claim=1), by=PAUL)
    if settled:
        story.asks(SettleClaim(incident=ID, claim=1, true=False), by=MAUD)

    with pytest.raises(AlreadyDone, match="already"):
        story.asks(CheckClaim(incident=ID, claim=1), by=PAUL)


def test_a_corrected_claim_is_open_again_under_its_new_number() -> None:
    """Other words were not verified by anybody; the old ones stand in the log and count no more."""
    story = kept(replace(NOTE, status=Verification.VERIFIED))
    story.asks(CorrectEntry(incident=ID, entry=1, text="only names are in it", source="the host"))

    old, new = story.incident.claims
    assert ("passports are in it", Verification.VERIFIED, 2) == (old.text, old.status, old.corrected_by)
    assert ("only names are in it", Verification.TO_VERIFY, "the host") == (new.text, new.status, new.source)
    assert [2] == [claim.number for claim in to_verify(story.incident)]


@pytest.mark.parametrize(
    "order",
    [
        CorrectEntry(incident=ID, entry=1, text="third"),
        SettleClaim(incident=ID, claim=1, true=False, words="no"),
        CheckClaim(incident=ID, claim=1),
    ],
    ids=lambda order: type(order).__name__,
)
def test_what_was_corrected_is_left_alone(order: CorrectEntry | SettleClaim | CheckClaim) -> None:
    """Whoever names it is told which entry stands in its place."""
    story = kept(replace(CLAIM, text="first"))
    story.asks(CorrectEntry(incident=ID, entry=1, text="second"))

    with pytest.raises(Conflict, match="entry 2 stands in its place"):
        story.asks(order)


@pytest.mark.parametrize("number", [0, -1, 2, 99])
def test_an_entry_that_is_not_there_is_not_corrected(number: int) -> None:
    """With where the numbers are to be seen."""
    with pytest.raises(NotFound, match="/crisis log"):
        kept().asks(CorrectEntry(incident=ID, entry=number, text="x"))


def test_a_correction_of_no_words_is_refused() -> None:
    """Nothing would stand in the place of something."""
    with pytest.raises(BadRequest):
        kept().asks(CorrectEntry(incident=ID, entry=1, text="\u200b"))


def test_a_message_is_kept_once() -> None:
    """Whoever marks it again hears under which number."""
    with pytest.raises(AlreadyDone, match="as entry 1"):
        with_message().asks(WriteLog(incident=ID, text="again", original=THERE), by=MAUD)


def test_an_edit_of_a_kept_message_keeps_both_texts() -> None:
    """The entry stands; what it says by now is a fact of its own, as often as it changes."""
    story = with_message()
    told = [*story.asks(edit("we saw two of them"), by=MAUD), *story.asks(edit("we saw three"), by=PAUL)]

    assert [
        e.MessageEdited(at=story.now, by=MAUD, entry=1, text="we saw two of them"),
        e.MessageEdited(at=story.now, by=PAUL, entry=1, text="we saw three"),
    ] == told
    assert "we saw it on a forum" in [f.text for f in story.facts if isinstance(f, e.LogWritten)]


@pytest.mark.parametrize(
    "order", [edit("we saw it on a forum "), edit("other", ts="9.9")], ids=["same words", "never kept"]
)
def test_what_changes_nothing_that_was_kept_is_no_fact(order: NoteMessageEdit) -> None:
    """A preview that Slack unfolds under a message is an edit for Slack, and none for people."""
    assert () == with_message().asks(order)


def test_a_deleted_message_leaves_its_entry() -> None:
    """Once, by nobody that Slack would name; and what comes after is not heard."""
    story = with_message()

    assert (e.MessageDeleted(at=story.now, entry=1),) == story.asks(GONE)
    assert () == story.asks(GONE)
    assert () == story.asks(edit("late"))


def test_messages_are_followed_after_the_close() -> None:
    """The log stays open: so do its sources."""
    story = with_message()
    story.closes()

    assert (e.MessageDeleted(at=story.now, entry=1),) == story.asks(GONE)
