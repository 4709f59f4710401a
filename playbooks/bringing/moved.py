"""An incident of another installation, read and not yet kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from playbooks import events as e
from playbooks.commands import IncidentId
from playbooks.incident import Ref
from playbooks.playbook import Playbook


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Its log, when each fact was recorded there, the playbooks it needs, and the digest of the file."""

    incident: IncidentId
    ref: Ref
    first: e.IncidentOpened
    rest: tuple[e.Event, ...]
    recorded: tuple[datetime, ...]
    playbooks: tuple[Playbook, ...]
    digest: str

    @property
    def facts(self) -> tuple[e.Event, ...]:
        """Give the whole log."""
        return self.first, *self.rest


def opening(log: Sequence[e.Event]) -> e.IncidentOpened:
    """Give the fact that a log begins with. Raises ValueError."""
    if not log or not isinstance(log[0], e.IncidentOpened):
        message = "a log begins with its opening"
        raise ValueError(message)
    return log[0]


def taken_over(moved: Moved, now: datetime) -> e.IncidentBrought:
    """Say that it came from another installation; what its cause was stays to be found."""
    causes = [fact.cause for fact in moved.rest if isinstance(fact, e.CauseNamed | e.IncidentBrought)]
    brought = [fact for fact in moved.rest if isinstance(fact, e.IncidentBrought)]
    return e.IncidentBrought(
        at=now,
        external=moved.incident,
        cause=causes[-1] if causes else "",
        summary=brought[-1].summary if brought else "",
        lesson=brought[-1].lesson if brought else "",
        digest=moved.digest,
    )
