"""Publishing stopped and started again: from the card, a step, a reminder or a command."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers.slack.blocks import publishing as drawing
from handlers.slack.blocks import publishing_forms
from handlers.slack.blocks.forms import Draft
from handlers.slack.blocks.limits import View
from handlers.slack.blocks.publishing import FREEZE, RESTART
from handlers.slack.orders import (
    Answer,
    Form,
    Pressed,
    Verbs,
    carry_out,
    on_form,
    opened_from,
    redraw_window,
    still_open,
)
from handlers.slack.verbs import Verb
from handlers.slack.visits import Kept, Visit
from handlers.slack.windows import show
from handlers.slack.words import Typed
from playbooks import publishing
from playbooks.commands import (
    ConfirmFrozen,
    FreezePublishing,
    IncidentId,
    OutletId,
    RestartOutlet,
    StopAgain,
)
from playbooks.desk import Desk
from playbooks.incident import Incident

_PRESSED: Final[Mapping[str, type[ConfirmFrozen | RestartOutlet | StopAgain]]] = {
    drawing.FROZEN: ConfirmFrozen,
    drawing.RUNS: RestartOutlet,
    drawing.AGAIN: StopAgain,
}
_BULLETS: Final = " \t-–—•*·"  # what people write before each line of a list


def register(app: App, desk: Desk) -> None:
    """Listen to the buttons and forms of publishing."""
    on_form(app, desk, "channels:freeze", _frozen)

    @app.action(re.compile(r"^(?:ask|step):(?:freeze|restart)(?::|$)"))
    def asks_for_them(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, button = Visit.of(desk, client, body), Pressed.of(body)
        incident = visit.incident_by_id(button.value)
        opens = freeze_view if button.action_id.split(":")[1] == FREEZE else restart_view
        show(visit, opens(visit, incident))
        ack()

    @app.action(drawing.ASK_WIDER)
    def asks_for_more(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, button = Visit.of(desk, client, body), Pressed.of(body)
        incident = still_open(visit.incident_by_id(button.value))
        show(visit, publishing_forms.freeze(visit.reader, _draft(visit, incident)))
        ack()

    @app.action(re.compile(r"^channel:(?:frozen|restart|again):"))
    def settles_one(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, button = Visit.of(desk, client, body), Pressed.of(body)
        incident, outlet = IncidentId(button.value), OutletId(button.subject)
        kind = _PRESSED[button.action_id.removesuffix(outlet)]
        redraw_window(visit, carry_out(visit, kind(incident=incident, outlet=outlet)))
        ack()


def freeze_view(visit: Visit, incident: Incident, text: str = "") -> View:
    """Draw the form that stops publishing; once it is stopped, the window in which each channel is confirmed."""
    if publishing.stopped(incident) and not text:
        return _window(visit, incident, FREEZE)
    return publishing_forms.freeze(visit.reader, _draft(visit, still_open(incident), text))


def restart_view(visit: Visit, incident: Incident) -> View:
    """Draw the window in which each channel is restarted. Raises what the order would be refused with."""
    publishing.refuse(incident, visit.user)
    return _window(visit, incident, RESTART)


def _window(visit: Visit, incident: Incident, way: str) -> View:
    return drawing.window(visit.reader, incident, way, Kept(incident=incident.id, subject=way).written())


def _draft(visit: Visit, incident: Incident, text: str = "") -> Draft:
    known = 0 if incident.freeze is None else incident.freeze.asked
    kept = replace(opened_from(visit, incident, FREEZE), known=known)
    return Draft(incident=incident, metadata=kept.written(), text=text)


def _frozen(form: Form) -> FreezePublishing:
    scope, channels = form.filled.text("scope"), _lines(form.filled.text("channels"))
    return FreezePublishing(incident=form.incident, scope=scope, channels=channels, known=form.kept.known)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip(_BULLETS) for line in text.splitlines())


# The commands.


def _freeze(visit: Visit, typed: Typed) -> Answer:
    show(visit, freeze_view(visit, visit.incident(typed.ref), typed.text))
    return None


def _restart(visit: Visit, typed: Typed) -> Answer:
    show(visit, restart_view(visit, visit.incident(typed.ref)))
    return None


VERBS: Final[Mapping[Verb, Verbs]] = {Verb.FREEZE: _freeze, Verb.RESTART: _restart}
