"""What the desk needs of the memory for rotas and the contact check; the ports of reading and writing take it in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from playbooks.playbook import UserId
from playbooks.routing import Availability
from playbooks.routing.changes import DutyChange, Swap, SwapId
from playbooks.routing.coverage import Gap, Hole
from playbooks.routing.reachability import Asking, CheckId, ContactCheck


class RotaReading(Protocol):
    """Looks up what people have changed."""

    def availability(self, at: datetime) -> Availability:
        """
        Give who is away, covers for somebody, is busy and was called, as far as it is known at a moment.

        `duty` holds every absence and cover that ends after that moment, also those that begin later.
        """
        ...

    def swap(self, swap_id: SwapId) -> Swap | None:
        """Find a wish to swap."""
        ...

    def swaps_waiting(self, now: datetime) -> tuple[Swap, ...]:
        """List the wishes that have no answer and whose turn has not begun, the oldest first."""
        ...

    def duty_changes(self, limit: int = 100) -> tuple[DutyChange, ...]:
        """Give the log of changes, the latest first."""
        ...

    def known_lacks(self) -> frozenset[str]:
        """Give the keys of the gaps and holes that were told and have not gone since."""
        ...

    def latest_check(self) -> ContactCheck | None:
        """Give the contact check that was begun last."""
        ...

    def askings(self, check: CheckId) -> tuple[Asking, ...]:
        """List everybody in a check, with what Slack said of their message."""
        ...

    def asking(self, check: CheckId, person: UserId) -> Asking | None:
        """Find one person in a check."""
        ...

    def is_asking_due(self, by: datetime | None = None) -> bool:
        """Whether there is something to do about somebody by a moment, or ever."""
        ...

    def verified(self) -> Mapping[UserId, datetime]:
        """Give when people last confirmed that they can be reached."""
        ...


class RotaWriting(RotaReading, Protocol):
    """Adds to it."""

    def lock_rotas(self) -> None:
        """Keep other changers of rotas off until the end."""
        ...

    def change_duty(self, change: DutyChange) -> None:
        """Append to the log of changes, and have it count."""
        ...

    def keep_lacks(self, lacks: tuple[Gap | Hole, ...], now: datetime) -> None:
        """Remember these gaps and holes as told, and no others."""
        ...

    def begin_check(self, check: ContactCheck, people: tuple[Asking, ...]) -> None:
        """Remember a contact check and everybody in it."""
        ...

    def askings_due(self, now: datetime, limit: int) -> tuple[Asking, ...]:
        """Take people for whom there is something to do, the longest waiting first; nobody else takes them meanwhile."""
        ...

    def keep_asking(self, asking: Asking) -> None:
        """Remember how a person in a check stands."""
        ...
