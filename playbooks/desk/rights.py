"""What the company leaves to some roles, asked of its directory at each request; who may not is refused and noted."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from playbooks import events as e
from playbooks import rights
from playbooks.commands import (
    Asked,
    AssessSeverity,
    ChangeSeverity,
    CloseIncident,
    OpenIncident,
    Order,
    RequestId,
)
from playbooks.desk.ledger import Ledger
from playbooks.errors import NotAllowed
from playbooks.incident import Incident
from playbooks.playbook import UserId
from playbooks.rights import LacksRight
from playbooks.routing import Act, Directory


def must_open(directory: Directory, command: OpenIncident, by: UserId) -> None:
    """Refuse whoever may open no incident of a unit. Anybody may hold an exercise."""
    if not command.drill:
        where = (command.unit, command.country)
        rights.must_be_theirs(Act.OPEN, by, rights.who_may(Act.OPEN, directory, where))


def must_do(directory: Directory, incident: Incident, facts: tuple[e.Event, ...], by: UserId) -> None:
    """Refuse whoever may not decide what these facts say."""
    act = rights.act_of(incident, facts)
    if act is not None:
        where = (incident.unit, incident.country)
        rights.must_be_theirs(act, by, rights.who_may(act, directory, where))


@contextmanager
def noting(ledger: Ledger, order: Order, asked: Asked) -> Iterator[None]:
    """Keep in the log that somebody wanted to close or to lower what is not theirs, once for each request."""
    try:
        yield
    except NotAllowed as refusal:
        act, now = refusal.act if isinstance(refusal, LacksRight) else _meant(order), ledger.clock.now()
        if act is not None:
            once = replace(asked, request=RequestId(f"{asked.request}.refused"))
            ledger.change(order.incident, once, lambda known: (rights.refused(known, asked.by, act, now),))
        raise


def _meant(order: Order) -> Act | None:
    match order:
        case CloseIncident():
            return Act.CLOSE
        case ChangeSeverity() | AssessSeverity():
            return Act.LOWER  # Nothing else of these is refused because of who asks.
        case _:
            return None
