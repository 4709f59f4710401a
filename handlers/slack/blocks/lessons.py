"""Lessons as the review shows them: how far each has come, what can be done about it, and the forms that do it."""

from collections.abc import Iterable
from typing import Final

from handlers.slack.blocks.forms import Draft, Named, form
from handlers.slack.blocks.labels import SAVE
from handlers.slack.blocks.limits import (
    Block,
    Element,
    Message,
    View,
    ask,
    button,
    context,
    cut,
    focused,
    line_input,
    message,
    option,
    optional,
    overflow,
    paragraphs,
    quote,
    radio,
    section,
    select,
    text_input,
)
from handlers.slack.blocks.moments import day_of, moment
from handlers.slack.blocks.reader import Reader, framed, mention, on_one_line
from handlers.wording import set_in
from playbooks.commands import Sort, Target, TargetKind, Way
from playbooks.incident import Action, Incident, LessonState
from playbooks.lessons import LONGEST_NOTE, LONGEST_TITLE, is_of_playbook, is_open
from playbooks.letters import WeekBegins
from playbooks.playbook import Language, Playbook, Step, StepId, Words

ACTION_DONE: Final = "action:done:"  # followed by the action's id; the button's value is the incident's id
MORE: Final = "lesson:more:"  # followed by the action's id; each choice is the verb|incident
LESSON_SHOWN: Final = 200
TITLE_SHOWN: Final = 60  # within the 75 that a menu has


def line(reader: Reader, incident: Incident, action: Action) -> str:
    """Tell a lesson or an action: what, how far it has come, whose it is and until when."""
    sort = "" if action.sort is None else f"*{reader.say(SORTS[action.sort])}* · "
    about = "" if action.target is None else f" · {_about(reader, incident.playbook, action.target)}"
    return f"{_sign(action)} {sort}{on_one_line(action.text)}\n{_stands(reader, action)}{about}"


def block(reader: Reader, incident: Incident, action: Action) -> Block:
    """Draw it with what can be done about it now."""
    return section(line(reader, incident, action), _next(reader, incident, action))


def _next(reader: Reader, incident: Incident, action: Action) -> Element | None:
    verbs = tuple(verbs_for(action))
    if not verbs:
        return None
    if verbs == ("done",):
        return button(ACTION_DONE + action.id, reader.say(VERBS["done"]), incident.id)
    return overflow(
        MORE + action.id, [option(reader.say(VERBS[verb]), f"{verb}|{incident.id}") for verb in verbs]
    )


def verbs_for(action: Action) -> Iterable[str]:
    """Name what can be done about a lesson as it stands, the next thing first."""
    if is_of_playbook(action) and action.applied is None:
        if action.state is LessonState.FOUND:
            yield "accept"
        yield "change" if action.draft is None else "again"
    if action.done_at is None:
        yield "done"


def _sign(action: Action) -> str:
    return "⬜" if is_open(action) else "✅"


def _stands(reader: Reader, action: Action) -> str:
    if action.proven is not None:
        run = action.proven.ref or reader.say(_RESTRICTED)
        return reader.say(_PROVEN, run=run)
    if action.applied is not None:
        applied = action.applied
        return reader.say(_APPLIED, playbook=applied.playbook, version=applied.version)
    parts = [_due(reader, action)]
    if action.accepted_at is not None:
        parts.append(reader.say(_ACCEPTED, who=mention(action.accepted_by)))
    if action.draft is not None:
        parts.append(reader.say(_WRITTEN, who=mention(action.draft.by)))
    return " · ".join(parts)


def _due(reader: Reader, action: Action) -> str:
    if action.done_at is not None:
        return reader.say(_DONE, who=mention(action.done_by), when=moment(action.done_at))
    late = reader.now - action.due_at
    words = _LATE if late.total_seconds() > 0 else _DUE
    return reader.say(words, who=mention(action.owner), when=day_of(action.due_at), late=reader.lasting(late))


def _about(reader: Reader, playbook: Playbook, target: Target) -> str:
    if target.kind is TargetKind.STEP:
        titles = {step.id: step.title for step in playbook.steps}
        title = titles.get(StepId(target.name))  # A log that was taken over may name any.
        return reader.say(_STEP, step=quote(target.name) if title is None else reader.quote(title))
    if target.kind is TargetKind.TEMPLATE:
        return reader.say(_TEMPLATE, name=quote(target.name))
    return reader.say(TARGETS[target.kind])


