"""The words of what only the memory can refuse: somebody else wrote first."""

from typing import Final

from playbooks.errors import Conflict
from playbooks.playbook import Words


def changed_meanwhile(ref: str) -> Conflict:
    return Conflict(
        Words(
            en=f"Somebody changed {ref} in the same moment. Nothing was saved of yours: please try once more.",
            fr=f"Quelqu’un a modifié {ref} au même moment. Rien n’a été enregistré de votre part : "
            "merci de recommencer.",
        )
    )


def released_differently(playbook: str, version: int) -> Conflict:
    return Conflict(
        Words(
            en=f"Version {version} of the playbook “{playbook}” was already used with another content. "
            f"Give the new content the number {version + 1}.",
            fr=f"La version {version} de la fiche réflexe « {playbook} » a déjà servi avec un autre contenu. "
            f"Donnez au nouveau contenu le numéro {version + 1}.",
        )
    )


RACED: Final = Words(
    en="the same thing came to be owed anew again and again",
    fr="le même envoi est redevenu dû encore et encore",
)
GONE: Final = Words(
    en="the database’s file is no longer there", fr="le fichier de la base de données n’est plus là"
)
