"""What the API answers: the state of an incident for other machines. Moments are ISO 8601 in UTC."""

from pydantic import BaseModel, Field, JsonValue

from handlers.web.answers_calls import CallAnswer
from handlers.web.answers_customer import CustomerAnswer, SurgeAnswer
from handlers.web.answers_duties import ClockAnswer, FreezeAnswer
from handlers.web.answers_ladders import EscalationAnswer, LadderAnswer
from handlers.web.answers_search import BroughtAnswer, RecalledAnswer
from handlers.web.answers_words import Both, Moment
from playbooks.commands import Errand, Sort, Trigger, Verification
from playbooks.factors import Level
from playbooks.gate import Question, Reason, Sensitive, Source, Truth
from playbooks.incident import (
    Ending,
    IncidentState,
    LessonState,
    StatementState,
    StepStatus,
)
from playbooks.moments import DueKind
from playbooks.playbook import Lane, Language, Outcome, PlaybookKind, Severity, StepKind, Strategy
from playbooks.ports import DeliveryState


class PlaybookAnswer(BaseModel):
    """The pinned version of a playbook."""

    id: str
    version: int
    digest: str = Field(description="SHA-256 of the document as it was released.")


class StepAnswer(BaseModel):
    """One line of the checklist."""

    id: str
    number: int = Field(description="1 is the first line.")
    title: Both
    kind: StepKind
    mandatory: bool
    added: bool = Field(description="Not of the playbook: somebody added it on the way.")
    role: str | None
    owner: str = Field(
        description="A Slack user id: whom it was given to, else the role's person, else the lead."
    )
    owners: list[str] = Field(description="Everybody who has a part in it.")
    due_at: Moment | None = Field(description="None also while it counts from a step that is not settled.")
    status: StepStatus
    settled_at: Moment | None
    settled_by: str | None
    choice: str = Field(description="The id of what was decided, where there were set answers.")
    words: str = Field(description="The decision taken, or the reason for leaving it out.")


class SaidAnswer(BaseModel):
    """Words that somebody set."""

    text: str
    by: str | None
    at: Moment


class PromiseAnswer(BaseModel):
    """The announced moment of the next word."""

    at: Moment
    given_at: Moment
    broken: bool


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
    source: str = Field(description="Who or what it is known from.")
    happened: Moment | None = Field(description="When it was so, where that is not when it was kept.")
    checked_by: str | None = Field(description="Who is verifying it, or was.")
    checked_at: Moment | None
    corrected_by: int = Field(description="The entry that stands in its place; 0: none.")


class PointAnswer(BaseModel):
    """A fixed point that was held."""

    at: Moment
    by: str | None


class DueAnswer(BaseModel):
    """A moment at which something happens by itself."""

    at: Moment
    kind: DueKind
    subject: str = Field(description="The ladder, step, action or legal clock that it is about, or nothing.")


class DeliveryAnswer(BaseModel):
    """Something owed to Slack."""

    errand: Errand
    subject: str
    state: DeliveryState = Field(description="sent means that Slack accepted it, nothing more.")
    attempts: int
    owed_at: Moment
    settled_at: Moment | None
    reason: str


class ReviewAnswer(BaseModel):
    """An answer to a question of the review."""

    question: str
    text: str
    by: str | None
    at: Moment


class ActionAnswer(BaseModel):
    """Something the review decided to do."""

    id: str
    text: str
    owner: str
    due_at: Moment
    done_at: Moment | None
    done_by: str | None
    sort: Sort | None
    about: str | None  # step:room, template:holding, contact, training
    state: LessonState
    applied: str | None  # data-breach/4: the released version that cites it
    proven: str | None  # the run that went through it; empty: a restricted one


class AskAnswer(BaseModel):
    """One person asked once to approve one revision of a statement."""

    person: str
    roles: list[str]
    revision: int
    asked_at: Moment
    until: Moment
    approved_at: Moment | None
    remark: str


class ObjectionAnswer(BaseModel):
    """A strong objection to one revision of a statement."""

    by: str
    revision: int
    text: str
    at: Moment
    withdrawn_at: Moment | None


class PublicationAnswer(BaseModel):
    """Where and when a person published a statement."""

    where: str
    at: Moment
    by: str | None


