"""Publishing that was asked to stop: how widely, by which channels, and which of them run again."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from playbooks.commands import OutletId
from playbooks.playbook import UserId


class OutletState(StrEnum):
    """Where a channel stands."""

    ASKED = "asked"  # to stop; nobody has confirmed it yet
    FROZEN = "frozen"
    RUNNING = "running"  # again


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One place where the brand publishes."""

    id: OutletId
    name: str
    asked_at: datetime
    state: OutletState = OutletState.ASKED
    frozen_by: UserId | None = None
    frozen_at: datetime | None = None
    restarted_by: UserId | None = None
    restarted_at: datetime | None = None
    owner_told_at: datetime | None = None  # that it is not confirmed in time
    lead_told_at: datetime | None = None  # the latest time


@dataclass(frozen=True, slots=True, kw_only=True)
class Freeze:
    """A stop of publishing; `by` and `at` are who asked for it last, and when."""

    scope: str
    by: UserId | None
    at: datetime
    since: datetime  # when the first of what is stopped was asked to stop
    outlets: tuple[Outlet, ...]
    asked: int = 1  # how often it was asked for
    reminded_at: datetime | None = None  # when somebody was last told that it is still stopped

    @property
    def stopped(self) -> tuple[Outlet, ...]:
        """List what does not run again yet, whether or not anybody confirmed that it stopped."""
        return tuple(outlet for outlet in self.outlets if outlet.state is not OutletState.RUNNING)

    @property
    def unconfirmed(self) -> tuple[Outlet, ...]:
        """List what was asked to stop and nobody has seen stopped."""
        return tuple(outlet for outlet in self.outlets if outlet.state is OutletState.ASKED)
