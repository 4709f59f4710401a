"""The names that a playbook may refer to."""

from dataclasses import dataclass

from playbooks.playbook import LadderId, RoleId, UnitId


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The names that a playbook may refer to, taken from the company's directory."""

    roles: frozenset[RoleId]
    ladders: frozenset[LadderId]
    objectives: frozenset[str]
    units: frozenset[UnitId] = frozenset()
    countries: frozenset[str] = frozenset()
