"""
What is wrong with the rotas of the weeks to come: when nobody is on duty, and who is for too long.

Thresholds, all of them ours to choose:

- Too many hours: more than 168 hours on duty within two calendar weeks in a row, as the person's own wall counts them: a
  whole week of turns, and a week without.
- Too many nights: more than 7 nights in a row. A night counts with three hours on duty between midnight and six.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from playbooks.playbook import UserId
from playbooks.routing.directory import Directory
from playbooks.routing.rotas import Duty, Rota, RotaId
from playbooks.routing.turns import Span, Stint, gaps, overlaps, stints

WEEK: Final = timedelta(weeks=1)
WATCHED: Final = timedelta(weeks=4)  # how far ahead gaps are looked for
MARGIN: Final = timedelta(weeks=4)  # around it, so that a gap keeps its ends while time passes
MORNING: Final = timedelta(hours=6)  # of the day in UTC, at which another day comes into sight

MOST_HOURS: Final = timedelta(hours=168)  # in two calendar weeks in a row
MOST_NIGHTS: Final = 7  # in a row
NIGHT_ENDS: Final = time(6)
LEAST_OF_A_NIGHT: Final = timedelta(hours=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """
    Nobody is on duty in a rota, though it was somebody's turn.

    `since` None: for four weeks or longer; `until` None: for as far as one looks.
    """

    rota: RotaId
    since: datetime | None
    until: datetime | None

    @property
    def key(self) -> str:
        """What makes it another gap: the rota and its two ends."""
        ends = ("" if at is None else at.astimezone(UTC).isoformat() for at in (self.since, self.until))
        return "/".join((self.rota, *ends))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """A rota leaves times at which it is nobody's turn by its own plan, such as nights."""

    rota: RotaId
    next: Span
    hours_a_week: float
    plan: str  # a digest of the rota's layers

    @property
    def key(self) -> str:
        """What makes it another: the rota and its plan."""
        return f"{self.rota}/plan/{self.plan}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How much somebody is on duty: hours of each calendar week, and the longest run of nights."""

    person: UserId
    monday: date  # of the first week, on the person's own wall
    hours: tuple[timedelta, ...]
    nights: int
    first_night: date | None  # the evening before the first of them

    @property
    def hardest(self) -> tuple[date, timedelta]:
        """The two weeks in a row with the most hours."""
        pairs = [a + b for a, b in pairwise(self.hours)] or [sum(self.hours, timedelta(0))]
        worst = max(range(len(pairs)), key=lambda n: pairs[n])
        return self.monday + worst * WEEK, pairs[worst]

    @property
    def too_many_hours(self) -> bool:
        """Whether it is more than one should."""
        return self.hardest[1] > MOST_HOURS

    @property
    def too_many_nights(self) -> bool:
        """Whether the run of nights is longer than one should."""
        return self.nights > MOST_NIGHTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Twice:
    """Somebody is on duty in two rotas at once, `times` times, first in `first`."""

    person: UserId
    rotas: tuple[RotaId, RotaId]
    first: Span
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The rotas from one moment to another."""

    since: datetime
    until: datetime
    rotas: tuple[Rota, ...]
    gaps: tuple[Gap, ...]
    holes: tuple[Hole, ...]
    loads: tuple[Load, ...]  # whoever has most first
    twice: tuple[Twice, ...]

    @property
    def overloaded(self) -> tuple[Load, ...]:
        """Whoever is on duty for too long."""
        return tuple(load for load in self.loads if load.too_many_hours or load.too_many_nights)


def coverage(
    directory: Directory, duty: Duty, now: datetime, weeks: int = 4, only: RotaId | None = None
) -> Coverage:
    """Look at the rotas for some weeks from now on, or at one of them; loads always count all of them."""
    until = now + weeks * WEEK
    rotas = tuple(rota for rota in directory.rotas if only in (None, rota.id))
    found = tuple(lack for rota in rotas for lack in lacks(rota, duty, now, until))
    people = {person for rota in rotas for layer in rota.layers for person in layer.people}
    return Coverage(
        since=now,
        until=until,
        rotas=rotas,
        gaps=tuple(one for one in found if isinstance(one, Gap)),
        holes=tuple(one for one in found if isinstance(one, Hole)),
        loads=tuple(
            load for load in loads(directory, duty, now, weeks) if only is None or load.person in people
        ),
        twice=_twice(rotas if only is None else directory.rotas, duty, now, until, only),
    )


def horizon(now: datetime) -> datetime:
    """Give the moment up to which gaps are told: it moves on once a day, in the morning."""
    today = (now - MORNING).astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today + MORNING + WATCHED


def lacks(rota: Rota, duty: Duty, now: datetime, until: datetime) -> tuple[Gap | Hole, ...]:
    """List when nobody is on duty in a rota before a moment: each gap, and in one word what its plan leaves out."""
    begin, end = now - MARGIN, until + MARGIN
    lacking = gaps(stints(rota, begin, end, duty), begin, end)
    planned = gaps(stints(replace(rota, covers=()), begin, end, Duty()), begin, end)
    seen = tuple(span for span in lacking if span.until > now and span.since < until)
    found: list[Gap | Hole] = [
        Gap(
            rota=rota.id,
            since=None if span.since == begin else span.since,
            until=None if span.until == end else span.until,
        )
        for span in _without(seen, planned)
        if span.until > now and span.since < until
    ]
    left = [span for span in _both(seen, planned) if span.until > now and span.since < until]
    if left:
        hours = sum((min(s.until, until) - max(s.since, now) for s in left), timedelta(0)) / timedelta(
            hours=1
        )
        digest = hashlib.sha256(repr(rota.layers).encode()).hexdigest()[:16]
        found.append(
            Hole(rota=rota.id, next=left[0], hours_a_week=hours / ((until - now) / WEEK), plan=digest)
        )
    return tuple(found)


def loads(directory: Directory, duty: Duty, now: datetime, weeks: int) -> tuple[Load, ...]:
    """Count the hours and nights of everybody who is on duty, from the Monday of this week on."""
    begin, end = now - WEEK - timedelta(days=1), now + (weeks + 1) * WEEK
    of: dict[UserId, list[Stint]] = {}
    for rota in directory.rotas:
        for stint in stints(rota, begin, end, duty):
            of.setdefault(stint.person, []).append(stint)
    counted = (_load(directory, person, has, now, weeks) for person, has in of.items())
    return tuple(
        sorted((one for one in counted if any(one.hours)), key=lambda one: (-one.hardest[1], one.person))
    )


def zone_of(directory: Directory, person: UserId) -> str:
    """Give the zone somebody lives in, as far as the directory says."""
    contact = directory.contact(person)
    return "UTC" if contact is None else contact.zone


def _load(directory: Directory, person: UserId, has: list[Stint], now: datetime, weeks: int) -> Load:
    zone = ZoneInfo(zone_of(directory, person))
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    spans = _joined(has)
    mondays = [datetime.combine(monday + n * WEEK, time(0), zone).astimezone(UTC) for n in range(weeks + 1)]
    nights = [
        day
        for n in range(weeks * 7)
        if _shared(spans, _night(day := monday + timedelta(days=n), zone)) >= LEAST_OF_A_NIGHT
    ]
    run, first = _longest(nights)
    return Load(
        person=person,
        monday=monday,
        hours=tuple(_shared(spans, Span(since=a, until=b)) for a, b in pairwise(mondays)),
        nights=run,
        first_night=first,
    )


def _night(evening: date, zone: ZoneInfo) -> Span:
    morning = evening + timedelta(days=1)
    ends = (datetime.combine(morning, wall, zone).astimezone(UTC) for wall in (time(0), NIGHT_ENDS))
    since, until = ends
    return Span(since=since, until=until)


def _longest(days: Iterable[date]) -> tuple[int, date | None]:
    longest, first, run, begun = 0, None, 0, None
    before: date | None = None
    for day in days:
        follows = before is not None and day - before == timedelta(days=1)
        run, begun = (run + 1, begun) if follows else (1, day)
        if run > longest:
            longest, first = run, begun
        before = day
    return longest, first


def _joined(has: Iterable[Stint]) -> tuple[Span, ...]:
    """Join stints of several rotas: an hour on duty in two of them is one hour."""
    found = list[Span]()
    for stint in sorted(has, key=lambda one: one.since):
        if found and stint.since <= found[-1].until:
            found[-1] = replace(found[-1], until=max(found[-1].until, stint.until))
        else:
            found.append(Span(since=stint.since, until=stint.until))
    return tuple(found)


def _shared(spans: Iterable[Span], within: Span) -> timedelta:
    return sum((part.until - part.since for part in _both(spans, (within,))), timedelta(0))


def _both(some: Iterable[Span], others: Iterable[Span]) -> Iterator[Span]:
    """Give what lies in both; each list is in order and its spans do not touch one another."""
    left, right = list(some), list(others)
    while left and right:
        cut = Span(since=max(left[0].since, right[0].since), until=min(left[0].until, right[0].until))
        if cut.since < cut.until:
            yield cut
        (left if left[0].until <= right[0].until else right).pop(0)


def _without(some: Iterable[Span], others: tuple[Span, ...]) -> Iterator[Span]:
    """Give what lies in the first list alone."""
    for span in some:
        at = span.since
        for cut in _both((span,), others):
            if at < cut.since:
                yield Span(since=at, until=cut.since)
            at = cut.until
        if at < span.until:
            yield Span(since=at, until=span.until)


def _twice(
    rotas: tuple[Rota, ...], duty: Duty, now: datetime, until: datetime, only: RotaId | None
) -> tuple[Twice, ...]:
    listed = ((rota.id, stint) for rota in rotas for stint in stints(rota, now, until, duty))
    found: dict[tuple[UserId, RotaId, RotaId], Twice] = {}
    for a, b, earlier, later in overlaps(listed):
        if only not in (None, a, b):
            continue
        pair = (a, b) if a <= b else (b, a)
        first = Span(since=later.since, until=min(earlier.until, later.until))
        known = found.get((later.person, *pair))
        found[later.person, *pair] = (
            Twice(person=later.person, rotas=pair, first=first, times=1)
            if known is None
            else replace(known, times=known.times + 1)
        )
    return tuple(found.values())
