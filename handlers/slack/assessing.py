"""How serious it is: the six questions, what they advise, and the severity that a person keeps."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers.slack.answers import as_message
from handlers.slack.blocks.assessing import (
    FACTOR,
    HELD,
    LIFT,
    LIFTED,
    RATED,
    RISK,
    SEVERITY,
    Asking,
    lift_form,
    severity_form,
)
from handlers.slack.blocks.card import ASK
from handlers.slack.blocks.forms import Draft
from handlers.slack.blocks.limits import View
from handlers.slack.blocks.points import ASK_HELD
from handlers.slack.orders import Answer, Form, Pressed, Verbs, carry_out, on_form, opened_from, still_open
from handlers.slack.verbs import Verb
from handlers.slack.visits import Filled, Kept, Visit
from handlers.slack.windows import redraw, show
from handlers.slack.words import Typed
from playbooks import assessing, points, refusals
from playbooks.commands import Assessed, AssessSeverity, ChangeSeverity, HoldPoint, LiftRisk
from playbooks.desk import Desk
from playbooks.factors import Factor, Factors, Level
from playbooks.incident import Incident, StepInRun
from playbooks.playbook import Gate, Severity, StepId, Words


def register(app: App, desk: Desk) -> None:
    """Listen to the buttons and forms of severity."""
    on_form(app, desk, RATED, _rated)
    on_form(app, desk, HELD, _held)
    on_form(app, desk, LIFTED, _lifted)

    @app.action(LIFT)
    def asks_whether_nobody_is_at_risk(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        _show_lift(visit, visit.incident_by_id(Pressed.of(body).value))
        ack()

    @app.action(f"{ASK}severity")
    def asks_how_serious(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        show(visit, _form(visit, visit.incident_by_id(Pressed.of(body).value)))
        ack()

    @app.action(ASK_HELD)
    def ends_the_point(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        show(visit, held_form(visit, visit.incident_by_id(Pressed.of(body).value)))
        ack()

    @app.action(re.compile(f"^{FACTOR}"))
    def answers_one(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit, view = Visit.of(desk, client, body), body["view"]
        incident = visit.incident_by_id(Kept.of(view).incident)
        redraw(visit, view["id"], _again(visit, incident, view))
        ack()


def by_questions(step: StepInRun) -> bool:
    """Whether a step is decided by the six questions."""
    return step.step.gate is Gate.SEVERITY


def step_form(visit: Visit, incident: Incident, step: StepInRun, text: str = "") -> View:
    """Ask the six questions for the decision that was pressed."""
    return _form(visit, incident, text, Asking(step=step))


def held_form(visit: Visit, incident: Incident) -> View:
    """Ask the six questions that end a fixed point. Raises Conflict after the close, and for a reply."""
    points.must_have_points(still_open(incident))
    return _form(visit, incident, asking=Asking(callback=HELD))


def _form(visit: Visit, incident: Incident, text: str = "", asking: Asking | None = None) -> View:
    asking = asking or Asking()
    before = still_open(incident).assessment
    given = {} if before is None else dict(before.factors.answered)
    if before is not None and before.factors.people_at_risk and not incident.people_at_risk:
        given.pop(Factor.HARM)  # It was taken back since: asked anew, never answered by what stood there.
    subject = "" if asking.step is None else asking.step.step.id
    kept = _knowing(opened_from(visit, incident, subject), incident).written()
    draft = Draft(incident=incident, metadata=kept, text=text)
    return severity_form(visit.reader, draft, replace(asking, given=given))


def _show_lift(visit: Visit, incident: Incident) -> None:
    # Refused now rather than after the form was filled: it may be the lead's, or settled by now.
    wanted = LiftRisk(incident=still_open(incident).id, reason="?")
    assessing.lifted(incident, wanted, by=visit.user, now=visit.desk.clock.now())
    kept = opened_from(visit, incident).written()
    show(visit, lift_form(visit.reader, Draft(incident=incident, metadata=kept)))


def _knowing(kept: Kept, incident: Incident) -> Kept:
    """Note what whoever fills the form was shown, so that it undoes nothing that they did not know of."""
    return replace(kept, known=incident.seq, severity=incident.severity.value)


def _again(visit: Visit, incident: Incident, view: Mapping[str, Any]) -> View:
    """Draw the form anew with what the answers given so far advise. What was chosen by hand stays."""
    filled, kept = Filled.of(view), Kept.of(view)
    severity, stood_on = filled.choice(SEVERITY), _stood_on(view)
    by_hand = None if severity is None or severity == stood_on else Severity(severity)
    asking = Asking(
        callback=str(view["callback_id"]),
        given=_given(filled),
        kept=by_hand,
        at_risk=bool(filled.ticked(RISK)),
        step=incident.step(StepId(kept.subject)) if kept.subject else None,
    )
    # Who chose nothing by hand is shown the severity of now; who did chose it against the one they were shown.
    shown = kept if by_hand is not None else _knowing(kept, incident)
    draft = Draft(incident=incident, metadata=shown.written(), text=filled.text("reason"))
    return severity_form(visit.reader, draft, asking)


def _stood_on(view: Mapping[str, Any]) -> str:
    """Give the severity that the form stood on before anybody chose: its menu is named for it."""
    named = (view.get("state") or {}).get("values", {}).get(SEVERITY) or {}
    return next(iter(named), "").partition(":")[2]


def _given(filled: Filled) -> dict[Factor, Level]:
    chosen = ((factor, filled.choice(factor)) for factor in Factor)
    return {factor: Level(int(level)) for factor, level in chosen if level is not None}


# The forms that came back, each as one order.


def _rated(form: Form) -> AssessSeverity:
    step = StepId(form.kept.subject) if form.kept.subject else None
    # Who only raises it in a hurry, or fears for people, is not kept by six questions: the next fixed point asks them.
    unasked = step is None and not _given(form.filled)
    assessed = _assessed(form, None if unasked else _all_six(form.filled))
    return AssessSeverity(incident=form.incident, assessed=assessed, step=step)


def _held(form: Form) -> HoldPoint:
    return HoldPoint(incident=form.incident, assessed=_assessed(form, _all_six(form.filled)))


def _lifted(form: Form) -> LiftRisk:
    return LiftRisk(incident=form.incident, reason=form.filled.text("reason"))


def _all_six(filled: Filled) -> Factors:
    given = _given(filled)
    missing = next((factor for factor in Factor if factor not in given), None)
    if missing is not None:
        raise refusals.assessing.answer_all_six(field=missing)
    return Factors(**{factor.value: level for factor, level in given.items()})


def _assessed(form: Form, factors: Factors | None) -> Assessed:
    return Assessed(
        factors=factors,
        severity=_severity_of(form),
        people_at_risk=bool(form.filled.ticked(RISK)),
        reason=form.filled.text("reason"),
        known=form.kept.known,
    )


def _severity_of(form: Form) -> Severity | None:
    """Give what was chosen. None: the severity that the form was opened on, which is left as it is by now."""
    chosen = form.filled.choice(SEVERITY)
    return None if chosen in {None, form.kept.severity} else Severity(chosen)


# The command.


def _severity(visit: Visit, typed: Typed) -> Answer:
    incident = visit.incident(typed.ref)
    if typed.severity is None:
        show(visit, _form(visit, incident, typed.text))
        return None
    order = ChangeSeverity(incident=incident.id, severity=typed.severity, reason=typed.text)
    after = carry_out(visit, order)
    return as_message(visit.reader.say(_NOW, ref=after.ref, what=visit.reader.severity(after.severity)))


def _safe(visit: Visit, typed: Typed) -> Answer:
    incident = visit.incident(typed.ref)
    if not typed.text:
        _show_lift(visit, incident)
        return None
    after = carry_out(visit, LiftRisk(incident=incident.id, reason=typed.text))
    return as_message(visit.reader.say(_SAFE, ref=after.ref))


VERBS: Final[Mapping[Verb, Verbs]] = {Verb.SEVERITY: _severity, Verb.SAFE: _safe}

_SAFE: Final = Words(
    en="✅ {ref}: nobody is held to be at risk any more. It is in the log.",
    fr="✅ {ref} : plus personne n’est considéré en danger. C’est au journal.",
)

_NOW: Final = Words(en="✅ {ref} is now {what}.", fr="✅ {ref} : gravité {what}.")
