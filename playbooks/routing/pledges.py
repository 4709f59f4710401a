"""How soon customers are answered, and in which hours of the week that time counts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from playbooks.playbook import Severity, Words
from playbooks.routing.people import Hours
from playbooks.routing.turns import DAY, Span, windows

FURTHEST: Final = timedelta(days=400)  # a team that works so little has not said when it answers


class Urgency(StrEnum):
    """How soon a customer is answered."""

    P1 = "p1"
    P2 = "p2"
    P3 = "p3"

    @property
    def words(self) -> Words:
        """Name it for a person."""
        return _WORDS[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge:
    """Time that may pass: until the first answer, until each later one, and until all is settled."""

    first: timedelta
    later: timedelta
    settled: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """When a team works, by the clock on a wall in its zone."""

    hours: Hours
    zone: str  # IANA name, such as Europe/Paris


Pledges = tuple[tuple[Urgency, Pledge], ...]

# The first answers: domain practice, from surveys of 2014 to 2017; a company changes them in its directory.
STANDARD_PLEDGES: Final[Mapping[Urgency, Pledge]] = {
    Urgency.P1: Pledge(first=timedelta(minutes=30), later=timedelta(minutes=30), settled=timedelta(hours=2)),
    Urgency.P2: Pledge(first=timedelta(hours=4), later=timedelta(hours=4), settled=timedelta(hours=24)),
    Urgency.P3: Pledge(first=timedelta(hours=24), later=timedelta(hours=24), settled=timedelta(hours=72)),
}


def usual_urgency(severity: Severity, of_playbook: str | None = None) -> Urgency:
    """
    Tell how soon a customer is answered unless somebody says otherwise: as the playbook says, else by the severity.

    Where it is as serious as a crisis, at once.
    """
    if severity is Severity.SEV1:
        return Urgency.P1
    return Urgency.P2 if of_playbook is None else Urgency(of_playbook)


def later(since: datetime, amount: timedelta, week: Week | None) -> datetime:
    """
    Give the moment (UTC) at which so much of a team's time has passed; without a week, all time is.

    A team that works less than the amount in FURTHEST is given that long.
    """
    if week is None:
        return since + amount
    left = amount
    for span in _working(since, week):
        here = span.until - max(span.since, since)
        if here >= left:
            return max(span.since, since) + left
        left -= max(here, timedelta(0))
    return since + FURTHEST


def _working(since: datetime, week: Week) -> Iterator[Span]:
    """Give the spans in which a team works that end after a moment, in their order."""
    zone = ZoneInfo(week.zone)
    first: date = since.astimezone(zone).date() - DAY
    days = (first + n * DAY for n in range(FURTHEST.days + 1))
    return (span for span in windows(week.hours, days, zone) if span.until > since)


_WORDS: Final[Mapping[Urgency, Words]] = {
    Urgency.P1: Words(en="P1 · urgent", fr="P1 · urgent"),
    Urgency.P2: Words(en="P2 · soon", fr="P2 · rapide"),
    Urgency.P3: Words(en="P3 · usual", fr="P3 · courant"),
}
