"""Letters are owed once, wait by themselves where Slack asks to wait, and go after a month; proposals are kept."""

from datetime import datetime, timedelta

import pytest

from playbooks.letters import FilesMended, FilesRead, FilesRefused, Letter, Proposed
from playbooks.mistakes import Mistake
from playbooks.playbook import PlaybookId, StepId, UserId, Words
from playbooks.ports import DELIVERIES_KEPT, Outcome, Refused, Sent, Slowed
from playbooks.proposals import Proposal
from storage.transaction import SqlMemory
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.plans import CLAIRE, OMAR, a_playbook

NOW = MONDAY_MORNING
LEASE = timedelta(seconds=30)
SECOND = timedelta(seconds=1)
YEARS = timedelta(days=3650)
WRONG = FilesRefused(
    mistakes=(Mistake(file="a.yaml", line=1, column=2, what=Words(en="what", fr="quoi")),), more=3
)


def owe(memory: SqlMemory, *people: UserId, subject: str = "s") -> None:
    """Owe each of them the same matter."""
    with memory.transaction() as tx:
        for person in people:
            tx.owe_letter(Letter(person=person, subject=subject, matter=WRONG), NOW)


def test_the_same_matter_is_owed_to_somebody_once(memory: SqlMemory) -> None:
    """Also after it was sent; another subject is another letter."""
    owe(memory, CLAIRE, CLAIRE, OMAR)
    for letter in memory.claim_letters(now=NOW, lease=LEASE, limit=9):
        assert WRONG == letter.matter
        assert memory.settle_letter(letter, Sent(), NOW)
    owe(memory, CLAIRE, OMAR)

    assert () == memory.claim_letters(now=NOW, lease=LEASE, limit=9)
    owe(memory, CLAIRE, subject="another")
    assert [CLAIRE] == [one.person for one in memory.claim_letters(now=NOW, lease=LEASE, limit=9)]


def test_a_letter_that_slack_slows_down_is_tried_again_after_that_while(memory: SqlMemory) -> None:
    """The next moment knows of it; whether Slack has it all the same is remembered."""
    owe(memory, CLAIRE)
    (letter,) = memory.claim_letters(now=NOW, lease=LEASE, limit=9)
    memory.settle_letter(letter, Slowed(wait=timedelta(seconds=40), reason="x", unsure=True), NOW)

    assert NOW + timedelta(seconds=40) == memory.next_moment(NOW)
    assert () == memory.claim_letters(now=NOW + timedelta(seconds=39), lease=LEASE, limit=9)
    (again,) = memory.claim_letters(now=NOW + timedelta(seconds=40), lease=LEASE, limit=9)
    assert (1, True) == (again.attempts, again.interrupted)


def test_a_lease_that_ran_out_is_lost(memory: SqlMemory) -> None:
    """Whoever took the letter over looks for it first; the slow one records nothing."""
    owe(memory, CLAIRE)
    (slow,) = memory.claim_letters(now=NOW, lease=LEASE, limit=9)
    assert () == memory.claim_letters(now=NOW, lease=LEASE, limit=9)
    (quick,) = memory.claim_letters(now=NOW + LEASE, lease=LEASE, limit=9)

    assert quick.interrupted
    assert not memory.settle_letter(slow, Sent(), NOW)
    assert memory.settle_letter(quick, Refused(reason="user_not_found"), NOW)
    assert memory.next_moment(NOW) is None


def test_the_latest_letter_of_some_kinds_is_found(memory: SqlMemory) -> None:
    """The memory knows whether what was wrong was told to be right again."""
    owe(memory, CLAIRE)
    with memory.transaction() as tx:
        mended = Letter(person=CLAIRE, subject="m", matter=FilesMended())
        tx.owe_letter(mended, NOW + timedelta(seconds=1))

    with memory.reading() as look:
        assert look.latest_letter(Proposed) is None
        latest, wrong = look.latest_letter(FilesRefused, FilesMended), look.latest_letter(FilesRefused)
        assert latest is not None
        assert wrong is not None
        assert (mended, WRONG) == (latest[1], wrong[1].matter)


