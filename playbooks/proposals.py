"""An improvement that somebody proposes for a playbook, and the credit that a released version gives for it."""

from dataclasses import dataclass
from datetime import datetime

from playbooks.playbook import Playbook, PlaybookId, StepId, UserId
from playbooks.shelf import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Propose:
    """Ask for an improvement of a playbook: what, and why."""

    playbook: PlaybookId
    text: str
    step: str = ""  # its number or its id; empty: the playbook as a whole
    name: str = ""  # of who proposes it, where the directory does not know them


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A proposal as it is kept."""

    id: str
    playbook: PlaybookId
    step: StepId | None
    text: str
    author: UserId | None  # None: from the command line
    name: str
    at: datetime


def credited(released: Playbook, proposals: tuple[Proposal, ...]) -> tuple[UserId, ...]:
    """Name whose proposals a released version gives credit for, each once: by the name they proposed under."""
    names = {folded(name) for name in released.credits}
    authors = (p.author for p in proposals if p.playbook == released.id and folded(p.name) in names)
    return tuple(dict.fromkeys(author for author in authors if author is not None))
