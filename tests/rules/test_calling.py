"""Whom a ladder calls that begins at a moment: turns, absences, quiet hours, conditions; and never nobody."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbooks import escalation, means
from playbooks.audiences import Audience
from playbooks.commands import Escalate
from playbooks.playbook import LadderId, RoleId, Severity, UnitId, UserId
from playbooks.routing import (
    MAIL,
    SLACK,
    Answer,
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
    Reach,
    Rota,
    RotaId,
    RoutingRules,
    Rung,
    Setting,
    Turn,
    Unit,
    presence,
    rungs_of,
)
from tests.rules.scene import opened
from tests.rules.test_routing import LEEDS, LYON, PARIS, directory, person, words

PRESS, LEGAL, DUTY_LEAD = RoleId("press"), RoleId("legal"), RoleId("lead")
LADDER = LadderId("press")
NIGHT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # three in the morning in Paris
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SLEEP = Hours(since=time(22), until=time(7))

ANNE, BEN, CLEO, DAN = (person(name, (PRESS,)) for name in ("anne", "ben", "cleo", "dan"))
LEA, MAX = person("lea", (LEGAL,)), person("max", (LEGAL,))
BOSS = person("boss", ())


def company(*contacts: Contact, rungs: tuple[Rung, ...], **more: object) -> Directory:
    """A company with one ladder; its boss is its administrator."""
    made = directory(BOSS, *contacts, rungs=rungs)
    return replace(made, **more)  # type: ignore[arg-type]  # Its own fields.


def setting(at: datetime = NOON, severity: Severity = Severity.SEV2, **more: object) -> Setting:
    """An incident of Lyon."""
    plain = Setting(at=at, unit=LYON, country="FR", severity=severity)
    return replace(plain, **more)  # type: ignore[arg-type]  # Its own fields.


def away(*people: Contact) -> Availability:
    """These people are away, without an end."""
    gone = tuple(Away(person=contact.user, since=NOON - timedelta(days=1)) for contact in people)
    return Availability(duty=Duty(away=gone))


def called(found: Directory, when: Setting) -> list[tuple[UserId, ...]]:
    """The people of each rung."""
    return [rung.people for rung in rungs_of(found, LADDER, when)]


def of(*contacts: Contact) -> tuple[UserId, ...]:
    """Their ids."""
    return tuple(contact.user for contact in contacts)


# Whose turn it is.

WEEKS = Rota(
    id=RotaId("press"),
    title=words("Press"),
    role=PRESS,
    layers=(
        Layer(
            people=(ANNE.user, BEN.user),
            first=date(2026, 3, 28),
            every=Turn.DAY,
            change=time(2, 30),
            zone="Europe/Paris",
        ),
    ),
)


@pytest.mark.parametrize(
    ("at", "on_duty"),
    [
        (
            datetime(2026, 3, 29, 0, 59, tzinfo=UTC),
            ANNE,
        ),  # 01:59, the last minute before the clock goes forward
        (datetime(2026, 3, 29, 1, 29, tzinfo=UTC), ANNE),  # 03:29: half past two was never shown
        (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), BEN),
        (datetime(2026, 10, 25, 0, 29, tzinfo=UTC), ANNE),  # 02:29 for the first time, before it goes back
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), BEN),
        (datetime(2026, 10, 25, 1, 29, tzinfo=UTC), BEN),  # 02:29 for the second time
    ],
)
def test_p8_whoever_is_on_duty_is_called_right_across_a_change_of_the_clock(
    at: datetime, on_duty: Contact
) -> None:
    """The turn changes once on each of the two nights, for whatever incident opens around it."""
    found = company(ANNE, BEN, rungs=(Rung(rotas=(WEEKS.id,)),), rotas=(WEEKS,))

    assert [of(on_duty)] == called(found, setting(at))


def test_a_gap_in_a_rota_is_filled_by_who_holds_its_role() -> None:
    """Nobody's turn it is: the role's people are better than silence."""
    begins_later = replace(WEEKS, layers=(replace(WEEKS.layers[0], first=date(2027, 1, 1)),))
    found = company(ANNE, BEN, rungs=(Rung(rotas=(WEEKS.id,)),), rotas=(begins_later,))

    assert [of(ANNE, BEN)] == called(found, setting())


def test_a_cover_made_in_slack_counts() -> None:
    """Cleo has the turn for an afternoon."""
    cover = Cover(person=CLEO.user, since=NOON, until=NOON + timedelta(hours=4))
    covered = Availability(duty=Duty(covers=((WEEKS.id, cover),)))
    found = company(ANNE, BEN, CLEO, rungs=(Rung(rotas=(WEEKS.id,)),), rotas=(WEEKS,))

    assert [of(CLEO)] == called(found, setting(availability=covered))


def test_one_of_a_rung_is_whoever_was_called_the_longest_ago() -> None:
    """Never called comes first; the others follow in the order of their last calls."""
    found = company(ANNE, BEN, CLEO, rungs=(Rung(roles=(PRESS,), in_turn=True),))
    last = {ANNE.user: NOON - timedelta(days=1), BEN.user: NOON - timedelta(days=2)}

    (rung,) = rungs_of(found, LADDER, setting(availability=Availability(called=last)))

    assert (of(CLEO, BEN, ANNE), True) == (rung.people, rung.in_turn)


# Who is away, and who is asleep.


def test_a_deputy_is_called_in_the_place_of_who_is_away() -> None:
    """And the deputy's deputy where that one is away too; a circle ends."""
    anne = replace(ANNE, deputy=LEA.user)
    lea = replace(LEA, deputy=MAX.user)
    found = company(anne, lea, replace(MAX, deputy=anne.user), rungs=(Rung(users=of(ANNE)),))

    assert [of(LEA)] == called(found, setting(availability=away(ANNE)))
    assert [of(MAX)] == called(found, setting(availability=away(ANNE, LEA)))
    assert [of(BOSS)] == called(found, setting(availability=away(ANNE, LEA, MAX)))


