"""Every playbook of the library keeps the library's rules in its newest version, and never changes once released."""

import json
from collections.abc import Mapping
from datetime import timedelta
from importlib.resources import files
from typing import Final

import pytest

from config.playbook_files import load_playbooks
from playbooks.blanks import PLACEHOLDER, placeholders
from playbooks.playbook import (
    Gate,
    Language,
    Outcome,
    Playbook,
    PlaybookKind,
    Severity,
    Step,
    StepId,
    StepKind,
    Strategy,
    Words,
)
from tests.rules.documents import KNOWN

SHELF: Final = load_playbooks(None, KNOWN)
NEWEST: Final = SHELF.latest()
OPENING: Final = ("source", "severity", "room")
ROOMLESS: Final = ("outside-tragedy",)  # ours to respect, not to manage: nobody is called to a room for it
CLOSE: Final = ("end-criteria", "restart-publishing", "thanks", "hot-review")
DUTIES: Final = "duties"  # closes a crisis that has legal clocks
SUBSTANCE: Final = StepId("substance")
FILLED: Final = "x" * 20  # what a person writes in a blank, about

# What may be decided about answering, and for how many minutes, as the outline of the library has it.
# None: no minutes, or as many as the playbook says.
MAY_DECIDE: Final[Mapping[str, Mapping[Outcome, int | None]]] = {
    "service-outage": {Outcome.RESPOND: None, Outcome.HOLD: 30},  # C1
    "data-breach": {Outcome.RESPOND: None, Outcome.HOLD: 60},  # C2
    "product-recall": {
        Outcome.RESPOND: None,
        Outcome.HOLD: 60,
    },  # C3; the gate forbids it when there is danger
    "accident-with-victims": {Outcome.RESPOND: None},  # C4
    "bad-buzz": {Outcome.RESPOND: None, Outcome.HOLD: 60, Outcome.SILENT: 120},  # C5
    "rumour": {Outcome.RESPOND: None, Outcome.PRIVATE: None, Outcome.HOLD: 60, Outcome.SILENT: 60},  # C6
    "hijacked-account": {Outcome.RESPOND: None, Outcome.HOLD: 20},  # C7
    "misconduct": {Outcome.RESPOND: None, Outcome.HOLD: 120},  # C8
    # C9: a release, a delay under market law, or no comment.
    "market-leak": {Outcome.RESPOND: None, Outcome.HOLD: None, Outcome.SILENT: None},
    "outside-tragedy": {Outcome.RESPOND: None, Outcome.SILENT: None},  # C10: useful help, or silence
    "unhappy-customer": {Outcome.RESPOND: None, Outcome.PRIVATE: None},  # R1
    "wrong-fact": {Outcome.RESPOND: None, Outcome.PRIVATE: None, Outcome.SILENT: None},  # R2
    "hostile": {Outcome.RESPOND: None, Outcome.SILENT: None},  # R3: one reminder, or silence
    "distress": {Outcome.RESPOND: None},  # R4
    "surge": {Outcome.RESPOND: None},  # R5
}
SAFETY: Final = ("accident-with-victims", "distress")  # lives first: neither hold nor silence
REPLIES: Final = ("unhappy-customer", "wrong-fact", "hostile", "distress", "surge")
HOT_WITHIN: Final = {Severity.SEV1: timedelta(days=2), Severity.SEV2: timedelta(days=5)}

each_playbook = pytest.mark.parametrize(
    "playbook", NEWEST, ids=lambda playbook: f"{playbook.id}-v{playbook.version}"
)
each_crisis = pytest.mark.parametrize(
    "playbook",
    SHELF.latest(PlaybookKind.CRISIS),
    ids=lambda playbook: f"{playbook.id}-v{playbook.version}",
)

each_that_may_be_held = pytest.mark.parametrize(
    "playbook",
    [p for p in SHELF.latest(PlaybookKind.CRISIS) if p.outcomes and p.outcomes.hold],
    ids=lambda playbook: f"{playbook.id}-v{playbook.version}",
)


