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
from handlers.slack.blocks.reader import Reader, framed, mention
from playbooks.escalation import (
    BY_HAND,
    climb_of,
    following,
    is_present,
    late_by,
    may_return,
    released,
    silent_at,
)
from playbooks.incident import Call, CallState, Incident
from playbooks.playbook import Language, UserId, Words
from playbooks.routing import Directory

TAKE: Final = "call:take"  # Both buttons' value is incident|call.
DECLINE: Final = "call:decline"
INSTEAD: Final = "call:instead"
STILL: Final = "call:still"  # in the question to whoever took it


def call(incident: Incident, asked: Call, directory: Directory, language: Language, now: datetime) -> Message:
    """Ask one person to take it."""
    reader = Reader(directory=directory, language=language, now=now)
    value = f"{incident.id}|{asked.id}"
    blocks = (
        *_head(reader, incident, _who_asks(reader, incident, asked)),
        *((section(reader.say(_AT_RISK)),) if incident.people_at_risk else ()),
        fields(_facts(reader, incident, asked)),
        *_late(reader, asked),
        actions(
            button(TAKE, reader.say(_TAKE), value, "primary"),
            button(DECLINE, reader.say(_CANT), value),
            button(INSTEAD, reader.say(_INSTEAD), value),
        ),
        context(_what_next(reader, incident, asked)),
    )
    return message(blocks, _notification(reader, incident, _NOTIFY))


def ended(
    incident: Incident, asked: Call, directory: Directory, language: Language, now: datetime
) -> Message:
    """Show a call that needs no answer any more: who answered, and when."""
    reader = Reader(directory=directory, language=language, now=now)
    after_all = button(TAKE, reader.say(_AFTER_ALL), f"{incident.id}|{asked.id}")
    blocks = (
        *_head(reader, incident, _outcome(reader, incident, asked)),
        *((actions(after_all),) if may_return(incident, asked) else ()),
        *_where(reader, incident),
    )
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


def _who_asks(reader: Reader, incident: Incident, asked: Call) -> str:
    """Say who needs the person: whoever passed the call on, asked for more people, or opened the incident."""
    passed = next((c for c in incident.calls if _passes_to(c, asked)), None)
    if passed is not None:
        return _with_reason(reader, _PASSED_ON, passed.person, passed.reason)
    by_hand = [e for e in incident.escalations if e.ladder == asked.ladder and not e.joined]
    if asked.ladder.startswith(BY_HAND) and by_hand:
        return _with_reason(reader, _WANTS_YOU, by_hand[0].by, by_hand[0].reason)
    return reader.say(_ASKS, who=mention(incident.opened_by))


def _passes_to(call: Call, asked: Call) -> bool:
    same = (call.ladder, call.round, call.rung) == (asked.ladder, asked.round, asked.rung)
    return same and call.passed_to == asked.person


def _with_reason(reader: Reader, words: Words, who: UserId | None, reason: str) -> str:
    told = reader.say(words, who=mention(who))
    return f"{told}\n{framed(reason)}" if reason else told


def _what_next(reader: Reader, incident: Incident, asked: Call) -> str:
    climb = climb_of(incident, asked.ladder)
    enough = reader.say(_ONE_OF_EACH if climb.rungs[asked.rung].groups else _ONE_ANSWER)
    until = silent_at(incident, climb, if_taken_at=reader.now) if is_present(climb, asked) else None
    if until is None:
        return enough
    last = following(incident, climb) is None
    then = reader.say(_THEN_LEAD if last else _THEN_NEXT, when=time_of(until))
    return f"{enough} {then}" if climb.rungs[asked.rung].groups else then


def _outcome(reader: Reader, incident: Incident, asked: Call) -> str:
    answered = "" if asked.answered_at is None else moment(asked.answered_at)
    if asked.state is CallState.TAKEN:
        return reader.say(_YOU_TOOK, when=answered)
    if asked.state is CallState.DECLINED:
        words = _YOU_CANT if asked.passed_to is None else _YOU_PASSED
        return reader.say(words, when=answered, to=mention(asked.passed_to))
    if asked.state is CallState.EXPIRED:
        return reader.say(_YOURS_EXPIRED, when=answered)
    taken = released(incident, asked)
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
_AFTER_ALL: Final = Words(en="I can after all", fr="Finalement, je peux")
_CANT: Final = Words(en="I can’t", fr="Je ne peux pas")
_INSTEAD: Final = Words(en="Call someone else…", fr="Appeler quelqu’un d’autre…")
_PASSED_ON: Final = Words(
    en="{who} can’t and asks for you instead. *Can you take it?*",
    fr="{who} ne peut pas et vous demande à sa place. *Vous en chargez-vous ?*",
)
_WANTS_YOU: Final = Words(
    en="{who} asks for you here. *Can you take it?*",
    fr="{who} vous demande ici. *Vous en chargez-vous ?*",
)
_YOU_PASSED: Final = Words(
    en="You answered that you can’t, {when}, and asked for {to} instead. Nothing more is asked of you.",
    fr="Vous avez répondu que vous ne pouviez pas, {when}, et demandé {to} à votre place. On ne vous demande plus rien.",
)
_YOURS_EXPIRED: Final = Words(
    en="You took it {when}, then the work went quiet and the ladder went on. If you are still on it, say so in the "
    "message that asked you.",
    fr="Vous vous en êtes chargé {when}, puis plus rien n’a bougé et l’échelle a repris. Si c’est toujours en main, "
    "répondez au message qui vous le demandait.",
)
_ONE_OF_EACH: Final = Words(
    en="Others are called for other roles: each of them must answer.",
    fr="D’autres personnes sont appelées pour d’autres rôles : chacun doit répondre.",
)
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
