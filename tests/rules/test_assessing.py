"""The six questions are answered: what is kept, what changes, and which decision it settles."""

from dataclasses import replace

import pytest

from playbooks import events as e
from playbooks.commands import (
    Assessed,
    AssessSeverity,
    AssignStep,
    CompleteStep,
    Errand,
    HoldPoint,
    LiftRisk,
    NameLead,
    ReopenStep,
    SkipStep,
    Trigger,
)
from playbooks.errors import AlreadyDone, BadRequest, Conflict, NotAllowed
from playbooks.incident import StepStatus
from playbooks.playbook import Gate, RoleId, Severity, UserId
from tests.rules.assessed import answers
from tests.rules.gated import held
from tests.rules.scene import BREACH, FACTS, ID, MAUD, PAUL, SUBSTANCE, Story, kinds, opened

GATED = replace(
    BREACH,
    steps=tuple(
        replace(step, gate=Gate.SEVERITY, roles=(RoleId("comms"), RoleId("press")))
        if step.id == SUBSTANCE
        else step
        for step in BREACH.steps
    ),
)
SENSITIVE = answers(2, 2, 2, 2)


def order(severity: Severity = Severity.SEV1, **more: object) -> AssessSeverity:
    """Eight points, and a severity that may be another than the advised one."""
    step = more.pop("step", None)
    given = Assessed(factors=SENSITIVE, severity=severity, **more)  # type: ignore[arg-type]  # Of the test's own.
    return AssessSeverity(incident=ID, assessed=given, step=step)  # type: ignore[arg-type]  # As above.


def progress(story: Story) -> tuple[StepStatus, str, str]:
    """How the gated step stands."""
    step = story.incident.step(SUBSTANCE).progress
    return step.status, step.choice, step.words


def test_the_answers_are_kept_with_their_advice() -> None:
    """Whoever looks back sees what was known and what followed from it."""
    story = opened()
    story.asks(order(), by=PAUL)

    kept = story.incident.assessment
    assert kept is not None
    assert (SENSITIVE, Severity.SEV2, PAUL) == (kept.factors, kept.advised, kept.by)


def test_a_person_may_keep_another_severity_than_the_advised_one() -> None:
    """It is a crisis and stays one: only the answers are new."""
    story = opened()

    assert [e.SeverityAssessed] == kinds(story.asks(order(Severity.SEV1), by=PAUL))
    assert Severity.SEV1 is story.incident.severity


def test_another_severity_than_now_is_a_change() -> None:
    """The lead lowers it with a reason, as without the questions."""
    story = opened()
    facts = story.asks(order(Severity.SEV2, reason="contained"))

    assert [e.SeverityAssessed, e.SeverityChanged] == kinds(facts)
    assert Severity.SEV2 is story.incident.severity


def test_raising_is_anybodys() -> None:
    """No reason is asked for."""
    story = opened(replace(BREACH, severity=Severity.SEV3))
    story.asks(order(Severity.SEV1), by=PAUL)

    assert Severity.SEV1 is story.incident.severity


@pytest.mark.parametrize(("by", "reason"), [(PAUL, "over"), (MAUD, " ")])
def test_lowering_is_the_leads_with_a_reason(by: str, reason: str) -> None:
    """A refusal leaves everything as it was, the answers too."""
    story = opened()

    with pytest.raises((NotAllowed, BadRequest)):
        story.asks(order(Severity.SEV2, reason=reason), by=by)  # type: ignore[arg-type]  # A user's id.

    assert story.incident.assessment is None


def test_a_possible_injury_puts_people_at_risk_for_good() -> None:
    """Milder answers later do not take it back: whoever was in danger is not forgotten."""
    story = opened()
    story.asks(order())
    later = Assessed(factors=answers(0, 1), severity=Severity.SEV1)
    story.asks(AssessSeverity(incident=ID, assessed=later))

    assert story.incident.people_at_risk
    told = [fact.people_at_risk for fact in story.facts if isinstance(fact, e.SeverityAssessed)]
    assert [True, False] == told


def test_people_at_risk_may_be_ticked_whatever_the_answers() -> None:
    """Somebody fears for people before harm can be named."""
    story = opened()
    given = Assessed(factors=answers(), severity=Severity.SEV1, people_at_risk=True)
    story.asks(AssessSeverity(incident=ID, assessed=given), by=PAUL)

    assert story.incident.people_at_risk


def test_a_hold_ends_where_people_are_found_to_be_at_risk() -> None:
    """Nothing is held back from them: the decision is open again at once."""
    story = held()
    story.asks(order(), by=PAUL)

    assert None is story.incident.stance
    ended = [fact.trigger for fact in story.facts if isinstance(fact, e.StanceEnded)]
    assert [Trigger.SAFETY] == ended
    assert story.incident.step(SUBSTANCE).open


def test_the_decision_that_asks_how_serious_it_is_is_settled() -> None:
    """By one answer, for all who own it, whether it was pressed or not."""
    for step in (SUBSTANCE, None):
        story = opened(GATED)
        story.asks(order(step=step), by=PAUL)

        assert (StepStatus.DONE, "sev1", "Crisis") == progress(story)


