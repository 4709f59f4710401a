"""Calls: I take it, I can't, call someone else, and I am still on it."""

from typing import Any, Final

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from handlers.slack.answers import settle
from handlers.slack.blocks import forms, ping
from handlers.slack.blocks.forms import Draft
from handlers.slack.blocks.moments import moment
from handlers.slack.orders import Form, Pressed, carry_out, on_form, opened_from
from handlers.slack.visits import Visit
from handlers.slack.windows import show
from playbooks import escalation, refusals
from playbooks.commands import CallId, DeclineCall, IncidentId, KeepAnswer, PassCall, TakeCall
from playbooks.desk import Desk
from playbooks.errors import BadRequest
from playbooks.playbook import Words


def register(app: App, desk: Desk) -> None:
    """Listen to the buttons of a call, and to the one of the question whether somebody is still on it."""
    on_form(app, desk, "call:decline", _declined)
    on_form(app, desk, "call:instead", _passed_on)

    @app.action(ping.TAKE)
    def takes(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        incident, call = _about(Pressed.of(body))
        carry_out(Visit.of(desk, client, body), TakeCall(incident=incident, call=call))
        ack()  # The message itself is edited by the outbox.

    @app.action(ping.DECLINE)
    def cannot(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        _ask_why(Visit.of(desk, client, body), *_about(Pressed.of(body)))
        ack()

    @app.action(ping.INSTEAD)
    def names_another(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        _ask_whom(Visit.of(desk, client, body), *_about(Pressed.of(body)))
        ack()

    @app.action(ping.STILL)
    def still_on_it(ack: Ack, body: dict[str, Any], client: WebClient, respond: Respond) -> None:
        visit, (incident, call) = Visit.of(desk, client, body), _about(Pressed.of(body))
        carry_out(visit, KeepAnswer(incident=incident, call=call))
        ack()
        settle(respond, body, visit.reader.say(_KEPT, when=moment(visit.reader.now)))


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


def _ask_whom(visit: Visit, incident_id: IncidentId, call: CallId) -> None:
    incident = visit.incident_by_id(incident_id)
    # As above: refused now where the call may not be answered any more.
    escalation.decide(
        incident, DeclineCall(incident=incident_id, call=call), by=visit.user, now=visit.desk.clock.now()
    )
    metadata = opened_from(visit, incident, call).written()
    show(visit, forms.pass_call(visit.reader, Draft(incident=incident, metadata=metadata), call))


def _passed_on(form: Form) -> PassCall:
    to = form.filled.person("person") or form.visit.person(None)
    if form.visit.desk.calling.presence(to).away:
        raise refusals.calls.passed_to_somebody_away(to)
    reason = form.filled.text("reason")
    return PassCall(incident=form.incident, call=CallId(form.kept.subject), to=to, reason=reason)


def _declined(form: Form) -> DeclineCall:
    return DeclineCall(
        incident=form.incident, call=CallId(form.kept.subject), reason=form.filled.text("reason")
    )


def _about(button: Pressed) -> tuple[IncidentId, CallId]:
    incident, _, call = button.value.partition("|")
    return IncidentId(incident), CallId(call)


_KEPT: Final = Words(en="✅ *You are still on it*, {when}.", fr="✅ *Vous vous en occupez toujours*, {when}.")
