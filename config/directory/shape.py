"""
The keys of directory.yaml, as pydantic checks them.

docs/directory.md explains each one with an example; a test keeps the two equal.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import BeforeValidator, Field, StringConstraints

from playbooks.document import Country, Duration, Id, Part, ShortText
from playbooks.playbook import Language, Severity
from playbooks.routing import Act, Answer, Criterion, KeptKind, Training, Turn
from playbooks.routing.pledges import Urgency

MOST_CHANNELS: Final = 200  # accounts of a company; one unit sees its own and the shared ones
MOST_RUNGS: Final = 10
MOST_AGAIN: Final = 5  # climbs of a ladder after the first

SlackId: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[UW][A-Z0-9]{2,20}$")]
Channel: TypeAlias = Annotated[str, StringConstraints(pattern=r"^(C[A-Z0-9]{2,20}|[^\sA-Z#]{1,80})$")]
Line: TypeAlias = Annotated[str, StringConstraints(pattern=r"\S", max_length=80)]
Email: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[^\s@<>]+@[^\s@<>]+$", max_length=120)]
Telephone: TypeAlias = Annotated[str, StringConstraints(pattern=r"^\+[0-9][0-9 ]{5,24}$")]
Tongue: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]  # ISO 639-1, such as fr
Wall: TypeAlias = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]  # 08:00
Day: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]  # 2026-01-05
WALL_MOMENT: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]([01][0-9]|2[0-3]):[0-5][0-9]$"
WallMoment: TypeAlias = Annotated[str, StringConstraints(pattern=WALL_MOMENT)]  # 2026-12-24 20:00
Secret: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{2,63}$")
]  # where a key is found
Address: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^https://[^\s/@?#]+(/[^\s#]*)?$", max_length=500)
]


# In whole days, ten at least: five months are not “5m”, and nothing is deleted within a week of a slip.
KeptFor: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{1,4}d$")]


class Weekday(StrEnum):
    """A day of the week, as the file writes it."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class Level(StrEnum):
    """How far somebody is trained, as the file writes it; in the order of `Training`."""

    AWARE = "aware"
    AMBASSADOR = "ambassador"
    RESPONDER = "responder"
    SPOKESPERSON = "spokesperson"

    @property
    def training(self) -> Training:
        """The level that the rules compare."""
        return Training[self.name]


class HoursText(Part):
    """Part of the week, by the clock on a wall."""

    since: Wall = Field(alias="from")
    until: Wall = Field(alias="to")
    days: list[Annotated[Weekday, Field(strict=False)]] = Field(
        default_factory=lambda: list(Weekday), min_length=1, max_length=7
    )


class UnitText(Part):
    """A business unit."""

    title: ShortText
    country: Country
    parent: Id | None = None
    brand: Id | None = None
    hours: HoursText | None = None
    zone: Line | None = None


class ReachText(Part):
    """One means by which somebody is called."""

    means: Id
    after: Duration | None = None


def _named(written: object) -> object:
    """Read a means that stands alone as one without a wait."""
    return {"means": written} if isinstance(written, str) else written


class ContactText(Part):
    """A person who can be called."""

    user: SlackId
    name: Line
    email: Email
    telephone: Telephone
    language: Annotated[Language, Field(strict=False)]
    zone: Line
    units: list[Id] = Field(default_factory=list)
    roles: list[Id] = Field(default_factory=list)
    languages: list[Tongue] = Field(default_factory=list, max_length=20)
    places: list[Country] = Field(default_factory=list)
    competences: list[Id] = Field(default_factory=list)
    training: Annotated[Level, Field(strict=False)] = Level.RESPONDER
    quiet: HoursText | None = None
    deputy: SlackId | None = None
    reach: list[Annotated[ReachText, BeforeValidator(_named, json_schema_input_type=Id | ReachText)]] = Field(
        default_factory=list, max_length=6
    )


class LayerText(Part):
    """People who take turns."""

    people: list[SlackId] = Field(min_length=1, max_length=100)
    first: Day
    every: Annotated[Turn, Field(strict=False)] = Turn.WEEK
    change: Wall
    zone: Line | None = None
    hours: HoursText | None = None


class CoverText(Part):
    """Somebody is on duty for a while, whatever the layers say."""

    person: SlackId
    since: WallMoment = Field(alias="from")
    until: WallMoment = Field(alias="to")


class RotaText(Part):
    """Who is on duty for a role."""

    title: ShortText
    role: Id
    zone: Line
    units: list[Id] = Field(default_factory=list)
    layers: list[LayerText] = Field(min_length=1, max_length=10)
    covers: list[CoverText] = Field(default_factory=list, max_length=100)


class OnlyText(Part):
    """When a rung counts."""

    severity: list[Annotated[Severity, Field(strict=False)]] = Field(default_factory=list, max_length=4)
    units: list[Id] = Field(default_factory=list)
    audiences: list[Id] = Field(default_factory=list, max_length=20)
    hours: HoursText | None = None
    zone: Line | None = None


