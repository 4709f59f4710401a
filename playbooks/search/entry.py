"""What is remembered of an incident to find it again: its words by field, and what a search is narrowed by."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from playbooks.commands import IncidentId
from playbooks.inbox import same_name
from playbooks.incident import Incident, Ref
from playbooks.playbook import Language, PlaybookId, PlaybookKind, Severity, UnitId
from playbooks.search.words import stems, words

FORM: Final = 1  # of what is remembered; raised whenever words are cut or chosen in another way
LONGEST_FIELD: Final = 4000  # characters of which the words are kept


class Texts(NamedTuple):
    """The texts of an incident, by what they tell."""

    title: str
    cause: str
    lesson: str  # what was learned
    summary: str
    said: str  # to the public, and how it ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An incident as a search sees it."""

    incident: IncidentId
    ref: Ref
    external: str  # its name where it was brought from; empty: it happened here
    texts: Texts
    kind: PlaybookKind
    playbook: PlaybookId
    unit: UnitId
    country: str
    severity: Severity
    language: Language
    opened_at: datetime
    is_open: bool
    drill: bool
    restricted: bool
    imported: bool

    @property
    def cause_name(self) -> str:
        """Give what makes two causes the same, however they were typed."""
        return same_name(self.texts.cause)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An entry that a database has chosen, with its words as they were kept."""

    entry: Entry
    kept: str


def entry_of(incident: Incident) -> Entry:
    """Say what is remembered of an incident."""
    return Entry(
        incident=incident.id,
        ref=incident.ref,
        external="" if incident.brought is None else incident.brought.external,
        texts=texts_of(incident),
        kind=incident.kind,
        playbook=incident.playbook.id,
        unit=incident.unit,
        country=incident.country,
        severity=incident.severity,
        language=incident.language,
        opened_at=incident.opened_at,
        is_open=incident.is_open,
        drill=incident.drill,
        restricted=incident.restricted,
        imported=incident.brought is not None,
    )


def texts_of(incident: Incident) -> Texts:
    """
    Gather the texts of an incident.

    What a customer wrote is not among them, but for the title: it is looked for where they are answered.
    """
    brought = incident.brought
    learned = (
        *(action.text for action in incident.actions),
        *(answer.text for answer in incident.answers),
        *(remark.text for remark in incident.remarks),
    )
    words_said = (
        "" if incident.holding_line is None else incident.holding_line.text,
        "" if incident.update is None else incident.update.text,
        *(one.wording.text for one in incident.statements if one.publication is not None),
        incident.closing_words,
    )
    return Texts(
        title=incident.title,
        cause=incident.cause,
        lesson=_joined("" if brought is None else brought.lesson, *learned),
        summary="" if brought is None else brought.summary,
        said=_joined(*words_said),
    )


def _joined(*texts: str) -> str:
    return "\n".join(text for text in texts if text)[:LONGEST_FIELD]


# The words as they are kept: a line for each field, and in it each word with its stems, or after “=” one without weight.


def kept(texts: Texts) -> str:
    """Write the words of an entry."""
    return "\n".join(" ".join(_kept(text)) for text in texts)


def _kept(text: str) -> Iterator[str]:
    for word in words(text[:LONGEST_FIELD]):
        yield f"={word.folded}" if word.weightless else "/".join(word.stems)


def fields(text: str) -> tuple[list[tuple[str, ...]], ...]:
    """Read the words of an entry: for each field its words with their stems; one without weight has itself alone."""
    return tuple([tuple(word.split("/")) for word in line.split(" ") if word] for line in text.split("\n"))


def stems_of(texts: Texts) -> frozenset[str]:
    """Give every stem that an entry is found by, the words themselves among them."""
    telling = (word for text in texts for word in words(text[:LONGEST_FIELD]) if not word.weightless)
    return frozenset(stem for word in telling for stem in stems(word.folded))
