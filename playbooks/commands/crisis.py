"""What people ask of a crisis: each an order that `deciding`, `escalation` or `review` decides."""

from dataclasses import dataclass
from datetime import date, timedelta

from playbooks.commands.cases import CustomersWords
from playbooks.commands.learning import Sort, Target
from playbooks.commands.order import ActionId, CallId, ChannelId, IncidentId, Order
from playbooks.playbook import Language, PlaybookId, PlaybookKind, Severity, StepId, UnitId, UserId
from playbooks.routing import SLACK, MeansId


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIncident:
    """Start a playbook. `None` for severity or version takes the playbook's own."""

    kind: PlaybookKind
    playbook: PlaybookId
    title: str
    unit: UnitId
    country: str
    language: Language
    severity: Severity | None = None
    people_at_risk: bool = False
    drill: bool = False
    restricted: bool = False
    room: ChannelId | None = None  # where a reply's card goes; None: a channel of its own
    customer: CustomersWords | None = None  # of a reply: who is answered
    parent: IncidentId | None = None  # of a surge: the incident it comes from


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteStep(Order):
    """
    Tick a step, or one's own part of it where it has several owners.

    A decision needs one of its choices, or where it has none what was decided and why, in `note`.
    """

    step: StepId
    note: str = ""
    choice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenStep(Order):
    """Undo a tick or a skip."""

    step: StepId


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipStep(Order):
    """Leave a step out, on purpose; a mandatory one only with a reason."""

    step: StepId
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteSteps(Order):
    """Tick several steps at once, all or none; the note is kept with each."""

    steps: tuple[StepId, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeStep(Order):
    """Take a step that nobody was given by name; the first to press wins."""

    step: StepId


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignStep(Order):
    """Give a step to somebody, oneself included, whoever has it now."""

    step: StepId
    to: UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class AddStep(Order):
    """Add a step that the playbook did not foresee."""

    title: str
    owner: UserId | None = None
    due_in: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeCall(Order):
    """Answer a call with I take it."""

    call: CallId
    means: MeansId = SLACK  # through which it is answered


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineCall(Order):
    """Answer a call with I can't; the next rung is called at once."""

    call: CallId
    reason: str = ""
    means: MeansId = SLACK  # through which it is answered


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSeverity(Order):
    """Raise (anyone) or lower (the lead, with a reason) the severity."""

    severity: Severity
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameLead(Order):
    """Say who leads from now on."""

    lead: UserId
    known: int | None = None  # how many facts there were when it was asked; None: it does not matter


@dataclass(frozen=True, slots=True, kw_only=True)
class SetHoldingLine(Order):
    """Set what we say for now."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveUpdate(Order):
    """Say how things stand and promise when the next word comes; None: no promise."""

    text: str
    next_in: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseIncident(Order):
    """End it; what is still open has been shown to the person who asks."""

    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerReview(Order):
    """Answer the review's questions; an empty text leaves the earlier answer."""

    answers: tuple[tuple[str, str], ...]  # question id, text


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAction(Order):
    """Note what will be done, by whom and until when (a day of the owner's calendar)."""

    text: str
    owner: UserId
    due: date
    sort: Sort = Sort.CHANGE
    target: Target | None = None  # None: not said yet


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteAction(Order):
    """Say that an action of the review is done."""

    action: ActionId
