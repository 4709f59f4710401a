"""BM7: whose turn it is, right to the second across every change of the clock, and the list of turns that says the same."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbooks.playbook import RoleId, UserId, Words
from playbooks.routing import Away, Cover, Duty, Hours, Layer, Rota, RotaId, Turn
from playbooks.routing.turns import Stint, gaps, layer_stints, on_duty, overlaps, stints, whose_turn, within

ANA, BEN, CLEO, DEV = (UserId(f"U0{name}") for name in ("ANA", "BEN", "CLEO", "DEV"))
SECOND = timedelta(seconds=1)
NOBODY_CHANGED = Duty()


def utc(text: str) -> datetime:
    """A moment in UTC, as 2026-03-29 01:00."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def layer(
    zone: str = "Europe/Paris",
    change: time = time(9),
    *,
    first: date = date(2026, 1, 5),
    every: Turn = Turn.DAY,
    people: tuple[UserId, ...] = (ANA, BEN),
    hours: Hours | None = None,
) -> Layer:
    """A layer of Ana and Ben, day by day, from a Monday on."""
    return Layer(people=people, first=first, every=every, change=change, zone=zone, hours=hours)


def rota(*layers: Layer, covers: tuple[Cover, ...] = ()) -> Rota:
    """A rota of some layers."""
    title = Words(en="Press on call", fr="Astreinte presse")
    return Rota(id=RotaId("press"), title=title, role=RoleId("press"), layers=layers, covers=covers)


@pytest.mark.parametrize(
    ("zone", "change", "day", "moment"),
    [
        ("Europe/Paris", time(9), date(2026, 3, 28), "2026-03-28 08:00"),
        ("Europe/Paris", time(9), date(2026, 3, 29), "2026-03-29 07:00"),
        ("Europe/Paris", time(2, 30), date(2026, 3, 29), "2026-03-29 01:30"),  # lost: 03:30 on the wall
        ("Europe/Paris", time(2), date(2026, 3, 29), "2026-03-29 01:00"),  # the jump itself
        (
            "Europe/Paris",
            time(2, 30),
            date(2026, 10, 25),
            "2026-10-25 00:30",
        ),  # doubled: the first of the two
        ("Europe/Paris", time(3), date(2026, 10, 25), "2026-10-25 02:00"),
        ("Europe/Paris", time(9), date(2026, 10, 26), "2026-10-26 08:00"),
        ("America/Toronto", time(2, 30), date(2026, 3, 8), "2026-03-08 07:30"),
        ("America/Toronto", time(1, 30), date(2026, 11, 1), "2026-11-01 05:30"),
        ("America/Toronto", time(0), date(2026, 11, 1), "2026-11-01 04:00"),
        ("Europe/London", time(1, 30), date(2026, 3, 29), "2026-03-29 01:30"),
        ("Europe/London", time(1, 30), date(2026, 10, 25), "2026-10-25 00:30"),
        (
            "America/St_Johns",
            time(0),
            date(2010, 11, 7),
            "2010-11-07 02:30",
        ),  # a minute later it is yesterday
        ("Europe/Paris", time(9), date(2028, 2, 29), "2028-02-29 08:00"),  # a leap day is a day like another
        ("Asia/Kathmandu", time(0), date(2026, 5, 1), "2026-04-30 18:15"),
    ],
)
def test_a_turn_changes_once_at_the_time_on_the_wall(zone: str, change: time, day: date, moment: str) -> None:
    """One second before, it is still the one before; from the moment on the next, for a day of 23, 24 or 25 hours."""
    turns = layer(zone, change, first=day - timedelta(days=3), people=(ANA, BEN, CLEO, DEV))
    at = utc(moment)

    assert CLEO == whose_turn(turns, at - SECOND)
    assert DEV == whose_turn(turns, at)
    assert DEV == whose_turn(turns, at + timedelta(hours=22, minutes=50))
    assert ANA == whose_turn(turns, at + timedelta(hours=25, minutes=10))


