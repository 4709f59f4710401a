"""
A dead-man's switch: an address of the operator's choice is asked every minute, as long as the work gets done.

Whoever watches that address raises the alarm when it falls silent: nobody here could any more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import structlog

from bot.outbound.guarded import Forbidden, TooSlow
from bot.outbound.webhook import BROKEN, Line
from bot.web_app import Check

log = structlog.get_logger(__name__)

REFUSED: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """Beats while these checks hold: that the worker turns, and that nothing due is late."""

    address: str
    line: Line
    checks: Callable[[], tuple[Check, ...]]

    def beat(self) -> bool:
        """Ask the address if all is well; whether it was asked and answered."""
        wrong = [name for name, holds, _ in self.checks() if not holds]
        if wrong:
            log.warning("heartbeat_withheld", because=wrong)
            return False
        try:
            answer = self.line.request("GET", self.address, headers={"User-Agent": "crisis-desk"})
        except (Forbidden, TooSlow, *BROKEN) as exc:
            why = exc.reason if isinstance(exc, Forbidden) else type(exc).__name__
            log.warning("heartbeat_not_taken", why=why)
            return False
        if answer.status >= REFUSED:
            log.warning("heartbeat_not_taken", why=answer.status)
        return answer.status < REFUSED