def own_steps(playbook: Playbook) -> tuple[Step, ...]:
    """Give the steps beside the common opening and close."""
    return tuple(step for step in playbook.steps if step.id not in {*OPENING, *CLOSE, DUTIES})


def step_of(playbook: Playbook, step_id: str) -> Step:
    """Find a step that must be there."""
    step = playbook.step(StepId(step_id))
    assert step is not None, f"{playbook.id} has no step {step_id}"
    return step


def owners(step: Step) -> tuple[str, ...]:
    """Give the roles whose step it is."""
    return step.roles or ((step.role,) if step.role else ())


def time_of(playbook: Playbook, step: Step) -> timedelta:
    """Give how long after the opening a step is due, if the one it counts from is done at its own time."""
    before = time_of(playbook, step_of(playbook, step.after)) if step.after else timedelta()
    return before + (step.due or timedelta())


def answers(playbook: Playbook, decision: Step) -> set[str]:
    """Give what a decision may end in; nothing for one in free words."""
    if decision.gate is Gate.RESPOND_HOLD_SILENT:
        return set(playbook.outcomes.allowed) if playbook.outcomes else set()
    return {choice.id for choice in decision.choices}


def words_of(playbook: Playbook) -> tuple[Words, ...]:
    """Give everything of a playbook that people read."""
    return (
        *(playbook.title, playbook.changes, playbook.trigger),
        *(*playbook.do, *playbook.dont, *playbook.raise_when),
        *(step.title for step in playbook.steps),
        *(step.note for step in playbook.steps if step.note),
        *(choice.title for step in playbook.steps for choice in step.choices),
        *(message.body for message in playbook.messages),
        *(clock.title for clock in playbook.clocks),
        *(question.text for question in playbook.review.questions),
    )


def test_the_library_is_whole() -> None:
    """Ten crises and five replies, without a mistake."""
    assert () == SHELF.mistakes
    assert sorted(MAY_DECIDE) == sorted(playbook.id for playbook in NEWEST)
    assert set(REPLIES) == {playbook.id for playbook in SHELF.latest(PlaybookKind.REPLY)}


def test_b3_a_released_document_has_not_changed() -> None:
    """Each document still has the digest under which it was released; a change is a new version."""
    released = json.loads((files("playbooks") / "library/released.json").read_text("utf-8"))

    assert released == {f"{p.kind}/{p.id}/v{p.version}.yaml": p.digest for p in SHELF.playbooks}


@each_playbook
def test_a_playbook_has_eight_to_fifteen_steps_of_its_own(playbook: Playbook) -> None:
    """Fewer is no plan, more is not read."""
    assert 8 <= len(own_steps(playbook)) <= 15


@each_playbook
def test_lead_press_and_law_have_a_part(playbook: Playbook) -> None:
    """The lead owns a step; the press officer and the lawyers own one, or approve what is published."""
    own = {role for step in playbook.steps for role in owners(step)}
    approve = {role for message in playbook.messages for role in message.approvers}

    assert playbook.lead in own
    assert {"press", "legal"} <= own | approve


@each_playbook
def test_what_may_be_decided_is_what_the_outline_allows(playbook: Playbook) -> None:
    """Holding and silence are open where they are a tactic, for as long as agreed, and nowhere else."""
    assert playbook.outcomes is not None
    expected = MAY_DECIDE[playbook.id]
    hold, silent = playbook.outcomes.hold, playbook.outcomes.silent
    terms = {Outcome.HOLD: hold.most if hold else None, Outcome.SILENT: silent}

    assert set(expected) == set(playbook.outcomes.allowed)
    assert {o: timedelta(minutes=m) for o, m in expected.items() if m} == {
        outcome: terms[outcome] for outcome, minutes in expected.items() if minutes
    }


@each_playbook
def test_one_step_decides_whether_to_answer(playbook: Playbook) -> None:
    """It is called `substance`, asks the questions of the gate, and nobody may pass it over unseen."""
    substance = step_of(playbook, SUBSTANCE)

    assert [SUBSTANCE] == [step.id for step in playbook.steps if step.gate is Gate.RESPOND_HOLD_SILENT]
    assert StepKind.DECISION is substance.kind
    assert substance.mandatory


