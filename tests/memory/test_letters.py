"""Letters are owed once, taken under a lease, and wait by themselves where Slack asks to wait; proposals are kept."""

from datetime import timedelta

from playbooks.letters import FilesMended, FilesRefused, Letter, Proposed
from playbooks.mistakes import Mistake
from playbooks.playbook import PlaybookId, StepId, UserId, Words
from playbooks.ports import Refused, Sent, Slowed
from playbooks.proposals import Proposal
from storage.transaction import SqlMemory
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.plans import CLAIRE, OMAR, a_playbook

NOW = MONDAY_MORNING
LEASE = timedelta(seconds=30)
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
