"""Answers to the six questions, for the rules that ask them."""

from typing import Final

from hypothesis import strategies as st

from playbooks import events as e
from playbooks.factors import Factor, Factors, Level
from playbooks.playbook import Severity
from tests.rules.scene import NOON, PAUL

factors: Final = st.builds(Factors, **{factor.value: st.sampled_from(Level) for factor in Factor})


def answers(*given: int) -> Factors:
    """Harm, volume, source, spread, legal, business; what is not given is nothing."""
    levels = (*given, *(0 for _ in range(len(Factor) - len(given))))
    return Factors(**{factor.value: Level(level) for factor, level in zip(Factor, levels, strict=True)})


ASSESSED: Final = e.SeverityAssessed(
    at=NOON, by=PAUL, factors=answers(2), advised=Severity.SEV4, people_at_risk=True
)
