"""A playbook that asks whether to answer, hold or stay silent, and incidents that have got so far."""

from dataclasses import replace
from typing import Any, Final

from playbooks import events as e
from playbooks import holding
from playbooks.commands import IncidentId, TakeStance, Trigger
from playbooks.gate import Answers, Truth, advise
from playbooks.holding import HoldingOrder
from playbooks.incident import Stance
from playbooks.playbook import Gate, HoldTerms, Outcome, Outcomes, Playbook, RoleId, Step, StepId, UserId
from playbooks.reading import condition
from tests.rules.scene import (
    BREACH,
    CLAIRE,
    DANA,
    FACTS,
    ID,
    MAUD,
    NOON,
    ROSTER,
    SUBSTANCE,
    Story,
    after,
    minutes,
    opened,
    step,
)

ODILE: Final = UserId("U0ODILE")  # legal
HUGO: Final = UserId("U0HUGO")  # stands in for legal
ANTOINE: Final = UserId("U0ANTOINE")  # executive
DRAFT: Final = StepId("draft")  # only while the substance is held

OUTCOMES: Final = Outcomes(
    private=True, hold=HoldTerms(most=minutes(90), renew=RoleId("legal")), silent=minutes(120)
)
ASKS: Final = replace(step(SUBSTANCE, "comms", 30, mandatory=True), gate=Gate.RESPOND_HOLD_SILENT)
WHILE_HELD: Final = replace(step(DRAFT, "press", None), when=condition("substance is hold"))
GATED: Final = replace(
    BREACH, steps=(step(FACTS, "security", 30, mandatory=True), ASKS, WHILE_HELD), outcomes=OUTCOMES
)
UNKNOWN: Final = Answers(truth=Truth.UNKNOWN)
DANGER: Final = Answers(truth=Truth.UNKNOWN, danger=True)
SAID: Final = "We are checking, and will speak again at two."


def gated(outcomes: Outcomes = OUTCOMES, *steps: Step, **changes: Any) -> Story:
    """An incident whose playbook asks the questions; nothing is decided, and its ladders are of no matter here."""
    playbook: Playbook = replace(GATED, outcomes=outcomes, steps=(*GATED.steps, *steps))
    story = opened(playbook, planned=())
    roster = (*ROSTER, (RoleId("legal"), ODILE), (RoleId("executive"), ANTOINE))
    deputies = ((RoleId("legal"), HUGO),)
    story.incident = replace(story.incident, roster=roster, deputies=deputies, **changes)
    return story


def choosing(outcome: Outcome, answers: Answers = UNKNOWN, **more: Any) -> TakeStance:
    """The order to decide so; a hold has its line."""
    line = SAID if outcome is Outcome.HOLD else ""
    given: dict[str, Any] = {"reason": "we do not know yet", "line": line, **more}
    return TakeStance(incident=IncidentId(ID), step=SUBSTANCE, answers=answers, outcome=outcome, **given)


def asks(story: Story, order: HoldingOrder, by: UserId = CLAIRE) -> tuple[e.Event, ...]:
    """Somebody asks it of the incident, now."""
    return story.happens(*holding.decide(story.incident, order, by=by, now=story.now))


def held(outcome: Outcome = Outcome.HOLD, **more: Any) -> Story:
    """Claire has just decided to hold, for an hour, or to stay silent, for two; she watches over it."""
    story = gated()
    story.room_opens()
    asks(story, choosing(outcome, **more))
    return story


def last(story: Story) -> Stance:
    """The latest decision."""
    return story.incident.stances[-1]


def a_stance(outcome: Outcome = Outcome.HOLD, **changes: Any) -> e.StanceTaken:
    """The fact that Claire decided so, as the log keeps it."""
    waits = outcome in {Outcome.HOLD, Outcome.SILENT}
    plain = e.StanceTaken(
        at=NOON,
        by=CLAIRE,
        step=SUBSTANCE,
        outcome=outcome,
        reason="we do not know yet",
        answers=UNKNOWN,
        advice=advise(UNKNOWN, OUTCOMES),
        owner=DANA if waits else CLAIRE,
        until=after(60) if waits else None,
        line=SAID if waits else "",
        triggers=tuple(Trigger) if waits else (),
    )
    return replace(plain, **changes)


ABOUT: Final[dict[str, Any]] = {"step": SUBSTANCE, "outcome": Outcome.HOLD}
REMINDED: Final = e.StanceReminded(at=after(30), share=50, to=DANA, **ABOUT)
EXPIRED: Final = e.StanceExpired(at=after(60), to=(DANA, MAUD), **ABOUT)
AWAITED: Final = e.DecisionAwaited(at=after(90), to=MAUD, **ABOUT)
RENEWED: Final = e.StanceRenewed(at=after(50), by=ODILE, until=after(110), reason="not yet", **ABOUT)
TRIGGERED: Final = e.StanceEnded(at=after(5), by=CLAIRE, trigger=Trigger.LEAK, note="", **ABOUT)
REPLACED: Final = e.StanceEnded(at=after(5), by=CLAIRE, trigger=None, note="", **ABOUT)
