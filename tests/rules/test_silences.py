"""Hours at which nobody would be called are found before they come."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from playbooks.playbook import LadderId, Language, RoleId, Severity, UnitId, UserId, Words
from playbooks.routing import (
    Availability,
    Away,
    Contact,
    Cover,
    Directory,
    Duty,
    Hours,
    LadderPlan,
    Layer,
    Only,
    Rota,
    RotaId,
    Rung,
    Setting,
    Turn,
    Unit,
    gaps,
    silences,
)
from playbooks.routing.calling import own_rungs
from tests.rules.companies import example, words

PRESS, DESK, NORTH = RoleId("press"), RotaId("desk"), UnitId("north")
MONDAY = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
WEEK = timedelta(weeks=1)
ANNE, BEN = UserId("U0ANNE"), UserId("U0BEN")
HOUR = timedelta(hours=1)
NIGHTS = Hours(since=time(22), until=time(6, 30))


def rota(hours: Hours | None = None, zone: str = "UTC") -> Rota:
    """Anne is on duty every day, during some hours."""
    layer = Layer(
        people=(ANNE,), first=date(2026, 1, 5), every=Turn.WEEK, change=time(8), zone=zone, hours=hours
    )
    return Rota(id=DESK, title=words("Desk"), role=PRESS, layers=(layer,))


def company(*rungs: Rung, quiet: Hours | None = None, desk: Rota | None = None) -> Directory:
    """Anne alone, and the ladder whose rungs are given."""
    anne = Contact(
        user=ANNE,
        name="Anne",
        email="anne@group.example",
        telephone="+33 1 99 00 10 01",
        language=Language.EN,
        zone="UTC",
        units=(),
        roles=(PRESS,),
        quiet=quiet,
    )
    return Directory(
        company="Group",
        default_language=Language.EN,
        units=(Unit(id=NORTH, title=words("North"), country="FR"),),
        roles={PRESS: Words(en="Press", fr="Presse")},
        contacts=(anne,),
        ladders=(LadderPlan(id=LadderId("press"), title=words("Press"), rungs=rungs),),
        objectives={},
        announcements="crises",
        administrators=(ANNE,),
        rotas=(rota() if desk is None else desk,),
    )


def test_a_role_that_somebody_holds_is_no_silence() -> None:
    """One person without quiet hours is enough, at every hour."""
    assert () == silences(company(Rung(roles=(PRESS,))), MONDAY)


def test_quiet_hours_of_the_only_person_are_no_silence() -> None:
    """Nobody else could answer: they are called all the same."""
    assert () == silences(company(Rung(roles=(PRESS,)), quiet=NIGHTS), MONDAY, WEEK)


def test_a_rota_with_a_gap_is_told_and_its_ladder_calls_who_holds_the_role() -> None:
    """The minute at which the turn ends is found, whatever the minute; without anybody of the role it is silence."""
    desk = rota(Hours(since=time(7, 10), until=time(19, 40), days=frozenset(range(5))))
    directory = company(Rung(rotas=(DESK,)), desk=desk)

    (gap,) = gaps(directory, MONDAY + timedelta(hours=12), WEEK)
    assert MONDAY + timedelta(hours=19, minutes=40) == gap.since
    assert WEEK - 5 * timedelta(hours=12.5) == gap.lasts
    assert () == silences(directory, MONDAY + timedelta(hours=12), WEEK)

    without = replace(directory, contacts=tuple(replace(one, roles=()) for one in directory.contacts))
    (silence,) = silences(without, MONDAY + timedelta(hours=12), WEEK)
    assert (gap.since, gap.lasts, tuple(Severity)) == (silence.since, silence.lasts, silence.severities)


HOURS = st.sampled_from([None, Hours(since=time(8), until=time(20)), Hours(since=time(22), until=time(3))])
SOME_AWAY = st.lists(
    st.builds(
        lambda person, since, length: Away(
            person=person, since=MONDAY + since * HOUR, until=MONDAY + (since + length) * HOUR
        ),
        person=st.sampled_from([ANNE, BEN]),
        since=st.integers(0, 40),
        length=st.integers(1, 12),
    ),
    max_size=3,
)
SOME_RUNGS = st.lists(
    st.builds(
        lambda named, severities, hours: Rung(
            **named, only=Only(severities=severities, hours=hours, zone="UTC")
        ),
        named=st.sampled_from(
            [{"roles": (PRESS,)}, {"rotas": (DESK,)}, {"users": (ANNE,)}, {"users": (BEN,)}]
        ),
        severities=st.sampled_from([(), (Severity.SEV1,), (Severity.SEV3, Severity.SEV4)]),
        hours=HOURS,
    ),
    max_size=3,
)


@settings(max_examples=60, deadline=None)
@given(rungs=SOME_RUNGS, desk=HOURS, quiet=HOURS, away=SOME_AWAY, deputy=st.booleans(), holds=st.booleans())
def test_a_silence_is_when_a_ladder_that_begins_calls_nobody_of_its_own(
    rungs: list[Rung],
    desk: Hours | None,
    quiet: Hours | None,
    away: list[Away],
    *,
    deputy: bool,
    holds: bool,
) -> None:
    """Hour by hour through two days, whatever the turns, absences, deputies and conditions: one and the same answer."""
    made = company(*rungs, quiet=quiet, desk=rota(desk))
    (anne,) = made.contacts
    anne = replace(anne, deputy=BEN if deputy else None, roles=(PRESS,) if holds else ())
    ben = replace(anne, user=BEN, name="Ben", roles=(), deputy=None, quiet=None)
    directory, duty = replace(made, contacts=(anne, ben)), Duty(away=tuple(away))

    silent = [
        MONDAY + number * HOUR
        for number in range(48)
        if not all(_calls(directory, MONDAY + number * HOUR, duty, severity) for severity in Severity)
    ]
    found = silences(directory, MONDAY, 48 * HOUR, duty)

    if not silent:
        assert () == found
    else:
        assert [(silent[0], len(silent) * HOUR)] == [(one.since, one.lasts) for one in found]


def _calls(directory: Directory, at: datetime, duty: Duty, severity: Severity) -> bool:
    """Whether a ladder that begins calls somebody of its own."""
    setting = Setting(
        at=at, unit=NORTH, country="FR", severity=severity, availability=Availability(duty=duty)
    )
    rungs = own_rungs(directory, LadderId("press"), setting)
    return any(not rung.severities or severity in rung.severities for rung in rungs)


def test_a_rung_for_some_severities_leaves_the_others_silent() -> None:
    """A ladder that calls in a crisis alone is silent for all else."""
    (silence,) = silences(company(Rung(roles=(PRESS,), only=Only(severities=(Severity.SEV1,)))), MONDAY, WEEK)

    assert (Severity.SEV2, Severity.SEV3, Severity.SEV4) == silence.severities
    assert WEEK == silence.lasts


def test_a_rung_for_an_audience_is_not_counted_on() -> None:
    """Whether a playbook has that audience is not known beforehand."""
    assert silences(company(Rung(roles=(PRESS,), only=Only(audiences=("press",)))), MONDAY, WEEK)


def test_a_rung_for_some_hours_is_silent_for_the_rest() -> None:
    """By the clocks of the rung's own zone."""
    only = Only(hours=Hours(since=time(8), until=time(20)), zone="Asia/Tokyo")
    (silence,) = silences(company(Rung(roles=(PRESS,), only=only)), MONDAY, WEEK)

    assert (MONDAY + timedelta(hours=11), WEEK / 2) == (silence.since, silence.lasts)


def test_a_cover_closes_a_gap_and_an_absence_opens_one() -> None:
    """What people have changed since the directory was written counts."""
    directory = company(Rung(rotas=(DESK,)))
    away = Away(person=ANNE, since=MONDAY + timedelta(hours=5, minutes=3), until=MONDAY + timedelta(hours=9))
    (gap,) = gaps(directory, MONDAY, WEEK, Duty(away=(away,)))
    assert (away.since, timedelta(hours=3, minutes=57)) == (gap.since, gap.lasts)

    nobody = replace(rota(), layers=(), covers=(Cover(person=ANNE, since=MONDAY, until=MONDAY + WEEK),))
    assert () == gaps(company(Rung(rotas=(DESK,)), desk=nobody), MONDAY, WEEK)


def test_the_worked_examples_never_end_in_silence() -> None:
    """Through both changes of the clock in Europe and in America."""
    for name in ("directory", "directory-rail", "directory-airline"):
        for begin in (datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 10, 18, tzinfo=UTC)):
            assert () == silences(example(name), begin)
            assert () == gaps(example(name), begin)
