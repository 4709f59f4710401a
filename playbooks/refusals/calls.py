"""The words of the refusals about calls up a ladder: why not, and what to do next."""

from datetime import datetime

from playbooks.errors import AlreadyDone, NotAllowed, NotFound
from playbooks.playbook import UserId, Words
from playbooks.refusals.phrases import dated


def no_such_call() -> NotFound:
    return NotFound(
        Words(
            en="This call does not exist. The incident’s card shows who was called.",
            fr="Cet appel n’existe pas. La fiche de l’incident montre qui a été appelé.",
        )
    )


def not_your_call(person: UserId) -> NotAllowed:
    return NotAllowed(
        Words(
            en=f"This call is for <@{person}>. To help, open the incident’s channel and take a step.",
            fr=f"Cet appel est pour <@{person}>. Pour aider, ouvrez le canal de l’incident et prenez une étape.",
        )
    )


def call_answered(who: UserId, at: datetime | None) -> AlreadyDone:
    when = dated(at)
    return AlreadyDone(
        Words(
            en=f"<@{who}> answered first{when}. Nothing more is asked of you.",
            fr=f"<@{who}> a répondu en premier{when}. On ne vous demande plus rien.",
        )
    )


def call_declined(at: datetime | None) -> AlreadyDone:
    when = dated(at)
    return AlreadyDone(
        Words(
            en=f"You said that you can’t{when}; somebody else is called. To help after all, open the incident’s "
            "channel and take a step.",
            fr=f"Vous avez répondu que vous ne pouviez pas{when} ; quelqu’un d’autre est appelé. Pour aider tout de "
            "même, ouvrez le canal de l’incident et prenez une étape.",
        )
    )
