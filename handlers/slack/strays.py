"""Whatever no other door knows: an old button, an event nobody asked for. Answered, so that Slack does not ask again."""

import re
from typing import Any, Final

from slack_bolt import Ack, App

from playbooks.desk import Desk
from playbooks.errors import Conflict
from playbooks.playbook import Words

_ANY: Final = re.compile(r"")


def register(app: App, _: Desk) -> None:
    """Listen to the rest; must be registered last."""

    @app.event(_ANY)
    def heard(ack: Ack) -> None:
        ack()

    @app.action({"type": "block_actions", "action_id": _ANY})
    def pressed(ack: Ack, body: dict[str, Any]) -> None:
        # A menu of a form is read when the form comes back; a stray button speaks of something gone.
        if body["actions"][0].get("type") == "button":
            raise Conflict(_OLD)
        ack()

    @app.view(_ANY)
    def sent() -> None:
        raise Conflict(_OLD)

    @app.view_closed(_ANY)
    def closed(ack: Ack) -> None:
        ack()

    @app.shortcut(_ANY)
    def chosen() -> None:
        raise Conflict(_OLD)

    @app.options(_ANY)
    def offered(ack: Ack) -> None:
        ack(options=[])


_OLD: Final = Words(
    en="This belongs to an earlier version and does nothing any more. Nothing was changed: `/crisis help`.",
    fr="Ceci vient d’une version antérieure et ne fait plus rien. Rien n’a changé : `/crise aide`.",
)
