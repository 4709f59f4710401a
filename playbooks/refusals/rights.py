"""The words of the refusals about who may do what."""

from typing import Final

from playbooks.errors import NotAllowed
from playbooks.playbook import UserId, Words
from playbooks.refusals.phrases import any_of

MOST_NAMED: Final = 4


def opening_is_left_to(may: tuple[UserId, ...]) -> NotAllowed:
    who = any_of(may[:MOST_NAMED])
    return NotAllowed(
        Words(
            en=f"Opening an incident is left to some here. Nothing was opened: tell {who.en}.",
            fr=f"Ouvrir un incident revient ici à certaines personnes. Rien n’a été ouvert : prévenez {who.fr}.",
        )
    )


def closing_is_left_to(may: tuple[UserId, ...]) -> NotAllowed:
    who = any_of(may[:MOST_NAMED])
    return NotAllowed(
        Words(
            en=f"Closing an incident is left to some here. It stays open: ask {who.en}.",
            fr=f"Fermer un incident revient ici à certaines personnes. Il reste ouvert : voyez avec {who.fr}.",
        )
    )


def lowering_is_left_to(may: tuple[UserId, ...]) -> NotAllowed:
    who = any_of(may[:MOST_NAMED])
    return NotAllowed(
        Words(
            en=f"Lowering the severity is left to some here. It stays as it is: ask {who.en}.",
            fr=f"Baisser la gravité revient ici à certaines personnes. Elle reste telle quelle : voyez avec {who.fr}.",
        )
    )
