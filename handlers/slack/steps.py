"""Steps: done, undone, skipped, taken, assigned and added, by button, by form and by command."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from handlers.slack import assessing, duties, holding, publishing
from handlers.slack.answers import as_message, settle, whisper
from handlers.slack.blocks import card, forms, steps
from handlers.slack.blocks.checklist import TURN, checklist
from handlers.slack.blocks.forms import NONE, Draft
from handlers.slack.blocks.limits import View, message, paragraphs, section
from handlers.slack.blocks.statements import is_written
from handlers.slack.orders import (
    Answer,
    Form,
    Pressed,
    Verbs,
    on_form,
    opened_from,
    redraw_window,
    seen_to,
    still_open,
)
from handlers.slack.statements import step_form
from handlers.slack.verbs import Verb
from handlers.slack.visits import Kept, Visit, find_step
from handlers.slack.windows import redraw, show
from handlers.slack.words import Typed
from handlers.wording import set_in
from playbooks import deciding, refusals
from playbooks.commands import (
    AddStep,
    AssignStep,
    CompleteStep,
    CompleteSteps,
    ReopenStep,
    SkipStep,
    TakeStep,
)
from playbooks.desk import Desk
from playbooks.errors import Refusal
from playbooks.incident import Incident, StepInRun
from playbooks.playbook import Gate, Step, StepId, StepKind, UserId
from playbooks.shelf import folded

StepOrder = CompleteStep | ReopenStep | SkipStep | TakeStep | AssignStep


def register(app: App, desk: Desk) -> None:
    """Listen to the buttons and forms of steps."""
    on_form(app, desk, "step:decide", _decided)
    on_form(app, desk, "step:skip", _skipped)
    on_form(app, desk, "step:assign", _assigned)
    on_form(app, desk, "step:add", _added)

    @app.action(re.compile(r"^step:(done|take|undo|more):"))
    def pressed(ack: Ack, body: dict[str, Any], client: WebClient, respond: Respond) -> None:
        visit, button = Visit.of(desk, client, body), Pressed.of(body)
        _, verb, step = button.action_id.split(":", 2)
        incident_id = button.value
        if verb == "more":
            verb, _, incident_id = button.value.partition("|")
        _press(visit, verb, visit.incident_by_id(incident_id), StepId(step), respond)
        ack()

    @app.action(f"{card.ASK}steps")
    def asks_for_all(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        _show_list(visit, visit.incident_by_id(Pressed.of(body).value))
        ack()

    @app.action(re.compile(f"^{TURN}"))
    def turns_the_page(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        incident = visit.incident_by_id(Kept.of(body["view"]).incident)
        redraw(visit, body["view"]["id"], _list(visit, incident, int(Pressed.of(body).value)))
        ack()

    @app.action(f"{card.ASK}add")
    def asks_to_add(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        visit = Visit.of(desk, client, body)
        _show_add(visit, still_open(visit.incident_by_id(Pressed.of(body).value)))
        ack()


def _press(visit: Visit, verb: str, incident: Incident, step_id: StepId, respond: Respond) -> None:
    step = incident.step(step_id)
    if verb in _OPENED:
        show(visit, _OPENED[verb](visit, incident))
        return
    if verb in {"skip", "assign"} or (verb == "done" and _needs_words(incident, step)):
        _must_be_open(incident, step)
        show(visit, _step_form(visit, verb, incident, step))
        return
    after = visit.desk.crisis.carry_out(_order(verb, incident, step), visit.asked)
    _shown_again(visit, after, step_id, respond)


# What a step's own form is, by the verb of its menu.
_OPENED: Final[Mapping[str, Callable[[Visit, Incident], View]]] = {
    "clocks": duties.window,
    "freeze": publishing.freeze_view,
    "restart": publishing.restart_view,
}


def _order(verb: str, incident: Incident, step: StepInRun) -> StepOrder:
    match verb:
        case "done":
            return CompleteStep(incident=incident.id, step=step.step.id)
        case "take":
            return TakeStep(incident=incident.id, step=step.step.id)
        case _:
            return ReopenStep(incident=incident.id, step=step.step.id)


def _shown_again(visit: Visit, after: Incident, step: StepId, respond: Respond) -> None:
    """Show what has changed where the card is not: the worker draws that one anew."""
    if visit.in_window:
        redraw_window(visit, after)
        return
    posted = (visit.body.get("container") or {}).get("message_ts")
    if after.card is None or posted != after.card.ts:
        told = after.step(step)
        drawn = steps.described(visit.reader, after, told)
        if told.open or not settle(respond, visit.body, drawn):
            whisper(respond, as_message(drawn), visit.request)


def _needs_words(incident: Incident, step: StepInRun) -> bool:
    """Whether a step is not simply ticked: something is decided first, or a statement is written and published."""
    return (step.open and step.step.kind is StepKind.DECISION) or is_written(incident, step)


def _by_questions(step: StepInRun) -> bool:
    return step.step.gate is Gate.RESPOND_HOLD_SILENT


def _must_be_open(incident: Incident, step: StepInRun) -> None:
    still_open(incident)
    if not step.open:
        title = step.step.title.read(incident.language)
        raise refusals.steps.already_settled(title, step.progress.settled_by, step.progress.settled_at)


def _step_form(visit: Visit, verb: str, incident: Incident, step: StepInRun, text: str = "") -> View:
    if verb == "done" and assessing.by_questions(step):
        return assessing.step_form(visit, incident, step, text)
    if verb == "done" and _by_questions(step):
        return holding.questions(visit, incident, step, text)
    kept = opened_from(visit, incident, step.step.id).written()
    draft = Draft(incident=incident, metadata=kept, text=text)
    match verb:
        case "skip":
            return forms.skip_step(visit.reader, draft, step)
        case "assign":
            return forms.assign_step(visit.reader, draft, step)
        case _ if is_written(incident, step):
            return step_form(visit, incident, step)
        case _:
            return forms.decide_step(visit.reader, draft, step)


def _list(visit: Visit, incident: Incident, page: int) -> View:
    return checklist(visit.reader, incident, page, Kept(incident=incident.id, page=page).written())


def _show_list(visit: Visit, incident: Incident) -> None:
    show(visit, _list(visit, incident, 0))


def _show_add(visit: Visit, incident: Incident, text: str = "") -> None:
    kept = opened_from(visit, incident).written()
    show(visit, forms.add_step(visit.reader, Draft(incident=incident, metadata=kept, text=text)))


# The forms, each as one order.


def _decided(form: Form) -> CompleteStep:
    choice = form.filled.choice("choice") or ""
    step = StepId(form.kept.subject)
    return CompleteStep(incident=form.incident, step=step, note=form.filled.text("note"), choice=choice)


def _skipped(form: Form) -> SkipStep:
    return SkipStep(incident=form.incident, step=StepId(form.kept.subject), reason=form.filled.text("reason"))


def _assigned(form: Form) -> AssignStep:
    to = form.filled.person("person") or form.visit.person(None)
    return AssignStep(incident=form.incident, step=StepId(form.kept.subject), to=to)


def _added(form: Form) -> AddStep:
    minutes = form.filled.choice("due") or NONE
    return AddStep(
        incident=form.incident,
        title=form.filled.text("title"),
        owner=form.filled.person("person"),
        due_in=None if minutes == NONE else timedelta(minutes=int(minutes)),
    )


# The commands.


def _show_steps(visit: Visit, typed: Typed) -> Answer:
    _show_list(visit, visit.incident(typed.ref))
    return None


def _done(visit: Visit, typed: Typed) -> Answer:
    incident = visit.incident(typed.ref)
    typed = _with_note(incident, typed)
    if typed.more:
        return _several(visit, incident, typed)
    step = find_step(incident, typed.step)
    choice, note = chosen(step.step, typed.text)
    asked = _by_questions(step) or assessing.by_questions(step)
    told = "" if asked else choice if step.step.choices else note
    if _needs_words(incident, step) and not told:
        return _ask(visit, "done", still_open(incident), step, note)
    return _said(visit, CompleteStep(incident=incident.id, step=step.step.id, note=note, choice=choice))


def _with_note(incident: Incident, typed: Typed) -> Typed:
    """Take a number that is no step's for the beginning of the note, where there is one: “done 3 2026 report sent”."""
    known = {str(step.number) for step in incident.steps}
    strange = next((n for n, named in enumerate(typed.more) if named.lstrip("0") not in known), None)
    if strange is None or not typed.text:
        return typed
    text = " ".join((*typed.more[strange:], typed.text))
    return replace(typed, more=typed.more[:strange], text=text)