def test_a_decision_by_six_questions_is_not_ticked_in_free_words() -> None:
    """Whoever tries is told where the questions are."""
    story = opened(GATED)

    with pytest.raises(BadRequest, match="six questions"):
        story.asks(CompleteStep(incident=ID, step=SUBSTANCE, note="serious"))
    assert [e.StepSkipped] == kinds(story.asks(SkipStep(incident=ID, step=SUBSTANCE, reason="known")))


def test_n11_the_second_of_two_is_told_who_was_first() -> None:
    """Both pressed “Decide…”; the first answer counts, the second changes nothing."""
    story = opened(GATED)
    story.asks(order(step=SUBSTANCE), by=PAUL)

    with pytest.raises(AlreadyDone, match=f"<@{PAUL}>"):
        story.asks(order(step=SUBSTANCE))


def test_an_answer_later_leaves_a_settled_decision_alone() -> None:
    """It was decided; the severity is asked again at each fixed point."""
    story = opened(GATED)
    story.asks(order(step=SUBSTANCE), by=PAUL)

    assert [e.SeverityAssessed] == kinds(story.asks(order()))


def test_an_undone_decision_can_be_answered_again() -> None:
    """The step is open again and the next answer settles it."""
    story = opened(GATED)
    story.asks(order(step=SUBSTANCE))
    story.asks(ReopenStep(incident=ID, step=SUBSTANCE))
    story.asks(AssignStep(incident=ID, step=SUBSTANCE, to=PAUL))
    story.asks(order(Severity.SEV2, step=SUBSTANCE, reason="contained"))

    assert (StepStatus.DONE, "sev2", "Sensitive") == progress(story)


def test_a_closed_incident_is_not_assessed() -> None:
    """What was decided is the review's to judge."""
    story = opened()
    story.closes()

    with pytest.raises(Conflict):
        story.asks(order())


def test_steps_without_the_questions_are_decided_as_before() -> None:
    """A playbook of an earlier version asks for a decision in free words."""
    story = opened()
    story.asks(NameLead(incident=ID, lead=PAUL))
    story.asks(order())

    assert StepStatus.OPEN is progress(story)[0]
    assert [e.StepCompleted] == kinds(story.asks(CompleteStep(incident=ID, step=SUBSTANCE, note="hold")))
    assert FACTS in [step.step.id for step in story.incident.open_steps]


# Taken back.


def at_risk() -> Story:
    """A crisis in which people may be at risk."""
    story = opened()
    story.incident = replace(story.incident, people_at_risk=True)
    return story


def test_the_lead_says_that_nobody_is_at_risk_any_more() -> None:
    """With a reason, which the log keeps and the room reads; a hold may be decided again."""
    story = at_risk()
    (fact,) = story.asks(LiftRisk(incident=ID, reason="The building was empty."), by=MAUD)

    assert isinstance(fact, e.RiskLifted)
    assert ("The building was empty.", False) == (fact.reason, story.incident.people_at_risk)
    story.room_opens()
    story.happens(fact)
    assert Errand.NOTICE in {thing.errand for thing in story.last_owed}


@pytest.mark.parametrize(
    ("by", "reason", "refusal"), [(PAUL, "empty", NotAllowed), (MAUD, " ", BadRequest)], ids=["other", "why"]
)
def test_nobody_else_takes_it_back_and_never_without_a_reason(
    by: UserId, reason: str, refusal: type[Exception]
) -> None:
    """Raising it is anybody's; taking it back is the lead's."""
    story = at_risk()
    with pytest.raises(refusal):
        story.asks(LiftRisk(incident=ID, reason=reason), by=by)
    assert story.incident.people_at_risk


def test_what_nobody_said_is_not_taken_back() -> None:
    """Nobody is at risk: nothing changes."""
    with pytest.raises(AlreadyDone):
        opened().asks(LiftRisk(incident=ID, reason="empty"), by=MAUD)


def test_it_can_be_found_again() -> None:
    """Taken back, then somebody is hurt: the six questions say so as before."""
    story = at_risk()
    story.asks(LiftRisk(incident=ID, reason="empty"), by=MAUD)
    story.asks(AssessSeverity(incident=ID, assessed=Assessed(factors=answers(2), severity=Severity.SEV1)))

    assert story.incident.people_at_risk


def test_people_at_risk_without_the_questions_are_a_fact_of_their_own() -> None:
    """Once: the second who says so changes nothing and is told that the severity is what it is."""
    story = opened()
    alone = AssessSeverity(incident=ID, assessed=Assessed(factors=None, people_at_risk=True))

    assert [e.RiskFound] == kinds(story.asks(alone, by=PAUL))
    with pytest.raises(AlreadyDone, match="already"):
        story.asks(alone)


def test_people_at_risk_without_the_questions_end_a_hold() -> None:
    """Nothing is held back from them, and the decision is open again at once."""
    story = held()
    story.asks(AssessSeverity(incident=ID, assessed=Assessed(factors=None, people_at_risk=True)), by=PAUL)

    assert None is story.incident.stance
    assert story.incident.step(SUBSTANCE).open


def test_a_decision_is_not_settled_without_its_questions() -> None:
    """Nor is a fixed point: both ask all six."""
    story = opened(GATED)
    unanswered = Assessed(factors=None, severity=Severity.SEV1)

    for asked in (
        AssessSeverity(incident=ID, assessed=unanswered, step=SUBSTANCE),
        HoldPoint(incident=ID, assessed=unanswered),
    ):
        with pytest.raises(BadRequest, match="all six"):
            story.asks(asked)
