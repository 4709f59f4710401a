"""What the desk needs of the memory for files, proposals and letters; the ports of reading and writing take it in."""

from datetime import datetime
from typing import Protocol

from playbooks.letters import Letter, Matter
from playbooks.playbook import PlaybookId
from playbooks.proposals import Proposal
from playbooks.releasing import Remembered


class LibraryReading(Protocol):
    """Looks up what is about no incident."""

    def releases(self) -> Remembered:
        """Give the digest of every version that was ever released."""
        ...

    def proposals(self, playbook: PlaybookId | None = None, limit: int = 200) -> tuple[Proposal, ...]:
        """List proposals, of one playbook or of all, the latest first."""
        ...

    def files_read(self) -> str | None:
        """Name the last time that somebody had the files read again; None: nobody has."""
        ...

    def latest_letter(self, *kinds: type[Matter]) -> tuple[str, Letter] | None:
        """Give the letter about one of some kinds of matter that came to be owed last, to whomever."""
        ...


class LibraryWriting(Protocol):
    """Adds to it."""

    def keep_proposal(self, proposal: Proposal) -> None:
        """Remember a proposal."""
        ...

    def note_files_read(self, reading: str, now: datetime) -> None:
        """Remember that somebody has had the files read again, in the place of the time before."""
        ...

    def owe_letter(self, letter: Letter, now: datetime) -> None:
        """Owe somebody a letter; does nothing if the same matter was told to them before, or will be."""
        ...
