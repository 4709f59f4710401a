"""How the API tells a call, and each means by which it was carried."""

from pydantic import BaseModel, Field

from handlers.web.answers_words import Moment
from playbooks.incident import CallState
from playbooks.means import MeansState


class MeansAnswer(BaseModel):
    """One means by which a call was carried."""

    means: str = Field(description="slack, mail, or the id of one of the directory's webhooks.")
    state: MeansState = Field(description="sent means that it was accepted, nothing more.")
    owed_at: Moment
    sent_at: Moment | None
    failed_at: Moment | None
    reason: str = Field(
        description="The name of why it failed, or cannot go before somebody mends something."
    )
    late_seconds: int | None = Field(description="How much too late it was accepted; null: in time.")


class CallAnswer(BaseModel):
    """One person called once."""

    id: str
    ladder: str
    rung: int = Field(description="0 is the first.")
    person: str
    state: CallState = Field(description="sent means that Slack accepted the message, nothing more.")
    due_at: Moment
    owed_at: Moment
    sent_at: Moment | None
    answered_at: Moment | None
    reason: str = Field(description="Slack's error name if it failed; the person's words if they can't.")
    round: int = Field(description="How often the ladder had been climbed before.")
    passed_to: str | None = Field(description="Whom the person asked for in their place.")
    late_seconds: int | None = Field(description="How much too late it was made; null: in time.")
    answered_through: str | None = Field(description="The means through which it was answered.")
    means: list[MeansAnswer] = Field(description="By what it was carried, in their order.")
