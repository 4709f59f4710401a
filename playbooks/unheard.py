"""A reminder of a legal clock or of publishing that Slack refuses: somebody else must hear what one person did not."""

from dataclasses import replace

from playbooks import events as e
from playbooks.incident import Incident
from playbooks.playbook import RoleId, UserId
from playbooks.publishing import COMMS, SOCIAL, stopper


def refused(incident: Incident, fact: e.Event, to: UserId, failed: e.DeliveryFailed) -> e.DeliveryFailed:
    """
    Say who hears a refused reminder of `fact` instead of `to`: the role's deputy, else who stands in for it.

    Any other message is lost as it is: what it was about is chased by itself.
    """
    match fact:
        case e.ClocksReminded():
            clocks = tuple(clock for clock, _ in fact.shares)
            known = incident.clock(clocks[0])
            role = None if known is None else known.owner
            return _instead(incident, role, to, replace(failed, clocks=clocks))
        case e.FreezeLate():
            return _instead(incident, SOCIAL, to, failed)
        case e.RestartReminded():
            return _instead(incident, SOCIAL if to == stopper(incident) else COMMS, to, failed)
        case _:
            return failed


def _instead(
    incident: Incident, role: RoleId | None, to: UserId, failed: e.DeliveryFailed
) -> e.DeliveryFailed:
    others = (*(() if role is None else incident.deputy(role)), incident.lead)
    first = next((person for person in others if person != to), None)
    above = None if role is None else incident.stands_in(role, for_=to)
    return replace(failed, to=to, instead=first or above)
