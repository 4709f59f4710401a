"""A reply to a customer: the same form and engine, a card where it was asked for, and what the customer wrote since."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers.slack.blocks import customer, inbox, lists, triage
from handlers.slack.blocks.card import ASK
from handlers.slack.orders import Answer, Form, Pressed, Verbs, carry_out, on_form, opened_from, still_open
from handlers.slack.starting import handing_over, show_start
from handlers.slack.verbs import Verb
from handlers.slack.visits import Filled, Kept, Visit
from handlers.slack.windows import redraw, show
from handlers.slack.words import Typed
from playbooks import refusals
from playbooks.commands import CustomerWroteAgain, IncidentId, TriageCase
from playbooks.desk import Desk
from playbooks.inbox import Report, ReportId
from playbooks.incident import Incident
from playbooks.matching import Triage
from playbooks.playbook import PlaybookKind
from playbooks.triage import Sign


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

    @app.action(f"{ASK}triage")
    def what_to_do(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        incident = still_open(visit.incident_by_id(Pressed.of(body).value))
        show(visit, triage.triage_form(visit.reader, incident, _looked(visit, incident)))
        ack()

    @app.action(triage.SIGNS)
    def ticked(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, view = Visit.of(desk, client, body), body["view"]
        incident, filled = visit.incident_by_id(Kept.of(view).incident), Filled.of(view)
        looked = replace(
            _looked(visit, incident),
            signs=_signs(filled),
            reason=filled.text("reason"),
            metadata=str(view.get("private_metadata") or ""),
        )
        redraw(visit, view["id"], triage.triage_form(visit.reader, incident, looked))
        ack()

    @app.view(triage.TRIAGE)
    def decided(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, view = Visit.of(desk, client, body), body["view"]
        order = _triaged(Kept.of(view), Filled.of(view))
        incident = carry_out(visit, order)
        if order.choice is Triage.HANDOVER:
            ack(response_action="update", view=handing_over(visit, incident, order.signs))
        else:
            ack()

    @app.action(inbox.TAKE)
    def takes(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        report = _report(visit, Pressed.of(body).value)
        show_start(visit, PlaybookKind.REPLY, report.text, report)
        ack()

    @app.action(inbox.CRISIS)
    def opens_a_crisis(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        show_start(visit, PlaybookKind.CRISIS, _report(visit, Pressed.of(body).value).text)
        ack()


def _looked(visit: Visit, incident: Incident) -> triage.Looked:
    """Begin with what the customer's last words suggest."""
    case = incident.case
    words = "" if case is None else (case.text, *case.again)[-1]
    advice = visit.desk.advise(words)
    return triage.Looked(
        likely=None if advice is None else advice.triage, metadata=opened_from(visit, incident).written()
    )


def _signs(filled: Filled) -> tuple[Sign, ...]:
    ticked = filled.ticked("signs")
    return tuple(sign for sign in Sign if sign.value in ticked)


def _triaged(kept: Kept, filled: Filled) -> TriageCase:
    choice, hours = filled.choice("choice"), filled.choice("review")
    return TriageCase(
        incident=IncidentId(kept.incident),
        signs=_signs(filled),
        choice=Triage(choice or Triage.RESPOND),
        reason=filled.text("reason"),
        review_in=None if hours is None else timedelta(hours=int(hours)),
    )


def _report(visit: Visit, report_id: str) -> Report:
    """Find what a tool has reported. Raises NotFound."""
    report = visit.desk.inbox.report(ReportId(report_id))
    if report is None:
        raise refusals.cases.report_forgotten()
    return report


def _wrote(form: Form) -> CustomerWroteAgain:
    return CustomerWroteAgain(incident=form.incident, text=form.filled.text("text"))


def _reply(visit: Visit, typed: Typed) -> Answer:
    show_start(visit, PlaybookKind.REPLY, typed.text)
    return None


VERBS: Final[Mapping[Verb, Verbs]] = {Verb.REPLY: _reply}
