"""Moments written so that Slack shows each reader their own time."""

from datetime import datetime
from zoneinfo import ZoneInfo


def moment(at: datetime) -> str:
    """Give the day and the time: today at 14:05."""
    return _written(at, "{date_short_pretty} {time}")


def time_of(at: datetime) -> str:
    """Give the time alone, for moments of a day that is clear."""
    return _written(at, "{time}")


def day_of(at: datetime) -> str:
    """Give the day alone."""
    return _written(at, "{date_short_pretty}")


def ago(at: datetime) -> str:
    """Give how long ago it was, which Slack counts anew whenever it is looked at."""
    return _written(at, "{ago}")


def fallback(seconds: int, zone: ZoneInfo) -> str:
    """Write a moment for where Slack shows plain text only."""
    return f"{datetime.fromtimestamp(seconds, zone):%Y-%m-%d %H:%M}"


def _written(at: datetime, token: str) -> str:
    return f"<!date^{int(at.timestamp())}^{token}|{at:%Y-%m-%d %H:%M} UTC>"
