"""A surge: opened for an incident, answered one customer after the other, its wordings withdrawn, its answers read."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers.slack.blocks import surge as drawn
from handlers.slack.blocks.limits import View
from handlers.slack.blocks.lists import telling
from handlers.slack.inbox import reported
from handlers.slack.orders import Answer, Form, Pressed, Verbs, on_form, opened_from, still_open
from handlers.slack.starting import show_start
from handlers.slack.statements import known_blanks_of, show_all
from handlers.slack.verbs import Verb
from handlers.slack.visits import Body, Filled, Kept, Visit
from handlers.slack.windows import redraw, show
from handlers.slack.words import Typed
from playbooks import refusals
from playbooks.commands import (
    AnswerInSurge,
    CallVolunteers,
    OpenIncident,
    ReadSample,
    RetireWordings,
    StatementId,
)
from playbooks.desk import Desk
from playbooks.errors import BadRequest
from playbooks.inbox import Report, ReportId
from playbooks.incident import Incident
from playbooks.playbook import Language, PlaybookKind, Words
from playbooks.routing import Training
from playbooks.surge import SURGE, of, suited

LEVELS: Final = (Training.RESPONDER, Training.SPOKESPERSON)
LANGUAGES: Final = ("", *Language)  # empty: whatever they speak


def register(app: App, desk: Desk) -> None:
    """Listen to the card's buttons and to the forms."""
    on_form(app, desk, drawn.READ, _read)
    on_form(app, desk, drawn.RETIRE, _retired)
    on_form(app, desk, drawn.CALL, _called)
    _listen_to_answers(app, desk)

    @app.action(drawn.WORDINGS)
    def asks_for_wordings(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        show_all(visit, visit.incident_by_id(Pressed.of(body).value))
        ack()

    @app.action(re.compile(f"^({drawn.READ}|{drawn.RETIRE}|{drawn.CALL})$"))
    def asks(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, button = Visit.of(desk, client, body), Pressed.of(body)
        incident = still_open(visit.incident_by_id(button.value))
        show(visit, _asked(visit, incident, button.action_id))
        ack()

    @app.view(drawn.OPEN)
    def opens(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, view = Visit.of(desk, client, body), body["view"]
        parent = still_open(visit.incident_by_id(Kept.of(view).incident))
        desk.crisis.open(_ordered(parent, Filled.of(view)), visit.asked)
        ack()


def _listen_to_answers(app: App, desk: Desk) -> None:
    @app.action(drawn.NEXT)
    def next_one(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        show(visit, _next(visit, still_open(visit.incident_by_id(Pressed.of(body).value))))
        ack()

    @app.action(re.compile(f"^({drawn.PICK}|{drawn.FILL})$"))
    def draws_anew(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, view = Visit.of(desk, client, body), body["view"]
        redraw(visit, view["id"], _redrawn(visit, view))
        ack()

    @app.action(re.compile(f"^({drawn.ASIDE}|{drawn.LEAVE}|{drawn.OWN})$"))
    def without_a_wording(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, button = Visit.of(desk, client, body), Pressed.of(body)
        report = ReportId(button.value)
        if button.action_id == drawn.OWN:
            known = reported(visit, report)
            show_start(visit, PlaybookKind.REPLY, known.text, known)
        elif button.action_id == drawn.LEAVE:
            desk.surge.let_go(report, visit.user)
            redraw(visit, body["view"]["id"], telling(visit.reader, _LEFT, visit.reader.say(_LEFT_TO_OTHERS)))
        else:
            incident = still_open(visit.incident_by_id(Kept.of(body["view"]).incident))
            desk.inbox.set_aside(report, visit.asked)
            redraw(visit, body["view"]["id"], _next(visit, incident))
        ack()

    @app.view(re.compile(f"^{drawn.ANSWER}"))
    def answered(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, view = Visit.of(desk, client, body), body["view"]
        incident = visit.incident_by_id(Kept.of(view).incident)
        order = _answer(incident, view)
        if order is None:  # Another wording than the one that is shown: first it is seen, then it is sent.
            ack(response_action="update", view=_redrawn(visit, view))
            return
        after = desk.surge.answer(order, visit.asked)
        ack(response_action="update", view=_next(visit, after))


def _next(visit: Visit, incident: Incident) -> View:
    """Draw the form for the customer who comes next, with what is known of the person who answers."""
    report = visit.desk.surge.next_customer(incident, visit.user)
    return _form(visit, incident, report, drawn.Answering(incident=incident, report=report, metadata=""))


def _form(visit: Visit, incident: Incident, report: Report | None, answering: drawn.Answering) -> View:
    """Draw it; the form keeps which wording is shown, by its digest."""
    ready = drawn.in_order(visit.reader, answering)
    chosen = next((one for one in ready if one.id == answering.wording), ready[0] if ready else None)
    shown = "" if chosen is None else f"{chosen.id}|{chosen.wording.digest}"
    kept = Kept(incident=incident.id, subject=f"{'' if report is None else report.id}|{shown}")
    blanks = {**dict(known_blanks_of(visit, incident)), **{k: v for k, v in answering.blanks if v}}
    full = replace(
        answering,
        wording="" if chosen is None else chosen.id,
        blanks=tuple(blanks.items()),
        metadata=kept.written(),
    )
    return drawn.answer_form(visit.reader, visit.desk.inbox.backlog(incident.unit), full)


def _redrawn(visit: Visit, view: Body) -> View:
    kept, filled = Kept.of(view), Filled.of(view)
    incident = visit.incident_by_id(kept.incident)
    report_id = kept.subject.partition("|")[0]
    report = visit.desk.inbox.report(ReportId(report_id)) if report_id else None
    answering = drawn.Answering(
        incident=incident,
        report=report,
        metadata="",
        wording=filled.choice("wording") or "",
        blanks=_blanks(filled),
        where=filled.text("where"),
    )
    return _form(visit, incident, report, answering)


def _answer(incident: Incident, view: Body) -> AnswerInSurge | None:
    """Read the form as an order. None: another wording was chosen than the one that it shows."""
    filled = Filled.of(view)
    report, _, shown = Kept.of(view).subject.partition("|")
    wording, _, digest = shown.partition("|")
    if (filled.choice("wording") or "") != wording:
        return None
    return AnswerInSurge(
        incident=incident.id,
        wording=StatementId(wording),
        digest=digest,
        blanks=_blanks(filled),
        report=report,
        where=filled.text("where"),
    )


def _blanks(filled: Filled) -> tuple[tuple[str, str], ...]:
    fields = (field for field in filled.values if field.startswith(drawn.BLANK))
    return tuple((field.removeprefix(drawn.BLANK), filled.text(field)) for field in fields)


def _asked(visit: Visit, incident: Incident, what: str) -> View:
    surge = of(incident)
    if what == drawn.READ:
        if not surge.to_read:
            raise refusals.surge.no_such_sample(surge.answered)
        first = surge.to_read[0]
        kept = opened_from(visit, incident, str(first.number)).written()
        return drawn.read_form(visit.reader, incident, first, kept)
    kept = opened_from(visit, incident).written()
    if what == drawn.RETIRE:
        return drawn.retire_form(visit.reader, incident, kept)
    volunteers = visit.desk.surge.volunteers(incident)
    found = [
        (f"{level.name}:{language}", len(suited(volunteers, level, language)))
        for level in LEVELS
        for language in LANGUAGES
    ]
    return drawn.call_form(visit.reader, incident, found, kept)


def _read(form: Form) -> ReadSample:
    answer = form.filled.choice("right")
    if answer is None:
        raise BadRequest(_SAY_WHETHER, field="right")
    subject = form.kept.subject
    number = int(subject) if subject.isascii() and subject.isdigit() else 0
    return ReadSample(
        incident=form.incident,
        number=number,
        right=answer == drawn.RIGHT,
        words=form.filled.text("words"),
    )


def _retired(form: Form) -> RetireWordings:
    return RetireWordings(incident=form.incident, reason=form.filled.text("reason"))


def _called(form: Form) -> CallVolunteers:
    name, _, language = (form.filled.choice("level") or "").partition(":")
    level = Training.__members__.get(name, Training.RESPONDER)
    incident = form.visit.incident_by_id(form.kept.incident)
    found = suited(form.visit.desk.surge.volunteers(incident), level, language)
    return CallVolunteers(
        incident=form.incident, people=tuple(one.user for one in found), words=form.filled.text("words")
    )


def _ordered(parent: Incident, filled: Filled) -> OpenIncident:
    return OpenIncident(
        kind=PlaybookKind.REPLY,
        playbook=SURGE,
        title=filled.text("title"),
        unit=parent.unit,
        country=parent.country,
        language=parent.language,
        severity=parent.severity,
        drill=parent.drill,
        parent=parent.id,
    )


def _surge(visit: Visit, typed: Typed) -> Answer:
    """Answer the next customer where a surge is worked; elsewhere open one for the incident."""
    incident = still_open(visit.incident(typed.ref))
    if incident.surge is not None:
        show(visit, _next(visit, incident))
        return None
    if visit.desk.shelf().find(SURGE) is None:
        raise refusals.surge.no_playbook()
    show(visit, drawn.open_form(visit.reader, incident, typed.text, opened_from(visit, incident).written()))
    return None


VERBS: Final[Mapping[Verb, Verbs]] = {Verb.SURGE: _surge}

_LEFT: Final = Words(en="Next customer", fr="Client suivant")
_LEFT_TO_OTHERS: Final = Words(
    en="The customer waits for somebody else now. Press “Next customer…” to go on with another.",
    fr="Ce client attend maintenant quelqu’un d’autre. Appuyez sur « Client suivant… » pour continuer.",
)
_SAY_WHETHER: Final = Words(en="Say whether it is right.", fr="Dites si elle convient.")
