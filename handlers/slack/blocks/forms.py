"""The forms of a running incident. Each field's block is named as the desk's refusals name the field."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from handlers.slack.blocks import duties, limits, publishing
from handlers.slack.blocks.calls import call_line
from handlers.slack.blocks.drills import drill_note
from handlers.slack.blocks.labels import CANCEL, FILL_IN, SAVE, SEND
from handlers.slack.blocks.limits import (
    Block,
    Element,
    Frame,
    View,
    ask,
    context,
    focused,
    live,
    modal,
    option,
    optional,
    person_select,
    radio,
    section,
    select,
    text_input,
)
from handlers.slack.blocks.moments import moment
from handlers.slack.blocks.reader import SEVERITY_SIGN, Reader, framed, mention, on_one_line
from handlers.statement_words import STATES, message_name, statement_name
from handlers.wording import set_in
from playbooks.commands import CallId
from playbooks.escalation import WAITING
from playbooks.incident import Incident, StepInRun
from playbooks.playbook import Severity, Words
from playbooks.typed import TEXT_LIMIT, TITLE_LIMIT

SPANS: Final = ("15", "30", "60", "120")  # minutes
NONE: Final = "none"
LONG_SPANS: Final = ("15", "30", "60", "120", "240")
OPEN_SHOWN: Final = 30  # steps that the closing form names; more would be a list nobody reads


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a form is about and what it is filled with when it opens."""

    incident: Incident
    metadata: str = ""
    text: str = ""  # the words typed so far
    chosen: str | None = None  # what a menu stands on


def decide_step(reader: Reader, draft: Draft, step: StepInRun) -> View:
    """Ask what was decided, and why; a decision between set answers needs one of them, and its reason is free."""
    hint = (context(f"_{reader.quote(step.step.note)}_"),) if step.step.note is not None else ()
    words = text_input("note", draft.text, most=TEXT_LIMIT)
    if step.step.choices:
        answers = [option(set_in(reader.language, c.title), c.id) for c in step.step.choices]
        chosen = ask("choice", reader.say(_DECIDED), radio("choice", answers, draft.chosen))
        questions: tuple[Block, ...] = (chosen, optional(ask("note", reader.say(_WHY), words)))
    else:
        questions = (focused(ask("note", reader.say(_DECIDED), words)),)
    return form(
        reader, draft, Named("step:decide", _DECIDE, SAVE), (*_about(reader, step), *hint, *questions)
    )


def skip_step(reader: Reader, draft: Draft, step: StepInRun) -> View:
    """Ask why a step is left out; only a mandatory one needs an answer."""
    question = focused(ask("reason", reader.say(_WHY_NOT), text_input("reason", draft.text, most=TEXT_LIMIT)))
    asked = question if step.step.mandatory else optional(question)
    return form(reader, draft, Named("step:skip", _SKIP, _SKIP), (*_about(reader, step), asked))


def assign_step(reader: Reader, draft: Draft, step: StepInRun) -> View:
    """Ask who does a step from now on."""
    question = ask("person", reader.say(_WHO_DOES), person_select("person", draft.incident.owner(step)))
    return form(reader, draft, Named("step:assign", _ASSIGN, SAVE), (*_about(reader, step), question))


def add_step(reader: Reader, draft: Draft) -> View:
    """Ask for a step that the playbook did not foresee."""
    questions = (
        focused(
            ask("title", reader.say(_WHAT_TO_DO), limits.line_input("title", draft.text, most=TITLE_LIMIT))
        ),
        optional(ask("person", reader.say(_WHO_DOES), person_select("person"))),
        optional(ask("due", reader.say(_UNTIL_WHEN), spans(reader, "due", LONG_SPANS, draft.chosen))),
    )
    return form(reader, draft, Named("step:add", _ADD, SAVE), questions)


def name_lead(reader: Reader, draft: Draft) -> View:
    """Ask who leads from now on."""
    question = ask(
        "person", reader.say(_WHO_LEADS), person_select("person", draft.chosen or draft.incident.lead)
    )
    return form(reader, draft, Named("incident:lead", _LEAD, SAVE), (question,))


