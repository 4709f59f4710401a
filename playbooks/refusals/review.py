"""The words of the refusals about looking back: why not, and what to do next."""

from datetime import datetime

from playbooks.errors import AlreadyDone, BadRequest, Conflict, NotAllowed, NotFound
from playbooks.playbook import UserId, Words
from playbooks.refusals.phrases import any_of, deed_of
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


def none_is_held(which: Words) -> Conflict:
    return Conflict(
        Words(
            en=f"There is no {which.en} here: only crises are reviewed, and an exercise once, right after it.",
            fr=f"Il n’y a pas de {which.fr} ici : seules les crises en ont un, et un exercice un seul, à chaud.",
        )
    )


def held_before(which: Words, by: UserId | None, at: datetime | None) -> AlreadyDone:
    deed = deed_of(by, at)
    return AlreadyDone(
        Words(
            en=f"The {which.en} was already marked as held{deed.en}. Nothing was changed.",
            fr=f"Le {which.fr} est déjà marqué comme tenu{deed.fr}. Rien n’a changé.",
        )
    )


def no_such_day() -> BadRequest:
    return BadRequest(
        Words(
            en="Choose a moment that is still to come, within a year.",
            fr="Choisissez un moment à venir, dans l’année.",
        ),
        field="day",
    )


def no_such_target(name: str, playbook: Words) -> NotFound:
    return NotFound(
        Words(
            en=f"“{quoted(name)}” is neither a step nor a prepared message of “{playbook.en}”. Choose one of the list.",
            fr=f"« {quoted(name)} » n’est ni une étape ni un message préparé de « {playbook.fr} ». "
            "Choisissez dans la liste.",
        )
    )


def lesson_accepted_before(by: UserId | None, at: datetime | None) -> AlreadyDone:
    deed = deed_of(by, at)
    return AlreadyDone(
        Words(
            en=f"This lesson was already accepted{deed.en}.",
            fr=f"Cette leçon a déjà été acceptée{deed.fr}.",
        )
    )


def accepting_is_theirs(people: tuple[UserId, ...]) -> NotAllowed:
    who = any_of(people)
    return NotAllowed(
        Words(
            en=f"A lesson is accepted by whoever answers for the playbook: ask {who.en}.",
            fr=f"Une leçon est acceptée par qui répond de la fiche réflexe : demandez à {who.fr}.",
        )
    )


def lesson_applied_before(playbook: str, version: int) -> Conflict:
    return Conflict(
        Words(
            en=f"“{quoted(playbook)}” v{version} cites this lesson already. Add another lesson for what is left to change.",
            fr=f"« {quoted(playbook)} » v{version} cite déjà cette leçon. "
            "Ajoutez-en une autre pour ce qu’il reste à changer.",
        )
    )


def both_languages(field: str) -> BadRequest:
    return BadRequest(
        Words(
            en="A playbook is read in both languages: write this one too, or ask a colleague to.",
            fr="Une fiche réflexe se lit dans les deux langues : écrivez aussi celle-ci, ou demandez à un collègue.",
        ),
        field=field,
    )