def _several(visit: Visit, incident: Incident, typed: Typed) -> Answer:
    """Tick what can be ticked, and say of each step what became of it."""
    ready, told = list[StepId](), list[StepId | str]()
    for named in dict.fromkeys(name.lstrip("0") for name in (typed.step, *typed.more)):
        try:
            step = _ready(visit, incident, named, typed.text)
        except Refusal as exc:
            told.append(f"⚠️ *{named}.* {set_in(visit.language, exc.tell)}")
        else:
            ready.append(step)
            told.append(step)
    after = incident
    if ready:
        after = seen_to(visit, CompleteSteps(incident=incident.id, steps=tuple(ready), note=typed.text))
    lines = [
        steps.described(visit.reader, after, after.step(StepId(one))) if one in ready else one for one in told
    ]
    return message([section(part) for part in paragraphs(lines)], lines[0])


def _ready(visit: Visit, incident: Incident, named: str, note: str) -> StepId:
    """Find a step that can be ticked together with others. Raises a Refusal."""
    step = find_step(incident, named)
    if step.open and (step.step.kind is StepKind.DECISION or (is_written(incident, step) and not note)):
        raise refusals.steps.by_itself(step.number)
    order = CompleteStep(incident=incident.id, step=step.step.id, note=note)
    deciding.decide(incident, order, by=visit.user, now=visit.desk.clock.now())
    return step.step.id


