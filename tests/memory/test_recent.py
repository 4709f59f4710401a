"""What a process keeps in mind of incidents, and how much of it."""

from dataclasses import replace

import pytest

from playbooks.incident import Incident
from storage import recent
from storage.codec import snapshot
from tests.fakes.plans import an_incident


def held(mind: recent.Recent, incidents: list[Incident]) -> list[bool]:
    """Whether each is known without being read again: what is known is the very same."""
    return [mind.read(one.id, snapshot(one), one.playbook) is one for one in incidents]


def test_p9_what_is_kept_is_bounded_by_its_length(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever comes pushes out what came longest ago, and an incident that is told anew counts once."""
    first, second, third = (an_incident(number) for number in (1, 2, 3))
    monkeypatch.setattr(recent, "KEPT", 2 * len(snapshot(first)) + 20)
    mind = recent.Recent()
    for one in (first, first, second):
        mind.keep(snapshot(one), one)
    assert [True, True] == held(mind, [first, second])

    mind.keep(snapshot(third), third)
    assert [True, True] == held(mind, [second, third])

    grown = replace(second, title="x" * len(snapshot(first)))
    mind.keep(snapshot(grown), grown)
    assert [True] == held(mind, [grown])
    assert [False] == held(mind, [third])
