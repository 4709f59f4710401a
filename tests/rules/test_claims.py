"""What is claimed: kept to be verified, verified, or found to be false; a correction is a new entry."""

import pytest

from playbooks import events as e
from playbooks.claims import to_verify
from playbooks.commands import SettleClaim, Verification, WriteLog
from playbooks.errors import AlreadyDone, BadRequest, NotFound
from tests.rules.scene import ID, MAUD, PAUL, Story, kinds, opened


def claimed(*texts: str, status: Verification = Verification.TO_VERIFY) -> Story:
    """An incident with claims in its log."""
    story = opened()
    for text in texts:
        story.asks(WriteLog(incident=ID, text=text, status=status), by=PAUL)
    return story


def test_claims_and_all_other_entries_are_numbered_in_one_row() -> None:
    """People name an entry by one number, whatever it is; a note is no claim."""
    story = claimed("passports are in it")
    story.asks(WriteLog(incident=ID, text="it rains"))
    story.asks(WriteLog(incident=ID, text="it is on a forum", status=Verification.VERIFIED))

    assert [(1, "to-verify"), (3, "verified")] == [(c.number, c.status) for c in story.incident.claims]


@pytest.mark.parametrize(("true", "status"), [(True, Verification.VERIFIED), (False, Verification.FALSE)])
def test_a_claim_is_settled_with_who_and_why(true: bool, status: Verification) -> None:
    """And no longer waits."""
    story = claimed("passports are in it", "bank details too")
    story.now = story.now.replace(hour=13)
    story.asks(SettleClaim(incident=ID, claim=1, true=true, words="saw the file"), by=MAUD)

    first = story.incident.claims[0]
    assert (status, MAUD, "saw the file", story.now) == (
        first.status,
        first.settled_by,
        first.words,
        first.settled_at,
    )
    assert [2] == [claim.number for claim in to_verify(story.incident)]


def test_the_entry_itself_is_never_edited() -> None:
    """The log holds what was kept, and beside it what was found."""
    story = claimed("passports are in it")
    story.asks(SettleClaim(incident=ID, claim=1, true=False, words="names only"))

    assert [e.LogWritten, e.ClaimSettled] == kinds(tuple(story.facts[-2:]))
    assert "passports are in it" == story.incident.claims[0].text


def test_n11_what_is_settled_is_not_settled_again() -> None:
    """The second is told by whom it was."""
    story = claimed("passports are in it")
    story.asks(SettleClaim(incident=ID, claim=1, true=True), by=PAUL)

    with pytest.raises(AlreadyDone, match=f"<@{PAUL}>"):
        story.asks(SettleClaim(incident=ID, claim=1, true=True))


def test_what_turns_out_otherwise_needs_words() -> None:
    """A verified fact that is not so is worse than a rumour: the log says why."""
    story = claimed("passports are in it", status=Verification.VERIFIED)

    with pytest.raises(BadRequest) as refusal:
        story.asks(SettleClaim(incident=ID, claim=1, true=False, words=" "))
    assert "words" == refusal.value.field
    story.asks(SettleClaim(incident=ID, claim=1, true=False, words="an old file"))
    assert Verification.FALSE is story.incident.claims[0].status


@pytest.mark.parametrize("number", [0, 2, 99])
def test_a_claim_that_is_not_there_is_refused(number: int) -> None:
    """With how to see those that are."""
    with pytest.raises(NotFound, match="/crisis verify NUMBER"):
        claimed("passports are in it").asks(SettleClaim(incident=ID, claim=number, true=True))


def test_what_is_learned_late_is_settled_after_the_close() -> None:
    """The log stays open."""
    story = claimed("passports are in it")
    story.closes()
    story.asks(SettleClaim(incident=ID, claim=1, true=False, words="names only"))

    assert () == to_verify(story.incident)


def test_a_claim_of_no_words_is_refused() -> None:
    """As a note is."""
    with pytest.raises(BadRequest):
        claimed("\u200b")
