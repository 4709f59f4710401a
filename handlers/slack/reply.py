"""A reply to a customer: the same form and engine, a card where it was asked for, and what the customer wrote since."""

from collections.abc import Mapping
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers.slack.blocks import customer, lists
from handlers.slack.blocks.card import ASK
from handlers.slack.orders import Answer, Form, Pressed, Verbs, on_form, opened_from, still_open
from handlers.slack.starting import show_start
from handlers.slack.verbs import Verb
from handlers.slack.visits import Visit
from handlers.slack.windows import show
from handlers.slack.words import Typed
from playbooks.commands import CustomerWroteAgain
from playbooks.desk import Desk
from playbooks.playbook import PlaybookKind


def register(app: App, desk: Desk) -> None:
    """Listen to the Home tab's button and to the card's; the form that starts it comes back where every start does."""
    on_form(app, desk, customer.WROTE, _wrote)

    @app.action(lists.REPLY)
    def from_home(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        show_start(Visit.of(desk, client, body), PlaybookKind.REPLY, "")
        ack()

    @app.action(f"{ASK}wrote")
    def wrote_again(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        incident = still_open(visit.incident_by_id(Pressed.of(body).value))
        show(visit, customer.wrote_form(visit.reader, incident, opened_from(visit, incident).written()))
        ack()


def _wrote(form: Form) -> CustomerWroteAgain:
    return CustomerWroteAgain(incident=form.incident, text=form.filled.text("text"))


def _reply(visit: Visit, typed: Typed) -> Answer:
    show_start(visit, PlaybookKind.REPLY, typed.text)
    return None


VERBS: Final[Mapping[Verb, Verbs]] = {Verb.REPLY: _reply}
