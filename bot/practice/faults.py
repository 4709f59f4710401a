"""The plan of what goes wrong: which call to Slack fails next, and how."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypedDict, Unpack


class Terms(TypedDict, total=False):
    """
    How a call fails.

    error: Slack's error name in a 200 answer. status: an HTTP status with an empty body. retry_after:
    seconds, a 429. drop: the connection is cut "before" or "after" the work is done. delay: seconds of
    waiting before the work. times: how many calls fail. channel: only calls about this channel id.
    """

    error: str
    status: int
    retry_after: int
    drop: Literal["before", "after"]
    delay: float
    times: int
    channel: str


@dataclass(slots=True, kw_only=True)
class Fault:
    """One planned failure and how often it is still to happen."""

    method: str
    error: str | None = None
    status: int | None = None
    retry_after: int | None = None
    drop: Literal["before", "after"] | None = None
    delay: float = 0.0
    channel: str | None = None
    left: int = 1

    def fits(self, method: str, args: Mapping[str, object]) -> bool:
        """Whether this call is one that the plan speaks of; the method "*" is any."""
        about = args.get("channel", args.get("channel_id"))
        return (
            self.left > 0 and self.method in (method, "*") and (self.channel is None or self.channel == about)
        )


@dataclass(slots=True)
class FaultPlan:
    """Failures to come, each used up in the order in which it was planned."""

    _planned: list[Fault] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self, method: str, **terms: Unpack[Terms]) -> None:
        """Plan the failure of the next call, or of the next `times` calls, of a method."""
        fault = Fault(
            method=method,
            error=terms.get("error"),
            status=terms.get("status"),
            retry_after=terms.get("retry_after"),
            drop=terms.get("drop"),
            delay=terms.get("delay", 0.0),
            channel=terms.get("channel"),
            left=terms.get("times", 1),
        )
        with self._lock:
            self._planned.append(fault)

    def clear(self) -> None:
        """Forget every failure still planned."""
        with self._lock:
            self._planned.clear()

    def pending(self) -> int:
        """How many failures are still to come."""
        with self._lock:
            return sum(fault.left for fault in self._planned)

    def take(self, method: str, args: Mapping[str, object]) -> Fault | None:
        """The failure planned for this call, counted as used; None when all goes well."""
        with self._lock:
            for fault in self._planned:
                if fault.fits(method, args):
                    fault.left -= 1
                    return fault
        return None
