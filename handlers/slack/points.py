"""The rhythm of the work: the agenda of a fixed point, the lead handed over."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from handlers.slack.answers import as_message, whisper
from handlers.slack.assessing import held_form
from handlers.slack.blocks import handover
from handlers.slack.blocks.forms import Draft
from handlers.slack.blocks.limits import View
from handlers.slack.blocks.points import ASK_HANDOVER, ASK_POINT, SHARE, agenda_window
from handlers.slack.blocks.reader import mention
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
from handlers.slack.words import HELD, Typed
from playbooks.commands import HandOver, IncidentId, ShareAgenda
from playbooks.desk import Desk
from playbooks.incident import Incident
from playbooks.playbook import Words
from playbooks.points import must_have_points


def register(app: App, desk: Desk) -> None:
    """Listen to the buttons and forms of fixed points and handing over."""
    on_form(app, desk, handover.FORM, _handed_over)

    @app.action(ASK_POINT)
    def asks_for_the_agenda(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        show_agenda(visit, visit.incident_by_id(Pressed.of(body).value))
        ack()

    @app.action(SHARE)
    def posts_the_agenda(ack: Ack, body: dict[str, Any], client: WebClient, respond: Respond) -> None:
        visit = Visit.of(desk, client, body)
        after = carry_out(visit, ShareAgenda(incident=IncidentId(Pressed.of(body).value)))
        _shared(visit, after, respond)
        ack()

    @app.action(ASK_HANDOVER)
    def asks_to_hand_over(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        _show_handover(visit, visit.incident_by_id(Pressed.of(body).value))
        ack()


def _agenda(visit: Visit, incident: Incident) -> View:
    must_have_points(incident)
    return agenda_window(visit.reader, still_open(incident), Kept(incident=incident.id).written())


def show_agenda(visit: Visit, incident: Incident) -> None:
    """Open what the next fixed point goes through. Raises Conflict where none can be held."""
    show(visit, _agenda(visit, incident))


def _shared(visit: Visit, after: Incident, respond: Respond) -> None:
    if visit.in_window:
        redraw_window(visit, after)
    else:
        whisper(respond, as_message(visit.reader.say(_SHARED)), visit.request)


def _show_handover(visit: Visit, incident: Incident) -> None:
    log = visit.desk.looking.everything(still_open(incident)).log
    kept = replace(opened_from(visit, incident), known=incident.seq)
    draft = Draft(incident=incident, metadata=kept.written())
    show(visit, handover.hand_over_form(visit.reader, draft, log))


# The forms that came back, each as one order.


def _handed_over(form: Form) -> HandOver:
    to = form.filled.person("person") or form.visit.person(None)
    return HandOver(incident=form.incident, to=to, known=form.kept.known)


# The commands.


def _point(visit: Visit, typed: Typed) -> Answer:
    incident = visit.incident(typed.ref)
    if typed.text == HELD:
        show(visit, held_form(visit, incident))
    else:
        show_agenda(visit, incident)
    return None


def _handover(visit: Visit, typed: Typed) -> Answer:
    incident = visit.incident(typed.ref)
    if typed.person is None:
        log = visit.desk.looking.everything(still_open(incident)).log
        return handover.brief(visit.reader, incident, log)
    after = carry_out(visit, HandOver(incident=incident.id, to=visit.person(typed.person)))
    if after.lead == visit.user:
        return handover.taken(visit.reader, after, visit.desk.looking.everything(after).log)
    return as_message(visit.reader.say(_HANDED, ref=after.ref, who=mention(after.lead)))


VERBS: Final[Mapping[Verb, Verbs]] = {
    Verb.POINT: _point,
    Verb.HANDOVER: _handover,
}

_SHARED: Final = Words(en="✅ The agenda goes to the channel.", fr="✅ L’ordre du jour part dans le canal.")
_HANDED: Final = Words(
    en="✅ {who} leads {ref} and gets the brief.", fr="✅ {who} pilote {ref} et reçoit le point de relève."
)
