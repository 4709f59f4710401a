"""Six answers, one score, one advice: every boundary, and that a graver answer never advises a milder severity."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbooks.factors import Factor, Factors, Level, at_least
from playbooks.playbook import Severity
from tests.rules.assessed import answers, factors

BOUNDARIES = [
    (answers(0, 0, 0, 0, 0, 0), 0, Severity.SEV4),
    (answers(1, 1, 1, 0, 0, 0), 3, Severity.SEV4),
    (answers(1, 1, 1, 1, 0, 0), 4, Severity.SEV3),
    (answers(1, 2, 2, 2, 0, 0), 7, Severity.SEV3),
    (answers(2, 2, 2, 2, 0, 0), 8, Severity.SEV2),
    (answers(2, 3, 3, 3, 1, 0), 12, Severity.SEV2),
    (answers(2, 3, 3, 3, 1, 1), 13, Severity.SEV1),
    (answers(3, 3, 3, 3, 3, 3), 18, Severity.SEV1),
    # What one answer calls for by itself.
    (answers(2), 2, Severity.SEV4),
    (answers(3), 3, Severity.SEV1),
    (answers(0, 0, 0, 0, 1, 0), 1, Severity.SEV4),
    (answers(0, 0, 0, 0, 2, 0), 2, Severity.SEV2),
    (answers(0, 0, 0, 0, 3, 0), 3, Severity.SEV1),
    (answers(0, 3, 0, 0, 0, 0), 3, Severity.SEV4),
    (answers(0, 0, 3, 0, 0, 0), 3, Severity.SEV4),
    (answers(0, 0, 0, 3, 0, 0), 3, Severity.SEV4),
    (answers(0, 0, 0, 0, 0, 3), 3, Severity.SEV4),
    # A floor is no ceiling.
    (answers(2, 3, 3, 3, 2, 0), 13, Severity.SEV1),
]


@pytest.mark.parametrize(("given_answers", "score", "advised"), BOUNDARIES)
def test_the_advice_of_each_boundary(given_answers: Factors, score: int, advised: Severity) -> None:
    """0 to 3 a watch, 4 to 7 an incident, 8 to 12 sensitive, from 13 a crisis; harm and the law go before."""
    assert (score, advised) == (given_answers.score, given_answers.advised)


@given(answered=factors, factor=st.sampled_from(Factor), level=st.sampled_from(Level))
def test_a_graver_answer_never_advises_a_milder_severity(
    answered: Factors, factor: Factor, level: Level
) -> None:
    """Whatever the other five are."""
    other = replace(answered, **{factor.value: level})
    milder, graver = sorted((answered, other), key=lambda f: f.score)

    assert graver.advised.rank <= milder.advised.rank


@given(answered=factors, known=st.sets(st.sampled_from(Factor)))
def test_what_is_known_so_far_advises_the_least_it_can_be(answered: Factors, known: set[Factor]) -> None:
    """The form says “at least” before all six are answered, and is right."""
    so_far = at_least({factor: level for factor, level in answered.answered if factor in known})

    assert answered.advised.rank <= so_far.advised.rank


@pytest.mark.parametrize(("harm", "at_risk"), [(0, False), (1, False), (2, True), (3, True)])
def test_people_are_at_risk_once_an_injury_is_possible(harm: int, at_risk: bool) -> None:
    """Inconvenience endangers nobody."""
    assert at_risk is answers(harm).people_at_risk


def test_every_question_and_answer_has_words_of_both_languages() -> None:
    """Short enough for a menu of Slack's, and no two answers of one question are alike."""
    for factor in Factor:
        assert len({words.en for words in factor.answers}) == len({words.fr for words in factor.answers}) == 4
        for words in (factor.question, *factor.answers):
            assert 0 < len(words.en) <= 75
            assert 0 < len(words.fr) <= 75
