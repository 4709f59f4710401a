"""What is forgotten: claims after a week, and what was sent a month after the incident was closed."""

from dataclasses import replace
from datetime import datetime, timedelta

from playbooks.commands import Errand, RequestId
from playbooks.events import IncidentClosed, LogWritten
from playbooks.incident import Incident
from playbooks.owed import Owed
from playbooks.ports import CLAIMS_KEPT, DELIVERIES_KEPT, DeliveryState
from storage.transaction import SqlMemory
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.plans import DANA, a_change
from tests.memory.conftest import remember

NOW = MONDAY_MORNING
SECOND = timedelta(seconds=1)
YEARS = timedelta(days=3650)
PRESS = RequestId("T1.press")


def claim(memory: SqlMemory, request: str, now: datetime = NOW) -> str | None:
    with memory.transaction() as tx:
        return tx.claim(RequestId(request), "INC-2026-0001", now)


def settled(memory: SqlMemory, incident: Incident, *states: str, at: datetime = NOW) -> Incident:
    """Have had something sent, refused or dropped, each on a lane of its own; and one thing is still owed."""
    names = (*states, "owed")
    owed = tuple(Owed(errand=Errand.NOTICE, subject=name, lane=f"lane:{name}") for name in names)
    written = a_change(incident, LogWritten(at=NOW, by=DANA, text="x"))
    after = remember(memory, replace(written, owed=owed))
    for errand in memory.claim(now=NOW, lease=SECOND, limit=100):
        if errand.subject in states:
            with memory.transaction() as tx:
                assert tx.settle(errand, DeliveryState(errand.subject), at)
    return after


def closed(memory: SqlMemory, incident: Incident) -> Incident:
    change = a_change(incident, IncidentClosed(at=NOW, by=DANA, reason="", left_open=()))
    return remember(memory, replace(change, owed=()))


def told(memory: SqlMemory, incident: Incident) -> set[str]:
    with memory.reading() as look:
        return {one.subject for one in look.deliveries(incident.id) if one.errand is Errand.NOTICE}


def forget_all(memory: SqlMemory, now: datetime) -> int:
    total = 0
    while forgotten := memory.forget(now):
        total += forgotten
    return total


def test_a_claim_is_kept_for_a_week(memory: SqlMemory) -> None:
    """A message that arrives again within a week is known; long after Slack has given up it is forgotten."""
    claim(memory, PRESS)

    assert 0 == memory.forget(NOW + CLAIMS_KEPT)
    assert "INC-2026-0001" == claim(memory, PRESS)
    assert 1 == memory.forget(NOW + CLAIMS_KEPT + SECOND)
    assert claim(memory, PRESS) is None


def test_what_was_sent_is_kept_for_a_month_after_the_closing(memory: SqlMemory, opened: Incident) -> None:
    """Then it is forgotten; what was refused, and what is still owed, stays to be seen."""
    incident = closed(memory, settled(memory, opened, "sent", "dropped", "failed"))

    assert 0 == memory.forget(NOW + DELIVERIES_KEPT)
    assert {"sent", "dropped", "failed", "owed"} == told(memory, incident)
    assert 2 == forget_all(memory, NOW + DELIVERIES_KEPT + SECOND)
    assert {"failed", "owed"} == told(memory, incident)


def test_what_was_sent_late_is_kept_for_a_month_too(memory: SqlMemory, opened: Incident) -> None:
    """A follow-up told long after the closing is listed for as long as anything else."""
    incident = settled(memory, closed(memory, opened), "sent", at=NOW + SECOND)

    assert 0 == memory.forget(NOW + DELIVERIES_KEPT + SECOND)
    assert 1 == forget_all(memory, NOW + DELIVERIES_KEPT + 2 * SECOND)
    assert {"owed"} == told(memory, incident)


def test_an_open_incident_forgets_nothing(memory: SqlMemory, opened: Incident) -> None:
    """However long it runs, what was sent stays to be seen."""
    settled(memory, opened, "sent", "failed")

    assert 0 == memory.forget(NOW + YEARS)
    assert {"sent", "failed", "owed"} == told(memory, opened)


def test_a_little_is_forgotten_at_a_time(memory: SqlMemory) -> None:
    """Five hundred old claims go in several strokes, so that nobody who writes meanwhile waits long."""
    for number in range(500):
        claim(memory, f"T{number}")

    assert 200 == memory.forget(NOW + YEARS)
    assert 300 == forget_all(memory, NOW + YEARS)
