"""Calls as lines of text: who was called, whether Slack took the message, and what the person answered."""

from collections.abc import Iterable
from typing import Final

from handlers.means_words import means_name, told
from handlers.reasons import reason_in_words
from handlers.sentences_ladders import escalation_line, standing, who_is_missing
from handlers.slack.blocks.limits import quote
from handlers.slack.blocks.moments import moment
from handlers.slack.blocks.reader import Reader, mention, on_one_line
from handlers.voice import Voice
from playbooks.escalation import late_by
from playbooks.incident import Call, CallState, Climb, ClimbState, Incident, lapsed
from playbooks.means import tries_of
from playbooks.playbook import UserId, Words
from playbooks.routing import SLACK

_NUMBERS_SHOWN: Final = 4  # people whose telephone a line names
_SIGN: Final = {
    CallState.OWED: "⏳",
    CallState.SENT: "📨",
    CallState.FAILED: "⚠️",
    CallState.TAKEN: "✅",
    CallState.DECLINED: "❌",
    CallState.EXPIRED: "💤",
}
_LADDERS_SHOWN: Final = 6
_BY_HAND_SHOWN: Final = 3  # of those who asked for more people, the latest


def call_line(reader: Reader, incident: Incident, call: Call) -> str:
    """Say how one call stands. Never says “called” before Slack has accepted the message."""
    late = late_by(call)
    parts = (
        f"{_SIGN[call.state]} *{reader.ladder(call.ladder)} · {reader.say(_RUNG, rung=call.rung + 1)}*",
        mention(call.person),
        _state(reader, incident, call),
        *(() if late is None else (reader.say(_LATE, late=reader.lasting(late)),)),
    )
    line = " · ".join(parts)
    # A person of Slack alone has nothing more to tell.
    return line if len(call.reach) == 0 else f"{line}\n{_by_means(reader, incident, call)}"


def _by_means(reader: Reader, incident: Incident, call: Call) -> str:
    """Say on a line of its own how each means stands."""
    lines = (
        f"{quote(means_name(tried.means, reader.directory, reader.language))} "
        f"{told(incident, call, tried, moment, reader.language)}"
        for tried in tries_of(call)
    )
    return f"      ↳ {' · '.join(lines)}"


def exhausted_lines(reader: Reader, incident: Incident) -> Iterable[str]:
    """Say plainly which ladders have nobody left to call, and whom to telephone."""
    for climb in incident.climbs:
        if climb.state is ClimbState.EXHAUSTED:
            numbers = telephones(reader, climb) if incident.is_open else ""
            several = who_is_missing(incident, climb, by_name(reader), reader.role)
            if several or lapsed(incident, climb.ladder):
                then = reader.say(_NUMBERS, numbers=numbers) if numbers else ""
                yield f"{exhausted(reader, incident, climb)} {then}".rstrip()
            else:
                words = _TELEPHONE if numbers else _EXHAUSTED
                yield reader.say(words, ladder=reader.ladder(climb.ladder), numbers=numbers)


def exhausted(reader: Reader, incident: Incident, climb: Climb) -> str:
    """Say that nobody is left to call, and of a ladder on which several must answer, who has not."""
    missing = who_is_missing(incident, climb, by_name(reader), reader.role)
    if not missing:
        words = _LAPSED if lapsed(incident, climb.ladder) else _EXHAUSTED
        return reader.say(words, ladder=reader.ladder(climb.ladder))
    return reader.say(_NOT_ALL, ladder=reader.ladder(climb.ladder), groups=", ".join(missing))


def ladder_lines(reader: Reader, incident: Incident) -> Iterable[str]:
    """Say how each ladder stands, who must still answer and what comes next; then who asked for more people."""
    if incident.is_open:
        for climb in sorted(incident.climbs, key=_attention)[:_LADDERS_SHOWN]:
            said = standing(incident, climb, by_name(reader), reader.role)
            if said is not None and climb.state is not ClimbState.EXHAUSTED:
                yield f"🪜 *{reader.ladder(climb.ladder)}*{reader.say(_COLON)}{said}"
    yield from by_hand_lines(reader, incident, _BY_HAND_SHOWN)


def _attention(climb: Climb) -> bool:
    """Put the ladders that still call before those that rest."""
    return climb.state is not ClimbState.CALLING


