"""The small company's breach with legal clocks: one from awareness, one from a decision, one a month long."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from playbooks import deciding, duties
from playbooks import events as e
from playbooks.commands import ConfirmClock, MeetClock, WaiveClock
from playbooks.folding import begin
from playbooks.playbook import Clock, ClockId, RoleId, Severity, Since, Step, StepId, StepKind, UserId
from tests.rules.scene import BREACH, DANA, ID, NOON, OPEN, SAOIRSE, Story, pinned, step, words

NOTIFY: Final = ClockId("notify")  # security's, 72 hours from awareness
RECALL: Final = ClockId("recall")  # security's too, 24 hours from a decision
REPORT: Final = ClockId("report")  # legal's, whom nobody holds: the lead's; 30 days
CLOCKS: Final = StepId("clocks")  # confirm NOTIFY and RECALL
CHECK: Final = StepId("check")  # every clock is met or waived
NOOR: Final = UserId("U0NOOR")  # stands in for security


def clock(clock_id: ClockId, owner: str, limit: timedelta, since: Since = Since.AWARENESS) -> Clock:
    """A legal clock."""
    return Clock(id=clock_id, title=words(clock_id), limit=limit, since=since, owner=RoleId(owner))


def clock_step(step_id: StepId, *clocks: ClockId) -> Step:
    """A step about legal clocks."""
    return replace(step(step_id, "security", None), kind=StepKind.CLOCK, clocks=clocks)


CLOCKED: Final = replace(
    BREACH,
    digest="c" * 64,
    steps=(clock_step(CLOCKS, NOTIFY, RECALL), clock_step(CHECK, NOTIFY, RECALL, REPORT)),
    clocks=(
        clock(NOTIFY, "security", timedelta(hours=72)),
        clock(RECALL, "security", timedelta(hours=24), Since.DECISION),
        clock(REPORT, "legal", timedelta(days=30)),
    ),
)


def clocked(report: timedelta = timedelta(days=30), report_is: str = "legal") -> Story:
    """
    A watch with three legal clocks, without ladders or fixed points; Noor stands in for Saoirse.

    The third is `report` long and that role's.
    """
    clocks = (*CLOCKED.clocks[:2], clock(REPORT, report_is, report))
    playbook = replace(CLOCKED, clocks=clocks)
    kept = replace(pinned(playbook, ()), deputies=((RoleId("security"), NOOR),))
    first = deciding.opening(replace(OPEN, severity=Severity.SEV4), kept, by=DANA, now=NOON)
    return Story(incident=begin(ID, first, playbook), facts=[first])


def orders(story: Story, order: duties.ClockOrder, by: UserId = SAOIRSE) -> tuple[e.Event, ...]:
    """Somebody decides about a clock; what is refused changes nothing."""
    return story.happens(*duties.decide(story.incident, order, by=by, now=story.now))


def confirms(clock_id: ClockId, hours_ago: float | None = None, story: Story | None = None) -> ConfirmClock:
    """The order that a clock runs, since so many hours ago; None: since the opening."""
    now = NOON if story is None else story.now
    started_at = None if hours_ago is None else now - timedelta(hours=hours_ago)
    return ConfirmClock(incident=ID, clock=clock_id, started_at=started_at)


def waives(clock_id: ClockId, reason: str = "no personal data") -> WaiveClock:
    """The order that a clock does not apply."""
    return WaiveClock(incident=ID, clock=clock_id, reason=reason)


def meets(clock_id: ClockId, evidence: str = "receipt 42") -> MeetClock:
    """The order that a clock is met."""
    return MeetClock(incident=ID, clock=clock_id, evidence=evidence)
