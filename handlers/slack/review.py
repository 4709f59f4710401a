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
from handlers.slack.blocks.lessons import ACTION_DONE, MORE, change_form, target_of
from handlers.slack.blocks.reader import on_one_line
from handlers.slack.blocks.review import window
from handlers.slack.orders import (
    Answer,
    Form,
    Pressed,
    Verbs,
    carry_out,
    on_form,
    opened_from,
    redraw_beneath,
    redraw_window,
)
from handlers.slack.verbs import Verb
from handlers.slack.visits import Filled, Kept, Visit
from handlers.slack.windows import show
from handlers.slack.words import Typed
from playbooks import refusals, sittings
from playbooks.commands import (
    AcceptLesson,
    ActionId,
    AddAction,
    AnswerReview,
    CompleteAction,
    HoldReview,
    IncidentId,
    ProposeChange,
    SetReviewDay,
    Sitting,
    Sort,
    Way,
)
from playbooks.desk import Desk
from playbooks.errors import BadRequest
from playbooks.incident import Incident
from playbooks.playbook import StepId, Words


def register(app: App, desk: Desk) -> None:
    """Listen to the buttons and forms of reviews."""
    on_form(app, desk, "review:answers", _answered)
    on_form(app, desk, "review:action", _added)
    on_form(app, desk, "review:day", _dated)
    _about_sittings(app, desk)
    _about_lessons(app, desk)

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


def _about_sittings(app: App, desk: Desk) -> None:
    @app.action(f"{ASK}review_day")
    def asks_for_the_day(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        incident = _closed(visit.incident_by_id(Pressed.of(body).value))
        sitting = _next(incident)
        kept = opened_from(visit, incident, sitting).written()
        show(visit, review_forms.set_day(visit.reader, incident, sitting, kept))
        ack()

    @app.action(f"{ASK}review_held")
    def was_held(ack: Ack, body: dict[str, Any], client: WebClient, respond: Respond) -> None:
        visit = Visit.of(desk, client, body)
        meant, _, incident_id = Pressed.of(body).value.rpartition("|")
        incident = _closed(visit.incident_by_id(incident_id))
        sitting = Sitting(meant) if meant in set(Sitting) else _next(incident)
        after = carry_out(visit, HoldReview(incident=incident.id, sitting=sitting))
        _told_where(visit, after, visit.reader.say(_WAS_HELD[sitting]), respond)
        ack()


def _about_lessons(app: App, desk: Desk) -> None:
    @app.action(re.compile(f"^{MORE}"))
    def chose(ack: Ack, body: dict[str, Any], client: WebClient, respond: Respond) -> None:
        visit, chosen = Visit.of(desk, client, body), Pressed.of(body)
        verb, _, incident_id = chosen.value.partition("|")
        incident = visit.incident_by_id(incident_id)
        action = incident.action(ActionId(chosen.subject))
        if verb in {"change", "again"}:
            kept = opened_from(visit, incident, action.id).written()
            show(visit, change_form(visit.reader, incident, action, kept))
        elif verb == "accept":
            after = carry_out(visit, AcceptLesson(incident=incident.id, action=action.id))
            text = visit.reader.say(_ACCEPTED, text=on_one_line(action.text))
            _told_where(visit, after, text, respond)
        else:
            order = CompleteAction(incident=incident.id, action=action.id)
            _shown_again(visit, carry_out(visit, order), action.id, respond)
        ack()

    @app.view("lesson:change")
    def proposed(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        form = Form(visit=visit, kept=Kept.of(body["view"]), filled=Filled.of(body["view"]))
        visit.incident_by_id(form.kept.incident)
        redraw_beneath(visit, form.kept, desk.learning.propose(_changed(form), visit.asked))
        ack()


def _next(incident: Incident) -> Sitting:
    """Give the sitting that is held next. Raises AlreadyDone, Conflict where none is left."""
    return sittings.next_one(incident) or sittings.last_one(incident)


def _told_where(visit: Visit, after: Incident, text: str, respond: Respond) -> None:
    """Draw the window anew, or say what was done where the review itself is not in sight."""
    if visit.in_window:
        redraw_window(visit, after)
        return
    posted = (visit.body.get("container") or {}).get("message_ts")
    if after.review is None or posted != after.review.ts:
        whisper(respond, as_message(text), visit.request)


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
    return AddAction(
        incident=form.incident,
        text=form.filled.text("text"),
        owner=owner,
        due=_day(form),
        sort=Sort(form.filled.choice("sort") or Sort.CHANGE),
        target=target_of(form.filled.choice("target")),
    )


def _dated(form: Form) -> SetReviewDay:
    day = form.filled.moment("day")
    if day is None:
        raise BadRequest(_DAY_MISSING, field="day")
    return SetReviewDay(incident=form.incident, sitting=Sitting(form.kept.subject), day=day)


def _changed(form: Form) -> ProposeChange:
    filled = form.filled
    return ProposeChange(
        incident=form.incident,
        action=ActionId(form.kept.subject),
        step=StepId(filled.choice("step") or ""),
        way=Way(filled.choice("way") or Way.REWORD),
        title=Words(en=filled.text("title_en"), fr=filled.text("title_fr")),
        note=Words(en=filled.text("note_en"), fr=filled.text("note_fr")),
    )


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
_ACCEPTED: Final = Words(en="✅ Lesson accepted: {text}", fr="✅ Leçon acceptée : {text}")
_WAS_HELD: Final = {
    Sitting.HOT: Words(en="✅ Hot review held.", fr="✅ Retour d’expérience à chaud tenu."),
    Sitting.COLD: Words(en="✅ Cold review held.", fr="✅ Retour d’expérience à froid tenu."),
}
_DAY_MISSING: Final = Words(en="Choose a day.", fr="Choisissez un jour.")