class StatementAnswer(BaseModel):
    """Words for the public, and what became of them."""

    id: str
    author: str
    state: StatementState
    message: str | None = Field(description="The prepared message that they come from.")
    strategy: Strategy
    lane: Lane
    text: str
    digest: str = Field(description="SHA-256 of the text; approvals are bound to it.")
    revision: int
    proposed_at: Moment
    next_at: Moment | None = Field(description="The next word that the text announces.")
    asks: list[AskAnswer]
    objections: list[ObjectionAnswer]
    publication: PublicationAnswer | None


class LineAnswer(BaseModel):
    """An incident in a list."""

    ref: str
    title: str
    kind: PlaybookKind
    state: IncidentState
    severity: Severity
    playbook: str
    version: int
    lead: str
    unit: str
    drill: bool
    restricted: bool
    channel: str | None = Field(description="Slack's channel id; null: not open yet.")
    opened_at: Moment
    closed_at: Moment | None
    steps_settled: int = Field(description="Done or skipped.")
    steps_total: int


class LinesAnswer(BaseModel):
    """One page of incidents, the latest opened first."""

    incidents: list[LineAnswer]
    next_before: Moment | None = Field(
        description="Ask again with this as `before`; null: there are no more."
    )


class OfferAnswer(BaseModel):
    """A newer version of the playbook, offered and not accepted."""

    version: int
    offered_at: Moment
    declined_at: Moment | None
    declined_by: str | None
    differences: list[Both] = Field(description="What it changes, one sentence each.")


class IncidentAnswer(BaseModel):
    """Everything that is true of one incident."""

    ref: str
    title: str
    kind: PlaybookKind
    state: IncidentState
    severity: Severity
    playbook: PlaybookAnswer
    offer: OfferAnswer | None
    lead: str
    unit: str
    country: str
    language: Language
    drill: bool
    restricted: bool
    people_at_risk: bool
    channel: str | None
    channel_name: str | None
    opened_at: Moment
    opened_by: str
    closed_at: Moment | None
    closed_by: str | None
    steps: list[StepAnswer]
    clocks: list[ClockAnswer]
    freeze: FreezeAnswer | None = Field(description="Of publishing; kept once everything runs again.")
    calls: list[CallAnswer]
    ladders: list[LadderAnswer]
    escalations: list[EscalationAnswer]
    holding_line: SaidAnswer | None
    update: SaidAnswer | None
    promise: PromiseAnswer | None
    stances: list[StanceAnswer] = Field(description="Each decision about answering, in their order.")
    assessment: AssessmentAnswer | None
    claims: list[ClaimAnswer]
    points: list[PointAnswer] = Field(description="The fixed points that were held, in their order.")
    next_point_at: Moment | None = Field(description="When the next fixed point is due; null: none is.")
    dues: list[DueAnswer]
    deliveries: list[DeliveryAnswer] = Field(
        description="What was sent is listed for 30 days after the incident was closed."
    )
    answers: list[ReviewAnswer]
    actions: list[ActionAnswer]
    statements: list[StatementAnswer]
    customer: CustomerAnswer | None = Field(description="Of a reply: who is answered.")
    surge: SurgeAnswer | None = Field(description="The same question, from many customers at once.")
    brought: BroughtAnswer | None = Field(description="From another tool: it is over, and only read.")
    recalled: RecalledAnswer | None = Field(
        description="What was like it before, as it was when this one opened."
    )


class EntryAnswer(BaseModel):
    """One fact of the log."""

    seq: int = Field(description="1 is the opening; no number is ever missing.")
    kind: str
    at: Moment = Field(description="When it happened.")
    recorded_at: Moment = Field(description="When it was written down.")
    by: str | None
    body: dict[str, JsonValue] = Field(
        description="What the fact holds. Spans of time are ISO 8601 durations."
    )


class LogAnswer(BaseModel):
    """One page of the log, in order."""

    entries: list[EntryAnswer]
    next_after: int | None = Field(description="Ask again with this as `after`; null: there are no more.")


class TroubleAnswer(BaseModel):
    """Why there is no answer."""

    code: str
    message: Both
    field: str | None
    reference: str | None = Field(description="Finds the fault in the log.")


class ErrorAnswer(BaseModel):
    """What every refusal of the API looks like."""

    error: TroubleAnswer
