"""The review: shown to whoever asks, its questions answered, its actions added and done."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from handlers.slack.answers import as_message, settle, whisper
from handlers.slack.blocks import review_forms
from handlers.slack.blocks.card import ASK
from handlers.slack.blocks.notices import ACTION_DONE
from handlers.slack.blocks.reader import on_one_line
from handlers.slack.blocks.review import window
from handlers.slack.orders import Answer, Form, Pressed, Verbs, carry_out, on_form, opened_from, redraw_window
from handlers.slack.verbs import Verb
from handlers.slack.visits import Kept, Visit
from handlers.slack.windows import show
from handlers.slack.words import Typed
from playbooks import refusals
from playbooks.commands import ActionId, AddAction, AnswerReview, CompleteAction, IncidentId
from playbooks.desk import Desk
from playbooks.errors import BadRequest
from playbooks.incident import Incident
from playbooks.playbook import Words


def register(app: App, desk: Desk) -> None:
    """Listen to the buttons and forms of reviews."""
    on_form(app, desk, "review:answers", _answered)
    on_form(app, desk, "review:action", _added)

    @app.action(f"{ASK}review")
    def asks_for_it(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        _show_review(visit, visit.incident_by_id(Pressed.of(body).value))
        ack()

    @app.action(f"{ASK}answers")
    def asks_to_answer(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        incident = _closed(visit.incident_by_id(Pressed.of(body).value))
        kept = opened_from(visit, incident).written()
        show(visit, review_forms.answer_questions(visit.reader, incident, kept))
        ack()

    @app.action(f"{ASK}action")
    def asks_to_add(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        incident = _closed(visit.incident_by_id(Pressed.of(body).value))
        kept = opened_from(visit, incident).written()
        show(visit, review_forms.add_action(visit.reader, incident, visit.user, kept))
        ack()

    @app.action(re.compile(f"^{ACTION_DONE}"))
    def did_it(ack: Ack, body: dict[str, Any], client: WebClient, respond: Respond) -> None:
        visit, button = Visit.of(desk, client, body), Pressed.of(body)
        order = CompleteAction(incident=IncidentId(button.value), action=ActionId(button.subject))
        _shown_again(visit, carry_out(visit, order), order.action, respond)
        ack()


def _shown_again(visit: Visit, after: Incident, action: ActionId, respond: Respond) -> None:
    if visit.in_window:
        redraw_window(visit, after)
        return
    posted = (visit.body.get("container") or {}).get("message_ts")
    if after.review is None or posted != after.review.ts:
        text = visit.reader.say(_DID_IT, text=on_one_line(after.action(action).text))
        if not settle(respond, visit.body, text):
            whisper(respond, as_message(text), visit.request)


def _show_review(visit: Visit, incident: Incident) -> None:
    reader = visit.reader
    log = visit.desk.looking.everything(incident).log
    drawn = window(incident, log, reader.directory, reader.language, reader.now)
    show(visit, {**drawn, "private_metadata": Kept(incident=incident.id).written()})


def _closed(incident: Incident) -> Incident:
    """Refuse before somebody fills a form for nothing."""
    if incident.is_open:
        raise refusals.crisis.still_open(incident.ref)
    return incident


def _answered(form: Form) -> AnswerReview:
    questions = tuple(form.filled.values)
    return AnswerReview(incident=form.incident, answers=tuple((q, form.filled.text(q)) for q in questions))


def _added(form: Form) -> AddAction:
    owner = form.filled.person("person") or form.visit.person(None)
    return AddAction(incident=form.incident, text=form.filled.text("text"), owner=owner, due=_day(form))


def _day(form: Form) -> date:
    chosen = form.filled.day("due")
    if chosen is None:
        raise BadRequest(_DAY_MISSING, field="due")
    return date.fromisoformat(chosen)


def _review(visit: Visit, typed: Typed) -> Answer:
    _show_review(visit, visit.incident(typed.ref))
    return None


VERBS: Final[Mapping[Verb, Verbs]] = {Verb.REVIEW: _review}

_DID_IT: Final = Words(en="✅ Done: {text}", fr="✅ Fait : {text}")
_DAY_MISSING: Final = Words(en="Choose a day.", fr="Choisissez un jour.")
