"""What is wrong with the rotas of the next weeks: gaps, and people on duty for too long; each told as one thing."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given

from playbooks.routing import Away, Cover, Duty, Hours, Rota, Turn
from playbooks.routing.coverage import Gap, Hole, coverage, horizon, lacks
from playbooks.routing.turns import gaps, stints
from tests.rules.duty_scene import (
    ANA,
    BEN,
    CLEO,
    COMPANY,
    DEV,
    NOW,
    PRESS,
    UNIT,
    a_directory,
    a_layer,
    a_rota,
)
from tests.rules.test_turns import DUTIES, ROTAS

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
UNTIL = NOW + 28 * DAY


def march(day: int, hour: int = 8) -> datetime:
    """A moment of March, in UTC."""
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def test_a_full_rota_lacks_nothing() -> None:
    """Three people who take turns day by day: no gap, no hole, nobody on duty for too long."""
    found = coverage(COMPANY, Duty(), NOW, only=PRESS)

    assert ((), (), ()) == (found.gaps, found.holes, found.overloaded)
    assert {ANA, BEN, CLEO} == {load.person for load in found.loads}


def test_whoever_is_away_leaves_a_gap_with_its_own_ends() -> None:
    """Ben is away from Tuesday noon to Saturday: the rest of his Tuesday turn, and his Friday."""
    duty = Duty(away=(Away(person=BEN, since=march(3, 12), until=march(7, 12)),))

    assert [
        Gap(rota=PRESS, since=march(3, 12), until=march(4)),
        Gap(rota=PRESS, since=march(6), until=march(7)),
    ] == list(coverage(COMPANY, duty, NOW).gaps)


def test_a_gap_stays_the_same_while_time_passes_over_it() -> None:
    """Its key is the same before, within and after the day on which it came into sight; a cover makes it another."""
    duty = Duty(away=(Away(person=BEN, since=march(3), until=march(4)),))
    rota = COMPANY.rota(PRESS)
    assert rota is not None
    keys = {
        lack.key
        for hours in range(-20 * 24, 40, 7)
        for lack in lacks(rota, duty, march(2) + hours * HOUR, march(2) + hours * HOUR + 28 * DAY)
        if isinstance(lack, Gap)
    }
    half = replace(duty, covers=((PRESS, Cover(person=ANA, since=march(3), until=march(3, 20))),))

    assert 1 == len(keys)
    assert keys.isdisjoint(lack.key for lack in lacks(rota, half, NOW, UNTIL))


def test_an_absence_without_an_end_is_a_gap_without_one() -> None:
    """Dev is alone for the unit and away until he is back."""
    duty = Duty(away=(Away(person=DEV, since=march(4)),))

    assert (Gap(rota=UNIT, since=march(4), until=None),) == coverage(COMPANY, duty, NOW).gaps


def test_what_a_rota_leaves_out_by_its_plan_is_one_thing() -> None:
    """Office hours: every night is nobody's, said once, and again only when the plan changes."""
    office = Hours(since=time(9), until=time(18), days=frozenset(range(5)))
    company = a_directory(a_rota(PRESS, a_layer(ANA, BEN, hours=office)))
    found = coverage(company, Duty(), NOW)
    (hole,) = found.holes

    assert () == found.gaps
    assert (march(2, 17), march(3)) == (hole.next.since, hole.next.until)
    assert 168 - 5 * 9 == round(hole.hours_a_week)
    later = coverage(company, Duty(), NOW + 5 * DAY).holes
    other = coverage(a_directory(a_rota(PRESS, a_layer(ANA, hours=office))), Duty(), NOW).holes
    assert [hole.key] == [one.key for one in later]
    assert hole.key != other[0].key


def test_somebody_away_in_their_hours_is_a_gap_beside_the_plan() -> None:
    """Only the hours that were somebody's turn are a gap."""
    office = Hours(since=time(9), until=time(18), days=frozenset(range(5)))
    company = a_directory(a_rota(PRESS, a_layer(ANA, hours=office)))
    duty = Duty(away=(Away(person=ANA, since=march(3, 0), until=march(4, 0)),))

    assert (Gap(rota=PRESS, since=march(3), until=march(3, 17)),) == coverage(company, duty, NOW).gaps


def test_two_weeks_of_nights_and_hours_are_too_much() -> None:
    """A week of turns is not; two of the same person in a row are; both thresholds say by how much."""
    fair = a_directory(a_rota(PRESS, a_layer(ANA, BEN, every=Turn.WEEK)))
    hard = a_directory(a_rota(PRESS, a_layer(ANA, ANA, BEN, every=Turn.WEEK)))
    (ana,) = coverage(hard, Duty(), NOW).overloaded

    assert () == coverage(fair, Duty(), NOW).overloaded
    assert (ANA, 14, date(2026, 3, 2)) == (ana.person, ana.nights, ana.first_night)
    assert (date(2026, 3, 2), timedelta(hours=327)) == ana.hardest  # from Monday at nine


def test_hours_in_two_rotas_at_once_count_once_and_are_told() -> None:
    """Ana has both: she is on duty twice at once, for no more hours than there are."""
    both = a_directory(a_rota(PRESS, a_layer(ANA, BEN)), a_rota(UNIT, a_layer(ANA, BEN)))
    found = coverage(both, Duty(), NOW, weeks=1)
    (twice, _) = found.twice

    assert (ANA, (PRESS, UNIT), 4) == (twice.person, twice.rotas, twice.times)
    assert all(load.hours[0] <= timedelta(hours=96) for load in found.loads)


def test_the_days_that_are_watched_move_on_once_a_day_in_the_morning() -> None:
    """Nobody is told of a gap at three in the morning because it came into sight then."""
    six = march(2, 6)

    assert six + 27 * DAY == horizon(six - HOUR)
    assert six + 28 * DAY == horizon(six) == horizon(six + 23 * HOUR)


@given(ROTAS, DUTIES)
def test_gaps_and_holes_are_the_time_in_which_nobody_is_on_duty(rota: Rota, duty: Duty) -> None:
    """Together they are exactly what the list of turns leaves out."""
    begin, end = NOW, NOW + 10 * DAY
    found = lacks(rota, duty, begin, end)
    free = gaps(stints(rota, begin, end, duty), begin, end)
    cut = [(max(g.since or begin, begin), min(g.until or end, end)) for g in found if isinstance(g, Gap)]
    missing = sum((until - since for since, until in cut), timedelta(0))
    hours = sum(hole.hours_a_week for hole in found if isinstance(hole, Hole)) * 10 / 7

    lacking = sum((span.until - span.since for span in free), timedelta(0))
    assert abs(lacking - missing - timedelta(hours=hours)) < timedelta(seconds=1)
    assert len({lack.key for lack in found}) == len(found)
