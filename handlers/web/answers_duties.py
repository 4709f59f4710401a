"""What the API answers about legal clocks and about publishing."""

from pydantic import BaseModel, Field

from handlers.web.answers_words import Both, Moment
from playbooks.incident import DutyState, OutletState


class ClockAnswer(BaseModel):
    """A legal clock that the playbook proposes, and what was decided about it."""

    id: str
    title: Both
    state: DutyState
    role: str = Field(description="Who may confirm, waive or meet it.")
    owner: str = Field(description="A Slack user id: who holds that role, else the lead.")
    since: Moment = Field(description="As it was confirmed; until then, the opening.")
    limit_at: Moment
    missed_at: Moment | None = Field(description="When its limit was seen to have passed.")
    decided_by: str | None
    decided_at: Moment | None
    words: str = Field(description="Why it was waived, or what shows that it is met.")


class ChannelAnswer(BaseModel):
    """One place where the brand publishes."""

    id: str
    name: str
    state: OutletState = Field(description="asked to stop, seen frozen, or running again.")
    asked_at: Moment
    frozen_by: str | None
    frozen_at: Moment | None
    restarted_by: str | None
    restarted_at: Moment | None


class FreezeAnswer(BaseModel):
    """A stop of publishing."""

    scope: str
    by: str | None
    at: Moment
    channels: list[ChannelAnswer]
