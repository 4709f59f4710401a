"""Files that say what a test has them say."""

from dataclasses import dataclass, field

from playbooks.files import Found
from playbooks.routing import Directory
from playbooks.shelf import Shelf


@dataclass(slots=True)
class FakeFiles:
    """Keeps the port `Files`; `next` is what is found when they are read again."""

    here: Directory
    at_hand: Shelf
    next: Found | None = None
    ours: frozenset[str] = field(default_factory=frozenset)

    def directory(self) -> Directory:
        return self.here

    def shelf(self) -> Shelf:
        return self.at_hand

    def built_in(self) -> frozenset[str]:
        return self.ours

    def read(self) -> Found:
        return self.next or Found(directory=self.here, shelf=self.at_hand)

    def keep(self, directory: Directory, shelf: Shelf) -> None:
        self.here, self.at_hand = directory, shelf
