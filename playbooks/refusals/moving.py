"""The words of the refusals about incidents of another installation: why not, and what to do next."""

from playbooks.errors import BadRequest, Conflict
from playbooks.playbook import Words
from playbooks.typed import quoted


def ref_is_given(ref: str) -> Conflict:
    shown = quoted(ref)
    return Conflict(
        Words(
            en=f"{shown} is another incident here, and references are never given twice. Keep the file as it is; nothing "
            "was taken over.",
            fr=f"{shown} est un autre incident ici, et une référence n’est jamais donnée deux fois. Gardez le fichier tel "
            "quel ; rien n’a été repris.",
        )
    )


def another_playbook(playbook: str, version: int) -> Conflict:
    shown = quoted(playbook)
    return Conflict(
        Words(
            en=f"It was worked with another version {version} of the playbook {shown} than the one here. Nothing was taken "
            "over: it would be shown with the wrong steps.",
            fr=f"Il a été traité avec une autre version {version} de la fiche {shown} que celle d’ici. Rien n’a été "
            "repris : il serait montré avec de fausses étapes.",
        )
    )


def no_sense() -> BadRequest:
    return BadRequest(
        Words(
            en="The log in this file does not fit together, so nothing was taken over. Have it exported once more.",
            fr="Le journal de ce fichier ne tient pas ensemble, donc rien n’a été repris. Faites-le exporter de nouveau.",
        )
    )
