"""What stands at the top of a page and in a line of the list: what it is, how bad, who leads, how far."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.web.drawing.reader import Reader
from handlers.web.moments import Moment
from handlers.web.words import KIND
from playbooks.incident import Incident
from playbooks.playbook import Severity, Words
from playbooks.ports import IncidentLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """How far a checklist is."""

    settled: int
    total: int
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The facts that people look for first."""

    ref: str
    title: str
    severity: Severity
    severity_words: str
    is_open: bool
    state_words: str
    kind: str
    drill: str  # empty for a real one
    lead: str
    unit: str
    started: Moment
    ended: Moment | None
    lasted: str
    steps: Steps
    playbook: str


def head_of(incident: Incident, reader: Reader) -> Head:
    """Draw the head of one incident."""
    steps = incident.steps
    return Head(
        ref=incident.ref,
        title=incident.title,
        severity=incident.severity,
        severity_words=reader.read(incident.severity.words),
        is_open=incident.is_open,
        state_words=reader.say("open" if incident.is_open else "closed"),
        kind=reader.read(KIND[incident.kind]),
        drill=reader.say("drill") if incident.drill else "",
        lead=reader.name(incident.lead),
        unit=reader.unit(incident.unit),
        started=reader.at(incident.opened_at),
        ended=reader.at_or_none(incident.closed_at),
        lasted=reader.length(_lasted(incident.opened_at, incident.closed_at, reader)),
        steps=_steps(len(steps) - len(incident.open_steps), len(steps), reader, ("of_one_step", "of_steps")),
        playbook=_playbook(incident.playbook.title, incident.playbook.version, reader),
    )


def head_of_line(line: IncidentLine, title: Words | None, reader: Reader) -> Head:
    """Draw one line of the list. `title` is the playbook's; None: it is no longer at hand."""
    is_open = line.closed_at is None
    playbook = title or Words(en=line.playbook, fr=line.playbook)
    return Head(
        ref=line.ref,
        title=line.title,
        severity=line.severity,
        severity_words=reader.read(line.severity.words),
        is_open=is_open,
        state_words=reader.say("open" if is_open else "closed"),
        kind=reader.read(KIND[line.kind]),
        drill=reader.say("drill") if line.drill else "",
        lead=reader.name(line.lead),
        unit=reader.unit(line.unit),
        started=reader.at(line.opened_at),
        ended=reader.at_or_none(line.closed_at),
        lasted=reader.length(_lasted(line.opened_at, line.closed_at, reader)),
        steps=_steps(line.steps_settled, line.steps_total, reader, ("short_steps", "short_steps")),
        playbook=_playbook(playbook, line.version, reader),
    )


def _lasted(opened_at: datetime, closed_at: datetime | None, reader: Reader) -> timedelta:
    return (closed_at or reader.now) - opened_at


def _steps(settled: int, total: int, reader: Reader, keys: tuple[str, str]) -> Steps:
    says = reader.count(settled, *keys, total=total) if total else reader.say("no_step")
    return Steps(settled=settled, total=total, says=says)


def _playbook(title: Words, version: int, reader: Reader) -> str:
    return f"{reader.read(title)}, {reader.say('version', version=version)}"
