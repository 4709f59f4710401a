"""Direct messages about no incident: what the files say, what somebody proposes, whom a release thanks."""

from dataclasses import dataclass
from typing import TypeAlias

from playbooks.mistakes import Mistake
from playbooks.playbook import PlaybookId, StepId, UserId, Words

VersionOf: TypeAlias = tuple[PlaybookId, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesRefused:
    """The company's files cannot be used as they are: at a start what is wrong is left out, later nothing is changed."""

    mistakes: tuple[Mistake, ...]
    more: int = 0  # mistakes that are not listed
    starting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesMended:
    """What was told to be wrong is right again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesRead:
    """The files were read again because somebody asked, and serve; `fresh` are versions not seen before."""

    fresh: tuple[VersionOf, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """Somebody proposes an improvement of a playbook."""

    playbook: PlaybookId
    title: Words
    step: StepId | None
    text: str
    author: UserId | None  # None: from the command line
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Thanked:
    """A released version names the person in its credits."""

    playbook: PlaybookId
    title: Words
    version: int
    changes: Words


Matter: TypeAlias = FilesRefused | FilesMended | FilesRead | Proposed | Thanked


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A matter for one person; the same kind of matter about the same subject is told to them once."""

    person: UserId
    subject: str
    matter: Matter


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedLetter:
    """A letter as remembered, taken to be sent."""

    id: str  # UUIDv7 text: the reference that the message carries
    person: UserId
    matter: Matter
    attempts: int  # as of an owed errand
    token: str  # of the lease
    interrupted: bool  # an earlier try ended without an outcome: Slack may already have it
