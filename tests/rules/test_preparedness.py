"""How prepared an incident was: three shares and their mean; of nothing, nothing is said."""

from dataclasses import replace
from datetime import timedelta

from playbooks.commands import AddStep, CompleteStep
from playbooks.playbook import StepId
from playbooks.preparedness import Share, preparedness
from tests.rules.scene import BREACH, ID, NOON, opened


def test_an_incident_in_which_nothing_was_done_yet_has_no_share_of_it() -> None:
    """No division by zero: what cannot be counted is left out."""
    story = opened(replace(BREACH, steps=()), planned=())

    found = preparedness(story.incident)
    assert (None, None, None, None) == (found.in_time, found.planned, found.weighed, found.percent)


def test_what_was_added_on_the_spot_and_what_was_late_count_against_it() -> None:
    """One of two done steps was planned; a mandatory step that was done late is not in time."""
    story = opened()
    story.asks(AddStep(incident=ID, title="Call the mayor"))
    first = next(
        step for step in story.incident.steps if step.step.id not in {s.id for s in story.incident.added}
    )
    added = story.incident.added[0].id
    story.asks(CompleteStep(incident=ID, step=StepId(first.step.id), note="done"))
    story.asks(CompleteStep(incident=ID, step=StepId(added)))

    found = preparedness(story.incident)
    assert Share(some=1, all=2) == found.planned
    assert found.in_time is not None
    assert found.percent == round(50 * (found.in_time.of_one + 0.5))
    before = NOON - timedelta(minutes=1)
    late = replace(story.incident, progress=tuple(replace(p, due_at=before) for p in story.incident.progress))
    in_time = preparedness(late).in_time
    assert in_time is not None
    assert 0 == in_time.some
