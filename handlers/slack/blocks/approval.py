"""The message to whoever is asked to approve: the whole text, what can be answered, and what became of it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from handlers.slack.blocks.drills import drill_note, drill_word
from handlers.slack.blocks.limits import Block, Message, actions, button, context, message, section
from handlers.slack.blocks.moments import moment
from handlers.slack.blocks.reader import Reader, mention, on_one_line, where_it_runs
from handlers.slack.blocks.statements import left_out, objection_line, warning, whole
from handlers.statement_words import LANES, STATES, STRATEGIES, message_name, statement_name
from playbooks.incident import Ask, Incident, Statement
from playbooks.playbook import Language, Words
from playbooks.routing import Directory
from playbooks.statements import is_asked, objects, settled_by

APPROVE: Final = "approval:approve"  # Every value is incident|statement|digest of the text that is shown.
OBJECT: Final = "approval:object"
NEEDS: Final = "approval:needs:"  # Followed by how many minutes.
TAKE_BACK: Final = "approval:take-back"
NEEDED: Final = (15, 30, 60)


def approval(
    incident: Incident, asked: tuple[Statement, Ask], directory: Directory, language: Language, now: datetime
) -> Message:
    """Ask one person, or show that their answer is not needed any more."""
    reader = Reader(directory=directory, language=language, now=now)
    statement, ask = asked
    pending = is_asked(incident, statement, ask)
    body = _asking(reader, incident, asked) if pending else _settled(reader, incident, asked)
    drill = drill_note(reader, incident)
    # Whoever is only asked reads a restricted incident, and has no way into its channel.
    there = incident if ask.person in incident.people else replace(incident, room=None)
    return message(
        [*drill, *body, context(where_it_runs(there))],
        _notification(reader, incident, statement, pending=pending),
    )


def value_of(incident: Incident, statement: Statement) -> str:
    """Write what a button is about: never more than the text that stands beside it."""
    return f"{incident.id}|{statement.id}|{statement.wording.digest}"


def _asking(reader: Reader, incident: Incident, asked: tuple[Statement, Ask]) -> Iterable[Block]:
    statement, ask = asked
    value = value_of(incident, statement)
    roles = ", ".join(reader.role(role) for role in ask.roles)
    head = reader.say(_ASKED, who=mention(statement.written_by), roles=roles)
    yield section(f"📝 *{on_one_line(statement_name(incident, statement, reader.language))}*\n{head}")
    yield from whole(statement.wording.text)
    yield from _about(reader, incident, statement)
    yield actions(
        button(APPROVE, reader.say(_APPROVE), value, "primary"),
        button(OBJECT, reader.say(_OBJECT), value),
        *(
            button(f"{NEEDS}{n}", reader.say(_NEED, span=reader.lasting(timedelta(minutes=n))), value)
            for n in NEEDED
        ),
    )
    yield context(reader.say(_LAPSED if ask.lapsed else _UNTIL, when=moment(ask.until)))


def _about(reader: Reader, incident: Incident, statement: Statement) -> Iterable[Block]:
    wording = statement.wording
    source = _FREE if wording.message is None else _CHANGED if wording.words else _PREPARED
    strategy = reader.say(STRATEGIES[wording.strategy])
    yield context(f"{reader.say(source)} · {strategy} · {reader.say(LANES[wording.lane])}")
    yield from left_out(reader, statement)
    clash = warning(reader, incident, wording.strategy, statement)
    if clash:
        yield section(clash)
    yield from (section(objection_line(reader, objection)) for objection in statement.blocking[:3])


def _settled(reader: Reader, incident: Incident, asked: tuple[Statement, Ask]) -> Iterable[Block]:
    statement, ask = asked
    name = on_one_line(statement_name(incident, statement, reader.language))
    yield section(f"📝 *{name}*\n{_outcome(reader, incident, statement, ask)}")
    if objects(statement, ask) and statement.is_live and incident.is_open:
        yield from (section(objection_line(reader, o)) for o in statement.blocking if o.ask == ask.id)
        yield actions(button(TAKE_BACK, reader.say(_TAKE_BACK), value_of(incident, statement)))


def _outcome(reader: Reader, incident: Incident, statement: Statement, ask: Ask) -> str:
    if ask.revision != statement.revision:
        when = moment(statement.written_at)
        return reader.say(_REPLACED, who=mention(statement.written_by), when=when)
    if ask.approved_at is not None:
        return reader.say(_YOU_APPROVED, when=moment(ask.approved_at))
    if objects(statement, ask):
        return reader.say(_YOU_OBJECT)
    if not statement.is_live or not incident.is_open:
        state = reader.say(STATES[statement.state] if not statement.is_live else _CLOSED)
        return reader.say(_OVER, state=state[:1].upper() + state[1:])
    given = settled_by(statement, ask)
    return reader.say(_OTHER, who=mention(None if given is None else given.person))


def _notification(reader: Reader, incident: Incident, statement: Statement, *, pending: bool) -> str:
    drill = drill_word(reader, incident)
    name = on_one_line(message_name(incident, statement.wording.message, reader.language))
    return drill + reader.say(_NOTIFY if pending else _NOTIFY_OVER, ref=incident.ref, name=name)


_ASKED: Final = Words(
    en="{who} asks for your approval, as: {roles}. *Does this text go out?*",
    fr="{who} demande votre accord, au titre de : {roles}. *Ce texte peut-il partir ?*",
)
_APPROVE: Final = Words(en="Approve", fr="Approuver")
_OBJECT: Final = Words(en="Object…", fr="Objecter…")
_NEED: Final = Words(en="I need {span}", fr="Il me faut {span}")
_TAKE_BACK: Final = Words(en="Withdraw my objection", fr="Retirer mon objection")
_UNTIL: Final = Words(
    en="Without an answer by {when}, your deputy is asked as well. Silence is never an approval.",
    fr="Sans réponse à l’échéance ({when}), votre suppléance est sollicitée aussi. Un silence n’est jamais un accord.",
)
_LAPSED: Final = Words(
    en="The time you had, {when}, has passed. Your answer still counts; silence is never an approval.",
    fr="Le délai, {when}, est passé. Votre réponse compte toujours ; un silence n’est jamais un accord.",
)
_PREPARED: Final = Words(en="Prepared words, blanks filled in", fr="Texte préparé, blancs remplis")
_CHANGED: Final = Words(en="✏️ Prepared words *that were changed*", fr="✏️ Texte préparé *puis modifié*")
_FREE: Final = Words(en="Our own words", fr="Texte libre")
_REPLACED: Final = Words(
    en="{who} has changed the text since, {when}: your answer to these words is not needed any more.",
    fr="{who} a modifié le texte depuis, {when} : votre réponse à cette version n’est plus attendue.",
)
_YOU_APPROVED: Final = Words(
    en="✅ *You approved it*, {when}. Thank you.", fr="✅ *Vous avez donné votre accord*, {when}. Merci."
)
_YOU_OBJECT: Final = Words(
    en="⛔ *You object*: it may not be published like this. The author was told.",
    fr="⛔ *Vous vous opposez* : ce texte ne peut pas être publié ainsi. La personne qui l’a écrit est prévenue.",
)
_CLOSED: Final = Words(en="the incident is closed", fr="l’incident est clos")
_OVER: Final = Words(en="{state}. Nothing more is asked of you.", fr="{state}. On ne vous demande plus rien.")
_OTHER: Final = Words(
    en="✅ *{who} has approved it.* Nothing more is asked of you.",
    fr="✅ *{who} a donné son accord.* On ne vous demande plus rien.",
)
_NOTIFY: Final = Words(
    en="{ref}: your approval is asked for “{name}”", fr="{ref} : votre accord est demandé pour « {name} »"
)
_NOTIFY_OVER: Final = Words(
    en="{ref}: nothing more is asked of you about “{name}”",
    fr="{ref} : on ne vous demande plus rien sur « {name} »",
)
