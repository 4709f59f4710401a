"""The questions G0 to G5: each branch, in its order, and what a playbook does not allow."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbooks.gate import Answers, Question, Reason, Sensitive, Source, Truth, advise
from playbooks.playbook import HoldTerms, Outcome, Outcomes
from tests.rules.scene import minutes

ALL = Outcomes(private=True, hold=HoldTerms(most=minutes(60), renew=None), silent=minutes(60))
RESPOND, PRIVATE, HOLD, SILENT = Outcome
INSIDE = (Sensitive.INSIDE,)
WEIGHT = {"power": True, "legitimacy": True, "urgency": True}

BRANCHES: list[tuple[dict[str, Any], Question, Reason, Outcome]] = [
    ({"danger": True}, Question.SAFETY, Reason.DANGER, RESPOND),
    ({"danger": True, "sensitive": INSIDE, "source": Source.TROLL}, Question.SAFETY, Reason.DANGER, RESPOND),
    *(({"sensitive": (kind,)}, Question.SENSITIVE, Reason.SENSITIVE, HOLD) for kind in Sensitive),
    ({"sensitive": INSIDE, "leaked": True}, Question.SENSITIVE, Reason.LEAKED, RESPOND),
    ({"sensitive": INSIDE, "truth": Truth.TRUE_UNSAID}, Question.SENSITIVE, Reason.SENSITIVE, HOLD),
    ({"leaked": True, **WEIGHT}, Question.SALIENCE, Reason.WEIGHT, RESPOND),
    ({"truth": Truth.UNKNOWN}, Question.TRUTH, Reason.UNVERIFIED, HOLD),
    ({"truth": Truth.UNKNOWN, "source": Source.TROLL}, Question.TRUTH, Reason.UNVERIFIED, HOLD),
    ({"truth": Truth.TRUE_UNSAID}, Question.TRUTH, Reason.OURS_TO_SAY, RESPOND),
    ({"source": Source.TROLL, **WEIGHT}, Question.SOURCE, Reason.TROLL, SILENT),
    ({"source": Source.SATIRE, **WEIGHT}, Question.SOURCE, Reason.SATIRE, SILENT),
    ({}, Question.SALIENCE, Reason.NOISE, SILENT),
    ({"truth": Truth.TRUE_PUBLIC}, Question.SALIENCE, Reason.NOISE, SILENT),
    *(({one: True, "spreads": True}, Question.SALIENCE, Reason.NOISE, SILENT) for one in WEIGHT),
    *(
        ({**WEIGHT, one: False, "spreads": spreads}, Question.SALIENCE, Reason.SOME_WEIGHT, PRIVATE)
        for one in WEIGHT
        for spreads in (False, True)
    ),
    (WEIGHT, Question.SALIENCE, Reason.WEIGHT, RESPOND),
    ({"truth": Truth.TRUE_PUBLIC, **WEIGHT}, Question.SALIENCE, Reason.WEIGHT, RESPOND),
    ({"spreads": True, **WEIGHT}, Question.SPREAD, Reason.WOULD_SPREAD, PRIVATE),
]


@pytest.mark.parametrize(("given_answers", "reached", "reason", "outcome"), BRANCHES)
def test_each_branch_of_the_gate(
    given_answers: dict[str, Any], reached: Question, reason: Reason, outcome: Outcome
) -> None:
    """The first question that matches decides; where nothing else is said, the claim is false."""
    advice = advise(Answers(**{"truth": Truth.FALSE, **given_answers}), ALL)

    assert (reached, reason, outcome) == (advice.reached, advice.reason, advice.outcome)
    assert not advice.replaced


def test_no_reason_and_no_question_is_without_a_branch() -> None:
    """The table above speaks of each of them."""
    assert set(Reason) == {reason for _, _, reason, _ in BRANCHES}
    assert set(Question) == {reached for _, reached, _, _ in BRANCHES}


@pytest.mark.parametrize(
    ("private", "hold", "silent", "wished", "instead"),
    [
        (True, True, False, SILENT, HOLD),
        (True, False, False, SILENT, PRIVATE),
        (False, False, False, SILENT, RESPOND),
        (True, False, True, HOLD, PRIVATE),
        (False, False, True, HOLD, RESPOND),
        (False, True, True, PRIVATE, RESPOND),
    ],
)
def test_what_is_not_allowed_gives_way_to_the_nearest_more_open(
    private: bool, hold: bool, silent: bool, wished: Outcome, instead: Outcome
) -> None:
    """Never to something more closed, and the advice says what the answers pointed to."""
    outcomes = Outcomes(
        private=private, hold=ALL.hold if hold else None, silent=ALL.silent if silent else None
    )
    answers = {
        SILENT: Answers(truth=Truth.FALSE),
        HOLD: Answers(truth=Truth.UNKNOWN),
        PRIVATE: Answers(truth=Truth.FALSE, power=True, urgency=True),
    }
    advice = advise(answers[wished], outcomes)

    assert (instead, wished, True) == (advice.outcome, advice.wished, advice.replaced)


def every_answers() -> st.SearchStrategy[Answers]:
    """Any answers at all."""
    return st.builds(
        Answers,
        sensitive=st.lists(st.sampled_from(Sensitive), unique=True).map(tuple),
        truth=st.sampled_from(Truth),
        source=st.sampled_from(Source),
        **{name: st.booleans() for name in ("danger", "leaked", "power", "legitimacy", "urgency", "spreads")},
    )


@given(answers=every_answers(), allowed=st.tuples(st.booleans(), st.booleans(), st.booleans()))
def test_the_advice_is_always_allowed_and_safety_always_answers(
    answers: Answers, allowed: tuple[bool, bool, bool]
) -> None:
    """Whatever is answered, under whatever playbook."""
    private, hold, silent = allowed
    outcomes = Outcomes(
        private=private, hold=ALL.hold if hold else None, silent=ALL.silent if silent else None
    )
    advice = advise(answers, outcomes)

    assert advice.outcome in outcomes.allowed
    assert tuple(Outcome).index(advice.outcome) <= tuple(Outcome).index(advice.wished)
    assert not answers.danger or advice.outcome is RESPOND


def test_each_word_of_the_gate_is_in_both_languages() -> None:
    """Reasons are sentences; the answers are told in the order of the questions."""
    for words in [reason.words for reason in Reason]:
        assert words.en.endswith(".")
        assert words.fr.endswith(".")
        assert words.en != words.fr
    answers = Answers(
        danger=True, sensitive=INSIDE, leaked=True, truth=Truth.FALSE, source=Source.TROLL, power=True
    )
    english = [words.en for words in answers.told]

    assert english == [
        "danger, or an instruction needed",
        "inside information",
        "already out, precisely",
        "false",
        "a troll",
        "power",
        "a public reply would not spread it",
    ]
    named = (*Sensitive, *Truth, *Source, *Question)
    assert all(one.words.en and one.words.fr for one in named)


def test_who_is_to_be_asked_first_is_named_once() -> None:
    """By what is sensitive: the law, the data, the market, the families."""
    answers = Answers(truth=Truth.FALSE, sensitive=(Sensitive.PERSONAL, Sensitive.CRIMINAL))

    assert ("dpo", "legal") == answers.ask_first
