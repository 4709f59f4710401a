"""Once a day: what every log has come to, told where a database's owner cannot take it back."""

from collections.abc import Callable
from dataclasses import dataclass

from playbooks.heads import ANNOUNCEMENTS, DailyHead, day_of
from playbooks.letters import HeadDrawn, Letter
from playbooks.playbook import UserId
from playbooks.ports import Clock
from playbooks.ports_heads import Heads
from playbooks.routing import Directory
from playbooks.routing.coverage import zone_of


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadDesk:
    """Has the head of each day drawn and told. Every machine looks; each day has one."""

    heads: Heads
    clock: Clock
    directory: Callable[[], Directory]
    announcements: Callable[[], str]  # the channel's name or id; empty: there is none
    woken: Callable[[], None]

    def look(self) -> bool:
        """Draw today's head if it is time and nobody has; whether it was drawn."""
        now = self.clock.now()
        day = day_of(now, zone_of(self.directory(), self.directory().administrators[0]))
        if day is None or self.heads.draw(day, now, self._telling) is None:
            return False
        self.woken()
        return True

    def _telling(self, head: DailyHead) -> tuple[Letter, ...]:
        matter = HeadDrawn(day=head.day, at=head.at, value=head.value, marks=head.marks)
        return tuple(
            Letter(person=person, subject=head.day.isoformat(), matter=matter) for person in self._whom()
        )

    def _whom(self) -> tuple[UserId, ...]:
        return (ANNOUNCEMENTS,) if self.announcements() else self.directory().administrators
