"""A restricted incident is there for whoever may decide something about it, and for nobody else."""

from dataclasses import replace

from playbooks import publishing
from playbooks.desk.looking import may_see
from playbooks.seeing import admitted
from tests.rules.clocks import NOOR, clocked
from tests.rules.freezes import IVO, frozen, running
from tests.rules.scene import PAUL, Story


def restricted(story: Story) -> Story:
    """The same, known to few."""
    story.incident = replace(story.incident, restricted=True)
    return story


def test_a_legal_deputy_finds_the_clocks_that_they_may_decide_on() -> None:
    """Noor stands in for the owner of two clocks; Paul for nobody."""
    incident = restricted(clocked()).incident

    assert may_see(incident, NOOR)
    assert not may_see(incident, PAUL)


def test_a_deputy_is_not_invited_before_they_have_a_part_in_it() -> None:
    """What they may look up is not yet a seat in the channel."""
    assert NOOR not in restricted(clocked()).incident.people


def test_whoever_may_restart_publishing_finds_what_is_stopped() -> None:
    """Ivo stands in for the communications director: while nothing was stopped there is nothing to decide."""
    assert not may_see(restricted(running()).incident, IVO)
    stopped = restricted(frozen()).incident

    assert may_see(stopped, IVO)
    assert set(publishing.may_restart(stopped)) <= set(admitted(stopped))
