"""The Home tab: start, what is open, what to type; and the moment at which somebody's language is learned."""

from typing import Any, Final

import structlog
from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers.slack.blocks import lists
from handlers.slack.listing import open_lines
from handlers.slack.starting import show_start
from handlers.slack.visits import Visit
from handlers.slack.windows import UNREACHED, reason_of
from playbooks.desk import Desk
from playbooks.playbook import PlaybookKind

log = structlog.get_logger(__name__)

HOME_TAB: Final = "home"


def register(app: App, desk: Desk) -> None:
    """Listen to the Home tab."""

    @app.event("app_home_opened")
    def opened(ack: Ack, event: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        if event.get("tab", HOME_TAB) == HOME_TAB:
            _welcome(Visit.of(desk, client, body))
        ack()

    @app.action(lists.START)
    def from_home(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        show_start(Visit.of(desk, client, body), PlaybookKind.CRISIS, "")
        ack()


def _welcome(visit: Visit) -> None:
    """Draw the tab. Where Slack refuses it, nothing is lost: it is drawn anew at each opening."""
    try:
        _learn_language(visit)
        drawn = lists.home_tab(visit.reader, open_lines(visit), visit.desk.inbox.backlog())
        visit.client.views_publish(user_id=visit.user, view=drawn)
    except UNREACHED as exc:
        log.warning("home_not_drawn", reason=reason_of(exc), request=visit.request)


def _learn_language(visit: Visit) -> None:
    if visit.desk.people.is_known(visit.user):
        return
    person: dict[str, Any] = visit.client.users_info(user=visit.user, include_locale=True)["user"]
    visit.desk.people.learn_language(visit.user, str(person.get("locale") or ""))
