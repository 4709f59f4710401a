"""The words of the refusals about rotas, absences, swaps and the contact check: why not, and what to do next."""

from datetime import datetime

from playbooks.errors import AlreadyDone, BadRequest, Conflict, NotAllowed, NotFound
from playbooks.playbook import UserId, Words
from playbooks.refusals.phrases import all_of, deed_of, moment
from playbooks.typed import quoted


def no_such_rota(rota: str) -> NotFound:
    return NotFound(
        Words(
            en=f"The directory has no rota “{quoted(rota)}”. `/crisis rotas` shows them.",
            fr=f"L’annuaire n’a pas d’astreinte « {quoted(rota)} ». `/crise astreintes` les montre.",
        ),
        field="rota",
    )


def no_rota() -> NotFound:
    return NotFound(
        Words(
            en="The directory has no rota yet: whoever holds a role is called. An administrator adds rotas to "
            "`directory.yaml`.",
            fr="L’annuaire n’a pas encore d’astreinte : les titulaires des rôles sont appelés. Un administrateur les "
            "ajoute dans `directory.yaml`.",
        )
    )


def not_in_directory(person: UserId, field: str | None = None) -> NotFound:
    return NotFound(
        Words(
            en=f"<@{person}> is not in the directory, so nobody could call them. Choose somebody who is.",
            fr=f"<@{person}> n’est pas dans l’annuaire : personne ne pourrait appeler cette personne. "
            "Choisissez quelqu’un qui y est.",
        ),
        field=field,
    )


def moment_unclear(text: str) -> BadRequest:
    return BadRequest(
        Words(
            en=f"I cannot read “{quoted(text)}” as a moment. For example: `/crisis away until Friday 18:00`, "
            "`until 2026-03-20`, or `/crisis away` alone for a calendar.",
            fr=f"Je ne sais pas lire « {quoted(text)} » comme un moment. Par exemple : "
            "`/crise absent jusqu’à vendredi 18h`, `jusqu’au 20/03`, ou `/crise absent` seul pour un calendrier.",
        )
    )


def ends_before_it_begins(field: str = "until") -> BadRequest:
    return BadRequest(
        Words(
            en="It would end before it begins, or is past already. Choose a later end.",
            fr="Cela finirait avant de commencer, ou c’est déjà passé. Choisissez une fin plus tard.",
        ),
        field=field,
    )


def too_far_ahead(days: int, field: str = "until") -> BadRequest:
    return BadRequest(
        Words(
            en=f"That is more than {days} days ahead. For longer, change the directory.",
            fr=f"C’est à plus de {days} jours. Au-delà, modifiez l’annuaire.",
        ),
        field=field,
    )


def absences_of_others(administrators: tuple[UserId, ...]) -> NotAllowed:
    return NotAllowed(
        Words(
            en=f"Only somebody themselves, or an administrator, says that they are away or back. "
            f"Ask {all_of(administrators)}.",
            fr=f"Seule la personne elle-même, ou un administrateur, dit qu’elle est absente ou de retour. "
            f"Voyez avec {all_of(administrators)}.",
        )
    )


def not_away(person: UserId) -> AlreadyDone:
    return AlreadyDone(
        Words(
            en=f"<@{person}> is not away: nothing was to be changed.",
            fr=f"<@{person}> n’est pas absent(e) : il n’y avait rien à changer.",
        )
    )


def turns_of_others(administrators: tuple[UserId, ...]) -> NotAllowed:
    return NotAllowed(
        Words(
            en="Only whoever has the turn, or an administrator, may give it away. Where nobody is on duty, the people "
            f"of the rota may take it themselves. Ask {all_of(administrators)}.",
            fr="Seule la personne qui a ce tour, ou un administrateur, peut le céder. Là où personne n’est d’astreinte, "
            f"les personnes de l’astreinte peuvent le prendre elles-mêmes. Voyez avec {all_of(administrators)}.",
        ),
        field="person",
    )


def has_it_already(person: UserId) -> AlreadyDone:
    return AlreadyDone(
        Words(
            en=f"<@{person}> is on duty for all of that time already.",
            fr=f"<@{person}> est déjà d’astreinte pendant tout ce temps.",
        ),
        field="person",
    )


