"""Small playbooks and incidents for tests that are about something else."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from playbooks import escalation
from playbooks.commands import IncidentId
from playbooks.dues import dues
from playbooks.events import Event, IncidentOpened, PlannedLadder, PlannedRung
from playbooks.folding import apply, begin
from playbooks.incident import Incident
from playbooks.owed import Owed, owed
from playbooks.playbook import (
    Cluster,
    Keywords,
    LadderId,
    Lane,
    Language,
    Message,
    MessageId,
    Playbook,
    PlaybookId,
    PlaybookKind,
    Question,
    ReviewPlan,
    RoleId,
    Severity,
    Step,
    StepId,
    StepKind,
    Strategy,
    UnitId,
    UserId,
    Words,
)
from playbooks.ports import Change
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.ids import identifier

DANA = UserId("U0DANA")  # opens incidents
SAM = UserId("U0SAM")  # leads them
CLAIRE = UserId("U0CLAIRE")  # first press contact
OMAR = UserId("U0OMAR")  # second press contact
EVE = UserId("U0EVE")  # has no part in anything

FACTS, SUBSTANCE, HOLDING = StepId("facts"), StepId("substance"), StepId("holding-line")
PRESS = LadderId("press")


def a_step(step: str, **changes: Any) -> Step:
    """A task of the security role, due half an hour after the opening."""
    plain = Step(
        id=StepId(step),
        title=Words(en=f"Do {step}", fr=f"Faire {step}"),
        kind=StepKind.TASK,
        role=RoleId("security"),
        due=timedelta(minutes=30),
        mandatory=False,
        note=None,
        message=None,
    )
    return replace(plain, **changes)


def a_playbook(**changes: Any) -> Playbook:
    """
    A released version with a mandatory task, a decision and a message.

    Its digest follows from what tests change most; give `digest` where another difference must show.
    """
    version = int(changes.get("version", 1))
    name = str(changes.get("id", "data-breach"))
    plain = Playbook(
        id=PlaybookId(name),
        version=version,
        digest=f"{name}-{version}".encode().hex().ljust(64, "0"),
        kind=PlaybookKind.CRISIS,
        title=Words(en="Data breach", fr="Fuite de données"),
        changes=Words(en="First version", fr="Première version"),
        severity=Severity.SEV1,
        cluster=Cluster.VICTIM,
        objective="trust",
        lead=RoleId("security"),
        keywords=Keywords(en=("leak",), fr=("fuite",)),
        trigger=Words(en="Data left the house.", fr="Des données sont sorties."),
        do=(Words(en="Keep a log.", fr="Tenez un journal."),),
        dont=(Words(en="Do not guess.", fr="Ne devinez pas."),),
        steps=_STEPS,
        messages=(_HOLDING_LINE,),
        ladders=(PRESS,),
        review=ReviewPlan(
            questions=(Question(id="next", text=Words(en="What next time?", fr="Et la prochaine fois ?")),),
            hot_within=timedelta(hours=48),
        ),
    )
    return replace(plain, **changes)


def a_version(playbook: PlaybookId, version: int) -> Playbook:
    """A later version of it: each has a step of its own, the mandatory task last, and no message."""
    own = a_step(f"step-of-{version}", title=Words(en=f"New in {version}", fr=f"Nouveau dans {version}"))
    return a_playbook(id=playbook, version=version, steps=(own, _STEPS[1], _STEPS[0]))


def an_opening(playbook: Playbook | None = None, **changes: Any) -> IncidentOpened:
    """Dana opens a crisis that Sam leads; Claire and then Omar are to be called, five minutes each."""
    pinned = playbook or a_playbook()
    rungs = tuple(PlannedRung(people=(person,), wait=timedelta(minutes=5)) for person in (CLAIRE, OMAR))
    plain = IncidentOpened(
        at=MONDAY_MORNING,
        by=DANA,
        ref="INC-2026-0001",
        kind=pinned.kind,
        playbook=pinned.id,
        version=pinned.version,
        digest=pinned.digest,
        title="Customer file on a forum",
        severity=pinned.severity,
        unit=UnitId("rail-fr"),
        country="FR",
        language=Language.EN,
        people_at_risk=False,
        drill=False,
        restricted=False,
        lead=SAM,
        roster=((RoleId("security"), SAM), (RoleId("comms"), CLAIRE)),
        ladders=(PlannedLadder(ladder=PRESS, rungs=rungs),),
        room=None,
    )
    return replace(plain, **changes)


def an_incident(number: int = 1, playbook: Playbook | None = None, **changes: Any) -> Incident:
    """An incident right after its opening, before anybody is called; `changes` are of the opening."""
    pinned = playbook or a_playbook()
    changes.setdefault("ref", f"INC-2026-{number:04d}")
    return begin(IncidentId(identifier(0x1000 + number)), an_opening(pinned, **changes), pinned)


def an_opened_change(number: int = 1, playbook: Playbook | None = None, **changes: Any) -> Change:
    """All that opening an incident writes: its first facts with the first rung's calls, what is due and owed."""
    pinned = playbook or a_playbook()
    changes.setdefault("ref", f"INC-2026-{number:04d}")
    first = an_opening(pinned, **changes)
    opened = begin(IncidentId(identifier(0x1000 + number)), first, pinned)
    return _change(opened, (first,), escalation.begin(opened, first.at), first.at)


def a_change(before: Incident, *facts: Event, now: datetime | None = None) -> Change:
    """All that further facts write."""
    return _change(before, (), facts, now or facts[-1].at)


def _change(state: Incident, written: tuple[Event, ...], facts: tuple[Event, ...], now: datetime) -> Change:
    owing: tuple[Owed, ...] = tuple(thing for fact in written for thing in owed(fact, state))
    for fact in facts:
        state = apply(state, fact, a_version)
        owing += owed(fact, state)
    return Change(after=state, facts=(*written, *facts), dues=dues(state), owed=owing, now=now)


_STEPS = (
    a_step(FACTS, mandatory=True),
    a_step(SUBSTANCE, kind=StepKind.DECISION, role=RoleId("comms"), mandatory=True),
    a_step(HOLDING, kind=StepKind.MESSAGE, due=timedelta(hours=1), message=MessageId("holding-line")),
)
_HOLDING_LINE = Message(
    id=MessageId("holding-line"),
    strategy=Strategy.HOLD,
    lane=Lane.RED,
    approvers=(RoleId("comms"),),
    body=Words(en="We have found {{fact}}.", fr="Nous avons constaté {{fact}}."),
)
