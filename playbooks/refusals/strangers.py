"""The words of the refusal of whoever may not use the product at all."""

from playbooks.errors import NotAllowed
from playbooks.playbook import Words


def refused(stranger: Words) -> NotAllowed:
    return NotAllowed(
        Words(
            en=f"Crisis Desk is for the members of this workspace, and your account here is {stranger.en}. "
            "Ask a colleague to do it, or an administrator to name you in the directory.",
            fr=f"Crisis Desk est réservé aux membres de cet espace de travail, et votre compte y est {stranger.fr}. "
            "Demandez à un collègue de le faire, ou à un administrateur de vous nommer dans l’annuaire.",
        )
    )
