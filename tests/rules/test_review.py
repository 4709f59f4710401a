"""Looking back: what was planned against what was done, the questions, and what will be done."""

from dataclasses import replace
from datetime import timedelta

import pytest

from playbooks import review
from playbooks.commands import (
    ActionId,
    AddStep,
    AnswerReview,
    CompleteAction,
    CompleteStep,
    DeclineCall,
    GiveUpdate,
    SkipStep,
    TakeCall,
)
from playbooks.errors import AlreadyDone, BadRequest, Conflict, NotFound
from tests.rules.scene import (
    BASILE,
    BASILE_CALLED,
    BRIEF,
    FACTS,
    GAEL,
    GAEL_CALLED,
    ID,
    LINE,
    NOON,
    PAUL,
    SAOIRSE,
    SOLENE,
    SOLENE_CALLED,
    SUBSTANCE,
    THANKS,
    Story,
    after,
    minutes,
    opened,
)

NINE_THAT_DAY = NOON - timedelta(hours=3)


def lived() -> Story:
    """A crisis of two hours: a step in time, one late, one skipped, two left, one added, calls both ways."""
    story = opened()
    story.now = after(2)
    story.asks(DeclineCall(incident=ID, call=GAEL_CALLED, reason="abroad"), by=GAEL)
    story.asks(TakeCall(incident=ID, call=BASILE_CALLED), by=BASILE)
    story.now = after(4)
    story.asks(TakeCall(incident=ID, call=SOLENE_CALLED), by=SOLENE)
    story.asks(GiveUpdate(incident=ID, text="More soon.", next_in=minutes(15)))
    story.asks(SkipStep(incident=ID, step=LINE, reason="no press yet"))
    story.waits(21)
    story.asks(CompleteStep(incident=ID, step=FACTS), by=SAOIRSE)
    story.waits(20)
    story.asks(CompleteStep(incident=ID, step=SUBSTANCE, note="hold until two"))
    story.asks(AddStep(incident=ID, title="Call the host"))
    story.now = after(120)
    story.closes()
    return story


def looked_back(story: Story) -> review.Review:
    """The review as it is drawn after everything that happened."""
    return review.look_back(story.incident, story.facts)


def ended() -> Story:
    """A crisis that is over."""
    story = opened()
    story.closes()
    return story


def answers(story: Story, *given: tuple[str, str]) -> tuple[str, ...]:
    """Answer the review; give the questions whose answers changed."""
    order = AnswerReview(incident=ID, answers=given)
    facts = story.happens(*review.answer(story.incident, order, by=PAUL, now=story.now))
    return tuple(getattr(fact, "question", "") for fact in facts)


def test_the_review_sorts_every_step() -> None:
    """Done, skipped, left open and added on the way: each step of the checklist is somewhere."""
    back = looked_back(lived())

    assert [FACTS, SUBSTANCE] == [line.step.id for line in back.done]
    assert [LINE] == [line.step.id for line in back.skipped]
    assert [BRIEF, THANKS, "added-1"] == [line.step.id for line in back.left_open]
    assert ["Call the host"] == [line.step.title.en for line in back.improvised]


def test_the_review_shows_what_was_decided() -> None:
    """Each decision with its words."""
    assert ["hold until two"] == [line.progress.words for line in looked_back(lived()).decisions]


def test_the_review_shows_what_was_late_and_by_how_much() -> None:
    """Thirty minutes were planned and forty-five taken; what was done in time is not listed."""
    assert [(SUBSTANCE, minutes(15))] == [(line.step.id, by) for line, by in looked_back(lived()).late]


def test_the_review_shows_the_times_that_count() -> None:
    """How long it lasted, until the first answer, and the promises that were broken."""
    back = looked_back(lived())

    assert (minutes(120), minutes(2), 1) == (back.lasted, back.first_answer, back.broken_promises)
    assert 3 == len(back.calls)


def test_a_crisis_that_nobody_answered_has_no_first_answer() -> None:
    """No number is made up."""
    back = looked_back(ended())

    assert back.first_answer is None
    assert (0, ()) == (back.broken_promises, back.late)


def test_a_running_crisis_can_be_looked_back_at() -> None:
    """So far: it has not lasted any time yet."""
    assert looked_back(opened()).lasted is None


