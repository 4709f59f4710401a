"""The facts about who may do what, folded."""

from dataclasses import replace

from playbooks import events as e
from playbooks.incident import Incident


def after(incident: Incident, fact: e.RightFact) -> Incident:
    """Give the state after a fact about who may do what."""
    match fact:
        case e.ActRefused():
            return replace(incident, refused=tuple(dict.fromkeys((*incident.refused, (fact.who, fact.act)))))
        case _:
            message = f"no rule for {type(fact).__name__}"
            raise TypeError(message)
