"""Who can be called now: how somebody stands, and who is on duty."""

from collections.abc import Callable
from dataclasses import dataclass

from playbooks.playbook import RoleId, Severity, UserId
from playbooks.ports import Clock, Memory
from playbooks.routing import Directory, Presence, Rota, Setting, last_resort, on_duty, presence
from playbooks.routing.turns import is_away


@dataclass(frozen=True, slots=True, kw_only=True)
class CallingDesk:
    """Reads; never writes."""

    memory: Memory
    clock: Clock
    directory: Callable[[], Directory]

    def presence(self, person: UserId) -> Presence:
        """Tell how somebody stands now."""
        now = self.clock.now()
        with self.memory.reading() as look:
            return presence(self.directory(), person, look.availability(now), now)

    def away_in(self, role: RoleId) -> tuple[UserId, ...]:
        """Name who holds a role and has said that they are away; nobody where anybody who holds it is there."""
        now, directory = self.clock.now(), self.directory()
        with self.memory.reading() as look:
            duty = look.availability(now).duty
        holders = tuple(contact.user for contact in directory.people_of(role, None))
        return holders if all(is_away(duty, user, now) for user in holders) else ()

    def on_duty(self) -> tuple[tuple[Rota, UserId | None], ...]:
        """Name who is on duty now, rota by rota; None: nobody is."""
        now, directory = self.clock.now(), self.directory()
        with self.memory.reading() as look:
            duty = look.availability(now).duty
        return tuple((rota, on_duty(rota, now, duty)) for rota in directory.rotas)

    def last_resort(self) -> tuple[UserId, ...]:
        """Name who is called when nobody else is left."""
        now = self.clock.now()
        with self.memory.reading() as look:
            availability = look.availability(now)
        setting = Setting(at=now, unit=None, country=None, severity=Severity.SEV1, availability=availability)
        return last_resort(self.directory(), setting)
