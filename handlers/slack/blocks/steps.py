"""A step as a line of text and as buttons, the same on the card, in the full list and in a reminder."""

from datetime import timedelta
from typing import Final

from handlers.slack.blocks.limits import Block, Element, actions, button, cut, option, overflow, section
from handlers.slack.blocks.moments import moment
from handlers.slack.blocks.publishing import CONFIRM_EACH
from handlers.slack.blocks.reader import Reader, mention, on_one_line
from handlers.slack.blocks.statements import is_written, step_words
from playbooks.incident import Incident, StepInRun, StepStatus
from playbooks.playbook import StepKind, Words

DONE: Final = "step:done:"  # Each followed by the step's id; the button's value is the incident's id.
TAKE: Final = "step:take:"
UNDO: Final = "step:undo:"
MORE: Final = "step:more:"  # A menu; its choices are written verb|incident.

# Steps with a form of their own, which ticks them once it has all it asks for.
OPENS: Final = {
    StepKind.CLOCK: ("clocks", Words(en="Legal clocks…", fr="Délais légaux…")),
    StepKind.FREEZE: ("freeze", Words(en="Freeze…", fr="Geler…")),
    StepKind.RESTART: ("restart", Words(en="Restart…", fr="Reprendre…")),
}

_SIGN: Final = {StepStatus.DONE: "✅", StepStatus.SKIPPED: "⏭️", StepStatus.OPEN: "⬜"}
_WORDS_SHOWN: Final = 300  # characters of a decision or a reason on a line


def described(reader: Reader, incident: Incident, step: StepInRun) -> str:
    """Say what a step is, whose, until when, and how it stands."""
    title = f"*{step.number}. {reader.quote(step.step.title)}*"
    kind = reader.say(_DECISION) if step.step.kind is StepKind.DECISION else ""
    head = f"{_SIGN[step.progress.status]} {title}{kind}"
    return f"{head}\n{_standing(reader, incident, step)}"


def with_note(reader: Reader, incident: Incident, step: StepInRun) -> str:
    """Say the same, with the playbook's advice for somebody who was just woken."""
    note = "" if step.step.note is None else f"\n_{reader.quote(step.step.note)}_"
    return described(reader, incident, step) + note


def with_buttons(reader: Reader, incident: Incident, step: StepInRun) -> tuple[Block, Block]:
    """Draw an open step with what can be done about it."""
    verbs = ("skip", "assign") if step.step.kind not in OPENS else ("done", "skip", "assign")
    return section(with_note(reader, incident, step)), actions(
        done_button(reader, incident, step),
        button(TAKE + step.step.id, reader.say(_TAKE), incident.id),
        menu(reader, incident, step, verbs),
    )


def done_button(reader: Reader, incident: Incident, step: StepInRun) -> Element:
    """Give the button that ticks a step; a decision's asks what was decided, others open their form."""
    if step.step.kind in OPENS:
        verb, _ = OPENS[step.step.kind]
        words = _opens(incident, step.step.kind)
        return button(f"step:{verb}:{step.step.id}", reader.say(words), incident.id, "primary")
    return button(DONE + step.step.id, reader.say(_done(incident, step)), incident.id, "primary")


def menu(reader: Reader, incident: Incident, step: StepInRun, verbs: tuple[str, ...]) -> Element:
    """Give the menu of what else can be done about a step."""
    words = {**_VERBS, **dict(OPENS.values()), "done": _done(incident, step)}
    return overflow(
        MORE + step.step.id, [option(reader.say(words[verb]), f"{verb}|{incident.id}") for verb in verbs]
    )


def _opens(incident: Incident, kind: StepKind) -> Words:
    """Say what a step's own form does now: what was asked to stop is confirmed, and not asked again."""
    asked = kind is StepKind.FREEZE and incident.freeze is not None
    return CONFIRM_EACH if asked else OPENS[kind][1]


def _done(incident: Incident, step: StepInRun) -> Words:
    if is_written(incident, step):
        return step_words(incident, step)
    return _DECIDE if step.step.kind is StepKind.DECISION else _DONE


def verbs_for(step: StepInRun) -> tuple[str, ...]:
    """List what can be done about a step as it stands."""
    opens = (OPENS[step.step.kind][0],) if step.step.kind in OPENS else ()
    return (*opens, "done", "take", "assign", "skip") if step.open else ("undo",)


def late_by(reader: Reader, step: StepInRun) -> timedelta | None:
    """How late an open step is by now; None: it is in time or has no time."""
    due_at = step.progress.due_at
    return reader.now - due_at if step.open and due_at is not None and due_at < reader.now else None


def _standing(reader: Reader, incident: Incident, step: StepInRun) -> str:
    progress = step.progress
    if step.open:
        parts = [reader.say(_MANDATORY)] if step.step.mandatory else []
        return " · ".join((*parts, _owners(incident, step), *_due(reader, incident, step)))
    words = _SETTLED[progress.status]
    when = "" if progress.settled_at is None else moment(progress.settled_at)
    told = reader.say(words, who=mention(progress.settled_by), when=when)
    decided = "" if step.decided is None else f"*{reader.quote(step.decided)}*"
    shown = cut(on_one_line(progress.words), _WORDS_SHOWN)
    return " · ".join(part for part in (told, decided, shown) if part)


def _owners(incident: Incident, step: StepInRun) -> str:
    """Name who has the step; of several owners also who has done their part."""
    done = step.progress.parts
    return ", ".join(f"{mention(o)} ✓" if o in done else mention(o) for o in incident.owners(step))


def _due(reader: Reader, incident: Incident, step: StepInRun) -> tuple[str, ...]:
    if step.progress.due_at is None:
        return _counted_from(reader, incident, step)
    late = late_by(reader, step)
    if late is None:
        return (reader.say(_BY, when=moment(step.progress.due_at)),)
    return (reader.say(_LATE, late=reader.lasting(late), when=moment(step.progress.due_at)),)


def _counted_from(reader: Reader, incident: Incident, step: StepInRun) -> tuple[str, ...]:
    anchor, due = step.step.after, step.step.due
    if anchor is None or due is None:
        return ()
    number = incident.step(anchor).number
    return (reader.say(_AFTER, span=reader.lasting(due), n=number),)


_AFTER: Final = Words(en="{span} after step {n}", fr="{span} après l’étape {n}")
_DECISION: Final = Words(en=" · decision", fr=" · décision")
_MANDATORY: Final = Words(en="*mandatory*", fr="*obligatoire*")
_BY: Final = Words(en="due {when}", fr="échéance {when}")
_LATE: Final = Words(en="⏰ *late by {late}* (due {when})", fr="⏰ *en retard de {late}* (échéance {when})")
_SETTLED: Final = {
    StepStatus.DONE: Words(en="done by {who}, {when}", fr="faite par {who}, {when}"),
    StepStatus.SKIPPED: Words(en="left out by {who}, {when}", fr="passée par {who}, {when}"),
}
_DONE: Final = Words(en="Done", fr="Fait")
_DECIDE: Final = Words(en="Decide…", fr="Décider…")
_TAKE: Final = Words(en="I take it", fr="Je m’en charge")
_VERBS: Final = {
    "take": _TAKE,
    "skip": Words(en="Skip…", fr="Passer…"),
    "assign": Words(en="Assign…", fr="Confier…"),
    "undo": Words(en="Undo", fr="Annuler"),
}
