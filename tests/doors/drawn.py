"""Any incident at all, for tests of what is drawn; and what Slack would say to the drawing."""

from collections.abc import Iterable
from datetime import timedelta
from functools import reduce
from typing import Any

from hypothesis import strategies as st

from bot.practice.blocks import judged_message, judged_view
from handlers.slack.blocks.limits import Message
from playbooks import events as e
from playbooks.commands import (
    ActionId,
    CallId,
    ChannelId,
    Errand,
    OutletId,
    StatementId,
    Trigger,
    Verification,
)
from playbooks.folding import apply
from playbooks.gate import Answers, Sensitive, Truth, advise
from playbooks.incident import Incident
from playbooks.playbook import (
    Clock,
    ClockId,
    LadderId,
    Language,
    Network,
    Outcome,
    Outcomes,
    RoleId,
    Severity,
    Since,
    StepId,
    StepKind,
    UserId,
    Words,
)
from playbooks.ports import Entry
from playbooks.typed import one_line, paragraph
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.customers import a_case
from tests.fakes.plans import CLAIRE, DANA, OMAR, SAM, a_playbook, a_step, an_incident, an_opening
from tests.fakes.statements import a_proposal, a_wording, an_ask
from tests.rules.assessed import factors

ROOM = ChannelId("C0ROOM")
HOSTILE = (
    "<!channel> <!here> <@U0EVE> <!subteam^S0PRESS>",
    "<https://evil.example|Approve here>",
    "[Approve](https://evil.example) | https://evil.example",
    "`code` *bold* _it_ ~no~ ```block``` > quote :rotating_light:",
    "\n> Severity: none\n*Closed by* <@U0SAM>",
    "&lt;!channel&gt; &amp;lt;@U0EVE&amp;gt;",
    "\U0001f525" * 3000,
    "é\u202e\u200f\u2066 \u00a0x" * 400,
    "{who} {0} {moment!r} %s",
)
# Texts as they are kept: `typed` has taken the unseen signs out before an incident holds them.
texts = st.one_of(
    st.sampled_from(HOSTILE), st.text(min_size=1, max_size=300), st.text("\U0001f525é ", max_size=4000)
)
titles = texts.map(one_line).filter(bool)
paragraphs = texts.map(paragraph).filter(bool)
languages = st.sampled_from(Language)
people = st.sampled_from((DANA, SAM, CLAIRE, OMAR))


def judged(message: Message) -> Message:
    """The message, if Slack would take it."""
    judged_message(message.blocks)
    assert 0 < len(message.text) <= 4000
    return message


def judged_modal(view: dict[str, Any]) -> dict[str, Any]:
    """The form, if Slack would take it."""
    judged_view(view, home=False)
    return view


def after(incident: Incident, *facts: e.Event) -> Incident:
    """The incident after further facts."""
    return reduce(apply, facts, incident)


def entries(facts: Iterable[e.Event]) -> tuple[Entry, ...]:
    """Facts as the log keeps them."""
    return tuple(Entry(seq=n, fact=fact, recorded_at=fact.at) for n, fact in enumerate(facts, 1))


