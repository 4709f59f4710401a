"""What was decided about answering: each decision with its answers, its advice and what became of it."""

from dataclasses import dataclass

from handlers.sentences_holding import advice_in_words, answers_in_words, how_it_ended, what_stands
from handlers.voice import Voice
from handlers.web.drawing.reader import Reader
from handlers.web.moments import Moment
from playbooks.incident import Incident, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedPart:
    """One decision to answer, hold or stay silent."""

    what: str
    stands: bool  # it is what we do now
    by: str
    at: Moment
    reason: str
    line: str  # what is said meanwhile; empty for an answer
    advice: str
    advice_reason: str
    followed: str
    answers: str
    became: tuple[str, ...]  # renewals, the end of its time, how it ended


def decided_parts(incident: Incident, reader: Reader) -> tuple[DecidedPart, ...]:
    """Draw every decision, the latest first."""
    return tuple(_part(incident, stance, reader) for stance in reversed(incident.stances))


def _part(incident: Incident, stance: Stance, reader: Reader) -> DecidedPart:
    voice = Voice(
        name=reader.name,
        moment=lambda at: reader.at(at).full,
        quote=str,  # Plain text: the template escapes it.
        language=reader.language,
        ladder=reader.ladder,
    )
    return DecidedPart(
        what=what_stands(stance, voice),
        stands=stance.stands and incident.is_open,
        by=reader.name(stance.by),
        at=reader.at(stance.at),
        reason=stance.reason,
        line=stance.line,
        advice=advice_in_words(stance.advice, voice),
        advice_reason=reader.read(stance.advice.reason.words),
        followed=reader.say("advice_followed" if stance.followed else "advice_not_followed"),
        answers=answers_in_words(stance.answers, voice),
        became=how_it_ended(stance, voice),
    )
