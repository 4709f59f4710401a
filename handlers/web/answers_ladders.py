"""What the API answers about ladders: how each stands, and who asked for more people."""

from pydantic import BaseModel, Field

from handlers.web.answers_words import Moment
from playbooks.incident import ClimbState


class MissingAnswer(BaseModel):
    """People of whom one must still answer."""

    role: str | None = Field(description="For which they answer; null: the one person is meant by name.")
    people: list[str]


class LadderAnswer(BaseModel):
    """One ladder that is climbed for the incident."""

    ladder: str = Field(description="A ladder of the directory, or @1, @2 ...: asked for by hand.")
    state: ClimbState
    rung: int = Field(description="0 is the first; -1: none was called.")
    rungs: int
    round: int = Field(description="How often it had been climbed before.")
    missing: list[MissingAnswer] = Field(description="Empty: one answer of anybody is enough.")
    next: list[str] = Field(description="Whom the next rung would call; empty: the lead is told instead.")
    next_at: Moment | None = Field(description="When that happens without an answer, or without a word.")


class EscalationAnswer(BaseModel):
    """Somebody asked for more people."""

    at: Moment
    by: str | None
    ladder: str
    reason: str
    person: str | None
    role: str | None
    unit: str | None
    joined: bool = Field(description="The same was asked for a moment before; nobody was called twice.")
