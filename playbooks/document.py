"""
The keys of a playbook document, as pydantic checks them.

docs/playbook-format.md explains each one with an example; a test keeps the two equal.
"""

from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from playbooks.audiences import Audience
from playbooks.playbook import (
    LONGEST_BODY,
    Cluster,
    Gate,
    Lane,
    Network,
    PlaybookKind,
    Severity,
    Since,
    StepKind,
    Strategy,
)

Id: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40)]
# Minutes, hours or days: 30m, 72h, 21d.
Duration: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,3}[mhd]$")]
Country: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
# 2026-12-31; that the calendar has the day is checked beside.
Day: TypeAlias = Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}-[01][0-9]-[0-3][0-9]$")]
NOT_EMPTY: Final = r"\S"
Short: TypeAlias = Annotated[str, StringConstraints(pattern=NOT_EMPTY, max_length=80)]
Line: TypeAlias = Annotated[str, StringConstraints(pattern=NOT_EMPTY, max_length=150)]
Sentences: TypeAlias = Annotated[str, StringConstraints(pattern=NOT_EMPTY, max_length=400)]
Body: TypeAlias = Annotated[str, StringConstraints(pattern=NOT_EMPTY, max_length=LONGEST_BODY)]
# “substance is hold”, “substance is hold or silent”, “substance is not silent”, “people at risk”.
NAME: Final = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
WHEN: Final = rf"^(people at risk|{NAME} is (not )?{NAME}( or {NAME}){{0,4}})$"
When: TypeAlias = Annotated[str, StringConstraints(pattern=WHEN, max_length=200)]

# A lesson as its review names it: INC-2026-0042/a1.
Lesson: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^(INC|REP)-20[0-9]{2}-[0-9]{4,6}/a[1-9][0-9]{0,3}$")
]

MOST_STEPS: Final = 50  # what a checklist form can show
MOST_ALTERNATIVES: Final = 2  # further wordings of one message: more are not read
MOST_CITED: Final = 20  # lessons
QUESTIONS: Final = 4  # planned, happened, why, next time


class Part(BaseModel):
    """A group of keys: a key that nothing reads is refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ShortText(Part):
    """A title, in both languages."""

    en: Short
    fr: Short


class LineText(Part):
    """One line of a checklist, in both languages."""

    en: Line
    fr: Line


class SentencesText(Part):
    """A sentence or two, in both languages."""

    en: Sentences
    fr: Sentences


class BodyText(Part):
    """The text of a prepared message, in both languages."""

    en: Body
    fr: Body


class KeywordsText(Part):
    """The words people type when this happens, in both languages."""

    en: list[Short] = Field(min_length=1, max_length=60)
    fr: list[Short] = Field(min_length=1, max_length=60)


class ChoiceText(Part):
    """One of the answers that a decision offers."""

    id: Id
    title: ShortText


class StepText(Part):
    """One line of the checklist."""

    id: Id
    title: LineText
    kind: Annotated[StepKind, Field(strict=False)] = StepKind.TASK
    role: Id | None = None
    due: Duration | None = None
    mandatory: bool = False
    note: SentencesText | None = None
    message: Id | None = None
    roles: list[Id] = Field(default_factory=list, max_length=5)
    after: Id | None = None
    when: When | None = None
    gate: Annotated[Gate, Field(strict=False)] | None = None
    choices: list[ChoiceText] = Field(default_factory=list, max_length=5)
    clocks: list[Id] = Field(default_factory=list, max_length=6)


class MessageText(Part):
    """A prepared message and the approval that it needs."""

    strategy: Annotated[Strategy, Field(strict=False)]
    lane: Annotated[Lane, Field(strict=False)]
    approvers: list[Id] = Field(default_factory=list, max_length=6)
    networks: list[Annotated[Network, Field(strict=False)]] = Field(default_factory=list, max_length=12)
    body: BodyText
    alternatives: list[BodyText] = Field(default_factory=list, max_length=MOST_ALTERNATIVES)
    intent: ShortText | None = None
    owner: Id | None = None
    reviewed_by: Id | None = None
    valid_until: Day | None = None


class QuestionText(Part):
    """One question of the review."""

    id: Id
    text: SentencesText


class ReviewText(Part):
    """What the review asks, and how soon it is held."""

    hot_within: Duration
    cold_after: Duration | None = None
    questions: list[QuestionText] = Field(min_length=QUESTIONS, max_length=QUESTIONS)


class AllowedText(Part):
    """An outcome that is allowed without terms."""


class HoldText(Part):
    """How long the substance may be held back, and whose role may prolong it."""

    max: Duration
    renew: Id | None = None


class SilentText(Part):
    """When a silence is looked at again."""

    review: Duration


class OutcomesText(Part):
    """What may be decided about answering."""

    respond: AllowedText
    private: AllowedText | None = None
    hold: HoldText | None = None
    silent: SilentText | None = None


class ClockText(Part):
    """A legal duty with a limit."""

    title: LineText
    limit: Duration
    since: Annotated[Since, Field(strict=False)] = Field(alias="from")
    owner: Id


class CitedText(Part):
    """A lesson of a past incident, and the step that says it now."""

    lesson: Lesson
    step: Id


class PlaybookText(Part):
    """A whole playbook document."""

    edition: Literal[1] = Field(alias="schema")
    id: Id
    version: int = Field(ge=1, le=9999)
    kind: Annotated[PlaybookKind, Field(strict=False)]
    title: ShortText
    changes: SentencesText
    severity: Annotated[Severity, Field(strict=False)]
    urgency: Literal["p1", "p2", "p3"] | None = None
    cluster: Annotated[Cluster, Field(strict=False)]
    objective: Id
    lead: Id
    keywords: KeywordsText
    trigger: SentencesText
    do: list[SentencesText] = Field(min_length=1, max_length=12)
    dont: list[SentencesText] = Field(min_length=1, max_length=12)
    steps: list[StepText] = Field(min_length=1, max_length=MOST_STEPS)
    messages: dict[Id, MessageText] = Field(default_factory=dict, max_length=20)
    ladders: list[Id] = Field(default_factory=list, max_length=4)
    review: ReviewText
    outcomes: OutcomesText | None = None
    clocks: dict[Id, ClockText] = Field(default_factory=dict, max_length=8)
    raise_when: list[SentencesText] = Field(default_factory=list, max_length=8)
    credits: list[Short] = Field(default_factory=list, max_length=10)
    lessons: list[CitedText] = Field(default_factory=list, max_length=MOST_CITED)
    audiences: list[Annotated[Audience, Field(strict=False)]] = Field(default_factory=list, max_length=6)


class PlaceText(Part):
    """Where a variant is taken in its parent's place: in one country, or in one business unit."""

    country: Country | None = None
    unit: Id | None = None


