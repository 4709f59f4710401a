"""The part of reading and writing that is about rotas and contact checks."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from playbooks.playbook import UserId
from playbooks.routing import Availability
from playbooks.routing.changes import DutyChange, Swap, SwapId
from playbooks.routing.coverage import Gap, Hole
from playbooks.routing.reachability import Asking, CheckId, ContactCheck
from storage import askings, duty


class RotasReading:
    """Looks them up, on the connection of the whole unit."""

    _connection: Connection

    def availability(self, at: datetime) -> Availability:
        """Give who is away and covers; `duty` holds what ends after that moment, also what begins later."""
        return Availability(duty=duty.known(self._connection, at))

    def swap(self, swap_id: SwapId) -> Swap | None:
        """Find a wish to swap."""
        return duty.swap(self._connection, swap_id)

    def swaps_waiting(self, now: datetime) -> tuple[Swap, ...]:
        """List the wishes that have no answer and whose turn has not begun, the oldest first."""
        return duty.waiting(self._connection, now)

    def duty_changes(self, limit: int = 100) -> tuple[DutyChange, ...]:
        """Give the log of changes, the latest first."""
        return duty.changes(self._connection, limit)

    def known_lacks(self) -> frozenset[str]:
        """Give the keys of the gaps and holes that were told and have not gone since."""
        return duty.lacks(self._connection)

    def latest_check(self) -> ContactCheck | None:
        """Give the contact check that was begun last."""
        return askings.latest(self._connection)

    def askings(self, check: CheckId) -> tuple[Asking, ...]:
        """List everybody in a check, with what Slack said of their message."""
        return askings.listed(self._connection, check)

    def asking(self, check: CheckId, person: UserId) -> Asking | None:
        """Find one person in a check."""
        return askings.find(self._connection, check, person)

    def is_asking_due(self, by: datetime | None = None) -> bool:
        """Whether there is something to do about somebody by a moment, or ever."""
        return askings.is_due(self._connection, by)

    def verified(self) -> Mapping[UserId, datetime]:
        """Give when people last confirmed that they can be reached."""
        return askings.verified(self._connection)


class RotasWriting:
    """Adds to them."""

    _connection: Connection

    def lock_rotas(self) -> None:
        """Keep other changers of rotas off until the end."""
        duty.lock(self._connection)

    def change_duty(self, change: DutyChange) -> None:
        """Append to the log of changes, and have it count."""
        duty.change(self._connection, change)

    def keep_lacks(self, lacks: tuple[Gap | Hole, ...], now: datetime) -> None:
        """Remember these gaps and holes as told, and no others."""
        duty.keep_lacks(self._connection, lacks, now)

    def begin_check(self, check: ContactCheck, people: tuple[Asking, ...]) -> None:
        """Remember a contact check and everybody in it."""
        askings.begin(self._connection, check, people)

    def askings_due(self, now: datetime, limit: int) -> tuple[Asking, ...]:
        """Take people for whom there is something to do, the longest waiting first."""
        return askings.due(self._connection, now, limit)

    def keep_asking(self, asking: Asking) -> None:
        """Remember how a person in a check stands."""
        askings.keep(self._connection, asking)
