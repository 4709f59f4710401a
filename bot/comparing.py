"""`crisis playbooks diff`: what one version of a playbook says that another does not, in people's words."""

from collections.abc import Callable

from bot.naming import PLAYBOOK, no_such, no_such_version
from config.directory import load_directory
from config.playbook_files import load_playbooks
from config.settings import Settings
from handlers import differing
from handlers.wording import set_in
from playbooks.differences import differences
from playbooks.mistakes import shown
from playbooks.playbook import Language, Words
from playbooks.routing import Directory
from playbooks.shelf import Shelf

Tell = Callable[[str], None]


def compare(settings: Settings, wanted: tuple[str, str, str], language: Language, tell: Tell) -> int:
    """
    Print the differences of two versions; give 1 for a playbook or a version that is not there, and name those that are.

    `wanted` is a playbook's id and two versions, as they were typed. Raises UnreadableDirectory.
    """
    directory = load_directory(settings.directory)
    shelf = load_playbooks(settings.playbooks, directory.vocabulary)
    name, *numbers = wanted
    found = [
        shelf.find(name, int(number)) if number.isascii() and number.isdecimal() else None
        for number in numbers
    ]
    old, new = found
    if old is None or new is None:
        tell(
            _unknown(shelf, name, [n for n, one in zip(numbers, found, strict=True) if one is None]).read(
                language
            )
        )
        return 1
    teller = teller_of(directory, language)
    tell(differing.heading(new, old.version, teller))
    tell(differing.reason(new, teller))
    for line in differing.lines(differences(old, new), teller):
        tell(line)
    return 0


def teller_of(directory: Directory, language: Language) -> differing.Teller:
    """Make whoever tells differences, with the directory's names of the roles."""
    return differing.Teller(language=language, role=lambda role: set_in(language, directory.role_title(role)))


def _unknown(shelf: Shelf, name: str, numbers: list[str]) -> Words:
    asked = tuple(dict.fromkeys(shown(number) for number in numbers if number.strip()))
    versions = no_such_version(shelf, name, ", ".join(asked))
    if versions is not None:
        return versions
    known = sorted({playbook.id for playbook in shelf.playbooks})
    refused, listed = no_such(PLAYBOOK, name, known), ", ".join(known)
    if listed in refused.en:  # Where no name is near, the offer is the whole list already.
        return refused
    return Words(en=f"{refused.en} Known: {listed}.", fr=f"{refused.fr} Connues : {listed}.")