@pytest.mark.parametrize("name", SAFETY)
def test_where_lives_are_at_stake_nobody_may_wait(name: str) -> None:
    """An accident with victims and a person in distress leave neither hold nor silence to choose."""
    playbook = SHELF.find(name)

    assert playbook is not None
    assert playbook.outcomes is not None
    assert (Outcome.RESPOND,) == playbook.outcomes.allowed
    assert not any(message.strategy is Strategy.HOLD for message in playbook.messages)


@each_playbook
def test_silence_is_followed_by_somebody_else(playbook: Playbook) -> None:
    """A ladder climbs by itself, or at least a call has its time."""
    timed_calls = [step for step in playbook.steps if step.kind is StepKind.CALL and step.due]

    assert playbook.ladders or timed_calls


@each_playbook
def test_a_mandatory_step_has_a_role_and_a_time(playbook: Playbook) -> None:
    """What must be done is somebody's, and due at some moment."""
    assert [] == [step.id for step in playbook.steps if step.mandatory and not (owners(step) and step.due)]


@each_playbook
def test_a_conditional_step_comes_after_its_decision(playbook: Playbook) -> None:
    """It stands further down and is due no earlier, and its words are answers that the decision offers."""
    places = {step.id: place for place, step in enumerate(playbook.steps)}
    for step in playbook.steps:
        if step.when is None or step.when.step is None:
            continue
        decision = step_of(playbook, step.when.step)

        assert StepKind.DECISION is decision.kind, step.id
        assert places[decision.id] < places[step.id], step.id
        assert time_of(playbook, decision) <= time_of(playbook, step), step.id
        assert set(step.when.words) <= answers(playbook, decision), step.id


@each_playbook
def test_a_step_counts_its_time_from_one_above_it(playbook: Playbook) -> None:
    """What starts a step's time is read before the step."""
    seen: set[str] = set()
    for step in playbook.steps:
        assert step.after is None or step.after in seen, step.id
        seen.add(step.id)


@each_playbook
def test_both_languages_leave_the_same_blanks(playbook: Playbook) -> None:
    """A message in French asks for what the English one asks for."""
    for message in playbook.messages:
        assert sorted(placeholders(message.body.en)) == sorted(placeholders(message.body.fr))


@each_playbook
@pytest.mark.parametrize("language", Language)
def test_a_message_fits_where_it_is_meant_to_be_read(playbook: Playbook, language: Language) -> None:
    """Filled in with twenty characters a blank, it is no longer than each of its networks takes."""
    texts = {m.id: PLACEHOLDER.sub(FILLED, m.body.read(language)) for m in playbook.messages}

    assert [] == [
        (message.id, str(network), len(texts[message.id]))
        for message in playbook.messages
        for network in message.networks
        if len(texts[message.id]) > network.longest
    ]


@each_playbook
def test_every_message_step_has_its_message_and_every_message_its_step(playbook: Playbook) -> None:
    """A step without a text improvises; a text that no step sends would never be found in time."""
    sending = [step for step in playbook.steps if step.kind is StepKind.MESSAGE]

    assert [] == [step.id for step in sending if step.message is None]
    assert {message.id for message in playbook.messages} == {step.message for step in sending}


@each_playbook
def test_every_legal_clock_is_asked_about(playbook: Playbook) -> None:
    """Somebody confirms or waives each limit, in a step of its own kind; no other step names one."""
    asked = {clock for step in playbook.steps if step.kind is StepKind.CLOCK for clock in step.clocks}

    assert {clock.id for clock in playbook.clocks} == asked
    assert [] == [step.id for step in playbook.steps if bool(step.clocks) != (step.kind is StepKind.CLOCK)]


@each_playbook
def test_a_playbook_says_when_it_becomes_more_serious(playbook: Playbook) -> None:
    """A sign that somebody must look up is written down before it is seen."""
    assert playbook.raise_when