@st.composite
def lives(draw: st.DrawFn) -> tuple[Incident, tuple[e.Event, ...]]:
    """An incident of 0 to 200 steps in any state, and the log that led there."""
    count = draw(st.integers(0, 200))
    words = draw(st.lists(titles, min_size=1, max_size=4))
    steps = tuple(
        a_step(
            f"step-{n}",
            title=Words(en=words[n % len(words)], fr=words[(n + 1) % len(words)]),
            kind=tuple(StepKind)[n % len(StepKind)],
            mandatory=n % 3 == 0,
            due=None if n % 5 == 4 else timedelta(minutes=n),
            note=Words(en=words[0], fr=words[-1]) if n % 2 else None,
        )
        for n in range(count)
    )
    clocks = tuple(
        Clock(
            id=ClockId(f"clock-{n}"),
            title=Words(en=words[n % len(words)], fr=words[0]),
            limit=timedelta(hours=n + 1),
            since=tuple(Since)[n % len(Since)],
            owner=RoleId("security"),
        )
        for n in range(draw(st.integers(0, 8)))
    )
    rungs = draw(st.integers(0, 10))
    ladders = tuple(
        e.PlannedLadder(
            ladder=LadderId(ladder),
            rungs=tuple(
                e.PlannedRung(people=(CLAIRE, OMAR), wait=timedelta(minutes=5)) for _ in range(rungs)
            ),
        )
        for ladder in ("press", "unit", "third", "fourth")
    )
    opening: dict[str, Any] = {
        "title": draw(titles),
        "drill": draw(st.booleans()),
        "restricted": draw(st.booleans()),
        "people_at_risk": draw(st.booleans()),
        "severity": draw(st.sampled_from(Severity)),
        "ladders": ladders,
    }
    playbook = a_playbook(steps=steps, clocks=clocks)
    first = an_opening(playbook, **opening)
    incident = an_incident(playbook=playbook, **opening)
    facts: tuple[e.Event, ...] = tuple(_calls(draw, rungs)) + tuple(_work(draw, count))
    if draw(st.booleans()):
        facts += tuple(_end(draw, incident))
    facts += tuple(_clocks(draw, incident))
    facts += tuple(_publishing(draw))
    facts += tuple(_customer(draw))
    return after(incident, *facts), (first, *facts)


def _calls(draw: st.DrawFn, rungs: int) -> Iterable[e.Event]:
    at = MONDAY_MORNING
    yield e.RoomOpened(at=at, channel=ROOM, name="inc-2026-0001-data-breach")
    yield e.CardPosted(at=at, channel=ROOM, ts="1.000001")
    for errand in draw(st.lists(st.sampled_from(Errand), max_size=5)):
        yield e.DeliveryFailed(at=at, errand=errand, subject="", reason=draw(st.text(max_size=50)))
    for ladder in ("press", "unit", "third", "fourth") if rungs else ():
        for rung in range(draw(st.integers(0, rungs))):
            for person in (CLAIRE, OMAR):
                yield from _call(draw, LadderId(ladder), rung, person)
        if draw(st.booleans()):
            yield e.LadderExhausted(at=at, ladder=LadderId(ladder))


def _call(draw: st.DrawFn, ladder: LadderId, rung: int, person: UserId) -> Iterable[e.Event]:
    at, call = MONDAY_MORNING, CallId(f"{ladder}.{rung}.{person}")
    late = timedelta(minutes=draw(st.integers(0, 2)))
    yield e.ContactCalled(at=at + late, call=call, ladder=ladder, rung=rung, person=person, due_at=at)
    match draw(st.integers(0, 5)):  # 0: only owed
        case 1:
            yield e.CallSent(at=at, call=call, channel=ChannelId("D0CALL"), ts="2.000002")
        case 2:
            yield e.CallFailed(at=at, call=call, reason="user_not_found")
        case 3:
            yield e.CallTaken(at=at, by=person, call=call)
        case 4:
            yield e.CallDeclined(at=at, by=person, call=call, reason=draw(titles))
        case 5:
            yield e.CallHeldUp(at=at, call=call)
        case _:
            pass


def _customer(draw: st.DrawFn) -> Iterable[e.Event]:
    at = MONDAY_MORNING + timedelta(hours=8)
    if draw(st.booleans()):
        return
    network = draw(st.sampled_from([None, *Network]))
    link = draw(st.sampled_from(["", "https://example.com/a?b=c&d=e"]))
    yield a_case(at=at, by=SAM, text=draw(titles), network=network, link=link, author=draw(titles)[:12])
    yield e.CaseReminded(at=at, clock=e.CaseClock.ANSWER, share=80, due_at=at, to=SAM)
    yield e.CustomerWrote(at=at, by=OMAR, text=draw(titles))
    yield e.CaseLate(at=at, clock=draw(st.sampled_from(e.CaseClock)), due_at=at, to=(SAM, OMAR))


