"""The daily head of the log: one value that says what every log has come to, for people to keep."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from playbooks.playbook import UserId

ANNOUNCEMENTS: Final = UserId("announcements")  # to the channel of that name; Slack's own ids are capitals
DRAWN_FROM: Final = time(9)  # by the clocks of the first administrator: at night it would wake somebody
DIGITS: Final = 32  # of a head that people keep: 128 bits, more than anybody can try
GROUP: Final = 4  # digits that are read together
LONGEST: Final = 64  # digits of a head as it is kept
BETWEEN: Final = str.maketrans(
    "", "", " \t\u00a0\u202f-·:`"
)  # what may stand between the groups that somebody gives


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyHead:
    """What all logs had come to when it was drawn."""

    day: date
    at: datetime
    value: str  # 64 hexadecimal digits
    marks: int  # incidents that had changed since the head before


def day_of(now: datetime, zone: str) -> date | None:
    """Give the day whose head may be drawn now; None: it is too early."""
    there = now.astimezone(ZoneInfo(zone))
    return there.date() if there.time() >= DRAWN_FROM else None


def shown(value: str) -> str:
    """Write a head for people: its first digits, in groups."""
    return " ".join(value[at : at + GROUP] for at in range(0, DIGITS, GROUP))


def read(typed: str) -> str | None:
    """Read a head that somebody gives, in groups or not; None: it is none, or not the whole of what was posted."""
    digits = typed.translate(BETWEEN).lower()
    whole = DIGITS <= len(digits) <= LONGEST and digits.isascii()
    return digits if whole and set(digits) <= set("0123456789abcdef") else None
