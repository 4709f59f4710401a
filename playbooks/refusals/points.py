"""The words of the refusals about fixed points: why not, and what to do next."""

from datetime import datetime

from playbooks.errors import AlreadyDone, Conflict
from playbooks.playbook import UserId, Words
from playbooks.refusals.phrases import deed_of


def agenda_shared_before(who: UserId | None, at: datetime) -> AlreadyDone:
    done = deed_of(who, at)
    return AlreadyDone(
        Words(
            en=f"The agenda of this fixed point was already sent to the channel{done.en}. Nothing was sent again.",
            fr=f"L’ordre du jour de ce point fixe a déjà été envoyé au canal{done.fr}. Rien n’a été renvoyé.",
        )
    )


def no_channel_yet() -> Conflict:
    return Conflict(
        Words(
            en="The incident’s channel is not there yet, so nothing was sent. The card is the first message in it.",
            fr="Le canal de l’incident n’existe pas encore : rien n’a été envoyé. La fiche en sera le premier message.",
        )
    )


def reply_has_none() -> Conflict:
    return Conflict(
        Words(
            en="A reply to a customer has no fixed points: it is one person’s work. `/crisis review` shows what is "
            "claimed; `/crisis verify NUMBER` and `/crisis refute NUMBER` settle it.",
            fr="Une réponse à un client n’a pas de points fixes : une seule personne s’en charge. `/crise revue` montre "
            "les informations ; `/crise confirmer NUMÉRO` et `/crise infirmer NUMÉRO` les règlent.",
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
