"""The contact check: begun by an administrator, answered with one click by everybody."""

from collections.abc import Mapping
from typing import Any, Final

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from handlers.slack.answers import settle
from handlers.slack.blocks import reaching as drawing
from handlers.slack.orders import Answer, Pressed, Verbs
from handlers.slack.verbs import Verb
from handlers.slack.visits import Filled, Kept, Visit
from handlers.slack.windows import show
from handlers.slack.words import Typed
from playbooks.desk import Desk
from playbooks.routing.reachability import CheckId


def register(app: App, desk: Desk) -> None:
    """Listen to the buttons and forms of the contact check."""

    @app.action(drawing.CONFIRM)
    def confirms(ack: Ack, body: dict[str, Any], client: WebClient, respond: Respond) -> None:
        visit = Visit.of(desk, client, body)
        desk.checking.confirm(CheckId(Pressed.of(body).value), visit.asked)
        settle(respond, body, drawing.thanks(visit.reader))
        ack()

    @app.action(drawing.WRONG)
    def finds_it_wrong(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        kept = Kept(subject=Pressed.of(body).value).written()
        show(visit, drawing.wrong_form(visit.reader, kept))
        ack()

    @app.view(drawing.WRONG_FORM)
    def reports(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, view = Visit.of(desk, client, body), body["view"]
        desk.checking.report(CheckId(Kept.of(view).subject), Filled.of(view).text("text"), visit.asked)
        ack()

    @app.action(drawing.START)
    def begins_anew(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        _ask_whether(Visit.of(desk, client, body))
        ack()

    @app.view(drawing.START_FORM)
    def begins(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        desk.checking.begin(Visit.of(desk, client, body).asked)
        ack()


def _check(visit: Visit, _: Typed) -> Answer:
    visit.desk.checking.refuse(visit.user)
    found = visit.desk.checking.progress()
    if found is not None:
        return drawing.progress(visit.reader, found)
    _ask_whether(visit)
    return None


def _ask_whether(visit: Visit) -> None:
    visit.desk.checking.refuse(visit.user)
    show(visit, drawing.start_form(visit.reader, Kept().written()))


VERBS: Final[Mapping[Verb, Verbs]] = {Verb.CHECK_CONTACTS: _check}
