"""The words of the refusals about severity by its factors: why not, and what to do next."""

from playbooks.errors import BadRequest
from playbooks.playbook import Words
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
