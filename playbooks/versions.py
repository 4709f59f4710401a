"""A newer version of a running incident's playbook: offered once, then accepted or declined by whoever leads."""

from datetime import datetime

from playbooks import events as e
from playbooks import refusals
from playbooks.commands import AcceptVersion, DeclineVersion
from playbooks.incident import Incident, Offer
from playbooks.playbook import Playbook, UserId

VersionOrder = AcceptVersion | DeclineVersion


def offering(incident: Incident, newest: Playbook | None, *, now: datetime) -> tuple[e.Event, ...]:
    """Offer the newest version on the shelf, once; harmless when there is nothing newer to offer."""
    if newest is None or newest.id != incident.playbook.id or not incident.is_open:
        return ()
    known = incident.playbook.version if incident.offer is None else incident.offer.version
    if newest.version <= max(known, incident.playbook.version):
        return ()
    return (e.VersionOffered(at=now, version=newest.version, digest=newest.digest),)


def decide(incident: Incident, order: VersionOrder, *, by: UserId, now: datetime) -> tuple[e.Event, ...]:
    """Accept or decline what is on offer. Raises a Refusal; the incident is then unchanged."""
    if not incident.is_open:
        raise refusals.crisis.is_closed(incident.ref)
    offer = _waiting(incident, order)
    if by not in {incident.lead, incident.opened_by}:
        raise refusals.versions.versions_are_the_leads(incident.lead)
    if isinstance(order, AcceptVersion):
        return (e.VersionAccepted(at=now, by=by, version=offer.version, digest=offer.digest),)
    return (e.VersionDeclined(at=now, by=by, version=offer.version),)


def _waiting(incident: Incident, order: VersionOrder) -> Offer:
    """Give the offer that the order is about; a declined one may still be accepted."""
    offer = incident.offer
    if offer is None or (not offer.waits and isinstance(order, DeclineVersion)):
        raise refusals.versions.nothing_offered()
    if offer.version != order.version:
        raise refusals.versions.another_version_offered(offer.version)
    return offer
