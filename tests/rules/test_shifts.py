"""Whose turn ends, and which cases go along: right across a night, two rotas and a change of the clock."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from playbooks import events as e
from playbooks.commands import IncidentId
from playbooks.incident import Incident
from playbooks.letters import CaseInHand
from playbooks.playbook import RoleId, Severity, UserId, Words
from playbooks.routing import Away, Directory, Duty, Hours, Layer, Rota, RotaId, Turn
from playbooks.shifts import crosses, endings, goes_along, in_hand, in_order
from tests.doors.drawn import after
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.customers import a_case
from tests.fakes.plans import DANA, SAM, an_incident
from tests.rules.companies import example

CARE = RoleId("care")
ANNA, BEN = UserId("U0ANNA"), UserId("U0BEN")
SPRING = date(2026, 3, 29)  # London's clock goes from one to two


def layer(since: time, until: time, *people: UserId, **changes: object) -> Layer:
    """People who have these hours of every day, one day each."""
    plain = Layer(
        people=people,
        first=date(2026, 3, 1),
        every=Turn.DAY,
        change=time(0),
        zone="Europe/London",
        hours=Hours(since=since, until=until),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # Names are checked by what comes out.


def rota(name: str, *layers: Layer, role: RoleId = CARE) -> Rota:
    """A rota of those layers."""
    return Rota(id=RotaId(name), title=Words(en=name, fr=name), role=role, layers=layers)


EARLY, LATE = layer(time(6), time(14), ANNA), layer(time(14), time(22), BEN)


def company(*rotas: Rota) -> Directory:
    """A company with these rotas alone."""
    return replace(example("directory"), rotas=rotas)


def found(directory: Directory, at: datetime, duty: Duty | None = None) -> list[tuple[str, bool, str | None]]:
    """Whose turn ends or has ended, and who comes next."""
    listed = endings(directory, CARE, (ANNA, BEN), duty or Duty(), at)
    return [(one.person, one.over, one.to) for one in listed]


def on(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment (UTC)."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


WINTER = date(2026, 3, 10)


def test_a_turn_ends_soon_then_has_ended() -> None:
    """From half an hour before; then until the person is on duty again."""
    directory = company(rota("customers", EARLY, LATE))
    assert [] == [one for one in found(directory, on(WINTER, 13, 29)) if one[0] == ANNA]
    assert (ANNA, False, BEN) in found(directory, on(WINTER, 13, 30))
    assert (ANNA, True, BEN) in found(directory, on(WINTER, 14))
    assert (ANNA, True, BEN) in found(directory, on(WINTER, 23))
    assert ANNA not in [one[0] for one in found(directory, on(WINTER, 9))]


def test_the_change_of_the_clock_moves_it_with_the_wall() -> None:
    """Two in the afternoon in London is one o'clock in UTC from that Sunday on."""
    directory = company(rota("customers", EARLY, LATE))
    assert (ANNA, True, BEN) not in found(directory, on(SPRING - timedelta(days=1), 13, 30))
    assert (ANNA, False, BEN) in found(directory, on(SPRING, 12, 30))
    assert (ANNA, True, BEN) in found(directory, on(SPRING, 13))


def test_whoever_is_on_again_next_morning_goes_on() -> None:
    """A night between two turns of the same person hands nothing over."""
    directory = company(rota("days", layer(time(9), time(17), ANNA)))
    assert [] == found(directory, on(WINTER, 17, 5))
    assert [] == found(directory, on(WINTER, 16, 45))


def test_the_next_turn_may_be_another_day() -> None:
    """Anna today, Ben tomorrow: he has it, though the night lies between."""
    directory = company(rota("days", layer(time(9), time(17), ANNA, BEN)))
    ends = [found(directory, on(WINTER + timedelta(days=n), 17, 5)) for n in (0, 1)]
    assert all({(ANNA, True, BEN), (BEN, True, ANNA)} == set(listed) for listed in ends)