@pytest.mark.parametrize(
    ("zone", "since", "hours"),
    [
        ("Europe/Paris", "2026-03-28 08:00", 23),
        ("Europe/Paris", "2026-10-24 07:00", 25),
        ("America/Toronto", "2026-03-07 14:00", 23),
        ("Europe/London", "2026-10-24 08:00", 25),
    ],
)
def test_a_night_of_a_change_is_one_hour_shorter_or_longer(zone: str, since: str, hours: int) -> None:
    """Who has that night is on duty for as long as it really lasts."""
    (first, *_) = layer_stints(layer(zone), utc(since), utc(since) + timedelta(days=3))

    assert (utc(since), timedelta(hours=hours)) == (first.since, first.until - first.since)


def test_a_weekly_turn_keeps_its_hour_over_a_change() -> None:
    """From Monday nine to Monday nine, by the wall: 167 hours in the last week of March."""
    weekly = layer(every=Turn.WEEK, first=date(2026, 3, 23))

    assert [
        Stint(person=ANA, since=utc("2026-03-23 08:00"), until=utc("2026-03-30 07:00"), layer=0),
        Stint(person=BEN, since=utc("2026-03-30 07:00"), until=utc("2026-04-06 07:00"), layer=0),
    ] == list(layer_stints(weekly, utc("2026-03-23 08:00"), utc("2026-04-06 07:00")))


def test_nobody_is_on_duty_before_the_first_turn() -> None:
    """The rota begins on its first day, at its hour of change."""
    assert whose_turn(layer(), utc("2026-01-05 07:59")) is None
    assert ANA == whose_turn(layer(), utc("2026-01-05 08:00"))
    assert () == stints(rota(layer()), utc("2026-01-01 00:00"), utc("2026-01-05 08:00"), NOBODY_CHANGED)


@pytest.mark.parametrize(
    ("moment", "inside"),
    [
        ("2026-03-29 00:59", True),  # 01:59 in Paris
        ("2026-03-29 01:29", True),  # 03:29: the end, 02:30, is lost and comes half an hour after the jump
        ("2026-03-29 01:30", False),
        ("2026-10-25 00:29", True),  # 02:29, for the first time
        ("2026-10-25 00:30", False),
        ("2026-10-25 01:15", False),  # 02:15, for the second time: what ended does not begin again
        ("2026-03-30 00:29", True),
        ("2026-03-30 00:30", False),
        ("2026-03-30 20:00", True),
    ],
)
def test_hours_that_end_in_the_night_end_once(moment: str, inside: bool) -> None:
    """From 22:00 to 02:30 in Paris, every night."""
    local = utc(moment).astimezone(ZoneInfo("Europe/Paris"))

    assert inside is within(Hours(since=time(22), until=time(2, 30)), local)


@pytest.mark.parametrize(
    ("moment", "inside"),
    [
        ("2026-03-06 17:00", True),  # Friday at six in Paris
        ("2026-03-07 06:59", True),  # into Saturday morning: it began on Friday
        ("2026-03-07 07:00", False),
        ("2026-03-07 17:00", False),
        ("2026-03-09 06:59", False),  # Monday morning: nothing began on Sunday
        ("2026-03-09 17:00", True),
    ],
)
def test_a_night_belongs_to_the_day_on_which_it_begins(moment: str, inside: bool) -> None:
    """From 18:00 to 08:00, from Monday to Friday."""
    weekdays = Hours(since=time(18), until=time(8), days=frozenset(range(5)))

    assert inside is within(weekdays, utc(moment).astimezone(ZoneInfo("Europe/Paris")))


SUN = rota(
    layer("Europe/Paris", time(8), first=date(2026, 3, 6), hours=Hours(since=time(8), until=time(16))),
    layer("America/Toronto", people=(CLEO,), hours=Hours(since=time(10), until=time(18))),
    layer("Asia/Tokyo", people=(DEV,), hours=Hours(since=time(7), until=time(16))),
)


