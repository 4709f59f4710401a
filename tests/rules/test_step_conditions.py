"""Steps that depend on a decision, count from another step, offer set answers or belong to several people."""

from dataclasses import replace

import pytest

from playbooks import events as e
from playbooks.commands import CloseIncident, CompleteStep, ReopenStep, SkipStep
from playbooks.dues import dues
from playbooks.errors import AlreadyDone, BadRequest, Conflict, NotAllowed
from playbooks.incident import StepStatus
from playbooks.moments import DueKind
from playbooks.playbook import Choice, Condition, RoleId, Step, StepId, StepKind
from playbooks.reading import condition
from tests.rules.scene import (
    BREACH,
    ID,
    MAUD,
    PAUL,
    Story,
    after,
    opened,
    step,
    words,
)

VERDICT, REFUND, PAGE, APOLOGY, SAFETY, BOTH = map(
    StepId, ("verdict", "refund", "page", "apology", "safety", "both")
)


def planned(*steps: Step) -> Story:
    """Open an incident whose playbook has these steps alone."""
    return opened(replace(BREACH, steps=steps))


def a_decision(step_id: StepId = VERDICT) -> Step:
    """A decision between three set answers."""
    choices = tuple(Choice(id=name, title=words(name)) for name in ("refund", "exchange", "nothing"))
    return replace(step(step_id, "lead", 30), kind=StepKind.DECISION, choices=choices)


def depending(step_id: StepId, when: str, due: int | None = 60) -> Step:
    """A step of the press role that is there only under a condition."""
    return replace(step(step_id, "press", due), when=condition(when))


def there(story: Story) -> list[str]:
    """Name the steps that are on the checklist now."""
    return [one.step.id for one in story.incident.steps]


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("people at risk", Condition(step=None)),
        ("substance is hold", Condition(step=StepId("substance"), words=("hold",))),
        ("substance is hold or silent", Condition(step=StepId("substance"), words=("hold", "silent"))),
        ("substance is not silent", Condition(step=StepId("substance"), words=("silent",), negated=True)),
    ],
)
def test_a_condition_is_read_as_it_is_written(text: str, means: Condition) -> None:
    """The four ways of writing a condition each say what they look like."""
    assert means == condition(text)


def test_a_step_appears_once_its_decision_calls_for_it() -> None:
    """Before the decision it is not there; after the answer it names it is; after another answer it is not."""
    story = planned(
        a_decision(), depending(REFUND, "verdict is refund"), depending(PAGE, "verdict is not refund")
    )

    assert ["verdict"] == there(story)
    story.asks(CompleteStep(incident=ID, step=VERDICT, choice="refund"), by=MAUD)
    assert ["verdict", "refund"] == there(story)
    story.asks(ReopenStep(incident=ID, step=VERDICT), by=MAUD)
    assert ["verdict"] == there(story)
    story.asks(CompleteStep(incident=ID, step=VERDICT, choice="nothing"), by=MAUD)
    assert ["verdict", "page"] == there(story)


def test_numbers_do_not_move_when_a_step_appears() -> None:
    """“Step 3” is the same step before and after a decision, for people who say it on the telephone."""
    story = planned(a_decision(), depending(REFUND, "verdict is refund"), step(APOLOGY, "press", 60))
    before = {one.step.id: one.number for one in story.incident.steps}
    story.asks(CompleteStep(incident=ID, step=VERDICT, choice="refund"), by=MAUD)

    assert {"verdict": 1, "apology": 3} == before
    assert {"verdict": 1, "refund": 2, "apology": 3} == {s.step.id: s.number for s in story.incident.steps}


def test_a_step_that_is_not_called_for_is_neither_due_nor_left_open() -> None:
    """Nobody is chased for it, and the close does not name it."""
    hidden = replace(depending(REFUND, "verdict is refund", due=5), mandatory=True)
    story = planned(a_decision(), hidden)
    story.asks(CompleteStep(incident=ID, step=VERDICT, choice="exchange"), by=MAUD)

    assert [] == [due for due in dues(story.incident) if due.subject == REFUND]
    story.asks(CloseIncident(incident=ID), by=MAUD)
    assert () == next(f.left_open for f in story.facts if isinstance(f, e.IncidentClosed))


def test_a_step_that_is_not_called_for_cannot_be_ticked() -> None:
    """Whoever types its number hears why it is not there."""
    story = planned(a_decision(), depending(REFUND, "verdict is refund"))

    with pytest.raises(Conflict, match="not called for"):
        story.asks(CompleteStep(incident=ID, step=REFUND), by=PAUL)


def test_what_was_done_stays_though_the_decision_changed() -> None:
    """Work that was done is never hidden by a decision taken again."""
    story = planned(a_decision(), depending(REFUND, "verdict is refund"))
    story.asks(CompleteStep(incident=ID, step=VERDICT, choice="refund"), by=MAUD)
    story.asks(CompleteStep(incident=ID, step=REFUND), by=PAUL)
    story.asks(ReopenStep(incident=ID, step=VERDICT), by=MAUD)
    story.asks(CompleteStep(incident=ID, step=VERDICT, choice="nothing"), by=MAUD)

    assert ["verdict", "refund"] == there(story)
    assert StepStatus.DONE is story.incident.step(REFUND).progress.status


