"""Statements: written, approved, objected to, published and withdrawn, by button, by form and by command."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers.slack.blocks import approval, card, statement_answers, statement_forms
from handlers.slack.blocks import statements as drawn
from handlers.slack.blocks.limits import View
from handlers.slack.blocks.statement_answers import LIGHT
from handlers.slack.blocks.statement_forms import BLANK, WITHOUT, Writing
from handlers.slack.blocks.tongues import OWN, words_field
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
from handlers.slack.verbs import Verb, bare
from handlers.slack.visits import Filled, Kept, Visit
from handlers.slack.windows import redraw, show
from handlers.slack.words import Typed
from playbooks.cases import known_blanks
from playbooks.commands import (
    ApproveStatement,
    EditStatement,
    EstimateStatement,
    HandAnswer,
    IncidentId,
    ObjectToStatement,
    ProposeStatement,
    PublishStatement,
    Slots,
    StatementId,
    WithdrawObjection,
    WithdrawStatement,
)
from playbooks.desk import Desk
from playbooks.errors import BadRequest
from playbooks.incident import Incident, Statement, StatementState, StepInRun
from playbooks.playbook import Language, MessageId, Network, Strategy, Words
from playbooks.routing import MeansId
from playbooks.statements import Local, decide, live_for, must_be_publishable, statement_of

_SLOTS: Final = ("known", "unknown", "doing", "ask", "empathy", "contact")


def register(app: App, desk: Desk) -> None:
    """Listen to the buttons and forms of statements."""
    on_form(app, desk, statement_forms.WRITE, _written)
    on_form(app, desk, statement_answers.PUBLISH, _published)
    on_form(app, desk, statement_answers.OBJECT, _objected)
    on_form(app, desk, statement_answers.AGAIN, _approved_again)
    on_form(app, desk, statement_answers.WITHDRAW, _withdrawn)
    _listen_to_answers(app, desk)

    @app.action(re.compile(f"^({statement_forms.PREVIEW}$|{statement_forms.PICK})"))
    def draws_anew(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, view = Visit.of(desk, client, body), body["view"]
        redraw(visit, view["id"], _redrawn(visit, view))
        ack()

    @app.action(f"{card.ASK}statements")
    def asks_for_all(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        show_all(visit, visit.incident_by_id(Pressed.of(body).value))
        ack()

    @app.action(drawn.WRITE)
    def asks_to_write(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        incident = still_open(visit.incident_by_id(Pressed.of(body).value))
        show(visit, writing(visit, incident, None))
        ack()

    @app.action(re.compile(f"^{drawn.HAND}"))
    def hands_over(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, button = Visit.of(desk, client, body), Pressed.of(body)
        incident, tool, digest = [*button.value.split("|"), "", ""][:3]
        statement = StatementId(button.subject.partition(":")[0])
        order = HandAnswer(
            incident=IncidentId(incident), statement=statement, digest=digest, to=MeansId(tool)
        )
        after = carry_out(visit, order)
        redraw_window(visit, after)
        ack()

    @app.action(re.compile(r"^statement:(publish|edit|withdraw):"))
    def asks_about_one(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, button = Visit.of(desk, client, body), Pressed.of(body)
        incident = still_open(visit.incident_by_id(button.value))
        statement = statement_of(incident, StatementId(button.subject))
        show(visit, _FORMS[button.action_id.split(":")[1]](visit, incident, statement))
        ack()


def _listen_to_answers(app: App, desk: Desk) -> None:
    @app.action(approval.APPROVE)
    def approves(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        _approve(visit, *_about(visit, Pressed.of(body)))
        ack()  # The message itself is edited by the outbox.

    @app.action(approval.OBJECT)
    def asks_why(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        incident, statement, digest = _about(visit, Pressed.of(body))
        order = ObjectToStatement(incident=incident.id, statement=statement.id, digest=digest, text="?")
        # Refused now rather than after the form was filled: it may be settled, or read otherwise, by now.
        decide(incident, order, by=visit.user, local=_local(visit))
        kept = opened_from(visit, incident, f"{statement.id}|{digest}").written()
        show(visit, statement_answers.object_to(visit.reader, incident, statement, kept))
        ack()

    @app.action(re.compile(f"^{approval.NEEDS}"))
    def needs_time(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, button = Visit.of(desk, client, body), Pressed.of(body)
        incident, statement, _ = _about(visit, button)
        needs = timedelta(minutes=int(button.subject))
        carry_out(visit, EstimateStatement(incident=incident.id, statement=statement.id, needs=needs))
        ack()

    @app.action(approval.TAKE_BACK)
    def takes_back(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        incident, statement, _ = _about(visit, Pressed.of(body))
        carry_out(visit, WithdrawObjection(incident=incident.id, statement=statement.id))
        ack()


def step_form(visit: Visit, incident: Incident, step: StepInRun) -> View:
    """Open what such a step needs next: its statement written, edited or published."""
    made = live_for(incident, step.step.message)
    if made is None:
        return writing(visit, incident, step.step.message)
    return _publishing(visit, incident, made) if _is_ready(made) else _editing(visit, incident, made)


def writing(visit: Visit, incident: Incident, message: MessageId | None, known: str = "") -> View:
    """Open an empty form, on a prepared message or on our own words."""
    blanks = known_blanks_of(visit, incident)
    order = ProposeStatement(
        incident=incident.id,
        message=message,
        slots=Slots(known=known),
        blanks=tuple(blank for blank in blanks if blank[0] not in incident.left_open),
    )
    return statement_forms.write(
        visit.reader,
        Writing(
            incident=incident,
            order=order,
            zone=_zone(visit),
            metadata=opened_from(visit, incident).written(),
        ),
    )


def known_blanks_of(visit: Visit, incident: Incident) -> tuple[tuple[str, str], ...]:
    """Fill what a prepared answer leaves open and is known of whoever answers, and of the case."""
    contact, directory = visit.desk.people.contact(visit.user), visit.desk.directory()
    signs = "" if contact is None else contact.name.partition(" ")[0]
    return known_blanks(incident, signs, directory.brand_title(incident.unit).read(incident.language))


def _editing(visit: Visit, incident: Incident, statement: Statement) -> View:
    words = statement.wording
    order = ProposeStatement(
        incident=incident.id,
        message=words.message,
        strategy=words.strategy,
        slots=words.slots,
        blanks=words.blanks,
        words=words.words,
        without=words.without,
        language=words.language,
        alternative=words.alternative,
    )
    return statement_forms.write(
        visit.reader,
        Writing(
            incident=incident,
            order=order,
            zone=_zone(visit),
            metadata=replace(opened_from(visit, incident, statement.id), known=statement.revision).written(),
            editing=statement,
        ),
    )


def _publishing(visit: Visit, incident: Incident, statement: Statement) -> View:
    must_be_publishable(incident, statement)
    kept = opened_from(visit, incident, f"{statement.id}|{statement.wording.digest}").written()
    return statement_answers.publish(visit.reader, incident, statement, kept)


def _withdrawing(visit: Visit, incident: Incident, statement: Statement) -> View:
    kept = opened_from(visit, incident, statement.id).written()
    return statement_answers.withdraw(visit.reader, incident, statement, kept)


_FORMS: Final[Mapping[str, Callable[[Visit, Incident, Statement], View]]] = {
    "publish": _publishing,
    "edit": _editing,
    "withdraw": _withdrawing,
}


def _redrawn(visit: Visit, view: Mapping[str, Any]) -> View:
    """Draw the form with what stands in it by now: other fields for another message, the text where it was asked."""
    kept, filled = Kept.of(view), Filled.of(view)
    incident = visit.incident_by_id(kept.incident)
    editing = statement_of(incident, StatementId(kept.subject)) if kept.subject else None
    order = _proposal(incident, filled, editing)
    pressed = str(visit.body["actions"][0]["action_id"])
    return statement_forms.write(
        visit.reader,
        Writing(
            incident=incident,
            order=order,
            zone=_zone(visit),
            metadata=str(view.get("private_metadata") or ""),
            editing=editing,
            previewed=pressed == statement_forms.PREVIEW,
        ),
    )


def _proposal(incident: Incident, filled: Filled, editing: Statement | None) -> ProposeStatement:
    chosen = filled.choice("message")
    message = None if chosen in {None, OWN} else MessageId(str(chosen))
    strategy, next_at = filled.choice("strategy"), filled.choice("next")
    chosen_language = filled.choice("language")
    language = None if chosen_language is None else Language(chosen_language)
    texts = {name: filled.text(name) for name in _SLOTS}
    return ProposeStatement(
        incident=incident.id,
        message=message if editing is None else editing.wording.message,
        strategy=None if strategy is None else Strategy(strategy),
        slots=Slots(**texts, next_at=None if next_at is None else datetime.fromtimestamp(int(next_at), UTC)),
        blanks=tuple(
            (field.removeprefix(BLANK), filled.text(field))
            for field in filled.values
            if field.startswith(BLANK)
        ),
        words=_words(filled, message if editing is None else editing.wording.message, language),
        language=language,
        alternative=int(filled.choice("alternative") or 0),
        without=tuple(network for network in Network if network.value in filled.ticked(WITHOUT)),
    )


def _words(filled: Filled, message: MessageId | None, language: Language | None) -> str:
    """Give the words as long as they belong to the message, and the language, that are chosen now."""
    field = filled.values.get("text") or {}
    name = words_field(message, language, int(filled.choice("alternative") or 0))
    return str((field.get(name) or {}).get("value") or "")


def _approve(visit: Visit, incident: Incident, statement: Statement, digest: str) -> None:
    if digest != statement.wording.digest and statement.is_live:
        # Pressed under words that have changed meanwhile: shown anew, and nothing is approved by that.
        kept = opened_from(visit, incident, f"{statement.id}|{statement.wording.digest}").written()
        show(visit, statement_answers.again(visit.reader, incident, statement, kept))
        return
    carry_out(visit, ApproveStatement(incident=incident.id, statement=statement.id, digest=digest))


def _about(visit: Visit, button: Pressed) -> tuple[Incident, Statement, str]:
    incident_id, _, rest = button.value.partition("|")
    statement, _, digest = rest.partition("|")
    incident = visit.incident_by_id(IncidentId(incident_id))
    return incident, statement_of(incident, StatementId(statement)), digest


def _is_ready(statement: Statement) -> bool:
    return statement.state is StatementState.APPROVED


def _zone(visit: Visit) -> ZoneInfo:
    contact = visit.desk.people.contact(visit.user)
    return ZoneInfo("UTC" if contact is None else contact.zone)


def _local(visit: Visit) -> Local:
    return Local(now=visit.desk.clock.now(), zone=_zone(visit))


# The forms that came back, each as one order.


def _written(form: Form) -> ProposeStatement | EditStatement:
    incident = form.visit.incident_by_id(form.kept.incident)
    if not form.kept.subject:
        return _proposal(incident, form.filled, None)
    statement = statement_of(incident, StatementId(form.kept.subject))
    order = _proposal(incident, form.filled, statement)
    return EditStatement(
        incident=form.incident,
        statement=statement.id,
        seen=form.kept.known or None,
        strategy=order.strategy,
        slots=order.slots,
        blanks=order.blanks,
        words=order.words,
        without=order.without,
        language=order.language,
        alternative=order.alternative,
    )


def _published(form: Form) -> PublishStatement:
    statement, _, digest = form.kept.subject.partition("|")
    return PublishStatement(
        incident=form.incident,
        statement=StatementId(statement),
        digest=digest,
        where=form.filled.text("where"),
        ago=timedelta(minutes=int(form.filled.choice("when") or 0)),
    )


def _objected(form: Form) -> ApproveStatement | ObjectToStatement:
    name, _, digest = form.kept.subject.partition("|")
    statement, text = StatementId(name), form.filled.text("text")
    strength = form.filled.choice("strength")
    if strength is None:
        raise BadRequest(_CHOOSE, field="strength")
    if strength == LIGHT:
        return ApproveStatement(incident=form.incident, statement=statement, digest=digest, remark=text)
    return ObjectToStatement(incident=form.incident, statement=statement, digest=digest, text=text)


def _approved_again(form: Form) -> ApproveStatement:
    statement, _, digest = form.kept.subject.partition("|")
    return ApproveStatement(incident=form.incident, statement=StatementId(statement), digest=digest)


def _withdrawn(form: Form) -> WithdrawStatement:
    return WithdrawStatement(
        incident=form.incident,
        statement=StatementId(form.kept.subject),
        reason=form.filled.text("reason"),
    )


# The command.


def show_all(visit: Visit, incident: Incident) -> None:
    """Open the window with every statement of an incident."""
    show(visit, drawn.window(visit.reader, incident, Kept(incident=incident.id).written()))


def _statement(visit: Visit, typed: Typed) -> Answer:
    incident = visit.incident(typed.ref)
    if not typed.text and (incident.statements or not incident.is_open):
        show_all(visit, incident)
        return None
    message = incident.playbook.message(MessageId(bare(typed.text)))
    known = "" if message is not None else typed.text
    show(visit, writing(visit, still_open(incident), None if message is None else message.id, known))
    return None


VERBS: Final[Mapping[Verb, Verbs]] = {Verb.STATEMENT: _statement}

_CHOOSE: Final = Words(
    en="Say whether it may go out all the same.", fr="Dites si le texte peut partir malgré tout."
)
