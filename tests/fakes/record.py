"""The part of the memory in dictionaries that gives an incident away; nothing here is signed."""

from playbooks.commands import IncidentId
from playbooks.playbook import Playbook, PlaybookId
from playbooks.ports import Entry
from playbooks.record import Document, Line
from storage import codec


class FakeRecordReading:
    """Keeps the port `RecordReading`."""

    def log(self, incident_id: IncidentId, *, after: int = 0, limit: int = 10_000) -> tuple[Entry, ...]:
        raise NotImplementedError

    def released(self, playbook: PlaybookId, version: int) -> Playbook | None:
        raise NotImplementedError

    def signed(self, incident_id: IncidentId) -> tuple[Line, ...]:
        return tuple(
            Line(
                seq=entry.seq,
                kind=type(entry.fact).__name__,
                at=entry.fact.at,
                by=entry.fact.by,
                recorded_at=entry.recorded_at,
                body=codec.fact_body(entry.fact),
                key="",
                mac="",
            )
            for entry in self.log(incident_id)
        )

    def document(self, playbook: PlaybookId, version: int) -> Document | None:
        known = self.released(playbook, version)
        if known is None:
            return None
        return Document(id=playbook, version=version, digest=known.digest, text=codec.document(known))
