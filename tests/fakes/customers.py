"""A customer's case for tests."""

from dataclasses import replace
from typing import Any

from playbooks.events import CaseOpened
from playbooks.routing.pledges import STANDARD_PLEDGES, Urgency
from tests.fakes.clock import MONDAY_MORNING


def a_case(**changes: Any) -> CaseOpened:
    """A customer of whom little is known, to be answered soon, in all hours."""
    plain = CaseOpened(
        at=MONDAY_MORNING,
        text="Where is my parcel?",
        network=None,
        link="",
        author="",
        reach=None,
        urgency=Urgency.P2,
        pledges=tuple(STANDARD_PLEDGES.items()),
        week=None,
    )
    return replace(plain, **changes)