def holding_line(reader: Reader, draft: Draft) -> View:
    """Ask what we say for now; a prepared message of the playbook can be taken as a start."""
    incident = draft.incident
    prepared = incident.playbook.messages
    menu = [
        option(message_name(incident, m.id, incident.language), m.id, m.body.read(incident.language))
        for m in prepared
    ]
    pick = select("prepared", menu, draft.chosen) if menu else None
    # A text field only takes new words when it has a new name: Slack keeps what stands in the old one.
    field = text_input(f"text:{draft.chosen or ''}", draft.text, most=TEXT_LIMIT)
    questions: tuple[Block, ...] = (
        *(() if pick is None else (optional(live(ask("prepared", reader.say(_PREPARED), pick))),)),
        ask("text", reader.say(_FOR_NOW), field, reader.say(FILL_IN)),
    )
    now = incident.holding_line
    before = (
        () if now is None else (section(f"{reader.say(_NOW_SAID)}\n{framed(limits.cut(now.text, 1000))}"),)
    )
    return form(reader, draft, Named("incident:line", _LINE, SAVE), (*before, *questions))


def give_update(reader: Reader, draft: Draft) -> View:
    """Ask how things stand and when the next word comes."""
    questions = (
        focused(ask("text", reader.say(_HOW_IS_IT), text_input("text", draft.text, most=TEXT_LIMIT))),
        ask(
            "next",
            reader.say(_NEXT_WORD),
            spans(reader, "next", SPANS, draft.chosen or "30"),
            reader.say(_PROMISE),
        ),
    )
    return form(reader, draft, Named("incident:update", _UPDATE, SEND), questions)


def close_incident(reader: Reader, draft: Draft) -> View:
    """Ask why, and name what is still open."""
    incident = draft.incident
    mandatory = any(step.step.mandatory for step in incident.open_steps)
    question = ask(
        "reason",
        reader.say(_WHY_CLOSE_OPEN if mandatory else _WHY_CLOSE),
        text_input("reason", draft.text, most=TEXT_LIMIT),
    )
    asked = question if mandatory else optional(question)
    # The question first: what is open may be longer than a phone.
    blocks = (asked, *(section(text) for text in limits.paragraphs(_still_open(reader, incident))))
    return form(reader, draft, Named("incident:close", _CLOSE, _CLOSE_IT), blocks)


def decline_call(reader: Reader, draft: Draft, call: CallId) -> View:
    """Ask why somebody can't, which they need not say; the next person is called as soon as it is sent."""
    question = optional(ask("reason", reader.say(_WHY_CANT), limits.line_input("reason", most=TITLE_LIMIT)))
    told = section(reader.say(_NEXT_CALLED))
    asked = context(call_line(reader, draft.incident, draft.incident.call(call)))
    return form(reader, draft, Named("call:decline", _DECLINE, _DECLINE), (told, asked, question))


def pass_call(reader: Reader, draft: Draft, call: CallId) -> View:
    """Ask who is called in somebody's place, and why."""
    person = ask("person", reader.say(_WHOM_INSTEAD), person_select("person", draft.chosen))
    reason = optional(ask("reason", reader.say(_WHY_CANT), limits.line_input("reason", most=TITLE_LIMIT)))
    told = section(reader.say(_NAMED_CALLED))
    asked = context(call_line(reader, draft.incident, draft.incident.call(call)))
    return form(reader, draft, Named("call:instead", _INSTEAD, _CALL_THEM), (told, asked, person, reason))


def severities(reader: Reader, action_id: str, chosen: str) -> Element:
    """Make the menu of severities: a sign, a word and what it means."""
    options = [
        option(f"{SEVERITY_SIGN[s]} {s.words.read(reader.language)}", s.value, reader.say(_MEANING[s]))
        for s in Severity
    ]
    return select(action_id, options, chosen)