def test_the_next_nearest_is_called_where_the_nearest_are_all_away() -> None:
    """The unit's own press officer is on holiday: the hub's is called."""
    own = person("own", (PRESS,), (LYON,))
    found = company(own, ANNE, rungs=(Rung(roles=(PRESS,)),))

    assert [of(own)] == called(found, setting())
    assert [of(ANNE)] == called(found, setting(availability=away(own)))


def test_quiet_hours_pass_a_person_over_unless_it_is_a_crisis() -> None:
    """At three in the morning Anne sleeps for what is sensitive, and is called for a crisis."""
    anne = replace(ANNE, quiet=SLEEP)
    found = company(anne, BEN, rungs=(Rung(roles=(PRESS,)),))

    assert [of(BEN)] == called(found, setting(NIGHT))
    assert [of(ANNE, BEN)] == called(found, setting(NIGHT, Severity.SEV1))
    assert [of(ANNE, BEN)] == called(found, setting(NOON))


def test_whoever_is_on_duty_is_called_in_their_quiet_hours() -> None:
    """They have taken the turn; a colleague of the same rung who has not sleeps on."""
    sleeper = replace(ANNE, quiet=SLEEP)
    other = replace(BEN, quiet=SLEEP)
    rota = Rota(id=RotaId("nights"), title=words("Nights"), role=PRESS, layers=(_weekly(sleeper),))
    rungs = (Rung(rotas=(rota.id,), users=(BEN.user, CLEO.user)),)

    assert [of(CLEO, sleeper)] == called(
        company(sleeper, other, CLEO, rungs=rungs, rotas=(rota,)), setting(NIGHT)
    )


def test_a_role_is_whoever_is_on_duty_for_it() -> None:
    """Where a rota says who has the turn, nobody else of the role is called first; the next rung calls the others."""
    rota = Rota(id=RotaId("days"), title=words("Days"), role=PRESS, layers=(_weekly(BEN),))
    rungs = (Rung(roles=(PRESS,)), Rung(roles=(PRESS,)))

    first, second = called(company(ANNE, BEN, CLEO, rungs=rungs, rotas=(rota,)), setting())

    assert of(BEN) == first
    assert set(of(ANNE, CLEO)) == set(second)


