"""The checklist: who ticks, skips, takes, undoes and adds, and what is asked of them for it."""

from datetime import timedelta

import pytest

from playbooks import events as e
from playbooks.commands import (
    AddStep,
    AssignStep,
    CloseIncident,
    CompleteStep,
    NameLead,
    ReopenStep,
    SkipStep,
    TakeStep,
)
from playbooks.errors import AlreadyDone, BadRequest, Conflict, NotFound, Refusal
from playbooks.incident import StepStatus
from playbooks.playbook import StepId, UserId
from tests.rules.scene import (
    BASILE,
    BRIEF,
    DANA,
    FACTS,
    ID,
    LINE,
    MAUD,
    NOON,
    PAUL,
    SAOIRSE,
    SUBSTANCE,
    THANKS,
    Order,
    after,
    minutes,
    opened,
)


def test_a_ticked_step_says_who_and_when() -> None:
    """Anybody may tick; the state keeps the person and the moment."""
    story = opened()
    story.now = after(12)
    story.asks(CompleteStep(incident=ID, step=FACTS, note="two lists, verified"), by=PAUL)
    progress = story.incident.step(FACTS).progress

    assert (StepStatus.DONE, PAUL, after(12)) == (progress.status, progress.settled_by, progress.settled_at)
    assert "two lists, verified" == progress.words


def test_n11_the_first_tick_wins_and_the_second_is_told_who_and_when() -> None:
    """Two people press at once: one fact, and a calm answer to the other that names the first and the moment."""
    story = opened()
    story.now = after(3)
    story.asks(CompleteStep(incident=ID, step=FACTS), by=SAOIRSE)

    with pytest.raises(AlreadyDone) as refusal:
        story.asks(CompleteStep(incident=ID, step=FACTS), by=PAUL)

    for words in (refusal.value.tell.en, refusal.value.tell.fr):
        assert f"<@{SAOIRSE}>" in words
        assert f"<!date^{int(after(3).timestamp())}^" in words
    assert SAOIRSE == story.incident.step(FACTS).progress.settled_by


@pytest.mark.parametrize(
    "second", [SkipStep(incident=ID, step=LINE), AssignStep(incident=ID, step=LINE, to=PAUL)]
)
def test_n11_nothing_else_is_done_to_a_settled_step_either(second: Order) -> None:
    """Skipping or taking a step that is done answers as a second tick does."""
    story = opened()
    story.asks(CompleteStep(incident=ID, step=LINE), by=BASILE)

    with pytest.raises(AlreadyDone, match=f"<@{BASILE}>"):
        story.asks(second, by=PAUL)


@pytest.mark.parametrize("reason", ["", "   ", "\n\u200b\n"])
def test_a_mandatory_step_is_not_skipped_without_a_reason(reason: str) -> None:
    """The refusal belongs beside the reason's field and shows how to give one."""
    story = opened()

    with pytest.raises(BadRequest) as refusal:
        story.asks(SkipStep(incident=ID, step=FACTS, reason=reason))

    assert "reason" == refusal.value.field
    assert story.incident.step(FACTS).open


def test_a_mandatory_step_is_skipped_with_a_reason_which_is_kept() -> None:
    """The review shows why."""
    story = opened()
    story.asks(SkipStep(incident=ID, step=FACTS, reason="the authority has them"))
    progress = story.incident.step(FACTS).progress

    assert (StepStatus.SKIPPED, "the authority has them") == (progress.status, progress.words)


def test_an_optional_step_is_skipped_without_a_word() -> None:
    """Only what the playbook calls mandatory asks for a reason."""
    story = opened()
    story.asks(SkipStep(incident=ID, step=LINE))

    assert StepStatus.SKIPPED is story.incident.step(LINE).progress.status


@pytest.mark.parametrize("note", ["", " ", "\u200d", "\u2060\u200b"])
def test_a_decision_is_not_ticked_without_saying_what_was_decided(note: str) -> None:
    """A tick alone would leave the review with nothing to judge."""
    story = opened()

    with pytest.raises(BadRequest) as refusal:
        story.asks(CompleteStep(incident=ID, step=SUBSTANCE, note=note))

    assert "note" == refusal.value.field
    assert story.incident.step(SUBSTANCE).open


