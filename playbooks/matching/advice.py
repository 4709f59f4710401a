"""What is suggested for a message."""

from dataclasses import dataclass

from playbooks.matching.labelled import Triage
from playbooks.playbook import PlaybookId


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A playbook that may suit a message. `because`: the words of the message that speak for it most."""

    playbook: PlaybookId
    share: float  # of 1, among all playbooks
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What is suggested for a message: a person decides."""

    suggestions: tuple[Suggestion, ...]  # the likeliest first
    triage: Triage
    language: str  # such as fr
