"""The words of the refusals about looking back: why not, and what to do next."""

from datetime import datetime

from playbooks.errors import AlreadyDone, BadRequest, NotFound
from playbooks.playbook import UserId, Words
from playbooks.refusals.phrases import deed_of
from playbooks.typed import quoted


def no_such_action(action: str) -> NotFound:
    return NotFound(
        Words(
            en=f"There is no action “{quoted(action)}” in this review.",
            fr=f"Il n’y a pas d’action « {quoted(action)} » dans ce retour d’expérience.",
        )
    )


def due_in_the_past() -> BadRequest:
    return BadRequest(
        Words(
            en="This date has passed; choose a later one.",
            fr="Cette date est passée ; choisissez-en une autre.",
        ),
        field="due",
    )


def unknown_question() -> NotFound:
    return NotFound(
        Words(
            en="This question is not part of the review.",
            fr="Cette question ne fait pas partie du retour d’expérience.",
        )
    )


def action_done_before(done_by: UserId | None, at: datetime | None) -> AlreadyDone:
    deed = deed_of(done_by, at)
    return AlreadyDone(
        Words(
            en=f"This action was already marked done{deed.en}.",
            fr=f"Cette action a déjà été marquée faite{deed.fr}.",
        )
    )
