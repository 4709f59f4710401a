"""Calls: I take it, and I can't."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers.slack.blocks import forms, ping
from handlers.slack.blocks.forms import Draft
from handlers.slack.orders import Form, Pressed, carry_out, on_form, opened_from
from handlers.slack.visits import Visit
from handlers.slack.windows import show
from playbooks import escalation
from playbooks.commands import CallId, DeclineCall, IncidentId, TakeCall
from playbooks.desk import Desk
from playbooks.errors import BadRequest


def register(app: App, desk: Desk) -> None:
    """Listen to the two buttons of a call."""
    on_form(app, desk, "call:decline", _declined)

    @app.action(ping.TAKE)
    def takes(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        incident, call = _about(Pressed.of(body))
        carry_out(Visit.of(desk, client, body), TakeCall(incident=incident, call=call))
        ack()  # The message itself is edited by the outbox.

    @app.action(ping.DECLINE)
    def cannot(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        _ask_why(Visit.of(desk, client, body), *_about(Pressed.of(body)))
        ack()


def _ask_why(visit: Visit, incident_id: IncidentId, call: CallId) -> None:
    incident = visit.incident_by_id(incident_id)
    order = DeclineCall(incident=incident_id, call=call)
    # Refused now rather than after the form was filled: the call may have been answered meanwhile.
    escalation.decide(incident, order, by=visit.user, now=visit.desk.clock.now())
    metadata = opened_from(visit, incident, call).written()
    try:
        show(visit, forms.decline_call(visit.reader, Draft(incident=incident, metadata=metadata), call))
    except BadRequest:
        # No time to ask why: the answer counts more than the reason.
        carry_out(visit, order)


def _declined(form: Form) -> DeclineCall:
    return DeclineCall(
        incident=form.incident, call=CallId(form.kept.subject), reason=form.filled.text("reason")
    )


def _about(button: Pressed) -> tuple[IncidentId, CallId]:
    incident, _, call = button.value.partition("|")
    return IncidentId(incident), CallId(call)