def _publishing(draw: st.DrawFn) -> Iterable[e.Event]:
    at = MONDAY_MORNING + timedelta(hours=7)
    count = draw(st.integers(0, 40))
    outlets = tuple((OutletId(f"c{n}"), draw(titles)[:80]) for n in range(count))
    if not outlets:
        return
    yield e.PublishingFrozen(at=at, by=SAM, scope=draw(titles), outlets=outlets)
    for number in range(draw(st.integers(0, count))):
        yield e.OutletFrozen(at=at, by=SAM, outlet=outlets[number][0])
    for number in range(draw(st.integers(0, count))):
        yield e.OutletRestarted(at=at, by=SAM, outlet=outlets[number][0])
    waiting = tuple(outlet for outlet, _ in outlets)
    yield e.FreezeLate(at=at, outlets=waiting, to=OMAR, level=draw(st.sampled_from(e.Nudged)))
    yield e.RestartReminded(at=at, to=OMAR)


def _clocks(draw: st.DrawFn, incident: Incident) -> Iterable[e.Event]:
    at = MONDAY_MORNING + timedelta(hours=6)
    shares = tuple((clock.id, 90) for clock in incident.playbook.clocks)
    for to in (SAM, OMAR) if shares else ():
        yield e.ClocksReminded(at=at, to=to, shares=shares)
    for number, clock in enumerate(incident.playbook.clocks[: draw(st.integers(0, 8))]):
        match number % 4:
            case 0:
                yield e.ClockConfirmed(at=at, by=SAM, clock=clock.id, started_at=MONDAY_MORNING)
            case 1:
                yield e.ClockWaived(at=at, by=SAM, clock=clock.id, reason=draw(paragraphs))
            case 2:
                yield e.ClockMet(at=at, by=SAM, clock=clock.id, evidence=draw(paragraphs))
            case _:
                yield e.ClockMissed(at=at, clock=clock.id, limit_at=MONDAY_MORNING)


def _work(draw: st.DrawFn, count: int) -> Iterable[e.Event]:
    at = MONDAY_MORNING + timedelta(minutes=3)
    for number in range(draw(st.integers(0, count))):
        step = StepId(f"step-{number}")
        match number % 4:
            case 0:
                yield e.StepCompleted(at=at, by=DANA, step=step, note=draw(paragraphs))
            case 1:
                yield e.StepSkipped(at=at, by=SAM, step=step, reason=draw(paragraphs))
            case _:
                yield e.StepAssigned(at=at, by=SAM, step=step, to=OMAR)
    yield e.StepAdded(at=at, by=DANA, step=StepId("added-1"), title=draw(titles), owner=OMAR, due_at=at)
    yield e.HoldingLineSet(at=at, by=CLAIRE, text=draw(paragraphs))
    yield e.UpdateGiven(at=at, by=CLAIRE, text=draw(paragraphs), next_at=at + timedelta(minutes=30))
    yield e.LogWritten(at=at, by=OMAR, text=draw(paragraphs))
    text = draw(paragraphs)
    for number in range(1, draw(st.integers(0, 4)) + 1):
        statement = StatementId(f"s{number}")
        yield a_proposal(DANA, a_wording(text), statement=statement)
        yield an_ask(CLAIRE, statement=statement)
    yield from _rhythm(draw)
    yield e.SeverityChanged(at=at, by=DANA, severity=Severity.SEV1, reason=draw(paragraphs))
    if count:
        yield from _decisions(draw)


