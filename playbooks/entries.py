"""The entries of the log after they were kept: corrected by a new one, and the messages behind them followed."""

from datetime import datetime
from typing import Final, assert_never

from playbooks import claims, refusals
from playbooks import events as e
from playbooks.commands import (
    CorrectEntry,
    EntryKind,
    NoteMessageDeletion,
    NoteMessageEdit,
    Verification,
    WriteLog,
)
from playbooks.incident import Incident, digest_of
from playbooks.playbook import UserId
from playbooks.typed import one_line, paragraph

LogOrder = WriteLog | CorrectEntry | NoteMessageEdit | NoteMessageDeletion
Following: Final = NoteMessageEdit | NoteMessageDeletion  # what Slack tells us of; nobody asks for it


def decide(incident: Incident, command: LogOrder, *, by: UserId, now: datetime) -> tuple[e.Event, ...]:
    """Turn an order about the log into facts. It stays open after the close. Raises a Refusal."""
    match command:
        case WriteLog():
            return (claims.written(incident, command, by=by, now=now),)
        case CorrectEntry():
            return (_corrected(incident, command, by=by, now=now),)
        case NoteMessageEdit():
            return _edited(incident, command, by=by, now=now)
        case NoteMessageDeletion():
            kept = incident.logbook.message(command.channel, command.ts)
            gone = kept is None or not kept.digest
            return () if kept is None or gone else (e.MessageDeleted(at=now, entry=kept.entry),)
        case _:
            assert_never(command)


def must_stand(incident: Incident, entry: int) -> None:
    """Refuse the number of an entry that is not there, or that another one has taken the place of."""
    if not 0 < entry <= incident.logbook.last:
        raise refusals.entries.no_such_entry(str(entry))
    newer = incident.logbook.successor(entry)
    if newer:
        raise refusals.entries.corrected_before(entry, newer)


def _corrected(incident: Incident, command: CorrectEntry, *, by: UserId, now: datetime) -> e.LogWritten:
    """Keep other words in the place of an entry. Of information it is open again whether they are so."""
    must_stand(incident, command.entry)
    text = paragraph(command.text)
    if not text:
        raise refusals.crisis.words_missing(field="text")
    number, is_claim = incident.logbook.last + 1, any(c.number == command.entry for c in incident.claims)
    return e.LogWritten(
        at=now,
        by=by,
        text=text,
        status=Verification.TO_VERIFY if is_claim else Verification.NOTE,
        claim=number if is_claim else 0,
        entry=number,
        kind=EntryKind.INFORMATION if is_claim else incident.logbook.kind(command.entry),
        source=one_line(command.source),
        corrects=command.entry,
    )


def _edited(
    incident: Incident, command: NoteMessageEdit, *, by: UserId, now: datetime
) -> tuple[e.MessageEdited, ...]:
    """Keep what a message says by now; nothing where it says the same, or nobody kept it."""
    kept, text = incident.logbook.message(command.channel, command.ts), paragraph(command.text)
    if kept is None or not kept.digest or kept.digest == digest_of(text):
        return ()
    return (e.MessageEdited(at=now, by=by, entry=kept.entry, text=text),)
