"""Who may know that a restricted incident exists."""

from playbooks import duties, holding, publishing
from playbooks.incident import Incident
from playbooks.playbook import UserId


def admitted(incident: Incident) -> tuple[UserId, ...]:
    """
    List everybody who may read an incident, and whoever may decide something about it in somebody's place, each once.

    The second are not in its channel until they have a part in it, but what they may decide they can look up.
    """
    clocks = (person for duty in incident.duties for person in duties.deciders(incident, duty.clock))
    restarts = () if incident.freeze is None else publishing.may_restart(incident)
    renewals = (p for s in incident.stances if s.waits for p in holding.may_renew(incident, s.outcome))
    return tuple(dict.fromkeys((*incident.readers, *clocks, *restarts, *renewals)))
