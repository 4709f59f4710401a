"""`crisis playbooks diff`: what one version of a playbook says that another does not, in people's words."""

from collections.abc import Callable
from typing import Final

from config.directory import load_directory
from config.playbook_files import load_playbooks
from config.settings import Settings
from handlers import differing
from handlers.wording import set_in
from playbooks.differences import differences
from playbooks.mistakes import nearest, shown
from playbooks.playbook import Language, Words
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
    teller = differing.Teller(
        language=language, role=lambda role: set_in(language, directory.role_title(role))
    )
    tell(differing.heading(new, old.version, teller))
    tell(differing.reason(new, teller))
    for line in differing.lines(differences(old, new), teller):
        tell(line)
    return 0


def _unknown(shelf: Shelf, name: str, numbers: list[str]) -> Words:
    versions = [str(playbook.version) for playbook in shelf.playbooks if playbook.id == name]
    if not versions:
        known = sorted({playbook.id for playbook in shelf.playbooks})
        offer = nearest(name, known) or _NONE
        listed = ", ".join(known)
        return Words(
            en=f"There is no playbook “{shown(name)}”: {offer.en}. Known: {listed}.",
            fr=f"Il n’y a pas de fiche réflexe « {shown(name)} » : {offer.fr}. Connues : {listed}.",
        )
    missing, there = ", ".join(shown(number) for number in numbers), ", ".join(versions)
    return Words(
        en=f"{name} has no version {missing}. There is: {there}.",
        fr=f"{name} n’a pas de version {missing}. Il y a : {there}.",
    )


_NONE: Final = Words(en="there is none at all", fr="il n’y en a aucune")
