"""What the command line says of a name that nothing carries: what there is instead."""

from collections.abc import Iterable
from typing import Final

from playbooks.mistakes import nearest, shown
from playbooks.playbook import Words
from playbooks.shelf import Shelf


def no_such(what: Words, name: str, known: Iterable[str]) -> Words:
    """Say that nothing of a kind carries a name, and offer the nearest that something does."""
    offer = nearest(name, known) or _NONE
    return Words(
        en=f"There is no {what.en} “{shown(name)}”: {offer.en}.",
        fr=f"Il n’y a pas {what.fr} « {shown(name)} » : {offer.fr}.",
    )


def no_such_version(shelf: Shelf, name: str, missing: str) -> Words | None:
    """Say which versions of a playbook there are; `missing` is empty where none was named. None: no such playbook."""
    versions = [str(playbook.version) for playbook in shelf.playbooks if playbook.id == name]
    there = ", ".join(versions)
    if versions and not missing:
        return Words(
            en=f"Which versions of {name}? Say two of: {there}.",
            fr=f"Quelles versions de {name} ? Donnez-en deux parmi : {there}.",
        )
    return (
        Words(
            en=f"{name} has no version {missing}. There is: {there}.",
            fr=f"{name} n’a pas de version {missing}. Il y a : {there}.",
        )
        if versions
        else None
    )


PLAYBOOK: Final = Words(en="playbook", fr="de fiche réflexe")
UNIT: Final = Words(en="unit", fr="d’unité")
_NONE: Final = Words(en="there is none at all", fr="il n’y en a aucune")