def _weekly(*people: Contact) -> Layer:
    """These people take turns, week by week, at all hours."""
    return Layer(
        people=of(*people), first=date(2026, 1, 5), every=Turn.WEEK, change=time(8), zone="Europe/Paris"
    )


def test_quiet_hours_leave_no_rung_empty() -> None:
    """Everybody of it sleeps: they are called after all."""
    sleepers = (replace(ANNE, quiet=SLEEP), replace(BEN, quiet=SLEEP))
    found = company(*sleepers, rungs=(Rung(roles=(PRESS,)),))

    assert [of(ANNE, BEN)] == called(found, setting(NIGHT))


def test_quiet_hours_are_read_in_the_person_s_own_zone() -> None:
    """The same moment is night in Paris and evening in Québec."""
    anne = replace(ANNE, quiet=SLEEP, zone="America/Toronto")
    found = company(anne, BEN, rungs=(Rung(roles=(PRESS,)),))

    assert [of(ANNE, BEN)] == called(found, setting(NIGHT))


def test_of_each_group_somebody_is_left_though_all_of_it_sleep() -> None:
    """Press and legal must both answer, whatever hour it is for legal."""
    both = Rung(roles=(PRESS, LEGAL), answer=Answer.ALL)
    found = company(ANNE, replace(LEA, quiet=SLEEP), rungs=(both,))

    (rung,) = rungs_of(found, LADDER, setting(NIGHT))

    assert [of(ANNE), of(LEA)] == [group.people for group in rung.groups]


def test_who_must_answer_and_is_nobody_is_stood_in_for_by_the_hub() -> None:
    """Nobody holds legal: the hub answers for it, it is not left out in silence."""
    both = Rung(roles=(PRESS, LEGAL), answer=Answer.ALL)
    found = company(ANNE, replace(DAN, roles=(DUTY_LEAD,)), rungs=(both,))
    hub = replace(found, routing=RoutingRules(hub=DUTY_LEAD))

    (rung,) = rungs_of(hub, LADDER, setting())

    assert [(of(ANNE), PRESS), (of(DAN), LEGAL)] == [(group.people, group.role) for group in rung.groups]


# Which rungs count.


@pytest.mark.parametrize(
    ("only", "counts"),
    [
        (Only(), True),
        (Only(hours=Hours(since=time(8), until=time(18)), zone="Europe/Paris"), True),
        (Only(hours=Hours(since=time(18), until=time(8)), zone="Europe/Paris"), False),
        (Only(units=(LYON,)), True),
        (Only(units=(UnitId("france"),)), True),  # Lyon is a part of it
        (Only(units=(LEEDS,)), False),
        (Only(audiences=("press",)), True),
        (Only(audiences=("investors", "customers")), True),
        (Only(audiences=("investors",)), False),
        (Only(units=(LYON,), audiences=("investors",)), False),
    ],
)
def test_a_rung_counts_by_hours_unit_and_audience(only: Only, *, counts: bool) -> None:
    """What is decided at the opening; the rung after it is called in any case."""
    found = company(ANNE, BEN, rungs=(Rung(users=of(ANNE), only=only), Rung(users=of(BEN))))
    units = (
        Unit(id=LYON, title=words("Lyon"), country="FR", parent=PARIS),
        Unit(id=PARIS, title=words("Paris"), country="FR", parent=UnitId("france")),
        Unit(id=UnitId("france"), title=words("France"), country="FR"),
        Unit(id=LEEDS, title=words("Leeds"), country="GB"),
    )
    concerned = setting(audiences=(Audience.PRESS, Audience.CUSTOMERS))

    expected = [of(ANNE), of(BEN)] if counts else [of(BEN)]

    assert expected == called(replace(found, units=units), concerned)


