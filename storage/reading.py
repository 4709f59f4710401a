"""One consistent state of everything remembered, looked at in any order."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from playbooks.commands import ChannelId, IncidentId
from playbooks.incident import Incident
from playbooks.moments import Due
from playbooks.playbook import Language, Playbook, PlaybookId, UserId
from playbooks.ports import (
    Delivery,
    Entry,
    IncidentLine,
    Wanted,
)
from playbooks.record import Document, Line
from playbooks.routing import Availability
from storage import (
    dues,
    incident_log,
    last_calls,
    loads,
    outbox,
    people,
    projection,
    shelf,
)
from storage.bookshelf import LibraryReading
from storage.codec import Unreadable, is_of_this_shape
from storage.inbox import InboxReading
from storage.lessons import LessonsReading
from storage.recent import InMind
from storage.refolding import refold
from storage.rotas import RotasReading
from storage.search import SearchReading
from storage.silence import SilenceReading


class SqlReading(LibraryReading, RotasReading, InboxReading, SearchReading, LessonsReading, SilenceReading):
    """One consistent state, looked at in any order."""

    def __init__(self, connection: Connection, in_mind: InMind) -> None:
        self._connection = connection
        self._shelf = in_mind.shelf
        self._recent = in_mind.recent

    def incident(self, incident_id: IncidentId) -> Incident | None:
        """Give an incident's present state."""
        kept = projection.find(self._connection, incident_id)
        return None if kept is None else self._read(kept)

    def by_ref(self, ref: str) -> IncidentId | None:
        """Find an incident by the reference people use, in any case of letters."""
        return projection.by_ref(self._connection, ref)

    def in_room(self, channel: ChannelId) -> Incident | None:
        """Find the latest incident worked in a channel, the open ones first."""
        kept = projection.in_room(self._connection, channel)
        return None if kept is None else self._read(kept)

    def lines(self, wanted: Wanted) -> tuple[IncidentLine, ...]:
        """List incidents, the latest opened first, in one query."""
        return projection.lines(self._connection, wanted)

    def log(self, incident_id: IncidentId, *, after: int = 0, limit: int = 10_000) -> tuple[Entry, ...]:
        """Give the log in order, from the fact numbered `after + 1`. Raises Unreadable."""
        return incident_log.entries(self._connection, incident_id, after, limit)

    def dues(self, incident_id: IncidentId) -> tuple[Due, ...]:
        """Give the remembered due moments, the earliest first."""
        return dues.remembered(self._connection, incident_id)

    def deliveries(self, incident_id: IncidentId) -> tuple[Delivery, ...]:
        """Give everything owed and sent for an incident, in the order in which it was owed."""
        return outbox.deliveries(self._connection, incident_id)

    def released(self, playbook: PlaybookId, version: int) -> Playbook | None:
        """Give a released version as it was remembered when it was first used."""
        known = self._shelf.get((playbook, version))
        if known is None:
            known = shelf.released(self._connection, playbook, version)
        if known is not None:
            self._shelf[playbook, version] = known
        return known

    def signed(self, incident_id: IncidentId) -> tuple[Line, ...]:
        """Give the whole log as it was written and signed."""
        return incident_log.lines(self._connection, incident_id)

    def document(self, playbook: PlaybookId, version: int) -> Document | None:
        """Give a released version as it was written down when it was first used."""
        return shelf.written(self._connection, playbook, version)

    def availability(self, at: datetime) -> Availability:
        """Give who is away, covers for somebody, is busy and was called, as far as it is known at a moment."""
        busy, called = loads.loads(self._connection), last_calls.known(self._connection)
        unseen = loads.unseen(self._connection) if busy else {}
        return replace(super().availability(at), load=busy, unseen=unseen, called=called)

    def language(self, person: UserId) -> Language | None:
        """Give the language a person is known to read; None if that was never learned."""
        return people.language(self._connection, person)

    def _read(self, kept: projection.Kept) -> Incident:
        if not is_of_this_shape(kept.snapshot):
            # Another version wrote it, and it may lack what this one would have kept: the log does not.
            return self._recent.folded(kept.id, kept.snapshot, partial(refold, self, kept.id))
        playbook = self.released(kept.playbook, kept.version)
        if playbook is None:
            message = f"the playbook {kept.playbook} v{kept.version} of an incident is not remembered"
            raise Unreadable(message)
        return self._recent.read(kept.id, kept.snapshot, playbook)
