"""What the desk needs of the company's own files: what they said when they were last good, and what they say now."""

from dataclasses import dataclass
from typing import Protocol

from playbooks.mistakes import Mistake
from playbooks.routing import Directory
from playbooks.shelf import Shelf


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the company's files say now; `mistakes` are those that keep a whole file from being read."""

    directory: Directory | None
    shelf: Shelf
    mistakes: tuple[Mistake, ...] = ()


class Files(Protocol):
    """The company's own files, as they were when they were last good."""

    def directory(self) -> Directory:
        """Give the company's directory."""
        ...

    def shelf(self) -> Shelf:
        """Give the playbooks at hand."""
        ...

    def built_in(self) -> frozenset[str]:
        """Give the digests of the documents that come with the product."""
        ...

    def read(self) -> Found:
        """Read everything again; nothing that is at hand changes."""
        ...

    def keep(self, directory: Directory, shelf: Shelf) -> None:
        """Have these at hand from now on."""
        ...
