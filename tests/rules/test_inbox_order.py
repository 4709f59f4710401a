"""Which message goes before the others."""

import pytest

from playbooks.inbox import goes_first
from playbooks.matching import Triage
from playbooks.playbook import Network


@pytest.mark.parametrize(
    "text",
    [
        "My insulin is in that parcel",
        "I'm on my own with my kids at the platform",
        "Bloquée en gare avec ma fille",
        "MES MÉDICAMENTS n’arrivent pas",
        "Je suis en fauteuil, comment sortir ?",
        "Le train pour les obsèques de ma mère",
    ],
)
def test_whoever_may_be_fragile_or_stranded_goes_first(text: str) -> None:
    """In either language, with or without accents and capitals."""
    assert goes_first(text, Network.X, Triage.RESPOND)


@pytest.mark.parametrize(
    "text", ["Where is my parcel?", "Un seul train sur deux", "The babysitter app is down"]
)
def test_other_messages_wait_their_turn(text: str) -> None:
    """A word within a word tells nothing."""
    assert not goes_first(text, Network.X, None)


def test_the_press_and_whoever_is_handed_over_go_first() -> None:
    """Whatever they write."""
    assert goes_first("A question", Network.PRESS, None)
    assert goes_first("A question", None, Triage.HANDOVER)