@pytest.mark.parametrize(
    ("moment", "person"),
    [
        ("2026-03-06 07:00", ANA),  # 8:00 in Paris
        ("2026-03-06 14:59", ANA),
        ("2026-03-06 15:00", CLEO),  # 16:00 in Paris, 10:00 in Toronto
        ("2026-03-06 22:59", CLEO),
        ("2026-03-06 23:00", DEV),  # 18:00 in Toronto, Saturday 8:00 in Tokyo
        ("2026-03-07 06:59", DEV),
        # Toronto has changed its clock, Paris not yet: for an hour both are at work, and the first layer has it.
        ("2026-03-10 14:30", ANA),
        ("2026-03-10 15:00", CLEO),
        ("2026-03-10 22:00", DEV),
        # Both have changed.
        ("2026-04-01 06:00", ANA),
        ("2026-04-02 06:00", BEN),
        ("2026-04-01 14:00", CLEO),
        ("2026-04-01 22:00", DEV),
    ],
)
def test_three_continents_follow_the_sun(moment: str, person: UserId) -> None:
    """Each is on duty by day where they live, also in the weeks in which only one continent has changed its clock."""
    assert person == on_duty(SUN, utc(moment), NOBODY_CHANGED)


def test_whoever_is_away_is_passed_over_and_the_next_layer_has_the_turn() -> None:
    """Ana goes on holiday: Cleo, of the second layer, is on duty; where she is away too, nobody is."""
    two = rota(layer(people=(ANA,)), layer(people=(CLEO,)))
    noon = utc("2026-03-03 12:00")
    ana = Away(person=ANA, since=noon, until=noon + timedelta(days=2))
    cleo = Away(person=CLEO, since=noon + timedelta(days=1))
    duty = Duty(away=(ana, cleo))

    assert [ANA, CLEO, None, ANA] == [
        on_duty(two, noon + timedelta(hours=hours), duty) for hours in (-1, 0, 24, 48)
    ]
    listed = stints(two, noon - timedelta(hours=1), noon + timedelta(days=3), duty)
    assert [(ANA, 0), (CLEO, 1), (CLEO, 1), (ANA, 0), (ANA, 0)] == [(one.person, one.layer) for one in listed]
    (gap,) = gaps(listed, noon, noon + timedelta(days=3))
    assert (noon + timedelta(days=1), noon + timedelta(days=2)) == (gap.since, gap.until)


def test_the_latest_cover_counts_and_one_made_in_slack_comes_after_the_file() -> None:
    """Three say who has Tuesday noon: the last one does; where the last is away, the one before."""
    noon, hour = utc("2026-03-03 12:00"), timedelta(hours=1)
    covers = [Cover(person=person, since=noon, until=noon + hour) for person in (BEN, CLEO, DEV)]
    covered = rota(layer(people=(ANA,)), covers=(covers[0],))
    duty = Duty(covers=((covered.id, covers[1]), (RotaId("other"), covers[1]), (covered.id, covers[2])))
    away = replace(duty, away=(Away(person=DEV, since=noon),))

    assert [ANA, DEV, ANA] == [on_duty(covered, noon + n * hour, duty) for n in (-1, 0, 1)]
    assert CLEO == on_duty(covered, noon, away)
    assert [(ANA, 0), (CLEO, None), (ANA, 0)] == [
        (one.person, one.layer) for one in stints(covered, noon - hour, noon + 2 * hour, away)
    ]


def test_one_person_on_duty_twice_at_once_is_found() -> None:
    """Ana has the press and the social rota on the same morning; Ben only one of them."""
    noon = utc("2026-03-03 12:00")
    press = Stint(person=ANA, since=noon, until=noon + timedelta(hours=3))
    social = Stint(person=ANA, since=noon + timedelta(hours=1), until=noon + timedelta(hours=9))
    later = Stint(person=ANA, since=noon + timedelta(hours=9), until=noon + timedelta(hours=10))
    other = replace(press, person=BEN)

    p, s = RotaId("press"), RotaId("social")
    assert ((p, s, press, social),) == overlaps(((s, social), (s, later), (p, other), (p, press)))
    assert ((p, s, press, press),) == overlaps(((p, press), (s, press)))


# What holds of every rota ------------------------------------------------------------------------------------

