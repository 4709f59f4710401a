"""What people decide about a newer version of the playbook that they work with."""

from dataclasses import dataclass

from playbooks.commands.order import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptVersion(Order):
    """Work with the version on offer from now on; `version` is the one whose differences were shown."""

    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineVersion(Order):
    """Stay with the version that it runs on; the same one is not offered again."""

    version: int
