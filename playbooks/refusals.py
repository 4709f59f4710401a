"""The words of every refusal, in both languages: why not, and what to do next."""

from datetime import datetime

from playbooks.errors import AlreadyDone, BadRequest, Conflict, NotAllowed, NotFound
from playbooks.playbook import StepId, UserId, Words
from playbooks.typed import quoted


def _moment(at: datetime) -> str:
    """Write a moment so that Slack shows it in the reader's own time."""
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{at:%Y-%m-%d %H:%M} UTC>"


def _at(at: datetime | None) -> str:
    return f", {_moment(at)}" if at else ""


def _deed(who: UserId | None, at: datetime | None) -> Words:
    """Name who did something and when, as far as it is known."""
    en, fr = (f" by <@{who}>", f" par <@{who}>") if who else ("", "")
    return Words(en=en + _at(at), fr=fr + _at(at))


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


def no_such_call() -> NotFound:
    return NotFound(
        Words(
            en="This call does not exist. The incident’s card shows who was called.",
            fr="Cet appel n’existe pas. La fiche de l’incident montre qui a été appelé.",
        )
    )


def no_such_action(action: str) -> NotFound:
    return NotFound(
        Words(
            en=f"There is no action “{quoted(action)}” in this review.",
            fr=f"Il n’y a pas d’action « {quoted(action)} » dans ce retour d’expérience.",
        )
    )


def no_such_incident(ref: str) -> NotFound:
    return NotFound(
        Words(
            en=f"No incident “{quoted(ref)}” that you can see. `/crisis list` shows the open ones.",
            fr=f"Aucun incident « {quoted(ref)} » visible pour vous. `/crise liste` montre ceux qui sont ouverts.",
        )
    )


def which_incident() -> BadRequest:
    return BadRequest(
        Words(
            en="Which incident? Type this in its channel, or name it: `/crisis status INC-2026-0001`.",
            fr="Quel incident ? Tapez cela dans son canal, ou nommez-le : `/crise statut INC-2026-0001`.",
        )
    )


def no_such_playbook(playbook: str) -> NotFound:
    return NotFound(
        Words(
            en=f"There is no playbook “{quoted(playbook)}”. Choose one from the list.",
            fr=f"Il n’y a pas de fiche réflexe « {quoted(playbook)} ». Choisissez-en une dans la liste.",
        ),
        field="playbook",
    )


def no_such_unit(unit: str) -> NotFound:
    return NotFound(
        Words(
            en=f"The directory has no business unit “{quoted(unit)}”. Choose one from the list.",
            fr=f"L’annuaire ne connaît pas l’unité « {quoted(unit)} ». Choisissez-en une dans la liste.",
        ),
        field="unit",
    )


def title_missing() -> BadRequest:
    return BadRequest(
        Words(en="Say in a few words what is happening.", fr="Dites en quelques mots ce qui se passe."),
        field="title",
    )


def words_missing(field: str) -> BadRequest:
    return BadRequest(
        Words(en="Some words are needed here.", fr="Il faut écrire quelque chose ici."),
        field=field,
    )


def is_closed(ref: str) -> Conflict:
    shown = quoted(ref)
    return Conflict(
        Words(
            en=f"{shown} is closed; its checklist no longer changes. `/crisis review {shown}` shows its review, "
            "where actions can be added.",
            fr=f"{shown} est clos ; sa liste ne change plus. `/crise revue {shown}` montre son retour d’expérience, "
            "où l’on peut ajouter des actions.",
        )
    )


def still_open(ref: str) -> Conflict:
    shown = quoted(ref)
    return Conflict(
        Words(
            en=f"{shown} is still running; its review starts when it is closed: `/crisis close`.",
            fr=f"{shown} est encore en cours ; le retour d’expérience commence à la clôture : `/crise clore`.",
        )
    )


def already_settled(step: str, who: UserId | None, at: datetime | None) -> AlreadyDone:
    deed = _deed(who, at)
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
    when = f", {_moment(since)}" if since else ""
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
    names = ", ".join(f"<@{owner}>" for owner in owners)
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


def same_severity(name: Words) -> AlreadyDone:
    return AlreadyDone(
        Words(
            en=f"The severity is already “{name.en}”. Nothing was changed.",
            fr=f"La gravité est déjà « {name.fr} ». Rien n’a changé.",
        )
    )


