"""Spans of time are read as people type them, in both languages, by the clock of their own wall."""

from datetime import UTC, datetime

import pytest

from handlers.slack.until import Between, between

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)  # a Monday, one in the afternoon in Paris


def at(text: str | None) -> datetime | None:
    """A moment in UTC."""
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ("until Friday 18:00", None, "2026-03-06 17:00"),
        ("until friday", None, "2026-03-06 23:00"),
        ("UNTIL  Friday, 6pm.", None, "2026-03-06 17:00"),
        ("friday at noon", None, "2026-03-06 11:00"),
        ("until 2026-03-20", None, "2026-03-20 23:00"),
        ("until 20 March", None, "2026-03-20 23:00"),
        ("until March 20 6pm", None, "2026-03-20 17:00"),
        ("until 5 January", None, "2027-01-05 23:00"),
        ("until 18:30", None, "2026-03-02 17:30"),
        ("until 9:00", None, "2026-03-03 08:00"),
        ("until tomorrow", None, "2026-03-03 23:00"),
        ("until next monday", None, "2026-03-09 23:00"),
        ("until Monday 9:00", None, "2026-03-09 08:00"),
        ("for 3 days", None, "2026-03-05 12:00"),
        (
            "until 9999-12-31",
            None,
            "9000-01-01 00:00",
        ),  # further than the calendar goes, and refused as too far
        ("2h", None, "2026-03-02 14:00"),
        ("until 30 March 9:00", None, "2026-03-30 07:00"),  # summer time by then
        ("from Monday 8:00 until Friday", "2026-03-09 07:00", "2026-03-13 23:00"),
        ("from 20 March", "2026-03-19 23:00", None),
        ("jusqu’au 20/03", None, "2026-03-20 23:00"),
        ("jusqu’à vendredi 18h", None, "2026-03-06 17:00"),
        ("jusqu'à 18h30", None, "2026-03-02 17:30"),
        ("jusqu’à demain midi", None, "2026-03-03 11:00"),
        ("jusqu’au vendredi 6 mars", None, "2026-03-06 23:00"),
        ("jusqu’à lundi prochain", None, "2026-03-09 23:00"),
        ("jusqu’au 1er avril", None, "2026-04-01 22:00"),
        ("pendant 2 semaines", None, "2026-03-16 12:00"),
        ("du 20/03 au 27/03", "2026-03-19 23:00", "2026-03-27 23:00"),
        ("à partir de demain jusqu’au 10 août", "2026-03-02 23:00", "2026-08-10 22:00"),
    ],
)
def test_a_span_is_read_as_it_is_meant_in_paris(typed: str, since: str | None, until: str | None) -> None:
    """A day without a time is whole; a time without a day is the next one; a day that is past is next year’s."""
    assert Between(since=at(since), until=at(until)) == between(typed, NOON, "Europe/Paris")


@pytest.mark.parametrize(
    "typed",
    ["", "nonsense", "until never", "until 31/02", "until 25:00", "13pm", "holiday until Friday", "from x"],
)
def test_what_cannot_be_read_is_not_guessed(typed: str) -> None:
    """The person is asked with a calendar instead."""
    assert between(typed, NOON, "Europe/Paris") is None


def test_the_same_words_are_another_moment_elsewhere() -> None:
    """Six in the evening in Toronto."""
    assert Between(until=at("2026-03-06 23:00")) == between("until Friday 18:00", NOON, "America/Toronto")
