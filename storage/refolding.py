"""The log folded again: what an incident is, whatever was remembered of its state."""

from typing import Final

from playbooks.commands import IncidentId
from playbooks.events import IncidentOpened
from playbooks.folding import fold
from playbooks.incident import Incident
from playbooks.ports import Reading
from storage.codec import Unreadable

WHOLE_LOG: Final = 1_000_000_000


def refold(look: Reading, incident_id: IncidentId) -> Incident:
    """Rebuild an incident from its log and the versions it pinned alone. Raises Unreadable, LookupError."""
    facts = tuple(entry.fact for entry in look.log(incident_id, limit=WHOLE_LOG))
    if not facts or not isinstance(facts[0], IncidentOpened):
        message = f"no incident {incident_id} has a log that begins with its opening"
        raise LookupError(message)
    playbook = look.released(facts[0].playbook, facts[0].version)
    if playbook is None:
        message = f"the playbook {facts[0].playbook} v{facts[0].version} of {facts[0].ref} is not remembered"
        raise Unreadable(message)
    return fold(incident_id, facts, playbook, look.released)
