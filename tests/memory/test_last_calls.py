"""When people were last called is known to whoever opens the next incident, kept with the call itself."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from pydantic_core import from_json, to_json

from playbooks import escalation
from playbooks.events import ContactCalled
from playbooks.folding import begin, fold
from playbooks.incident import Incident
from playbooks.playbook import UserId
from playbooks.ports import Memory
from storage.codec import fact_body, read_fact
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.plans import CLAIRE, OMAR, PRESS, a_change, an_opening


def called(memory: Memory) -> dict[UserId, datetime]:
    """When each person was last called, as the memory gives it."""
    with memory.reading() as look:
        return dict(look.availability(MONDAY_MORNING).called)


def omar_called(incident: Incident, minutes: int) -> ContactCalled:
    """Omar is called so many minutes after the opening."""
    at = MONDAY_MORNING + timedelta(minutes=minutes)
    first = incident.calls[0]
    return ContactCalled(
        at=at, call=replace(first, person=OMAR).id, ladder=PRESS, rung=1, person=OMAR, due_at=at
    )


def test_whoever_the_opening_calls_is_remembered(memory: Memory, opened: Incident) -> None:
    """Claire is the first rung."""
    assert opened.id
    assert {CLAIRE: MONDAY_MORNING} == called(memory)


def test_the_latest_call_counts(memory: Memory, opened: Incident) -> None:
    """Omar is called twice; nobody else's moment changes."""
    for minutes in (5, 9):
        with memory.transaction() as tx:
            tx.write(a_change(tx.locked(opened.id), omar_called(opened, minutes)))

    assert {CLAIRE: MONDAY_MORNING, OMAR: MONDAY_MORNING + timedelta(minutes=9)} == called(memory)


def test_a_call_that_is_undone_is_not_remembered(memory: Memory, opened: Incident) -> None:
    """It stands in the same transaction as the fact."""
    message = "the transaction dies"

    def dies() -> None:
        with memory.transaction() as tx:
            tx.write(a_change(tx.locked(opened.id), omar_called(opened, 5)))
            raise RuntimeError(message)

    with pytest.raises(RuntimeError, match=message):
        dies()
    assert {CLAIRE: MONDAY_MORNING} == called(memory)


def test_a_log_of_before_reads_as_it_was(opened: Incident) -> None:
    """An older version wrote nothing of groups, rounds and turns: its facts lead to the same incident."""
    first = an_opening(opened.playbook)
    calls = escalation.begin(begin(opened.id, first, opened.playbook), first.at)
    older = []
    for fact in (first, *calls):
        body = from_json(fact_body(fact))
        for name in ("groups", "round"):
            body.pop(name, None)
        for rung in (rung for ladder in body.get("ladders", ()) for rung in ladder["rungs"]):
            del rung["in_turn"]
        text = to_json(body).decode()
        older.append(read_fact(type(fact).__name__, text, at=fact.at, by=fact.by))

    assert opened == fold(opened.id, tuple(older), opened.playbook)