def week(matter: WeekBegins, reader: Reader) -> Message:
    """Draw the letter of the week: what reviews decided to do and nobody has done, the longest waiting first."""
    head = reader.count(len(matter.late) + matter.more, _WEEK_ONE, _WEEK)
    lines = (
        f"• *{quote(one.ref)}* {on_one_line(cut(one.text, LESSON_SHOWN))}\n"
        + reader.say(
            _LATE,
            who=mention(one.owner),
            when=day_of(one.due_at),
            late=reader.lasting(reader.now - one.due_at),
        )
        for one in matter.late
    )
    more = (reader.say(_WEEK_MORE, n=matter.more),) if matter.more else ()
    coming = (reader.count(matter.open, _COMING_ONE, _COMING),) if matter.open else ()
    texts = paragraphs((f"*{head}*", *lines, *more, *coming))
    return message([*(section(text) for text in texts), context(reader.say(_WEEK_HOW))], head)


def asked(reader: Reader, incident: Incident) -> tuple[Block, ...]:
    """Ask what a new lesson wants, and what it is about."""
    sorts = [option(reader.say(words), sort.value) for sort, words in SORTS.items()]
    targets = list(_targets(reader.language, incident.playbook))
    return (
        ask("sort", reader.say(_SORT), radio("sort", sorts, Sort.CHANGE.value)),
        optional(ask("target", reader.say(_TARGET), select("target", targets), reader.say(_TARGET_HINT))),
    )


def _targets(language: Language, playbook: Playbook) -> Iterable[Element]:
    for number, step in enumerate(playbook.steps, 1):
        title = cut(set_in(language, step.title), TITLE_SHOWN)
        yield option(f"{number}. {title}", f"{TargetKind.STEP}:{step.id}")
    for prepared in playbook.messages:
        yield option(f"✉️ {prepared.id}", f"{TargetKind.TEMPLATE}:{prepared.id}")
    for kind in (TargetKind.CONTACT, TargetKind.TRAINING):
        yield option(TARGETS[kind].read(language), kind.value)


def target_of(choice: str | None) -> Target | None:
    """Read what was chosen of the menu."""
    kind, _, name = (choice or "").partition(":")
    return Target(kind=TargetKind(kind), name=name) if kind in set(TargetKind) else None


def change_form(reader: Reader, incident: Incident, action: Action, metadata: str) -> View:
    """Ask what a lesson changes of a step, in both languages, filled with what the step says now."""
    step = step_of(incident.playbook, action)
    steps = [
        option(f"{n}. {cut(set_in(reader.language, one.title), TITLE_SHOWN)}", one.id)
        for n, one in enumerate(incident.playbook.steps, 1)
    ]
    draft = action.draft
    title = step.title if draft is None else draft.title
    note = step.note if draft is None else draft.note
    ways = [option(reader.say(words), way.value) for way, words in WAYS.items()]
    blocks = (
        section(framed(on_one_line(action.text))),
        context(reader.say(_OWNER_RELEASES)),
        ask("step", reader.say(_WHICH), select("step", steps, step.id)),
        ask("way", reader.say(_WAY), radio("way", ways, Way.REWORD.value if draft is None else draft.way)),
        focused(ask("title_fr", reader.say(_TITLE_FR), _title("title_fr", title, Language.FR))),
        ask("title_en", reader.say(_TITLE_EN), _title("title_en", title, Language.EN)),
        optional(ask("note_fr", reader.say(_NOTE_FR), _note("note_fr", note, Language.FR))),
        optional(ask("note_en", reader.say(_NOTE_EN), _note("note_en", note, Language.EN))),
    )
    kept = Draft(incident=incident, metadata=metadata)
    return form(reader, kept, Named("lesson:change", VERBS["change"], SAVE), blocks)


def step_of(playbook: Playbook, action: Action) -> Step:
    """Find the step that a lesson is about; of one about a message, the first that uses it; else the first of all."""
    draft, target = action.draft, action.target
    if draft is not None:
        wanted = (step for step in playbook.steps if step.id == draft.step)
    elif target is not None and target.kind is TargetKind.TEMPLATE:
        wanted = (step for step in playbook.steps if step.message == target.name)
    else:
        wanted = (step for step in playbook.steps if target is not None and step.id == target.name)
    return next(wanted, playbook.steps[0])


def _title(name: str, title: Words, language: Language) -> Element:
    return line_input(name, title.read(language), most=LONGEST_TITLE)