def spans(reader: Reader, action_id: str, minutes: tuple[str, ...], chosen: str | None) -> Element:
    """Make a menu of spans of time, with none at its end; a span chosen by words is in it."""
    own = (chosen,) if chosen is not None and chosen != NONE and chosen not in minutes else ()
    options = [
        option(reader.say(_IN, span=reader.lasting(timedelta(minutes=int(n)))), n)
        for n in sorted((*minutes, *own), key=int)
    ]
    return select(action_id, [*options, option(reader.say(_NONE), NONE)], chosen or NONE)


@dataclass(frozen=True, slots=True)
class Named:
    """What a form is called: for Slack, at its top, and on its button."""

    callback: str
    title: Words
    submit: Words


def form(reader: Reader, draft: Draft, named: Named, blocks: Iterable[Block]) -> View:
    """Frame a form: which incident it is about, the drill where it is one, and its questions."""
    incident = draft.incident
    frame = Frame(
        callback=named.callback,
        title=reader.say(named.title),
        submit=reader.say(named.submit),
        close=reader.say(CANCEL),
        metadata=draft.metadata,
    )
    drill = drill_note(reader, incident)
    which = context(f"{incident.ref} · {on_one_line(incident.title)}")
    return modal(frame, [*drill, which, *blocks])


def _about(reader: Reader, step: StepInRun) -> tuple[Block, ...]:
    mandatory = f" · {reader.say(_MANDATORY)}" if step.step.mandatory else ""
    return (section(f"*{step.number}. {reader.quote(step.step.title)}*{mandatory}"),)


def _still_open(reader: Reader, incident: Incident) -> Iterable[str]:
    steps = incident.open_steps
    waiting = [call for call in incident.calls if call.state in WAITING]
    clocks = (*publishing.still_open(reader, incident), *duties.still_open(reader, incident))
    said = tuple(_unsaid(reader, incident))
    if not steps and not waiting and incident.promise is None and not clocks and not said:
        yield reader.say(_NOTHING_OPEN)
        return
    yield reader.say(_STILL_OPEN)
    for step in steps[:OPEN_SHOWN]:
        mandatory = f" · *{reader.say(_MANDATORY)}*" if step.step.mandatory else ""
        yield f"⬜ {step.number}. {reader.quote(step.step.title)}{mandatory}"
    if len(steps) > OPEN_SHOWN:
        yield reader.count(len(steps) - OPEN_SHOWN, _AND_ONE_MORE, _AND_MORE)
    yield from (call_line(reader, incident, call) for call in waiting[:OPEN_SHOWN])
    if incident.promise is not None:
        yield reader.say(_PROMISED, when=moment(incident.promise.at))
    yield from (*said, *clocks)


def _unsaid(reader: Reader, incident: Incident) -> Iterable[str]:
    """Name the hold or silence that the close would end, and the words that would never go out."""
    stance = incident.stance
    if stance is not None and stance.until is not None:
        outcome = reader.quote(stance.outcome.words)
        yield reader.say(
            _STILL_WAITING, outcome=outcome, until=moment(stance.until), who=mention(stance.owner)
        )
    for statement in incident.statements:
        if statement.is_live:
            name = on_one_line(statement_name(incident, statement, reader.language))
            yield reader.say(_STILL_UNSAID, name=name, state=reader.say(STATES[statement.state]))


