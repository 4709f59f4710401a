"""How fast Slack lets an app call: tiers a minute for each method, one message a second for each channel."""

import math
import threading
from collections import deque
from datetime import datetime, timedelta

from bot.practice.contract import methods

# Slack's own Java SDK throttles with these numbers; "special" methods stand apart.
_A_MINUTE = {"Tier 1": 1, "Tier 2": 20, "Tier 3": 50, "Tier 4": 100}
_SPECIAL = {"auth.test": 600, "chat.getPermalink": 600, "chat.postMessage": 600}
MESSAGES_A_SECOND = 1
# Slack promises one a second and lets short bursts pass without saying how long; this is on the strict side.
MESSAGE_BURST = 4


def a_minute(method: str) -> int:
    """How many calls of this method are let through in any minute."""
    tier = str(methods().get(method, {}).get("rate_limit") or "")
    return _SPECIAL.get(method) or _A_MINUTE.get(tier.partition(":")[0], 100)


class RateLimits:
    """Counts calls against the limits. The clock is the caller's: `now` is an argument."""

    def __init__(self) -> None:
        self._calls: dict[str, deque[datetime]] = {}
        self._buckets: dict[str, tuple[float, datetime]] = {}
        self._lock = threading.Lock()

    def wait(self, method: str, channel: str | None, now: datetime) -> int:
        """Whole seconds the caller must wait (`Retry-After`); 0 when the call may pass, which counts it."""
        with self._lock:
            seconds = self._method_wait(method, now)
            if not seconds and channel and method == "chat.postMessage":
                seconds = self._channel_wait(channel, now)
            if not seconds:
                self._calls.setdefault(method, deque()).append(now)
            return seconds

    def _method_wait(self, method: str, now: datetime) -> int:
        calls = self._calls.setdefault(method, deque())
        while calls and calls[0] <= now - timedelta(minutes=1):
            calls.popleft()
        if len(calls) < a_minute(method):
            return 0
        return max(1, math.ceil((calls[0] + timedelta(minutes=1) - now).total_seconds()))

    def _channel_wait(self, channel: str, now: datetime) -> int:
        tokens, since = self._buckets.get(channel, (float(MESSAGE_BURST), now))
        refilled = max(0.0, (now - since).total_seconds()) * MESSAGES_A_SECOND
        tokens = min(float(MESSAGE_BURST), tokens + refilled)
        if tokens < 1:
            self._buckets[channel] = (tokens, now)
            return max(1, math.ceil((1 - tokens) / MESSAGES_A_SECOND))
        self._buckets[channel] = (tokens - 1, now)
        return 0
