"""Which playbook suits a customer's message: learned from messages that people have labelled."""

from playbooks.matching.judging import Figures, Miss, judge
from playbooks.matching.labelled import CODES, Labelled, Triage, as_labelled, read_labelled
from playbooks.matching.matcher import Advice, Matcher, Suggestion, learned

__all__ = [
    "CODES",
    "Advice",
    "Figures",
    "Labelled",
    "Matcher",
    "Miss",
    "Suggestion",
    "Triage",
    "as_labelled",
    "judge",
    "learned",
    "read_labelled",
]
