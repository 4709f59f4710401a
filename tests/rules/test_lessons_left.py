"""What is left to do about a lesson, by what it asks for and what it is about."""

from dataclasses import replace

import pytest

from playbooks.commands import Sort, Target, TargetKind
from playbooks.lessons import is_open
from tests.rules.scene import after, opened


@pytest.mark.parametrize(
    ("sort", "kind", "settled_by_done"),
    [
        (Sort.KEEP, TargetKind.STEP, True),  # Nothing is to change: no version needs to cite it.
        (Sort.CHANGE, TargetKind.STEP, False),
        (Sort.STOP, TargetKind.TEMPLATE, False),
        (Sort.CHANGE, TargetKind.TRAINING, True),
    ],
)
def test_what_changes_the_playbook_is_settled_by_a_version_and_all_else_by_done(
    sort: Sort, kind: TargetKind, *, settled_by_done: bool
) -> None:
    """Done by hand alone, a change of the playbook is still asked for."""
    story = opened()
    story.closes()
    story.plans("x", after(60))
    (action,) = story.incident.actions
    lesson = replace(action, sort=sort, target=Target(kind=kind, name="facts"))

    assert is_open(lesson)
    assert settled_by_done is not is_open(replace(lesson, done_at=story.now))
