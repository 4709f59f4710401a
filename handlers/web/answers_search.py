"""What the API answers about past incidents."""

from pydantic import BaseModel, Field

from handlers.web.answers_words import Moment
from playbooks.playbook import Language, PlaybookKind, Severity


class HitAnswer(BaseModel):
    """One incident that was found."""

    ref: str
    external_id: str | None = Field(
        description="Its name in the tool that it was brought from; null: it was here."
    )
    title: str
    score: float = Field(
        description="What of the question it answers: about 1 for all of it. The best comes first."
    )
    matched: list[str] = Field(description="The words by which it was found, as they stand in it.")
    open_lessons: list[str] = Field(description="Its lessons about which something is still to be done.")
    kind: PlaybookKind
    playbook: str
    unit: str
    country: str
    severity: Severity
    language: Language
    state: str = Field(description="open or closed")
    cause: str = Field(description="Empty: nobody has named it.")
    lesson: str = Field(description="What was learned; empty: nothing is kept of it.")
    opened_at: Moment
    drill: bool = Field(description="It was an exercise.")
    imported: bool = Field(description="It was brought along from another tool.")


class BroughtAnswer(BaseModel):
    """What is known of an incident that was brought along."""

    digest: str = Field(
        description="Of the file in which another installation gave it away; empty: another tool did."
    )

    external_id: str
    cause: str
    summary: str
    lesson: str


class RecalledAnswer(BaseModel):
    """The past incident that was most like it when it opened."""

    ref: str
    title: str
    cause: str
    lesson: str
    matched: list[str]
