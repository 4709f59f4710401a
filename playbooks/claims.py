"""What is kept in the log, and how far it is known to be so. A correction is a new entry, never an edit."""

from datetime import datetime

from playbooks import events as e
from playbooks import refusals
from playbooks.commands import SettleClaim, Verification, WriteLog
from playbooks.incident import Claim, Incident
from playbooks.playbook import UserId, Words
from playbooks.typed import paragraph


def written(incident: Incident, command: WriteLog, *, by: UserId, now: datetime) -> e.LogWritten:
    """Keep a sentence; as a claim, with the next number. Also after the close: what is learned late is kept too."""
    text = paragraph(command.text)
    if not text:
        raise refusals.crisis.words_missing(field="text")
    is_note = command.status is Verification.NOTE
    number = 0 if is_note else len(incident.claims) + 1
    return e.LogWritten(at=now, by=by, text=text, status=command.status, claim=number)


def settle(incident: Incident, command: SettleClaim, *, by: UserId, now: datetime) -> tuple[e.Event, ...]:
    """
    Say whether a claim is so. Raises NotFound, AlreadyDone, and BadRequest where what was settled turns without words.

    Also after the close: what is learned late is kept too.
    """
    claim = claim_of(incident, command.claim)
    status, words = _status(command.true), paragraph(command.words)
    if claim.status is status:
        raise refusals.claims.claim_settled_before(
            _WORDS[status], claim.settled_by or claim.by, claim.known_at
        )
    if not claim.waits and not words:
        raise refusals.claims.turning_needs_words(_WORDS[claim.status])
    return (e.ClaimSettled(at=now, by=by, claim=claim.number, true=command.true, words=words),)


def claim_of(incident: Incident, number: int) -> Claim:
    """Find a claim by its number. Raises NotFound."""
    found = next((claim for claim in incident.claims if claim.number == number), None)
    if found is None:
        raise refusals.claims.no_such_claim(str(number))
    return found


def to_verify(incident: Incident) -> tuple[Claim, ...]:
    """List what nobody has verified or refuted yet, the oldest first."""
    return tuple(claim for claim in incident.claims if claim.waits)


def _status(true: bool) -> Verification:  # noqa: FBT001 - the order's own field.
    return Verification.VERIFIED if true else Verification.FALSE


_WORDS = {
    Verification.VERIFIED: Words(en="verified", fr="vérifiée"),
    Verification.FALSE: Words(en="false", fr="fausse"),
}
