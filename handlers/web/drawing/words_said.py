"""What we say: the line for now, every update, and the moments promised for the next word."""

from dataclasses import dataclass

from handlers.web.drawing.reader import Reader
from handlers.web.moments import Moment
from playbooks import events as e
from playbooks.incident import Incident, Said
from playbooks.ports import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidPart:
    """Words that somebody set."""

    text: str
    by: str
    at: Moment
    promised: Moment | None = None  # when the next word was promised for, at that time


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisePart:
    """The promise that holds now."""

    at: Moment
    broken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsPart:
    """Everything that is said for this incident."""

    holding_line: SaidPart | None
    updates: tuple[SaidPart, ...]  # the latest first
    promise: PromisePart | None


def words_part(incident: Incident, log: tuple[Entry, ...], reader: Reader) -> WordsPart:
    """Draw what is said."""
    given = [entry.fact for entry in log if isinstance(entry.fact, e.UpdateGiven)]
    promise = incident.promise if incident.is_open else None
    return WordsPart(
        holding_line=None if incident.holding_line is None else _said(incident.holding_line, reader),
        updates=tuple(_update(fact, reader) for fact in reversed(given)),
        promise=None if promise is None else PromisePart(at=reader.at(promise.at), broken=promise.broken),
    )


def _said(said: Said, reader: Reader) -> SaidPart:
    return SaidPart(text=said.text, by=reader.name(said.by), at=reader.at(said.at))


def _update(fact: e.UpdateGiven, reader: Reader) -> SaidPart:
    promised = reader.at_or_none(fact.next_at)
    return SaidPart(text=fact.text, by=reader.name(fact.by), at=reader.at(fact.at), promised=promised)
