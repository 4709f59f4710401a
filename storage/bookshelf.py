"""The part of reading and writing that is about no incident: releases, proposals and letters."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select
from sqlmodel import col

from playbooks.letters import Letter, Matter
from playbooks.playbook import PlaybookId
from playbooks.ports import Ids
from playbooks.proposals import Proposal
from playbooks.releasing import Remembered
from storage import letters, proposals, shelf
from storage.tables import FilesReadRow


class LibraryReading:
    """Looks the library up, on the connection of the whole unit."""

    _connection: Connection

    def releases(self) -> Remembered:
        """Give the digest of every version that was ever released."""
        return shelf.digests(self._connection)

    def proposals(self, playbook: PlaybookId | None = None, limit: int = 200) -> tuple[Proposal, ...]:
        """List proposals, of one playbook or of all, the latest first."""
        return proposals.listed(self._connection, playbook, limit)

    def files_read(self) -> str | None:
        """Name the last time that somebody had the files read again; None: nobody has."""
        row = FilesReadRow
        # Two who noted theirs in the same moment have not seen each other's: the later one counts.
        latest = select(col(row.reading)).order_by(col(row.at).desc(), col(row.reading).desc()).limit(1)
        return self._connection.execute(latest).scalar()

    def latest_letter(self, *kinds: type[Matter]) -> tuple[str, Letter] | None:
        """Give the letter about one of some kinds of matter that came to be owed last, to whomever."""
        return letters.latest(self._connection, kinds)


class LibraryWriting:
    """Adds to it."""

    _connection: Connection
    _ids: Ids

    def keep_proposal(self, proposal: Proposal) -> None:
        """Remember a proposal."""
        proposals.keep(self._connection, proposal)

    def note_files_read(self, reading: str, now: datetime) -> None:
        """Remember that somebody has had the files read again, in the place of the time before."""
        self._connection.execute(delete(FilesReadRow))
        self._connection.execute(insert(FilesReadRow), {"reading": reading, "at": now})

    def owe_letter(self, letter: Letter, now: datetime) -> None:
        """Owe somebody a letter; does nothing if the same matter was told to them before, or will be."""
        letters.owe(self._connection, letter, self._ids, now)
