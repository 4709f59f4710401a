"""Prepared answers, found by words, and used from where they were found."""

import re
from collections.abc import Mapping
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers.slack.blocks import templates
from handlers.slack.orders import Answer, Pressed, Verbs
from handlers.slack.starting import show_start
from handlers.slack.verbs import Verb
from handlers.slack.visits import Visit
from handlers.slack.words import Typed
from playbooks.desk import Desk
from playbooks.playbook import PlaybookKind
from playbooks.templates import find


def register(app: App, desk: Desk) -> None:
    """Listen to the button beside each answer that was found."""

    @app.action(re.compile(f"^{templates.USE}"))
    def uses(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        show_start(Visit.of(desk, client, body), PlaybookKind.REPLY, Pressed.of(body).value)
        ack()


def _find(visit: Visit, typed: Typed) -> Answer:
    found = find(visit.desk.shelf(), typed.text)
    return templates.found(visit.reader, typed.text, found, visit.desk.inbox.uses())


VERBS: Final[Mapping[Verb, Verbs]] = {Verb.FIND: _find}
