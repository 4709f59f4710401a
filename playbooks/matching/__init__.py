"""
Which playbook suits a customer's message: learned from messages that people have labelled.

Learning and advising (`matcher`, `judging`) bring numpy with them, and are imported by whoever does it.
"""

from playbooks.matching.advice import Advice, Suggestion
from playbooks.matching.labelled import CODES, Labelled, Triage, as_labelled, read_labelled

__all__ = ["CODES", "Advice", "Labelled", "Suggestion", "Triage", "as_labelled", "read_labelled"]
