"""The words of the refusals about fixed points: why not, and what to do next."""

from datetime import datetime

from playbooks.errors import AlreadyDone
from playbooks.playbook import Words
from playbooks.refusals.phrases import dated


def agenda_shared_before(at: datetime | None) -> AlreadyDone:
    when = dated(at)
    return AlreadyDone(
        Words(
            en=f"The agenda of this fixed point is already in the channel{when}. Nothing was posted.",
            fr=f"L’ordre du jour de ce point fixe est déjà dans le canal{when}. Rien n’a été publié.",
        )
    )
