"""Calls as lines of text: who was called, whether Slack took the message, and what the person answered."""

from collections.abc import Iterable
from typing import Final

from handlers.reasons import reason_in_words
from handlers.slack.blocks.limits import quote
from handlers.slack.blocks.moments import moment
from handlers.slack.blocks.reader import Reader, mention, on_one_line
from playbooks.escalation import late_by
from playbooks.incident import Call, CallState, Climb, ClimbState, Incident
from playbooks.playbook import Words

_NUMBERS_SHOWN: Final = 4  # people whose telephone a line names
_SIGN: Final = {
    CallState.OWED: "⏳",
    CallState.SENT: "📨",
    CallState.FAILED: "⚠️",
    CallState.TAKEN: "✅",
    CallState.DECLINED: "❌",
}


def call_line(reader: Reader, incident: Incident, call: Call) -> str:
    """Say how one call stands. Never says “called” before Slack has accepted the message."""
    late = late_by(call)
    parts = (
        f"{_SIGN[call.state]} *{reader.ladder(call.ladder)} · {reader.say(_RUNG, rung=call.rung + 1)}*",
        mention(call.person),
        _state(reader, incident, call),
        *(() if late is None else (reader.say(_LATE, late=reader.lasting(late)),)),
    )
    return " · ".join(parts)


def exhausted_lines(reader: Reader, incident: Incident) -> Iterable[str]:
    """Say plainly which ladders have nobody left to call, and whom to telephone."""
    for climb in incident.climbs:
        if climb.state is ClimbState.EXHAUSTED:
            numbers = telephones(reader, climb) if incident.is_open else ""
            words = _TELEPHONE if numbers else _EXHAUSTED
            yield reader.say(words, ladder=reader.ladder(climb.ladder), numbers=numbers)


def telephones(reader: Reader, climb: Climb) -> str:
    """Name the people of a ladder with their telephone numbers, in the order in which they are called."""
    people = dict.fromkeys(person for rung in climb.rungs for person in rung.people)
    contacts = (reader.directory.contact(person) for person in people)
    known = [f"{quote(c.name)} {quote(c.telephone)}" for c in contacts if c is not None and c.telephone]
    return ", ".join(known[:_NUMBERS_SHOWN])


def _state(reader: Reader, incident: Incident, call: Call) -> str:
    answered = "" if call.answered_at is None else moment(call.answered_at)
    match call.state:
        case CallState.OWED:
            return reader.say(_OWED if incident.is_open else _NEVER_SENT)
        case CallState.SENT:
            return reader.say(
                _SENT if incident.is_open else _NO_ANSWER, when=moment(call.sent_at or call.owed_at)
            )
        case CallState.FAILED:
            return reader.say(_FAILED, reason=reason_in_words(call.reason, reader.language))
        case CallState.TAKEN:
            return reader.say(_TAKEN, when=answered)
        case CallState.DECLINED:
            why = f" ({on_one_line(call.reason)})" if call.reason else ""
            return reader.say(_DECLINED, when=answered, why=why)


_RUNG: Final = Words(en="rung {rung}", fr="échelon {rung}")
_LATE: Final = Words(en="late by {late}", fr="en retard de {late}")
_OWED: Final = Words(
    en="call owed, not yet accepted by Slack", fr="appel à passer, pas encore accepté par Slack"
)
_SENT: Final = Words(
    en="message sent {when}, no answer yet", fr="message parti {when}, pas encore de réponse"
)
_NEVER_SENT: Final = Words(en="never sent", fr="jamais parti")
_NO_ANSWER: Final = Words(en="message sent {when}, no answer", fr="message parti {when}, sans réponse")
_FAILED: Final = Words(en="*not reached.* {reason}", fr="*non joint.* {reason}")
_TAKEN: Final = Words(en="*takes it*, {when}", fr="*s’en charge*, {when}")
_DECLINED: Final = Words(en="can’t, {when}{why}", fr="ne peut pas, {when}{why}")
_EXHAUSTED: Final = Words(
    en="🚨 *Nobody on the ladder {ladder} answered*, and nobody is left to call.",
    fr="🚨 *Personne n’a répondu sur l’échelle {ladder}*, et il n’y a plus personne à appeler.",
)
_TELEPHONE: Final = Words(
    en="🚨 *Nobody answered: {ladder}.* Telephone: {numbers}.",
    fr="🚨 *Personne n’a répondu : {ladder}.* Téléphonez : {numbers}.",
)
