"""What happens when a newer version of a running incident's playbook is released."""

from dataclasses import dataclass

from playbooks.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionOffered(Event):
    """A newer version of the playbook is there to be looked at; nothing else has changed."""

    version: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionAccepted(Event):
    """From now on the incident works with another version, pinned by its digest as the first one was."""

    version: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionDeclined(Event):
    """Somebody looked at a newer version and stays with the present one."""

    version: int
