"""The words of the refusals about severity by its factors, claims and fixed points: why not, and what to do next."""

from datetime import datetime

from playbooks.errors import AlreadyDone, BadRequest, NotFound
from playbooks.playbook import UserId, Words
from playbooks.typed import quoted


def _deed(who: UserId | None, at: datetime | None) -> Words:
    """Name who did something and when, as far as it is known, so that Slack shows the reader's own time."""
    shown = (
        f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{at:%Y-%m-%d %H:%M} UTC>" if at else ""
    )
    when = f", {shown}" if shown else ""
    en, fr = (f" by <@{who}>", f" par <@{who}>") if who else ("", "")
    return Words(en=en + when, fr=fr + when)


def assess_first(step: str) -> BadRequest:
    return BadRequest(
        Words(
            en=f"“{quoted(step)}” is decided by six questions. “Decide…” on the card asks them, and `/crisis severity` too.",
            fr=f"« {quoted(step)} » se décide par six questions. « Décider… » sur la fiche les pose, "
            "`/crise gravité` aussi.",
        ),
        field="harm",
    )


def answer_all_six(field: str) -> BadRequest:
    return BadRequest(
        Words(
            en="Answer all six questions. Without a known answer, take the likely one: it is asked again.",
            fr="Répondez aux six questions. Sans certitude, choisissez le plus probable : elles seront reposées.",
        ),
        field=field,
    )


def no_such_claim(claim: str) -> NotFound:
    return NotFound(
        Words(
            en=f"There is no claim “{quoted(claim)}” here. `/crisis point` shows those to verify, with their numbers.",
            fr=f"Il n’y a pas d’information n° « {quoted(claim)} » ici. `/crise point-fixe` montre celles à vérifier, "
            "avec leur numéro.",
        )
    )


def claim_settled_before(words: Words, by: UserId | None, at: datetime | None) -> AlreadyDone:
    done = _deed(by, at)
    return AlreadyDone(
        Words(
            en=f"This was already marked “{words.en}”{done.en}. Nothing was changed.",
            fr=f"Cette information est déjà marquée « {words.fr} »{done.fr}. Rien n’a changé.",
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


def agenda_shared_before(at: datetime | None) -> AlreadyDone:
    done = _deed(None, at)
    return AlreadyDone(
        Words(
            en=f"The agenda of this fixed point is already in the channel{done.en}. Nothing was posted.",
            fr=f"L’ordre du jour de ce point fixe est déjà dans le canal{done.fr}. Rien n’a été publié.",
        )
    )