def test_a_decision_keeps_its_words() -> None:
    """What was decided stands in the state and in the log."""
    story = opened()
    (fact,) = story.asks(CompleteStep(incident=ID, step=SUBSTANCE, note="hold until two, legal agrees"))

    assert isinstance(fact, e.StepCompleted)
    assert "hold until two, legal agrees" == fact.note == story.incident.step(SUBSTANCE).progress.words


def test_an_undone_step_is_as_if_it_had_not_been_settled() -> None:
    """A tick by mistake is taken back, with its words; the step can be ticked again by somebody else."""
    story = opened()
    story.asks(CompleteStep(incident=ID, step=FACTS, note="by mistake"), by=PAUL)
    story.asks(ReopenStep(incident=ID, step=FACTS), by=SAOIRSE)
    progress = story.incident.step(FACTS).progress

    assert (StepStatus.OPEN, None, None, "") == (
        progress.status,
        progress.settled_by,
        progress.settled_at,
        progress.words,
    )
    story.asks(CompleteStep(incident=ID, step=FACTS), by=SAOIRSE)
    assert SAOIRSE == story.incident.step(FACTS).progress.settled_by


def test_a_skipped_step_comes_back_when_it_is_undone() -> None:
    """Undoing works for a skip as for a tick."""
    story = opened()
    story.asks(SkipStep(incident=ID, step=LINE, reason="no press yet"))
    story.asks(ReopenStep(incident=ID, step=LINE))

    assert story.incident.step(LINE).open


def test_an_open_step_has_nothing_to_undo() -> None:
    """The answer is friendly, and nothing is logged."""
    story = opened()

    with pytest.raises(AlreadyDone, match="nothing to undo"):
        story.asks(ReopenStep(incident=ID, step=FACTS))


def test_a_step_is_taken_by_giving_it_to_oneself() -> None:
    """The person is its owner from now on, whatever role the playbook names."""
    story = opened()
    story.asks(AssignStep(incident=ID, step=FACTS, to=PAUL), by=PAUL)

    assert PAUL == story.incident.owner(story.incident.step(FACTS))


def test_n11_taking_twice_is_told_and_not_logged_twice() -> None:
    """A second press of Take has no effect and says whose the step is."""
    story = opened()
    story.asks(AssignStep(incident=ID, step=FACTS, to=PAUL), by=PAUL)

    with pytest.raises(AlreadyDone, match=f"<@{PAUL}>"):
        story.asks(AssignStep(incident=ID, step=FACTS, to=PAUL), by=PAUL)


def test_a_step_can_pass_from_one_person_to_another() -> None:
    """Giving is not a race: the latest word counts."""
    story = opened()
    story.asks(AssignStep(incident=ID, step=FACTS, to=PAUL))
    story.asks(AssignStep(incident=ID, step=FACTS, to=DANA))

    assert DANA == story.incident.owner(story.incident.step(FACTS))


def test_an_added_step_stands_at_the_end_with_its_owner_and_time() -> None:
    """What the playbook did not foresee is worked like the rest of the checklist."""
    story = opened()
    story.now = after(5)
    story.asks(AddStep(incident=ID, title="Call the hosting company", owner=PAUL, due_in=minutes(15)))
    added = story.incident.steps[-1]

    assert (6, "Call the hosting company") == (added.number, added.step.title.fr)
    assert (PAUL, after(20)) == (story.incident.owner(added), added.progress.due_at)
    story.asks(CompleteStep(incident=ID, step=added.step.id))
    assert not story.incident.steps[-1].open


def test_each_added_step_has_a_name_of_its_own() -> None:
    """Two added steps are ticked apart."""
    story = opened()
    for title in ("one", "two", "three"):
        story.asks(AddStep(incident=ID, title=title))

    assert 3 == len({added.id for added in story.incident.added})


