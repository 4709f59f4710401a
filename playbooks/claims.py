"""What is kept in the log, and how far it is known to be so. A correction is a new entry, never an edit."""

from datetime import datetime

from playbooks import events as e
from playbooks import refusals
from playbooks.commands import CheckClaim, EntryKind, SettleClaim, Verification, WriteLog
from playbooks.incident import Claim, Incident
from playbooks.playbook import UserId, Words
from playbooks.typed import one_line, paragraph


def written(incident: Incident, command: WriteLog, *, by: UserId, now: datetime) -> e.LogWritten:
    """
    Keep a sentence with the next number. Also after the close: what is learned late is kept too.

    Raises BadRequest for no words and for what has not happened yet, AlreadyDone for a message that is kept.
    """
    text, source = paragraph(command.text), one_line(command.source)
    if not text:
        raise refusals.crisis.words_missing(field="text")
    happened = command.happened
    if happened is not None and happened > now:
        raise refusals.entries.not_happened_yet()
    original, book = command.original, incident.logbook
    kept = None if original is None else book.message(original.channel, original.ts)
    if kept is not None:
        raise refusals.entries.kept_before(kept.entry)
    number = book.last + 1
    is_claim = command.status is not Verification.NOTE
    return e.LogWritten(
        at=now,
        by=by,
        text=text,
        status=command.status,
        claim=number if is_claim else 0,
        entry=number,
        kind=EntryKind.INFORMATION if is_claim else command.kind,
        source=source,
        happened=happened,
        original=original,
    )


def settle(incident: Incident, command: SettleClaim, *, by: UserId, now: datetime) -> tuple[e.Event, ...]:
    """
    Say whether a claim is so. Raises NotFound, AlreadyDone, and BadRequest where what was settled turns without words.

    Also after the close: what is learned late is kept too.
    """
    claim = _standing(incident, command.claim)
    status, words = _status(command.true), paragraph(command.words)
    if claim.status is status:
        raise refusals.claims.claim_settled_before(
            _WORDS[status], claim.settled_by or claim.by, claim.known_at
        )
    if not claim.waits and not words:
        raise refusals.claims.turning_needs_words(_WORDS[claim.status])
    source = one_line(command.source)
    settled = e.ClaimSettled(at=now, by=by, claim=claim.number, true=command.true, words=words, source=source)
    return (settled,)


def check(incident: Incident, command: CheckClaim, *, by: UserId, now: datetime) -> tuple[e.Event, ...]:
    """Say that one is verifying a claim. Raises NotFound, and AlreadyDone where it is settled or one is at it."""
    claim = _standing(incident, command.claim)
    if not claim.waits:
        raise refusals.claims.claim_settled_before(
            _WORDS[claim.status], claim.settled_by or claim.by, claim.known_at
        )
    if claim.checked_by == by:
        raise refusals.claims.at_it_already(claim.number, claim.checked_at)
    return (e.ClaimChecked(at=now, by=by, claim=claim.number),)


def claim_of(incident: Incident, number: int) -> Claim:
    """Find a claim by its number. Raises NotFound."""
    found = next((claim for claim in incident.claims if claim.number == number), None)
    if found is None:
        raise refusals.claims.no_such_claim(str(number))
    return found


def to_verify(incident: Incident) -> tuple[Claim, ...]:
    """List what nobody has verified or refuted yet, the oldest first."""
    return tuple(claim for claim in incident.claims if claim.waits)


def _standing(incident: Incident, number: int) -> Claim:
    """Find a claim that no other entry has taken the place of. Raises NotFound, Conflict."""
    claim = claim_of(incident, number)
    if not claim.stands:
        raise refusals.entries.corrected_before(number, claim.corrected_by)
    return claim


def _status(true: bool) -> Verification:  # noqa: FBT001 - the order's own field.
    return Verification.VERIFIED if true else Verification.FALSE


_WORDS = {
    Verification.VERIFIED: Words(en="verified", fr="vérifiée"),
    Verification.FALSE: Words(en="false", fr="fausse"),
}
