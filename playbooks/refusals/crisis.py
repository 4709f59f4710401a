"""The words of the refusals about an incident as a whole: why not, and what to do next."""

from datetime import datetime

from playbooks.errors import AlreadyDone, BadRequest, Conflict, NotAllowed, NotFound
from playbooks.playbook import UserId, Words
from playbooks.refusals.phrases import deed_of
from playbooks.typed import quoted


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


def is_only_read(ref: str) -> Conflict:
    shown = quoted(ref)
    return Conflict(
        Words(
            en=f"{shown} was brought along from another tool: it is over and only read. Open an incident of its own "
            "for what is to be done now: `/crisis start`.",
            fr=f"{shown} a été repris d’un autre outil : il est terminé et se lit seulement. Ouvrez un incident pour ce "
            "qui est à faire maintenant : `/crise démarrer`.",
        )
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


def promise_too_far(hours: int) -> BadRequest:
    return BadRequest(
        Words(
            en=f"Promise the next word within {hours} hours.",
            fr=f"Promettez la prochaine prise de parole sous {hours} heures.",
        ),
        field="next",
    )


def unknown_user(name: str) -> NotFound:
    return NotFound(
        Words(
            en=f"Nobody called “{quoted(name)}” was found. Name a person with @, as Slack completes it, or `me`.",
            fr=f"Personne du nom de « {quoted(name)} » n’a été trouvé. Nommez quelqu’un avec @, ou `moi`.",
        ),
        field="person",
    )


def closing_needs_a_reason() -> BadRequest:
    return BadRequest(
        Words(
            en="Mandatory steps are still open. Say in one sentence why it can be closed all the same.",
            fr="Des étapes obligatoires restent ouvertes. Dites en une phrase pourquoi on peut clore malgré tout.",
        ),
        field="reason",
    )


def asked_only(lead: UserId) -> NotAllowed:
    return NotAllowed(
        Words(
            en="You may read this incident because an approval or a decision is yours, and give it. "
            f"For more, ask <@{lead}>.",
            fr="Vous pouvez lire cet incident parce qu’un accord ou une décision vous revient, et le donner ou la prendre. "
            f"Pour le reste, voyez avec <@{lead}>.",
        )
    )


def lead_changed_meanwhile(who: UserId | None, lead: UserId, at: datetime) -> Conflict:
    done = deed_of(who, at)
    return Conflict(
        Words(
            en=f"<@{lead}> was named lead meanwhile{done.en}. Nothing was changed. Speak with them, then open this form "
            "again if need be.",
            fr=f"Le pilotage a été confié entre-temps à <@{lead}>{done.fr}. Rien n’a changé. Voyez avec cette personne, "
            "puis rouvrez ce formulaire s’il le faut.",
        ),
        field="person",
    )


def account_closed(user: UserId) -> NotFound:
    return NotFound(
        Words(
            en=f"The Slack account of <@{user}> is deactivated: nothing would reach them. Name somebody else, or "
            "telephone them.",
            fr=f"Le compte Slack de <@{user}> est désactivé : rien ne lui parviendrait. Nommez quelqu’un d’autre, ou "
            "téléphonez.",
        ),
        field="person",
    )
