"""What tools have reported, and what many customers say: taken by a person, or opened as a crisis."""

import re
from collections.abc import Mapping
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers.slack.blocks import inbox
from handlers.slack.blocks.limits import View
from handlers.slack.orders import Answer, Pressed, Verbs
from handlers.slack.starting import show_start
from handlers.slack.verbs import Verb
from handlers.slack.visits import Visit
from handlers.slack.windows import redraw, show
from handlers.slack.words import Typed
from playbooks import refusals
from playbooks.desk import Desk
from playbooks.inbox import Report, ReportId
from playbooks.playbook import PlaybookKind


def register(app: App, desk: Desk) -> None:
    """Listen to the buttons of the letters and of the list."""

    @app.action(re.compile(f"^{inbox.TAKE}(:|$)"))
    def takes(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        report = reported(visit, Pressed.of(body).value)
        show_start(visit, PlaybookKind.REPLY, report.text, report)
        ack()

    @app.action(re.compile(f"^{inbox.ASIDE}:"))
    def sets_aside(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        desk.inbox.set_aside(ReportId(Pressed.of(body).value), visit.asked)
        redraw(visit, body["view"]["id"], _window(visit))
        ack()

    @app.action(inbox.OPEN)
    def opens_the_list(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        show(visit, _window(visit))
        ack()

    @app.action(inbox.CRISIS)
    def opens_a_crisis(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        show_start(visit, PlaybookKind.CRISIS, reported(visit, Pressed.of(body).value).text)
        ack()

    @app.action(inbox.INCIDENT)
    def opens_an_incident(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        show_start(Visit.of(desk, client, body), PlaybookKind.CRISIS, Pressed.of(body).value)
        ack()


def _window(visit: Visit) -> View:
    return inbox.window(visit.reader, *visit.desk.inbox.waiting(inbox.LISTED))


def _list(visit: Visit, _: Typed) -> Answer:
    show(visit, _window(visit))
    return None


def reported(visit: Visit, report_id: str) -> Report:
    """Find what a tool has reported. Raises NotFound."""
    report = visit.desk.inbox.report(ReportId(report_id))
    if report is None:
        raise refusals.cases.report_forgotten()
    return report


VERBS: Final[Mapping[Verb, Verbs]] = {Verb.INBOX: _list}
