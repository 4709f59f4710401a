"""A reply to a customer: the same form, the same engine, a card where it was asked for."""

from collections.abc import Mapping
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers.slack.blocks import lists
from handlers.slack.orders import Answer, Verbs
from handlers.slack.starting import show_start
from handlers.slack.verbs import Verb
from handlers.slack.visits import Visit
from handlers.slack.words import Typed
from playbooks.desk import Desk
from playbooks.playbook import PlaybookKind


def register(app: App, desk: Desk) -> None:
    """Listen to the Home tab's button; the form itself comes back where every start does."""

    @app.action(lists.REPLY)
    def from_home(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        show_start(Visit.of(desk, client, body), PlaybookKind.REPLY, "")
        ack()


def _reply(visit: Visit, typed: Typed) -> Answer:
    show_start(visit, PlaybookKind.REPLY, typed.text)
    return None


VERBS: Final[Mapping[Verb, Verbs]] = {Verb.REPLY: _reply}