def test_a_severity_is_pinned_and_not_decided_at_the_opening() -> None:
    """It may be raised until the rung is reached."""
    crisis = Only(severities=(Severity.SEV1,))
    found = company(ANNE, BEN, rungs=(Rung(users=of(ANNE), only=crisis), Rung(users=of(BEN))))

    rungs = rungs_of(found, LADDER, setting())

    assert [(of(ANNE), (Severity.SEV1,)), (of(BEN), ())] == [(r.people, r.severities) for r in rungs]


def test_whoever_a_passed_rung_would_have_called_is_called_by_the_next() -> None:
    """Anne stands on a rung for crises alone and on the one after it: she is never left out of both."""
    crisis = Only(severities=(Severity.SEV1,))
    found = company(ANNE, rungs=(Rung(users=of(ANNE), only=crisis), Rung(users=of(ANNE))))

    assert [of(ANNE), of(ANNE)] == called(found, setting())


@pytest.mark.parametrize(
    "rungs",
    [
        (),
        (Rung(roles=(LEGAL,)),),
        (Rung(users=of(ANNE), only=Only(units=(LEEDS,))),),
        (Rung(users=of(BEN)),),  # away
    ],
)
def test_an_empty_ladder_ends_at_the_hub_or_the_administrators(rungs: tuple[Rung, ...]) -> None:
    """Nobody of it can be called: the hub is, and without a hub the administrators."""
    found = company(ANNE, BEN, replace(DAN, roles=(DUTY_LEAD,)), rungs=rungs)
    hub = replace(found, routing=RoutingRules(hub=DUTY_LEAD))
    when = setting(availability=away(BEN))

    assert [of(BOSS)] == called(found, when)
    assert [of(DAN)] == called(hub, when)
    assert [of(BOSS)] == called(hub, setting(availability=away(BEN, DAN)))
    assert [of(BOSS)] == called(hub, setting(availability=away(BEN, DAN, BOSS))), "somebody, after all"


def test_a_ladder_of_which_no_rung_counts_at_the_severity_ends_there_too() -> None:
    """A rung for crises alone does not leave an incident in silence; it stays, in case of a raise."""
    crisis = Only(severities=(Severity.SEV1,))
    found = company(ANNE, rungs=(Rung(users=of(ANNE), only=crisis),))

    assert [of(ANNE), of(BOSS)] == called(found, setting())
    assert [of(ANNE)] == called(found, setting(severity=Severity.SEV1))


# Pinned, with everything.


def test_a_ladder_is_pinned_with_waits_and_means_and_terms() -> None:
    """What the incident keeps, whatever the directory says later."""
    anne = replace(ANNE, reach=(Reach(means=MAIL),))
    found = company(anne, BEN, rungs=(Rung(roles=(PRESS,), wait=timedelta(minutes=3)),))
    plan = replace(found.ladders[0], again=2, asked_again=timedelta(minutes=30))

    directory = replace(found, ladders=(plan,))
    pinned = means.pinned(escalation.pinned(directory, LADDER, setting()), directory, {MAIL})

    (rung,) = pinned.rungs
    assert (2, timedelta(minutes=30)) == (pinned.again, pinned.asked_again)
    assert timedelta(minutes=3) == rung.wait
    assert (Reach(means=MAIL),) == dict(rung.reach)[ANNE.user]
    assert (SLACK, MAIL) == tuple(one.means for one in dict(rung.reach)[BEN.user])