def is_away_then(person: UserId, until: datetime | None, field: str = "person") -> Conflict:
    en, fr = ("", "") if until is None else (f" until {moment(until)}", f" jusqu’à {moment(until)}")
    return Conflict(
        Words(
            en=f"<@{person}> is away at that time{en}. Choose somebody else, or ask them to come back: `/crisis back`.",
            fr=f"<@{person}> est absent(e) à ce moment-là{fr}. Choisissez quelqu’un d’autre, ou demandez son retour : "
            "`/crise de retour`.",
        ),
        field=field,
    )


def nothing_to_swap(person: UserId) -> NotFound:
    return NotFound(
        Words(
            en=f"<@{person}> has no turn in the next weeks that has not begun. `/crisis rotas` shows all turns.",
            fr=f"<@{person}> n’a aucun tour à venir ces prochaines semaines. `/crise astreintes` les montre tous.",
        )
    )


def turn_has_begun(since: datetime, field: str | None = None) -> Conflict:
    return Conflict(
        Words(
            en=f"That turn began {moment(since)}, so it can no longer be swapped. For the rest of it: `/crisis cover`.",
            fr=f"Ce tour a commencé {moment(since)} : il ne peut plus être échangé. Pour ce qu’il en reste : "
            "`/crise remplacer`.",
        ),
        field=field,
    )


def rota_has_changed(field: str | None = None) -> Conflict:
    return Conflict(
        Words(
            en="Meanwhile the rota has changed, and that turn is no longer as it was. Nothing was swapped: look at "
            "`/crisis rotas` and ask again with `/crisis swap`.",
            fr="Entre-temps l’astreinte a changé, et ce tour n’est plus le même. Rien n’a été échangé : regardez "
            "`/crise astreintes`, puis redemandez avec `/crise échanger`.",
        ),
        field=field,
    )


def swap_with_oneself() -> BadRequest:
    return BadRequest(
        Words(
            en="Choose a colleague: it is their turn already otherwise.",
            fr="Choisissez un ou une collègue : sinon le tour reste où il est.",
        ),
        field="person",
    )


def asked_already(person: UserId) -> AlreadyDone:
    return AlreadyDone(
        Words(
            en=f"<@{person}> was asked for that turn already and has not answered yet.",
            fr=f"<@{person}> a déjà reçu cette demande et n’a pas encore répondu.",
        ),
        field="person",
    )


def no_such_swap() -> NotFound:
    return NotFound(
        Words(
            en="This swap is not known any more. `/crisis rotas` shows who is on duty.",
            fr="Cet échange n’est plus connu. `/crise astreintes` montre qui est d’astreinte.",
        )
    )


def swap_is_settled(state: Words, who: UserId | None, at: datetime | None) -> AlreadyDone:
    deed = deed_of(who, at)
    return AlreadyDone(
        Words(
            en=f"This swap was {state.en} already{deed.en}. Nothing more was changed.",
            fr=f"Cet échange a déjà été {state.fr}{deed.fr}. Rien d’autre n’a changé.",
        )
    )


def swap_is_for_somebody_else(person: UserId) -> NotAllowed:
    return NotAllowed(
        Words(
            en=f"Only <@{person}>, who was asked, may answer this.",
            fr=f"Seule la personne à qui la demande est faite, <@{person}>, peut répondre.",
        )
    )


def swap_is_the_askers(person: UserId) -> NotAllowed:
    return NotAllowed(
        Words(
            en=f"Only <@{person}>, who asked, or an administrator may withdraw this.",
            fr=f"Seule la personne qui a fait la demande, <@{person}>, ou un administrateur peut la retirer.",
        )
    )


def checking_is_the_administrators(administrators: tuple[UserId, ...]) -> NotAllowed:
    return NotAllowed(
        Words(
            en=f"Checking everybody’s contacts is for the administrators: {all_of(administrators)}.",
            fr=f"Vérifier les coordonnées de tout le monde revient aux administrateurs : {all_of(administrators)}.",
        )
    )


def check_is_running(at: datetime) -> Conflict:
    return Conflict(
        Words(
            en=f"A check has been running since {moment(at)}. `/crisis check-contacts` shows how far it is.",
            fr=f"Une vérification est en cours depuis {moment(at)}. `/crise contacts` montre où elle en est.",
        )
    )


def not_in_this_check() -> NotFound:
    return NotFound(
        Words(
            en="You were not asked in this check, or it is over and forgotten. Nothing is needed of you.",
            fr="On ne vous a rien demandé dans cette vérification, ou elle est terminée. Vous n’avez rien à faire.",
        )
    )
