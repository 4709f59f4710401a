"""The calls: what is owed, what Slack has accepted, what failed and why, who answered and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from handlers.sentences import reason_in_words
from handlers.web.drawing.reader import Reader
from handlers.web.moments import Moment
from playbooks.escalation import late_by, silent_at, taken_by
from playbooks.incident import Call, CallState, Climb, ClimbState, Incident


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ClimbPart:
    """One ladder, how far it was climbed, and its calls."""

    title: str
    state: str
    says: str
    next_at: Moment | None
    calls: tuple[CallRow, ...]


def climb_parts(incident: Incident, reader: Reader) -> tuple[ClimbPart, ...]:
    """Draw every ladder of the incident."""
    return tuple(_part(incident, climb, reader) for climb in incident.climbs)


def _part(incident: Incident, climb: Climb, reader: Reader) -> ClimbPart:
    next_at = silent_at(climb) if incident.is_open else None
    return ClimbPart(
        title=reader.ladder(climb.ladder),
        state=climb.state.value,
        says=" ".join(_says(incident, climb, reader)),
        next_at=reader.at_or_none(next_at),
        calls=tuple(_row(incident, c, climb, reader) for c in incident.calls if c.ladder == climb.ladder),
    )


def _says(incident: Incident, climb: Climb, reader: Reader) -> Iterable[str]:
    taken = taken_by(incident, climb.ladder)
    if taken is not None and taken.answered_at is not None:
        length = reader.length(taken.answered_at - incident.opened_at)
        yield reader.say("climb_answered", name=reader.name(taken.person), length=length)
    elif not climb.rungs:
        yield reader.say("climb_empty")
    elif climb.state is ClimbState.EXHAUSTED:
        yield reader.say("climb_exhausted")
    elif not incident.is_open:
        yield reader.say("climb_closed")
    else:
        last = climb.rung + 1 == len(climb.rungs)
        yield reader.say("climb_calling", rung=climb.rung + 1, rungs=len(climb.rungs))
        yield reader.say("climb_last" if last else "climb_next")


def _row(incident: Incident, call: Call, climb: Climb, reader: Reader) -> CallRow:
    failed = call.state is CallState.FAILED
    late = late_by(call)
    return CallRow(
        person=reader.name(call.person),
        rung=reader.say("rung", number=call.rung + 1),
        state=call.state.value,
        state_words=reader.say(_state_words(call, answerable=_answerable(incident, climb))),
        reason=reason_in_words(call.reason, reader.language) if failed else call.reason,
        late_words="" if late is None else reader.say("call_late", length=reader.length(late)),
        owed=reader.at(call.owed_at),
        sent=reader.at_or_none(call.sent_at),
        answered=reader.at_or_none(call.answered_at),
    )


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
        case _:
            assert_never(call.state)
