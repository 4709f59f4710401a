"""A newer version of a running incident's playbook is offered once, and accepting it loses nothing that was done."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from playbooks import events as e
from playbooks import versions
from playbooks.commands import AcceptVersion, AddStep, AssignStep, CompleteStep, DeclineVersion, ReopenStep
from playbooks.errors import Conflict, NotAllowed
from playbooks.folding import apply, fold
from playbooks.incident import StepStatus
from playbooks.playbook import Playbook, PlaybookId, RoleId, Step, StepId
from tests.rules.scene import (
    BREACH,
    BRIEF,
    DANA,
    FACTS,
    ID,
    LINE,
    MAUD,
    NOON,
    PAUL,
    STEPS,
    SUBSTANCE,
    THANKS,
    Story,
    after,
    minutes,
    opened,
    step,
    words,
)

NOTIFY = StepId("notify")


def version(number: int, *steps: Step, **changes: object) -> Playbook:
    """Another version of the breach; without steps, with the same ones."""
    plan = steps or BREACH.steps
    made = replace(BREACH, version=number, digest=f"{number:064}", steps=plan)
    return replace(made, **changes)  # type: ignore[arg-type]  # Names of fields.


def offered(newest: Playbook, story: Story | None = None) -> Story:
    """A crisis to which a newer version was offered after ten minutes."""
    told = story or opened()
    told.shelf = (*told.shelf, newest)
    told.now = after(10)
    told.happens(*versions.offering(told.incident, newest, now=told.now))
    return told


def decides(story: Story, order: Callable[..., AcceptVersion | DeclineVersion], number: int) -> None:
    """The lead decides about a version."""
    asked = order(incident=ID, version=number)
    story.happens(*versions.decide(story.incident, asked, by=MAUD, now=story.now))


def test_a_newer_version_is_offered_once_and_changes_nothing() -> None:
    """The incident keeps the version it opened with until somebody decides."""
    newest = version(3, step(NOTIFY, "comms", 20))
    story = offered(newest)

    assert BREACH == story.incident.playbook
    assert story.incident.offer is not None
    assert story.incident.offer.waits
    assert () == versions.offering(story.incident, newest, now=after(11))


@pytest.mark.parametrize(
    "newest",
    [None, BREACH, version(1), replace(version(3), id=PlaybookId("fire"))],
    ids=["none", "the same", "an older one", "another playbook"],
)
def test_only_a_newer_version_of_the_same_playbook_is_offered(newest: Playbook | None) -> None:
    """Anything else is none of this incident's business."""
    assert () == versions.offering(opened().incident, newest, now=NOON)


def test_a_closed_incident_is_offered_nothing() -> None:
    """Its checklist no longer changes."""
    story = opened()
    story.closes()

    assert () == versions.offering(story.incident, version(3), now=NOON)


def test_declining_is_remembered_for_that_version_alone() -> None:
    """It is not offered again; a still newer one is."""
    story = offered(version(3))
    decides(story, DeclineVersion, 3)

    assert BREACH == story.incident.playbook
    assert () == versions.offering(story.incident, version(3), now=story.now)
    assert [4] == [f.version for f in versions.offering(story.incident, version(4), now=story.now)]  # type: ignore[attr-defined]


def test_a_declined_version_may_still_be_accepted() -> None:
    """Somebody thinks again: the differences are there to be looked at."""
    story = offered(version(3))
    decides(story, DeclineVersion, 3)
    decides(story, AcceptVersion, 3)

    assert 3 == story.incident.playbook.version


def test_accepting_keeps_what_is_done_and_adds_what_is_new() -> None:
    """Done steps stay done; a new step's time counts from the acceptance."""
    story = opened()
    story.asks(CompleteStep(incident=ID, step=FACTS, note="one file"))
    before = story.incident.step(FACTS).progress
    newest = version(3, *STEPS, step(NOTIFY, "comms", 20))
    decides(offered(newest, story), AcceptVersion, 3)

    assert newest == story.incident.playbook
    assert before == story.incident.step(FACTS).progress
    assert after(30) == story.incident.step(NOTIFY).progress.due_at
    assert after(30) == story.incident.step(SUBSTANCE).progress.due_at  # As it was: from the opening.
    assert story.incident.offer is None


def test_an_open_step_that_is_gone_disappears_and_a_settled_one_stays_to_be_seen() -> None:
    """What was done is never hidden; it is put behind the new version's steps."""
    story = opened()
    story.asks(CompleteStep(incident=ID, step=FACTS))
    story.asks(AddStep(incident=ID, title="Call the mayor"))
    decides(offered(version(3, STEPS[2], STEPS[3]), story), AcceptVersion, 3)

    names = [s.step.id for s in story.incident.steps]
    assert [BRIEF, LINE, FACTS, StepId("added-1")] == names
    assert StepStatus.DONE is story.incident.step(FACTS).progress.status
    story.asks(ReopenStep(incident=ID, step=FACTS))
    assert story.incident.step(FACTS).open


