"""What is left of a fact or a text when somebody is erased from it."""

from dataclasses import replace

import pytest

from playbooks.erasing import HANDLE, MARK, Person, handle, is_erased
from playbooks.events import LogWritten, StepCompleted
from playbooks.playbook import StepId
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.ids import identifier
from tests.fakes.plans import DANA, SAM, an_opening

ZOE = Person(aliases=("U0ZOE",), names=("Zoé Martin", "Zoé"))
GONE = handle(identifier(7))


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("Ask Zoé Martin again", f"Ask {MARK} again"),
        ("ask ZOE  MARTIN, then Zoe.", f"ask {MARK}, then {MARK}."),
        ("inc-2026-zoe-martin-leak", f"inc-2026-{MARK}-leak"),
        ("Zoé\nMartin’s phone", f"{MARK}’s phone"),
        ("Zoe\u0301 called", f"{MARK} called"),
        ("Zoétrope and Martinique stay", "Zoétrope and Martinique stay"),
        ("<@U0ZOE> took it, not U0ZOE2", f"<@{GONE}> took it, not U0ZOE2"),
        ("", ""),
    ],
)
def test_a_name_is_found_however_it_was_typed(typed: str, left: str) -> None:
    """Capitals, accents, blanks and hyphens make no difference; a word that only begins alike is another word."""
    assert left == ZOE.text_without(typed, GONE)


def test_an_id_is_replaced_wherever_a_fact_holds_it() -> None:
    """As the author, in a field of its own, and deep in what was pinned at the opening."""
    sam = Person(aliases=(SAM,))
    opened = sam.erased_from(an_opening(), GONE)

    assert (GONE, DANA) == (opened.lead, opened.by)
    assert GONE in {person for _, person in opened.roster}
    assert SAM not in str(opened)
    assert GONE == sam.erased_from(LogWritten(at=MONDAY_MORNING, by=SAM, text="x"), GONE).by


def test_what_names_a_thing_of_ours_is_left_alone() -> None:
    """A step whose id is somebody's name stays that step; what people typed about it loses the name."""
    done = StepCompleted(at=MONDAY_MORNING, by=DANA, step=StepId("zoe"), note="with Zoé")

    assert replace(done, note=f"with {MARK}") == ZOE.erased_from(done, GONE)


def test_a_fact_without_the_person_stays_the_same_object() -> None:
    """So that only what is touched is written anew."""
    fact = an_opening()

    assert fact is ZOE.erased_from(fact, GONE)


def test_a_handle_is_no_ones_and_is_known_for_what_it_is() -> None:
    """It has Slack's own form, so that it can stand wherever an id did."""
    assert GONE.startswith(HANDLE)
    assert is_erased(GONE)
    assert not is_erased(SAM)
    assert handle(identifier(8)) != GONE
