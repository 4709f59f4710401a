"""A reply to a customer: the same form and engine, a card where it was asked for, and what the customer wrote since."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers.slack.blocks import customer, lists, triage, turns
from handlers.slack.blocks.card import ASK
from handlers.slack.blocks.limits import View
from handlers.slack.orders import Answer, Form, Pressed, Verbs, carry_out, on_form, opened_from, still_open
from handlers.slack.starting import handing_over, show_start
from handlers.slack.statements import writing
from handlers.slack.verbs import Verb
from handlers.slack.visits import Filled, Kept, Visit
from handlers.slack.windows import redraw, show
from handlers.slack.words import Typed
from playbooks.commands import CustomerWroteAgain, IncidentId, KeepCase, NameCause, TriageCase
from playbooks.desk import Desk
from playbooks.fitting import fitting
from playbooks.incident import Incident
from playbooks.matching import Triage
from playbooks.playbook import PlaybookKind
from playbooks.triage import Sign


def register(app: App, desk: Desk) -> None:
    """Listen to the Home tab's button and to the card's; the form that starts it comes back where every start does."""
    on_form(app, desk, customer.WROTE, _wrote)
    on_form(app, desk, customer.CAUSE, _caused)

    @app.action(lists.REPLY)
    def from_home(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        show_start(Visit.of(desk, client, body), PlaybookKind.REPLY, "")
        ack()

    @app.action(re.compile(f"^{turns.STAY}"))
    def stays(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, pressed = Visit.of(desk, client, body), Pressed.of(body)
        until = datetime.fromtimestamp(int(pressed.value), UTC)
        carry_out(visit, KeepCase(incident=IncidentId(pressed.subject), until=until))
        ack()

    for what, ask in _QUESTIONS.items():
        _on_question(app, desk, what, ask)
    _listen_to_triage(app, desk)


def _on_question(app: App, desk: Desk, what: str, ask: Callable[[Visit, Incident], View]) -> None:
    @app.action(f"{ASK}{what}")
    def asked(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        show(visit, ask(visit, visit.incident_by_id(Pressed.of(body).value)))
        ack()


def _listen_to_triage(app: App, desk: Desk) -> None:
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


def _ask_what_they_wrote(visit: Visit, incident: Incident) -> View:
    kept = opened_from(visit, incident).written()
    return customer.wrote_form(visit.reader, still_open(incident), kept)


def _ask_for_the_answer(visit: Visit, incident: Incident) -> View:
    """Begin with the prepared answer that fits best; the form offers the others."""
    best = next(iter(fitting(still_open(incident))), None)
    return writing(visit, incident, None if best is None else best.message.id)


def _ask_the_cause(visit: Visit, incident: Incident) -> View:
    return customer.cause_form(visit.reader, incident, opened_from(visit, incident).written())


def _ask_what_to_do(visit: Visit, incident: Incident) -> View:
    return triage.triage_form(visit.reader, still_open(incident), _looked(visit, incident))


# The forms that the card's buttons open, each by what it asks.
_QUESTIONS: Final[Mapping[str, Callable[[Visit, Incident], View]]] = {
    "answer": _ask_for_the_answer,
    "wrote": _ask_what_they_wrote,
    "cause": _ask_the_cause,
    "triage": _ask_what_to_do,
}


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


def _caused(form: Form) -> NameCause:
    return NameCause(incident=form.incident, cause=form.filled.text("cause"))


def _wrote(form: Form) -> CustomerWroteAgain:
    return CustomerWroteAgain(incident=form.incident, text=form.filled.text("text"))


def _reply(visit: Visit, typed: Typed) -> Answer:
    show_start(visit, PlaybookKind.REPLY, typed.text)
    return None


VERBS: Final[Mapping[Verb, Verbs]] = {Verb.REPLY: _reply}
