"""The people of a company and where they stand in it."""

from dataclasses import dataclass
from datetime import time, timedelta
from enum import IntEnum
from typing import Final, NewType

from playbooks.playbook import Language, RoleId, UnitId, UserId, Words

MeansId = NewType("MeansId", str)  # slack, mail, or one of the company's own webhooks, such as sms
BrandId = NewType("BrandId", str)
CompetenceId = NewType("CompetenceId", str)  # a domain somebody is good at, such as tickets

SLACK: Final = MeansId("slack")
MAIL: Final = MeansId("mail")


class Training(IntEnum):
    """How far somebody is trained to speak for the brand; each level includes those before it."""

    AWARE = 0
    AMBASSADOR = 1
    RESPONDER = 2
    SPOKESPERSON = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """
    Part of the week, by the clock on a wall: from one time of the day to another, the second not included.

    Where `until` is not later than `since`, it ends on the next day; each of `days` is the one it begins on.
    """

    since: time
    until: time
    days: frozenset[int] = frozenset(range(7))  # Monday is 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """One means by which somebody is called, and how long after the first the call waits for an answer."""

    means: MeansId
    after: timedelta = timedelta(0)
    last_resort: bool = False  # used only where none of the others takes the call


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person who can be called."""

    user: UserId
    name: str
    email: str
    telephone: str
    language: Language  # in which this product writes to them
    zone: str  # IANA name, such as Europe/Paris
    units: tuple[UnitId, ...]  # none: the person serves the whole company
    roles: tuple[RoleId, ...]
    languages: tuple[str, ...] = ()  # in which they answer for the company, ISO 639-1; none: `language` alone
    places: tuple[str, ...] = ()  # countries they answer for, ISO 3166; none: those of their units
    competences: tuple[CompetenceId, ...] = ()
    training: Training = Training.RESPONDER
    quiet: Hours | None = None  # when they are not called, in their own zone, unless it is a crisis
    deputy: UserId | None = None
    reach: tuple[Reach, ...] = ()  # in their order; none: Slack, then mail

    @property
    def speaks(self) -> tuple[str, ...]:
        """The languages in which they answer for the company."""
        return self.languages or (self.language.value,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A business unit, in the country where it works."""

    id: UnitId
    title: Words
    country: str  # ISO 3166 alpha-2, such as FR
    parent: UnitId | None = None  # the unit it is a part of
    brand: BrandId | None = None
    hours: Hours | None = None  # in which customers are answered; None: those of the unit it is a part of
    zone: str = "UTC"  # IANA name: where the hours are


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A place where the company publishes, by the name that people give it."""

    name: str
    units: tuple[UnitId, ...] = ()  # none: the whole company's