def lettered(memory: SqlMemory, outcome: Outcome | None, subject: str, at: datetime = NOW) -> None:
    """Owe a letter that the files were read, and have it settled so at once."""
    with memory.transaction() as tx:
        tx.owe_letter(Letter(person=OMAR, subject=subject, matter=FilesRead()), at)
    if outcome is not None:
        (letter,) = memory.claim_letters(now=at, lease=LEASE, limit=9)
        assert memory.settle_letter(letter, outcome, at)


def test_a_letter_that_was_sent_is_kept_for_a_month(memory: SqlMemory) -> None:
    """Then it is forgotten; one that was refused stays to be seen."""
    lettered(memory, Sent(), "sent")
    lettered(memory, Refused(reason="user_not_found"), "refused")
    lettered(memory, Sent(), "another", NOW + SECOND)

    assert 0 == memory.forget(NOW + DELIVERIES_KEPT)
    assert 1 == memory.forget(NOW + DELIVERIES_KEPT + SECOND)
    assert 0 == memory.forget(NOW + YEARS)


def test_the_latest_letter_of_a_kind_is_never_forgotten(memory: SqlMemory) -> None:
    """Years later the memory still knows what it said last about the files, and does not say it twice."""
    lettered(memory, Sent(), "first")
    lettered(memory, Sent(), "last", NOW + SECOND)
    with memory.transaction() as tx:
        tx.owe_letter(Letter(person=OMAR, subject="m", matter=FilesMended()), NOW + 2 * SECOND)

    assert 1 == memory.forget(NOW + YEARS)
    with memory.reading() as look:
        latest = look.latest_letter(FilesRead)
    assert latest is not None
    assert "last" == latest[1].subject


def test_a_letter_that_is_still_owed_is_never_forgotten(memory: SqlMemory) -> None:
    """However long Slack keeps it waiting, it goes out."""
    lettered(memory, None, "owed")
    lettered(memory, None, "owed too", NOW + SECOND)

    assert 0 == memory.forget(NOW + YEARS)
    assert 2 == len(memory.claim_letters(now=NOW + YEARS, lease=LEASE, limit=9))


def test_proposals_are_listed_the_latest_first(memory: SqlMemory) -> None:
    """Of one playbook, or of all."""
    first, second = (
        Proposal(
            id=f"0195-{number}",
            playbook=PlaybookId(name),
            step=step,
            text="Call first.",
            author=author,
            name="Paul",
            at=NOW,
        )
        for number, name, step, author in (
            (1, "data-breach", StepId("facts"), None),
            (2, "fire", None, CLAIRE),
        )
    )
    with memory.transaction() as tx:
        tx.keep_proposal(first)
        tx.keep_proposal(second)

    with memory.reading() as look:
        assert (second, first) == look.proposals()
        assert (first,) == look.proposals(PlaybookId("data-breach"))


def test_every_released_version_is_remembered_by_its_digest(memory: SqlMemory) -> None:
    """One look compares a whole library."""
    first, second = a_playbook(), a_playbook(version=2)
    with memory.transaction() as tx:
        tx.release(first, NOW)
        tx.release(second, NOW)

    with memory.reading() as look:
        assert {(first.id, 1): first.digest, (first.id, 2): second.digest} == look.releases()


@pytest.mark.parametrize("database_kind", ["postgresql"])
@pytest.mark.parametrize("numbers", [(1, 2), (2, 1)])
def test_of_two_who_had_the_files_read_at_once_the_later_counts(
    memory: SqlMemory, elsewhere: SqlMemory, numbers: tuple[int, int]
) -> None:
    """Whoever follows finds the same one each time, in whatever order they were written down."""
    with memory.transaction() as one, elsewhere.transaction() as other:
        for tx, number in zip((one, other), numbers, strict=True):
            tx.note_files_read(f"reading {number}", NOW + number * SECOND)

    with memory.reading() as look:
        assert "reading 2" == look.files_read()
    with memory.transaction() as tx:
        tx.note_files_read("reading 3", NOW)
    with memory.reading() as look:
        assert "reading 3" == look.files_read()
