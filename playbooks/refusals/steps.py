"""The words of the refusals about the steps of a checklist: why not, and what to do next."""

from datetime import datetime

from playbooks.errors import AlreadyDone, BadRequest, Conflict, NotAllowed, NotFound
from playbooks.playbook import StepId, UserId, Words
from playbooks.refusals.phrases import all_of, dated, deed_of
from playbooks.typed import quoted


def _runs(numbers: tuple[int, ...]) -> Words:
    """Write the numbers of a list, which has gaps where a step is not called for: 1 to 6, 8 to 23."""
    starts = (n for n in numbers if n - 1 not in numbers)
    ends = (n for n in numbers if n + 1 not in numbers)
    runs = tuple(zip(starts, ends, strict=True))
    return Words(
        en=", ".join(f"{a} to {b}" if a < b else f"{a}" for a, b in runs),
        fr=", ".join(f"{a} à {b}" if a < b else f"{a}" for a, b in runs),
    )


def no_such_step(step: StepId | str, numbers: tuple[int, ...]) -> NotFound:
    """Refuse a step that is not there; `numbers` are those of the steps that are, in order."""
    there = _runs(numbers)
    return NotFound(
        Words(
            en=f"There is no step “{quoted(step)}” here. The list has: {there.en}. `/crisis steps` shows them all.",
            fr=f"Il n’y a pas d’étape « {quoted(step)} » ici. La liste contient : {there.fr}. "
            "`/crise étapes` les montre toutes.",
        )
    )


def already_settled(step: str, who: UserId | None, at: datetime | None) -> AlreadyDone:
    deed = deed_of(who, at)
    return AlreadyDone(
        Words(
            en=f"“{quoted(step)}” was already settled{deed.en}. Nothing was changed.",
            fr=f"« {quoted(step)} » a déjà été réglée{deed.fr}. Rien n’a changé.",
        )
    )


def already_owns(step: str, owner: UserId) -> AlreadyDone:
    return AlreadyDone(
        Words(
            en=f"“{quoted(step)}” is already with <@{owner}>. Nothing was changed.",
            fr=f"« {quoted(step)} » est déjà confiée à <@{owner}>. Rien n’a changé.",
        )
    )


def taken_by_another(step: str, owner: UserId, since: datetime | None) -> AlreadyDone:
    when = dated(since)
    return AlreadyDone(
        Words(
            en=f"<@{owner}> has “{quoted(step)}”{when}. Nothing was changed. To take it over: “Assign…”.",
            fr=f"<@{owner}> a « {quoted(step)} »{when}. Rien n’a changé. Pour reprendre l’étape : « Confier… ».",
        )
    )


def not_settled(step: str) -> AlreadyDone:
    return AlreadyDone(
        Words(
            en=f"“{quoted(step)}” is still to do; there is nothing to undo.",
            fr=f"« {quoted(step)} » est encore à faire ; il n’y a rien à annuler.",
        )
    )


def reason_needed(step: str) -> BadRequest:
    return BadRequest(
        Words(
            en=f"“{quoted(step)}” is mandatory. Say in one sentence why it is left out: `/crisis skip NUMBER reason`.",
            fr=f"« {quoted(step)} » est obligatoire. Dites en une phrase pourquoi on s’en passe : "
            "`/crise passer NUMÉRO raison`.",
        ),
        field="reason",
    )


def choice_needed(step: str) -> BadRequest:
    return BadRequest(
        Words(
            en=f"“{quoted(step)}” is a decision between set answers. Choose one: “Decide…” shows them.",
            fr=f"« {quoted(step)} » est une décision entre des réponses données. Choisissez-en une : "
            "« Décider… » les montre.",
        ),
        field="choice",
    )


def not_called_for(step: str) -> Conflict:
    return Conflict(
        Words(
            en=f"“{quoted(step)}” is not called for: it depends on a decision that is not taken, or went another way.",
            fr=f"« {quoted(step)} » n’a pas lieu d’être : l’étape dépend d’une décision qui n’est pas prise, "
            "ou qui a été autre.",
        )
    )


def part_done_before(waiting: UserId) -> AlreadyDone:
    return AlreadyDone(
        Words(
            en=f"Your part of this step is done. It waits for <@{waiting}>.",
            fr=f"Votre part de cette étape est faite. Il manque celle de <@{waiting}>.",
        )
    )


def has_several_owners(owners: tuple[UserId, ...]) -> NotAllowed:
    names = all_of(owners)
    return NotAllowed(
        Words(
            en=f"Each owner ticks their own part: {names}. The lead may tick for them all, or assign the step.",
            fr=f"Chacun coche sa propre part : {names}. Le pilote peut cocher pour tous, ou confier l’étape.",
        )
    )


def decision_needed(step: str) -> BadRequest:
    return BadRequest(
        Words(
            en=f"“{quoted(step)}” is a decision. Say what was decided and why: `/crisis done NUMBER decision`.",
            fr=f"« {quoted(step)} » est une décision. Dites ce qui est décidé et pourquoi : `/crise fait NUMÉRO décision`.",
        ),
        field="note",
    )


def step_due_too_far(days: int) -> BadRequest:
    return BadRequest(
        Words(
            en=f"Give the step a time within the next {days} days, such as 30m or 2h.",
            fr=f"Donnez à l’étape une échéance dans les {days} prochains jours, par exemple 30m ou 2h.",
        ),
        field="due",
    )


def by_itself(number: int) -> BadRequest:
    return BadRequest(
        Words(
            en=f"This step asks for words or a choice of its own: `/crisis done {number}`.",
            fr=f"Cette étape demande ses propres mots ou un choix : `/crise fait {number}`.",
        )
    )
