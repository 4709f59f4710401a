"""The calls: what is owed, what Slack has accepted, what failed and why, who answered and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from handlers.means_words import means_name, told
from handlers.sentences import Voice, reason_in_words
from handlers.sentences_ladders import escalation_line, next_people, who_is_missing
from handlers.web.drawing.reader import Reader
from handlers.web.moments import Moment
from playbooks.escalation import expires_at, late_by, silent_at, taken_by
from playbooks.incident import Call, CallState, Climb, ClimbState, Incident
from playbooks.means import tries_of
from playbooks.routing import SLACK


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRow:
    """One person called once."""

    person: str
    rung: str
    state: str  # the call's state, for the line's look
    state_words: str
    reason: str  # why it failed, or why the person can't
    late_words: str
    owed: Moment
    sent: Moment | None
    answered: Moment | None
    means: tuple[str, ...]  # how each of them stands; empty where Slack alone is used
    through: str  # by what it was answered, if not in Slack


@dataclass(frozen=True, slots=True, kw_only=True)
class ClimbPart:
    """One ladder, how far it was climbed, and its calls."""

    title: str
    state: str
    says: str
    asked: tuple[str, ...]  # who asked for it by hand, and why
    next_at: Moment | None
    calls: tuple[CallRow, ...]


def climb_parts(incident: Incident, reader: Reader) -> tuple[ClimbPart, ...]:
    """Draw every ladder of the incident."""
    return tuple(_part(incident, climb, reader) for climb in incident.climbs)


def _part(incident: Incident, climb: Climb, reader: Reader) -> ClimbPart:
    next_at = _next_at(incident, climb) if incident.is_open else None
    voice = _voice(reader)
    asked = (e for e in incident.escalations if e.ladder == climb.ladder)
    return ClimbPart(
        title=reader.ladder(climb.ladder),
        state=climb.state.value,
        says=" ".join(_says(incident, climb, reader)),
        asked=tuple(escalation_line(one, voice, reader.role) for one in asked),
        next_at=reader.at_or_none(next_at),
        calls=tuple(_row(incident, c, climb, reader) for c in incident.calls if c.ladder == climb.ladder),
    )


def _next_at(incident: Incident, climb: Climb) -> datetime | None:
    """When something comes by itself: the next rung, or the end of an answer that is doubted."""
    return silent_at(incident, climb) or expires_at(incident, climb)


def _voice(reader: Reader) -> Voice:
    return Voice(
        name=reader.name,
        moment=lambda at: reader.at(at).full,
        quote=str,
        language=reader.language,
        ladder=reader.ladder,
    )


def _says(incident: Incident, climb: Climb, reader: Reader) -> Iterable[str]:
    taken = taken_by(incident, climb.ladder)
    if taken is not None and taken.answered_at is not None:
        length = reader.length(taken.answered_at - incident.opened_at)
        yield reader.say("climb_answered", name=reader.name(taken.person), length=length)
        if incident.is_open and expires_at(incident, climb) is not None:
            yield reader.say("climb_doubted")
    elif not climb.rungs:
        yield reader.say("climb_empty")
    elif climb.state is ClimbState.EXHAUSTED:
        yield reader.say("climb_exhausted")
        yield from _missing(incident, climb, reader)
    elif not incident.is_open:
        yield reader.say("climb_closed")
    else:
        yield from _calling(incident, climb, reader)


def _calling(incident: Incident, climb: Climb, reader: Reader) -> Iterable[str]:
    yield reader.say("climb_calling", rung=climb.rung + 1, rungs=len(climb.rungs))
    if climb.round:
        yield reader.say("climb_again", time=climb.round + 1, times=climb.again + 1)
    yield from _missing(incident, climb, reader)
    people = next_people(incident, climb, _voice(reader))
    if people:
        yield reader.say("climb_follows", people=people)
    if silent_at(incident, climb) is None:
        yield reader.say("climb_unheard")
    else:
        yield reader.say("climb_next" if people else "climb_last")


def _missing(incident: Incident, climb: Climb, reader: Reader) -> Iterable[str]:
    groups = who_is_missing(incident, climb, _voice(reader), reader.role)
    if groups:
        yield reader.say("climb_missing", groups=", ".join(groups))


def _row(incident: Incident, call: Call, climb: Climb, reader: Reader) -> CallRow:
    failed = call.state is CallState.FAILED
    late = late_by(call)
    return CallRow(
        person=reader.name(call.person),
        rung=reader.say("rung", number=call.rung + 1),
        state=call.state.value,
        state_words=reader.say(_state_words(call, answerable=_answerable(incident, climb))),
        reason=reason_in_words(call.reason, reader.language) if failed else _reason(call, reader),
        late_words="" if late is None else reader.say("call_late", length=reader.length(late)),
        owed=reader.at(call.owed_at),
        sent=reader.at_or_none(call.sent_at),
        answered=reader.at_or_none(call.answered_at),
        means=tuple(_means(incident, call, reader)) if call.reach else (),
        through=_through(call, reader),
    )


def _reason(call: Call, reader: Reader) -> str:
    if call.passed_to is None:
        return call.reason
    return " · ".join(
        part for part in (call.reason, reader.say("passed_to", name=reader.name(call.passed_to))) if part
    )


def _means(incident: Incident, call: Call, reader: Reader) -> Iterable[str]:
    for tried in tries_of(call):
        name = means_name(tried.means, reader.directory, reader.language)
        standing = told(incident, call, tried, lambda at: reader.at(at).full, reader.language)
        yield reader.say("means_line", means=name[:1].upper() + name[1:], standing=standing)


def _through(call: Call, reader: Reader) -> str:
    if call.answered_through in {None, SLACK}:
        return ""
    named = means_name(call.answered_through or SLACK, reader.directory, reader.language)
    return reader.say("answered_through", means=named)


def _answerable(incident: Incident, climb: Climb) -> bool:
    return incident.is_open and climb.state is not ClimbState.ANSWERED


def _state_words(call: Call, *, answerable: bool) -> str:
    """Name what is known of a call; never that somebody was called before Slack has accepted it."""
    match call.state:
        case CallState.OWED:
            return "call_owed" if answerable else "call_dropped"
        case CallState.SENT:
            return "call_sent" if answerable else "call_unanswered"
        case CallState.FAILED:
            return "call_failed"
        case CallState.TAKEN:
            return "call_taken"
        case CallState.DECLINED:
            return "call_declined"
        case CallState.EXPIRED:
            return "call_expired"
        case _:
            assert_never(call.state)
