"""What keeps an incident from being erased from or deleted: something still to be done, and never a review alone."""

from playbooks.dues import dues
from playbooks.keeping import is_over
from playbooks.moments import DueKind
from tests.rules.scene import after, opened


def test_a_review_that_nobody_held_keeps_nobodys_name() -> None:
    """It is asked for until somebody does, which may be never."""
    story = opened()
    assert not is_over(story.incident)
    story.closes()

    assert {DueKind.REVIEW} == {due.kind for due in dues(story.incident)}
    assert is_over(story.incident)


def test_an_action_that_nobody_has_done_keeps_it() -> None:
    """Somebody is still waited for, and must be known."""
    story = opened()
    story.closes()
    story.plans("Train the night shift", after(60))

    assert not is_over(story.incident)
