"""What the desk needs of the memory to give an incident away, and to take one over; the ports take it in."""

from typing import Protocol

from playbooks.commands import IncidentId
from playbooks.incident import Ref
from playbooks.playbook import PlaybookId
from playbooks.record import Document, Line


class RecordReading(Protocol):
    """Looks up what leaves with an incident."""

    def signed(self, incident_id: IncidentId) -> tuple[Line, ...]:
        """Give the whole log as it was written and signed."""
        ...

    def document(self, playbook: PlaybookId, version: int) -> Document | None:
        """Give a released version as it was written down when it was first used."""
        ...


class RecordWriting(Protocol):
    """Takes a reference that another installation has given."""

    def take_ref(self, ref: Ref) -> bool:
        """Keep everybody else from giving a reference until the end; False: it is given already."""
        ...
