"""Many requests at once, each on a connection of its own, each timed from its connection to its last byte."""

import socket
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from statistics import quantiles
from threading import Barrier
from typing import Final

PATIENCE_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How one request was answered. `began` and `ended` are seconds since 1970."""

    status: int
    body: bytes
    began: float
    ended: float

    @property
    def seconds(self) -> float:
        """How long it took."""
        return self.ended - self.began


def ask(port: int, request: bytes) -> Answer:
    """Send one request on a connection of its own. Raises OSError."""
    began = time.time()
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS) as connection:
        connection.sendall(request)
        come = b"".join(iter(partial(connection.recv, 65536), b""))
    ended = time.time()
    head, _, body = come.partition(b"\r\n\r\n")
    return Answer(status=int(head.split(b" ", 2)[1]), body=body, began=began, ended=ended)


def at_once(port: int, requests: Sequence[bytes]) -> tuple[Answer, ...]:
    """Send all the requests in the same moment."""
    start = Barrier(len(requests))

    def one(request: bytes) -> Answer:
        start.wait()
        return ask(port, request)

    with ThreadPoolExecutor(len(requests)) as senders:
        return tuple(senders.map(one, requests))


def p50(seconds: Sequence[float]) -> float:
    """The middle one."""
    return sorted(seconds)[len(seconds) // 2]


def p99(seconds: Sequence[float]) -> float:
    """What one in a hundred exceeds; of fewer than a hundred, the slowest."""
    return quantiles(seconds, n=100)[98] if len(seconds) >= 100 else max(seconds)
