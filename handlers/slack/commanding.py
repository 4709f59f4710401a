"""The slash commands: a few words in, one wish of the desk, one answer that only their author sees."""

from collections.abc import Mapping
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers.slack import (
    assessing,
    crisis,
    duties,
    entries,
    escalating,
    holding,
    inbox,
    library,
    points,
    publishing,
    reaching,
    reply,
    review,
    rotas,
    searching,
    statements,
    steps,
    surge,
    templates,
    who,
)
from handlers.slack.answers import only_for_you
from handlers.slack.needs import COMMANDS
from handlers.slack.orders import Verbs
from handlers.slack.verbs import Verb
from handlers.slack.visits import Visit
from handlers.slack.words import parse
from playbooks.desk import Desk

VERBS: Final[Mapping[Verb, Verbs]] = {
    **crisis.VERBS,
    **assessing.VERBS,
    **points.VERBS,
    **entries.VERBS,
    **steps.VERBS,
    **holding.VERBS,
    **review.VERBS,
    **reply.VERBS,
    **inbox.VERBS,
    **surge.VERBS,
    **searching.VERBS,
    **templates.VERBS,
    **statements.VERBS,
    **duties.VERBS,
    **escalating.VERBS,
    **publishing.VERBS,
    **library.VERBS,
    **who.VERBS,
    **rotas.VERBS,
    **reaching.VERBS,
}


def register(app: App, desk: Desk) -> None:
    """Listen to every command."""

    def typed_in(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        typed = parse(str(body.get("text") or ""), str(body["command"]))
        visit = Visit(desk=desk, client=client, body=body, hint=typed.hint)
        answer = VERBS[typed.verb](visit, typed)
        if answer is None:
            ack()
        else:
            ack(only_for_you(answer))

    for command in COMMANDS:
        app.command(command)(typed_in)
