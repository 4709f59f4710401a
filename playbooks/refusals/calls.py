"""The words of the refusals about calls up a ladder: why not, and what to do next."""

from datetime import datetime

from playbooks.errors import AlreadyDone, BadRequest, Conflict, NotAllowed, NotFound
from playbooks.playbook import UserId, Words
from playbooks.refusals.phrases import dated
from playbooks.typed import quoted


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
            en=f"You said that you can’t{when}. To help after all, press “I can after all” in your call, or open the "
            "incident’s channel and take a step.",
            fr=f"Vous avez répondu que vous ne pouviez pas{when}. Pour aider tout de même, pressez « Finalement, je "
            "peux » dans votre appel, ou ouvrez le canal de l’incident et prenez une étape.",
        )
    )


def passed_to_oneself() -> BadRequest:
    return BadRequest(
        Words(
            en="Choose somebody else than yourself, or take the call.",
            fr="Choisissez quelqu’un d’autre que vous, ou prenez l’appel.",
        ),
        field="person",
    )


def passed_to_somebody_away(person: UserId) -> BadRequest:
    return BadRequest(
        Words(
            en=f"<@{person}> has said that they are away. Choose somebody who is there; to have them called all the same, "
            "`/crisis escalate` names anybody.",
            fr=f"<@{person}> a annoncé son absence. Choisissez quelqu’un qui est là ; pour l’appeler malgré tout, "
            "`/crise escalader` nomme n’importe qui.",
        ),
        field="person",
    )


def called_there_before(person: UserId, *, declined: bool) -> Conflict:
    en = "said that they can’t" if declined else "is called for this already"
    fr = "a répondu ne pas pouvoir" if declined else "est déjà sur la liste des appels"
    return Conflict(
        Words(
            en=f"<@{person}> {en}. Choose somebody else, or answer “I can’t”: the next person is then called.",
            fr=f"<@{person}> {fr}. Choisissez quelqu’un d’autre, ou répondez « Je ne peux pas » : la personne suivante "
            "est alors appelée.",
        ),
        field="person",
    )


def too_late_to_escalate(ref: str) -> Conflict:
    shown = quoted(ref)
    return Conflict(
        Words(
            en=f"{shown} is closed: nobody is called for it any more. If it goes on, or has come back, open a new one "
            "with `/crisis start`, and people are called at once.",
            fr=f"{shown} est clos : plus personne n’est appelé pour lui. Si cela continue ou recommence, ouvrez un nouvel "
            "incident avec `/crise démarrer` : les appels partent aussitôt.",
        )
    )
