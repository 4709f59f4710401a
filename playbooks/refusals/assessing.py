"""The words of the refusals about severity by its factors: why not, and what to do next."""

from datetime import datetime

from playbooks.errors import AlreadyDone, BadRequest, Conflict, NotAllowed
from playbooks.playbook import UserId, Words
from playbooks.refusals.phrases import deed_of
from playbooks.typed import quoted


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


def nobody_at_risk() -> AlreadyDone:
    return AlreadyDone(
        Words(
            en="Nobody is held to be at risk here. Nothing was changed.",
            fr="Personne n’est considéré en danger ici. Rien n’a changé.",
        )
    )


def lifting_is_the_leads(lead: UserId) -> NotAllowed:
    return NotAllowed(
        Words(
            en=f"Anyone may say that people are at risk; only the lead takes it back. Ask <@{lead}>.",
            fr=f"Chacun peut signaler des personnes en danger ; seul le pilote revient dessus. Voyez avec <@{lead}>.",
        )
    )


def lifting_needs_a_reason() -> BadRequest:
    return BadRequest(
        Words(
            en="Say in one sentence how you know that nobody is at risk.",
            fr="Dites en une phrase comment vous savez que personne n’est en danger.",
        ),
        field="reason",
    )


def severity_changed_meanwhile(who: UserId | None, severity: Words, at: datetime) -> Conflict:
    done = deed_of(who, at)
    return Conflict(
        Words(
            en=f"It was made “{severity.en}” meanwhile{done.en}. Nothing was changed. Leave the severity as it is, or "
            "close this form and open it again.",
            fr=f"La gravité est passée à « {severity.fr} » entre-temps{done.fr}. Rien n’a changé. Laissez-la telle "
            "quelle, ou fermez ce formulaire et rouvrez-le.",
        ),
        field="severity",
    )