def by_hand_lines(reader: Reader, incident: Incident, shown: int | None = None) -> Iterable[str]:
    """Tell who asked for more people, and why: all, or the latest."""
    asked = incident.escalations if shown is None else incident.escalations[-shown:]
    return (escalation_line(one, by_name(reader), reader.role) for one in asked)


def by_name(reader: Reader) -> Voice:
    """Name people without a mention: whoever is next is not told so before they are called."""

    def name(person: UserId) -> str:
        contact = reader.directory.contact(person)
        return mention(person) if contact is None else quote(contact.name)

    return Voice(name=name, moment=moment, quote=on_one_line, language=reader.language, ladder=reader.ladder)


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
            owed = _OWED_YET if call.reach else _OWED
            return reader.say(owed if incident.is_open else _NEVER_SENT)
        case CallState.SENT:
            return reader.say(
                _SENT if incident.is_open else _NO_ANSWER, when=moment(call.sent_at or call.owed_at)
            )
        case CallState.FAILED:
            return reader.say(_FAILED, reason=reason_in_words(call.reason, reader.language))
        case CallState.TAKEN:
            return reader.say(_TAKEN, when=answered) + _through(reader, call)
        case CallState.DECLINED:
            why = f" ({on_one_line(call.reason)})" if call.reason else ""
            words = _DECLINED if call.passed_to is None else _PASSED
            said = reader.say(words, when=answered, why=why, to=mention(call.passed_to))
            return said + _through(reader, call)
        case CallState.EXPIRED:
            return reader.say(_EXPIRED, when=answered)


def _through(reader: Reader, call: Call) -> str:
    if call.answered_through in {None, SLACK}:
        return ""
    named = means_name(call.answered_through or SLACK, reader.directory, reader.language)
    return reader.say(_THROUGH, means=quote(named))


_RUNG: Final = Words(en="rung {rung}", fr="échelon {rung}")
_LATE: Final = Words(en="late by {late}", fr="en retard de {late}")
_OWED: Final = Words(
    en="call owed, not yet accepted by Slack", fr="appel à passer, pas encore accepté par Slack"
)
_SENT: Final = Words(
    en="message sent {when}, no answer yet", fr="message parti {when}, pas encore de réponse"
)
_OWED_YET: Final = Words(en="call owed, not accepted yet", fr="appel à passer, pas encore accepté")
_NEVER_SENT: Final = Words(en="never sent", fr="jamais parti")
_NO_ANSWER: Final = Words(en="message sent {when}, no answer", fr="message parti {when}, sans réponse")
_FAILED: Final = Words(en="*not reached.* {reason}", fr="*non joint.* {reason}")
_TAKEN: Final = Words(en="*takes it*, {when}", fr="*s’en charge*, {when}")
_THROUGH: Final = Words(en=", answered by {means}", fr=", réponse par {means}")
_DECLINED: Final = Words(en="can’t, {when}{why}", fr="ne peut pas, {when}{why}")
_PASSED: Final = Words(
    en="can’t, {when}{why}; asks for {to} instead", fr="ne peut pas, {when}{why} ; demande {to} à sa place"
)
_EXPIRED: Final = Words(
    en="took it {when}, then the work went quiet", fr="s’en est chargé {when}, puis plus rien n’a bougé"
)
_COLON: Final = Words(en=": ", fr=" : ")
_NOT_ALL: Final = Words(
    en="🚨 *The ladder {ladder} is at its end, and an answer is missing:* {groups}.",
    fr="🚨 *L’échelle {ladder} est à son bout, et il manque une réponse :* {groups}.",
)
_EXHAUSTED: Final = Words(
    en="🚨 *Nobody on the ladder {ladder} answered*, and nobody is left to call.",
    fr="🚨 *Personne n’a répondu sur l’échelle {ladder}*, et il n’y a plus personne à appeler.",
)
_LAPSED: Final = Words(
    en="🚨 *The answer on the ladder {ladder} lapsed*, and nobody is left to call.",
    fr="🚨 *La réponse sur l’échelle {ladder} est expirée*, et il n’y a plus personne à appeler.",
)
_NUMBERS: Final = Words(en="Telephone: {numbers}.", fr="Téléphonez : {numbers}.")
_TELEPHONE: Final = Words(
    en="🚨 *Nobody answered: {ladder}.* Telephone: {numbers}.",
    fr="🚨 *Personne n’a répondu : {ladder}.* Téléphonez : {numbers}.",
)