def _note(name: str, note: Words | None, language: Language) -> Element:
    return text_input(name, "" if note is None else note.read(language), most=LONGEST_NOTE)


_WEEK_ONE: Final = Words(
    en="{n} lesson of past incidents waits past its day", fr="{n} leçon d’incidents passés a dépassé sa date"
)
_WEEK: Final = Words(
    en="{n} lessons of past incidents wait past their day",
    fr="{n} leçons d’incidents passés ont dépassé leur date",
)
_WEEK_MORE: Final = Words(en="and {n} more", fr="et {n} de plus")
_COMING_ONE: Final = Words(en="{n} more has time left.", fr="{n} autre est encore dans les temps.")
_COMING: Final = Words(en="{n} more have time left.", fr="{n} autres sont encore dans les temps.")
_WEEK_HOW: Final = Words(
    en="Once a week, while there are any. `/crisis review INC-…` marks one as done, or takes it into the playbook.",
    fr="Une fois par semaine, tant qu’il y en a. `/crise revue INC-…` en marque une comme faite, ou la reprend dans la "
    "fiche réflexe.",
)
SORTS: Final = {
    Sort.KEEP: Words(en="Keep", fr="Garder"),
    Sort.START: Words(en="Start", fr="Commencer"),
    Sort.STOP: Words(en="Stop", fr="Arrêter"),
    Sort.CHANGE: Words(en="Change", fr="Changer"),
}
TARGETS: Final = {
    TargetKind.CONTACT: Words(en="Contacts and rotas", fr="Contacts et astreintes"),
    TargetKind.TRAINING: Words(en="Training and exercises", fr="Formation et exercices"),
}
WAYS: Final = {
    Way.REWORD: Words(en="Reword this step", fr="Reformuler cette étape"),
    Way.AFTER: Words(en="Add a step after it", fr="Ajouter une étape après elle"),
}
VERBS: Final = {
    "accept": Words(en="Accept the lesson", fr="Accepter la leçon"),
    "change": Words(en="Propose the change", fr="Proposer le changement"),
    "again": Words(en="Look at the change", fr="Revoir le changement"),
    "done": Words(en="Done", fr="Fait"),
}
_RESTRICTED: Final = Words(en="a restricted incident", fr="un incident restreint")
_PROVEN: Final = Words(en="proven: {run} went through it", fr="a fait ses preuves : {run} est passé par là")
_APPLIED: Final = Words(
    en="applied: {playbook} v{version} cites it", fr="appliquée : {playbook} v{version} la cite"
)
_ACCEPTED: Final = Words(en="accepted by {who}", fr="acceptée par {who}")
_WRITTEN: Final = Words(en="change written by {who}", fr="changement écrit par {who}")
_DONE: Final = Words(en="done by {who}, {when}", fr="fait par {who}, {when}")
_DUE: Final = Words(en="{who}, due {when}", fr="{who}, échéance {when}")
_LATE: Final = Words(
    en="{who}, ⏰ *late by {late}* (due {when})", fr="{who}, ⏰ *en retard de {late}* (échéance {when})"
)
_STEP: Final = Words(en="step {step}", fr="étape {step}")
_TEMPLATE: Final = Words(en="prepared message “{name}”", fr="message préparé « {name} »")
_SORT: Final = Words(en="What kind of lesson?", fr="Quelle sorte de leçon ?")
_TARGET: Final = Words(en="What is it about?", fr="Sur quoi porte-t-elle ?")
_TARGET_HINT: Final = Words(
    en="A step or a message of the playbook, so that its next version can cite the lesson.",
    fr="Une étape ou un message de la fiche réflexe, pour que sa prochaine version cite la leçon.",
)
_OWNER_RELEASES: Final = Words(
    en="This becomes a draft of the playbook’s next version. Whoever owns the playbook looks at it and releases it.",
    fr="Cela devient une ébauche de la prochaine version de la fiche réflexe. Qui en répond la relit et la publie.",
)
_WHICH: Final = Words(en="Which step?", fr="Quelle étape ?")
_WAY: Final = Words(en="What changes?", fr="Qu’est-ce qui change ?")
_TITLE_FR: Final = Words(en="The step in French", fr="L’étape en français")
_TITLE_EN: Final = Words(en="The step in English", fr="L’étape en anglais")
_NOTE_FR: Final = Words(en="Advice beside it, in French", fr="Le conseil à côté, en français")
_NOTE_EN: Final = Words(en="Advice beside it, in English", fr="Le conseil à côté, en anglais")
