"""A call's direct message: what happened, who asks, two buttons; and what becomes of it once somebody answered."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from handlers.slack.blocks.drills import drill_note, drill_word
from handlers.slack.blocks.limits import (
    Block,
    Message,
    actions,
    button,
    context,
    fields,
    message,
    quote,
    section,
)
from handlers.slack.blocks.moments import ago, moment, time_of
from handlers.slack.blocks.reader import Reader, mention
from playbooks.escalation import climb_of, late_by, silent_at, taken_by
from playbooks.incident import Call, CallState, Incident
from playbooks.playbook import Language, Words
from playbooks.routing import Directory

TAKE: Final = "call:take"  # Both buttons' value is incident|call.
DECLINE: Final = "call:decline"


def call(incident: Incident, asked: Call, directory: Directory, language: Language, now: datetime) -> Message:
    """Ask one person to take it."""
    reader = Reader(directory=directory, language=language, now=now)
    value = f"{incident.id}|{asked.id}"
    blocks = (
        *_head(reader, incident, reader.say(_ASKS, who=mention(incident.opened_by))),
        *((section(reader.say(_AT_RISK)),) if incident.people_at_risk else ()),
        fields(_facts(reader, incident, asked)),
        *_late(reader, asked),
        actions(button(TAKE, reader.say(_TAKE), value, "primary"), button(DECLINE, reader.say(_CANT), value)),
        context(_what_next(reader, incident, asked)),
    )
    return message(blocks, _notification(reader, incident, _NOTIFY))


def ended(
    incident: Incident, asked: Call, directory: Directory, language: Language, now: datetime
) -> Message:
    """Show a call that needs no answer any more: who answered, and when."""
    reader = Reader(directory=directory, language=language, now=now)
    blocks = (*_head(reader, incident, _outcome(reader, incident, asked)), *_where(reader, incident))
    return message(blocks, _notification(reader, incident, _NOTIFY_ENDED))


def _head(reader: Reader, incident: Incident, told: str) -> Iterable[Block]:
    yield from drill_note(reader, incident)
    yield section(f"☎️ *{quote(incident.title)}* · {incident.ref}\n{told}")


def _facts(reader: Reader, incident: Incident, asked: Call) -> Iterable[str]:
    yield f"*{reader.say(_SEVERITY)}*\n{reader.severity(incident.severity)}"
    yield f"*{reader.say(_STARTED)}*\n{moment(incident.opened_at)} ({ago(incident.opened_at)})"
    yield f"*{reader.say(_UNIT)}*\n{reader.unit(incident)}"
    yield f"*{reader.say(_LEAD)}*\n{mention(incident.lead)}"
    yield f"*{reader.say(_WHY)}*\n{reader.say(_RUNG, ladder=reader.ladder(asked.ladder), rung=asked.rung + 1)}"
    if incident.room is not None:
        yield f"*{reader.say(_CHANNEL)}*\n<#{incident.room.channel}>"


def _late(reader: Reader, asked: Call) -> Iterable[Block]:
    late = late_by(asked)
    if asked.state is CallState.OWED and late is None and asked.owed_at < reader.now:
        # Drawn long after it was owed: Slack kept us waiting, and the person should know.
        waited = reader.now - asked.due_at
        late = waited if waited.total_seconds() >= 60 else None
    if late is not None:
        yield context(reader.say(_LATE, late=reader.lasting(late), when=moment(asked.due_at)))


def _what_next(reader: Reader, incident: Incident, asked: Call) -> str:
    climb = climb_of(incident, asked.ladder)
    until = silent_at(climb, if_taken_at=reader.now) if climb.rung == asked.rung else None
    if until is None:
        return reader.say(_ONE_ANSWER)
    last = climb.rung + 1 >= len(climb.rungs)
    return reader.say(_THEN_LEAD if last else _THEN_NEXT, when=time_of(until))


def _outcome(reader: Reader, incident: Incident, asked: Call) -> str:
    answered = "" if asked.answered_at is None else moment(asked.answered_at)
    if asked.state is CallState.TAKEN:
        return reader.say(_YOU_TOOK, when=answered)
    if asked.state is CallState.DECLINED:
        return reader.say(_YOU_CANT, when=answered)
    taken = taken_by(incident, asked.ladder)
    if taken is not None and taken.answered_at is not None:
        return reader.say(_OTHER_TOOK, who=mention(taken.person), when=moment(taken.answered_at))
    if incident.closed_at is not None:
        return reader.say(_CLOSED, when=moment(incident.closed_at))
    return reader.say(_NO_MORE)


def _where(reader: Reader, incident: Incident) -> Iterable[Block]:
    if incident.room is not None:
        yield section(reader.say(_GO_THERE, channel=f"<#{incident.room.channel}>"))


def _notification(reader: Reader, incident: Incident, words: Words) -> str:
    drill = drill_word(reader, incident)
    severity = incident.severity.words.read(reader.language)
    return drill + reader.say(words, severity=severity, title=quote(incident.title), ref=incident.ref)


_ASKS: Final = Words(
    en="{who} opened this and needs you. *Can you take it?*",
    fr="{who} a ouvert cet incident et a besoin de vous. *Vous en chargez-vous ?*",
)
_AT_RISK: Final = Words(en="🚑 *People may be at risk.*", fr="🚑 *Des personnes peuvent être en danger.*")
_SEVERITY: Final = Words(en="Severity", fr="Gravité")
_STARTED: Final = Words(en="Started", fr="Début")
_UNIT: Final = Words(en="Business unit", fr="Unité")
_LEAD: Final = Words(en="Lead", fr="Pilote")
_WHY: Final = Words(en="Why you", fr="Pourquoi vous")
_RUNG: Final = Words(en="ladder {ladder}, rung {rung}", fr="échelle {ladder}, échelon {rung}")
_CHANNEL: Final = Words(en="Channel", fr="Canal")
_LATE: Final = Words(
    en="⏰ This call is *late by {late}*: it was due {when}.",
    fr="⏰ Cet appel a *{late} de retard* : il devait partir {when}.",
)
_TAKE: Final = Words(en="I take it", fr="Je m’en charge")
_CANT: Final = Words(en="I can’t", fr="Je ne peux pas")
_ONE_ANSWER: Final = Words(en="One answer is enough.", fr="Une seule réponse suffit.")
_THEN_NEXT: Final = Words(
    en="Without an answer by {when}, the next person is called.",
    fr="Sans réponse d’ici {when}, la personne suivante est appelée.",
)
_THEN_LEAD: Final = Words(
    en="You are the last on the list: without an answer by {when}, the lead is told.",
    fr="Vous êtes au bout de la liste : sans réponse d’ici {when}, le pilote est prévenu.",
)
_YOU_TOOK: Final = Words(
    en="✅ *You take it*, {when}. Thank you.", fr="✅ *Vous vous en chargez*, {when}. Merci."
)
_YOU_CANT: Final = Words(
    en="You answered that you can’t, {when}. Nothing more is asked of you.",
    fr="Vous avez répondu que vous ne pouviez pas, {when}. On ne vous demande plus rien.",
)
_OTHER_TOOK: Final = Words(
    en="✅ *{who} takes it*, {when}. Nothing more is asked of you.",
    fr="✅ *{who} s’en charge*, {when}. On ne vous demande plus rien.",
)
_CLOSED: Final = Words(
    en="🏁 The incident was closed {when}. Nothing more is asked of you.",
    fr="🏁 L’incident est clos depuis {when}. On ne vous demande plus rien.",
)
_NO_MORE: Final = Words(en="Nothing more is asked of you.", fr="On ne vous demande plus rien.")
_GO_THERE: Final = Words(en="The work is in {channel}.", fr="Le travail se fait dans {channel}.")
_NOTIFY: Final = Words(
    en="{severity} · {title} ({ref}): can you take it?",
    fr="{severity} · {title} ({ref}) : vous en chargez-vous ?",
)
_NOTIFY_ENDED: Final = Words(
    en="{severity} · {title} ({ref}): nothing more is asked of you.",
    fr="{severity} · {title} ({ref}) : on ne vous demande plus rien.",
)