_STILL_WAITING: Final = Words(
    en="⏳ {outcome} until {until}, {who} watches: closing ends it",
    fr="⏳ {outcome}, fin {until}, {who} y veille : la clôture y met fin",
)
_STILL_UNSAID: Final = Words(
    en="📝 {name} ({state}): closing leaves it unpublished",
    fr="📝 {name} ({state}) : la clôture le laisse sans suite",
)
_DECIDE: Final = Words(en="Decide", fr="Décider")
_DECIDED: Final = Words(en="What is decided, and why?", fr="Que décidez-vous, et pourquoi ?")
_SKIP: Final = Words(en="Skip the step", fr="Passer l’étape")
_WHY_NOT: Final = Words(en="Why is it left out?", fr="Pourquoi s’en passer ?")
_ASSIGN: Final = Words(en="Assign the step", fr="Confier l’étape")
_WHO_DOES: Final = Words(en="Who does it?", fr="Qui s’en charge ?")
_ADD: Final = Words(en="Add a step", fr="Ajouter une étape")
_WHAT_TO_DO: Final = Words(en="What is to be done?", fr="Que faut-il faire ?")
_UNTIL_WHEN: Final = Words(en="Until when?", fr="Pour quand ?")
_WHY: Final = Words(en="Why?", fr="Pourquoi ?")
_LEAD: Final = Words(en="Lead", fr="Pilote")
_WHO_LEADS: Final = Words(en="Who leads from now on?", fr="Qui pilote désormais ?")
_LINE: Final = Words(en="Holding line", fr="Message d’attente")
_PREPARED: Final = Words(en="Start from prepared words", fr="Partir d’un message préparé")
_FOR_NOW: Final = Words(en="What do we say for now?", fr="Que disons-nous pour l’instant ?")
_NOW_SAID: Final = Words(en="*Said until now*", fr="*Dit jusqu’ici*")
_UPDATE: Final = Words(en="Update", fr="Point de situation")
_HOW_IS_IT: Final = Words(
    en="What is known, what is being checked, what is being done?",
    fr="Ce que l’on sait, ce que l’on vérifie, ce que l’on fait ?",
)
_NEXT_WORD: Final = Words(en="Next update", fr="Prochain point")
_PROMISE: Final = Words(
    en="A promise: you are reminded before, and told if it is late.",
    fr="C’est une promesse : on vous la rappelle avant, et on vous prévient si elle tarde.",
)
_IN: Final = Words(en="in {span}", fr="dans {span}")
_NONE: Final = Words(en="no set time", fr="sans échéance")
_CLOSE: Final = Words(en="Close the incident", fr="Clôturer l’incident")
_CLOSE_IT: Final = Words(en="Close it", fr="Clôturer")
_WHY_CLOSE: Final = Words(en="Why can it be closed?", fr="Pourquoi peut-on clore ?")
_WHY_CLOSE_OPEN: Final = Words(
    en="Mandatory steps are still open. Why can it be closed all the same?",
    fr="Des étapes obligatoires restent ouvertes. Pourquoi peut-on clore malgré tout ?",
)
_NOTHING_OPEN: Final = Words(en="✅ Nothing is left open.", fr="✅ Rien ne reste ouvert.")
_STILL_OPEN: Final = Words(en="*Still open*", fr="*Encore ouvert*")
_MANDATORY: Final = Words(en="mandatory", fr="obligatoire")
_AND_ONE_MORE: Final = Words(en="and {n} more step", fr="et {n} étape de plus")
_AND_MORE: Final = Words(en="and {n} more steps", fr="et {n} étapes de plus")
_PROMISED: Final = Words(en="🕑 An update is promised {when}", fr="🕑 Un point est promis {when}")
_DECLINE: Final = Words(en="I can’t", fr="Je ne peux pas")
_WHY_CANT: Final = Words(en="Why?", fr="Pourquoi ?")
_NEXT_CALLED: Final = Words(
    en="Send this, and the next person is called at once.",
    fr="Envoyez, et la personne suivante est appelée aussitôt.",
)
_INSTEAD: Final = Words(en="Call someone else", fr="Appeler quelqu’un")
_CALL_THEM: Final = Words(en="Have them called", fr="Faire appeler")
_WHOM_INSTEAD: Final = Words(
    en="Who should be called in your place?", fr="Qui faut-il appeler à votre place ?"
)
_NAMED_CALLED: Final = Words(
    en="Send this, and your answer is “I can’t”; whoever you name is called at once.",
    fr="Envoyez : votre réponse est « Je ne peux pas », et la personne choisie est appelée aussitôt.",
)
_MEANING: Final = {
    Severity.SEV1: Words(
        en="People, the law or the whole company", fr="Des personnes, la loi ou toute l’entreprise"
    ),
    Severity.SEV2: Words(en="One business unit, press likely", fr="Une unité, presse probable"),
    Severity.SEV3: Words(en="One team, few people concerned", fr="Une équipe, peu de monde concerné"),
    Severity.SEV4: Words(en="Nothing yet: keep an eye on it", fr="Rien encore : à surveiller"),
}
