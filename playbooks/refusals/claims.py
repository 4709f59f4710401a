"""The words of the refusals about claims to verify: why not, and what to do next."""

from datetime import datetime

from playbooks.errors import AlreadyDone, BadRequest, NotFound
from playbooks.playbook import UserId, Words
from playbooks.refusals.phrases import deed_of
from playbooks.typed import quoted


def no_such_claim(claim: str) -> NotFound:
    return NotFound(
        Words(
            en=f"There is no claim “{quoted(claim)}” here. `/crisis review` shows them all with their numbers; "
            "`/crisis verify NUMBER` or `/crisis refute NUMBER` settles one.",
            fr=f"Il n’y a pas d’information n° « {quoted(claim)} » ici. `/crise revue` les montre toutes avec leur "
            "numéro ; `/crise confirmer NUMÉRO` ou `/crise infirmer NUMÉRO` en règle une.",
        )
    )


def claim_settled_before(words: Words, by: UserId | None, at: datetime | None) -> AlreadyDone:
    done = deed_of(by, at)
    return AlreadyDone(
        Words(
            en=f"This was already marked “{words.en}”{done.en}. Nothing was changed.",
            fr=f"Cette information est déjà marquée « {words.fr} »{done.fr}. Rien n’a changé.",
        )
    )


def at_it_already(claim: int, since: datetime | None) -> AlreadyDone:
    done = deed_of(None, since)
    return AlreadyDone(
        Words(
            en=f"You are verifying claim {claim} already{done.en}. `/crisis verify {claim}` or `/crisis refute {claim}` "
            "settles it.",
            fr=f"Vous vérifiez déjà l’information {claim}{done.fr}. `/crise confirmer {claim}` ou "
            f"`/crise infirmer {claim}` la règle.",
        )
    )


def turning_needs_words(words: Words) -> BadRequest:
    return BadRequest(
        Words(
            en=f"This is marked “{words.en}”. Say in a sentence what shows the opposite.",
            fr=f"Cette information est marquée « {words.fr} ». Dites en une phrase ce qui montre le contraire.",
        ),
        field="words",
    )
