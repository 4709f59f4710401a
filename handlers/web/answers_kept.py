"""What the API answers of decisions, severity, claims, fixed points, legal clocks and the freeze."""

from pydantic import BaseModel, Field

from handlers.web.answers_shared import Both, Moment
from playbooks.commands import Trigger, Verification
from playbooks.factors import Level
from playbooks.gate import Question, Reason, Sensitive, Source, Truth
from playbooks.incident import DutyState, Ending, OutletState
from playbooks.playbook import Outcome, Severity


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


class GateAnswer(BaseModel):
    """What was answered to the questions of the gate."""

    danger: bool
    sensitive: list[Sensitive]
    leaked: bool
    truth: Truth
    source: Source
    power: bool
    legitimacy: bool
    urgency: bool
    spreads: bool


class AdviceAnswer(BaseModel):
    """What the answers advised."""

    outcome: Outcome
    reached: Question = Field(description="The question at which it was reached.")
    reason: Reason
    wished: Outcome = Field(description="What would be advised if the playbook allowed it.")


class RenewalAnswer(BaseModel):
    """One time that a hold or a silence was prolonged."""

    by: str | None
    at: Moment
    until: Moment
    reason: str


class StanceAnswer(BaseModel):
    """One decision to answer, to hold or to stay silent."""

    step: str
    outcome: Outcome
    by: str
    at: Moment
    owner: str
    reason: str
    until: Moment | None = Field(description="The end of a hold, or when a silence is looked at again.")
    line: str = Field(description="What is said meanwhile.")
    triggers: list[Trigger] = Field(description="What was agreed to end it early.")
    told: int = Field(description="The share of its time, per cent, of which the owner was told.")
    answers: GateAnswer
    advice: AdviceAnswer
    renewals: list[RenewalAnswer]
    lapsed_at: list[Moment] = Field(description="Each time that its end was reached.")
    ending: Ending | None = Field(description="How it ended; null: it stands.")
    ended_at: Moment | None
    ended_by: str | None
    trigger: Trigger | None = Field(description="What ended it early.")


class FactorsAnswer(BaseModel):
    """The answers to the six questions on severity, each from 0 to 3."""

    harm: Level
    volume: Level
    source: Level
    spread: Level
    legal: Level
    business: Level


class AssessmentAnswer(BaseModel):
    """How serious it was last found to be."""

    factors: FactorsAnswer
    score: int = Field(description="Of 18.")
    advised: Severity
    by: str | None
    at: Moment


class ClaimAnswer(BaseModel):
    """Something claimed, and how far it is known to be so."""

    number: int
    text: str
    by: str | None
    at: Moment
    status: Verification
    settled_by: str | None
    settled_at: Moment | None
    words: str = Field(description="What was said when it was settled.")


class PointAnswer(BaseModel):
    """A fixed point that was held."""

    at: Moment
    by: str | None