class LocalStepText(StepText):
    """A step that a variant adds, and where it is put; without a word, at the end."""

    before: Id | None = None
    after_step: Id | None = None


class RewordText(Part):
    """What a variant says otherwise of a parent's step. A mandatory one is never weakened by it."""

    title: LineText | None = None
    note: SentencesText | None = None
    role: Id | None = None
    due: Duration | None = None
    mandatory: bool | None = None
    when: When | None = None


class LocalMessageText(Part):
    """A message that a variant adds; of one that the parent has, the words alone."""

    strategy: Annotated[Strategy, Field(strict=False)] | None = None
    lane: Annotated[Lane, Field(strict=False)] | None = None
    approvers: list[Id] | None = Field(default=None, max_length=6)
    networks: list[Annotated[Network, Field(strict=False)]] | None = Field(default=None, max_length=12)
    body: BodyText
    alternatives: list[BodyText] | None = Field(default=None, max_length=MOST_ALTERNATIVES)
    intent: ShortText | None = None
    owner: Id | None = None
    reviewed_by: Id | None = None
    valid_until: Day | None = None


class LocalKeywordsText(Part):
    """Words that people of that place type, beside the parent's."""

    en: list[Short] = Field(default_factory=list, max_length=30)
    fr: list[Short] = Field(default_factory=list, max_length=30)


class VariantText(Part):
    """A local variant of a playbook."""

    edition: Literal[1] = Field(alias="schema")
    id: Id
    version: int = Field(ge=1, le=9999)
    extends: Id
    place: PlaceText = Field(alias="for")
    title: ShortText
    changes: SentencesText
    keywords: LocalKeywordsText | None = None
    steps: list[LocalStepText] = Field(default_factory=list, max_length=20)
    reword: dict[Id, RewordText] = Field(default_factory=dict, max_length=MOST_STEPS)
    order: list[Id] = Field(default_factory=list, max_length=MOST_STEPS)
    messages: dict[Id, LocalMessageText] = Field(default_factory=dict, max_length=10)
    credits: list[Short] = Field(default_factory=list, max_length=10)


def variant_schema() -> dict[str, Any]:
    """Give the JSON Schema of a local variant, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **VariantText.model_json_schema(by_alias=True),
        "title": "A local variant of a playbook of Crisis Desk",
    }


def json_schema() -> dict[str, Any]:
    """Give the JSON Schema of a playbook document, for editors that complete and check while one writes."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **PlaybookText.model_json_schema(by_alias=True),
        "title": "A playbook of Crisis Desk",
    }
