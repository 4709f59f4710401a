"""The daily head: when it is drawn, how it is written, and how it is read when somebody gives it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest

from playbooks.desk.heads import HeadDesk
from playbooks.heads import ANNOUNCEMENTS, DIGITS, DailyHead, day_of, read, shown
from playbooks.letters import HeadDrawn, Letter
from playbooks.ports_heads import Heads
from tests.fakes.clock import MovableClock
from tests.fakes.reaching import company

VALUE = "0123456789abcdef" * 4
WRITTEN = "0123 4567 89ab cdef 0123 4567 89ab cdef"
MIDNIGHT = datetime(2026, 3, 29, tzinfo=UTC)  # the clocks of Paris change in this night


@pytest.mark.parametrize(
    ("hours", "day"),
    [(6.9, None), (7, date(2026, 3, 29)), (21.9, date(2026, 3, 29)), (22, None), (31, date(2026, 3, 30))],
)
def test_a_head_is_drawn_from_nine_in_the_morning(hours: float, day: date | None) -> None:
    """By the clocks on the wall, so that nobody is woken by it; also on the day on which they change."""
    assert day == day_of(MIDNIGHT + timedelta(hours=hours), "Europe/Paris")


def test_a_head_is_written_in_groups() -> None:
    """Half of its digits are more than anybody can try, and can still be read aloud."""
    assert WRITTEN == shown(VALUE)
    assert DIGITS == len(WRITTEN.replace(" ", ""))


@pytest.mark.parametrize(
    "typed",
    [
        WRITTEN,
        WRITTEN.upper(),
        WRITTEN.replace(" ", ""),
        WRITTEN.replace(" ", "-"),
        f"`{WRITTEN}` ",
        WRITTEN.replace(" ", "\u00a0"),
    ],
)
def test_a_head_is_read_however_it_was_copied(typed: str) -> None:
    """In groups or not, in capitals, with what a message put around it."""
    assert VALUE[:DIGITS] == read(typed)


@pytest.mark.parametrize(
    "typed", ["", "0123", WRITTEN[:-1], "g" * 32, VALUE + "0", "٠" * 32, "0" * 31 + "\n"]
)
def test_what_is_no_whole_head_is_not_read_as_one(typed: str) -> None:
    """A part of one would be found in more histories than one."""
    assert read(typed) is None


@dataclass
class Draws:
    """Draws whatever day it is asked for, once."""

    letters: list[Letter] = field(default_factory=list)
    days: list[date] = field(default_factory=list)

    def draw(self, day: date, now: datetime, telling: object) -> DailyHead | None:
        """Draw it."""
        assert callable(telling)
        if day in self.days:
            return None
        self.days.append(day)
        head = DailyHead(day=day, at=now, value=VALUE, marks=2)
        self.letters += telling(head)
        return head


def desk(draws: Heads, clock: MovableClock, channel: str, woken: list[str]) -> HeadDesk:
    """The desk of a company with one administrator."""
    return HeadDesk(
        heads=draws,
        clock=clock,
        directory=company,
        announcements=lambda: channel,
        woken=lambda: woken.append("woken"),
    )


def test_a_look_draws_each_day_once_and_wakes_whoever_sends() -> None:
    """However often anybody looks."""
    draws, clock, woken = Draws(), MovableClock(MIDNIGHT + timedelta(hours=12)), list[str]()
    looking = desk(draws, clock, "crises", woken)
    looks = [looking.look(), looking.look()]
    clock.forward(days=1)
    looks.append(looking.look())

    assert [True, False, True] == looks
    assert ["woken", "woken"] == woken
    assert [(ANNOUNCEMENTS, "2026-03-29"), (ANNOUNCEMENTS, "2026-03-30")] == [
        (letter.person, letter.subject) for letter in draws.letters
    ]


def test_at_night_nothing_is_drawn() -> None:
    """The first look in the morning does it."""
    draws = Draws()

    assert not desk(draws, MovableClock(MIDNIGHT + timedelta(hours=3)), "crises", []).look()
    assert [] == draws.days


def test_without_a_channel_each_administrator_gets_it() -> None:
    """It must leave the database's reach all the same."""
    draws, now = Draws(), MIDNIGHT + timedelta(hours=12)
    desk(draws, MovableClock(now), "", []).look()

    matter = HeadDrawn(day=date(2026, 3, 29), at=now, value=VALUE, marks=2)
    assert company().administrators
    assert [(person, matter) for person in company().administrators] == [
        (letter.person, letter.matter) for letter in draws.letters
    ]
