"""By what a call was carried is kept as it was; what was kept before there were several means reads as before."""

import json
from dataclasses import replace
from datetime import timedelta

from playbooks.commands import CallId
from playbooks.dues import dues, fallen
from playbooks.events import (
    CallFailed,
    CallSent,
    CallTaken,
    ContactCalled,
    Event,
    MeansUsed,
    PlannedLadder,
    PlannedRung,
    Why,
)
from playbooks.incident import CallState, Incident
from playbooks.letters import Letter, Matter, NobodyLeft, SlackSilent, Undelivered
from playbooks.means import next_at, tries_of
from playbooks.moments import DueKind
from playbooks.playbook import LadderId
from playbooks.routing import MAIL, SLACK, MeansId, Reach
from storage.audit import verify
from storage.codec import read_fact, read_snapshot, shape, snapshot
from storage.engine import Database
from storage.transaction import SqlMemory
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.plans import CLAIRE, OMAR, PRESS, SAM, a_change, an_opened_change
from tests.memory.conftest import KEY, remember

SMS = MeansId("sms")
MINUTE = timedelta(minutes=1)
REACH = (Reach(means=SLACK), Reach(means=SMS, after=3 * MINUTE), Reach(means=MAIL, last_resort=True))
CALL = CallId("press.0.U0CLAIRE")


def opened() -> PlannedLadder:
    """A ladder whose people are called by several means."""
    rungs = tuple(PlannedRung(people=(p,), wait=30 * MINUTE, reach=((p, REACH),)) for p in (CLAIRE, OMAR))
    return PlannedLadder(ladder=PRESS, rungs=rungs, fallback_after=2 * MINUTE)


def test_folding_the_log_gives_each_means_as_it_went(database: Database, memory: SqlMemory) -> None:
    """Not taken, blocked, refused, accepted, answered from outside: the log alone gives the same calls and moments."""
    state = remember(memory, an_opened_change(1, ladders=(opened(),)))
    at = MONDAY_MORNING

    def happens(*facts: Event, after: float = 0) -> Incident:
        nonlocal at
        at += MINUTE * after
        return remember(memory, a_change(state, *(replace(f, at=at) for f in facts), now=at))

    if not state.calls:
        called = ContactCalled(at=at, call=CALL, ladder=PRESS, rung=0, person=CLAIRE, due_at=at, reach=REACH)
        state = happens(called)
    assert REACH == state.call(CALL).reach
    at += 2 * MINUTE
    (used,) = (fact for fact in fallen(state, at) if isinstance(fact, MeansUsed))
    assert (SMS, Why.NOT_TAKEN) == (used.means, used.why)
    state = happens(used)
    state = happens(MeansUsed(at=at, call=CALL, means=MAIL, why=Why.BLOCKED, reason="hook_key"))
    state = happens(CallSent(at=at, call=CALL, means=MAIL), CallFailed(at=at, call=CALL, reason="x"), after=1)
    state = happens(CallTaken(at=at, by=CLAIRE, call=CALL, means=MAIL), after=1)

    with memory.reading() as look:
        assert state == look.incident(state.id)
        assert dues(state) == look.dues(state.id)
    call = state.call(CALL)
    assert (CallState.TAKEN, MAIL) == (call.state, call.answered_through)
    assert [(SLACK, "x"), (SMS, "hook_key"), (MAIL, "")] == [(t.means, t.reason) for t in call.tries]
    assert verify(database, (KEY,)).fault is None


def test_what_was_kept_before_there_were_several_means_reads_as_before() -> None:
    """A call of Slack alone: nothing falls due for it, and nothing of it changes."""
    old = read_fact(
        "ContactCalled",
        f'{{"call":"{CALL}","ladder":"press","rung":0,"person":"{CLAIRE}","due_at":"2026-03-02T09:00:00Z"}}',
        at=MONDAY_MORNING,
        by=None,
    )
    assert isinstance(old, ContactCalled)
    assert () == old.reach
    taken = read_fact("CallTaken", f'{{"call":"{CALL}"}}', at=MONDAY_MORNING, by=CLAIRE)
    assert isinstance(taken, CallTaken)
    assert SLACK == taken.means
    used = read_fact("MeansUsed", f'{{"call":"{CALL}","means":"mail"}}', at=MONDAY_MORNING, by=None)
    assert isinstance(used, MeansUsed)
    assert Why.TIME is used.why


def test_a_state_of_before_has_calls_of_slack_alone() -> None:
    """Its calls know of no tries; they are told as one of Slack's."""
    change = an_opened_change(1)
    incident = change.after
    kept = json.loads(snapshot(incident).partition(" ")[2])
    for call in kept["calls"]:
        for name in ("reach", "tries", "answered_through"):
            call.pop(name, None)  # What is as it is by default is not there in the first place.
    for climb in kept["climbs"]:
        climb.pop("fallback_after", None)

    read = read_snapshot(f"{shape()} {json.dumps(kept)}", incident.playbook)
    for call in read.calls:
        assert [SLACK] == [tried.means for tried in tries_of(call)]
        assert None is next_at(read, call)
    assert DueKind.MEANS not in {due.kind for due in dues(read)}


def test_letters_of_trouble_are_kept_as_they_are(memory: SqlMemory) -> None:
    """With their moments and their lengths."""
    matters: tuple[Matter, ...] = (
        Undelivered(ref="INC-2026-0001", means=SMS, reason="hook_key", person=CLAIRE),
        SlackSilent(since=MONDAY_MORNING, lasting=2 * MINUTE, refs=("INC-2026-0001",)),
        SlackSilent(since=None, lasting=2 * MINUTE),
        NobodyLeft(ref="INC-2026-0001", title="Leak", ladder=LadderId("press")),
    )
    with memory.transaction() as tx:
        for number, matter in enumerate(matters):
            tx.owe_letter(Letter(person=SAM, subject=str(number), matter=matter), MONDAY_MORNING)

    kept = memory.claim_letters(now=MONDAY_MORNING, lease=MINUTE, limit=9)
    assert list(matters) == [letter.matter for letter in kept]
