"""The words of the refusals about severity by its factors: why not, and what to do next."""

from playbooks.errors import AlreadyDone, BadRequest, NotAllowed
from playbooks.playbook import UserId, Words
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
