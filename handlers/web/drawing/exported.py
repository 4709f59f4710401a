"""An incident to be kept or handed over: everything on one page, with the digest of its record at the end."""

from dataclasses import dataclass

from handlers.web.drawing.clocks import ClockRow, clock_rows
from handlers.web.drawing.decided import DecidedPart, decided_parts
from handlers.web.drawing.head import Head, head_of
from handlers.web.drawing.reader import Reader
from handlers.web.drawing.statements import StatementPart, statement_parts
from handlers.web.drawing.timeline import TimelineDay, timeline
from handlers.web.drawing.words_said import WordsPart, words_part
from playbooks.incident import Incident
from playbooks.ports import Entry
from playbooks.record import Record, digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An incident as it leaves: what it is now, its log as facts and as it was signed."""

    incident: Incident
    log: tuple[Entry, ...]
    record: Record


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedPart:
    """What is printed of an incident; everything is plain text."""

    head: Head
    restricted: bool
    people_at_risk: bool
    opened_by: str
    words: WordsPart
    decided: tuple[DecidedPart, ...]
    statements: tuple[StatementPart, ...]
    clocks: tuple[ClockRow, ...]
    days: tuple[TimelineDay, ...]
    facts: tuple[tuple[str, str], ...]  # what it is, line by line
    counts: str
    digest: str


def exported_part(given: Given, reader: Reader) -> ExportedPart:
    """Draw an incident in the order in which somebody reads it who was not there: the first things first."""
    incident = given.incident
    head = head_of(incident, reader)
    return ExportedPart(
        head=head,
        restricted=incident.restricted,
        people_at_risk=incident.people_at_risk,
        opened_by=reader.name(incident.opened_by),
        words=words_part(incident, given.log, reader),
        decided=tuple(reversed(decided_parts(incident, reader))),
        statements=tuple(reversed(statement_parts(incident, reader))),
        clocks=clock_rows(incident, reader),
        days=timeline(incident, given.log, reader),
        facts=_facts(incident, head, reader),
        counts=reader.given(
            "counts",
            entries=len(given.log),
            decisions=len(incident.stances),
            statements=len(incident.statements),
            clocks=len(incident.duties),
        ),
        digest=digest(given.record),
    )


def _facts(incident: Incident, head: Head, reader: Reader) -> tuple[tuple[str, str], ...]:
    ended = () if head.ended is None else ((reader.say("ended"), head.ended.full),)
    return (
        (reader.say("severity"), head.severity_words),
        (reader.given("state"), head.state_words),
        (reader.say("lead"), head.lead),
        (reader.say("unit"), f"{head.unit} ({incident.country})"),
        (reader.say("started"), head.started.full),
        *ended,
        (reader.say("progress"), head.steps.says),
        (reader.say("playbook"), head.playbook),
    )