def test_an_added_step_needs_words() -> None:
    """An empty line in a checklist helps nobody."""
    with pytest.raises(BadRequest) as refusal:
        opened().asks(AddStep(incident=ID, title=" \n "))

    assert "title" == refusal.value.field


@pytest.mark.parametrize("due_in", [timedelta(0), minutes(-5), timedelta(days=400), timedelta.max])
def test_an_added_step_is_due_at_a_moment_that_makes_sense(due_in: timedelta) -> None:
    """A time that has passed or lies beyond any crisis is refused beside its field, never a fault."""
    with pytest.raises(BadRequest) as refusal:
        opened().asks(AddStep(incident=ID, title="Later", due_in=due_in))

    assert "due" == refusal.value.field


def test_a_step_that_is_not_there_is_named_in_the_answer() -> None:
    """The refusal quotes what was typed and says where the steps are."""
    with pytest.raises(NotFound, match="colour"):
        opened().asks(CompleteStep(incident=ID, step=StepId("colour")))


CLOSED_TO: tuple[Order, ...] = (
    CompleteStep(incident=ID, step=FACTS),
    SkipStep(incident=ID, step=FACTS, reason="late"),
    ReopenStep(incident=ID, step=FACTS),
    AssignStep(incident=ID, step=FACTS, to=PAUL),
    AddStep(incident=ID, title="one more"),
    CloseIncident(incident=ID, reason="again"),
)


@pytest.mark.parametrize("order", CLOSED_TO, ids=lambda order: type(order).__name__)
def test_a_closed_incident_s_checklist_no_longer_changes(order: Order) -> None:
    """N10: a form that arrives after the close is answered kindly and changes nothing."""
    story = opened()
    story.closes()
    before = story.incident

    with pytest.raises(Conflict, match="INC-2026-0001 is closed"):
        story.asks(order)

    assert before == story.incident


def test_a_refused_order_changes_nothing() -> None:
    """Whatever is refused leaves neither a fact nor another state."""
    story = opened()
    before, known = story.incident, len(story.facts)

    with pytest.raises(Refusal):
        story.asks(SkipStep(incident=ID, step=FACTS))

    assert (before, known) == (story.incident, len(story.facts))


def test_the_checklist_is_numbered_as_people_read_it() -> None:
    """The first line is number one; the playbook's order is kept."""
    incident = opened().incident

    assert [(1, FACTS), (2, SUBSTANCE), (3, BRIEF), (4, LINE), (5, THANKS)] == [
        (line.number, line.step.id) for line in incident.steps
    ]
    assert NOON == incident.opened_at
    assert MAUD == incident.owner(incident.step(BRIEF))


def test_n11_the_first_to_take_a_step_has_it() -> None:
    """Two people press I take it: the second is told who has it and since when, and takes over only on purpose."""
    story = opened()
    story.now = after(4)
    story.asks(TakeStep(incident=ID, step=FACTS), by=DANA)

    with pytest.raises(AlreadyDone) as refusal:
        story.asks(TakeStep(incident=ID, step=FACTS), by=PAUL)
    for words in (refusal.value.tell.en, refusal.value.tell.fr):
        assert f"<@{DANA}>" in words
        assert f"<!date^{int(after(4).timestamp())}^" in words

    story.asks(AssignStep(incident=ID, step=FACTS, to=PAUL), by=PAUL)
    assert PAUL == story.incident.owner(story.incident.step(FACTS))


@pytest.mark.parametrize("nobody", ["USLACKBOT", "<!channel>", "U9,U8", "", "C0GENERAL"])
def test_only_a_member_is_given_a_step_or_the_lead(nobody: str) -> None:
    """What is no person's id is refused, and so is Slack's own bot."""
    story = opened()
    for order in (
        AssignStep(incident=ID, step=FACTS, to=UserId(nobody)),
        NameLead(incident=ID, lead=UserId(nobody)),
    ):
        with pytest.raises(NotFound):
            story.asks(order, by=SAOIRSE)