def test_another_rota_of_the_same_role_keeps_somebody_on() -> None:
    """They are still on duty; a rota of another role is no turn of theirs here."""
    second = rota("more", layer(time(12), time(20), ANNA))
    assert (ANNA, True, BEN) not in found(company(rota("customers", EARLY, LATE), second), on(WINTER, 15))
    press = rota("press", layer(time(12), time(20), ANNA), role=RoleId("press"))
    assert (ANNA, True, BEN) in found(company(rota("customers", EARLY, LATE), press), on(WINTER, 15))


def test_of_two_rotas_the_turn_that_ended_last_counts() -> None:
    """In whatever order the directory has them: what was taken in the later turn goes along as well."""
    days = rota("customers", EARLY, LATE)
    evenings = rota("more", layer(time(12), time(20), ANNA, BEN))  # Anna had the evening before.
    for directory in (company(days, evenings), company(evenings, days)):
        (of_anna,) = endings(directory, CARE, (ANNA,), Duty(), on(WINTER, 14, 5))
        assert (days.id, on(WINTER, 14)) == (of_anna.rota, of_anna.until)


def test_somebody_who_goes_away_ends_their_turn() -> None:
    """Noted in Slack at noon: what is open goes to whoever comes next."""
    away = Duty(away=(Away(person=ANNA, since=on(WINTER, 12), until=on(WINTER + timedelta(days=3), 12)),))
    assert (ANNA, True, BEN) in found(company(rota("customers", EARLY, LATE)), on(WINTER, 12, 1), away)


def test_without_a_next_turn_nobody_comes() -> None:
    """For days."""
    monday_only = layer(time(6), time(14), ANNA)
    alone = replace(monday_only, hours=Hours(since=time(6), until=time(14), days=frozenset({1})))
    assert (ANNA, True, None) in found(company(rota("once", alone)), on(WINTER, 14))


ENDED = MONDAY_MORNING + timedelta(hours=2)


def a_customer(**changes: object) -> Incident:
    """A customer whom Sam answers."""
    incident = replace(an_incident(), lead=SAM, opened_at=MONDAY_MORNING)
    return replace(after(incident, a_case()), **changes)  # type: ignore[arg-type]  # Names are read back.


def test_a_case_goes_along_where_its_lead_had_it_before_the_end() -> None:
    """Not one that was taken later, kept, closed, somebody else's, or an exercise."""
    assert goes_along(a_customer(), SAM, ENDED)
    assert not goes_along(a_customer(opened_at=ENDED), SAM, ENDED)
    assert not goes_along(a_customer(), DANA, ENDED)
    assert not goes_along(a_customer(drill=True), SAM, ENDED)
    assert not goes_along(a_customer(case=None), SAM, ENDED)
    closed = after(a_customer(), e.IncidentClosed(at=ENDED, by=SAM, reason="", left_open=()))
    assert not goes_along(closed, SAM, ENDED)
    kept = after(a_customer(), e.CaseKept(at=MONDAY_MORNING, by=SAM, until=ENDED))
    assert not goes_along(kept, SAM, ENDED)
    assert goes_along(kept, SAM, ENDED + timedelta(days=1))


def test_the_most_urgent_stands_first_and_crosses_no_turn_unanswered() -> None:
    """Then who is to be answered soonest, then those who wait for nothing."""

    def case(name: str, *, urgent: bool = False, hours: int | None = None) -> CaseInHand:
        at = None if hours is None else MONDAY_MORNING + timedelta(hours=hours)
        return CaseInHand(incident=IncidentId(name), ref=name, title=name, urgent=urgent, answer_by=at)

    done, late, soon = case("done", urgent=True), case("late", hours=9), case("soon", hours=1)
    fire = case("fire", urgent=True, hours=5)
    assert [fire, soon, late, done] == list(in_order((done, late, fire, soon)))
    assert [True, False, False, False] == [crosses(one) for one in (fire, soon, late, done)]


def test_what_is_said_of_a_case() -> None:
    """Its urgency, and until when an answer is due; an exercise is said nothing of."""
    said = in_hand(a_customer(severity=Severity.SEV3))
    assert said is not None
    assert (False, MONDAY_MORNING + timedelta(hours=4)) == (said.urgent, said.answer_by)
    assert in_hand(a_customer(drill=True)) is None