@each_playbook
def test_a_playbook_is_found_by_the_words_of_both_languages(playbook: Playbook) -> None:
    """A dozen words or more in each, none of them twice."""
    for keywords in (playbook.keywords.en, playbook.keywords.fr):
        assert 12 <= len(keywords) <= 30
        assert len(keywords) == len(set(keywords))


@each_playbook
def test_french_is_typeset_as_french(playbook: Playbook) -> None:
    """No plain space stands before : ; ! ? » or after «, and no English quotes are used."""
    for text in words_of(playbook):
        french = text.read(Language.FR)
        assert not [mark for mark in (" :", " ;", " !", " ?", " »", "« ", "“", '"', "'") if mark in french], (
            french
        )


@each_playbook
def test_english_is_typeset_as_english(playbook: Playbook) -> None:
    """Quotes and apostrophes are curved, and none of them is French."""
    for text in words_of(playbook):
        english = text.read(Language.EN)
        assert not [mark for mark in ("«", "»", '"', "'", "\u00a0") if mark in english], english


@each_playbook
def test_the_review_asks_what_and_not_who(playbook: Playbook) -> None:
    """Four questions, while memory is fresh and again weeks later: what was planned, what happened, why, what next."""
    review = playbook.review

    assert ("planned", "happened", "why", "next-time") == tuple(q.id for q in review.questions)
    assert review.hot_within <= HOT_WITHIN.get(playbook.severity, timedelta(days=7))
    assert review.cold_after is not None
    assert timedelta(days=21) <= review.cold_after <= timedelta(days=42)


@each_crisis
def test_a_crisis_opens_and_closes_as_all_others_do(playbook: Playbook) -> None:
    """The same three steps open every crisis, and the same four or five close it."""
    ids = tuple(step.id for step in playbook.steps)
    opening = OPENING[:2] if playbook.id in ROOMLESS else OPENING
    close = (*CLOSE, DUTIES) if playbook.clocks or DUTIES in ids else CLOSE
    mandatory = {step.id for step in playbook.steps if step.mandatory}

    assert opening == ids[: len(opening)]
    assert close == ids[-len(close) :]
    assert {*opening, "restart-publishing", "thanks", "hot-review"} <= mandatory


@each_crisis
def test_the_common_steps_are_of_the_kind_that_the_desk_knows(playbook: Playbook) -> None:
    """The severity is asked by its gate, publishing starts again by the step made for it, and clocks are all met."""
    kinds = [step_of(playbook, step_id).kind for step_id in ("severity", *CLOSE[:2])]

    assert [StepKind.DECISION, StepKind.DECISION, StepKind.RESTART] == kinds
    assert Gate.SEVERITY is step_of(playbook, "severity").gate
    if playbook.clocks:
        assert {clock.id for clock in playbook.clocks} == set(step_of(playbook, DUTIES).clocks)


@each_crisis
def test_what_is_frozen_is_started_again(playbook: Playbook) -> None:
    """Whatever freezes publishing stands before the step that restarts it: nothing stays frozen by oversight."""
    kinds = [step.kind for step in playbook.steps]
    freezes = [place for place, kind in enumerate(kinds) if kind is StepKind.FREEZE]

    assert freezes == [place for place in freezes if place < kinds.index(StepKind.RESTART)]


@each_that_may_be_held
def test_while_a_crisis_is_held_something_is_said(playbook: Playbook) -> None:
    """Where the substance may be held, a prepared line is due within the hour, or two if it is no crisis yet."""
    lines = {message.id: message for message in playbook.messages if message.strategy is Strategy.HOLD}
    steps = [step for step in playbook.steps if step.message in lines]
    in_time = timedelta(hours=1) if playbook.severity is Severity.SEV1 else timedelta(hours=2)

    assert [step.id for step in steps if time_of(playbook, step) <= in_time]


@each_crisis
def test_a_crisis_calls_the_press_and_the_unit(playbook: Playbook) -> None:
    """Both ladders climb from the first minute."""
    assert ("press", "unit") == playbook.ladders