def test_people_at_risk_call_for_steps_of_their_own() -> None:
    """A condition may be that people are at risk."""
    story = planned(depending(SAFETY, "people at risk"), step(APOLOGY, "press", 60))

    assert ["apology"] == there(story)
    story.incident = replace(story.incident, people_at_risk=True)
    assert ["safety", "apology"] == there(story)


def test_a_decision_between_set_answers_needs_one_of_them() -> None:
    """Free words are not one of the answers; the answer itself is kept beside the reason."""
    story = planned(a_decision())
    for choice in ("", "maybe"):
        with pytest.raises(BadRequest) as refusal:
            story.asks(CompleteStep(incident=ID, step=VERDICT, note="refund them", choice=choice), by=MAUD)
        assert "choice" == refusal.value.field
    story.asks(CompleteStep(incident=ID, step=VERDICT, note="it is our fault", choice="refund"), by=MAUD)
    progress = story.incident.step(VERDICT).progress

    assert ("refund", "it is our fault") == (progress.choice, progress.words)


def test_a_time_that_counts_from_a_step_starts_when_that_step_is_settled() -> None:
    """No due moment before; then the span after the tick; none again when the tick is taken back."""
    follow_up = replace(step(PAGE, "press", 20), after=APOLOGY)
    story = planned(step(APOLOGY, "lead", 60), follow_up)

    assert [] == [due for due in dues(story.incident) if due.subject == PAGE]
    story.now = after(45)
    story.asks(CompleteStep(incident=ID, step=APOLOGY), by=MAUD)
    assert after(65) in [due.at for due in dues(story.incident) if due.subject == PAGE]
    story.asks(ReopenStep(incident=ID, step=APOLOGY), by=MAUD)
    assert [] == [due for due in dues(story.incident) if due.subject == PAGE]


def test_a_skipped_step_starts_the_time_as_a_done_one_does() -> None:
    """What follows a step is not forgotten because the step itself was left out."""
    story = planned(step(APOLOGY, "lead", 60), replace(step(PAGE, "press", 20), after=APOLOGY))
    story.asks(SkipStep(incident=ID, step=APOLOGY, reason="said on the telephone"), by=MAUD)

    assert after(20) == story.incident.step(PAGE).progress.due_at


def shared() -> Step:
    """A step of two roles: press and security."""
    return replace(step(BOTH, None, 30), roles=(RoleId("press"), RoleId("security")))


def test_a_step_of_several_owners_is_done_when_each_has_done_their_part() -> None:
    """The first part leaves it open, the last one settles it."""
    story = planned(shared())
    press, security = story.incident.owners(story.incident.step(BOTH))
    story.asks(CompleteStep(incident=ID, step=BOTH), by=press)

    assert story.incident.step(BOTH).open
    assert security == story.incident.owner(story.incident.step(BOTH))
    with pytest.raises(AlreadyDone, match=security):
        story.asks(CompleteStep(incident=ID, step=BOTH), by=press)
    story.asks(CompleteStep(incident=ID, step=BOTH), by=security)
    assert not story.incident.step(BOTH).open


def test_others_do_not_tick_a_shared_step_but_the_lead_may() -> None:
    """A bystander is told whose it is; the lead settles it for everybody."""
    story = planned(shared())
    with pytest.raises(NotAllowed, match=str(story.incident.owner(story.incident.step(BOTH)))):
        story.asks(CompleteStep(incident=ID, step=BOTH), by=PAUL)
    story.asks(CompleteStep(incident=ID, step=BOTH), by=story.incident.lead)

    assert not story.incident.step(BOTH).open


def test_each_owner_of_a_late_step_is_told_but_not_who_has_done_their_part() -> None:
    """Lateness goes to those who still have something to do."""
    story = planned(shared())
    press, security = story.incident.owners(story.incident.step(BOTH))
    story.asks(CompleteStep(incident=ID, step=BOTH), by=press)
    story.waits(31)

    late = [fact for fact in story.facts if isinstance(fact, e.StepsLate) and BOTH in fact.steps]
    assert [security] == [fact.to for fact in late]
    assert [] == [d for d in dues(story.incident) if d.kind is DueKind.STEP_OWNER]


@pytest.mark.parametrize("done", [False, True])
def test_a_lead_who_shares_a_late_step_is_told_of_it_once(done: bool) -> None:
    """As an owner while their part is open, as the lead once it is done; never again and again."""
    story = planned(replace(shared(), roles=(RoleId("lead"), RoleId("security"))))
    if done:
        story.asks(CompleteStep(incident=ID, step=BOTH), by=MAUD)
    story.waits(31)
    story.waits(10)
    story.waits(600)

    late = [fact.to for fact in story.facts if isinstance(fact, e.StepsLate) and BOTH in fact.steps]
    assert 1 == late.count(MAUD)
    assert [] == [due for due in dues(story.incident) if due.subject == BOTH and due.at < story.now]


def test_undoing_a_shared_step_asks_every_owner_again() -> None:
    """Parts are taken back with the tick."""
    story = planned(shared())
    for owner in story.incident.owners(story.incident.step(BOTH)):
        story.asks(CompleteStep(incident=ID, step=BOTH), by=owner)
    story.asks(ReopenStep(incident=ID, step=BOTH), by=PAUL)

    assert () == story.incident.step(BOTH).progress.parts
