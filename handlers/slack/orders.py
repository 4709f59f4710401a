"""How a form that comes back becomes one order to the desk, and the window under it is drawn anew."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

import structlog
from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers.slack.blocks import duties, points, publishing, statements
from handlers.slack.blocks.checklist import checklist
from handlers.slack.blocks.limits import Message, View
from handlers.slack.blocks.review import window
from handlers.slack.humans import Member, member
from handlers.slack.visits import (
    AGENDA,
    CHANNELS,
    CLOCKS,
    LIST,
    REVIEW,
    STATEMENTS,
    Body,
    Filled,
    Kept,
    Visit,
)
from handlers.slack.windows import redraw
from handlers.slack.words import Typed
from playbooks import refusals
from playbooks.commands import (
    AddAction,
    AddStep,
    AssignStep,
    Escalate,
    HandOver,
    IncidentId,
    NameLead,
    PassCall,
    TakeStance,
)
from playbooks.desk import Desk
from playbooks.desk.crisis import AnyOrder
from playbooks.errors import NotSaved
from playbooks.incident import Incident
from playbooks.playbook import UserId

log = structlog.get_logger(__name__)

# What a command is answered; None where a form has opened.
Answer: TypeAlias = Message | None
_WINDOWS: Final = {
    "review:window": REVIEW,
    statements.WINDOW: STATEMENTS,
    points.WINDOW: AGENDA,
    duties.WINDOW: CLOCKS,
    publishing.WINDOW: CHANNELS,
}
Verbs: TypeAlias = Callable[[Visit, Typed], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form that came back: who sent it, what it kept and what was filled in."""

    visit: Visit
    kept: Kept
    filled: Filled

    @property
    def incident(self) -> IncidentId:
        """The incident it is about."""
        return IncidentId(self.kept.incident)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button that was pressed, or a choice of a menu."""

    action_id: str
    value: str

    @classmethod
    def of(cls, body: Body) -> "Pressed":
        """Read the first, and only, action of a message."""
        action = body["actions"][0]
        value = action.get("value") or (action.get("selected_option") or {}).get("value") or ""
        return cls(action_id=str(action["action_id"]), value=str(value))

    @property
    def subject(self) -> str:
        """What the action's name says it is about: the step of step:done:facts."""
        return self.action_id.split(":", 2)[2]


def on_form(app: App, desk: Desk, callback: str, order: Callable[[Form], AnyOrder]) -> None:
    """Have a form carried out as one order: on disk first, then acknowledged."""

    @app.view(callback)
    def submitted(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        form = Form(visit=visit, kept=Kept.of(body["view"]), filled=Filled.of(body["view"]))
        visit.incident_by_id(form.kept.incident)
        asked = order(form)
        must_name_people(visit, asked)
        after = desk.crisis.carry_out(asked, visit.asked)
        redraw_beneath(visit, form.kept, after)
        ack()


def carry_out(visit: Visit, order: AnyOrder) -> Incident:
    """Carry out one order about an incident of which it is not known yet whether its sender may see it."""
    visit.incident_by_id(order.incident)
    return seen_to(visit, order)


def seen_to(visit: Visit, order: AnyOrder) -> Incident:
    """Carry out one order about an incident that was found for its sender before."""
    must_name_people(visit, order)
    return visit.desk.crisis.carry_out(order, visit.asked)


def must_name_people(visit: Visit, order: AnyOrder) -> None:
    """Refuse to give a lead, a step or a hold to a bot or to somebody who has left. Raises NotFound."""
    match order:
        case NameLead(lead=person) | AssignStep(to=person) | HandOver(to=person):
            named: UserId | None = person
        case PassCall(to=person) | Escalate(person=person):
            named = person
        case AddStep(owner=person) | AddAction(owner=person) | TakeStance(owner=person):
            named = person
        case _:
            return
    if named is None or named == visit.user:
        return
    match member(visit, named):
        case Member.PERSON:
            return
        case Member.GONE:
            raise refusals.crisis.account_closed(named)
        case Member.UNKNOWN:
            raise refusals.crisis.unknown_user(named)


def still_open(incident: Incident) -> Incident:
    """Give the incident if it still runs. Raises Conflict before somebody fills a form for nothing."""
    if not incident.is_open:
        raise refusals.crisis.is_closed(incident.ref)
    return incident


def redraw_window(visit: Visit, incident: Incident) -> None:
    """Draw the window anew in which a button was pressed; nothing where it was pressed elsewhere."""
    view = visit.body.get("view")
    if not view:
        return
    kept = Kept.of(view)
    here = replace(kept, incident=incident.id, beneath=_window(view))
    draw_beneath(visit, incident, str(view["id"]), here)


def _window(view: Body) -> str:
    """Name the window that a view is; any but those that have a name is the list of steps."""
    return _WINDOWS.get(str(view.get("callback_id")), LIST)


def draw_beneath(visit: Visit, incident: Incident, view_id: str, kept: Kept) -> None:
    """Draw a window anew by what it shows. What was asked is on disk by now, whether or not it can be drawn."""
    try:
        view = _beneath(visit, incident, kept)
    except NotSaved as exc:
        log.warning("window_not_redrawn", reason=str(exc), request=visit.request)
        return
    if view is not None:
        redraw(visit, view_id, view)


def _beneath(visit: Visit, incident: Incident, kept: Kept) -> View | None:
    reader = visit.reader
    metadata = Kept(incident=incident.id, page=kept.page).written()
    if kept.beneath == LIST:
        return checklist(reader, incident, kept.page, metadata)
    if kept.beneath == CLOCKS:
        return duties.window(reader, incident, metadata)
    if kept.beneath == CHANNELS:
        metadata = Kept(incident=incident.id, subject=kept.subject).written()
        return publishing.window(reader, incident, kept.subject, metadata)
    if kept.beneath == REVIEW:
        entries = visit.desk.looking.everything(incident).log
        drawn = window(incident, entries, reader.directory, reader.language, reader.now)
        return {**drawn, "private_metadata": metadata}
    if kept.beneath == AGENDA:
        return points.agenda_window(reader, incident, metadata)
    return statements.window(reader, incident, metadata) if kept.beneath == STATEMENTS else None


def opened_from(visit: Visit, incident: Incident, subject: str = "") -> Kept:
    """Note what a form is about, and the window that it opens over."""
    view = visit.body.get("view") or {}
    if not visit.in_window:
        return Kept(incident=incident.id, subject=subject)
    return Kept(incident=incident.id, subject=subject, beneath=_window(view), page=Kept.of(view).page)


def redraw_beneath(visit: Visit, kept: Kept, after: Incident) -> None:
    """Draw the window under a form anew, once the form was sent."""
    # The window right under the form: a list may lie under that one again.
    under = str(visit.body["view"].get("previous_view_id") or "")
    if kept.beneath and under:
        draw_beneath(visit, after, under, kept)
