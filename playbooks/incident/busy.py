"""Who is busy with an incident."""

from playbooks.incident.calls import CallState
from playbooks.incident.incident import Incident
from playbooks.playbook import UserId


def busy_with(incident: Incident) -> frozenset[UserId]:
    """
    Name whoever leads an open incident or took a call of it.

    A drill keeps nobody from being asked, and a closed incident no longer does.
    """
    if not incident.is_open or incident.drill:
        return frozenset()
    taken = (call.person for call in incident.calls if call.state is CallState.TAKEN)
    return frozenset({incident.lead, *taken})