@given(
    gone=st.sets(st.sampled_from([ANNE.user, BEN.user, LEA.user, BOSS.user])),
    hour=st.integers(0, 23),
    severity=st.sampled_from(Severity),
    answer=st.sampled_from(Answer),
    crisis=st.booleans(),
)
def test_a_ladder_always_begins_with_somebody(
    gone: set[UserId], hour: int, severity: Severity, answer: Answer, *, crisis: bool
) -> None:
    """Whoever is away, whatever hour, severity and condition it is: a rung that counts has people."""
    only = Only(severities=(Severity.SEV1,) if crisis else ())
    rungs = (Rung(roles=(PRESS, LEGAL), answer=answer, only=only),)
    found = company(replace(ANNE, quiet=SLEEP), BEN, replace(LEA, quiet=SLEEP), rungs=rungs)
    duty = Duty(away=tuple(Away(person=user, since=NIGHT - timedelta(days=9)) for user in gone))
    when = setting(NIGHT.replace(hour=hour), severity, availability=Availability(duty=duty))

    counting = [r for r in rungs_of(found, LADDER, when) if not r.severities or severity in r.severities]

    assert counting
    assert all(rung.people for rung in counting)


# How somebody stands.


def test_who_takes_no_turns_is_never_off_duty() -> None:
    """Ben has the turn; Anne, who shares it, is off duty, and Cleo, who takes none, is not."""
    found = company(ANNE, BEN, CLEO, rungs=(), rotas=(WEEKS,))
    at = datetime(2026, 3, 29, 12, tzinfo=UTC)

    anne, ben, cleo = (presence(found, c.user, Availability(), at) for c in (ANNE, BEN, CLEO))

    assert [True, False, False] == [one.off_duty for one in (anne, ben, cleo)]
    assert ((PRESS, BEN.user),) == anne.instead
    assert (True, False, False) == (anne.warns, ben.warns, cleo.warns)


def test_who_is_away_or_asleep_is_told_of() -> None:
    """Each for itself."""
    found = company(replace(ANNE, quiet=SLEEP), BEN, rungs=())

    assert presence(found, ANNE.user, Availability(), NIGHT).asleep
    assert presence(found, BEN.user, away(BEN), NOON).away
    assert not presence(found, BEN.user, Availability(), NIGHT).warns


# By hand.


def by_hand(
    found: Directory, availability: Availability | None = None, **target: object
) -> list[tuple[UserId, ...]]:
    """The people of each rung of a ladder that somebody asks for."""
    incident = opened().incident
    order = Escalate(incident=incident.id, **target)  # type: ignore[arg-type]  # Its own fields.
    when = setting(availability=availability or Availability())
    planned = escalation.planned_by_hand(found, replace(incident, unit=LYON), order, when)
    return [rung.people for rung in planned.rungs]


OWNER = person("owner", (RoleId("unit-owner"),), (LYON,))
FAR = person("far", (RoleId("unit-owner"),), (LEEDS,))
OF_A_UNIT = LadderPlan(id=LadderId("unit"), title=words("Unit"), rungs=(Rung(roles=(RoleId("unit-owner"),)),))


def test_somebody_named_is_followed_by_their_deputy_and_their_unit() -> None:
    """Also where they are away: whoever asks was told so."""
    anne = replace(ANNE, deputy=BEN.user, units=(LEEDS,))
    found = company(anne, BEN, OWNER, FAR, rungs=(), ladders=(OF_A_UNIT,))

    assert [of(ANNE), of(BEN), of(FAR)] == by_hand(found, person=ANNE.user)
    assert [of(ANNE), of(BEN), of(FAR)] == by_hand(found, away(ANNE), person=ANNE.user)
    assert [("U0STRANGER",), of(OWNER)] == by_hand(found, person=UserId("U0STRANGER"))


def test_a_role_a_unit_or_nobody_by_name_ends_at_somebody() -> None:
    """The nearest who hold the role; the unit's own ladder; the administrators."""
    found = company(ANNE, LEA, OWNER, FAR, rungs=(), ladders=(OF_A_UNIT,))

    assert [of(LEA), of(OWNER)] == by_hand(found, role=LEGAL)
    assert [of(FAR)] == by_hand(found, unit=LEEDS)
    assert [of(BOSS), of(OWNER)] == by_hand(found)
    assert [of(OWNER)] == by_hand(found, role=RoleId("nobody-holds-it"))
    assert [of(BOSS)] == by_hand(company(ANNE, rungs=()), role=RoleId("nobody-holds-it"))
