"""The words of the refusals about a surge: why not, and what to do next."""

from datetime import datetime

from playbooks.errors import AlreadyDone, BadRequest, Conflict, NotAllowed, NotFound
from playbooks.playbook import UserId, Words
from playbooks.refusals.phrases import deed_of
from playbooks.typed import quoted


def no_surge(ref: str) -> BadRequest:
    return BadRequest(
        Words(
            en=f"{quoted(ref)} is no surge. `/crisis surge` opens one for it.",
            fr=f"{quoted(ref)} n’est pas un afflux. `/crise afflux` en ouvre un pour cet incident.",
        )
    )


def no_playbook() -> NotFound:
    return NotFound(
        Words(
            en="There is no playbook for a surge (“surge”). Ask whoever looks after the playbooks.",
            fr="Il n’y a pas de fiche réflexe pour un afflux (« surge »). Demandez à qui s’occupe des fiches.",
        )
    )


def not_trained(lead: UserId) -> NotAllowed:
    return NotAllowed(
        Words(
            en="Customers are answered by people whom the directory says to be trained as responders. Nothing was kept; "
            f"<@{lead}> leads this surge and can tell you how to help.",
            fr="Seules les personnes que l’annuaire donne comme formées à répondre répondent aux clients. Rien n’a été "
            f"enregistré ; <@{lead}> pilote cet afflux et vous dira comment aider.",
        )
    )


def not_published() -> Conflict:
    return Conflict(
        Words(
            en="This is a wording for many customers: it is sent to each with “Next customer…”, and never published.",
            fr="C’est un texte pour de nombreux clients : on l’envoie à chacun avec « Client suivant… », sans le publier.",
        )
    )


def wording_missing() -> BadRequest:
    return BadRequest(
        Words(en="Choose the wording that you use.", fr="Choisissez le texte que vous utilisez."),
        field="wording",
    )


def wording_retired(by: UserId | None, at: datetime | None, reason: str) -> Conflict:
    who, why = deed_of(by, at), quoted(reason)
    en, fr = (f" Reason: {why}.", f" Raison : {why}.") if why else ("", "")
    return Conflict(
        Words(
            en=f"This wording was withdrawn{who.en}.{en} Do not send it; choose another. Nothing was kept.",
            fr=f"Ce texte a été retiré{who.fr}.{fr} Ne l’envoyez pas ; choisissez-en un autre. Rien n’a été enregistré.",
        ),
        field="wording",
    )


def wording_not_ready() -> Conflict:
    return Conflict(
        Words(
            en="This wording has changed and is not approved as it stands now. Choose another. Nothing was kept.",
            fr="Ce texte a changé et n’est pas approuvé tel quel. Choisissez-en un autre. Rien n’a été enregistré.",
        ),
        field="wording",
    )


def hour_passed() -> Conflict:
    return Conflict(
        Words(
            en="The hour that this wording announces has passed. Edit it first, or choose another. Nothing was kept.",
            fr="L’heure que ce texte annonce est passée. Modifiez-le d’abord, ou choisissez-en un autre. Rien n’a été "
            "enregistré.",
        ),
        field="wording",
    )


def held_by(who: UserId | None) -> Conflict:
    return Conflict(
        Words(
            en=f"<@{who}> is about to answer this customer, in the surge that is open. Nothing was opened, and nobody was "
            "told. Write to them; if you have agreed that you answer as well, tick “Agreed with whoever answers already”.",
            fr=f"<@{who}> s’apprête à répondre à ce client, dans l’afflux en cours. Rien n’a été ouvert, personne n’a été "
            "prévenu. Écrivez-lui ; si vous avez convenu de répondre aussi, cochez « Vu avec la personne qui "
            "répond déjà ».",
        ),
        field="text",
    )


def held_in_the_list(who: UserId | None) -> Conflict:
    return Conflict(
        Words(
            en=f"<@{who}> is about to answer this customer. Nothing was changed. Ask them, or look again in ten minutes.",
            fr=f"<@{who}> s’apprête à répondre à ce client. Rien n’a changé. Demandez-lui, ou revenez dans dix minutes.",
        )
    )


def overtaken(who: UserId | None) -> Conflict:
    return Conflict(
        Words(
            en=f"You kept this customer for longer than ten minutes, and <@{who}> is about to answer. Nothing was kept. "
            "Close this and take the next one.",
            fr=f"Vous avez gardé ce client plus de dix minutes, et <@{who}> s’apprête à lui répondre. Rien n’a été "
            "enregistré. Fermez, et prenez le suivant.",
        ),
        field="wording",
    )


def no_such_sample(number: int) -> NotFound:
    return NotFound(
        Words(
            en=f"Answer {number} does not wait to be read. The card shows what does.",
            fr=f"La réponse {number} n’attend pas de relecture. La carte montre ce qui attend.",
        )
    )


def read_by_another() -> NotAllowed:
    return NotAllowed(
        Words(
            en="You gave this answer yourself: somebody else reads it again. Ask whoever answers beside you.",
            fr="Vous avez donné cette réponse vous-même : quelqu’un d’autre la relit. Demandez à qui répond avec vous.",
        )
    )


def what_is_wrong() -> BadRequest:
    return BadRequest(
        Words(
            en="Say what is wrong with it: everybody who answers reads it, and whoever writes the next wording.",
            fr="Dites ce qui ne va pas : toutes les personnes qui répondent le liront, et qui écrira le texte suivant.",
        ),
        field="words",
    )


def reason_missing() -> BadRequest:
    return BadRequest(
        Words(
            en="Say what has changed: everybody who answers reads it.",
            fr="Dites ce qui a changé : toutes les personnes qui répondent le liront.",
        ),
        field="reason",
    )


def nothing_to_retire() -> AlreadyDone:
    return AlreadyDone(
        Words(
            en="No wording is in use: there is nothing to withdraw. Write one that is true now: “Wordings…”.",
            fr="Aucun texte n’est en service : il n’y a rien à retirer. Écrivez-en un qui soit juste : « Textes… ».",
        )
    )


def nobody_to_call() -> BadRequest:
    return BadRequest(
        Words(
            en="Nobody further is trained that far, speaks this language and is not away. Choose another level or language.",
            fr="Personne d’autre n’est formé à ce niveau, ne parle cette langue et n’est disponible. Choisissez un autre "
            "niveau ou une autre langue.",
        ),
        field="level",
    )