def lowering_is_the_leads(lead: UserId) -> NotAllowed:
    return NotAllowed(
        Words(
            en=f"Anyone may raise the severity; only the lead lowers it. Ask <@{lead}>.",
            fr=f"Chacun peut relever la gravité ; seul le pilote l’abaisse. Voyez avec <@{lead}>.",
        ),
        field="severity",
    )


def lowering_needs_a_reason() -> BadRequest:
    return BadRequest(
        Words(
            en="Lowering the severity needs a reason, in one sentence.",
            fr="Abaisser la gravité demande une raison, en une phrase.",
        ),
        field="reason",
    )


def already_leads(lead: UserId) -> AlreadyDone:
    return AlreadyDone(
        Words(
            en=f"<@{lead}> already leads. Nothing was changed.", fr=f"<@{lead}> pilote déjà. Rien n’a changé."
        )
    )


def closing_is_the_leads(lead: UserId) -> NotAllowed:
    return NotAllowed(
        Words(
            en=f"The lead closes an incident. Ask <@{lead}>, or take the lead first: `/crisis lead me`.",
            fr=f"C’est le pilote qui clôt un incident. Voyez avec <@{lead}>, ou prenez d’abord le pilotage : "
            "`/crise pilote moi`.",
        )
    )


def not_your_call(person: UserId) -> NotAllowed:
    return NotAllowed(
        Words(
            en=f"This call is for <@{person}>. To help, open the incident’s channel and take a step.",
            fr=f"Cet appel est pour <@{person}>. Pour aider, ouvrez le canal de l’incident et prenez une étape.",
        )
    )


def call_answered(who: UserId, at: datetime | None) -> AlreadyDone:
    when = _at(at)
    return AlreadyDone(
        Words(
            en=f"<@{who}> answered first{when}. Nothing more is asked of you.",
            fr=f"<@{who}> a répondu en premier{when}. On ne vous demande plus rien.",
        )
    )


def call_declined(at: datetime | None) -> AlreadyDone:
    when = _at(at)
    return AlreadyDone(
        Words(
            en=f"You said that you can’t{when}; somebody else is called. To help after all, open the incident’s "
            "channel and take a step.",
            fr=f"Vous avez répondu que vous ne pouviez pas{when} ; quelqu’un d’autre est appelé. Pour aider tout de "
            "même, ouvrez le canal de l’incident et prenez une étape.",
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


def promise_too_far(hours: int) -> BadRequest:
    return BadRequest(
        Words(
            en=f"Promise the next word within {hours} hours.",
            fr=f"Promettez la prochaine prise de parole sous {hours} heures.",
        ),
        field="next",
    )


def step_due_too_far(days: int) -> BadRequest:
    return BadRequest(
        Words(
            en=f"Give the step a time within the next {days} days, such as 30m or 2h.",
            fr=f"Donnez à l’étape une échéance dans les {days} prochains jours, par exemple 30m ou 2h.",
        ),
        field="due",
    )


def unknown_user(name: str) -> NotFound:
    return NotFound(
        Words(
            en=f"Nobody called “{quoted(name)}” was found. Name a person with @, as Slack completes it, or `me`.",
            fr=f"Personne du nom de « {quoted(name)} » n’a été trouvé. Nommez quelqu’un avec @, ou `moi`.",
        ),
        field="person",
    )


def unknown_question() -> NotFound:
    return NotFound(
        Words(
            en="This question is not part of the review.",
            fr="Cette question ne fait pas partie du retour d’expérience.",
        )
    )


def action_done_before(done_by: UserId | None, at: datetime | None) -> AlreadyDone:
    deed = _deed(done_by, at)
    return AlreadyDone(
        Words(
            en=f"This action was already marked done{deed.en}.",
            fr=f"Cette action a déjà été marquée faite{deed.fr}.",
        )
    )


def closing_needs_a_reason() -> BadRequest:
    return BadRequest(
        Words(
            en="Mandatory steps are still open. Say in one sentence why it can be closed all the same.",
            fr="Des étapes obligatoires restent ouvertes. Dites en une phrase pourquoi on peut clore malgré tout.",
        ),
        field="reason",
    )
