"""What people look up. A restricted incident is only there for those who have a part in it."""

from dataclasses import dataclass

from playbooks import refusals
from playbooks.commands import ChannelId, IncidentId
from playbooks.incident import Incident
from playbooks.moments import Due
from playbooks.playbook import Playbook, PlaybookId, UserId
from playbooks.ports import OPERATOR, Delivery, Entry, IncidentLine, Memory, Reading, Wanted
from playbooks.review import Review, look_back
from playbooks.seeing import admitted


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Everything about one incident that a page, an answer or a review is drawn from."""

    incident: Incident
    log: tuple[Entry, ...]
    dues: tuple[Due, ...]
    deliveries: tuple[Delivery, ...]
    review: Review
    offered: Playbook | None = None  # a newer version of its playbook that was offered and not accepted


@dataclass(frozen=True, slots=True, kw_only=True)
class LookingDesk:
    """Reads; never writes."""

    memory: Memory

    def named(self, ref: str, reader: UserId | None) -> Incident:
        """Find an incident by its reference. Raises NotFound, also for one that this reader may not see."""
        with self.memory.reading() as look:
            return _visible(look, look.by_ref(ref), reader, ref)

    def here(self, channel: ChannelId, reader: UserId) -> Incident:
        """Find the incident that is worked in a channel. Raises BadRequest when there is none to see."""
        incident = self.worked_in(channel)
        if incident is None or not may_see(incident, reader):
            raise refusals.crisis.which_incident()
        return incident

    def worked_in(self, channel: ChannelId) -> Incident | None:
        """Find the incident of a channel, to follow what is said there; nobody is shown it."""
        with self.memory.reading(once=True) as look:
            return look.in_room(channel)

    def by_id(self, incident_id: IncidentId, reader: UserId | None) -> Incident:
        """Find an incident by its identifier, as a button carries it. Raises NotFound."""
        with self.memory.reading() as look:
            return _visible(look, incident_id, reader, "?")

    def lines(self, wanted: Wanted) -> tuple[IncidentLine, ...]:
        """List incidents, the latest first."""
        with self.memory.reading(once=True) as look:
            return look.lines(wanted)

    def log(self, incident: Incident, *, after: int, limit: int) -> tuple[Entry, ...]:
        """Give a part of the log of an incident that was found before, from the fact numbered `after + 1`."""
        with self.memory.reading() as look:
            return look.log(incident.id, after=after, limit=limit)

    def released(self, playbook: PlaybookId, version: int) -> Playbook:
        """Give a released version as it is remembered. Raises NotFound."""
        with self.memory.reading() as look:
            found = look.released(playbook, version)
        if found is None:
            raise refusals.versions.not_remembered(playbook, version)
        return found

    def everything(self, incident: Incident) -> Seen:
        """Give all that is known of an incident that was found before."""
        with self.memory.reading() as look:
            log = look.log(incident.id)
            return Seen(
                incident=incident,
                log=log,
                dues=look.dues(incident.id),
                deliveries=look.deliveries(incident.id),
                review=look_back(incident, (entry.fact for entry in log)),
                offered=_offered(look, incident),
            )


def _offered(look: Reading, incident: Incident) -> Playbook | None:
    offer = incident.offer
    return None if offer is None else look.released(incident.playbook.id, offer.version)


def may_see(incident: Incident, reader: UserId | None) -> bool:
    """Whether somebody may know that the incident exists; None is somebody unknown."""
    return (
        not incident.restricted or reader == OPERATOR or (reader is not None and reader in admitted(incident))
    )


def _visible(look: Reading, incident_id: IncidentId | None, reader: UserId | None, ref: str) -> Incident:
    incident = None if incident_id is None else look.incident(incident_id)
    if incident is None or not may_see(incident, reader):
        raise refusals.crisis.no_such_incident(ref)
    return incident
