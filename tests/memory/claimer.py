"""A sender in a process of its own, for tests that start several."""

from datetime import datetime, timedelta

from playbooks.ports import DeliveryState
from storage.engine import connect
from storage.transaction import SqlMemory
from tests.fakes.ids import CountingIds
from tests.memory.conftest import KEY


def send_all(url: str, now: datetime, number: int) -> list[str]:
    """Claim and settle until nothing is left to claim; tell the subjects of what was claimed."""
    database = connect(url)
    memory = SqlMemory(database, CountingIds(number * 1_000_000), (KEY,))
    sent = []
    idle = 0
    while idle < 5:
        errands = memory.claim(now=now, lease=timedelta(hours=1), limit=5)
        idle = 0 if errands else idle + 1
        for errand in errands:
            sent.append(errand.subject)
            with memory.transaction() as tx:
                assert tx.settle(errand, DeliveryState.SENT, now)
    database.close()
    return sent
