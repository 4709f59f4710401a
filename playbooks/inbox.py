"""
What listening and care tools report: customers' messages and spikes. It suggests; a person decides and opens.

A report is kept once, whatever its source sends again. Reports of one group are told once an hour. What is said of a
unit in an hour is counted beside the same hour of the weeks before: far more than that is told once a day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Final, NewType

from playbooks.matching import Triage
from playbooks.playbook import Network, UnitId, UserId
from playbooks.shelf import folded

ReportId = NewType("ReportId", str)  # UUIDv7 text

GROUPED_FOR: Final = timedelta(hours=1)  # after the first of a group was told, the others are only counted
HOUR: Final = timedelta(hours=1)
WEEK: Final = timedelta(weeks=1)
WEEKS: Final = 4  # of which the same hour is looked at
FEWEST: Final = 10  # messages in an hour that may be a spike at all
TIMES: Final = (
    3  # the usual number: domain practice calls twice to three times noise, more a matter to look at
)
SAME_CAUSES: Final = 5  # in a day: one thing to mend, and an incident to propose
REPORTS_KEPT: Final = timedelta(days=30)  # they hold people's words
COUNTS_KEPT: Final = WEEK * (WEEKS + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A customer's message that a tool has told us of."""

    id: ReportId
    source: str
    external: str  # the source's own name for it
    group: str  # what belongs together; empty: it stands alone
    unit: UnitId
    arrived_at: datetime
    text: str
    network: Network | None
    link: str
    author: str  # a pseudonym; empty: unknown
    reach: int | None
    language: str  # ISO 639-1; empty: unknown
    # For somebody to answer it, or to say that nothing is to be done; a spike waits for nobody.
    waits: bool = True
    urgent: bool = False  # goes before the others
    taken_by: str | None = None  # the id of the incident that was opened for it, or answered it
    held_by: UserId | None = None  # who is about to answer it
    held_until: datetime | None = None
    set_aside_by: UserId | None = None  # who said that nothing is to be done

    def holder(self, now: datetime) -> UserId | None:
        """Tell who is about to answer it; None: nobody, or the time for it is over."""
        return self.held_by if self.waits and self.held_until is not None and self.held_until > now else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """How many reports nobody has answered or set aside, and when the oldest came; None: there is none."""

    waiting: int
    oldest_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where somebody answers: which unit's customers, and in which languages (ISO 639-1)."""

    unit: UnitId
    languages: tuple[str, ...]


def hour_of(at: datetime) -> datetime:
    """Give the hour that a moment lies in (UTC)."""
    return at.replace(minute=0, second=0, microsecond=0)


def same_hours(hour: datetime) -> tuple[datetime, ...]:
    """Give the same hour of the weeks before, the latest first."""
    return tuple(hour - WEEK * n for n in range(1, WEEKS + 1))


def usual(before: Sequence[int]) -> float:
    """Say how many messages an hour usually has; an hour of which nothing is known had none."""
    return float(median((*before, *([0] * (WEEKS - len(before))))))


def same_name(cause: str) -> str:
    """Give what makes two causes the same, however they were typed."""
    return " ".join(folded(cause))


def is_spike(count: int, before: Sequence[int]) -> bool:
    """Whether so many messages in an hour are far more than in the same hour of the weeks before."""
    return count >= FEWEST and count > TIMES * usual(before)


def goes_first(text: str, network: Network | None, triage: Triage | None) -> bool:
    """Whether a message goes before the others: the press, somebody in danger, whoever may be fragile or stranded."""
    if network is Network.PRESS or triage is Triage.HANDOVER:
        return True
    said = f" {' '.join(folded(text))} "
    return any(f" {words} " in said for words in _FIRST)


# Words that tell of somebody fragile or stranded (the library's playbook for a surge, step “Sort”).
_FIRST: Final = (
    *(
        "medicine",
        "medication",
        "insulin",
        "oxygen",
        "dialysis",
        "wheelchair",
        "disabled",
        "pregnant",
        "baby",
    ),
    *("my child", "my children", "my kids", "my son", "my daughter", "all alone", "on my own", "stranded"),
    *("stuck at", "stuck in", "funeral", "hospital", "my flight", "journalist", "reporter"),
    *("medicament", "medicaments", "insuline", "oxygene", "dialyse", "fauteuil roulant", "en fauteuil"),
    *("handicap", "handicape", "handicapee", "enceinte", "bebe", "mon enfant", "mes enfants", "mon fils"),
    *("ma fille", "toute seule", "tout seul", "bloque", "bloquee", "bloques", "bloquees", "obseques"),
    *("enterrement", "hopital", "mon avion", "mon vol", "journaliste"),
)