def _undo(visit: Visit, typed: Typed) -> Answer:
    incident = visit.incident(typed.ref)
    step = find_step(incident, typed.step)
    return _said(visit, ReopenStep(incident=incident.id, step=step.step.id))


def _skip(visit: Visit, typed: Typed) -> Answer:
    incident = visit.incident(typed.ref)
    step = find_step(incident, typed.step)
    if step.open and step.step.mandatory and not typed.text:
        return _ask(visit, "skip", still_open(incident), step)
    return _said(visit, SkipStep(incident=incident.id, step=step.step.id, reason=typed.text))


def _take(visit: Visit, typed: Typed) -> Answer:
    incident = visit.incident(typed.ref)
    step = find_step(incident, typed.step)
    return _said(visit, TakeStep(incident=incident.id, step=step.step.id))


def _assign(visit: Visit, typed: Typed) -> Answer:
    incident = visit.incident(typed.ref)
    step = find_step(incident, typed.step)
    if typed.person is None:
        _must_be_open(incident, step)
        return _ask(visit, "assign", incident, step)
    to: UserId = visit.person(typed.person)
    return _said(visit, AssignStep(incident=incident.id, step=step.step.id, to=to))


def _add(visit: Visit, typed: Typed) -> Answer:
    incident = visit.incident(typed.ref)
    if not typed.text:
        _show_add(visit, still_open(incident))
        return None
    owner = None if typed.person is None else visit.person(typed.person)
    order = AddStep(incident=incident.id, title=typed.text, owner=owner, due_in=typed.span)
    after = visit.desk.crisis.carry_out(order, visit.asked)
    return as_message(steps.described(visit.reader, after, after.steps[-1]))


def _ask(visit: Visit, verb: str, incident: Incident, step: StepInRun, text: str = "") -> Answer:
    show(visit, _step_form(visit, verb, incident, step, text))
    return None


def chosen(step: Step, text: str) -> tuple[str, str]:
    """Read which of a step's choices a text begins with, by its id or its title, and give the words after it."""
    typed = folded(text)
    for choice in step.choices:
        for name in (folded(choice.id), folded(choice.title.en), folded(choice.title.fr)):
            if name and typed[: len(name)] == name:
                return choice.id, _after(text, name)
    return "", text


def _after(text: str, name: tuple[str, ...]) -> str:
    """Give what stands after a name that a text begins with, however it was written."""
    ends = (end for end in range(1, len(text) + 1) if not text[end : end + 1].isalnum())
    end = next(end for end in ends if folded(text[:end]) == name)
    return text[end:].lstrip(" ,;:.–—-")


def _said(visit: Visit, order: StepOrder) -> Answer:
    after = seen_to(visit, order)
    return as_message(steps.described(visit.reader, after, after.step(order.step)))


VERBS: Final[Mapping[Verb, Verbs]] = {
    Verb.STEPS: _show_steps,
    Verb.DONE: _done,
    Verb.UNDO: _undo,
    Verb.SKIP: _skip,
    Verb.TAKE: _take,
    Verb.ASSIGN: _assign,
    Verb.ADD: _add,
}
