"""What the pages about customers promise is what holds."""

from datetime import timedelta
from pathlib import Path

import pytest

from playbooks.cases import CLAIM, LATE, SOON
from playbooks.inbox import SAME_CAUSES
from playbooks.linting import Kind, Reply, Weight, lint
from playbooks.routing.pledges import STANDARD_PLEDGES, Urgency

DOCS = Path("docs")


def test_the_times_are_those_that_hold() -> None:
    """As the English page writes them, and the French one."""
    first = {urgency: pledge.first for urgency, pledge in STANDARD_PLEDGES.items()}
    assert timedelta(minutes=30) == first[Urgency.P1] == CLAIM
    assert (timedelta(hours=4), timedelta(hours=24)) == (first[Urgency.P2], first[Urgency.P3])
    assert (4 / 5, 5) == (SOON / LATE, SAME_CAUSES)


@pytest.mark.parametrize(
    ("text", "kind", "weight"),
    [
        ("Hello {{prenom}}", Kind.UNRESOLVED, Weight.BLOCKS),
        ("Hello [first name]", Kind.UNRESOLVED, Weight.BLOCKS),
        ("Bonjour [prénom]", Kind.UNRESOLVED, Weight.BLOCKS),
        ("Le XXX", Kind.UNRESOLVED, Weight.BLOCKS),
        ("Write to julie.martin@gmail.com", Kind.PERSONAL, Weight.BLOCKS),
        ("Your number is 1234567", Kind.PERSONAL, Weight.BLOCKS),
        ("Please send us your phone number", Kind.ASKS_PERSONAL, Weight.BLOCKS),
        ("It is guaranteed", Kind.PROMISE, Weight.APPROVAL),
        ("This will never happen again", Kind.PROMISE, Weight.APPROVAL),
        ("Nous vous le garantissons", Kind.PROMISE, Weight.APPROVAL),
        ("You should have read the terms", Kind.BLAME, Weight.ADVICE),
        ("We are sorry if anyone was offended", Kind.EXCUSE_IF, Weight.ADVICE),
    ],
)
def test_the_examples_of_the_table_are_found(text: str, kind: Kind, weight: Weight) -> None:
    """Each row of the table, with what happens."""
    found = lint(Reply(text=text, language="en", public=True))
    assert (kind, weight) in {(one.kind, one.weight) for one in found}


def test_the_two_pages_have_the_same_parts() -> None:
    """Neither language has less."""
    english, french = ((DOCS / name).read_text("utf-8") for name in ("customers.md", "customers.fr.md"))
    assert english.count("\n## ") == french.count("\n## ")
    assert english.count("\n| ") == french.count("\n| ")
    assert english.count("\n- ") == french.count("\n- ")