def test_the_questions_wait_for_the_close() -> None:
    """While it runs there is more urgent work."""
    with pytest.raises(Conflict, match="still running"):
        answers(opened(), ("planned", "x"))


def test_only_answers_that_changed_are_kept() -> None:
    """The form comes back with all its fields: what is the same or empty is not logged again."""
    story = ended()

    assert ("planned", "happened") == answers(story, ("planned", "calls"), ("happened", "silence"))
    assert ("happened",) == answers(story, ("planned", "calls"), ("happened", "two answers"))
    assert () == answers(story, ("planned", ""), ("happened", " \n"))
    assert {"planned": "calls", "happened": "two answers"} == {
        answer.question: answer.text for answer in story.incident.answers
    }


def test_a_question_that_is_not_asked_has_no_answer() -> None:
    """A form of another version, or one made by hand, changes nothing at all."""
    story = ended()

    with pytest.raises(NotFound):
        answers(story, ("planned", "calls"), ("who was it", "Paul"))
    assert () == story.incident.answers


def test_an_action_has_words_an_owner_and_a_moment() -> None:
    """What will be done, by whom, until when; the first is a1, the next a2."""
    story = ended()
    story.plans("Train the night shift", after(600))
    story.plans("Add a second phone", after(900), owner=PAUL)

    assert [("a1", SAOIRSE, after(600)), ("a2", PAUL, after(900))] == [
        (action.id, action.owner, action.due_at) for action in story.incident.actions
    ]


def test_an_action_needs_words() -> None:
    """The form shows where they are missing."""
    with pytest.raises(BadRequest) as refusal:
        ended().plans(" \u200b", after(600))

    assert "text" == refusal.value.field


def test_actions_wait_for_the_close() -> None:
    """What is to be done now is a step."""
    with pytest.raises(Conflict):
        opened().plans("Train the night shift", after(600))


@pytest.mark.parametrize("hours", [-3, 11.9])
def test_an_action_may_be_due_today(hours: float) -> None:
    """Its day counts until midnight where its owner lives, whatever the hour it is noted at."""
    story = ended()
    story.now = NOON + timedelta(hours=hours)
    story.plans("Write to the host", NINE_THAT_DAY)

    assert 1 == len(story.incident.actions)


@pytest.mark.parametrize("hours", [12, 18, 20.9, 300])
def test_an_action_is_not_due_on_a_day_that_has_passed(hours: float) -> None:
    """From the next midnight on the day has passed, also early in the morning."""
    story = ended()
    story.now = NOON + timedelta(hours=hours)

    with pytest.raises(BadRequest) as refusal:
        story.plans("Write to the host", NINE_THAT_DAY)
    assert "due" == refusal.value.field


def test_an_action_is_done_once() -> None:
    """A second press is told who did it and when."""
    story = ended()
    story.plans("Train the night shift", after(600))
    order = CompleteAction(incident=ID, action=ActionId("a1"))
    story.now = after(30)
    story.happens(*review.complete_action(story.incident, order, by=SAOIRSE, now=story.now))

    with pytest.raises(AlreadyDone) as refusal:
        review.complete_action(story.incident, order, by=PAUL, now=story.now)
    assert f"<@{SAOIRSE}>" in refusal.value.tell.fr
    assert f"<!date^{int(after(30).timestamp())}^" in refusal.value.tell.fr


def test_an_action_that_is_not_there_is_refused() -> None:
    """A button of another review finds nothing."""
    with pytest.raises(NotFound, match="a7"):
        review.complete_action(
            ended().incident, CompleteAction(incident=ID, action=ActionId("a7")), by=PAUL, now=NOON
        )


def test_a_step_without_a_time_is_never_late() -> None:
    """Nor one that is still open, or was done at its very moment."""
    story = opened()
    story.now = after(30)
    story.asks(CompleteStep(incident=ID, step=THANKS))
    story.asks(CompleteStep(incident=ID, step=FACTS))

    assert [None, None, None] == [review.lateness(story.incident.step(s)) for s in (THANKS, FACTS, BRIEF)]
    line = story.incident.step(FACTS)
    later = replace(line, progress=replace(line.progress, settled_at=after(31)))
    assert minutes(1) == review.lateness(later)
