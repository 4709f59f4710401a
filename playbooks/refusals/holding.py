"""The words of the refusals about answering, holding and staying silent: why not, and what to do next."""

from playbooks.errors import AlreadyDone, BadRequest, Conflict, NotAllowed
from playbooks.playbook import UserId, Words
from playbooks.typed import quoted


def questions_first(step: str) -> BadRequest:
    return BadRequest(
        Words(
            en=f"“{quoted(step)}” is decided by its questions: `/crisis decide`.",
            fr=f"« {quoted(step)} » se décide par ses questions : `/crise décider`.",
        ),
        field="note",
    )


def decide_again(step: str, lead: UserId) -> NotAllowed:
    return NotAllowed(
        Words(
            en=f"“{quoted(step)}” is open again because a hold or a silence has ended. Only <@{lead}>, who leads, may "
            "leave it out. Decide anew, if only to stay silent: “Decide…”.",
            fr=f"« {quoted(step)} » est de nouveau à prendre, une attente ou un silence ayant pris fin. Seul le pilote, "
            f"<@{lead}>, peut la passer. Décidez de nouveau, ne serait-ce que de vous taire : « Décider… ».",
        )
    )


def no_such_decision() -> BadRequest:
    return BadRequest(
        Words(
            en="This playbook does not ask whether to answer, hold or stay silent. Decide a step of it by its number: "
            "`/crisis done NUMBER decision`.",
            fr="Cette fiche réflexe ne demande pas s’il faut répondre, temporiser ou se taire. Décidez une étape par son "
            "numéro : `/crise fait NUMÉRO décision`.",
        )
    )


def people_come_first() -> NotAllowed:
    return NotAllowed(
        Words(
            en="People are at risk: holding and staying silent are not possible. Answer, and tell them what to do.",
            fr="Des personnes sont en danger : on ne peut ni temporiser ni se taire. Répondez, et dites-leur quoi faire.",
        ),
        field="outcome",
    )


def outcome_not_allowed(outcome: Words) -> NotAllowed:
    return NotAllowed(
        Words(
            en=f"This playbook does not allow “{outcome.en}”. Choose one of the others.",
            fr=f"Cette fiche réflexe ne permet pas « {outcome.fr} ». Choisissez une autre décision.",
        ),
        field="outcome",
    )


def decided_meanwhile(who: UserId, outcome: Words) -> Conflict:
    return Conflict(
        Words(
            en=f"<@{who}> has decided meanwhile: “{outcome.en}”. Nothing was changed. Look at the card, then decide "
            "again if need be.",
            fr=f"<@{who}> a décidé entre-temps : « {outcome.fr} ». Rien n’a changé. Regardez la fiche, puis décidez de "
            "nouveau s’il le faut.",
        ),
        field="outcome",
    )


def hold_too_long(minutes: int) -> BadRequest:
    return BadRequest(
        Words(
            en=f"Choose a time up to {minutes} minutes, which is this playbook’s most.",
            fr=f"Choisissez une durée d’au plus {minutes} minutes, le maximum de cette fiche réflexe.",
        ),
        field="lasts",
    )


def hold_needs_a_line() -> BadRequest:
    return BadRequest(
        Words(
            en="A hold needs a line for those who ask meanwhile. “We are checking, and will speak again at …” is enough.",
            fr="Temporiser demande un message pour qui appelle d’ici là. « Nous vérifions, et reparlerons à … » suffit.",
        ),
        field="line",
    )


def line_has_blanks(names: str) -> BadRequest:
    shown = quoted(names)
    return BadRequest(
        Words(
            en=f"Fill in or remove what is still blank: {shown}. It would be said as it stands.",
            fr=f"Remplissez ou retirez ce qui est encore vide : {shown}. Ce serait dit tel quel.",
        ),
        field="line",
    )


def nothing_held() -> AlreadyDone:
    return AlreadyDone(
        Words(
            en="Nothing is held, and nobody has chosen to stay silent. `/crisis decide` takes the decision.",
            fr="On ne temporise pas, et personne n’a choisi le silence. `/crise décider` prend la décision.",
        )
    )


def renewing_is_for(person: UserId) -> NotAllowed:
    return NotAllowed(
        Words(
            en=f"Only <@{person}> or their deputy may prolong this. Ask them, or decide something else: `/crisis decide`.",
            fr=f"Seule la personne qui en a le rôle peut prolonger, ou sa suppléance : <@{person}>. Voyez avec elle, ou "
            "décidez autre chose : `/crise décider`.",
        ),
        field="reason",
    )


def longer_is_the_executives(hours: int, executive: UserId | None) -> NotAllowed:
    en, fr = (f" Ask <@{executive}>.", f" Voyez avec <@{executive}>.") if executive else ("", "")
    return NotAllowed(
        Words(
            en=f"Beyond {hours} hours in all, only the executive approver may go on.{en} Otherwise decide something "
            "else: `/crisis decide`.",
            fr=f"Au-delà de {hours} heures en tout, seule la direction générale peut continuer.{fr} Sinon, décidez autre "
            "chose : `/crise décider`.",
        ),
        field="reason",
    )
