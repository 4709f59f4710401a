"""Legal clocks: their window, opened from the card, a step, a reminder or a command; confirmed, waived, met."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers.slack.blocks import duties as drawing
from handlers.slack.blocks import duty_forms
from handlers.slack.blocks.forms import Draft
from handlers.slack.blocks.limits import View
from handlers.slack.orders import Answer, Form, Pressed, Verbs, on_form, opened_from
from handlers.slack.verbs import Verb
from handlers.slack.visits import Kept, Visit
from handlers.slack.windows import show
from handlers.slack.words import Typed
from playbooks import duties, refusals
from playbooks.commands import ConfirmClock, MeetClock, WaiveClock
from playbooks.desk import Desk
from playbooks.incident import Incident
from playbooks.playbook import ClockId

_FORMS: Final = {"confirm": duty_forms.confirm, "waive": duty_forms.waive, "meet": duty_forms.meet}


def register(app: App, desk: Desk) -> None:
    """Listen to the buttons and forms of legal clocks."""
    on_form(app, desk, "clock:confirm", _confirmed)
    on_form(app, desk, "clock:waive", _waived)
    on_form(app, desk, "clock:meet", _met)

    @app.action(re.compile(rf"^(?:{drawing.ASK_CLOCKS}$|step:clocks:)"))
    def asks_for_all(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        show(visit, window(visit, visit.incident_by_id(Pressed.of(body).value)))
        ack()

    @app.action(re.compile(r"^clock:(confirm|waive|meet):"))
    def asks_to_decide(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, button = Visit.of(desk, client, body), Pressed.of(body)
        incident = visit.incident_by_id(button.value)
        show(visit, _form(visit, incident, button.action_id.split(":")[1], ClockId(button.subject)))
        ack()


def window(visit: Visit, incident: Incident) -> View:
    """Draw every legal clock of an incident. Raises NotFound where its playbook proposes none."""
    if not incident.duties:
        raise refusals.duties.no_clocks()
    return drawing.window(visit.reader, incident, Kept(incident=incident.id).written())


def _form(visit: Visit, incident: Incident, verb: str, clock: ClockId) -> View:
    # Refused now rather than after the form was filled: the clock is somebody else's.
    duties.refuse(incident, clock, visit.user, visit.desk.crisis.today(incident))
    duty = duties.duty_of(incident, clock)
    kept = replace(opened_from(visit, incident, clock), known=duty.progress.decisions)
    return _FORMS[verb](visit.reader, Draft(incident=incident, metadata=kept.written()), duty)


def _confirmed(form: Form) -> ConfirmClock:
    incident = form.visit.incident_by_id(form.incident)
    duty = duties.duty_of(incident, ClockId(form.kept.subject))
    started_at = duty_forms.exactly(duty, form.filled.moment("started"))
    return ConfirmClock(
        incident=form.incident,
        clock=duty.id,
        started_at=started_at,
        reason=form.filled.text("reason"),
        known=form.kept.known,
    )


def _waived(form: Form) -> WaiveClock:
    clock = ClockId(form.kept.subject)
    reason = form.filled.text("reason")
    return WaiveClock(incident=form.incident, clock=clock, reason=reason, known=form.kept.known)


def _met(form: Form) -> MeetClock:
    clock = ClockId(form.kept.subject)
    return MeetClock(
        incident=form.incident,
        clock=clock,
        evidence=form.filled.text("evidence"),
        met_at=form.filled.moment("met"),
        known=form.kept.known,
    )


def _clocks(visit: Visit, typed: Typed) -> Answer:
    show(visit, window(visit, visit.incident(typed.ref)))
    return None


VERBS: Final[Mapping[Verb, Verbs]] = {Verb.CLOCKS: _clocks}
