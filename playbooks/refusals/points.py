"""The words of the refusals about fixed points: why not, and what to do next."""

from datetime import datetime

from playbooks.errors import AlreadyDone
from playbooks.playbook import UserId, Words
from playbooks.refusals.phrases import dated, deed_of


def agenda_shared_before(at: datetime | None) -> AlreadyDone:
    when = dated(at)
    return AlreadyDone(
        Words(
            en=f"The agenda of this fixed point is already in the channel{when}. Nothing was posted.",
            fr=f"L’ordre du jour de ce point fixe est déjà dans le canal{when}. Rien n’a été publié.",
        )
    )


def point_held_before(who: UserId | None, at: datetime) -> AlreadyDone:
    done = deed_of(who, at)
    return AlreadyDone(
        Words(
            en=f"This fixed point was already held{done.en}. Nothing was changed. What you know besides: "
            "`/crisis severity`.",
            fr=f"Ce point fixe a déjà été tenu{done.fr}. Rien n’a changé. Ce que vous savez de plus : "
            "`/crise gravité`.",
        )
    )
