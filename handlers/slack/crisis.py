"""A crisis: started from a form, then run by its severity, lead, holding line and updates, until it is closed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers.slack.answers import as_message
from handlers.slack.blocks import card, forms, lists
from handlers.slack.blocks.advice import HAND_OVER
from handlers.slack.blocks.forms import NONE, Draft
from handlers.slack.blocks.limits import View, cut
from handlers.slack.blocks.moments import moment
from handlers.slack.blocks.reader import framed, mention
from handlers.slack.blocks.start_form import PICK_PLAYBOOK, PICK_UNIT
from handlers.slack.listing import open_lines
from handlers.slack.orders import Answer, Form, Pressed, Verbs, on_form, opened_from, seen_to, still_open
from handlers.slack.starting import handed_over, ordered, redrawn, show_start
from handlers.slack.verbs import Verb
from handlers.slack.visits import Filled, Kept, Visit
from handlers.slack.windows import redraw, show
from handlers.slack.words import Typed, cleaned, shown_text
from playbooks.blanks import placeholders
from playbooks.commands import (
    CloseIncident,
    GiveUpdate,
    NameLead,
    SetHoldingLine,
)
from playbooks.desk import Desk
from playbooks.errors import BadRequest
from playbooks.incident import Incident
from playbooks.playbook import MessageId, PlaybookKind, Words
from playbooks.typed import one_line

LONGEST_MESSAGE: Final = 2000  # characters of a message that are looked at
SHOWN: Final = 1000  # characters of what was said that are repeated to the person who said it


def register(app: App, desk: Desk) -> None:
    """Listen to the shortcuts, buttons and forms of a crisis."""
    _listen_to_starts(app, desk)
    _listen_to_menus(app, desk)
    on_form(app, desk, "incident:lead", _lead_chosen)
    on_form(app, desk, "incident:line", _line_written)
    on_form(app, desk, "incident:update", _update_written)
    on_form(app, desk, "incident:close", _close_confirmed)
    for what, ask in _ASKS.items():
        _on_ask(app, desk, what, ask)

    @app.action("prepared")
    def takes_prepared_words(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, view = Visit.of(desk, client, body), body["view"]
        incident = visit.incident_by_id(Kept.of(view).incident)
        redraw(visit, view["id"], _line_from(visit, incident, view))
        ack()


def _listen_to_starts(app: App, desk: Desk) -> None:
    @app.shortcut("start_crisis")
    def from_anywhere(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        show_start(Visit.of(desk, client, body), PlaybookKind.CRISIS, "")
        ack()

    @app.shortcut("start_crisis_from_message")
    def from_a_message(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        show_start(Visit.of(desk, client, body), PlaybookKind.CRISIS, _message(body))
        ack()

    @app.shortcut("reply_from_message")
    def to_a_message(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        show_start(Visit.of(desk, client, body), PlaybookKind.REPLY, _message(body))
        ack()

    for kind in PlaybookKind:

        @app.view(f"start:{kind.value}")
        def started(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
            desk.crisis.open(ordered(body["view"]), Visit.of(desk, client, body).asked)
            ack(response_action="clear")


def _listen_to_menus(app: App, desk: Desk) -> None:
    """Draw the form that opens an incident anew where what was chosen changes the rest of it."""

    def redraws(menu: str, draw: Callable[[Visit, Mapping[str, Any], dict[str, Any]], View]) -> None:
        @app.action(re.compile(f"^{menu}"))
        def picked(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
            visit = Visit.of(desk, client, body)
            redraw(visit, body["view"]["id"], draw(visit, body["view"], body))
            ack()

    redraws(PICK_PLAYBOOK, lambda visit, view, _: redrawn(visit, view, "playbook"))
    redraws(PICK_UNIT, lambda visit, view, _: redrawn(visit, view, "unit"))
    redraws("country:", lambda visit, view, _: redrawn(visit, view, "country"))
    redraws(HAND_OVER, lambda visit, view, body: handed_over(visit, view, Pressed.of(body).value))


def _message(body: Mapping[str, Any]) -> str:
    return one_line(shown_text(cleaned(str((body.get("message") or {}).get("text") or ""))), LONGEST_MESSAGE)


def _on_ask(app: App, desk: Desk, what: str, ask: Callable[[Visit, Incident, str], View]) -> None:
    @app.action(f"{card.ASK}{what}")
    def asked(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        show(visit, ask(visit, visit.incident_by_id(Pressed.of(body).value), ""))
        ack()


# The forms as they open.


def _draft(visit: Visit, incident: Incident, text: str = "", chosen: str | None = None) -> Draft:
    return Draft(incident=incident, metadata=opened_from(visit, incident).written(), text=text, chosen=chosen)


def _ask_update(visit: Visit, incident: Incident, text: str) -> View:
    return forms.give_update(visit.reader, _draft(visit, still_open(incident), text))


def _ask_line(visit: Visit, incident: Incident, text: str) -> View:
    return forms.holding_line(visit.reader, _draft(visit, still_open(incident), text))


def _ask_lead(visit: Visit, incident: Incident, _: str) -> View:
    kept = replace(opened_from(visit, still_open(incident)), known=incident.seq)
    draft = Draft(incident=incident, metadata=kept.written(), chosen=visit.user)
    return forms.name_lead(visit.reader, draft)


def _ask_close(visit: Visit, incident: Incident, text: str) -> View:
    return forms.close_incident(visit.reader, _draft(visit, still_open(incident), text))


def _line_from(visit: Visit, incident: Incident, view: Mapping[str, Any]) -> View:
    filled = Filled.of(view)
    chosen = filled.choice("prepared")
    prepared = incident.playbook.message(MessageId(chosen or ""))
    text = filled.text("text") if prepared is None else prepared.body.read(incident.language)
    metadata = str(view.get("private_metadata") or "")
    draft = Draft(incident=incident, metadata=metadata, text=text, chosen=chosen)
    return forms.holding_line(visit.reader, draft)


_ASKS: Final[Mapping[str, Callable[[Visit, Incident, str], View]]] = {
    "update": _ask_update,
    "line": _ask_line,
    "lead": _ask_lead,
    "close": _ask_close,
}


# The forms that came back, each as one order.


def _lead_chosen(form: Form) -> NameLead:
    lead = form.filled.person("person") or form.visit.person(None)
    return NameLead(incident=form.incident, lead=lead, known=form.kept.known)


def _line_written(form: Form) -> SetHoldingLine:
    return SetHoldingLine(incident=form.incident, text=_without_blanks(form.filled.text("text")))


def _update_written(form: Form) -> GiveUpdate:
    minutes = form.filled.choice("next") or NONE
    next_in = None if minutes == NONE else timedelta(minutes=int(minutes))
    return GiveUpdate(incident=form.incident, text=form.filled.text("text"), next_in=next_in)


def _close_confirmed(form: Form) -> CloseIncident:
    return CloseIncident(incident=form.incident, reason=form.filled.text("reason"))


def _without_blanks(text: str) -> str:
    """Give words that can be said as they are. Raises BadRequest while a blank of a prepared message is not filled."""
    blanks = placeholders(text)
    if blanks:
        names = ", ".join("{{" + blank + "}}" for blank in blanks)
        raise BadRequest(Words(en=f"Fill in {names} first.", fr=f"Remplissez d’abord {names}."), field="text")
    return text


# The commands.


def _help(visit: Visit, _: Typed) -> Answer:
    return lists.what_to_type(visit.reader)


def _start(visit: Visit, typed: Typed) -> Answer:
    show_start(visit, typed.kind, typed.text)
    return None


def _list(visit: Visit, _: Typed) -> Answer:
    return lists.incident_list(visit.reader, open_lines(visit))


def _status(visit: Visit, typed: Typed) -> Answer:
    incident, reader = visit.incident(typed.ref), visit.reader
    return card.card(incident, reader.directory, reader.language, reader.now)


def _close(visit: Visit, typed: Typed) -> Answer:
    show(visit, _ask_close(visit, visit.incident(typed.ref), typed.text))
    return None


def _lead(visit: Visit, typed: Typed) -> Answer:
    incident = visit.incident(typed.ref)
    if typed.person is None:
        show(visit, _ask_lead(visit, incident, ""))
        return None
    after = seen_to(visit, NameLead(incident=incident.id, lead=visit.person(typed.person)))
    return as_message(visit.reader.say(_LEADS, ref=after.ref, who=mention(after.lead)))


def _line(visit: Visit, typed: Typed) -> Answer:
    incident = visit.incident(typed.ref)
    if not typed.text:
        show(visit, _ask_line(visit, incident, ""))
        return None
    order = SetHoldingLine(incident=incident.id, text=_without_blanks(typed.text))
    after = seen_to(visit, order)
    return as_message(visit.reader.say(_SAID, ref=after.ref, text=framed(cut(typed.text, SHOWN))))


def _update(visit: Visit, typed: Typed) -> Answer:
    incident = visit.incident(typed.ref)
    if not typed.text:
        show(visit, _ask_update(visit, incident, ""))
        return None
    after = seen_to(visit, GiveUpdate(incident=incident.id, text=typed.text, next_in=typed.span))
    promised = _NO_PROMISE if after.promise is None else _PROMISED
    when = "" if after.promise is None else moment(after.promise.at)
    return as_message(visit.reader.say(promised, ref=after.ref, when=when))


VERBS: Final[Mapping[Verb, Verbs]] = {
    Verb.HELP: _help,
    Verb.START: _start,
    Verb.LIST: _list,
    Verb.STATUS: _status,
    Verb.CLOSE: _close,
    Verb.LEAD: _lead,
    Verb.LINE: _line,
    Verb.UPDATE: _update,
}

_LEADS: Final = Words(en="✅ {who} leads {ref}.", fr="✅ {who} pilote {ref}.")
_SAID: Final = Words(
    en="✅ {ref}: what we say for now is\n{text}", fr="✅ {ref} : ce que nous disons pour l’instant\n{text}"
)
_PROMISED: Final = Words(
    en="✅ {ref}: update given. The next one is promised {when}.",
    fr="✅ {ref} : point fait. Le prochain est promis {when}.",
)
_NO_PROMISE: Final = Words(
    en="✅ {ref}: update given, no next one promised. Add `next 30m` to promise one.",
    fr="✅ {ref} : point fait, sans promesse du suivant. Ajoutez `prochain 30m` pour en promettre un.",
)