def test_a_step_that_comes_back_comes_back_as_it_went() -> None:
    """Version 4 asks again for what version 3 had dropped: it is still done."""
    story = opened()
    story.asks(CompleteStep(incident=ID, step=FACTS))
    decides(offered(version(3, *STEPS[1:]), story), AcceptVersion, 3)
    decides(offered(version(4), story), AcceptVersion, 4)

    assert [s.id for s in STEPS] == [s.step.id for s in story.incident.plan]
    assert not story.incident.step(FACTS).open


def test_new_words_and_a_new_order_are_taken_and_an_owner_given_by_name_stays() -> None:
    """The checklist reads as the new version; Paul keeps his step."""
    story = opened()
    story.asks(AssignStep(incident=ID, step=LINE, to=PAUL))
    reworded = replace(STEPS[3], title=words("Say the line"), role=None)
    decides(offered(version(3, reworded, *STEPS[:3], STEPS[4]), story), AcceptVersion, 3)

    assert [LINE, FACTS, SUBSTANCE, BRIEF, THANKS] == [s.step.id for s in story.incident.steps]
    first = story.incident.steps[0]
    assert words("Say the line") == first.step.title
    assert PAUL == story.incident.owner(first)


@pytest.mark.parametrize(("due", "expected"), [(60, after(60)), (5, after(15)), (None, None)])
def test_another_time_counts_from_the_opening_and_makes_nobody_late_at_once(
    due: int | None, expected: object
) -> None:
    """A time that has passed already starts anew at the acceptance."""
    changed = replace(STEPS[0], due=None if due is None else minutes(due))
    story = offered(version(3, changed, *STEPS[1:]))
    decides(story, AcceptVersion, 3)

    assert expected == story.incident.step(FACTS).progress.due_at


def test_a_new_step_that_counts_from_another_waits_for_it_or_starts_now() -> None:
    """Its anchor is settled: from the acceptance. It is not: once it is."""
    story = opened()
    story.asks(CompleteStep(incident=ID, step=FACTS))
    now_due = replace(step(NOTIFY, "comms", 20), after=FACTS)
    waiting = replace(step(StepId("later"), "comms", 20), after=BRIEF)
    decides(offered(version(3, *STEPS, now_due, waiting), story), AcceptVersion, 3)

    assert after(30) == story.incident.step(NOTIFY).progress.due_at
    assert story.incident.step(StepId("later")).progress.due_at is None
    story.asks(CompleteStep(incident=ID, step=BRIEF))
    assert after(30) == story.incident.step(StepId("later")).progress.due_at


def test_the_lead_or_whoever_opened_it_decides() -> None:
    """Others are told whom to ask."""
    story = offered(version(3))
    order = AcceptVersion(incident=ID, version=3)

    with pytest.raises(NotAllowed):
        versions.decide(story.incident, order, by=PAUL, now=NOON)
    assert (e.VersionAccepted(at=NOON, by=DANA, version=3, digest=version(3).digest),) == versions.decide(
        story.incident, order, by=DANA, now=NOON
    )


def test_a_form_that_shows_an_older_offer_decides_nothing() -> None:
    """Whoever saw what version 3 changes has not seen version 4."""
    story = offered(version(3))
    offered(version(4), story)

    with pytest.raises(Conflict):
        decides(story, AcceptVersion, 3)
    with pytest.raises(Conflict):
        versions.decide(opened().incident, DeclineVersion(incident=ID, version=3), by=MAUD, now=NOON)


def test_the_log_alone_gives_the_state_again() -> None:
    """Folding needs the released versions and nothing else."""
    story = offered(version(3, *STEPS[1:], step(NOTIFY, "comms", 20)))
    decides(story, AcceptVersion, 3)

    assert story.incident == fold(ID, tuple(story.facts), BREACH, story.released)


def test_a_version_that_is_not_the_one_accepted_is_never_folded() -> None:
    """Neither another document under its number, nor none."""
    fact = e.VersionAccepted(at=NOON, by=MAUD, version=3, digest="0" * 64)
    with pytest.raises(LookupError):
        apply(opened().incident, fact)
    with pytest.raises(ValueError, match="is not the document"):
        apply(opened().incident, fact, lambda *_: version(3))


def test_a_part_that_was_done_survives_a_version_without_its_step() -> None:
    """One of two owners has done their part of a step that the newer version drops: it stays to be finished."""
    both = replace(step(NOTIFY, None, 60), roles=(RoleId("press"), RoleId("security")))
    story = opened(version(2, *BREACH.steps, both))
    story.asks(CompleteStep(incident=ID, step=NOTIFY), by=story.incident.owner(story.incident.step(NOTIFY)))
    offered(version(3), story)
    decides(story, AcceptVersion, 3)

    assert NOTIFY in [one.step.id for one in story.incident.open_steps]
    assert 1 == len(story.incident.step(NOTIFY).progress.parts)