ZONES = ("Europe/Paris", "America/Toronto", "Europe/London", "America/St_Johns", "Asia/Tokyo", "Africa/Cairo")
PEOPLE = st.sampled_from((ANA, BEN, CLEO, DEV))
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from((0, 1, 30, 59)))
HOURS = st.builds(
    Hours,
    since=TIMES,
    until=TIMES,
    days=st.frozensets(st.integers(0, 6)),
)
LAYERS = st.builds(
    Layer,
    people=st.lists(PEOPLE, min_size=1, max_size=4).map(tuple),
    first=st.dates(date(2025, 9, 1), date(2026, 12, 1)),
    every=st.sampled_from(Turn),
    change=TIMES,
    zone=st.sampled_from(ZONES),
    hours=st.none() | HOURS,
)
# Around the changes of every zone above, and anywhere.
CHANGES = tuple(
    utc(text) for text in ("2026-03-08 06:00", "2026-03-29 01:00", "2026-10-25 01:00", "2026-11-01 06:00")
)
MOMENTS = st.builds(
    lambda at, minutes: at + timedelta(minutes=minutes),
    st.sampled_from((*CHANGES, utc("2026-07-01 00:00"))),
    st.integers(-3000, 3000) | st.integers(-200_000, 200_000),
)
SPANS = st.tuples(MOMENTS, st.integers(1, 60 * 24 * 9)).map(lambda t: (t[0], t[0] + timedelta(minutes=t[1])))
COVERS = st.builds(lambda who, span: Cover(person=who, since=span[0], until=span[1]), PEOPLE, SPANS)
AWAYS = st.builds(
    lambda who, span, ends: Away(person=who, since=span[0], until=span[1] if ends else None),
    PEOPLE,
    SPANS,
    st.booleans(),
)
ROTAS = st.builds(
    lambda layers, covers: rota(*layers, covers=tuple(covers)),
    st.lists(LAYERS, max_size=3),
    st.lists(COVERS, max_size=2),
)
DUTIES = st.builds(
    lambda away, covers: Duty(away=tuple(away), covers=tuple((RotaId("press"), one) for one in covers)),
    st.lists(AWAYS, max_size=3),
    st.lists(COVERS, max_size=3),
)


@given(ROTAS, DUTIES, SPANS, st.lists(st.integers(0, 60 * 24 * 9 * 60), max_size=40))
def test_the_list_says_at_every_moment_who_is_on_duty(
    rota: Rota, duty: Duty, span: tuple[datetime, datetime], seconds: list[int]
) -> None:
    """Whoever the list names at a moment is who would be called then, and a gap in it is nobody."""
    since, until = span
    listed = stints(rota, since, until, duty)
    edges = [at for one in listed for at in (one.since, one.until, one.until - SECOND)]
    moments = [since, *edges, *(since + timedelta(seconds=n) for n in seconds)]

    assert all(one.since < one.until for one in listed)
    assert all(a.until <= b.since for a, b in pairwise(listed))
    for at in moments:
        if since <= at < until:
            named = next((one.person for one in listed if one.since <= at < one.until), None)
            assert on_duty(rota, at, duty) == named
    lengths = [one.until - one.since for one in listed]
    lengths += [gap.until - gap.since for gap in gaps(listed, since, until)]
    assert until - since == sum(lengths, timedelta(0))


@given(LAYERS, MOMENTS)
def test_turns_leave_no_gap_and_everybody_has_their_turn_in_order(layer: Layer, at: datetime) -> None:
    """Without hours, each turn begins where the one before ends, and they follow one another in the order given."""
    always = replace(layer, hours=None, first=date(2025, 9, 1), people=(ANA, BEN, CLEO))
    listed = tuple(layer_stints(always, at, at + timedelta(days=40)))

    assert (at, at + timedelta(days=40)) == (listed[0].since, listed[-1].until)
    assert all(a.until == b.since for a, b in pairwise(listed))
    order = {ANA: BEN, BEN: CLEO, CLEO: ANA}
    assert all(order[a.person] == b.person for a, b in pairwise(listed))
    whole = [one.until - one.since for one in listed[1:-1]]
    days = 7 if layer.every is Turn.WEEK else 1
    assert all(timedelta(days=days, hours=-1) <= length <= timedelta(days=days, hours=1) for length in whole)


def test_listing_reads_no_more_than_what_it_lists() -> None:
    """Ten years of a rota before the moments asked for cost nothing: only the turns between them are made."""
    old = layer(first=date(1996, 1, 1))

    assert 8 == len(list(layer_stints(old, utc("2026-03-02 12:00"), utc("2026-03-09 12:00"))))