class RungText(Part):
    """One step of a ladder."""

    roles: list[Id] = Field(default_factory=list)
    users: list[SlackId] = Field(default_factory=list)
    rotas: list[Id] = Field(default_factory=list)
    wait: Duration | None = None
    answer: Annotated[Answer, Field(strict=False)] = Answer.ANY
    in_turn: bool = False
    only: OnlyText | None = None


class LadderText(Part):
    """Who is called, and who after them."""

    title: ShortText
    rungs: list[RungText] = Field(min_length=1, max_length=MOST_RUNGS)
    again: int = Field(default=0, ge=0, le=MOST_AGAIN)
    asked_again: Duration | None = None


class ChannelText(Part):
    """A place where the company publishes."""

    name: Line
    units: list[Id] = Field(default_factory=list)


class RoutingText(Part):
    """How the company looks for whoever answers."""

    relax: list[Annotated[Criterion, Field(strict=False)]] = Field(
        default_factory=lambda: list(Criterion), max_length=3
    )
    training: Annotated[Level, Field(strict=False)] = Level.RESPONDER
    hub: Id | None = None
    capacity: int = Field(default=3, ge=1, le=100)
    fallback_after: Duration = "2m"


class WebhookText(Part):
    """A provider that reaches people, or a care tool that takes answers."""

    title: ShortText
    address: Address
    key: Secret
    answers: bool = False


class PledgeText(Part):
    """How soon customers are answered at one urgency."""

    first: Duration
    later: Duration
    settled: Duration


class DirectoryText(Part):
    """A whole directory file."""

    edition: Literal[1] = Field(alias="schema")
    company: Line
    default_language: Annotated[Language, Field(strict=False)]
    announcements: Channel
    administrators: list[SlackId] = Field(min_length=1)
    units: dict[Id, UnitText] = Field(min_length=1)
    roles: dict[Id, ShortText] = Field(default_factory=dict)
    objectives: dict[Id, ShortText] = Field(default_factory=dict)
    brands: dict[Id, ShortText] = Field(default_factory=dict)
    competences: dict[Id, ShortText] = Field(default_factory=dict)
    contacts: list[ContactText] = Field(min_length=1)
    rotas: dict[Id, RotaText] = Field(default_factory=dict)
    ladders: dict[Id, LadderText]
    channels: list[ChannelText] = Field(default_factory=list, max_length=MOST_CHANNELS)
    routing: RoutingText = Field(default_factory=RoutingText)
    webhooks: dict[Id, WebhookText] = Field(default_factory=dict, max_length=10)
    pledges: dict[Annotated[Urgency, Field(strict=False)], PledgeText] = Field(default_factory=dict)
    rights: dict[Annotated[Act, Field(strict=False)], list[Id]] = Field(default_factory=dict)
    retention: dict[Annotated[KeptKind, Field(strict=False)], KeptFor] = Field(default_factory=dict)


def directory_schema() -> dict[str, Any]:
    """Give the JSON Schema of directory.yaml, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **DirectoryText.model_json_schema(by_alias=True),
        "title": "The directory of Crisis Desk",
    }


# What to write instead, by key; where a key means something else in another group, by both.
EXAMPLES: Final[Mapping[str, str]] = {
    "parent": "rail",
    "brand": "meridian",
    "languages": "[fr, en], two small letters each",
    "places": "[FR, BE]",
    "training": "responder",
    "quiet": '{from: "22:00", to: "07:00"}',
    "from": '"22:00"',
    "to": '"07:00"',
    "covers.from": "2026-12-24 20:00",
    "covers.to": "2026-12-25 08:00",
    "days": "[mon, tue, wed]",
    "deputy": "U0CLAIRE",
    "reach": "[slack, {means: sms, after: 2m}, mail]",
    "after": "2m",
    "people": "[U0CLAIRE, U0MAUD]",
    "person": "U0CLAIRE",
    "first": "2026-01-05",
    "every": "week",
    "change": '"08:00"',
    "hours": '{from: "07:00", to: "22:00"}',
    "layers": '“- {people: [U0CLAIRE], first: 2026-01-05, every: week, change: "08:00"}”',
    "rungs": "“- roles: [press]”",
    "pledges": "p2: {first: 4h, later: 4h, settled: 24h}",
    "later": "4h",
    "settled": "24h",
    "pledges.first": "4h",
    "rights": "close: [comms, executive]",
    "open": "[care, comms]",
    "close": "[comms, executive]",
    "lower": "[comms]",
    "retention": "reply: 730d",
    "crisis": "3650d, in days, ten at least",
    "reply": "730d, in days, ten at least",
    "drill": "365d, in days, ten at least",
    "imported": "3650d, in days, ten at least",
    "report": "14d, in days, ten at least",
    "again": "a number from 0 to 5",
    "asked_again": "30m",
    "capacity": "a number from 1 to 100",
    "fallback_after": "2m",
    "in_turn": "true",
    "relax": "[place, competence, language]",
    "address": "https://sms.example/crisis",
    "key": "CRISIS_SMS_KEY",
    "severity": "[sev1, sev2]",
    "audiences": "[press]",
}
