"""The contact check: everybody of the directory is asked whether they can be reached, before a crisis asks it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NewType
from zoneinfo import ZoneInfo

from playbooks.playbook import UserId
from playbooks.routing.people import Contact

CheckId = NewType("CheckId", str)

BATCH: Final = (
    20  # people asked together; Slack takes some hundred messages a minute, and a crisis needs them
)
EVERY: Final = timedelta(seconds=20)  # from one batch to the next
REMINDED_AFTER: Final = 2  # working days
GIVEN_UP_AFTER: Final = timedelta(days=5)
VERIFIED_FOR: Final = timedelta(days=90)
_SATURDAY: Final = 5


class Standing(StrEnum):
    """How somebody stands in a contact check."""

    QUEUED = "queued"  # not asked yet
    WAITING = "waiting"
    REACHED = "reached"
    WRONG = "wrong"  # reached, and what the directory says of them is not right
    REFUSED = "refused"  # Slack does not take a message for them
    SILENT = "silent"  # no answer within five days


UNREACHABLE: Final = frozenset({Standing.REFUSED, Standing.SILENT})
ANSWERED: Final = frozenset({Standing.REACHED, Standing.WRONG})


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCheck:
    """One check of everybody."""

    id: CheckId
    at: datetime
    by: UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One person in a check. `due_at`: when there is something to do about them next; None: nothing more."""

    check: CheckId
    person: UserId
    due_at: datetime | None
    asked_at: datetime | None = None
    reminded_at: datetime | None = None
    answered_at: datetime | None = None
    wrong: str = ""  # what they say is not right
    refused: str = ""  # why Slack would not take the message, in its own word

    @property
    def standing(self) -> Standing:
        """How they stand."""
        if self.answered_at is not None:
            return Standing.WRONG if self.wrong else Standing.REACHED
        if self.refused:
            return Standing.REFUSED
        if self.asked_at is None:
            return Standing.QUEUED
        return Standing.SILENT if self.due_at is None else Standing.WAITING


def plan(check: ContactCheck, contacts: Iterable[Contact]) -> tuple[Asking, ...]:
    """Say when each person is asked: a few at a time, so that no call waits behind them."""
    people = dict.fromkeys(contact.user for contact in contacts)
    return tuple(
        Asking(check=check.id, person=person, due_at=check.at + n // BATCH * EVERY)
        for n, person in enumerate(people)
    )


def working_days_after(at: datetime, days: int, zone: str) -> datetime:
    """Give the same time of the day some working days later, on the walls of a zone; weekends do not count."""
    local = at.astimezone(ZoneInfo(zone))
    while days:
        local += timedelta(days=1)
        days -= local.weekday() < _SATURDAY
    return local.astimezone(at.tzinfo)


def given_up_at(asked_at: datetime) -> datetime:
    """Give when somebody who was asked counts as not to be reached."""
    return asked_at + GIVEN_UP_AFTER
