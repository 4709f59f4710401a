"""What the desk needs for the daily head of the log."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Protocol

from playbooks.heads import DailyHead
from playbooks.letters import Letter


class Heads(Protocol):
    """Where the heads are drawn and kept."""

    def draw(
        self, day: date, now: datetime, telling: Callable[[DailyHead], tuple[Letter, ...]]
    ) -> DailyHead | None:
        """
        Draw the head of a day, once among all replicas, and owe the letters that tell of it in the same transaction.

        None: that day or a later one has a head, or there is no incident yet. What it costs grows with what has changed
        since the last head, not with what there is. Raises NotSaved.
        """
        ...
