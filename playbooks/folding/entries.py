"""The facts about the log's entries and what they claim, folded."""

from dataclasses import replace

from playbooks import events as e
from playbooks.commands import EntryKind, Verification
from playbooks.incident import Claim, Incident, KeptMessage, Logbook, digest_of

KeptFact = e.ClaimFact | e.EntryFact | e.LogWritten


def after(incident: Incident, fact: KeptFact) -> Incident:
    """Give the state after one of these facts."""
    match fact:
        case e.LogWritten():
            return _written(incident, fact)
        case e.ClaimSettled():
            status = Verification.VERIFIED if fact.true else Verification.FALSE
            settled = {"status": status, "settled_by": fact.by, "settled_at": fact.at, "words": fact.words}
            return _claim(incident, fact.claim, **settled, **({"source": fact.source} if fact.source else {}))
        case e.ClaimChecked():
            checked = {"checked_by": fact.by, "checked_at": fact.at}
            return _claim(incident, fact.claim, status=Verification.CHECKING, **checked)
        case e.MessageEdited():
            return _message(incident, fact.entry, digest_of(fact.text))
        case e.MessageDeleted():
            return _message(incident, fact.entry, "")
        case _:
            message = f"no rule for {type(fact).__name__}"
            raise TypeError(message)


def _written(incident: Incident, fact: e.LogWritten) -> Incident:
    noted = replace(incident, logbook=_numbered(incident.logbook, fact))
    if fact.corrects:
        noted = _claim(noted, fact.corrects, corrected_by=fact.entry)
    if fact.status is Verification.NOTE:
        return noted
    checking = fact.status is Verification.CHECKING
    claim = Claim(
        number=fact.claim,
        text=fact.text,
        by=fact.by,
        at=fact.at,
        status=fact.status,
        source=fact.source,
        happened=fact.happened,
        checked_by=fact.by if checking else None,
        checked_at=fact.at if checking else None,
    )
    return replace(noted, claims=(*noted.claims, claim))


def _numbered(book: Logbook, fact: e.LogWritten) -> Logbook:
    """Remember the number of an entry; a note kept before entries had numbers has none."""
    entry = fact.entry or fact.claim
    if not entry:
        return book
    changed = replace(book, last=max(book.last, entry))
    if fact.kind not in {EntryKind.NOTE, EntryKind.INFORMATION}:
        changed = replace(changed, kinds=(*book.kinds, (entry, fact.kind)))
    if fact.by is not None:
        others = tuple(pair for pair in book.latest if pair[0] != fact.by)
        changed = replace(changed, latest=(*others, (fact.by, entry)))
    if fact.corrects:
        changed = replace(changed, corrected=(*book.corrected, (fact.corrects, entry)))
    original = fact.original
    if original is None:
        return changed
    kept = KeptMessage(channel=original.channel, ts=original.ts, entry=entry, digest=digest_of(fact.text))
    return replace(changed, messages=(*book.messages, kept))


def _claim(incident: Incident, number: int, **changes: object) -> Incident:
    claims = tuple(
        replace(c, **changes) if c.number == number else c  # type: ignore[arg-type]  # Field names: checked by tests.
        for c in incident.claims
    )
    return replace(incident, claims=claims)


def _message(incident: Incident, entry: int, digest: str) -> Incident:
    book = incident.logbook
    messages = tuple(replace(kept, digest=digest) if kept.entry == entry else kept for kept in book.messages)
    return replace(incident, logbook=replace(book, messages=messages))
