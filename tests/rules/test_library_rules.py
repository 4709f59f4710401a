"""Every released playbook keeps the library's rules, and never changes."""

import json
from importlib.resources import files
from typing import Final

import pytest

from config.playbook_files import load_playbooks
from playbooks.playbook import Language, Playbook, PlaybookKind, Step, StepKind, placeholders
from tests.rules.documents import KNOWN

SHELF: Final = load_playbooks(None, KNOWN)
OPENING: Final = ("source", "severity", "room")
CLOSE: Final = ("end-criteria", "restart-publishing", "thanks", "hot-review", "duties")

each_playbook = pytest.mark.parametrize(
    "playbook", SHELF.playbooks, ids=lambda playbook: f"{playbook.id}-v{playbook.version}"
)
each_crisis = pytest.mark.parametrize(
    "playbook",
    [playbook for playbook in SHELF.playbooks if playbook.kind is PlaybookKind.CRISIS],
    ids=lambda playbook: playbook.id,
)


def own_steps(playbook: Playbook) -> tuple[Step, ...]:
    """Give the steps beside the common opening and close."""
    return tuple(step for step in playbook.steps if step.id not in {*OPENING, *CLOSE})


def test_the_library_is_whole() -> None:
    """The three first playbooks are there, without a mistake."""
    assert () == SHELF.mistakes
    assert ["data-breach", "service-outage", "unhappy-customer"] == [p.id for p in SHELF.playbooks]


def test_b3_a_released_document_has_not_changed() -> None:
    """Each document still has the digest under which it was released; a change is a new version."""
    released = json.loads((files("playbooks") / "library/released.json").read_text("utf-8"))

    assert released == {f"{p.kind}/{p.id}/v{p.version}.yaml": p.digest for p in SHELF.playbooks}


@each_playbook
def test_a_playbook_has_eight_to_fifteen_steps_of_its_own(playbook: Playbook) -> None:
    """Fewer is no plan, more is not read."""
    assert 8 <= len(own_steps(playbook)) <= 15


@each_playbook
def test_press_and_law_have_a_part(playbook: Playbook) -> None:
    """Each playbook has a lead, and brings in the press officer and the lawyers."""
    roles = {step.role for step in playbook.steps}
    called = {
        *roles,
        *playbook.ladders,
        *(role for message in playbook.messages for role in message.approvers),
    }

    assert playbook.lead in roles
    assert {"press", "legal"} <= called


@each_playbook
def test_a_playbook_asks_for_a_decision(playbook: Playbook) -> None:
    """Somebody decides something, and the log will say why."""
    assert any(step.kind is StepKind.DECISION for step in playbook.steps)


@each_playbook
def test_silence_is_followed_by_somebody_else(playbook: Playbook) -> None:
    """A ladder climbs by itself, or at least a call has its time."""
    timed_calls = [step for step in playbook.steps if step.kind is StepKind.CALL and step.due]

    assert playbook.ladders or timed_calls


@each_playbook
def test_a_mandatory_step_has_a_role_and_a_time(playbook: Playbook) -> None:
    """What must be done is somebody's, and due at some moment."""
    assert [] == [step.id for step in playbook.steps if step.mandatory and not (step.role and step.due)]


@each_playbook
def test_both_languages_leave_the_same_blanks(playbook: Playbook) -> None:
    """A message in French asks for what the English one asks for."""
    for message in playbook.messages:
        assert sorted(placeholders(message.body.en)) == sorted(placeholders(message.body.fr))


@each_playbook
def test_every_prepared_message_is_sent_by_a_step(playbook: Playbook) -> None:
    """A prepared message that no step sends would never be found in time."""
    assert {message.id for message in playbook.messages} == {
        step.message for step in playbook.steps if step.message
    }


@each_playbook
def test_french_is_typeset_as_french(playbook: Playbook) -> None:
    """No plain space stands before : ; ! ? » or after «, and no English quotes are used."""
    texts = [playbook.title, playbook.changes, playbook.trigger, *playbook.do, *playbook.dont]
    texts += [step.title for step in playbook.steps] + [step.note for step in playbook.steps if step.note]
    texts += [message.body for message in playbook.messages]
    texts += [question.text for question in playbook.review.questions]

    for text in texts:
        french = text.read(Language.FR)
        assert not [mark for mark in (" :", " ;", " !", " ?", " »", "« ", "“", '"', "'") if mark in french], (
            french
        )


@each_playbook
def test_the_review_asks_what_and_not_who(playbook: Playbook) -> None:
    """Four questions: what was planned, what happened, why, what next time."""
    assert ("planned", "happened", "why", "next-time") == tuple(q.id for q in playbook.review.questions)


@each_crisis
def test_a_crisis_opens_and_closes_as_all_others_do(playbook: Playbook) -> None:
    """The same three steps open every crisis, and the same five close it."""
    ids = tuple(step.id for step in playbook.steps)

    assert OPENING == ids[:3]
    assert CLOSE == ids[-5:]
    mandatory = {step.id for step in playbook.steps if step.mandatory}
    assert {*OPENING, "restart-publishing", "thanks", "hot-review"} <= mandatory


@each_crisis
def test_a_crisis_has_a_holding_line_within_the_hour(playbook: Playbook) -> None:
    """Something is said within sixty minutes, and it promises when more will be said."""
    (step,) = [step for step in playbook.steps if step.id == "holding-line"]
    message = playbook.message(step.message) if step.message else None

    assert step.due is not None
    assert step.due.total_seconds() <= 60 * 60
    assert message is not None
    assert "heure_prochain_point" in message.variables


@each_crisis
def test_a_crisis_calls_the_press_and_the_unit(playbook: Playbook) -> None:
    """Both ladders climb from the first minute."""
    assert ("press", "unit") == playbook.ladders