def _decisions(draw: st.DrawFn) -> Iterable[e.Event]:
    """Several decisions about answering, the last of them in any state."""
    at, step = MONDAY_MORNING + timedelta(minutes=9), StepId("step-0")
    answers = Answers(
        truth=draw(st.sampled_from(Truth)), sensitive=tuple(Sensitive), leaked=draw(st.booleans())
    )
    for outcome in draw(st.lists(st.sampled_from(Outcome), max_size=5)):
        waits = outcome in {Outcome.HOLD, Outcome.SILENT}
        about: dict[str, Any] = {"at": at, "step": step, "outcome": outcome}
        yield e.StanceTaken(
            **about,
            by=DANA,
            reason=draw(paragraphs),
            answers=answers,
            advice=advise(answers, Outcomes()),
            owner=OMAR,
            until=at + timedelta(hours=1) if waits else None,
            line=draw(paragraphs) if waits else "",
            triggers=tuple(Trigger) if waits else (),
        )
        match draw(st.integers(0, 4)) if waits else 0:
            case 1:
                yield e.StanceReminded(**about, share=80, to=OMAR)
            case 2:
                yield e.StanceExpired(**about, to=(OMAR, SAM))
                yield e.StepReopened(at=at, step=step)
                yield e.DecisionAwaited(**about, to=SAM)
            case 3:
                yield e.StanceRenewed(**about, by=SAM, until=at + timedelta(hours=2), reason=draw(paragraphs))
            case 4:
                yield e.StanceEnded(**about, by=SAM, trigger=Trigger.LEAK, note=draw(paragraphs))
            case _:
                yield e.StanceEnded(**about, by=SAM, trigger=None, note="")


def _rhythm(draw: st.DrawFn) -> Iterable[e.Event]:
    at = MONDAY_MORNING + timedelta(minutes=4)
    given = draw(factors)
    yield e.SeverityAssessed(
        at=at, by=DANA, factors=given, advised=given.advised, people_at_risk=draw(st.booleans())
    )
    yield e.RiskFound(at=at, by=DANA)
    for number in range(1, draw(st.integers(0, 30)) + 1):
        status = draw(st.sampled_from((Verification.TO_VERIFY, Verification.VERIFIED)))
        yield e.LogWritten(
            at=at,
            by=OMAR,
            text=draw(paragraphs),
            status=status,
            claim=number,
            entry=number,
            source=draw(st.just("") | paragraphs.map(one_line).filter(bool)),
            happened=draw(st.none() | st.just(at)),
        )
        if number % 4 == 0:
            yield e.ClaimChecked(at=at, by=SAM, claim=number)
        if number % 3 == 0:
            yield e.ClaimSettled(
                at=at, by=SAM, claim=number, true=draw(st.booleans()), words=draw(paragraphs)
            )
    yield e.PointDue(at=at, due_at=at, to=SAM)
    if draw(st.booleans()):
        yield e.PointLapsed(at=at, due_at=at, to=draw(st.sampled_from([None, OMAR])))
    if draw(st.booleans()):
        yield e.PointHeld(at=at, by=DANA)
    yield e.AgendaShared(at=at, by=DANA)
    yield e.HandedOver(at=at, by=SAM, to=CLAIRE, former=draw(st.sampled_from([None, SAM, OMAR])))
    yield e.LeadUnreached(
        at=at, lead=CLAIRE, to=SAM, reason=draw(st.sampled_from(["user_disabled", "fault:X"]))
    )


def _end(draw: st.DrawFn, incident: Incident) -> Iterable[e.Event]:
    at = MONDAY_MORNING + timedelta(hours=5)
    left = tuple(step.step.id for step in incident.steps)
    yield e.IncidentClosed(at=at, by=SAM, reason=draw(paragraphs), left_open=left)
    yield e.ReviewPosted(at=at, channel=ROOM, ts="3.000003")
    for question in incident.playbook.review.questions:
        yield e.ReviewAnswered(at=at, by=DANA, question=question.id, text=draw(paragraphs))
    for number in range(draw(st.integers(0, 30))):
        action = ActionId(f"a{number + 1}")
        yield e.ActionAdded(at=at, by=SAM, action=action, text=draw(titles), owner=DANA, due_at=at)
        if number % 2:
            yield e.ActionCompleted(at=at, by=DANA, action=action)
