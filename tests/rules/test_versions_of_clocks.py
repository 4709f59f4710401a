"""A newer version of a playbook loses no legal clock that counts, and moves no limit that somebody answers for."""

from dataclasses import replace
from datetime import timedelta

import pytest

from playbooks import duties, versions
from playbooks import events as e
from playbooks.commands import AcceptVersion
from playbooks.dues import dues
from playbooks.errors import AlreadyDone
from playbooks.folding import fold
from playbooks.incident import DutyState
from playbooks.playbook import Clock, RoleId
from tests.rules.clocks import (
    CLOCKED,
    NOTIFY,
    RECALL,
    REPORT,
    clock,
    clocked,
    confirms,
    meets,
    orders,
    waives,
)
from tests.rules.scene import CLAIRE, ID, MAUD, NOON, SAOIRSE, Story, kinds

HOUR = 60
LONGER = clock(NOTIFY, "security", timedelta(hours=96))
SHORTER = clock(NOTIFY, "security", timedelta(hours=24))


def accepted(story: Story, *clocks: Clock) -> Story:
    """The lead accepts a newer version with these clocks alone."""
    number = story.incident.playbook.version + 1
    newest = replace(CLOCKED, version=number, digest=f"{number:064}", clocks=clocks)
    story.shelf = (*story.shelf, newest)
    story.happens(*versions.offering(story.incident, newest, now=story.now))
    order = AcceptVersion(incident=ID, version=number)
    story.happens(*versions.decide(story.incident, order, by=MAUD, now=story.now))
    return story


def test_a_clock_that_a_newer_version_no_longer_has_goes_on() -> None:
    """Confirmed or only proposed, it still reminds its owner, and is met by the same people."""
    story = clocked()
    orders(story, confirms(NOTIFY))
    accepted(story)

    assert [NOTIFY, RECALL, REPORT] == [duty.id for duty in story.incident.duties]
    assert {NOTIFY, RECALL, REPORT} == {due.subject for due in dues(story.incident) if due.subject}
    assert [SAOIRSE] == [fact.to for fact in story.waits(36 * HOUR) if isinstance(fact, e.ClocksReminded)][:1]
    assert e.ClockMet in kinds(orders(story, meets(NOTIFY)))


def test_what_was_decided_about_a_lost_clock_stays_to_be_seen() -> None:
    """The receipt and the reason are still there."""
    story = clocked()
    orders(story, meets(NOTIFY))
    orders(story, waives(RECALL))
    before = story.incident.duties
    accepted(story)

    assert before == story.incident.duties


@pytest.mark.parametrize("changed", [LONGER, SHORTER])
def test_a_newer_version_moves_no_confirmed_limit(changed: Clock) -> None:
    """The deadline that Saoirse confirmed stays where it was; what the version proposes can be seen beside it."""
    story = clocked()
    orders(story, confirms(NOTIFY))
    accepted(story, changed)
    duty = duties.duty_of(story.incident, NOTIFY)

    assert NOON + timedelta(hours=72) == duty.limit_at
    assert changed == duties.newer(story.incident, duty)


def test_confirming_again_takes_the_newer_limit() -> None:
    """By its owner's word alone, with the same start; a second time there is nothing to take."""
    story = clocked()
    orders(story, confirms(NOTIFY))
    accepted(story, SHORTER)
    orders(story, confirms(NOTIFY))

    assert NOON + timedelta(hours=24) == duties.duty_of(story.incident, NOTIFY).limit_at
    with pytest.raises(AlreadyDone):
        orders(story, confirms(NOTIFY))


def test_a_clock_that_is_only_proposed_takes_the_newer_limit_and_counts_anew() -> None:
    """Missed by the old limit, it is told again by the new one, and missed again."""
    story = clocked()
    story.waits(73 * HOUR)
    accepted(story, LONGER)

    assert [(SAOIRSE, ((NOTIFY, 75),))] == [
        (fact.to, fact.shares[-1:])
        for fact in story.waits(0)
        if isinstance(fact, e.ClocksReminded) and NOTIFY in dict(fact.shares)
    ]
    missed = [fact.clock for fact in story.waits(24 * HOUR) if isinstance(fact, e.ClockMissed)]
    assert [NOTIFY] == missed


def test_a_new_owner_hears_at_once_how_much_is_over() -> None:
    """The newer version gives a proposed clock to communications: Claire was told nothing so far."""
    story = clocked()
    story.waits(54 * HOUR)
    accepted(story, replace(CLOCKED.clocks[0], owner=RoleId("comms")))

    assert (CLAIRE, ((NOTIFY, 75),)) in [
        (fact.to, fact.shares) for fact in story.waits(0) if isinstance(fact, e.ClocksReminded)
    ]


def test_the_log_alone_gives_the_clocks_again() -> None:
    """With the released versions and nothing else."""
    story = clocked()
    orders(story, confirms(NOTIFY))
    accepted(story, SHORTER, CLOCKED.clocks[1])
    accepted(story, LONGER)

    assert story.incident == fold(ID, tuple(story.facts), CLOCKED, story.released)
    assert DutyState.CONFIRMED is duties.duty_of(story.incident, NOTIFY).state
