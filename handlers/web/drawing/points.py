"""The fixed point as it would be held now, how serious it was found to be, and everything that is claimed."""

from collections.abc import Iterable
from dataclasses import dataclass

from handlers.sentences import Voice
from handlers.sentences_holding import what_stands
from handlers.sentences_points import answered
from handlers.web.drawing.reader import Reader
from handlers.web.moments import Moment
from handlers.web.rhythm_words import VERIFIED
from playbooks.briefs import agenda
from playbooks.commands import Verification
from playbooks.incident import Assessment, Claim, Incident
from playbooks.playbook import PlaybookKind


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessedPart:
    """The last six answers and what they advised."""

    answers: str
    advised: str
    by: str
    at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """One claim and how far it is known to be so."""

    number: int
    text: str
    status: str  # the line's look
    status_words: str
    by: str
    at: Moment
    settled: Moment | None
    settled_by: str
    words: str
    struck: bool
    more: tuple[str, ...]  # its source, when it happened, who is verifying it, what stands in its place


@dataclass(frozen=True, slots=True, kw_only=True)
class PointPart:
    """What a fixed point would go through now."""

    held: int
    last: Moment | None
    next_at: Moment | None
    verified: tuple[str, ...]
    refuted: tuple[str, ...]
    to_verify: tuple[str, ...]
    late: tuple[str, ...]
    calls: tuple[str, ...]
    held_back: str
    clocks: tuple[tuple[str, str, Moment], ...]  # what each asks, in how long, and its limit
    stopped: tuple[str, ...]
    promise: Moment | None
    promise_broken: bool


def point_part(incident: Incident, reader: Reader) -> PointPart | None:
    """Draw the agenda of an open crisis; None: a reply has no fixed points, and after the close none is held."""
    if incident.kind is not PlaybookKind.CRISIS or not incident.is_open:
        return None
    drawn = agenda(incident, reader.now)
    return PointPart(
        held=len(incident.points),
        last=reader.at(incident.points[-1].at) if incident.points else None,
        next_at=reader.at_or_none(drawn.next_at),
        verified=tuple(claim.text for claim in drawn.facts),
        refuted=tuple(claim.text for claim in drawn.refuted),
        to_verify=tuple(claim.text for claim in drawn.to_verify),
        late=tuple(reader.read(step.step.title) for step in drawn.late),
        calls=tuple(dict.fromkeys(reader.name(call.person) for call in drawn.calls)),
        held_back="" if drawn.held is None else what_stands(drawn.held, _voice(reader)),
        clocks=tuple(
            (reader.read(duty.clock.title), reader.length(duty.clock.limit), reader.at(duty.limit_at))
            for duty in drawn.clocks
        ),
        stopped=tuple(outlet.name for outlet in drawn.stopped),
        promise=None if drawn.promise is None else reader.at(drawn.promise.at),
        promise_broken=drawn.promise is not None and drawn.promise.broken,
    )


def assessed_part(incident: Incident, reader: Reader) -> AssessedPart | None:
    """Draw the last assessment; None: the six questions were never answered."""
    given = incident.assessment
    return None if given is None else _assessed(given, reader)


def claim_rows(incident: Incident, reader: Reader) -> tuple[ClaimRow, ...]:
    """Draw everything that is claimed, in the order in which it was kept."""
    return tuple(_claim(claim, reader) for claim in incident.claims)


def _assessed(given: Assessment, reader: Reader) -> AssessedPart:
    severity = reader.read(given.advised.words)
    return AssessedPart(
        answers=answered(given.factors, _voice(reader)),
        advised=reader.count(given.factors.score, "advised_by_one", "advised", severity=severity),
        by=reader.name(given.by),
        at=reader.at(given.at),
    )


def _voice(reader: Reader) -> Voice:
    return Voice(name=reader.name, moment=lambda at: reader.at(at).full, quote=str, language=reader.language)


def _claim(claim: Claim, reader: Reader) -> ClaimRow:
    return ClaimRow(
        number=claim.number,
        text=claim.text,
        status=claim.status.value,
        status_words=reader.read(VERIFIED[claim.status]),
        by=reader.name(claim.by),
        at=reader.at(claim.at),
        settled=reader.at_or_none(claim.settled_at),
        settled_by=reader.say("settled_by", name=reader.name(claim.settled_by)) if claim.settled_by else "",
        words=claim.words,
        struck=not claim.stands,
        more=tuple(_more(claim, reader)),
    )


def _more(claim: Claim, reader: Reader) -> Iterable[str]:
    if claim.source:
        yield reader.say("source_is", source=claim.source)
    if claim.happened is not None:
        yield reader.say("happened", moment=reader.at(claim.happened).full)
    if claim.status is Verification.CHECKING and claim.stands:
        yield reader.say("checked_by", name=reader.name(claim.checked_by))
    if not claim.stands:
        yield reader.say("corrected_by", n=claim.corrected_by)
