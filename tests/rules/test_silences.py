"""Hours at which nobody would be called are found before they come."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from playbooks.playbook import LadderId, Language, RoleId, Severity, UnitId, UserId, Words
from playbooks.routing import (
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
    Turn,
    Unit,
    gaps,
    silences,
)
from tests.rules.companies import example, words

PRESS, DESK, NORTH = RoleId("press"), RotaId("desk"), UnitId("north")
MONDAY = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
WEEK = timedelta(weeks=1)
ANNE = UserId("U0ANNE")
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


def test_quiet_hours_of_the_only_person_are_a_silence_but_for_a_crisis() -> None:
    """From ten in the evening until half past six, each night of the week, at every severity but the first."""
    (silence,) = silences(company(Rung(roles=(PRESS,)), quiet=NIGHTS), MONDAY, WEEK)

    assert (Severity.SEV2, Severity.SEV3, Severity.SEV4) == silence.severities
    assert (MONDAY, 7 * timedelta(hours=8.5)) == (silence.since, silence.lasts)


def test_a_rota_with_a_gap_and_its_ladder_are_both_told() -> None:
    """The minute at which the turn ends is found, whatever the minute."""
    desk = rota(Hours(since=time(7, 10), until=time(19, 40), days=frozenset(range(5))))
    directory = company(Rung(rotas=(DESK,)), desk=desk)

    (gap,) = gaps(directory, MONDAY + timedelta(hours=12), WEEK)
    assert MONDAY + timedelta(hours=19, minutes=40) == gap.since
    assert WEEK - 5 * timedelta(hours=12.5) == gap.lasts
    (silence,) = silences(directory, MONDAY + timedelta(hours=12), WEEK)
    assert (gap.since, gap.lasts, tuple(Severity)) == (silence.since, silence.lasts, silence.severities)


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
